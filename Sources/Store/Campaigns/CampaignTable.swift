import Outreach
import SQLite

/// The `campaign` and `step` tables.
public enum CampaignTable {
  /// Adds a campaign with its steps.
  public static func insert(_ campaign: Campaign, steps: [Step], in work: Work) throws {
    try work.tx.run(
      "INSERT INTO campaign (id, name, state, send_window, daily_cap, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7)",
      [
        campaign.id.rawValue, campaign.name, campaign.state.rawValue, campaign.window, campaign.dailyCap,
        campaign.createdAt.rawValue,
        campaign.version,
      ])
    for step in steps {
      try work.tx.run(
        "INSERT INTO step (id, campaign_id, position, content_sealed, version) VALUES ($1, $2, $3, $4, $5)",
        [step.id.rawValue, campaign.id.rawValue, step.position, try seal(step, in: work), step.version])
    }
    try AuditTable.append("create", "campaign", campaign.id.rawValue, after: ["name": campaign.name], in: work)
    work.changed("campaign", campaign.id.rawValue)
  }

  /// Writes name, window and cap of a campaign that was read at its version. Returns false when another write was first.
  public static func update(_ campaign: Campaign, in work: Work) throws -> Bool {
    let changed = try work.tx.run(
      "UPDATE campaign SET name = $1, send_window = $2, daily_cap = $3, version = version + 1 WHERE id = $4 AND version = $5",
      [campaign.name, campaign.window, campaign.dailyCap, campaign.id.rawValue, campaign.version])
    work.changed("campaign", campaign.id.rawValue)
    return changed == 1
  }

  /// Writes a step's templates; its version rises.
  public static func update(_ step: Step, in work: Work) throws {
    try work.tx.run(
      "UPDATE step SET content_sealed = $1, version = version + 1 WHERE id = $2", [try seal(step, in: work), step.id.rawValue])
    try AuditTable.append("edit", "step", step.id.rawValue, after: ["campaign": step.campaignID.rawValue], in: work)
    work.changed("campaign", step.campaignID.rawValue)
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
  public static func steps(of id: Campaign.ID, in work: Work) throws -> [Step] {
    try work.tx.rows("SELECT * FROM step WHERE campaign_id = $1 ORDER BY position LIMIT 50", [id.rawValue]) { row in
      let stepID = try row.text("id")
      let content = Packed.dictionary(try work.vault.open(try row.blob("content_sealed"), "step.content_sealed/\(stepID)"))
      var step = Step(
        id: Step.ID(rawValue: stepID), campaign: id, position: try row.int("position"), subject: content["subject"] ?? "",
        text: content["text"] ?? "", html: content["html"])
      step.version = try row.int("version")
      return step
    }
  }

  /// What a person wrote is sealed, whether or not it names anybody.
  private static func seal(_ step: Step, in work: Work) throws -> [UInt8] {
    try work.vault.seal(
      Packed.bytes([("subject", step.subject), ("text", step.text), ("html", step.html)]), "step.content_sealed/\(step.id)")
  }

  private static func campaign(_ row: Row) throws -> Campaign {
    var campaign = Campaign(
      id: Campaign.ID(rawValue: try row.text("id")), name: try row.text("name"),
      at: Timestamp(rawValue: try row.int64("created_at")))
    campaign.state = CampaignState(rawValue: try row.text("state")) ?? .stopped
    campaign.window = try row.textOrNil("send_window")
    campaign.dailyCap = try row.intOrNil("daily_cap")
    campaign.version = try row.int("version")
    return campaign
  }
}
