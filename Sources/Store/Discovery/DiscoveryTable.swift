import JSONText
import Outreach
import SQLite

/// One search for businesses.
public struct DiscoveryRun: Sendable, Hashable {
  /// The id of a search.
  public typealias ID = Identifier<DiscoveryRun>

  public var id: ID
  public var source: String
  public var words: String
  /// The place as the person named it.
  public var location: String
  /// Where that is; nil until it was looked up.
  public var area: GeoArea?
  /// BCP 47.
  public var language: String
  /// At most so many businesses.
  public var maximum: Int
  /// Whether the web sites of what is found are read afterwards.
  public var enriches: Bool
  /// Sources that are tried after this one, in order.
  public var plan: [String] = []
  /// Whether businesses that were known before are left out.
  public var newOnly = false
  /// What the person should know of how it went, in order.
  public var notes: [String] = []
  public var state = DiscoveryState.running
  /// Where it goes on.
  public var cursor: String?
  /// 0 to 1; nil where nobody knows.
  public var progress: Double?
  public var found = 0
  public var imported = 0
  public var updated = 0
  public var skipped = 0
  /// Millionths of a US dollar.
  public var costMicros = 0
  public var error: String?
  public var createdAt: Timestamp
  public var finishedAt: Timestamp?

  /// A new search.
  public init(
    id: ID, source: String, words: String, location: String, area: GeoArea?, language: String, maximum: Int, enriches: Bool,
    at now: Timestamp
  ) {
    (self.id, self.source, self.words, self.location, self.area) = (id, source, words, location, area)
    (self.language, self.maximum, self.enriches, createdAt) = (language, maximum, enriches, now)
  }
}

/// The `discovery_run` and `discovery_lead` tables.
public enum DiscoveryTable {
  /// Adds a search.
  public static func insert(_ run: DiscoveryRun, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO discovery_run (id, source, words, location, area, language, maximum, enriches, state, created_at, plan, new_only)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
      """,
      [
        run.id.rawValue, run.source, run.words, run.location, try run.area.map(JSONText.encode), run.language, run.maximum,
        run.enriches,
        run.state.rawValue, run.createdAt.rawValue, run.plan.joined(separator: ","), run.newOnly,
      ])
    try AuditTable.append(
      "start", "discovery", run.id.rawValue, after: ["source": run.source, "words": run.words, "location": run.location], in: work)
    work.changed("discovery", run.id.rawValue)
  }

  /// Writes how far a search is: source, area, cursor and counts, but not its state.
  public static func save(_ run: DiscoveryRun, in work: Work) throws {
    try work.tx.run(
      """
      UPDATE discovery_run SET area = $1, cursor = $2, progress = $3, found = $4, imported = $5, updated = $6, skipped = $7, cost_micros = $8,
        source = $9, plan = $10, notes = $11
      WHERE id = $12
      """,
      [
        try run.area.map(JSONText.encode), run.cursor, run.progress, run.found, run.imported, run.updated, run.skipped,
        run.costMicros, run.source, run.plan.joined(separator: ","), run.notes.joined(separator: "\n"), run.id.rawValue,
      ])
    work.changed("discovery", run.id.rawValue)
  }

  /// Moves a search by an event, with an audit row. - Throws: `.notFound`, `.illegalState`.
  public static func move(_ id: DiscoveryRun.ID, _ event: DiscoveryState.Event, error: String? = nil, in work: Work) throws {
    let run = try get(id, in: work)
    let next = try run.state.after(event)
    let changed = try work.tx.run(
      "UPDATE discovery_run SET state = $1, error = $2, finished_at = $3 WHERE id = $4 AND state = $5",
      [next.rawValue, error, next == .running ? nil : work.now.rawValue, id.rawValue, run.state.rawValue])
    guard changed == 1 else { throw Fault(.conflict, "The search changed meanwhile; load it again.") }
    try AuditTable.append(
      event.rawValue, "discovery", id.rawValue, before: ["state": run.state.rawValue], after: ["state": next.rawValue], in: work)
    work.changed("discovery", id.rawValue)
  }

  /// One search. - Throws: `.notFound`.
  public static func get(_ id: DiscoveryRun.ID, in work: Work) throws -> DiscoveryRun {
    guard let run = try work.tx.row("SELECT * FROM discovery_run WHERE id = $1", [id.rawValue], run) else {
      throw Fault(.notFound, "There is no such search.")
    }
    return run
  }

  /// The newest searches.
  public static func list(limit: Int, in work: Work) throws -> [DiscoveryRun] {
    try work.tx.rows("SELECT * FROM discovery_run ORDER BY number DESC LIMIT $1", [limit], run)
  }

  /// Notes that a search found a lead. Returns whether it is the first time in this search.
  @discardableResult
  public static func note(_ lead: Lead.ID, isNew: Bool, of run: DiscoveryRun.ID, in work: Work) throws -> Bool {
    try work.tx.run(
      """
      INSERT INTO discovery_lead (run_id, lead_id, number, is_new)
      VALUES ($1, $2, (SELECT COALESCE(MAX(number), 0) + 1 FROM discovery_lead WHERE run_id = $1), $3) ON CONFLICT (run_id, lead_id) DO NOTHING
      """, [run.rawValue, lead.rawValue, isNew]) == 1
  }

  /// What a search found, in the order in which it came.
  /// - Parameter after: only what came later than this number; 0 from the first.
  public static func leads(of run: DiscoveryRun.ID, after: Int, limit: Int, in work: Work) throws -> [(
    number: Int, isNew: Bool, lead: Lead
  )] {
    try work.tx.rows(
      """
      SELECT lead.*, found.number AS found_number, found.is_new AS found_is_new FROM discovery_lead found JOIN lead ON lead.id = found.lead_id
      WHERE found.run_id = $1 AND found.number > $2 ORDER BY found.number LIMIT $3
      """, [run.rawValue, after, limit]
    ) { row in (try row.int("found_number"), try row.int("found_is_new") == 1, try LeadTable.lead(row, in: work)) }
  }

  private static func run(_ row: Row) throws -> DiscoveryRun {
    var run = DiscoveryRun(
      id: DiscoveryRun.ID(rawValue: try row.text("id")), source: try row.text("source"), words: try row.text("words"),
      location: try row.text("location"), area: try row.textOrNil("area").flatMap { JSONText.decode(GeoArea.self, $0) },
      language: try row.text("language"), maximum: try row.int("maximum"), enriches: try row.int("enriches") == 1,
      at: Timestamp(rawValue: try row.int64("created_at")))
    run.state = DiscoveryState(rawValue: try row.text("state")) ?? .failed
    (run.cursor, run.progress, run.error) = (
      try row.textOrNil("cursor"), try row.doubleOrNil("progress"), try row.textOrNil("error")
    )
    (run.found, run.imported, run.updated) = (try row.int("found"), try row.int("imported"), try row.int("updated"))
    (run.skipped, run.costMicros) = (try row.int("skipped"), try row.int("cost_micros"))
    run.plan = try row.text("plan").split(separator: ",").map(String.init)
    run.notes = try row.text("notes").split(separator: "\n").map(String.init)
    run.newOnly = try row.int("new_only") == 1
    run.finishedAt = try row.int64OrNil("finished_at").map(Timestamp.init(rawValue:))
    return run
  }
}

/// Values that a column keeps as JSON.
enum JSONText {
  static func encode(_ value: some Encodable) throws -> String { try JSON.encoded(value) }

  /// Nil where the text is none of that shape.
  static func decode<T: Decodable>(_: T.Type, _ text: String) -> T? { try? JSON.decode(T.self, from: text) }
}
