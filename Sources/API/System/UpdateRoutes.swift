import Engine
import JSONText
import Net
import Outreach

/// Newer versions of the program.
enum UpdateRoutes {
  /// Every route of updates.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/updates", "Whether there is a newer version, and how far it is") { _ in
        .json(json(try await updates(services).state()))
      },
      .post("/api/updates/check", "Look for a newer version now, and fetch it where that is possible") { request in
        try await updates(services).checkNow(as: request.acting)
        await services.scheduler.wake()
        return .json(json(try await updates(services).state()))
      },
      .post("/api/updates/fetch", "Fetch the version that was announced") { request in
        let id = try await services.scheduler.add(FetchUpdate(), as: request.acting)
        return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
      },
      .post(
        "/api/updates/restart", "Start again with the version that was fetched; it is watched, and undone where it does not work"
      ) {
        request in
        try await updates(services).restart(as: request.acting)
        return .json(.members([:]), status: 202)
      },
    ]
  }

  private static func updates(_ services: Services) throws(Fault) -> Updates {
    guard let updates = services.updates else { throw Fault(.unsupported, "This is not possible here.") }
    return updates
  }

  private static func json(_ state: Updates.State) -> JSON {
    let why: String? =
      switch state.place {
      case .writable: nil
      case .announces(let why): why
      case .noKey: "This build has no key to check announcements with, so it looks for none."
      }
    return .members([
      "state": .string(state.phase.rawValue), "version": .string(state.version), "on": .bool(state.isOn),
      "can_install": .bool(state.place.canInstall), "why": .text(why),
      "offer": state.offer.map {
        .members([
          "version": .string($0.version), "notes": .string($0.notes), "published_at": .time(Timestamp(rawValue: $0.publishedAt)),
        ])
      } ?? .null, "checked_at": .time(state.checkedAt), "problem": .text(state.problem),
    ])
  }
}
