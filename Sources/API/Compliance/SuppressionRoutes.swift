import Engine
import JSONText
import Net
import Outreach

/// Who gets no mail any more, and what the law asks of mail.
enum SuppressionRoutes {
  /// Every route of the suppression list.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/suppressions", "Who gets no mail any more", query: ["q"]) { request in
        let found = try await services.suppressions.list(matching: request.queryValue("q") ?? "")
        return .json(.members(["data": .array(found.map(json)), "next_cursor": nil]))
      },
      .post("/api/suppressions", "Suppress an address or a domain") { try await add($0, services) },
      .put(
        "/api/suppressions/import", maximumBodyBytes: Suppressions.maximumFileBytes,
        summary: "Suppress every address and domain of a text or CSV file"
      ) { request in
        let result = try await services.suppressions.importList(request.body, as: request.acting)
        return .json(
          .members([
            "added": .number(result.added), "known": .number(result.known), "unread_count": .number(result.unreadCount),
            "unread_lines": .array(result.unread.map { .int(Int64($0)) }),
          ]))
      },
      .get("/api/suppressions/export", "The list as a CSV file") { _ in
        HTTPResponse(
          status: 200,
          headers: ["Content-Type": "text/csv; charset=utf-8", "Content-Disposition": "attachment; filename=\"suppressions.csv\""]
        ) { writer in try FileStream.run(into: writer) { write in try await services.suppressions.export(write) } }
      },
      .delete("/api/suppressions/{id}", "Take an entry off the list, where that is allowed") { request in
        try await services.suppressions.remove(try request.id(Suppression.self), as: request.acting)
        return HTTPResponse(status: 204)
      },
      .get("/api/compliance/countries", "What the law of each country is known to ask; hints, no legal advice") { _ in
        .json(
          .members([
            "data": .array(
              CountryHint.all.map { .members(["code": .string($0.code), "name": .string($0.name), "text": .string($0.text)]) })
          ]))
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
