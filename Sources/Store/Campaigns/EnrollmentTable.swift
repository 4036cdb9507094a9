import Outreach
import SQLite

/// The `enrollment` table: one row for each lead in each campaign.
public enum EnrollmentTable {
  /// Adds a lead to a campaign.
  /// - Parameter company: the domain that nobody else shares, by which a company's leads are found; nil for none.
  /// - Throws: `SQLiteError` where it is in it already.
  public static func insert(_ enrollment: Enrollment, company: String? = nil, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO enrollment (id, campaign_id, lead_id, state, mode, position, company_hash, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
      """,
      [
        enrollment.id.rawValue, enrollment.campaignID.rawValue, enrollment.leadID.rawValue, enrollment.state.rawValue,
        enrollment.mode.rawValue, enrollment.position, try company.map { try hash(company: $0, in: work) },
        enrollment.createdAt.rawValue,
      ])
    work.changed("campaign", enrollment.campaignID.rawValue)
  }

  /// Notes another company of a lead, whose address was changed.
  public static func setCompany(_ id: Enrollment.ID, to company: String?, in work: Work) throws {
    try work.tx.run(
      "UPDATE enrollment SET company_hash = $1 WHERE id = $2", [try company.map { try hash(company: $0, in: work) }, id.rawValue])
  }

  private static func hash(company: String, in work: Work) throws -> [UInt8] { try work.vault.hash(company, "company") }

  /// Moves an enrollment by an event where that is possible from its state. Returns whether it moved.
  ///
  /// Where it is over, its open tasks are cancelled with it.
  /// - Parameter reason: why, in words without anybody's data.
  @discardableResult
  public static func move(_ id: Enrollment.ID, _ event: EnrollmentState.Event, reason: String? = nil, in work: Work) throws -> Bool
  {
    let found = try work.tx.row("SELECT state, lead_id, campaign_id FROM enrollment WHERE id = $1", [id.rawValue]) {
      (try $0.text("state"), try $0.text("lead_id"), try $0.text("campaign_id"))
    }
    guard let found, let state = EnrollmentState(rawValue: found.0), let next = state.next(event) else { return false }
    let moved =
      try work.tx.run(
        "UPDATE enrollment SET state = $1, reason = $2 WHERE id = $3 AND state = $4",
        [next.rawValue, reason, id.rawValue, state.rawValue]) == 1
    if moved {
      try AuditTable.append(
        event.rawValue, "enrollment", id.rawValue, before: ["state": state.rawValue], after: ["state": next.rawValue],
        lead: Lead.ID(rawValue: found.1), in: work)
      if next != .active, next != .held { try TaskTable.cancelOpen(of: id, in: work) }
      work.changed("campaign", found.2)
    }
    return moved
  }

  /// Sets which step comes next; where the one before it was done, when.
  public static func advance(_ id: Enrollment.ID, to position: Int, after moment: Timestamp?, in work: Work) throws {
    try work.tx.run(
      "UPDATE enrollment SET position = $1, last_at = COALESCE($2, last_at) WHERE id = $3",
      [position, moment?.rawValue, id.rawValue])
  }

  /// Notes until when a lead is away; a later date that is known stays.
  public static func setAway(_ id: Enrollment.ID, until moment: Timestamp, in work: Work) throws {
    try work.tx.run(
      "UPDATE enrollment SET away_until = MAX(COALESCE(away_until, 0), $1) WHERE id = $2", [moment.rawValue, id.rawValue])
  }

  /// Enrollments of a company's leads in campaigns that stop with it, in a mode, other than one lead's.
  public static func ofCompany(_ company: String, mode: SendMode, except lead: Lead.ID, in work: Work) throws -> [Enrollment] {
    try work.tx.rows(
      """
      SELECT e.* FROM enrollment e JOIN campaign c ON c.id = e.campaign_id
      WHERE e.company_hash = $1 AND (e.mode = 'practice') = $2 AND e.lead_id <> $3 AND e.archived = 0 AND c.stops_company = 1 LIMIT 10000
      """, [hash(company: company, in: work), mode == .practice, lead.rawValue]
    ) { try enrollment($0) }
  }

  /// Whether somebody at a company answered a campaign.
  public static func hasAnswer(from company: String, in campaign: Campaign.ID, work: Work) throws -> Bool {
    try work.tx.int(
      """
      SELECT 1 FROM enrollment WHERE company_hash = $1 AND campaign_id = $2 AND archived = 0 AND state IN ('replied','unsubscribed') LIMIT 1
      """, [hash(company: company, in: work), campaign.rawValue]) != nil
  }

  /// Enrollments of a campaign in a state, in the order in which their next mails were written.
  public static func inState(_ state: EnrollmentState, of campaign: Campaign.ID, limit: Int, in work: Work) throws -> [Enrollment] {
    try work.tx.rows(
      """
      SELECT e.* FROM enrollment e
        LEFT JOIN message m ON m.enrollment_id = e.id AND m.position = e.position AND m.state <> 'cancelled'
      WHERE e.campaign_id = $1 AND e.state = $2 AND e.archived = 0 ORDER BY m.number IS NULL, m.number, e.id LIMIT $3
      """, [campaign.rawValue, state.rawValue, limit]
    ) { try enrollment($0) }
  }

  /// A page of a campaign's enrollments, oldest first.
  public static func page(of campaign: Campaign.ID, after id: String?, limit: Int, in work: Work) throws -> [Enrollment] {
    try work.tx.rows(
      "SELECT * FROM enrollment WHERE campaign_id = $1 AND archived = 0 AND id > $2 ORDER BY id LIMIT $3",
      [campaign.rawValue, id ?? "", limit]
    ) { try enrollment($0) }
  }

  /// Running enrollments of a mode whose present step was neither written nor given to the person, or waits to be queued.
  /// - Parameter queues: whether an approved mail is queued by itself.
  public static func stalled(mode: SendMode, queues: Bool, limit: Int, in work: Work) throws -> [Enrollment.ID] {
    try work.tx.rows(
      """
      SELECT e.id FROM enrollment e WHERE e.state = 'active' AND e.mode = $1 AND e.archived = 0
        AND NOT EXISTS (SELECT 1 FROM message m WHERE m.enrollment_id = e.id AND m.position = e.position AND m.state <> 'cancelled'
          AND NOT ($2 AND m.state = 'approved'))
        AND NOT EXISTS (SELECT 1 FROM task t WHERE t.enrollment_id = e.id AND t.state = 'open') LIMIT $3
      """, [mode.rawValue, queues, limit]
    ) { Enrollment.ID(rawValue: try $0.text("id")) }
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

  /// The leads of a campaign, in the order in which they came into it.
  public static func leads(of campaign: Campaign.ID, limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      "SELECT lead_id FROM enrollment WHERE campaign_id = $1 AND archived = 0 ORDER BY id LIMIT $2", [campaign.rawValue, limit]
    ) { Lead.ID(rawValue: try $0.text("lead_id")) }
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
    enrollment.lastAt = try row.int64OrNil("last_at").map(Timestamp.init(rawValue:))
    enrollment.awayUntil = try row.int64OrNil("away_until").map(Timestamp.init(rawValue:))
    enrollment.reason = try row.textOrNil("reason")
    return enrollment
  }
}
