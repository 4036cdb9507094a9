import Engine
import JSONText
import Net
import Outreach
import Store

/// Finding businesses and reading their sites.
enum DiscoveryRoutes {
  /// Every route of discovery.
  static func all(_ services: Services) -> [Route] {
    sources(services) + runs(services) + SourceRoutes.all(services) + jobs(services) + ScoreRoutes.all(services)
  }

  private static func sources(_ services: Services) -> [Route] {
    let discovery = services.discovery
    return [
      .get("/api/discovery/sources", "Where businesses can be looked for, and what that costs and asks") { _ in
        .json(.members(["data": .array(try await discovery.sources().map(json))]))
      },
      .post("/api/discovery/sources/{name}/test", "Try a source") { request in
        .json(.members(["detail": .string(try await discovery.test(request.parameters["name"] ?? ""))]))
      },
      .get("/api/discovery/places", "Where a named place is", query: ["q", "language"]) { request in
        let places = try await discovery.places(
          named: request.queryValue("q") ?? "", language: language(request.queryValue("language")) ?? "en")
        return .json(.members(["data": .array(places.map(json))]))
      },
    ]
  }

  private static func runs(_ services: Services) -> [Route] {
    let discovery = services.discovery
    return [
      .get("/api/discovery", "The newest searches", query: ["limit"]) { request in
        let limit = try request.limit()
        let runs = try await services.base.read { work in try DiscoveryTable.list(limit: limit, in: work) }
        return .json(.members(["data": .array(runs.map { json($0) }), "next_cursor": nil]))
      },
      .get("/api/discovery/{id}", "A search") { request in
        let id = try request.id(DiscoveryRun.self)
        let run = try await services.base.read { work in try DiscoveryTable.get(id, in: work) }
        let next = run.state == .failed ? try await discovery.next(after: run.source) : nil
        return .json(json(run, next: next))
      },
      .get("/api/discovery/{id}/leads", "What a search found, in the order in which it came", query: ["cursor", "limit"]) {
        request in
        let (id, after, limit) = (try request.id(DiscoveryRun.self), try request.rowCursor() ?? 0, try request.limit())
        return .json(
          try await services.base.read { work in
            let found = try DiscoveryTable.leads(of: id, after: after, limit: limit, in: work)
            let next = found.count == limit ? found.last.map { String($0.number) } : nil
            let rows = found.map { JSON.members(["is_new": .bool($0.isNew), "lead": LeadShape.json($0.lead)]) }
            return .members(["data": .array(rows), "next_cursor": .text(next)])
          })
      },
      .post("/api/discovery/{id}/cancel", "Stop a search; what came stays") { request in
        let id = try request.id(DiscoveryRun.self)
        if let job = try await discovery.cancel(id, as: request.acting) {
          _ = try? await services.scheduler.move(job, .cancel, as: request.acting)
        }
        return .json(json(try await services.base.read { work in try DiscoveryTable.get(id, in: work) }))
      },
      .post("/api/discovery/{id}/resume", "Go on with a search that was broken off") { request in
        let job = try await discovery.resume(try request.id(DiscoveryRun.self), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue)]), status: 202)
      },
    ]
  }

  private static func jobs(_ services: Services) -> [Route] {
    [
      .post("/api/jobs/discover", "Find businesses") { request in
        let (run, job) = try await services.discovery.start(try wanted(try RequestBody(request)), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(job.rawValue), "id": .string(run.id.rawValue)]), status: 202)
      },
      .post("/api/jobs/enrich", "Read the web sites of leads") { request in
        let body = try RequestBody(request)
        let ids = (try body.texts("ids") ?? []).map(Lead.ID.init(rawValue:))
        guard !ids.isEmpty else { throw Fault(.badInput, "Say which leads.", fields: [.init("ids", "is empty")]) }
        let counts = try await services.enrichment.ask(ids, as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["asked": .number(counts.asked), "without_site": .number(counts.without)]), status: 202)
      },
    ]
  }

  /// What is to be looked for.
  static func wanted(_ body: RequestBody) throws(Fault) -> Discovery.Request {
    Discovery.Request(
      source: try body.text("source") ?? "openstreetmap", words: try body.text("query") ?? "",
      location: try body.text("location") ?? "",
      area: try area(body), maximum: try body.int("max_results"), language: language(try body.text("language")),
      enriches: try body.bool("enrich") ?? true, newOnly: try body.bool("new_only") ?? false)
  }

  /// Where exactly: a circle, a box or a polygon, chosen by the person.
  private static func area(_ body: RequestBody) throws(Fault) -> GeoArea? {
    guard let area = try body.object("area") else { return nil }
    func need(_ name: String, _ range: ClosedRange<Double>) throws(Fault) -> Double {
      guard let value = try area.double(name), range.contains(value) else {
        throw Fault(
          .badInput, "The area can't be understood.",
          fields: [.init("area.\(name)", "must be \(range.lowerBound) to \(range.upperBound)")])
      }
      return value
    }
    if let corners = try area.list("polygon") { return try polygon(corners) }
    if area.has("radius") {
      let center = GeoPoint(try need("latitude", -90...90), try need("longitude", -180...180))
      return .circle(center, metres: try need("radius", 50...200_000))
    }
    let box = GeoBox(
      south: try need("south", -90...90), west: try need("west", -180...180), north: try need("north", -90...90),
      east: try need("east", -180...180))
    guard box.south < box.north, box.west < box.east else {
      throw Fault(
        .badInput, "The area can't be understood.", fields: [.init("area", "needs south below north and west before east")])
    }
    return .box(box)
  }

  private static func polygon(_ corners: [JSON]) throws(Fault) -> GeoArea {
    let points = corners.compactMap { corner -> GeoPoint? in
      guard case .array(let pair) = corner, pair.count == 2, let latitude = degrees(pair[0], 90),
        let longitude = degrees(pair[1], 180)
      else { return nil }
      return GeoPoint(latitude, longitude)
    }
    guard points.count == corners.count, (3...200).contains(points.count) else {
      throw Fault(
        .badInput, "The area can't be understood.",
        fields: [.init("area.polygon", "must be 3 to 200 corners, each [latitude, longitude]")])
    }
    let box = GeoArea.polygon(points).box
    guard box.south < box.north, box.west < box.east else {
      throw Fault(.badInput, "The area can't be understood.", fields: [.init("area.polygon", "encloses nothing")])
    }
    return .polygon(points)
  }

  private static func degrees(_ value: JSON, _ most: Double) -> Double? {
    let number: Double? =
      switch value {
      case .int(let number): Double(number)
      case .double(let number): number
      default: nil
      }
    return number.flatMap { abs($0) <= most ? $0 : nil }
  }

  /// A language tag's first part; nil for anything else.
  private static func language(_ text: String?) -> String? {
    guard let word = text?.prefix(while: { $0 != "-" }).lowercased(), (2...3).contains(word.utf8.count),
      word.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    return word
  }

  private static func json(_ source: SourceStanding) -> JSON {
    let info = source.info
    return .members([
      "id": .string(info.id), "name": .string(info.name), "summary": .string(info.summary), "terms": .string(info.terms),
      "terms_url": .string(info.termsURL), "attribution": .string(info.attribution), "cost": .string(info.cost),
      "settings": .texts(info.settings),
      "asks_consent": .bool(info.asksConsent), "problem": .text(source.problem?.detail), "quota": .string(info.quota),
      "accepted_at": .time(source.acceptedAt), "searches_30_days": .number(source.searches),
      "cost_30_days": .double(Double(source.costMicros) / 1e6),
    ])
  }

  private static func json(_ place: GeoPlace) -> JSON {
    .members([
      "name": .string(place.name), "latitude": .double(place.center.latitude), "longitude": .double(place.center.longitude),
      "box": json(place.box),
      "country": .text(place.country), "kind": .string(place.kind),
    ])
  }

  private static func json(_ box: GeoBox) -> JSON {
    .members(["south": .double(box.south), "west": .double(box.west), "north": .double(box.north), "east": .double(box.east)])
  }

  private static func shape(_ area: GeoArea) -> JSON {
    switch area {
    case .box: .members(["kind": "box"])
    case .circle(let center, let metres):
      .members([
        "kind": "circle", "latitude": .double(center.latitude), "longitude": .double(center.longitude), "radius": .double(metres),
      ])
    case .polygon(let corners):
      .members([
        "kind": "polygon", "polygon": .array(corners.map { .array([.double($0.latitude), .double($0.longitude)]) }),
      ])
    }
  }

  static func json(_ run: DiscoveryRun, next: ConnectorInfo? = nil) -> JSON {
    .members([
      "new_only": .bool(run.newOnly), "notes": .texts(run.notes), "shape": run.area.map(shape) ?? .null,
      "next_source": next.map { .members(["id": .string($0.id), "name": .string($0.name)]) } ?? .null,
      "id": .string(run.id.rawValue), "source": .string(run.source), "query": .string(run.words), "location": .string(run.location),
      "area": run.area.map { json($0.box) } ?? .null, "max_results": .number(run.maximum), "enrich": .bool(run.enriches),
      "language": .string(run.language),
      "state": .string(run.state.rawValue), "progress": run.progress.map(JSON.double) ?? .null, "found": .number(run.found),
      "imported": .number(run.imported), "updated": .number(run.updated), "skipped": .number(run.skipped),
      "cost": .double(Double(run.costMicros) / 1e6),
      "error": .text(run.error), "created_at": .time(run.createdAt), "finished_at": .time(run.finishedAt),
    ])
  }
}
