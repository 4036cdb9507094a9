import Net
import Outreach
import Text

/// DataForSEO's results of Google Maps or of Google's own search, at once or as cheaper tasks.
/// Source: docs.dataforseo.com/v3/serp/google/maps and organic, live and task, and appendix/errors, read in May 2026.
///
/// Large areas are asked of Maps tile by tile, up to a hundred results each; the cursor is the number of the next tile and, for a task that
/// is paid for and still worked on, its id: so nothing is paid twice after a crash.
public struct DataForSEO: PlaceSearch {
  /// The public server.
  public static let publicServer = "https://api.dataforseo.com"
  static let tileMetres = 12_000.0
  static let maximumTiles = 100
  private static let depth = 100
  /// Looks at a task, each of some polls, before it is given up: some half an hour.
  private static let mostLooks = 30
  private static let pollsPerLook = 6
  /// List prices of 2026, in millionths of a US dollar.
  private static let (liveMicros, taskMicros) = (2_000, 600)

  /// Which results are bought.
  public enum Kind: Sendable {
    case maps, organic
  }

  public let info: ConnectorInfo
  let kind: Kind
  private let isQueued: @Sendable () -> Bool
  private let pollSeconds: Double
  private let service: DataForSEOClient

  /// A connection.
  /// - Parameters:
  ///   - account: asked before each call; nil where it is not set up.
  ///   - isQueued: whether the cheaper tasks are used.
  ///   - pollSeconds: between two looks at a task.
  public init(
    _ kind: Kind = .maps, http: any HTTPClient, base: String = DataForSEO.publicServer,
    account: @escaping @Sendable () -> (login: String, password: String)?, isQueued: @escaping @Sendable () -> Bool = { false },
    turnstile: Turnstile = Turnstile(gapSeconds: 0.5), pollSeconds: Double = 10
  ) {
    (self.kind, self.isQueued, self.pollSeconds, info) = (kind, isQueued, pollSeconds, kind.info)
    service = DataForSEOClient(
      client: ServiceClient(service: "DataForSEO", http: http), base: base, account: account, turnstile: turnstile)
  }

  private struct Items: Decodable { let items: [Item]? }
  private struct Nothing: Decodable {}
  private struct Item: Decodable {
    let type: String?
    let title: String?
    let url: String?
    let domain: String?
    let website_name: String?
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
    /// Of Maps only.
    var search_places: Bool?
  }

  public func problem() -> Fault? {
    service.account() == nil ? DataForSEOClient.noAccount : nil
  }

  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    guard let area = query.area else {
      throw Fault(.badInput, "DataForSEO needs a place to look in.", fields: [.init("location", "is missing")])
    }
    let tiles = kind == .maps ? area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles) : [area.box]
    let parts = (cursor ?? "0").split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    let index = Int(parts[0]) ?? 0
    guard tiles.indices.contains(index) else { return PlacePage([], progress: 1) }
    let answer: (result: Items?, cost: Double)
    if parts.count == 3, let looks = Int(parts[2]) {
      guard let ready = try await collect(parts[1]) else {
        guard looks < Self.mostLooks else {
          throw Fault(.refused, "DataForSEO has not finished the task in time. What it found can be fetched there for 30 days.")
        }
        return PlacePage([], next: "\(index):\(parts[1]):\(looks + 1)", progress: Double(index) / Double(tiles.count))
      }
      answer = (ready.result, 0)
    } else if isQueued() {
      let (id, cost) = try await order([ask(query, tiles[index])])
      return PlacePage(
        [], next: "\(index):\(id):0", costMicros: .micros(cost), progress: Double(index) / Double(tiles.count))
    } else {
      answer = try await service.call(
        "POST", "\(path)/live/advanced", try service.body([ask(query, tiles[index])]), Items.self)
    }
    let next = index + 1
    return PlacePage(
      places(answer.result, area), next: next < tiles.count ? "\(next)" : nil, costMicros: .micros(answer.cost),
      progress: Double(next) / Double(tiles.count))
  }

  public func mostCostMicros(_ query: PlaceQuery) -> Int {
    let price = isQueued() ? Self.taskMicros : Self.liveMicros
    switch kind {
    // Per hundred results of a tile.
    case .maps: return price * (query.area.map { $0.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles).count } ?? 1)
    // Per ten results.
    case .organic: return price * (depth(query) / 10)
    }
  }

  public func test() async throws(Fault) -> String {
    let (user, _) = try await service.call("GET", "/v3/appendix/user_data", [], User.self)
    guard let balance = user?.money?.balance else { return "DataForSEO answers." }
    let cents = Int(told: balance * 100)
    return "DataForSEO answers; your balance is $\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)."
  }

  private var path: String { kind == .maps ? "/v3/serp/google/maps" : "/v3/serp/google/organic" }

  private func depth(_ query: PlaceQuery) -> Int {
    kind == .maps ? Self.depth : min(100, max(10, (query.limit + 9) / 10 * 10))
  }

  private func ask(_ query: PlaceQuery, _ box: GeoBox) -> Ask {
    let center = "\(Self.degrees(box.center.latitude)),\(Self.degrees(box.center.longitude))"
    let words = kind == .organic && !query.place.isEmpty ? "\(query.words) \(query.place)" : query.words
    return Ask(
      keyword: Self.keyword(words), location_coordinate: kind == .maps ? "\(center),13z" : "\(center),200",
      language_code: query.language, depth: depth(query), search_places: kind == .maps ? false : nil)
  }

  /// Adds a task, which is paid for from now on.
  private func order(_ asks: [Ask]) async throws(Fault) -> (id: String, cost: Double) {
    let task = try await service.task("POST", "\(path)/task_post", try service.body(asks), Nothing.self)
    guard task.status_code == 20_100, let id = task.id, id.allSatisfy({ $0.isHexDigit || $0 == "-" }) else {
      throw DataForSEOClient.fault(task.status_code)
    }
    return (id, task.cost ?? 0)
  }

  /// The results of a task; nil while it is worked on.
  private func collect(_ id: String) async throws(Fault) -> (result: Items?, cost: Double)? {
    for poll in 0..<Self.pollsPerLook {
      if poll > 0 {
        do { try await Task.sleep(for: .seconds(pollSeconds)) } catch { throw Fault(.upstream, "The search was cancelled.") }
      }
      let task = try await service.task("GET", "\(path)/task_get/advanced/\(id)", [], Items.self)
      switch task.status_code {
      case 20_000: return (task.result?.first, task.cost ?? 0)
      case 40_102: return (nil, 0)
      // Handed over, or in the queue.
      case 40_601, 40_602, 20_100: continue
      case 40_401, 40_403: throw Fault(.refused, "DataForSEO no longer has the results of the task. Start the search anew.")
      default: throw DataForSEOClient.fault(task.status_code)
      }
    }
    return nil
  }

  private func places(_ found: Items?, _ area: GeoArea) -> [FoundPlace] {
    (found?.items ?? []).compactMap { item in
      switch item.type {
      case "maps_search": place(item, area)
      case "local_pack": item.cid == nil && item.domain == nil ? nil : place(item, area)
      case "organic": site(item)
      default: nil
      }
    }
  }

  /// A hit of the search: the site is what is known; its name and the rest come from reading it.
  private func site(_ item: Item) -> FoundPlace? {
    guard let url = item.url, let address = WebAddress(url), !Domain.isSharedHost(address.host),
      !Self.directories.contains(Domain.registrable(address.host) ?? address.host)
    else { return nil }
    var fields = ["website": "\(address.scheme)://\(address.host)/"]
    if let name = item.website_name { fields["business_name"] = name }
    return FoundPlace(fields, url: url)
  }

  /// Sites that list businesses and are none of those that are looked for.
  private static let directories: Set<String> = [
    "yelp.com", "yelp.de", "tripadvisor.com", "tripadvisor.de", "facebook.com", "instagram.com", "linkedin.com", "wikipedia.org",
    "youtube.com", "pinterest.com", "reddit.com", "x.com", "tiktok.com", "gelbeseiten.de", "dasoertliche.de", "11880.com",
    "jameda.de",
    "doctolib.de", "doctolib.fr", "pagesjaunes.fr", "paginasamarillas.es", "paginegialle.it", "yell.com", "yellowpages.com",
    "bbb.org",
    "booking.com", "google.com", "amazon.com", "ebay.com", "indeed.com", "glassdoor.com", "trustpilot.com", "foursquare.com",
  ]

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
}

extension DataForSEO.Kind {
  /// What the person is told.
  fileprivate var info: ConnectorInfo {
    let terms =
      "The results are yours to use under DataForSEO's terms; what you may do with Google's content is between you and them."
    let settings = ["DATAFORSEO_LOGIN", "DATAFORSEO_PASSWORD", "DATAFORSEO_MODE"]
    let url = "https://dataforseo.com/terms-of-service"
    let quota = "2,000 requests a minute for your account"
    switch self {
    case .maps:
      return ConnectorInfo(
        id: "dataforseo", name: "DataForSEO Maps",
        summary: "Businesses as Google Maps shows them, bought from DataForSEO with your own account.", terms: terms, termsURL: url,
        cost: "about $0.002 (as a task $0.0006) for each part of the area, up to a hundred businesses", quota: quota,
        settings: settings)
    case .organic:
      return ConnectorInfo(
        id: "dataforseo_organic", name: "DataForSEO web search",
        summary: "Web sites that Google's search names, without directories; their own pages tell the rest.", terms: terms,
        termsURL: url, cost: "about $0.002 (as a task $0.0006) for each ten hits", quota: quota, settings: settings)
    }
  }
}
