import Outreach
import SQLite

/// The `enrollment` table: one row for each lead in each campaign.
public enum EnrollmentTable {
  /// Adds a lead to a campaign. - Throws: `SQLiteError` where it is in it already.
  public static func insert(_ enrollment: Enrollment, in work: Work) throws {
    try work.tx.run(
      "INSERT INTO enrollment (id, campaign_id, lead_id, state, mode, position, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [
        enrollment.id.rawValue, enrollment.campaignID.rawValue, enrollment.leadID.rawValue, enrollment.state.rawValue,
        enrollment.mode.rawValue,
        enrollment.position, enrollment.createdAt.rawValue,
      ])
    work.changed("campaign", enrollment.campaignID.rawValue)
  }

  /// Moves an enrollment by an event where that is possible from its state. Returns whether it moved.
  @discardableResult
  public static func move(_ id: Enrollment.ID, _ event: EnrollmentState.Event, in work: Work) throws -> Bool {
    let found = try work.tx.row("SELECT state, lead_id FROM enrollment WHERE id = $1", [id.rawValue]) {
      (try $0.text("state"), try $0.text("lead_id"))
    }
    guard let found, let state = EnrollmentState(rawValue: found.0), let next = state.next(event) else { return false }
    let moved =
      try work.tx.run(
        "UPDATE enrollment SET state = $1 WHERE id = $2 AND state = $3", [next.rawValue, id.rawValue, state.rawValue]) == 1
    if moved {
      try AuditTable.append(
        event.rawValue, "enrollment", id.rawValue, before: ["state": state.rawValue], after: ["state": next.rawValue],
        lead: Lead.ID(rawValue: found.1), in: work)
    }
    return moved
  }

  /// Sets which step comes next.
  public static func advance(_ id: Enrollment.ID, to position: Int, in work: Work) throws {
    try work.tx.run("UPDATE enrollment SET position = $1 WHERE id = $2", [position, id.rawValue])
  }

  /// A lead's enrollments that are not archived.
  public static func list(of lead: Lead.ID, in work: Work) throws -> [Enrollment] {
    try work.tx.rows("SELECT * FROM enrollment WHERE lead_id = $1 AND archived = 0 ORDER BY id LIMIT 100", [lead.rawValue]) {
      try enrollment($0)
    }
  }

  /// Leads that are approved and were in no campaign yet, the oldest first.
  public static func leadsInNone(limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      """
      SELECT id FROM lead WHERE state IN ('approved','ready_for_outreach')
        AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.lead_id = lead.id AND e.archived = 0) ORDER BY number LIMIT $1
      """, [limit]
    ) { Lead.ID(rawValue: try $0.text("id")) }
  }

  /// One enrollment; nil where there is none.
  public static func find(_ id: Enrollment.ID, in work: Work) throws -> Enrollment? {
    try work.tx.row("SELECT * FROM enrollment WHERE id = $1", [id.rawValue]) { try enrollment($0) }
  }

  /// How many leads are in a campaign.
  public static func count(of campaign: Campaign.ID, in work: Work) throws -> Int {
    try work.tx.int("SELECT COUNT(*) FROM enrollment WHERE campaign_id = $1 AND archived = 0", [campaign.rawValue]) ?? 0
  }

  private static func enrollment(_ row: Row) throws -> Enrollment {
    var enrollment = Enrollment(
      id: Enrollment.ID(rawValue: try row.text("id")), campaign: Campaign.ID(rawValue: try row.text("campaign_id")),
      lead: Lead.ID(rawValue: try row.text("lead_id")), mode: SendMode(rawValue: try row.text("mode")) ?? .practice,
      at: Timestamp(rawValue: try row.int64("created_at")))
    enrollment.state = EnrollmentState(rawValue: try row.text("state")) ?? .stopped
    enrollment.position = try row.int("position")
    return enrollment
  }
}
