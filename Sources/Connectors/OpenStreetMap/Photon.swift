import FoundationEssentials
import Net
import Outreach

/// Finds where a named place is, by Photon over OpenStreetMap's data; asked where Nominatim does not answer or knows nothing.
///
/// Source: github.com/komoot/photon (README, API); the public server asks for moderate use, one request at a time.
public struct Photon: Geocoder {
  /// The public server.
  public static let publicServer = "https://photon.komoot.io"
  private static let hits = "8"
  private static let timeoutSeconds = 20.0
  /// Languages that the public server has names in; it answers 400 to others.
  private static let languages: Set<String> = ["en", "de", "fr"]

  public let name = "Photon"
  private let client: ServiceClient
  private let base: String
  private let agent: String
  private let turnstile: Turnstile

  /// A geocoder.
  /// - Parameters:
  ///   - base: the server without a slash at its end.
  ///   - agent: names this program.
  public init(
    http: any HTTPClient, base: String = Photon.publicServer, agent: String, turnstile: Turnstile = Turnstile(gapSeconds: 1.1)
  ) {
    (client, self.base, self.agent, self.turnstile) = (ServiceClient(service: "Photon", http: http), base, agent, turnstile)
  }

  private struct Answer: Decodable { let features: [Feature] }
  private struct Feature: Decodable {
    struct Geometry: Decodable { let coordinates: [Double] }
    struct Properties: Decodable {
      let name: String?
      let city: String?
      let county: String?
      let state: String?
      let country: String?
      let countrycode: String?
      let postcode: String?
      let type: String?
      /// West, north, east, south.
      let extent: [Double]?
    }
    let geometry: Geometry
    let properties: Properties
  }

  public func places(named text: String, language: String) async throws(Fault) -> [GeoPlace] {
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The search was cancelled.") }
    var pairs = [("q", text), ("limit", Self.hits)]
    if Self.languages.contains(language) { pairs.append(("lang", language)) }
    var request = ClientRequest(
      "GET", "\(base)/api/?\(FormText.encoded(pairs))", headers: ["User-Agent": agent, "Accept": "application/json"])
    (request.timeoutSeconds, request.maximumBodyBytes) = (Self.timeoutSeconds, 1 << 20)
    let response = try await client.send(request)
    guard response.status == 200 else {
      if response.status == 429 { await turnstile.rest(60) }
      throw client.fault(for: response)
    }
    return try client.decode(Answer.self, response).features.compactMap(Self.place)
  }

  private static func place(_ feature: Feature) -> GeoPlace? {
    let (at, told) = (feature.geometry.coordinates, feature.properties)
    guard at.count >= 2, abs(at[1]) <= 90, abs(at[0]) <= 180 else { return nil }
    var words: [String] = []
    for part in [told.name, told.postcode, told.city, told.county, told.state, told.country] {
      if let part, !part.isEmpty, !words.contains(part) { words.append(part) }
    }
    let center = GeoPoint(at[1], at[0])
    var box = GeoBox(around: center, metres: 5_000)
    if let sides = told.extent, sides.count == 4, sides[3] < sides[1], sides[0] < sides[2] {
      box = GeoBox(south: sides[3], west: sides[0], north: sides[1], east: sides[2])
    }
    return GeoPlace(
      name: words.joined(separator: ", "), center: center, box: box, country: told.countrycode?.lowercased(), kind: told.type ?? "")
  }
}
