import Outreach
import SQLite

/// The `send_attempt` table: the ledger of every try to send, written before the first byte leaves.
public enum SendAttemptTable {
  /// Writes that an attempt begins.
  public static func begin(_ attempt: SendAttempt, to address: String, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO send_attempt (id, message_id, mailbox_id, mode, to_domain_hash, bytes_hash, started_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [
        attempt.id.rawValue, attempt.messageID.rawValue, attempt.mailboxID.rawValue, attempt.mode.rawValue,
        SuppressionTable.hash(domainOf: address, in: work), attempt.bytesHash, attempt.startedAt.rawValue,
      ])
    if attempt.mode != .practice { work.departures = try count(in: work) }
  }

  /// When the last try to send began, practice aside; nil before the first.
  public static func lastMoment(in work: Work) throws -> Timestamp? {
    try work.tx.row("SELECT MAX(started_at) AS at FROM send_attempt WHERE mode <> 'practice'") { try $0.int64OrNil("at") }
      .flatMap { $0 }.map(Timestamp.init(rawValue:))
  }

  /// How many tries to send there were ever, practice aside; it never falls but when the base goes back in time.
  public static func count(in work: Work) throws -> Int { try CounterTable.value("ledger.begun", in: work) }

  /// Writes that the final dot is about to leave.
  public static func markDot(_ id: SendAttempt.ID, in work: Work) throws {
    guard
      try work.tx.run("UPDATE send_attempt SET dot_at = $1 WHERE id = $2 AND outcome IS NULL", [work.now.rawValue, id.rawValue])
        == 1
    else {
      throw Fault(.conflict, "This attempt is over already.")
    }
  }

  /// Writes how an attempt ended. Returns false where it had ended before.
  @discardableResult
  public static func finish(_ id: SendAttempt.ID, _ outcome: SendAttempt.Outcome, reply: ServerReply?, lead: Lead.ID, in work: Work)
    throws -> Bool
  {
    let sealed = try reply.map { try work.key(of: lead).seal(Array($0.text.utf8), "send_attempt.reply_sealed/\(id)") }
    return try work.tx.run(
      "UPDATE send_attempt SET outcome = $1, reply_code = $2, reply_sealed = $3, finished_at = $4 WHERE id = $5 AND outcome IS NULL",
      [outcome.rawValue, reply?.code, sealed, work.now.rawValue, id.rawValue]) == 1
  }

  /// Settles an attempt whose outcome was unknown, by evidence or by the person; a draft that the person sent has left, too.
  public static func settle(_ message: Message.ID, _ outcome: SendAttempt.Outcome, in work: Work) throws {
    try work.tx.run(
      "UPDATE send_attempt SET outcome = $1, finished_at = COALESCE(finished_at, $2) WHERE message_id = $3 AND (outcome IS NULL OR outcome = 'unknown' OR ($1 = 'accepted' AND outcome = 'saved'))",
      [outcome.rawValue, work.now.rawValue, message.rawValue])
  }

  /// What the server said at the end of a try; nil where it said nothing.
  public static func serverText(of id: SendAttempt.ID, lead: Lead.ID, in work: Work) throws -> String? {
    let sealed = try work.tx.row("SELECT reply_sealed FROM send_attempt WHERE id = $1", [id.rawValue]) {
      try $0.blobOrNil("reply_sealed")
    }
    guard let sealed, let sealed else { return nil }
    return String(decoding: try work.key(of: lead).open(sealed, "send_attempt.reply_sealed/\(id)"), as: UTF8.self)
  }

  /// A message's attempts, oldest first.
  public static func list(of message: Message.ID, in work: Work) throws -> [SendAttempt] {
    try work.tx.rows("SELECT * FROM send_attempt WHERE message_id = $1 ORDER BY number LIMIT 100", [message.rawValue]) {
      try attempt($0)
    }
  }

  /// The last attempt of a message.
  public static func last(of message: Message.ID, in work: Work) throws -> SendAttempt? {
    try work.tx.row("SELECT * FROM send_attempt WHERE message_id = $1 ORDER BY number DESC LIMIT 1", [message.rawValue]) {
      try attempt($0)
    }
  }

  /// When mails left, or may have left, a mailbox since a moment, oldest first; a refused one cost nothing.
  public static func departures(from mailbox: Mailbox.ID, since moment: Timestamp, in work: Work) throws -> [Timestamp] {
    try work.tx.rows(
      """
      SELECT started_at FROM send_attempt WHERE mode IN ('draft','real') AND mailbox_id = $1 AND started_at > $2
        AND (outcome IS NULL OR outcome IN ('accepted','unknown')) ORDER BY started_at
      """, [mailbox.rawValue, moment.rawValue]
    ) { Timestamp(rawValue: try $0.int64("started_at")) }
  }

  /// When mails left, or may have left, to a domain since a moment, oldest first.
  public static func departures(toDomainOf address: String, since moment: Timestamp, in work: Work) throws -> [Timestamp] {
    try work.tx.rows(
      """
      SELECT started_at FROM send_attempt WHERE to_domain_hash = $1 AND started_at > $2 AND mode <> 'practice'
        AND (outcome IS NULL OR outcome IN ('accepted','unknown')) ORDER BY started_at
      """, [SuppressionTable.hash(domainOf: address, in: work), moment.rawValue]
    ) { Timestamp(rawValue: try $0.int64("started_at")) }
  }

  /// On how many days a mailbox sent for real before a moment; the ramp rises with them.
  public static func sendingDays(of mailbox: Mailbox.ID, before moment: Timestamp, in work: Work) throws -> Int {
    try work.tx.int(
      """
      SELECT COUNT(DISTINCT started_at / 86400000) FROM send_attempt
      WHERE mailbox_id = $1 AND mode = 'real' AND outcome = 'accepted' AND started_at < $2
      """, [mailbox.rawValue, moment.rawValue]) ?? 0
  }

  /// How many attempts there were since a moment, and how many of them failed.
  public static func rates(since moment: Timestamp, in work: Work) throws -> (attempts: Int, failures: Int) {
    try work.tx.row(
      "SELECT COUNT(*) AS n, COALESCE(SUM(outcome IN ('refused','not_sent','unknown')), 0) AS failed FROM send_attempt WHERE started_at > $1",
      [moment.rawValue]
    ) { (try $0.int("n"), try $0.int("failed")) } ?? (0, 0)
  }

  private static func attempt(_ row: Row) throws -> SendAttempt {
    var attempt = SendAttempt(
      id: SendAttempt.ID(rawValue: try row.text("id")), message: Message.ID(rawValue: try row.text("message_id")),
      mailbox: Mailbox.ID(rawValue: try row.text("mailbox_id")), mode: SendMode(rawValue: try row.text("mode")) ?? .practice,
      bytesHash: try row.text("bytes_hash"), at: Timestamp(rawValue: try row.int64("started_at")))
    attempt.dotAt = try row.int64OrNil("dot_at").map(Timestamp.init(rawValue:))
    attempt.finishedAt = try row.int64OrNil("finished_at").map(Timestamp.init(rawValue:))
    attempt.outcome = try row.textOrNil("outcome").flatMap(SendAttempt.Outcome.init(rawValue:))
    attempt.replyCode = try row.intOrNil("reply_code")
    return attempt
  }
}
