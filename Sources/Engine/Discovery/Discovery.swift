import Outreach
import Store
import Text

/// Finding businesses by outside services: what is found becomes leads while it comes in.
public struct Discovery: Sendable {
  /// Places looked up longer ago are asked for again.
  private static let geocodeDays = 180
  /// The radius around a place that has no extent of its own.
  private static let pointMetres = 5_000.0

  let base: Base
  let settings: Settings
  let searches: [any PlaceSearch]
  let geocoders: [any Geocoder]

  /// Over a base, with the services that there are; the first of each is asked first.
  public init(base: Base, settings: Settings, searches: [any PlaceSearch], geocoders: [any Geocoder]) {
    (self.base, self.settings, self.searches, self.geocoders) = (base, settings, searches, geocoders)
  }

  /// What a person asks for.
  public struct Request: Sendable {
    public var source: String
    public var words: String
    public var location: String
    /// Where exactly, where the person chose it; else the location's best meaning is taken.
    public var area: GeoArea?
    public var maximum: Int?
    public var language: String?
    public var enriches: Bool
    /// Whether businesses that are known already are left out.
    public var newOnly: Bool

    /// A request by its parts. - Parameter source: the id of one, or `auto` for the first that can, in the person's order.
    public init(
      source: String, words: String, location: String, area: GeoArea? = nil, maximum: Int? = nil, language: String? = nil,
      enriches: Bool = true, newOnly: Bool = false
    ) {
      (self.source, self.words, self.location, self.area) = (source, words, location, area)
      (self.maximum, self.language, self.enriches, self.newOnly) = (maximum, language, enriches, newOnly)
    }
  }

  /// Begins a search; its job is added in the same transaction.
  /// - Throws: `.badInput` with fields, `.notConfigured` where the source lacks something.
  public func start(_ request: Request, as acting: ActingAs) async throws -> (run: DiscoveryRun, job: StoredJob.ID) {
    let plan = try await plan(for: request.source)
    let words = CellText.line(request.words, limit: 100)
    let location = CellText.line(request.location, limit: 200)
    var fields: [Fault.Field] = []
    if words.isEmpty { fields.append(.init("query", "is empty; say what kind of business to find")) }
    if location.isEmpty, request.area == nil { fields.append(.init("location", "is empty; name a town or an area")) }
    let most = settings.values[.maxResults]
    if let maximum = request.maximum, !(1...most).contains(maximum) {
      fields.append(.init("max_results", "must be 1 to \(most), the limit of one search in the settings"))
    }
    guard fields.isEmpty else { throw Fault(.badInput, "The search can't be made like this.", fields: fields) }
    let maximum = request.maximum ?? most
    if request.area != nil, let first = plan.first, let search = searches.first(where: { $0.info.id == first }) {
      let query = PlaceQuery(words: words, area: request.area, language: request.language ?? "en", place: location, limit: maximum)
      try requireAffordable(search.mostCostMicros(query), search.info)
    }
    return try await base.write(as: acting) { work in
      var run = DiscoveryRun(
        id: DiscoveryRun.ID(at: work.now.rawValue), source: plan[0], words: words, location: location, area: request.area,
        language: request.language ?? "en", maximum: maximum, enriches: request.enriches, at: work.now)
      (run.plan, run.newOnly) = (Array(plan.dropFirst()), request.newOnly)
      try DiscoveryTable.insert(run, in: work)
      return (run, try DiscoverLeads(run: run.id, source: run.source).add(in: work))
    }
  }

  /// Goes on with a search that failed or was cancelled.
  public func resume(_ id: DiscoveryRun.ID, as acting: ActingAs) async throws -> StoredJob.ID {
    try await base.write(as: acting) { work in
      try DiscoveryTable.move(id, .resume, in: work)
      return try DiscoverLeads(run: id, source: try DiscoveryTable.get(id, in: work).source).add(in: work)
    }
  }

  /// Stops a search; what came so far is kept.
  /// - Returns: its job, which still has to be cancelled; nil where none waits or runs.
  public func cancel(_ id: DiscoveryRun.ID, as acting: ActingAs) async throws -> StoredJob.ID? {
    try await base.write(as: acting) { work in
      try DiscoveryTable.move(id, .cancel, in: work)
      return try JobTable.active(once: DiscoverLeads.once(id), in: work)
    }
  }

  /// Where a named place is: from what was looked up before, else by the services in turn.
  /// - Throws: the last service's fault where none answered.
  public func places(named text: String, language: String) async throws -> [GeoPlace] {
    let name = CellText.line(text, limit: 200)
    guard !name.isEmpty else { throw Fault(.badInput, "Name a place.", fields: [.init("location", "is empty")]) }
    if let point = Self.coordinates(name) {
      return [
        GeoPlace(name: name, center: point, box: GeoBox(around: point, metres: Self.pointMetres), country: nil, kind: "point")
      ]
    }
    let key = Folding.text(name)
    let known = try await base.read { work in
      try GeocodeTable.places(named: key, language: language, since: work.now.adding(seconds: -Self.geocodeDays * 86_400), in: work)
    }
    if let known { return known }
    var last = Fault(.notConfigured, "No service that finds places is set up.")
    var knowsNone = false
    for geocoder in geocoders {
      if let source = geocoder.source, try await obstacle(to: source) != nil { continue }
      do {
        let places = try await geocoder.places(named: name, language: language)
        if places.isEmpty {
          knowsNone = true
          continue
        }
        guard geocoder.mayBeKept else { return places }
        try await base.write { work in
          try GeocodeTable.keep(places, named: key, language: language, service: geocoder.name, in: work)
        }
        return places
      } catch let fault as Fault { last = fault }
    }
    // One that answered knows better than another that can't be reached.
    if !knowsNone, last.code != .notConfigured { throw last }
    return []
  }

  /// `52.52, 13.4` as people copy it from a map.
  static func coordinates(_ text: String) -> GeoPoint? {
    let parts = text.split(separator: ",").map { CellText.line(String($0), limit: 30) }
    guard parts.count == 2, let latitude = CellText.number(parts[0], in: -90...90),
      let longitude = CellText.number(parts[1], in: -180...180)
    else { return nil }
    return GeoPoint(latitude, longitude)
  }

  static func search(_ id: String, in searches: [any PlaceSearch]) throws(Fault) -> any PlaceSearch {
    guard let search = searches.first(where: { $0.info.id == id }) else {
      let names = searches.map(\.info.id).joined(separator: ", ")
      throw Fault(.badInput, "There is no such source.", fields: [.init("source", "must be one of \(names)")])
    }
    return search
  }
}
