import Net
import Outreach

/// Finds where a named place is, by OpenStreetMap's own search.
///
/// Source: nominatim.org/release-docs (Search, Output); usage policy: operations.osmfoundation.org/policies/nominatim (at most one request a second,
/// results kept, a real User-Agent, no bulk queries).
public struct Nominatim: Geocoder {
  /// The public server.
  public static let publicServer = "https://nominatim.openstreetmap.org"

  public let name = "Nominatim"
  private let names: PlaceNames

  /// A geocoder.
  /// - Parameters:
  ///   - base: the server without a slash at its end.
  ///   - agent: names this program and whom to ask about it; the server refuses library names.
  public init(
    http: any HTTPClient, base: String = Nominatim.publicServer, agent: String, turnstile: Turnstile = Turnstile(gapSeconds: 1.1)
  ) {
    names = PlaceNames(name, http: http, base: base, agent: agent, turnstile: turnstile)
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
    try await names.answer(
      [Hit].self, "/search",
      [
        ("q", text), ("format", "jsonv2"), ("addressdetails", "1"), ("limit", PlaceNames.hits), ("accept-language", language),
      ]
    ).compactMap(Self.place)
  }

  /// Numbers are strings; the box is south, north, west, east.
  private static func place(_ hit: Hit) -> GeoPlace? {
    guard let latitude = Double(hit.lat), let longitude = Double(hit.lon) else { return nil }
    let sides = (hit.boundingbox ?? []).compactMap { Double($0) }
    return PlaceNames.place(
      hit.display_name, latitude: latitude, longitude: longitude,
      sides: sides.count == 4 ? (south: sides[0], west: sides[2], north: sides[1], east: sides[3]) : nil,
      country: hit.address?.country_code, kind: hit.addresstype ?? hit.type)
  }
}
