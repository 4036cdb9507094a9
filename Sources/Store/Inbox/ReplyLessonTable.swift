import Outreach
import SQLite

/// The `reply_lesson` table: replies whose class the person set right. It holds no text: erasing a person takes the lesson with it.
public enum ReplyLessonTable {
  /// One correction.
  public struct Lesson: Sendable, Hashable {
    /// What the program had taken it for; nil for mail that it gave no class.
    public var was: IncomingMail.ReplyClass?
    /// Suppressions that the correction made.
    public var suppressions: [Suppression.ID]

    /// A lesson by its parts.
    public init(was: IncomingMail.ReplyClass?, suppressions: [Suppression.ID]) {
      (self.was, self.suppressions) = (was, suppressions)
    }
  }

  /// The correction of a reply; nil where there was none.
  public static func find(_ reply: Reply.ID, in work: Work) throws -> Lesson? {
    try work.tx.row("SELECT was, suppressed FROM reply_lesson WHERE reply_id = $1", [reply.rawValue]) { row in
      Lesson(
        was: try row.textOrNil("was").flatMap(IncomingMail.ReplyClass.init(rawValue:)),
        suppressions: try row.text("suppressed").split(separator: " ").map { Suppression.ID(rawValue: String($0)) })
    }
  }

  /// Writes a correction; a later one of the same reply takes its place.
  public static func save(_ lesson: Lesson, of reply: Reply.ID, as replyClass: IncomingMail.ReplyClass, in work: Work) throws {
    try remove(reply, in: work)
    try work.tx.run(
      "INSERT INTO reply_lesson (reply_id, class, was, suppressed, at) VALUES ($1, $2, $3, $4, $5)",
      [
        reply.rawValue, replyClass.rawValue, lesson.was?.rawValue, lesson.suppressions.map(\.rawValue).joined(separator: " "),
        work.now.rawValue,
      ])
  }

  /// Takes a correction back.
  public static func remove(_ reply: Reply.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM reply_lesson WHERE reply_id = $1", [reply.rawValue])
  }

  /// What there is to learn, the oldest first; the newest `limit` where there is more. What can't be opened any more teaches nothing.
  public static func all(limit: Int, in work: Work) throws -> [ReplyLesson] {
    let ids = try work.tx.rows(
      """
      SELECT l.reply_id, l.class FROM reply_lesson l JOIN reply r ON r.id = l.reply_id
      WHERE r.archived = 0 ORDER BY l.number DESC LIMIT $1
      """, [limit]
    ) { (Reply.ID(rawValue: try $0.text("reply_id")), IncomingMail.ReplyClass(rawValue: try $0.text("class"))) }
    return try ids.reversed().compactMap { id, replyClass in
      guard let replyClass else { return nil }
      do {
        let content = try ReplyTable.get(id, in: work).content
        return ReplyLesson(subject: content.subject, text: content.text, replyClass: replyClass)
      } catch let error where Vault.isUnreadable(error) { return nil }
    }
  }
}
