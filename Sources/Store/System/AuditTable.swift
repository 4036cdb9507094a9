import Crypto
import Outreach
import SQLite

/// The `audit` table: every change and who made it, chained by a keyed MAC over the stored bytes.
public enum AuditTable {
  /// HMAC-SHA-256.
  private static let macBytes = 32

  /// Where the chain stands: how many rows there are and the MAC of the last.
  public struct Head: Sendable, Hashable {
    /// The number of the last row; 0 for none.
    public let number: Int
    /// Its MAC in hexadecimal.
    public let mac: String

    /// A head by its parts.
    public init(number: Int, mac: String) { (self.number, self.mac) = (number, mac) }
  }

  /// Adds a row in the running transaction.
  /// - Parameter lead: whose key seals the values, so that erasing the lead erases them too; nil for what is about no lead.
  public static func append(
    _ action: String, _ entity: String, _ id: String?, before: [String: String] = [:], after: [String: String] = [:],
    lead: Lead.ID? = nil,
    in work: Work
  ) throws {
    let last = try head(in: work)
    let number = last.number + 1
    let change = try seal(before: before, after: after, number: number, lead: lead, in: work)
    let row = StoredRow(
      number: number, at: work.now.rawValue, actor: work.acting.actor.rawValue, action: action, entity: entity, entityID: id,
      leadID: lead?.rawValue, change: change, requestID: work.acting.requestID, sessionID: work.acting.sessionID)
    try work.tx.run(
      """
      INSERT INTO audit (number, at, actor, action, entity, entity_id, lead_id, change_sealed, request_id, session_id, mac)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        number, row.at, row.actor, action, entity, id, row.leadID, change, row.requestID, row.sessionID,
        row.mac(after: last.mac, key: work.vault.audit),
      ])
    work.audited.append(
      Base.Audited(entity: entity, action: action, id: id, actor: work.acting.actor, requestID: work.acting.requestID))
  }

  /// Where the chain stands.
  public static func head(in work: Work) throws -> Head {
    let last = try work.tx.row("SELECT number, mac FROM audit ORDER BY number DESC LIMIT 1") {
      (try $0.int("number"), try $0.blob("mac"))
    }
    if let last { return Head(number: last.0, mac: Hex.encode(last.1)) }
    return try anchor(in: work)
  }

  /// When the newest row was written; nil in an empty trail.
  public static func lastMoment(in work: Work) throws -> Timestamp? {
    try work.tx.row("SELECT at FROM audit ORDER BY number DESC LIMIT 1") { Timestamp(rawValue: try $0.int64("at")) }
  }

  /// Checks the whole chain.
  /// - Parameter expected: the head as kept outside the base, or nil.
  /// - Returns: how many rows were checked, and what is wrong, or nil.
  public static func verify(expected: Head?, in work: Work) throws -> (checked: Int, problem: String?) {
    var last = try anchor(in: work)
    guard try isAnchorSound(in: work) else {
      return (0, "The place where the trail begins was changed; rows before it may have been cut off.")
    }
    var problem: String?
    var checked = 0
    var seen = expected == nil || expected?.number ?? 0 <= last.number
    try work.tx.forEach("SELECT * FROM audit ORDER BY number") { row in
      let stored = try StoredRow(row)
      let mac = Hex.encode(try row.blob("mac"))
      guard stored.number == last.number + 1 else {
        problem = "Rows are missing between number \(last.number) and \(stored.number)."
        return false
      }
      guard Hex.encode(try stored.mac(after: last.mac, key: work.vault.audit)) == mac else {
        problem = "Row \(stored.number) was changed after it was written."
        return false
      }
      last = Head(number: stored.number, mac: mac)
      if let expected, expected.number == last.number {
        seen = true
        if expected.mac != mac { problem = "Row \(stored.number) is not the one that was written at the time." }
      }
      checked += 1
      return problem == nil
    }
    if problem == nil, !seen, let expected {
      problem =
        "The trail ends at number \(last.number), but it once reached \(expected.number): its end was cut off, or an older base is open."
    }
    return (checked, problem)
  }

  /// A page of the trail, newest first.
  /// - Parameter before: only rows with a lower number; nil from the end.
  public static func page(before: Int?, limit: Int, in work: Work) throws -> [AuditEntry] {
    try work.tx.rows("SELECT * FROM audit WHERE number < $1 ORDER BY number DESC LIMIT $2", [before ?? Int.max, limit]) {
      try entry($0, in: work)
    }
  }

  /// Every row about a lead, oldest first.
  public static func of(lead: Lead.ID, in work: Work) throws -> [AuditEntry] {
    try work.tx.rows(
      "SELECT * FROM audit WHERE lead_id = $1 OR (entity = 'lead' AND entity_id = $1) ORDER BY number", [lead.rawValue]
    ) {
      try entry($0, in: work)
    }
  }

  /// Deletes rows older than a moment, always a prefix, and moves the anchor where `verify` starts. Returns how many.
  @discardableResult
  public static func prune(before moment: Timestamp, in work: Work) throws -> Int {
    let cut = try work.tx.row(
      "SELECT number, mac FROM audit WHERE number < (SELECT COALESCE(MIN(number), 0) FROM audit WHERE at >= $1) ORDER BY number DESC LIMIT 1",
      [moment.rawValue]
    ) { (try $0.int("number"), try $0.blob("mac")) }
    guard let cut else { return 0 }
    try work.tx.run(
      """
      INSERT INTO audit_anchor (one, through, mac, at) VALUES (1, $1, $2, $3)
      ON CONFLICT (one) DO UPDATE SET through = excluded.through, mac = excluded.mac, at = excluded.at
      """, [cut.0, cut.1 + (try seal(ofAnchor: cut.0, cut.1, in: work)), work.now.rawValue])
    return try work.tx.run("DELETE FROM audit WHERE number <= $1", [cut.0])
  }

  private static func anchor(in work: Work) throws -> Head {
    try work.tx.row("SELECT through, mac FROM audit_anchor") {
      Head(number: try $0.int("through"), mac: Hex.encode(Array(try $0.blob("mac").prefix(macBytes))))
    }
      ?? Head(number: 0, mac: "")
  }

  /// Whether the anchor is one that `prune` wrote: else whoever can write the file could cut off rows and move it.
  private static func isAnchorSound(in work: Work) throws -> Bool {
    let stored = try work.tx.row("SELECT through, mac FROM audit_anchor") { (try $0.int("through"), try $0.blob("mac")) }
    guard let stored else { return true }
    let mac = Array(stored.1.prefix(macBytes))
    return try Array(stored.1.dropFirst(macBytes)) == seal(ofAnchor: stored.0, mac, in: work)
  }

  private static func seal(ofAnchor through: Int, _ mac: [UInt8], in work: Work) throws -> [UInt8] {
    try work.vault.audit.hash(Packed.bytes([("anchor", String(through)), ("mac", Hex.encode(mac))]))
  }

  private static func seal(before: [String: String], after: [String: String], number: Int, lead: Lead.ID?, in work: Work) throws
    -> [UInt8]?
  {
    guard !before.isEmpty || !after.isEmpty else { return nil }
    let fields =
      before.sorted { $0.key < $1.key }.map { ("-" + $0.key, Optional($0.value)) }
      + after.sorted { $0.key < $1.key }.map { ("+" + $0.key, Optional($0.value)) }
    let place = "audit.change_sealed/\(number)"
    if let lead { return try work.key(of: lead).seal(Packed.bytes(fields), place) }
    return try work.vault.seal(Packed.bytes(fields), place)
  }

  private static func entry(_ row: Row, in work: Work) throws -> AuditEntry {
    let stored = try StoredRow(row)
    var before: [String: String] = [:]
    var after: [String: String] = [:]
    for (name, value) in try opened(stored, in: work) {
      if name.hasPrefix("-") { before[String(name.dropFirst())] = value } else { after[String(name.dropFirst())] = value }
    }
    return AuditEntry(
      number: stored.number, at: Timestamp(rawValue: stored.at),
      acting: ActingAs(Actor(rawValue: stored.actor) ?? .system, request: stored.requestID, session: stored.sessionID),
      action: stored.action, entity: stored.entity, entityID: stored.entityID, before: before, after: after)
  }

  /// The values of a row; of an erased lead's nothing can be read any more.
  private static func opened(_ stored: StoredRow, in work: Work) throws -> [(name: String, value: String)] {
    guard let change = stored.change else { return [] }
    let place = "audit.change_sealed/\(stored.number)"
    guard let lead = stored.leadID else { return Packed.fields(try work.vault.open(change, place)) }
    guard let key = try? work.key(of: Lead.ID(rawValue: lead)) else { return [("+erased", "the values of an erased lead")] }
    return Packed.fields(try key.open(change, place))
  }

  /// A row as it is stored, which is what the MAC is taken over.
  fileprivate struct StoredRow {
    var number: Int
    var at: Int64
    var actor: String
    var action: String
    var entity: String
    var entityID: String?
    var leadID: String?
    var change: [UInt8]?
    var requestID: String?
    var sessionID: String?

    func mac(after last: String, key: KeyedHash) throws -> [UInt8] {
      let fields = Packed.bytes([
        ("last", last), ("number", String(number)), ("at", String(at)), ("actor", actor), ("action", action), ("entity", entity),
        ("entity_id", entityID), ("lead_id", leadID), ("change", change.map { Hex.encode($0) }), ("request_id", requestID),
        ("session_id", sessionID),
      ])
      return try key.hash(fields)
    }
  }
}

extension AuditTable.StoredRow {
  /// Reads a row of the table.
  fileprivate init(_ row: Row) throws {
    self.init(
      number: try row.int("number"), at: try row.int64("at"), actor: try row.text("actor"), action: try row.text("action"),
      entity: try row.text("entity"), entityID: try row.textOrNil("entity_id"), leadID: try row.textOrNil("lead_id"),
      change: try row.blobOrNil("change_sealed"), requestID: try row.textOrNil("request_id"),
      sessionID: try row.textOrNil("session_id"))
  }
}
