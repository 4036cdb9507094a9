import Engine
import JSONText
import Net
import Outreach
import Store

/// Terms of sources, what a search may cost, and a search once more.
enum SourceRoutes {
  /// Every route.
  static func all(_ services: Services) -> [Route] {
    let discovery = services.discovery
    return [
      .post("/api/discovery/sources/{name}/accept", "Accept a source's terms, word for word") { request in
        let terms = try RequestBody(request).needText("terms")
        try await discovery.accept(request.parameters["name"] ?? "", terms: terms, as: request.acting)
        return HTTPResponse(status: 204)
      },
      .post("/api/discovery/sources/{name}/withdraw", "Take the acceptance of a source's terms back") { request in
        try await discovery.withdraw(request.parameters["name"] ?? "", as: request.acting)
        return HTTPResponse(status: 204)
      },
      .post("/api/discovery/estimate", "What a search could cost at most; nothing is begun") { request in
        let (source, micros, limit) = try await discovery.estimate(try DiscoveryRoutes.wanted(try RequestBody(request)))
        return .json(
          .members([
            "source": .string(source), "most_cost": .double(Double(micros) / 1e6), "limit": .double(Double(limit) / 1e6),
            "is_allowed": .bool(micros <= limit),
          ]))
      },
      .post("/api/discovery/{id}/again", "The same search once more, with the same or another source") { request in
        let body = try RequestBody(request)
        let (run, job) = try await discovery.again(
          try request.id(DiscoveryRun.self), source: try body.text("source"), newOnly: try body.bool("new_only") ?? false,
          as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue), "id": .string(run.id.rawValue)]), status: 202)
      },
    ]
  }
}
