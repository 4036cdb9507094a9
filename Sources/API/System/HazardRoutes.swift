import Engine
import JSONText
import Net
import Outreach

/// What is skipped because the program ended while it was read.
enum HazardRoutes {
  /// Showing it, and letting it be tried again.
  static func all(_ services: Services) -> [Route] {
    let hazards = Hazards(base: services.base)
    return [
      .get("/api/system/hazards", "What is skipped because the program ended while it was read") { _ in
        .json(.members(["data": .array(try await hazards.list().map(json)), "next_cursor": nil]))
      },
      .post("/api/system/hazards/retry", "Let what was set aside be tried once more") { request in
        guard let id = try RequestBody(request).text("id") else {
          throw Fault(.badInput, "Say what to try again.", fields: [.init("id", "is missing")])
        }
        try await hazards.retry(id, as: request.acting)
        return .json(.members([:]))
      },
    ]
  }

  private static func json(_ entry: Hazards.Entry) -> JSON {
    .members([
      "id": .string(entry.id), "kind": .string(entry.kind.rawValue), "title": .string(entry.title),
      "crashes": .number(entry.crashes),
      "at": .time(entry.at),
    ])
  }
}
