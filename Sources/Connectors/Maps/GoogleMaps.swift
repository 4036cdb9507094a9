import Finding
import JSONText
import Outreach
import Platform
import Text

/// Google Maps as the person's own Chromium shows it, one page at a time.
///
/// Large areas are looked at tile by tile; the cursor holds the places that are still to be opened, so that a search that was broken off
/// goes on with the next one. A question whether a person is there stops the search at once.
public struct GoogleMaps: PlaceSearch {
  /// The public server.
  public static let publicServer = "https://www.google.com"
  /// A list ends after some 120 places, so that larger areas are cut.
  static let tileMetres = 9_000.0
  static let maximumTiles = 36
  private static let mostPerTile = 120
  private static let waitSeconds = 15.0
  private static let pollSeconds = 0.3
  /// Rounds without anything new after which a list is over.
  private static let quietRounds = 3
  private static let mostScrolls = 40
  /// So many places in a row without any fact mean that Maps looks different now.
  private static let mostEmpty = 4
  private static let zoom = "14z"
  static let noBrowser = Fault(
    .notConfigured, "No Chromium or Chrome was found on this computer. Install one, or name it under MAPS_BROWSER.")

  public let info = ConnectorInfo(
    id: "google_maps", name: "Google Maps in your browser",
    summary: "Looks at Google Maps with the Chromium of this computer, one page at a time, as you would by hand.",
    terms:
      "Google's terms forbid reading Maps by programs, and its pages ask robots to stay away. If you use this source it is on your own responsibility: Google may block your connection for a while. The program goes slowly, declines cookies, and stops for some hours as soon as Google asks whether a person is searching; it never tries to get round that.",
    termsURL: "https://www.google.com/help/terms_maps/", cost: "free",
    quota: "at most SCRAPING_MAX_REQUESTS_PER_MINUTE pages a minute, some 120 places for each part of the area",
    settings: ["MAPS_BROWSER"],
    asksConsent: true, restHours: 6)
  private let browser: MapsBrowser
  private let base: String

  /// A search.
  /// - Parameters:
  ///   - base: the server without a slash at its end.
  ///   - folder: for the browser's own profiles.
  ///   - manners: asked before each step: the program, seconds between pages, what is added by chance, whether the name changes.
  public init(
    base: String = GoogleMaps.publicServer, folder: String, environment: [String: String],
    manners: @escaping @Sendable () -> (program: String?, gap: Double, jitter: Double, rotates: Bool)
  ) {
    self.base = base
    browser = MapsBrowser(folder: folder, environment: environment) {
      let told = manners()
      return .init(program: told.program, gapSeconds: told.gap, jitterSeconds: told.jitter, rotatesAgents: told.rotates)
    }
  }

  /// Where a search stands.
  private struct Place: Codable {
    var tile = 0
    /// Places of the tile that were not opened yet.
    var links: [String] = []
    /// How many places in a row told nothing.
    var empty = 0
  }

  public func problem() -> Fault? { browser.program() == nil ? Self.noBrowser : nil }

  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    guard let area = query.area else {
      throw Fault(.badInput, "Google Maps needs a place to look in.", fields: [.init("location", "is missing")])
    }
    do {
      let at = cursor.flatMap { try? JSON.decode(Place.self, from: $0) } ?? Place()
      return try await at.links.isEmpty ? list(query, area, at) : open(query, area, at)
    } catch let fault as Fault { throw fault } catch { throw Fault(.upstream, "The search was cancelled.") }
  }

  public func test() async throws(Fault) -> String {
    do { return "\(try await browser.version().replacing("/", with: " ")) starts. Google Maps itself is not asked." } catch let
      fault as Fault
    {
      throw fault
    } catch { throw Fault(.upstream, "The test was broken off.") }
  }

  public func finish() async { await browser.close() }

  /// Reads the list of a tile.
  private func list(_ query: PlaceQuery, _ area: GeoArea, _ at: Place) async throws -> PlacePage {
    let tiles = area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles)
    guard tiles.indices.contains(at.tile) else { return PlacePage([], progress: 1) }
    let center = tiles[at.tile].center
    let words = FormText.encoded(query.words).replacing("%20", with: "+")
    try await browser.go(
      to: "\(base)/maps/search/\(words)/@\(Self.degrees(center.latitude)),\(Self.degrees(center.longitude)),\(Self.zoom)?hl=en")
    let seen = try await arrive()
    var next = at
    switch seen["state"].string {
    case "list": next.links = try await links(query.limit)
    case "place": next.links = [seen["href"].string].compactMap { $0 }.filter(isPlace)
    default: next.links = []
    }
    if next.links.isEmpty { next.tile += 1 }
    return PlacePage([], next: try Self.cursor(next, of: tiles.count), progress: Self.progress(next, tiles.count))
  }

  /// Opens the next place of a tile; one at a time, so that nothing is lost where the one after it is blocked.
  private func open(_ query: PlaceQuery, _ area: GeoArea, _ at: Place) async throws -> PlacePage {
    let count = area.box.tiles(sideMetres: Self.tileMetres, limit: Self.maximumTiles).count
    var (next, places) = (at, [FoundPlace]())
    for link in at.links.prefix(1) {
      next.links.removeFirst()
      guard isPlace(link) else { continue }
      try await browser.go(to: link)
      guard try await arrive(atPlace: true)["state"].string == "place" else { continue }
      let page = try await browser.run(MapsScripts.place)
      next.empty = MapsPlace.hasFacts(page) ? 0 : next.empty + 1
      guard next.empty < Self.mostEmpty else { throw Self.changed }
      guard let place = MapsPlace.found(page, link: link) else { continue }
      if let point = MapsPlace.point(in: page["href"].string ?? "") ?? MapsPlace.point(in: link), !area.contains(point) { continue }
      places.append(place)
    }
    if next.links.isEmpty { next.tile += 1 }
    return PlacePage(places, next: try Self.cursor(next, of: count), progress: Self.progress(next, count))
  }

  /// Waits until it is clear what the page is; a page that asks for consent is declined on the way.
  private func arrive(atPlace: Bool = false) async throws -> JSON {
    var deadline = ContinuousClock.now + .seconds(Self.waitSeconds)
    var hasDeclined = false
    while ContinuousClock.now < deadline {
      // While one page gives way to the next there is nobody to answer.
      let seen = (try? await browser.run(MapsScripts.look)) ?? .null
      try Task.checkCancellation()
      switch seen["state"].string {
      case "blocked": throw Self.blocked
      case "consent" where !hasDeclined:
        hasDeclined = true
        guard try await browser.run(MapsScripts.reject).string == "yes" else { throw Self.noReject }
        try await browser.pass()
        try await browser.settle()
        deadline = .now + .seconds(Self.waitSeconds)
      case "list" where !atPlace, "nothing", "place": return seen
      default: break
      }
      try await Task.sleep(for: .seconds(Self.pollSeconds))
    }
    if hasDeclined, try await browser.run(MapsScripts.look)["state"].string == "consent" { throw Self.noReject }
    if atPlace { return .null }
    throw Self.changed
  }

  /// The places of the list, which grows while it is scrolled.
  private func links(_ limit: Int) async throws -> [String] {
    let enough = min(Self.mostPerTile, limit * 2)
    var (found, keys) = ([String](), Set<String>())
    var (height, quiet, scrolls, words) = (-1.0, 0, 0, 0.0)
    while quiet < Self.quietRounds, scrolls < Self.mostScrolls {
      let seen = try await browser.run(MapsScripts.look)
      if seen["state"].string == "blocked" { throw Self.blocked }
      let before = found.count
      for link in seen["links"].items {
        // Old cards leave the list while it is scrolled, so what was seen is kept.
        guard let href = link["href"].string, isPlace(href), keys.insert(MapsPlace.key(of: href)).inserted else { continue }
        found.append(href)
      }
      if case .bool(true) = seen["isEnd"] { break }
      if found.count >= enough { break }
      if let now = seen["height"].number {
        quiet = now == height && found.count == before ? quiet + 1 : 0
        height = now
      }
      if let count = seen["words"].number { words = count }
      scrolls += 1
      _ = try await browser.run(MapsScripts.scroll)
      try await browser.pass()
    }
    // A list that has words, but no link that is known as one.
    if found.isEmpty, words > 200 { throw Self.changed }
    return Array(found.prefix(enough))
  }

  /// Whether a link leads to a place on the server that we look at.
  private func isPlace(_ href: String) -> Bool {
    guard href.utf8.count < 2_000, let link = WebAddress(href), let home = WebAddress(base), link.path.hasPrefix("/maps/place/")
    else {
      return false
    }
    return link.host == home.host && link.port == home.port && link.scheme == home.scheme
  }

  private static func cursor(_ place: Place, of tiles: Int) throws -> String? {
    if place.links.isEmpty, place.tile >= tiles { return nil }
    return try JSON.encoded(place)
  }

  private static func progress(_ place: Place, _ tiles: Int) -> Double {
    min(1, (Double(place.tile) + (place.links.isEmpty ? 0 : 0.5)) / Double(tiles))
  }

  private static func degrees(_ value: Double) -> String { "\((value * 1e6).rounded() / 1e6)" }

  private static let blocked = Fault(
    .refused, "Google asks whether a person is searching. The search stopped at once, and Maps is left alone for some hours.")
  private static let noReject = Fault(
    .unsupported, "Google asks for a consent that this program can't decline for you. Nothing was accepted.")
  private static let changed = Fault(
    .unsupported, "Google Maps looks different from what this program knows, so it read nothing more. Use another source.")
}
