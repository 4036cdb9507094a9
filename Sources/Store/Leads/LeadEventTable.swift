import Outreach
import SQLite

/// The `lead_event` and `contact_fact` tables: a lead's timeline, and where each of its fields came from.
public enum LeadEventTable {
  /// One line of a lead's timeline.
  public struct Event: Sendable {
    public let at: Timestamp
    public let kind: String
    public let actor: Actor
    /// More about it, for the person; nil where the kind says it all.
    public let detail: String?
  }

  /// Adds a line to a lead's timeline.
  public static func add(_ kind: String, to lead: Lead.ID, detail: String? = nil, in work: Work) throws {
    let sealed = try detail.map { try work.key(of: lead).seal(Array($0.utf8), "lead_event.detail_sealed/\(lead)") }
    try work.tx.run(
      "INSERT INTO lead_event (lead_id, at, kind, actor, detail_sealed) VALUES ($1, $2, $3, $4, $5)",
      [lead.rawValue, work.now.rawValue, kind, work.acting.actor.rawValue, sealed])
  }

  /// A lead's timeline, newest first.
  public static func list(of lead: Lead.ID, limit: Int = 200, in work: Work) throws -> [Event] {
    let key = try work.key(of: lead)
    return try work.tx.rows("SELECT * FROM lead_event WHERE lead_id = $1 ORDER BY number DESC LIMIT $2", [lead.rawValue, limit]) {
      row in
      Event(
        at: Timestamp(rawValue: try row.int64("at")), kind: try row.text("kind"),
        actor: Actor(rawValue: try row.text("actor")) ?? .system,
        detail: try row.blobOrNil("detail_sealed").map {
          String(decoding: try key.open($0, "lead_event.detail_sealed/\(lead)"), as: UTF8.self)
        })
    }
  }

  /// Keeps where a field's value came from.
  public static func add(_ fact: ContactFact, to lead: Lead.ID, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO contact_fact (lead_id, field, value_sealed, source, url, at, why) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [
        lead.rawValue, fact.field,
        try work.key(of: lead).seal(Array(fact.value.utf8), "contact_fact.value_sealed/\(lead)/\(fact.field)"),
        fact.source, fact.url, fact.at.rawValue, fact.why?.rawValue,
      ])
  }

  /// The facts of a lead, oldest first; of very many the newest.
  public static func facts(of lead: Lead.ID, in work: Work) throws -> [ContactFact] {
    let key = try work.key(of: lead)
    let newest = try work.tx.rows("SELECT * FROM contact_fact WHERE lead_id = $1 ORDER BY number DESC LIMIT 500", [lead.rawValue]) {
      row in
      let field = try row.text("field")
      let value = try key.open(try row.blob("value_sealed"), "contact_fact.value_sealed/\(lead)/\(field)")
      return ContactFact(
        field: field, value: String(decoding: value, as: UTF8.self), source: try row.text("source"), url: try row.textOrNil("url"),
        at: Timestamp(rawValue: try row.int64("at")), why: try row.textOrNil("why").flatMap(FieldMerge.Reason.init(rawValue:)))
    }
    return newest.reversed()
  }
}
