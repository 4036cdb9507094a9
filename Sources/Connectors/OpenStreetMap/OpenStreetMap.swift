import Finding
import Net
import Outreach

/// Finds businesses in OpenStreetMap through Overpass: free, without a key, and the results may be kept.
///
/// Large areas are asked tile by tile; the cursor is the number of the next tile. Servers are tried in turn where one is busy.
/// Source: wiki.openstreetmap.org/wiki/Overpass_API and its command line and error pages (one query at a time, a real User-Agent).
public struct OpenStreetMap: PlaceSearch {
  /// Servers that anyone may ask, the main one first.
  public static let publicServers = [
    "https://overpass-api.de/api/interpreter", "https://overpass.private.coffee/api/interpreter",
    "https://overpass.kumi.systems/api/interpreter",
  ]
  /// The side of a tile; a city fits into a few.
  static let tileMetres = 20_000.0
  static let maximumTiles = 400
  /// Objects of one tile.
  static let objectsPerTile = 2_000
  /// Seconds that the server may take for a query, and what we wait for the answer.
  private static let (serverSeconds, waitSeconds) = (60, 90.0)
  private static let restSeconds = 20.0
  private static let maximumBytes = 32 << 20

  public let info = ConnectorInfo(
    id: "openstreetmap", name: "OpenStreetMap",
    summary: "Businesses that volunteers put on the map, with web site and phone for about a third of them. No key needed.",
    terms: "You may keep and use the results, also for business. Where you show or pass them on, name the source.",
    termsURL: "https://www.openstreetmap.org/copyright", attribution: "© OpenStreetMap contributors")
  private let client: ServiceClient
  private let servers: [String]
  private let agent: String
  private let turnstile: Turnstile

  /// A search over these servers.
  /// - Parameter agent: names this program; servers answer 406 to library names.
  public init(
    http: any HTTPClient, servers: [String] = OpenStreetMap.publicServers, agent: String,
    turnstile: Turnstile = Turnstile(gapSeconds: 2)
  ) {
    (client, self.servers, self.agent, self.turnstile) = (
      ServiceClient(service: "OpenStreetMap", http: http), servers, agent, turnstile
    )
  }

  public func problem() -> Fault? { nil }

  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    guard let area = query.area else {
      throw Fault(.badInput, "OpenStreetMap needs a place to look in.", fields: [.init("location", "is missing")])
    }
    let tiles = area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles)
    let index = cursor.flatMap { Int($0) } ?? 0
    guard tiles.indices.contains(index) else { return PlacePage([], progress: 1) }
    let objects = try await ask(
      OverpassQuery.text(query.words, in: tiles[index], of: area, limit: Self.objectsPerTile, seconds: Self.serverSeconds))
    let places = objects.compactMap { object -> FoundPlace? in
      guard let point = object.point, area.contains(point) else { return nil }
      return object.place
    }
    let next = index + 1
    return PlacePage(places, next: next < tiles.count ? "\(next)" : nil, progress: Double(next) / Double(tiles.count))
  }

  public func test() async throws(Fault) -> String {
    let area = GeoArea.circle(GeoPoint(52.5163, 13.3777), metres: 50)
    _ = try await ask(OverpassQuery.text("cafe", in: area.box, of: area, limit: 1, seconds: 10))
    return "OpenStreetMap answers."
  }

  /// Asks the servers in turn until one answers wholly.
  private func ask(_ text: String) async throws(Fault) -> [OverpassObject] {
    var last = Fault(.upstream, "No OpenStreetMap server answered. Try again later.")
    for server in servers {
      do { try await turnstile.pass() } catch { throw Fault(.upstream, "The search was cancelled.") }
      do { return try await ask(text, server) } catch {
        last = error
        guard [.upstream, .rateLimited, .offline, .refused].contains(error.code) else { throw error }
        if error.code == .rateLimited { await turnstile.rest(servers.count > 1 ? 2 : Self.restSeconds) }
      }
    }
    throw last
  }

  private func ask(_ text: String, _ server: String) async throws(Fault) -> [OverpassObject] {
    var request = ClientRequest(
      "POST", server,
      headers: ["User-Agent": agent, "Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded"],
      body: Array(FormText.encoded([("data", text)]).utf8))
    (request.timeoutSeconds, request.maximumBodyBytes) = (Self.waitSeconds, Self.maximumBytes)
    let response = try await client.send(request)
    switch response.status {
    case 200: break
    case 400: throw Fault(.badInput, "OpenStreetMap does not understand the search. Use plain words, such as “bakery”.")
    case 406: throw Fault(.refused, "The OpenStreetMap server refuses this program.")
    case 429, 504: throw Fault(.rateLimited, "The OpenStreetMap servers are busy. Try again in some minutes.")
    default: throw client.fault(for: response)
    }
    guard response.headers["content-type"]?.lowercased().contains("json") == true else {
      throw Fault(.upstream, "The OpenStreetMap server answered with a page instead of data. Try again later.")
    }
    let answer = try client.decode(OverpassAnswer.self, response)
    // Status 200 with such a remark means that the data is partial or missing.
    if let remark = answer.remark, remark.contains("runtime error") {
      if remark.contains("timed out") {
        throw Fault(.upstream, "The search was too large for the OpenStreetMap server. Choose a smaller area.")
      }
      throw Fault(.upstream, "The OpenStreetMap server broke the search off. Try again later.")
    }
    return answer.elements
  }
}
