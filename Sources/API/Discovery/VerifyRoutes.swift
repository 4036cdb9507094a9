import Engine
import JSONText
import Net
import Outreach
import Store

/// Checking addresses, and leads whose analysis failed.
enum VerifyRoutes {
  /// Every route of it.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/verifier", "Who checks addresses, and what is left of the plan") { _ in
        let verification = services.verification
        guard verification.isSetUp else { return .json(.members(["is_set_up": false, "problem": nil, "quota": nil])) }
        do {
          return .json(.members(["is_set_up": true, "problem": nil, "quota": try await verification.quota().map(json) ?? .null]))
        } catch let fault as Fault {
          return .json(.members(["is_set_up": true, "problem": .string(fault.detail), "quota": nil]))
        }
      },
      .post("/api/jobs/verify", "Check whether the addresses of leads take mail; costs credits of the person's plan") { request in
        let ids = (try RequestBody(request).texts("ids") ?? []).map(Lead.ID.init(rawValue:))
        guard !ids.isEmpty else { throw Fault(.badInput, "Say which leads.", fields: [.init("ids", "is empty")]) }
        let (job, count) = try await services.verification.ask(ids, as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue), "count": .number(count)]), status: 202)
      },
      .post("/api/jobs/check-sites/estimate", "What measuring the web sites of leads would cost at most") { request in
        let (ids, ranks) = try sites(request)
        return .json(json(try await services.siteChecks.estimate(ids, ranks: ranks)))
      },
      .post("/api/jobs/check-sites", "Measure the web sites of leads with DataForSEO, within the person's limit of cost") {
        request in
        let (ids, ranks) = try sites(request)
        let (job, estimate) = try await services.siteChecks.ask(ids, ranks: ranks, as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue), "count": .number(estimate.sites)]), status: 202)
      },
      .post("/api/jobs/enrich/retry", "Read those web sites again that could not be read") { request in
        let counts = try await services.enrichment.retryFailed(as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["asked": .number(counts.asked), "without_site": .number(counts.without)]), status: 202)
      },
    ]
  }

  private static func sites(_ request: HTTPRequest) throws -> ([Lead.ID], Bool) {
    let body = try RequestBody(request)
    let ids = (try body.texts("ids") ?? []).map(Lead.ID.init(rawValue:))
    guard !ids.isEmpty else { throw Fault(.badInput, "Say which leads.", fields: [.init("ids", "is empty")]) }
    return (ids, try body.bool("ranks") ?? false)
  }

  private static func json(_ estimate: SiteChecks.Estimate) -> JSON {
    .members([
      "sites": .number(estimate.sites), "most_cost": .double(Double(estimate.mostCostMicros) / 1e6),
      "limit": .double(Double(estimate.limitMicros) / 1e6), "problem": .text(estimate.problem?.detail),
    ])
  }

  /// A verdict with who gave it; null where nobody checked the address.
  static func json(_ known: KnownVerdict?) -> JSON {
    guard let known else { return .null }
    return .members(["verdict": .string(known.verdict.rawValue), "source": .string(known.source), "at": .time(known.at)])
  }

  private static func json(_ quota: ServiceQuota) -> JSON {
    .members([
      "plan": .string(quota.plan), "used": .double(quota.used), "available": .double(quota.available),
      "resets_on": .text(quota.resetsOn),
    ])
  }
}
