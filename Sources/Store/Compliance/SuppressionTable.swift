import Outreach
import SQLite
import Text

/// The `suppression` table: who gets no mail any more, found through keyed hashes.
public enum SuppressionTable {
  /// A host name has at most so many labels (RFC 1035: 255 octets); more are cut off at the left.
  private static let maximumLabels = 127

  /// Suppresses an address or a domain; one that is suppressed already stays as it is.
  /// - Parameter reply: the received mail that the program took for the wish, where it did so by itself; correcting it takes the entry back.
  public static func add(
    _ kind: Suppression.Kind, _ value: String, _ reason: Suppression.Reason, mode: SendMode, reply: Reply.ID? = nil, in work: Work
  ) throws {
    guard let id = try insert(kind, value, reason, mode: mode, reply: reply, in: work) else { return }
    try AuditTable.append(
      "suppress", "suppression", id.rawValue, after: ["kind": kind.rawValue, "reason": reason.rawValue, "mode": mode.rawValue],
      in: work)
    work.changed("status")
  }

  /// Suppresses what a file named, with one row in the trail for all of it. Returns how many were new.
  public static func addImported(_ entries: [(kind: Suppression.Kind, value: String)], in work: Work) throws -> Int {
    var added = 0
    for (kind, value) in entries where try insert(kind, value, .imported, mode: .real, reply: nil, in: work) != nil { added += 1 }
    guard added > 0 else { return 0 }
    try AuditTable.append("suppress", "suppression", nil, after: ["reason": "imported", "count": String(added)], in: work)
    work.changed("status")
    return added
  }

  private static func insert(
    _ kind: Suppression.Kind, _ value: String, _ reason: Suppression.Reason, mode: SendMode, reply: Reply.ID?, in work: Work
  ) throws -> Suppression.ID? {
    let id = Suppression.ID(at: work.now.rawValue)
    let normal = normal(value, kind)
    let added = try work.tx.run(
      """
      INSERT INTO suppression (id, kind, value_hash, value_sealed, reason, mode, created_at, reply_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      ON CONFLICT (kind, value_hash, mode) DO NOTHING
      """,
      [
        id.rawValue, kind.rawValue, work.vault.hash(normal, kind.rawValue),
        try work.vault.seal(text: normal, "suppression.value_sealed/\(id)"),
        reason.rawValue, mode.rawValue, work.now.rawValue, reply?.rawValue,
      ])
    return added == 1 ? id : nil
  }

  /// Takes back what one received mail led to, because the program misread it. Returns how many entries went.
  public static func takeBack(_ reply: Reply.ID, in work: Work) throws -> Int {
    let ids = try work.tx.rows("SELECT id FROM suppression WHERE reply_id = $1 AND reason = 'unsubscribed'", [reply.rawValue]) {
      try $0.text("id")
    }
    for id in ids {
      try work.tx.run("DELETE FROM suppression WHERE id = $1", [id])
      try AuditTable.append("unsuppress", "suppression", id, before: ["reason": "unsubscribed", "cause": "misread"], in: work)
    }
    if !ids.isEmpty { work.changed("status") }
    return ids.count
  }

  /// Why mail to an address is suppressed in a mode; nil where it is not. What practice suppressed counts in practice only; a
  /// suppressed domain covers all that lies under it.
  public static func reason(for address: String, mode: SendMode, in work: Work) throws -> Suppression.Reason? {
    let modes = mode == .practice ? "mode = 'practice'" : "mode <> 'practice'"
    let domains = try domains(of: address).map { try work.vault.hash($0, "domain") }
    let marks = domains.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    let found = try work.tx.text(
      """
      SELECT reason FROM suppression WHERE \(modes) AND ((kind = 'address' AND value_hash = $1) OR (kind = 'domain' AND value_hash IN (\(marks))))
      ORDER BY kind LIMIT 1
      """, [hash(address: address, in: work)] + domains)
    return found.flatMap(Suppression.Reason.init(rawValue:))
  }

  /// The form in which values are compared: lower case, hosts with A-labels (RFC 5890), so that `müller.example` and
  /// `xn--mller-kva.example` are one.
  static func normal(_ value: String, _ kind: Suppression.Kind) -> String {
    switch kind {
    case .address: EmailAddress(value)?.normalized ?? value.lowercased()
    case .domain: Domain.ascii(value) ?? value.lowercased()
    }
  }

  /// The host of an address, with A-labels.
  private static func host(of address: String) -> String {
    let normal = normal(address, .address)
    return normal.split(separator: "@").last.map { Self.normal(String($0), .domain) } ?? ""
  }

  /// The domain of an address and those that it lies under, down to two labels: `a.b.example`, `b.example`.
  private static func domains(of address: String) -> [String] {
    let labels = host(of: address).split(separator: ".").suffix(maximumLabels)
    guard labels.count > 2 else { return [labels.joined(separator: ".")] }
    return (0...(labels.count - 2)).map { labels.dropFirst($0).joined(separator: ".") }
  }

  /// The newest entries.
  public static func list(limit: Int, in work: Work) throws -> [Suppression] {
    try work.tx.rows("SELECT * FROM suppression ORDER BY id DESC LIMIT $1", [limit]) { try suppression($0, in: work) }
  }

  /// Entries after one, oldest first, for going through all of them.
  public static func page(after id: Suppression.ID?, limit: Int, in work: Work) throws -> [Suppression] {
    try work.tx.rows("SELECT * FROM suppression WHERE id > $1 ORDER BY id LIMIT $2", [id?.rawValue ?? "", limit]) {
      try suppression($0, in: work)
    }
  }

  private static func suppression(_ row: Row, in work: Work) throws -> Suppression {
    let id = Suppression.ID(rawValue: try row.text("id"))
    return Suppression(
      id: id, kind: Suppression.Kind(rawValue: try row.text("kind")) ?? .address,
      value: try row.blobOrNil("value_sealed").map { try work.vault.openText($0, "suppression.value_sealed/\(id)") },
      reason: Suppression.Reason(rawValue: try row.text("reason")) ?? .manual,
      mode: SendMode(rawValue: try row.text("mode")) ?? .real,
      at: Timestamp(rawValue: try row.int64("created_at")))
  }

  /// Takes an entry off the list. - Throws: `.notFound`; `.refused` for who unsubscribed, complained or was erased.
  public static func remove(_ id: Suppression.ID, in work: Work) throws {
    let found = try work.tx.row("SELECT reason, reply_id FROM suppression WHERE id = $1", [id.rawValue]) {
      (try $0.text("reason"), try $0.textOrNil("reply_id"))
    }
    guard let (reason, reply) = found else { throw Fault(.notFound, "There is no such entry.") }
    guard ["manual", "imported", "bounced"].contains(reason) else {
      let advice = reply == nil ? "" : " If their mail was misread, say in the Inbox what it really is."
      throw Fault(.refused, "This person asked for no more mail; the entry stays.\(advice)")
    }
    try work.tx.run("DELETE FROM suppression WHERE id = $1", [id.rawValue])
    try AuditTable.append("unsuppress", "suppression", id.rawValue, before: ["reason": reason], in: work)
    work.changed("status")
  }

  /// Takes back an entry that a correction made and that the person now undoes; one that is gone already is left alone.
  public static func takeBack(_ id: Suppression.ID, in work: Work) throws {
    guard let reason = try work.tx.text("SELECT reason FROM suppression WHERE id = $1", [id.rawValue]) else { return }
    try work.tx.run("DELETE FROM suppression WHERE id = $1", [id.rawValue])
    try AuditTable.append("unsuppress", "suppression", id.rawValue, before: ["reason": reason], in: work)
    work.changed("status")
  }

  /// The ids of the entries there are, to tell later ones by.
  public static func ids(of addresses: Set<String>, mode: SendMode, in work: Work) throws -> Set<Suppression.ID> {
    var all: Set<Suppression.ID> = []
    for address in addresses {
      all.formUnion(
        try work.tx.rows(
          "SELECT id FROM suppression WHERE kind = 'address' AND value_hash = $1 AND mode = $2",
          [hash(address: address, in: work), mode.rawValue]
        ) { Suppression.ID(rawValue: try $0.text("id")) })
    }
    return all
  }

  /// The keyed hash of an address.
  public static func hash(address: String, in work: Work) throws -> [UInt8] {
    try work.vault.hash(normal(address, .address), "address")
  }

  /// The keyed hash of an address's domain.
  public static func hash(domainOf address: String, in work: Work) throws -> [UInt8] {
    try work.vault.hash(host(of: address), "domain")
  }
}
