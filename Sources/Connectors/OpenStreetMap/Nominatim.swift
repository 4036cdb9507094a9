import FoundationEssentials
import Net
import Outreach

/// Finds where a named place is, by OpenStreetMap's own search.
///
/// Source: nominatim.org/release-docs (Search, Output); usage policy: operations.osmfoundation.org/policies/nominatim (at most one request a second,
/// results kept, a real User-Agent, no bulk queries).
public struct Nominatim: Geocoder {
  /// The public server.
  public static let publicServer = "https://nominatim.openstreetmap.org"
  private static let hits = "8"
  private static let timeoutSeconds = 20.0

  public let name = "Nominatim"
  private let client: ServiceClient
  private let base: String
  private let agent: String
  private let turnstile: Turnstile

  /// A geocoder.
  /// - Parameters:
  ///   - base: the server without a slash at its end.
  ///   - agent: names this program and whom to ask about it; the server refuses library names.
  public init(
    http: any HTTPClient, base: String = Nominatim.publicServer, agent: String, turnstile: Turnstile = Turnstile(gapSeconds: 1.1)
  ) {
    (client, self.base, self.agent, self.turnstile) = (ServiceClient(service: "Nominatim", http: http), base, agent, turnstile)
  }

  private struct Hit: Decodable {
    let lat: String
    let lon: String
    let display_name: String
    let addresstype: String?
    let type: String?
    let boundingbox: [String]?
    let address: Address?

    struct Address: Decodable { let country_code: String? }
  }

  public func places(named text: String, language: String) async throws(Fault) -> [GeoPlace] {
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The search was cancelled.") }
    let query = FormText.encoded([
      ("q", text), ("format", "jsonv2"), ("addressdetails", "1"), ("limit", Self.hits), ("accept-language", language),
    ])
    var request = ClientRequest("GET", "\(base)/search?\(query)", headers: ["User-Agent": agent, "Accept": "application/json"])
    (request.timeoutSeconds, request.maximumBodyBytes) = (Self.timeoutSeconds, 1 << 20)
    let response = try await client.send(request)
    switch response.status {
    case 200: return try client.decode([Hit].self, response).compactMap(Self.place)
    case 403:
      throw Fault(.refused, "Nominatim refuses requests from this connection for now. Wait some hours, or give coordinates.")
    case 429:
      await turnstile.rest(60)
      throw Fault(.rateLimited, "Nominatim asks to slow down. Try again in a minute.")
    default: throw client.fault(for: response)
    }
  }

  /// Numbers are strings; the box is south, north, west, east.
  private static func place(_ hit: Hit) -> GeoPlace? {
    guard let latitude = Double(hit.lat), let longitude = Double(hit.lon), abs(latitude) <= 90, abs(longitude) <= 180 else {
      return nil
    }
    let center = GeoPoint(latitude, longitude)
    let sides = (hit.boundingbox ?? []).compactMap { Double($0) }
    var box = GeoBox(around: center, metres: 5000)
    if sides.count == 4, sides[0] < sides[1], sides[2] < sides[3] {
      box = GeoBox(south: sides[0], west: sides[2], north: sides[1], east: sides[3])
    }
    return GeoPlace(
      name: hit.display_name, center: center, box: box, country: hit.address?.country_code?.lowercased(),
      kind: hit.addresstype ?? hit.type ?? "")
  }
}
