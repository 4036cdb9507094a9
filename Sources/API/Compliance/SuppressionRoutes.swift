import Engine
import Net
import Outreach

/// Who gets no mail any more.
enum SuppressionRoutes {
  /// Every route of the suppression list.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/suppressions", "Who gets no mail any more", query: ["q"]) { request in
        let found = try await services.suppressions.list(matching: request.queryValue("q") ?? "")
        return .json(.members(["data": .array(found.map(json)), "next_cursor": nil]))
      },
      .post("/api/suppressions", "Suppress an address or a domain") { try await add($0, services) },
      .delete("/api/suppressions/{id}", "Take an entry off the list, where that is allowed") { request in
        try await services.suppressions.remove(try request.id(Suppression.self), as: request.acting)
        return HTTPResponse(status: 204)
      },
    ]
  }

  private static func json(_ entry: Suppression) -> JSON {
    .members([
      "id": .string(entry.id.rawValue), "kind": .string(entry.kind.rawValue), "shown": .text(entry.value),
      "reason": .string(entry.reason.rawValue),
      "created_at": .time(entry.createdAt), "mode": .string(entry.mode.rawValue),
    ])
  }

  private static func add(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    guard let kind = try body.choice("kind", Suppression.Kind.self) else {
      throw Fault(.badInput, "Say what is meant.", fields: [.init("kind", "is missing")])
    }
    try await services.suppressions.add(kind, try body.needText("value"), as: request.acting)
    return .json(.members([:]), status: 201)
  }
}
