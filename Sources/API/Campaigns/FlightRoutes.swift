import Engine
import JSONText
import Net
import Outreach

/// The flight simulator.
enum FlightRoutes {
  private static let usualDays = 60
  private static let days = 1...FlightSimulator.mostDays

  /// Its route.
  static func all(_ services: Services) -> [Route] {
    [
      .post("/api/campaigns/{id}/simulate", "Fly a campaign on a copy of the base, with made-up recipients") { request in
        let body = try RequestBody(request)
        let length = try body.int("days") ?? usualDays
        guard days.contains(length) else {
          throw Fault(.badInput, "The simulation can't be that long.", fields: [.init("days", "must be 1 to \(days.upperBound)")])
        }
        let flight = try await services.simulate(try request.id(Campaign.self), length, try body.int("seed") ?? 1)
        return .json(.members(["flight": json(flight)]))
      }
    ]
  }

  private static func json(_ flight: Flight) -> JSON {
    .members([
      "begins_at": .time(flight.begins), "ends_at": .time(flight.ends), "waiting": .int(Int64(flight.waiting)),
      "counts": .map(
        Dictionary(uniqueKeysWithValues: WorldEvent.Kind.allCases.map { ($0.rawValue, JSON.int(Int64(flight.count($0)))) })),
      "days": .array(flight.days.map(json)),
      "entries": .array(
        flight.entries.map { entry in
          .members([
            "at": .time(entry.at), "kind": .string(entry.kind.rawValue), "lead_id": .text(entry.lead?.rawValue),
            "business_name": .string(entry.businessName), "subject": .string(entry.subject), "zone": .string(entry.zone),
            "local": .string(entry.local.rfc3339),
          ])
        }),
      "left_out": .array(
        flight.left.map {
          .members([
            "lead_id": .string($0.lead.rawValue), "business_name": .string($0.businessName), "reason": .string($0.reason),
          ])
        }),
    ])
  }

  private static func json(_ day: Flight.Day) -> JSON {
    .members([
      "date": .string(day.date), "sent": .int(Int64(day.sent)), "first_at": .time(day.first), "last_at": .time(day.last),
      "held": .map(Dictionary(uniqueKeysWithValues: day.held.map { ($0.key.rawValue, JSON.int(Int64($0.value))) })),
      "limit": day.limit.map { limit in
        .members(["gate": .string(limit.name.rawValue), "detail": .string(limit.detail), "opens_at": .time(limit.opensAt)])
      } ?? .null,
    ])
  }
}
