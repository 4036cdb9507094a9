import Outreach
import SQLite

/// The `source_consent` and `source_rest` tables: what the person accepted, and which sources nobody asks for a while.
public enum SourceTable {
  /// When the person accepted exactly these terms of a source; nil where they did not, or accepted other ones.
  public static func accepted(_ source: String, terms: String, in work: Work) throws -> Timestamp? {
    try work.tx.int("SELECT at FROM source_consent WHERE source = $1 AND terms = $2", [source, terms]).map {
      Timestamp(rawValue: Int64($0))
    }
  }

  /// Keeps that the person accepted the terms, word for word.
  public static func accept(_ source: String, terms: String, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO source_consent (source, terms, at) VALUES ($1, $2, $3)
      ON CONFLICT (source) DO UPDATE SET terms = excluded.terms, at = excluded.at
      """, [source, terms, work.now.rawValue])
    try AuditTable.append("accept", "source", source, after: ["terms": terms], in: work)
    work.changed("source", source)
  }

  /// The person takes the acceptance back.
  public static func withdraw(_ source: String, in work: Work) throws {
    guard try work.tx.run("DELETE FROM source_consent WHERE source = $1", [source]) == 1 else { return }
    try AuditTable.append("withdraw", "source", source, in: work)
    work.changed("source", source)
  }

  /// Why a source rests, and until when; nil where it does not.
  public static func rest(of source: String, in work: Work) throws -> (until: Timestamp, reason: String)? {
    try work.tx.row("SELECT until, reason FROM source_rest WHERE source = $1 AND until > $2", [source, work.now.rawValue]) { row in
      (Timestamp(rawValue: try row.int64("until")), try row.text("reason"))
    }
  }

  /// Nobody asks the source for so many seconds.
  public static func rest(_ source: String, seconds: Int, reason: String, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO source_rest (source, until, reason) VALUES ($1, $2, $3)
      ON CONFLICT (source) DO UPDATE SET until = excluded.until, reason = excluded.reason
      """, [source, work.now.adding(seconds: seconds).rawValue, reason])
    try AuditTable.append("rest", "source", source, after: ["reason": reason], in: work)
    work.changed("source", source)
  }

  /// What searches of a source cost since a moment, and how many there were.
  public static func use(of source: String, since: Timestamp, in work: Work) throws -> (searches: Int, costMicros: Int) {
    try work.tx.row(
      "SELECT COUNT(*) AS searches, COALESCE(SUM(cost_micros), 0) AS cost FROM discovery_run WHERE source = $1 AND created_at >= $2",
      [source, since.rawValue]
    ) { row in (try row.int("searches"), try row.int("cost")) } ?? (0, 0)
  }
}

/// The `passing_fact` table: fields of leads that a source's terms let us keep for some days only.
public enum PassingFactTable {
  /// A field whose time is over.
  public struct Due: Sendable {
    public let lead: Lead.ID
    public let field: String
    public let source: String
  }

  /// Notes that a field must go; one that is noted already keeps its day.
  public static func add(_ field: String, of lead: Lead.ID, source: String, days: Int, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO passing_fact (lead_id, field, source, until) VALUES ($1, $2, $3, $4) ON CONFLICT (lead_id, field) DO NOTHING",
      [lead.rawValue, field, source, work.now.adding(seconds: days * 86_400).rawValue])
  }

  /// Fields whose time is over, the longest first.
  public static func due(limit: Int, in work: Work) throws -> [Due] {
    try work.tx.rows("SELECT * FROM passing_fact WHERE until <= $1 ORDER BY until LIMIT $2", [work.now.rawValue, limit]) { row in
      Due(lead: Lead.ID(rawValue: try row.text("lead_id")), field: try row.text("field"), source: try row.text("source"))
    }
  }

  /// Forgets the note, and where the field came from.
  public static func drop(_ due: Due, in work: Work) throws {
    try work.tx.run("DELETE FROM passing_fact WHERE lead_id = $1 AND field = $2", [due.lead.rawValue, due.field])
    try work.tx.run(
      "DELETE FROM contact_fact WHERE lead_id = $1 AND field = $2 AND source = $3", [due.lead.rawValue, due.field, due.source])
  }
}
