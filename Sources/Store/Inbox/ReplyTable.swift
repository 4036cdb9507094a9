import Outreach
import SQLite

/// The `reply` table: received mail that is, or may be, about one of ours.
public enum ReplyTable {
  /// The most rows of one page.
  private static let maximumPage = 10_000

  /// Adds a reply. Returns false where this mail was stored before.
  public static func insert(_ reply: Reply, in work: Work) throws -> Bool {
    let key = try work.key(of: reply.leadID)
    let added = try work.tx.run(
      """
      INSERT INTO reply (id, lead_id, message_id, mailbox_id, kind, class, reasons_sealed, certainty, state, mode, content_sealed, header_id, thread,
        received_at, return_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) ON CONFLICT (mailbox_id, header_id) DO NOTHING
      """,
      [
        reply.id.rawValue, reply.leadID.rawValue, reply.messageID?.rawValue, reply.mailboxID.rawValue, reply.kind.rawValue,
        reply.replyClass?.rawValue,
        try key.seal(Array(reply.reasons.joined(separator: "\n").utf8), "reply.reasons_sealed/\(reply.id)"),
        reply.match.rawValue, reply.state.rawValue, reply.mode.rawValue,
        try key.seal(Packed.bytes(SealedContent.fields(reply.content)), "reply.content_sealed/\(reply.id)"), reply.headerID,
        reply.references.joined(separator: " "), reply.receivedAt.rawValue,
        reply.kind == .autoReply ? reply.content.returnDate?.rawValue : nil,
      ])
    guard added == 1 else { return false }
    let number = try work.tx.int("SELECT number FROM reply WHERE id = $1", [reply.id.rawValue]) ?? 0
    try MailSearch.change(
      .reply, number, from: nil, to: try MailSearch.words(of: reply.content, lead: reply.leadID, in: work), in: work)
    try AuditTable.append(
      "receive", "reply", reply.id.rawValue, after: ["kind": reply.kind.rawValue, "certainty": reply.match.rawValue],
      lead: reply.leadID, in: work)
    work.changed("reply", reply.id.rawValue)
    return true
  }

  /// Whether a mail was stored before, from whatever mailbox: one that went to two of them counts once.
  /// - Parameter mailbox: where it lies; practice and all others know nothing of each other.
  public static func contains(headerID: String, mailbox: Mailbox.ID, in work: Work) throws -> Bool {
    try work.tx.int(
      "SELECT 1 FROM reply WHERE header_id = $1 AND (mailbox_id = $2) = $3 LIMIT 1",
      [headerID, Mailbox.practice.rawValue, mailbox == Mailbox.practice]) != nil
  }

  /// Sets what the person decided; nil leaves a value as it is.
  public static func set(
    _ id: Reply.ID, state: Reply.State? = nil, match: Reply.Match? = nil, replyClass: IncomingMail.ReplyClass? = nil, in work: Work
  ) throws {
    let old = try get(id, in: work)
    try work.tx.run(
      "UPDATE reply SET state = COALESCE($1, state), certainty = COALESCE($2, certainty), class = COALESCE($3, class) WHERE id = $4",
      [state?.rawValue, match?.rawValue, replyClass?.rawValue, id.rawValue])
    try AuditTable.append(
      "update", "reply", id.rawValue,
      before: ["state": old.state.rawValue, "certainty": old.match.rawValue, "class": old.replyClass?.rawValue ?? ""],
      after: [
        "state": (state ?? old.state).rawValue, "certainty": (match ?? old.match).rawValue,
        "class": (replyClass ?? old.replyClass)?.rawValue ?? "",
      ], lead: old.leadID, in: work)
    work.changed("reply", id.rawValue)
  }

  /// One reply. - Throws: `.notFound`.
  public static func get(_ id: Reply.ID, in work: Work) throws -> Reply {
    guard let found = try work.tx.row("SELECT * FROM reply WHERE id = $1", [id.rawValue], { try reply($0, in: work) }) else {
      throw Fault(.notFound, "There is no such reply.")
    }
    return found
  }

  /// A page, newest first; `before` is a row number.
  /// - Parameter query: words that must all be in it; nil for all.
  public static func page(
    state: Reply.State?, replyClass: IncomingMail.ReplyClass?, match: Reply.Match? = nil, query: String? = nil, before: Int?,
    limit: Int, in work: Work
  ) throws -> (replies: [Reply], next: Int?) {
    let limit = min(max(limit, 1), maximumPage)
    var conditions = ["archived = 0", "certainty <> 'dismissed'", "number < $1"]
    var values: [(any SQLiteBindable)?] = [before ?? Int.max]
    if let state {
      values.append(state.rawValue)
      conditions.append("state = $\(values.count)")
    }
    if let replyClass {
      values.append(replyClass.rawValue)
      conditions.append("class = $\(values.count)")
    }
    if let match {
      values.append(match.rawValue)
      conditions.append("certainty = $\(values.count)")
    }
    var tables = "reply"
    if let words = try query.flatMap({ try MailSearch.match($0, in: work) }) {
      values.append(words)
      conditions.append("reply_search MATCH $\(values.count)")
      // In the index's own order, so that a page needs no sorting of all that is found.
      tables = "reply_search CROSS JOIN reply ON reply.number = reply_search.rowid"
      conditions[2] = "reply_search.rowid < $1"
    }
    let rows = try work.tx.rows(
      "SELECT reply.* FROM \(tables) WHERE \(conditions.joined(separator: " AND ")) ORDER BY \(tables == "reply" ? "number" : "reply_search.rowid") DESC LIMIT \(limit + 1)",
      values
    ) { (try reply($0, in: work), try $0.int("number")) }
    return (rows.prefix(limit).map(\.0), rows.count > limit ? rows[limit - 1].1 : nil)
  }

  /// A lead's replies, oldest first.
  public static func of(_ lead: Lead.ID, in work: Work) throws -> [Reply] {
    try work.tx.rows("SELECT * FROM reply WHERE lead_id = $1 AND archived = 0 ORDER BY number LIMIT 500", [lead.rawValue]) {
      try reply($0, in: work)
    }
  }

  /// All replies of a lead, archived ones too, with their rows' numbers.
  public static func all(of lead: Lead.ID, in work: Work) throws -> [(number: Int, reply: Reply)] {
    try work.tx.rows("SELECT * FROM reply WHERE lead_id = $1 ORDER BY number", [lead.rawValue]) {
      (try $0.int("number"), try reply($0, in: work))
    }
  }

  /// The leads of replies that came from an address, archived ones too.
  public static func leads(from address: String, in work: Work) throws -> [Lead.ID] {
    guard let words = try MailSearch.match(address, in: work) else { return [] }
    return try work.tx.rows(
      "SELECT reply.* FROM reply_search CROSS JOIN reply ON reply.number = reply_search.rowid WHERE reply_search MATCH $1", [words]
    ) { try reply($0, in: work) }.filter { $0.content.from.address.lowercased() == address }.map(\.leadID)
  }

  /// The certain replies to a message.
  public static func to(_ message: Message.ID, in work: Work) throws -> [Reply] {
    try work.tx.rows(
      "SELECT * FROM reply WHERE message_id = $1 AND certainty = 'certain' ORDER BY number LIMIT 50", [message.rawValue]
    ) {
      try reply($0, in: work)
    }
  }

  /// The newest sure automatic answer of a lead since a moment: when it came, and when the person is back where it says so.
  /// - Returns: nil where none came. Without `returnsAt` the text named no day.
  public static func lastAway(of lead: Lead.ID, since moment: Timestamp, in work: Work) throws -> (
    receivedAt: Timestamp, returnsAt: Timestamp?
  )? {
    try work.tx.row(
      """
      SELECT received_at, return_at FROM reply WHERE lead_id = $1 AND kind = 'auto_reply' AND certainty = 'certain' AND archived = 0
        AND received_at >= $2 ORDER BY received_at DESC, number DESC LIMIT 1
      """, [lead.rawValue, moment.rawValue]
    ) { (Timestamp(rawValue: try $0.int64("received_at")), try $0.int64OrNil("return_at").map(Timestamp.init(rawValue:))) }
  }

  /// Whether the person must still say if a mail was this lead's.
  public static func hasOpenPossible(for lead: Lead.ID, in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM reply WHERE lead_id = $1 AND certainty = 'possible' AND archived = 0 LIMIT 1", [lead.rawValue])
      != nil
  }

  /// How many persons answered each day since a moment; days counted from 1970 at an offset of seconds from UTC.
  public static func byDay(since moment: Timestamp, offset: Int, in work: Work) throws -> [Int: Int] {
    let rows = try work.tx.rows(
      """
      SELECT (received_at + $1) / 86400000 AS day, COUNT(*) AS n FROM reply WHERE kind = 'reply' AND archived = 0 AND received_at >= $2 GROUP BY day
      """, [offset * 1000, moment.rawValue]
    ) { (try $0.int("day"), try $0.int("n")) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Open, certain replies by class.
  public static func classes(in work: Work) throws -> [String: Int] {
    let rows = try work.tx.rows(
      "SELECT class, COUNT(*) AS n FROM reply WHERE archived = 0 AND state = 'open' AND certainty = 'certain' AND class IS NOT NULL GROUP BY class"
    ) { (try $0.text("class"), try $0.int("n")) }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Maintained counts: `certain.open`, `possible.open` …
  public static func counts(in work: Work) throws -> [String: Int] {
    let all = try CounterTable.all(startingWith: "reply.", in: work)
    return Dictionary(uniqueKeysWithValues: all.map { (String($0.key.dropFirst(6)), $0.value) })
  }

  static func reply(_ row: Row, in work: Work) throws -> Reply {
    let id = Reply.ID(rawValue: try row.text("id"))
    let lead = Lead.ID(rawValue: try row.text("lead_id"))
    let key = try work.key(of: lead)
    let content = SealedContent.reply(Packed.fields(try key.open(try row.blob("content_sealed"), "reply.content_sealed/\(id)")))
    var reply = Reply(
      id: id, lead: lead, message: try row.textOrNil("message_id").map(Message.ID.init(rawValue:)),
      mailbox: Mailbox.ID(rawValue: try row.text("mailbox_id")), kind: IncomingMail.Kind(rawValue: try row.text("kind")) ?? .other,
      match: Reply.Match(rawValue: try row.text("certainty")) ?? .possible, mode: SendMode(rawValue: try row.text("mode")) ?? .real,
      content: content,
      headerID: try row.text("header_id"), at: Timestamp(rawValue: try row.int64("received_at")))
    reply.replyClass = try row.textOrNil("class").flatMap(IncomingMail.ReplyClass.init(rawValue:))
    reply.state = Reply.State(rawValue: try row.text("state")) ?? .open
    reply.references = try row.text("thread").split(separator: " ").map(String.init)
    if let sealed = try row.blobOrNil("reasons_sealed") {
      reply.reasons = String(decoding: try key.open(sealed, "reply.reasons_sealed/\(id)"), as: UTF8.self).split(separator: "\n")
        .map(String.init)
    }
    return reply
  }
}
