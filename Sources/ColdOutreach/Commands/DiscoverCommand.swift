import API
import Engine
import Finding
import JSONText
import Outreach

/// `discover`: finds businesses and waits for what comes.
enum DiscoverCommand {
  private static let pollMilliseconds: Int64 = 500

  static let command = Command(
    "discover", "Finds businesses.",
    options: [
      .value("--source", "S", "Where to look, or auto for your order; openstreetmap where not said."),
      .value("--query", "Q", "The kind of business, such as bakery."),
      .value("--location", "L", "A town, or latitude and longitude."), .value("--limit", "N", "At most so many."),
      .value("--place", "N", "Which of several places of that name, from 1."),
      .value("--radius", "KM", "Only so far around the middle of the place."),
      .flag("--new-only", "Leaves out what is known already."),
      .flag("--terms", "Prints the source's terms and what it costs, and searches nothing."),
      .flag("--accept-terms", "You have read the source's terms and accept them."),
      .flag("--no-enrich", "Leaves their web sites unread."),
      .flag("--no-wait", "Only starts the search; for a program that runs."),
    ]
  ) { try await run($0) }

  private static func run(_ context: Context) async throws -> Int32 {
    let arguments = context.arguments
    if arguments.has("--terms") { return try await terms(context) }
    guard let query = arguments.value("--query"), let location = arguments.value("--location") else {
      throw UsageError("Say what to find and where: discover --query bakery --location Bremen.")
    }
    let limit: JSON = try context.number("--limit", in: 1...10_000).map { .int(Int64($0)) } ?? .null
    let source = arguments.value("--source") ?? "openstreetmap"
    let number = try context.number("--place", in: 1...10)
    let radius = try context.number("--radius", in: 1...200)
    let body = JSON.members([
      "source": .string(source), "new_only": .bool(arguments.has("--new-only")), "query": .string(query),
      "location": .string(location),
      "max_results": limit,
      "enrich": .bool(!arguments.has("--no-enrich")),
    ])
    let run = try await Door.with(context) { door in
      if arguments.has("--accept-terms") {
        let terms = try await Self.source(source, door)["terms"]
        _ = try await door.send("POST", "/api/discovery/sources/\(source)/accept", .members(["terms": terms]))
      }
      var body = body
      if let area = try await area(location, number: number, radius: radius, context, door) {
        body = .object(members(of: body) + members(of: .members(["area": area])))
      }
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
        + run["notes"].items.map { "\n\($0.shown)" }.joined() + (error.isEmpty ? "" : "\n\(error)")
    }
    return ["failed", "cancelled"].contains(run["state"].shown) ? 1 : 0
  }

  /// Prints what a source's owners allow.
  private static func terms(_ context: Context) async throws -> Int32 {
    let id = context.arguments.value("--source") ?? "openstreetmap"
    let source = try await Door.with(context) { door in try await Self.source(id, door) }
    ProductCommands.show(source, context) { source in
      "\(source["name"].shown): \(source["cost"].shown). \(source["quota"].shown)\n\(source["terms"].shown)\n\(source["terms_url"].shown)"
    }
    return 0
  }

  private static func source(_ id: String, _ door: Door) async throws -> JSON {
    let sources = try await door.send("GET", "/api/discovery/sources")["data"].items
    guard let source = sources.first(where: { $0["id"].shown == id }) else {
      throw UsageError("There is no source “\(id)”. There are: \(sources.map { $0["id"].shown }.joined(separator: ", ")).")
    }
    return source
  }

  /// The area of a place that has namesakes, or that is narrowed down; nil where the name says enough.
  private static func area(_ location: String, number: Int?, radius: Int?, _ context: Context, _ door: Door) async throws -> JSON? {
    let escaped = location.utf8.map { byte in
      let isPlain = (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      let hex = String(byte, radix: 16, uppercase: true)
      return isPlain ? String(Unicode.Scalar(byte)) : "%" + (hex.count < 2 ? "0" : "") + hex
    }.joined()
    let places = try await door.send("GET", "/api/discovery/places?language=en&q=\(escaped)")["data"].items
    let index = (number ?? 1) - 1
    guard places.indices.contains(index) else {
      if number == nil { return nil }
      throw UsageError("There are only \(places.count) places of that name.")
    }
    let place = places[index]
    if places.count > 1, number == nil {
      let list = places.enumerated().map { "  \($0.offset + 1)  \($0.element["name"].shown)" }.joined(separator: "\n")
      context.terminal.err("There are several such places; the first is taken. Choose another with --place N:\n\(list)\n")
    }
    guard let radius else { return place["box"] }
    return .members(["latitude": place["latitude"], "longitude": place["longitude"], "radius": .int(Int64(radius) * 1000)])
  }

  private static func members(of value: JSON) -> [JSON.Member] {
    if case .object(let members) = value { members } else { [] }
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
