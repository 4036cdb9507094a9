import Outreach
import SQLite

/// One try to send a mail to the person themselves; it never counts as a mail to anybody.
public struct TestMail: Sendable, Hashable {
  /// The id of a test mail.
  public typealias ID = Identifier<TestMail>

  public var id: ID
  public var mailboxID: Mailbox.ID
  public var mode: SendMode
  /// Hex SHA-256 of the exact bytes.
  public var bytesHash: String

  /// A try by its parts.
  public init(id: ID, mailbox: Mailbox.ID, mode: SendMode, bytesHash: String) {
    (self.id, mailboxID, self.mode, self.bytesHash) = (id, mailbox, mode, bytesHash)
  }
}

/// The `test_mail` table: a ledger of its own, beside that of mails to leads, so that a test can't be mistaken for one. It holds no content.
public enum TestMailTable {
  /// Writes that a test begins, before its first byte leaves.
  public static func begin(_ test: TestMail, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO test_mail (id, mailbox_id, mode, bytes_hash, started_at) VALUES ($1, $2, $3, $4, $5)",
      [test.id.rawValue, test.mailboxID.rawValue, test.mode.rawValue, test.bytesHash, work.now.rawValue])
    try AuditTable.append("send", "test_mail", test.id.rawValue, after: ["mode": test.mode.rawValue], in: work)
  }

  /// Writes that the final dot is about to leave.
  public static func markDot(_ id: TestMail.ID, in work: Work) throws {
    let changed = try work.tx.run(
      "UPDATE test_mail SET dot_at = $1 WHERE id = $2 AND outcome IS NULL", [work.now.rawValue, id.rawValue])
    guard changed == 1 else { throw Fault(.conflict, "This test is over already.") }
  }

  /// Writes how a test ended; the first word counts.
  public static func finish(_ id: TestMail.ID, _ outcome: SendAttempt.Outcome, code: Int?, in work: Work) throws {
    try work.tx.run(
      "UPDATE test_mail SET outcome = $1, reply_code = $2, finished_at = $3 WHERE id = $4 AND outcome IS NULL",
      [outcome.rawValue, code, work.now.rawValue, id.rawValue])
  }

  /// A test whose end was not written within so long is over: the program ended meanwhile.
  private static let longestSeconds = 1200

  /// Whether a test is on its way out at this moment.
  public static func isAnyLeaving(in work: Work) throws -> Bool {
    try work.tx.int(
      "SELECT 1 FROM test_mail WHERE started_at > $1 AND outcome IS NULL LIMIT 1",
      [work.now.adding(seconds: -longestSeconds).rawValue]) != nil
  }

  /// How many tests left a mailbox, or may have left it, since a moment.
  public static func count(from mailbox: Mailbox.ID, since moment: Timestamp, in work: Work) throws -> Int {
    try work.tx.int(
      """
      SELECT COUNT(*) FROM test_mail WHERE started_at > $1 AND mailbox_id = $2
        AND (outcome IS NULL OR outcome NOT IN ('refused','not_sent'))
      """, [moment.rawValue, mailbox.rawValue]) ?? 0
  }

  /// What became of a test; nil where nobody knows, or there is none.
  public static func outcome(of id: TestMail.ID, in work: Work) throws -> SendAttempt.Outcome? {
    try work.tx.text("SELECT outcome FROM test_mail WHERE id = $1", [id.rawValue]).flatMap(SendAttempt.Outcome.init(rawValue:))
  }
}
