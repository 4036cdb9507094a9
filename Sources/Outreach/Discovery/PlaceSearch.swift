/// What to look for, and where.
public struct PlaceQuery: Sendable, Hashable, Codable {
  /// The trade or words, as the person typed them: `dentist`, `Bäckerei`.
  public var words: String
  /// The area; nil only for sources that need none.
  public var area: GeoArea?
  /// A BCP 47 language for names and labels, `de`.
  public var language: String
  /// The place as the person named it; empty where only the area is known.
  public var place: String
  /// How many businesses are still wanted, 1 or more.
  public var limit: Int

  /// A query by its parts.
  public init(words: String, area: GeoArea?, language: String, place: String = "", limit: Int = 100) {
    (self.words, self.area, self.language, self.place, self.limit) = (words, area, language, place, limit)
  }
}

/// A business as a source tells it, before it is checked and compared with what is known.
public struct FoundPlace: Sendable, Hashable {
  /// Text by the field names of a lead (`business_name`, `email`, `latitude`, `custom.opening_hours` …).
  public var fields: [String: String]
  /// The page or object that says so; kept as the origin of each field.
  public var url: String?
  /// Fields that may be kept only so many days by the source's terms; `location` stands for both coordinates.
  public var keepDays: [String: Int]

  /// A business by its fields.
  public init(_ fields: [String: String], url: String? = nil, keepDays: [String: Int] = [:]) {
    (self.fields, self.url, self.keepDays) = (fields, url, keepDays)
  }
}

/// Some businesses, and where the next ones begin.
public struct PlacePage: Sendable, Hashable {
  public var places: [FoundPlace]
  /// Continues the same query, also after a crash and in another process; nil at the end.
  public var next: String?
  /// What the page cost, in millionths of a US dollar.
  public var costMicros: Int
  /// How far the query is, 0 to 1; nil where nobody knows.
  public var progress: Double?

  /// A page by its parts.
  public init(_ places: [FoundPlace], next: String? = nil, costMicros: Int = 0, progress: Double? = nil) {
    (self.places, self.next, self.costMicros, self.progress) = (places, next, costMicros, progress)
  }
}

/// A service that finds businesses. Calls wait as long as the service's own rules ask.
public protocol PlaceSearch: Sendable {
  /// What the person is told about the service.
  var info: ConnectorInfo { get }

  /// Whether it is ready to be used; nil, or what is missing.
  func problem() -> Fault?

  /// The next page of a query.
  /// - Parameter cursor: `next` of the page before; nil for the first.
  /// - Throws: `.upstream` or `.offline` where trying later may help, `.rateLimited`, `.notConfigured`, `.refused` where the service says no.
  func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage

  /// One small request that shows whether the service answers; a sentence for the person.
  func test() async throws(Fault) -> String

  /// The most that a query can cost, in millionths of a US dollar; 0 where it is free.
  func mostCostMicros(_ query: PlaceQuery) -> Int

  /// Nobody asks for more of a query: gives back what was held for it, such as a browser. Called after each search, however it ended.
  func finish() async
}

extension PlaceSearch {
  /// Free.
  public func mostCostMicros(_ query: PlaceQuery) -> Int { 0 }

  /// Nothing is held.
  public func finish() async {}
}

/// Finds where a named place is.
public protocol Geocoder: Sendable {
  /// The name of the service, for the origin of an answer.
  var name: String { get }
  /// The source whose terms must be accepted before it is asked; nil for none.
  var source: String? { get }
  /// Whether its answers may be kept.
  var mayBeKept: Bool { get }

  /// The places of that name, best first, at most ten; empty where the service knows none.
  func places(named name: String, language: String) async throws(Fault) -> [GeoPlace]
}

extension Geocoder {
  /// None.
  public var source: String? { nil }
  /// They may.
  public var mayBeKept: Bool { true }
}
