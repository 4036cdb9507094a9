import Outreach
import SQLite

/// The `campaign` table.
public enum CampaignTable {
  /// Adds a campaign with its steps.
  public static func insert(_ campaign: Campaign, steps: [Step], in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO campaign (id, name, state, send_window, daily_cap, approval, stops_company, created_at, version, language, opt_out)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      [
        campaign.id.rawValue, campaign.name, campaign.state.rawValue, campaign.window, campaign.dailyCap,
        campaign.approval.rawValue,
        campaign.stopsCompany, campaign.createdAt.rawValue, campaign.version, campaign.language, campaign.optOut,
      ])
    try write(campaign.pace, of: campaign.id, in: work)
    for step in steps { try StepTable.insert(step, in: work) }
    try AuditTable.append("create", "campaign", campaign.id.rawValue, after: ["name": campaign.name], in: work)
    work.changed("campaign", campaign.id.rawValue)
  }

  /// Writes name and rules of a campaign that was read at its version. Returns false when another write was first.
  public static func update(_ campaign: Campaign, in work: Work) throws -> Bool {
    let changed = try work.tx.run(
      """
      UPDATE campaign SET name = $1, send_window = $2, daily_cap = $3, approval = $4, stops_company = $5, version = version + 1,
        language = $8, opt_out = $9
      WHERE id = $6 AND version = $7
      """,
      [
        campaign.name, campaign.window, campaign.dailyCap, campaign.approval.rawValue, campaign.stopsCompany, campaign.id.rawValue,
        campaign.version, campaign.language, campaign.optOut,
      ])
    if changed == 1 { try write(campaign.pace, of: campaign.id, in: work) }
    work.changed("campaign", campaign.id.rawValue)
    return changed == 1
  }

  /// Moves a campaign by an event, with audit row.
  @discardableResult
  public static func move(_ id: Campaign.ID, _ event: CampaignState.Event, in work: Work) throws -> CampaignState {
    let state = try get(id, in: work).state
    let next = try state.after(event)
    guard
      try work.tx.run("UPDATE campaign SET state = $1 WHERE id = $2 AND state = $3", [next.rawValue, id.rawValue, state.rawValue])
        == 1
    else {
      throw Fault(.conflict, "The campaign changed meanwhile; load it again.")
    }
    try AuditTable.append(
      event.rawValue, "campaign", id.rawValue, before: ["state": state.rawValue], after: ["state": next.rawValue], in: work)
    work.changed("campaign", id.rawValue)
    return next
  }

  /// One campaign. - Throws: `.notFound`.
  public static func get(_ id: Campaign.ID, in work: Work) throws -> Campaign {
    guard let found = try work.tx.row("SELECT * FROM campaign WHERE id = $1", [id.rawValue], { try campaign($0) }) else {
      throw Fault(.notFound, "There is no such campaign.")
    }
    return found
  }

  /// Every campaign, newest first.
  public static func list(in work: Work) throws -> [Campaign] {
    try work.tx.rows("SELECT * FROM campaign ORDER BY number DESC LIMIT 500") { try campaign($0) }
  }

  /// A campaign's steps in order.
  public static func steps(of id: Campaign.ID, in work: Work) throws -> [Step] { try StepTable.list(of: id, in: work) }

  private static func campaign(_ row: Row) throws -> Campaign {
    var campaign = Campaign(
      id: Campaign.ID(rawValue: try row.text("id")), name: try row.text("name"),
      at: Timestamp(rawValue: try row.int64("created_at")))
    campaign.state = CampaignState(rawValue: try row.text("state")) ?? .stopped
    campaign.window = try row.textOrNil("send_window")
    campaign.dailyCap = try row.intOrNil("daily_cap")
    campaign.approval = SequenceApproval(rawValue: try row.text("approval")) ?? .sequence
    campaign.stopsCompany = try row.int("stops_company") != 0
    (campaign.language, campaign.optOut) = (try row.textOrNil("language"), try row.textOrNil("opt_out"))
    campaign.version = try row.int("version")
    campaign.pace = try pace(row)
    return campaign
  }
}
