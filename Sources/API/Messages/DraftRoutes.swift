import Engine
import JSONText
import Net
import Outreach
import Store

/// Drafts for many leads: what they would come to, writing them, and what waits to be read.
enum DraftRoutes {
  /// Every route of it.
  static func all(_ services: Services) -> [Route] {
    [
      .post("/api/drafts/preview", "What drafts for many leads would cost, and exactly what is sent for the first; nothing is") {
        request in
        let body = try RequestBody(request)
        return .json(json(try await proposals(services).outlook(try choice(body), kind: try kind(body))))
      },
      .post("/api/jobs/drafts", "Write drafts for many leads; what is written already costs nothing more") { request in
        let body = try RequestBody(request)
        let (job, batch, count) = try await proposals(services).askMany(
          try choice(body), kind: try kind(body), seen: try body.text("seen"), as: request.acting)
        await services.scheduler.wake()
        return .json(
          .members(["job_id": .string(job.rawValue), "batch_id": .string(batch.rawValue), "count": .number(count)]), status: 202)
      },
      .get("/api/drafts", "Drafts that wait to be read or could not be written, of all leads") { _ in
        let (list, job) = try await proposals(services).waiting()
        return .json(
          .members([
            "data": .array(list.map(json)), "next_cursor": nil,
            "job": job.map {
              .members([
                "id": .string($0.id.rawValue), "started_at": .time($0.startedAt),
                "progress": .members(["done": .number($0.done ?? 0), "total": .number($0.total ?? 0)]),
              ])
            } ?? .null,
          ]))
      },
      .post("/api/proposals/{id}/accept", "Accept an opening for its mail, or no longer; the mail is written anew with it") {
        request in
        try await proposals(services).accept(
          try request.id(Proposal.self), try RequestBody(request).bool("accepted") ?? true, as: request.acting)
        return HTTPResponse(status: 204)
      },
      .delete("/api/proposals/{id}", "Forget a drafted text") { request in
        try await proposals(services).discard(try request.id(Proposal.self), as: request.acting)
        return HTTPResponse(status: 204)
      },
    ]
  }

  private static func proposals(_ services: Services) throws(Fault) -> Proposals { try ProposalRoutes.proposals(services) }

  private static func kind(_ body: RequestBody) throws(Fault) -> WriterAsk.Kind {
    try body.choice("kind", WriterAsk.Kind.self) ?? .mail
  }

  private static func choice(_ body: RequestBody) throws(Fault) -> Proposals.Choice {
    let campaign = try body.text("campaign_id").map(Campaign.ID.init(rawValue:))
    if let ids = try body.texts("lead_ids") { return .leads(ids.map(Lead.ID.init(rawValue:)), in: campaign) }
    if let campaign { return .campaign(campaign) }
    if try body.bool("failed") == true { return .failed }
    guard try body.bool("all_approved") == true else {
      throw Fault(
        .badInput, "Say for whom drafts are wanted.",
        fields: [.init("lead_ids", "or campaign_id, all_approved or failed is missing")])
    }
    return .approved
  }

  private static func json(_ outlook: Proposals.Outlook) -> JSON {
    let standing = outlook.standing
    let most = ProposalRoutes.dollars(standing.limits.costMicros - standing.month.costMicros)
    return .members([
      "count": .number(outlook.count), "written": .number(outlook.written), "over": .number(outlook.over),
      "left_out_count": .number(outlook.leftOutCount),
      "left_out": .array(
        outlook.leftOut.map {
          .members(["lead_id": .string($0.lead.rawValue), "lead_name": .string($0.name), "detail": .string($0.detail)])
        }),
      "most_cost": ProposalRoutes.dollars(outlook.mostMicros),
      "likely_cost": outlook.likelyMicros.map(ProposalRoutes.dollars) ?? .null, "cost_left": most,
      "reach": .number(outlook.reach), "per_minute": .number(outlook.perMinute), "problem": .text(standing.problem?.detail),
      "first": outlook.first.map {
        .members(["lead_name": .string($0.name), "look": ProposalRoutes.json($0.look)])
      } ?? .null,
    ])
  }

  private static func json(_ one: Proposals.Listed) -> JSON {
    let content = one.proposal.content
    return .members([
      "id": .string(one.proposal.id.rawValue), "kind": .string(one.proposal.kind.rawValue), "state": .string(one.state.rawValue),
      "lead_id": .string(one.proposal.leadID.rawValue), "lead_name": .string(one.leadName),
      "campaign_id": .string(one.campaign.rawValue), "campaign_name": .string(one.campaignName), "step": .number(one.position),
      "message_id": .text(one.message?.rawValue), "problem": .text(one.problem), "written_at": .time(one.proposal.writtenAt),
      "model": .text(content?.model), "text": .text(content?.paragraphs.joined(separator: "\n\n")),
      "sentences": .array((content?.sentences ?? []).map { ProposalRoutes.json($0, inMail: false) }),
      "evidence": .array((content?.evidence ?? []).map(ProposalRoutes.json)),
    ])
  }
}
