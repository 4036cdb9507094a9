import Outreach
import SQLite

extension MessageList {
  /// The queued message of a mailbox that comes next, due or not.
  public static func next(of mailbox: Mailbox.ID, in work: Work) throws -> Message? {
    let found = try ["message_follow_up", "message_first"].map { index in
      try work.tx.row(
        """
        SELECT id, not_before, number FROM message INDEXED BY \(index) WHERE state = 'queued' AND kind = 'campaign' AND archived = 0
          AND mailbox_id = $1 AND position \(index == "message_first" ? "= 0" : "> 0") ORDER BY not_before, number LIMIT 1
        """, [mailbox.rawValue]
      ) { (try $0.text("id"), try $0.int64OrNil("not_before") ?? 0, try $0.int("number")) }
    }
    let answer = try work.tx.row(
      """
      SELECT id, not_before, number FROM message WHERE state = 'queued' AND kind = 'answer' AND archived = 0 AND mailbox_id = $1
      ORDER BY not_before, number LIMIT 1
      """, [mailbox.rawValue]
    ) { (try $0.text("id"), try $0.int64OrNil("not_before") ?? 0, try $0.int("number")) }
    let first = (found + [answer]).compactMap { $0 }.min { ($0.1, $0.2) < ($1.1, $1.2) }
    return try first.flatMap { try MessageTable.find(Message.ID(rawValue: $0.0), in: work) }
  }

  /// A mailbox's campaign mails in some states, oldest first.
  /// - Parameter number: only rows with a higher number; nil from the oldest.
  public static func of(_ mailbox: Mailbox.ID, states: [MessageState], after number: Int?, limit: Int, in work: Work) throws
    -> [(number: Int, message: Message)]
  {
    let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
    return try work.tx.rows(
      """
      SELECT * FROM message WHERE mailbox_id = $1 AND state IN (\(names)) AND kind = 'campaign' AND archived = 0 AND number > $2
      ORDER BY number LIMIT $3
      """, [mailbox.rawValue, number ?? 0, limit]
    ) { (try $0.int("number"), try MessageTable.message($0, in: work)) }
  }

  /// How many messages of a mailbox are in each state.
  public static func counts(of mailbox: Mailbox.ID, in work: Work) throws -> [MessageState: Int] {
    let rows = try work.tx.rows(
      "SELECT state, COUNT(*) AS n FROM message WHERE mailbox_id = $1 AND archived = 0 GROUP BY state", [mailbox.rawValue]
    ) { (MessageState(rawValue: try $0.text("state")) ?? .failed, try $0.int("n")) }
    return Dictionary(rows, uniquingKeysWith: +)
  }

  /// How many campaign mails wait to leave from a mailbox, approved or not; maintained.
  public static func waiting(of mailbox: Mailbox.ID, in work: Work) throws -> Int {
    try CounterTable.value("mailbox.waiting.\(mailbox)", in: work)
  }
}

extension MessageTable {
  /// Gives a mail that was just written anew to another mailbox. Returns false where it is not `composed`.
  public static func move(_ id: Message.ID, to mailbox: Mailbox.ID, in work: Work) throws -> Bool {
    try work.tx.run(
      "UPDATE message SET mailbox_id = $1, version = version + 1, updated_at = $2 WHERE id = $3 AND state = 'composed'",
      [mailbox.rawValue, work.now.rawValue, id.rawValue]) == 1
  }
}

extension EnrollmentTable {
  /// The mailbox that a lead's sequence keeps; nil before its first mail was written.
  public static func mailbox(of id: Enrollment.ID, in work: Work) throws -> Mailbox.ID? {
    try work.tx.text("SELECT mailbox_id FROM enrollment WHERE id = $1", [id.rawValue]).map(Mailbox.ID.init(rawValue:))
  }

  /// Notes the mailbox that a lead's sequence keeps.
  public static func set(_ mailbox: Mailbox.ID, of id: Enrollment.ID, in work: Work) throws {
    try work.tx.run("UPDATE enrollment SET mailbox_id = $1 WHERE id = $2", [mailbox.rawValue, id.rawValue])
  }

  /// How many sequences that still run keep a mailbox.
  public static func running(with mailbox: Mailbox.ID, in work: Work) throws -> Int {
    try work.tx.int(
      "SELECT COUNT(*) FROM enrollment WHERE mailbox_id = $1 AND state IN ('active','held') AND archived = 0", [mailbox.rawValue])
      ?? 0
  }
}
