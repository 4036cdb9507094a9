import JSONText
import Net
import Outreach

/// Google's Places API (New), with the person's own key; it keeps to what Google's terms let be kept.
///
/// Only the id, the place on the map (30 days) and the way to the business's own web site are asked for; whatever a mail is written from
/// comes from that site. A business without a site is left out. Source: developers.google.com/maps/documentation/places/web-service
/// (text-search, policies), read in March 2026.
public struct GooglePlaces: PlaceSearch, Geocoder {
  /// The public server.
  public static let publicServer = "https://places.googleapis.com"
  /// A search gives at most 60 places in three pages; larger areas are cut.
  static let tileMetres = 6_000.0
  static let maximumTiles = 60
  private static let pagesPerTile = 3
  /// Coordinates may be kept so long.
  private static let keepDays = 30
  /// $35 for a thousand calls that ask for the web site, the list price of September 2026.
  private static let callMicros = 35_000
  private static let pageSize = 20
  private static let mask = "places.id,places.location,places.websiteUri,places.businessStatus,nextPageToken"
  private static let nameMask = "places.formattedAddress,places.location,places.viewport,places.primaryType"

  public let name = "Google Places"
  public let source: String? = "google_places"
  public let mayBeKept = false
  public let info = ConnectorInfo(
    id: "google_places", name: "Google Places",
    summary: "Google's own list of businesses, asked with your key. Only those with a web site are taken.",
    terms:
      "Google lets you keep only a place's id, and its coordinates for 30 days. You may not build lists of businesses or mailing lists from its content, and its rules name unsolicited mass mail. This program keeps to that: it stores the id, forgets the coordinates after 30 days, and takes name, address and contact from the business's own web site alone. A web address that could not be read in 30 days is forgotten, too.",
    termsURL: "https://developers.google.com/maps/documentation/places/web-service/policies",
    attribution: "Google Maps", cost: "about $0.035 for 20 places; Google gives 1,000 calls a month for nothing",
    quota: "600 requests a minute; 60 places for each part of the area", settings: ["GOOGLE_PLACES_API_KEY"], asksConsent: true)
  private let client: ServiceClient
  private let base: String
  private let key: @Sendable () -> String?
  private let turnstile: Turnstile

  /// A connection. - Parameter key: asked before each call; nil where it is not set up.
  public init(
    http: any HTTPClient, base: String = GooglePlaces.publicServer, key: @escaping @Sendable () -> String?,
    turnstile: Turnstile = Turnstile(gapSeconds: 0.3)
  ) {
    (client, self.base, self.key, self.turnstile) = (ServiceClient(service: "Google Places", http: http), base, key, turnstile)
  }

  private struct Answer: Decodable {
    let places: [Place]?
    let nextPageToken: String?
  }
  private struct Place: Decodable {
    let id: String?
    let location: Point?
    let websiteUri: String?
    let businessStatus: String?
    let formattedAddress: String?
    let viewport: Rectangle?
    let primaryType: String?
  }
  private struct Point: Codable {
    let latitude: Double
    let longitude: Double
  }
  private struct Rectangle: Codable {
    let low: Point
    let high: Point
  }
  private struct Ask: Encodable {
    struct Restriction: Encodable { let rectangle: Rectangle }
    let textQuery: String
    let languageCode: String
    var pageSize = GooglePlaces.pageSize
    var locationRestriction: Restriction?
    var pageToken: String?
  }
  private struct Refusal: Decodable {
    struct Body: Decodable {
      let status: String?
      let message: String?
      let details: [Detail]?
    }
    struct Detail: Decodable { let reason: String? }
    let error: Body
  }

  public func problem() -> Fault? { key() == nil ? Self.noKey : nil }

  /// The cursor is the number of a tile, and behind a colon the token of its next page.
  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    guard let area = query.area else {
      throw Fault(.badInput, "Google Places needs a place to look in.", fields: [.init("location", "is missing")])
    }
    let tiles = area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles)
    let parts = (cursor ?? "0").split(separator: ":", maxSplits: 1).map(String.init)
    let index = parts.first.flatMap { Int($0) } ?? 0
    guard tiles.indices.contains(index) else { return PlacePage([], progress: 1) }
    let box = tiles[index]
    var ask = Ask(textQuery: query.words, languageCode: query.language)
    ask.locationRestriction = .init(
      rectangle: Rectangle(
        low: Point(latitude: box.south, longitude: box.west), high: Point(latitude: box.north, longitude: box.east)))
    ask.pageToken = parts.count > 1 ? parts[1] : nil
    let answer = try await search(ask, Self.mask)
    let places = (answer.places ?? []).compactMap { Self.found($0, area, query.words) }
    let token = answer.nextPageToken.flatMap { $0.isEmpty || $0.utf8.count > 4_000 ? nil : $0 }
    let next = token.map { "\(index):\($0)" } ?? (index + 1 < tiles.count ? "\(index + 1)" : nil)
    return PlacePage(
      places, next: next, costMicros: Self.callMicros, progress: Double(token == nil ? index + 1 : index) / Double(tiles.count))
  }

  public func mostCostMicros(_ query: PlaceQuery) -> Int {
    let tiles = query.area.map { $0.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles).count } ?? 1
    return tiles * Self.pagesPerTile * Self.callMicros
  }

  public func test() async throws(Fault) -> String {
    // The id alone costs nothing.
    var ask = Ask(textQuery: "Brandenburger Tor", languageCode: "en")
    ask.pageSize = 1
    _ = try await search(ask, "places.id")
    return "Google Places answers."
  }

  public func places(named text: String, language: String) async throws(Fault) -> [GeoPlace] {
    guard key() != nil else { return [] }
    var ask = Ask(textQuery: text, languageCode: language)
    ask.pageSize = 8
    return (try await search(ask, Self.nameMask).places ?? []).compactMap { place in
      guard let at = place.location, let name = place.formattedAddress else { return nil }
      let sides = place.viewport.map {
        (south: $0.low.latitude, west: $0.low.longitude, north: $0.high.latitude, east: $0.high.longitude)
      }
      return PlaceNames.place(
        name, latitude: at.latitude, longitude: at.longitude, sides: sides, country: nil, kind: place.primaryType)
    }
  }

  /// The id, the site and, for a while, the place on the map. The category is what the person looked for.
  private static func found(_ place: Place, _ area: GeoArea, _ words: String) -> FoundPlace? {
    guard let id = place.id, let website = place.websiteUri, place.businessStatus ?? "OPERATIONAL" == "OPERATIONAL" else {
      return nil
    }
    var fields = ["website": website, "maps_url": "https://www.google.com/maps/place/?q=place_id:\(id)", "category": words]
    if let at = place.location {
      guard area.contains(GeoPoint(at.latitude, at.longitude)) else { return nil }
      (fields["latitude"], fields["longitude"]) = ("\(at.latitude)", "\(at.longitude)")
    }
    return FoundPlace(fields, url: fields["maps_url"], keepDays: ["location": keepDays, "website": keepDays])
  }

  private func search(_ ask: Ask, _ mask: String) async throws(Fault) -> Answer {
    guard let key = key() else { throw Self.noKey }
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The search was cancelled.") }
    let body: [UInt8]
    do { body = try JSON.encode(ask) } catch { throw Fault(.badInput, "The search can't be written down.") }
    let response = try await client.send(
      ClientRequest(
        "POST", base + "/v1/places:searchText",
        headers: ["X-Goog-Api-Key": key, "X-Goog-FieldMask": mask, "Content-Type": "application/json"], body: body))
    if response.status == 200 { return try client.decode(Answer.self, response) }
    throw await fault(response)
  }

  /// By status and reason, as the documentation lists them.
  private func fault(_ response: ClientResponse) async -> Fault {
    let refusal = try? JSON.decode(Refusal.self, from: response.body).error
    let reason = refusal?.details?.compactMap(\.reason).first ?? ""
    switch (response.status, reason) {
    case (_, "API_KEY_INVALID"): return Fault(.notConfigured, "Google rejected the Places key. Check it under Settings.")
    case (403, "SERVICE_DISABLED"):
      return Fault(.notConfigured, "“Places API (New)” is not switched on in your Google project.")
    case (403, "BILLING_DISABLED"):
      return Fault(.notConfigured, "Your Google project has no billing account, which Places asks for.")
    case (403, _) where reason.hasPrefix("API_KEY_"):
      return Fault(.notConfigured, "Your Google key is restricted so that this program can't use it.")
    case (403, _): return Fault(.refused, "Google Places refused the request.")
    case (429, _):
      await turnstile.rest(60)
      return Fault(.rateLimited, "Google Places asks to slow down. It is tried again later.")
    case (400, _): return Fault(.badInput, "Google Places does not understand the search.")
    default: return client.fault(for: response)
    }
  }

  private static let noKey = Fault(.notConfigured, "Google Places needs your API key. Enter it under Settings.")
}
