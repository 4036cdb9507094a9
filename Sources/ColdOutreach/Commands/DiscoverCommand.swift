import API
import Engine
import FoundationEssentials
import Outreach

/// `discover`: finds businesses and waits for what comes.
enum DiscoverCommand {
  private static let pollMilliseconds: Int64 = 500

  static let command = Command(
    "discover", "Finds businesses.",
    options: [
      .value("--source", "S", "Where to look; openstreetmap where not said."),
      .value("--query", "Q", "The kind of business, such as bakery."),
      .value("--location", "L", "A town, or latitude and longitude."), .value("--limit", "N", "At most so many."),
      .flag("--no-enrich", "Leaves their web sites unread."),
      .flag("--no-wait", "Only starts the search; for a program that runs."),
    ]
  ) { try await run($0) }

  private static func run(_ context: Context) async throws -> Int32 {
    let arguments = context.arguments
    guard let query = arguments.value("--query"), let location = arguments.value("--location") else {
      throw UsageError("Say what to find and where: discover --query bakery --location Bremen.")
    }
    let limit: JSON = try context.number("--limit", in: 1...10_000).map { .int(Int64($0)) } ?? .null
    let body = JSON.members([
      "source": .string(arguments.value("--source") ?? "openstreetmap"), "query": .string(query), "location": .string(location),
      "max_results": limit,
      "enrich": .bool(!arguments.has("--no-enrich")),
    ])
    let run = try await Door.with(context) { door in
      let started = try await door.send("POST", "/api/jobs/discover", body)
      let path = "/api/discovery/\(started["id"].shown)"
      if case .own(let app, _) = door {
        try? await app.services.discovery.runHere(.init(rawValue: started["id"].shown))
      } else if !arguments.has("--no-wait") {
        try await wait(for: started, door)
      }
      return try await door.send("GET", path)
    }
    ProductCommands.show(run, context) { run in
      let error = run["error"].shown
      return
        "\(run["state"].shown): \(run["found"].shown) found, \(run["imported"].shown) new, \(run["updated"].shown) brought up to date"
        + (error.isEmpty ? "" : "\n\(error)")
    }
    return ["failed", "cancelled"].contains(run["state"].shown) ? 1 : 0
  }

  private static func wait(for started: JSON, _ door: Door) async throws {
    while true {
      let run = try await door.send("GET", "/api/discovery/\(started["id"].shown)")
      let job = try await door.send("GET", "/api/jobs/\(started["job_id"].shown)/status")
      if run["state"].shown != "running" || ["failed", "cancelled"].contains(job["state"].shown) { return }
      try await Task.sleep(for: .milliseconds(pollMilliseconds))
    }
  }
}
