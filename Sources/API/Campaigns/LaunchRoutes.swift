import Engine
import JSONText
import Net
import Outreach
import Store

/// Looking at every lead of a campaign before it starts, and starting it.
enum LaunchRoutes {
  /// Every route of it.
  static func all(_ services: Services) -> [Route] {
    [
      .get(
        "/api/campaigns/{id}/lacks", "What leads lack for mails of a campaign that are not written yet, page by page",
        query: ["part", "after"]
      ) { try await lacks($0, services) },
      .post("/api/campaigns/{id}/launch-check", "What to know before a campaign runs; looks up domains that are not known yet") {
        request in
        let report = try await services.campaigns.launchCheck(try request.id(Campaign.self), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["refusals": .texts(report.refusals), "notes": .texts(report.notes)]))
      },
      .post(
        "/api/campaigns/{id}/start", "Let a campaign send; refused where leads lack something, unless said what becomes of them"
      ) {
        try await start($0, services)
      },
    ]
  }

  private static func lacks(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Campaign.self)
    let part = try request.queryChoice("part", TemplateCheck.Part.self) ?? .enrolled
    guard let after = Int(request.queryValue("after") ?? "0"), after >= 0 else {
      throw Fault(
        .badInput, "The request can't be understood.", fields: [.init("after", "must be what the page before gave as next")])
    }
    let check = TemplateCheck(policy: services.settings.policy)
    let (page, total) = try await services.base.read { work in
      (
        try check.page(of: id, part, after: after, in: work).page,
        after == 0 ? try TemplateCheck.count(of: id, part, in: work) : nil
      )
    }
    return .json(LackShape.json(page, total: total))
  }

  private static func start(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (id, body) = (try request.id(Campaign.self), try RequestBody(request))
    let report = try await services.campaigns.start(
      id, instead: try instead(body), lacking: try body.choice("lacking", Campaigns.Lacking.self), as: request.acting)
    return .json(
      try await services.base.read { work in
        .members([
          "campaign": try CampaignShape.json(try CampaignTable.get(id, in: work), services, in: work),
          "lacking": .int(Int64(report.affected)),
        ])
      })
  }

  /// What mails say where a variable is not known, by its name.
  static func instead(_ body: RequestBody) throws(Fault) -> [String: String] {
    try body.flatTexts("instead")?.compactMapValues { $0 } ?? [:]
  }
}

/// What leads lack, as JSON.
enum LackShape {
  /// A page of leads that were looked at.
  static func json(_ page: TemplateCheck.Page, total: Int?) -> JSON {
    .members([
      "looked_at": .int(Int64(page.lookedAt)), "total": .number(total), "next": .number(page.next),
      "without_email": .int(Int64(page.withoutEmail)), "affected": .int(Int64(page.affected)),
      "missing": .array(
        page.missing.map {
          .members([
            "name": .string($0.name), "count": .int(Int64($0.count)), "mails": .array($0.mails.sorted().map { .int(Int64($0)) }),
            "examples": .array($0.examples.map(example)),
          ])
        }),
      "troubles": .array(
        page.troubles.map {
          .members([
            "mail": .int(Int64($0.mail)), "field": .string($0.field), "line": .int(Int64($0.line)), "detail": .string($0.detail),
            "count": .int(Int64($0.count)), "examples": .array($0.examples.map(example)),
          ])
        }),
    ])
  }

  private static func example(_ example: TemplateCheck.Example) -> JSON {
    .members(["id": .string(example.id.rawValue), "business_name": .string(example.name)])
  }
}
