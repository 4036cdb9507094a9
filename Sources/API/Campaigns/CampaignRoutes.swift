import Engine
import JSONText
import Net
import Outreach
import Store

/// Campaigns and the preview of their mails.
enum CampaignRoutes {
  /// Every route of campaigns.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/campaigns", "Every campaign") { _ in try await list(services) },
      .post("/api/campaigns", "Make a campaign, with leads where given") { try await create($0, services) },
      .get("/api/campaigns/{id}", "A campaign") { try await show(try $0.id(Campaign.self), services) },
      .patch("/api/campaigns/{id}", "Change a campaign") { try await edit($0, services) },
      .post("/api/campaigns/{id}/pause", "Pause a campaign") { try await move($0, .pause, services) },
      .post("/api/campaigns/{id}/stop", "Stop a campaign") { try await move($0, .stop, services) },
      .post("/api/campaigns/{id}/enroll", "Put approved leads into a campaign") { try await enroll($0, services) },
    ]
  }

  /// The campaign that is meant: by id, or the only one that there is.
  static func campaign(named id: String?, _ services: Services) async throws -> Campaign.ID {
    if let id { return Campaign.ID(rawValue: id) }
    let campaigns = try await services.base.read { work in try CampaignTable.list(in: work).filter { $0.state != .stopped } }
    guard campaigns.count == 1, let only = campaigns.first else {
      throw Fault(
        .badInput, "Say which campaign is meant.",
        fields: [.init("campaign_id", campaigns.isEmpty ? "no campaign is running" : "several are running")])
    }
    return only.id
  }

  private static func list(_ services: Services) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in
        .members([
          "data": .array(try CampaignTable.list(in: work).map { try CampaignShape.json($0, services, in: work) }),
          "next_cursor": nil,
        ])
      })
  }

  private static func show(_ id: Campaign.ID, _ services: Services, status: Int = 200) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in
        .members(["campaign": try CampaignShape.json(try CampaignTable.get(id, in: work), services, in: work)])
      }, status: status)
  }

  private static func create(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let campaign = try await services.campaigns.create(
      name: try body.needText("name"), steps: try steps(body) ?? [], window: try body.text("window"),
      dailyCap: try body.int("daily_cap"), approval: try approval(body) ?? .sequence,
      stopsCompany: try body.bool("stop_company") ?? false, pace: try CampaignShape.pace(body),
      as: request.acting)
    if body.has("language") || body.has("opt_out") {
      _ = try await services.campaigns.edit(campaign.id, footer(body), as: request.acting)
    }
    if body.has("leads") { _ = try await services.campaigns.enroll(try choice(body), in: campaign.id, as: request.acting) }
    return try await show(campaign.id, services, status: 201)
  }

  private static func edit(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let id = try request.id(Campaign.self)
    var change = try footer(body)
    change.name = try body.text("name")
    if body.has("window") { change.window = .some(try body.text("window")) }
    if body.has("daily_cap") { change.dailyCap = .some(try body.int("daily_cap")) }
    for field in CampaignPace.fields where body.has(field.name) { change.pace[field.name] = .some(try body.int(field.name)) }
    (change.approval, change.stopsCompany, change.steps) = (try approval(body), try body.bool("stop_company"), try steps(body))
    _ = try await services.campaigns.edit(id, change, as: request.acting)
    return try await show(id, services)
  }

  private static func footer(_ body: RequestBody) throws(Fault) -> Campaigns.Change {
    var change = Campaigns.Change()
    if body.has("language") { change.language = .some(try body.text("language").flatMap { $0.isEmpty ? nil : $0 }) }
    if body.has("opt_out") { change.optOut = .some(try body.text("opt_out").flatMap { $0.isEmpty ? nil : $0 }) }
    return change
  }

  private static func approval(_ body: RequestBody) throws(Fault) -> SequenceApproval? {
    try body.choice("approval", SequenceApproval.self)
  }

  private static func steps(_ body: RequestBody) throws(Fault) -> [Campaigns.NewStep]? {
    try body.list("steps")?.map { item throws(Fault) in try CampaignShape.step(item) }
  }

  private static func choice(_ body: RequestBody) throws(Fault) -> Campaigns.Choice {
    if case .string("all-approved") = body.value("leads") { return .allApproved }
    guard let ids = try body.texts("leads") else {
      throw Fault(.badInput, "Say which leads.", fields: [.init("leads", "must be “all-approved” or a list of ids")])
    }
    return .these(ids.map(Lead.ID.init(rawValue:)))
  }

  private static func move(_ request: HTTPRequest, _ event: CampaignState.Event, _ services: Services) async throws -> HTTPResponse
  {
    let id = try request.id(Campaign.self)
    _ = try await services.campaigns.move(id, event, as: request.acting)
    return try await show(id, services)
  }

  private static func enroll(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (body, id) = (try RequestBody(request), try request.id(Campaign.self))
    let choice = try choice(body)
    try await services.campaigns.say(try LaunchRoutes.instead(body), in: id, as: request.acting)
    let result = try await services.campaigns.enroll(choice, in: id, as: request.acting)
    return .json(
      .members([
        "enrolled": .int(Int64(result.enrolled)), "skipped_count": .int(Int64(result.skippedCount)),
        "skipped": .array(result.skipped.map { .members(["id": .string($0.id.rawValue), "detail": .string($0.detail)]) }),
      ]))
  }
}

/// Findings of the lint as JSON.
enum LintShape {
  static func json(_ finding: Lint.Finding) -> JSON {
    .members(["level": .string(finding.level.rawValue), "code": .string(finding.code), "text": .string(finding.text)])
  }
}
