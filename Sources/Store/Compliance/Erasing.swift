import Crypto
import Finding
import Outreach
import SQLite

/// Erasing a person: the lead's key, its rows wherever tables refer to it, and its words in the index. What stays is a keyed hash, so that
/// no import can write to the person again.
public enum Erasing {
  /// A name in the journal of erasures, which lies beside the keys and outside backups: it is done again after any restore.
  public enum Mark: Sendable, Hashable {
    /// A lead by its id.
    case lead(Lead.ID)
    /// Whoever has this address; its keyed hashes, as leads and as suppressions know it.
    case address(lead: [UInt8], suppression: [UInt8])

    /// The mark as a line.
    public var line: String {
      switch self {
      case .lead(let id): "lead \(id.rawValue)"
      case .address(let lead, let suppression): "address \(Hex.encode(lead)) \(Hex.encode(suppression))"
      }
    }

    /// From its line; nil for anything else, such as one that a power cut tore.
    public init?(line: Substring) {
      let words = line.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("lead", 2): self = .lead(Lead.ID(rawValue: words[1]))
      case ("address", 3):
        guard let lead = Hex.decode(words[1]), let suppression = Hex.decode(words[2]), lead.count == 16, suppression.count == 16
        else { return nil }
        self = .address(lead: lead, suppression: suppression)
      default: return nil
      }
    }
  }

  /// What the journal says of an address.
  public static func mark(of address: String, in work: Work) throws -> Mark {
    .address(lead: try work.vault.hash(address, "email"), suppression: try SuppressionTable.hash(address: address, in: work))
  }

  /// The leads that a mark means, those that only had the address when mail went there among them.
  public static func leads(_ mark: Mark, in work: Work) throws -> [Lead.ID] {
    switch mark {
    case .lead(let id): try LeadTable.state(of: id, in: work) == nil ? [] : [id]
    case .address(let hash, let mailed):
      try work.tx.rows(
        "SELECT id FROM lead WHERE email_hash = $1 UNION SELECT lead_id FROM message WHERE to_hash = $2", [hash, mailed]
      ) { Lead.ID(rawValue: try $0.text("id")) }
    }
  }

  /// Erases what a mark means, and suppresses it for ever. - Returns: how many leads went.
  @discardableResult
  public static func erase(_ mark: Mark, in work: Work) throws -> Int {
    let ids = try leads(mark, in: work)
    for id in ids { try remove(id, in: work) }
    if case .address(_, let hash) = mark { try suppress(hash, in: work) }
    return ids.count
  }

  /// Removes a lead with all that refers to it; the trail keeps rows that nobody can read any more.
  public static func remove(_ id: Lead.ID, in work: Work) throws {
    guard let lead = try LeadTable.find(id, in: work),
      let number = try work.tx.int("SELECT number FROM lead WHERE id = $1", [id.rawValue])
    else { return }
    try LeadSearch.remove(lead, number: number, in: work)
    try LeadSearch.flush(in: work)
    // FTS5 refuses words that it was not given so, such as those that another version made of a mail.
    let wasUnindexed = (try? unindexMail(of: id, in: work)) != nil
    let mails = try MessageList.all(of: id, in: work).map(\.message)
    // It may have had another address before.
    let addresses = Set(mails.map(\.content.to.address) + [lead.details.email].compactMap { $0 })
    // Who had mail or answered gets nothing more, though nothing but this is known any more.
    if try wasInTouch(lead, mails, in: work) {
      for address in addresses { try suppress(SuppressionTable.hash(address: address, in: work), in: work) }
    }
    for address in addresses.map({ $0.lowercased() }) {
      try removeSealed(from: "practice_mail", "raw_sealed", key: "number", place: "id", with: address, in: work)
      try removeSealed(
        from: "import_problem", "record_sealed", key: "number", place: "import_id || '/' || line", with: address, in: work)
    }
    let files = try AttachmentTable.used(byMailsTo: id, in: work)
    try removeRows(of: "lead", where: "id = $1", id.rawValue, in: work)
    if !wasUnindexed { try MailSearch.rebuild(in: work) }
    // What only this person's mails carried goes with them.
    try AttachmentTable.removeUnused(among: files, in: work)
    try AuditTable.append("erase", "lead", id.rawValue, in: work)
    work.changed("lead")
    work.changed("message")
    work.changed("reply")
  }

  /// Makes the index forget words that were taken out: FTS5 of SQLite 3.40 keeps them until its segments are merged.
  public static func forgetWords(in work: Work) throws {
    for index in ["lead_search", "message_search", "reply_search"] {
      try work.tx.run("INSERT INTO \(index) (\(index)) VALUES ('optimize')")
    }
  }

  private static func unindexMail(of id: Lead.ID, in work: Work) throws {
    for (number, message) in try MessageList.all(of: id, in: work) {
      try MailSearch.change(.message, number, from: try MailSearch.words(of: message.content, in: work), to: nil, in: work)
    }
    for (number, reply) in try ReplyTable.all(of: id, in: work) {
      try MailSearch.change(.reply, number, from: try MailSearch.words(of: reply.content, lead: id, in: work), to: nil, in: work)
    }
    try MailSearch.flush(in: work)
  }

  /// Whether mail went or may have gone to a lead, or it answered; what happened in practice does not count.
  private static func wasInTouch(_ lead: Lead, _ mails: [Message], in work: Work) throws -> Bool {
    if mails.contains(where: { $0.mode != .practice && ($0.state.mayHaveLeft || $0.state == .savedAsDraft) }) { return true }
    return try lead.state == .replied && !ReplyTable.all(of: lead.id, in: work).contains { $0.reply.mode == .practice }
  }

  private static func suppress(_ hash: [UInt8], in work: Work) throws {
    for mode in [SendMode.real, .practice] {
      try work.tx.run(
        """
        INSERT INTO suppression (id, kind, value_hash, value_sealed, reason, mode, created_at) VALUES ($1, 'address', $2, NULL, 'erased', $3, $4)
        ON CONFLICT (kind, value_hash, mode) DO UPDATE SET value_sealed = NULL, reason = 'erased'
        """, [Suppression.ID(at: work.now.rawValue).rawValue, hash, mode.rawValue, work.now.rawValue])
    }
    // In the other modes the address may stand readable, too.
    try work.tx.run(
      "UPDATE suppression SET value_sealed = NULL, reason = 'erased' WHERE kind = 'address' AND value_hash = $1", [hash])
  }

  /// A column that refers to another table.
  private struct Reference {
    let table: String
    let column: String
    let isNeeded: Bool
  }

  /// Deletes rows and, before them, what refers to them; a reference that may be empty is emptied instead. Which tables there are is
  /// read from the schema, so that a new one can't be forgotten. Names come from the schema only, values are bound.
  private static func removeRows(of table: String, where condition: String, _ value: String, in work: Work) throws {
    for reference in try references(to: table, in: work) {
      let inner = "\(reference.column) IN (SELECT id FROM \(table) WHERE \(condition))"
      if reference.isNeeded {
        try removeRows(of: reference.table, where: inner, value, in: work)
      } else {
        try work.tx.run("UPDATE \(reference.table) SET \(reference.column) = NULL WHERE \(inner)", [value])
      }
    }
    try work.tx.run("DELETE FROM \(table) WHERE \(condition)", [value])
  }

  private static func references(to table: String, in work: Work) throws -> [Reference] {
    try work.tx.rows(
      """
      SELECT m.name AS t, f."from" AS c, (SELECT "notnull" FROM pragma_table_info(m.name) WHERE name = f."from") AS needed
      FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
      WHERE m.type = 'table' AND f."table" = $1 AND f."to" = 'id' ORDER BY needed DESC
      """, [table]
    ) { Reference(table: try $0.text("t"), column: try $0.text("c"), isNeeded: try $0.int("needed") == 1) }
  }

  /// Deletes sealed texts in which an address stands: what was rejected at import, and mails of practice.
  private static func removeSealed(
    from table: String, _ column: String, key: String, place: String, with address: String, in work: Work
  ) throws {
    var found: [Int] = []
    let wanted = Array(address.utf8)
    try work.tx.forEach("SELECT \(key) AS at, \(place) AS place, \(column) AS sealed FROM \(table)") { row in
      if let plain = try? work.vault.open(try row.blob("sealed"), "\(table).\(column)/\(try row.text("place"))"),
        Array(String(decoding: plain, as: UTF8.self).lowercased().utf8).firstRange(of: wanted) != nil
      {
        found.append(try row.int("at"))
      }
      return true
    }
    for number in found { try work.tx.run("DELETE FROM \(table) WHERE \(key) = $1", [number]) }
  }
}
