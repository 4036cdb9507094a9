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

    /// A request by its parts.
    public init(
      source: String, words: String, location: String, area: GeoArea? = nil, maximum: Int? = nil, language: String? = nil,
      enriches: Bool = true
    ) {
      (self.source, self.words, self.location, self.area) = (source, words, location, area)
      (self.maximum, self.language, self.enriches) = (maximum, language, enriches)
    }
  }

  /// Every service with what keeps it from being used.
  public var sources: [(info: ConnectorInfo, problem: Fault?)] { searches.map { ($0.info, $0.problem()) } }

  /// Begins a search; its job is added in the same transaction.
  /// - Throws: `.badInput` with fields, `.notConfigured` where the source lacks something.
  public func start(_ request: Request, as acting: ActingAs) async throws -> (run: DiscoveryRun, job: StoredJob.ID) {
    let search = try Self.search(request.source, in: searches)
    if let problem = search.problem() { throw problem }
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
    return try await base.write(as: acting) { work in
      let run = DiscoveryRun(
        id: DiscoveryRun.ID(at: work.now.rawValue), source: search.info.id, words: words, location: location, area: request.area,
        language: request.language ?? "en", maximum: request.maximum ?? most, enriches: request.enriches, at: work.now)
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

  /// Tries a source. - Throws: what is wrong with it.
  public func test(_ source: String) async throws -> String { try await Self.search(source, in: searches).test() }

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
    for geocoder in geocoders {
      do {
        let places = try await geocoder.places(named: name, language: language)
        if places.isEmpty { continue }
        try await base.write { work in
          try GeocodeTable.keep(places, named: key, language: language, service: geocoder.name, in: work)
        }
        return places
      } catch let fault as Fault { last = fault }
    }
    if last.code != .notConfigured { throw last }
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
