import Outreach
import SQLite

extension MailboxTable {
  /// Why a mailbox is paused; nil where it is not, or where the server refused the sign-in.
  public static func cause(of id: Mailbox.ID, in work: Work) throws -> Mailbox.Cause? {
    try work.tx.text("SELECT cause FROM mailbox WHERE id = $1", [id.rawValue]).flatMap(Mailbox.Cause.init(rawValue:))
  }

  /// The moment from which a mailbox's bounces count: when the person last let it go on.
  public static func judgedFrom(_ id: Mailbox.ID, in work: Work) throws -> Timestamp {
    let found = try work.tx.row("SELECT judged_from FROM mailbox WHERE id = $1", [id.rawValue]) { try $0.int64("judged_from") }
    return Timestamp(rawValue: found ?? 0)
  }

  /// Counts a mailbox's bounces from now on.
  public static func judgeFromNow(_ id: Mailbox.ID, in work: Work) throws {
    try work.tx.run("UPDATE mailbox SET judged_from = $1 WHERE id = $2", [work.now.rawValue, id.rawValue])
  }

  /// How many real mails of a mailbox were handed over since a moment, and how many of their addresses turned out not to exist.
  public static func bounces(of id: Mailbox.ID, since moment: Timestamp, in work: Work) throws -> (mails: Int, bounces: Int) {
    let found = try work.tx.row(
      """
      SELECT COUNT(*) AS mails, COALESCE(SUM(hard), 0) AS bounces FROM (
        SELECT m.state AS state, m.state IN ('bounced','failed') AND EXISTS (SELECT 1 FROM suppression s WHERE s.kind = 'address'
          AND s.value_hash = m.to_hash AND s.reason = 'bounced' AND s.mode <> 'practice') AS hard
        FROM message m JOIN send_attempt a ON a.message_id = m.id
        WHERE a.mode = 'real' AND a.mailbox_id = $1 AND a.started_at > $2 AND a.outcome IN ('accepted','refused') GROUP BY m.id)
      WHERE hard OR state <> 'failed'
      """, [id.rawValue, moment.rawValue]
    ) { (try $0.int("mails"), try $0.int("bounces")) }
    return found ?? (0, 0)
  }
}
