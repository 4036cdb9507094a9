import Outreach
import SQLite

/// The `practice_mail` table: the mail that practice mode delivered to nobody, and the answers that the person made up.
public enum PracticeTable {
  /// A mail in the practice mailbox.
  public struct Mail: Sendable {
    public let id: String
    /// The row number, which serves as UID.
    public let number: Int
    public let raw: [UInt8]
    public let at: Timestamp
    public let answered: Bool
  }

  /// Files a mail. Returns its number.
  @discardableResult
  public static func insert(_ raw: [UInt8], folder: String, headerID: String?, in work: Work) throws -> Int {
    let id = Identifier<Mail>(at: work.now.rawValue).rawValue
    try work.tx.run(
      "INSERT INTO practice_mail (id, folder, raw_sealed, header_id, at) VALUES ($1, $2, $3, $4, $5)",
      [id, folder, try work.vault.seal(raw, "practice_mail.raw_sealed/\(id)"), headerID, work.now.rawValue])
    work.changed("practice", id)
    return try work.tx.int("SELECT number FROM practice_mail WHERE id = $1", [id]) ?? 0
  }

  /// Mails of a folder with a number above `after`, oldest first.
  public static func list(folder: String, after: Int, limit: Int, in work: Work) throws -> [Mail] {
    try work.tx.rows(
      "SELECT * FROM practice_mail WHERE folder = $1 AND number > $2 ORDER BY number LIMIT $3", [folder, after, limit]
    ) { try mail($0, in: work) }
  }

  /// The newest mails of a folder.
  public static func newest(folder: String, limit: Int, in work: Work) throws -> [Mail] {
    try work.tx.rows("SELECT * FROM practice_mail WHERE folder = $1 ORDER BY number DESC LIMIT $2", [folder, limit]) {
      try mail($0, in: work)
    }
  }

  /// One mail by its id.
  public static func find(_ id: String, in work: Work) throws -> Mail? {
    try work.tx.row("SELECT * FROM practice_mail WHERE id = $1", [id]) { try mail($0, in: work) }
  }

  /// Numbers of the mails of a folder with a Message-ID.
  public static func search(folder: String, headerID: String, in work: Work) throws -> [Int] {
    try work.tx.rows("SELECT number FROM practice_mail WHERE folder = $1 AND header_id = $2", [folder, headerID]) {
      try $0.int("number")
    }
  }

  /// The highest number in a folder, and how many there are.
  public static func state(folder: String, in work: Work) throws -> (last: Int, count: Int) {
    try work.tx.row("SELECT COALESCE(MAX(number), 0) AS last, COUNT(*) AS n FROM practice_mail WHERE folder = $1", [folder]) {
      (try $0.int("last"), try $0.int("n"))
    } ?? (0, 0)
  }

  /// Marks a mail as answered.
  public static func markAnswered(_ id: String, in work: Work) throws {
    try work.tx.run("UPDATE practice_mail SET answered = 1 WHERE id = $1", [id])
    work.changed("practice", id)
  }

  private static func mail(_ row: Row, in work: Work) throws -> Mail {
    let id = try row.text("id")
    return Mail(
      id: id, number: try row.int("number"), raw: try work.vault.open(try row.blob("raw_sealed"), "practice_mail.raw_sealed/\(id)"),
      at: Timestamp(rawValue: try row.int64("at")), answered: try row.bool("answered"))
  }
}
