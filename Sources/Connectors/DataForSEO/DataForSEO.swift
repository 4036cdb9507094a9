import FoundationEssentials
import Net
import Outreach

/// DataForSEO's Google Maps results, live. Source: docs.dataforseo.com/v3/serp/google/maps/live/advanced and appendix/errors, read in May 2026.
///
/// Large areas are asked tile by tile, up to a hundred results each; the cursor is the number of the next tile.
public struct DataForSEO: PlaceSearch {
  /// The public server.
  public static let publicServer = "https://api.dataforseo.com"
  static let tileMetres = 12_000.0
  static let maximumTiles = 100
  private static let depth = 100
  private static let waitSeconds = 120.0

  public let info = ConnectorInfo(
    id: "dataforseo", name: "DataForSEO",
    summary: "Businesses as Google Maps shows them, bought from DataForSEO with your own account.",
    terms: "The results are yours to use under DataForSEO's terms; what you may do with Google's content is between you and them.",
    termsURL: "https://dataforseo.com/terms-of-service", cost: "about $0.002 for each part of the area, up to a hundred businesses",
    settings: ["DATAFORSEO_LOGIN", "DATAFORSEO_PASSWORD"])
  private let client: ServiceClient
  private let base: String
  private let account: @Sendable () -> (login: String, password: String)?
  private let turnstile: Turnstile

  /// A connection. - Parameter account: asked before each call; nil where it is not set up.
  public init(
    http: any HTTPClient, base: String = DataForSEO.publicServer,
    account: @escaping @Sendable () -> (login: String, password: String)?,
    turnstile: Turnstile = Turnstile(gapSeconds: 0.5)
  ) {
    (client, self.base, self.account, self.turnstile) = (ServiceClient(service: "DataForSEO", http: http), base, account, turnstile)
  }

  private struct Answer<T: Decodable>: Decodable {
    let status_code: Int
    let cost: Double?
    let tasks: [Task]?
    struct Task: Decodable {
      let status_code: Int
      let cost: Double?
      let result: [T]?
    }
  }
  private struct Maps: Decodable { let items: [Item]? }
  private struct Item: Decodable {
    let type: String?
    let title: String?
    let url: String?
    let domain: String?
    let phone: String?
    let category: String?
    let latitude: Double?
    let longitude: Double?
    let place_id: String?
    let cid: String?
    let address: String?
    let address_info: Address?
    struct Address: Decodable {
      let address: String?
      let city: String?
      let zip: String?
      let region: String?
      let country_code: String?
    }
  }
  private struct User: Decodable {
    let money: Money?
    struct Money: Decodable { let balance: Double? }
  }
  private struct Ask: Encodable {
    let keyword: String
    let location_coordinate: String
    let language_code: String
    let depth: Int
    let search_places = false
  }

  public func problem() -> Fault? {
    account() == nil ? Fault(.notConfigured, "DataForSEO needs its login and API password. Enter them under Settings.") : nil
  }

  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    guard let area = query.area else {
      throw Fault(.badInput, "DataForSEO needs a place to look in.", fields: [.init("location", "is missing")])
    }
    let tiles = area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles)
    let index = cursor.flatMap { Int($0) } ?? 0
    guard tiles.indices.contains(index) else { return PlacePage([], progress: 1) }
    let center = tiles[index].center
    let ask = Ask(
      keyword: Self.keyword(query.words),
      location_coordinate: "\(Self.degrees(center.latitude)),\(Self.degrees(center.longitude)),13z",
      language_code: query.language, depth: Self.depth)
    let (result, cost) = try await post("/v3/serp/google/maps/live/advanced", [ask], Maps.self)
    let places = (result?.items ?? []).filter { $0.type == "maps_search" }.compactMap { place($0, area) }
    let next = index + 1
    return PlacePage(
      places, next: next < tiles.count ? "\(next)" : nil, costMicros: Int((cost * 1e6).rounded()),
      progress: Double(next) / Double(tiles.count))
  }

  public func test() async throws(Fault) -> String {
    let (user, _) = try await call("GET", "/v3/appendix/user_data", [], User.self)
    guard let balance = user?.money?.balance else { return "DataForSEO answers." }
    let cents = Int((balance * 100).rounded())
    return "DataForSEO answers; your balance is $\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)."
  }

  private func place(_ item: Item, _ area: GeoArea) -> FoundPlace? {
    guard let title = item.title else { return nil }
    if let latitude = item.latitude, let longitude = item.longitude, !area.contains(GeoPoint(latitude, longitude)) { return nil }
    let link =
      item.cid.map { "https://maps.google.com/?cid=\($0)" }
      ?? item.place_id.map { "https://www.google.com/maps/place/?q=place_id:\($0)" }
    var fields = ["business_name": title]
    fields["category"] = item.category
    fields["website"] = item.url ?? item.domain
    fields["phone"] = item.phone
    fields["latitude"] = item.latitude.map { "\($0)" }
    fields["longitude"] = item.longitude.map { "\($0)" }
    fields["address"] = item.address_info?.address ?? item.address
    fields["city"] = item.address_info?.city
    fields["postal_code"] = item.address_info?.zip
    fields["state_region"] = item.address_info?.region
    fields["country"] = item.address_info?.country_code
    fields["maps_url"] = link
    return FoundPlace(fields, url: link)
  }

  /// The service decodes these two itself.
  private static func keyword(_ text: String) -> String {
    text.reduce(into: "") { $0 += $1 == "%" ? "%25" : $1 == "+" ? "%2B" : String($1) }
  }

  /// At most seven decimals.
  private static func degrees(_ value: Double) -> String { "\((value * 1e7).rounded() / 1e7)" }

  private func post<T: Decodable>(_ path: String, _ body: some Encodable, _: T.Type) async throws(Fault) -> (T?, Double) {
    let bytes: [UInt8]
    do { bytes = Array(try JSONEncoder().encode(body)) } catch { throw Fault(.badInput, "The search can't be written down.") }
    return try await call("POST", path, bytes, T.self)
  }

  private func call<T: Decodable>(_ method: String, _ path: String, _ body: [UInt8], _: T.Type) async throws(Fault) -> (T?, Double)
  {
    guard let account = account() else {
      throw Fault(.notConfigured, "DataForSEO needs its login and API password. Enter them under Settings.")
    }
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The request was cancelled.") }
    let secret = Data("\(account.login):\(account.password)".utf8).base64EncodedString()
    var request = ClientRequest(
      method, base + path, headers: ["Authorization": "Basic \(secret)", "Content-Type": "application/json"], body: body)
    request.timeoutSeconds = Self.waitSeconds
    let response = try await client.send(request)
    switch response.status {
    case 200: break
    case 401:
      throw Fault(
        .notConfigured, "DataForSEO rejected the login. It wants the API password from its dashboard, not the one of the web site.")
    case 402: throw Self.fault(40_200)
    default: throw client.fault(for: response)
    }
    let answer = try client.decode(Answer<T>.self, response)
    guard let task = answer.tasks?.first else { throw Self.fault(answer.status_code) }
    switch task.status_code {
    case 20_000: return (task.result?.first, task.cost ?? answer.cost ?? 0)
    // Nothing was found: a finished result, and billed.
    case 40_102: return (nil, task.cost ?? 0)
    default: throw Self.fault(task.status_code)
    }
  }

  /// docs.dataforseo.com/v3/appendix/errors
  private static func fault(_ code: Int) -> Fault {
    switch code {
    case 40_100: Fault(.notConfigured, "DataForSEO rejected the login. Check it under Settings.")
    case 40_200, 40_210: Fault(.refused, "Your DataForSEO balance is used up.")
    case 40_201, 40_204: Fault(.refused, "Your DataForSEO account may not use this service.")
    case 40_203: Fault(.refused, "Today's spending limit at DataForSEO is reached.")
    case 40_202, 40_205: Fault(.rateLimited, "DataForSEO asks to slow down. It is tried again later.")
    case 40_501: Fault(.badInput, "DataForSEO does not understand the search.")
    default: Fault(.upstream, "DataForSEO could not do it (\(code)). It is tried again later.")
    }
  }
}
