import Net
import Outreach

/// Finds where a named place is, by Photon over OpenStreetMap's data; asked where Nominatim does not answer or knows nothing.
///
/// Source: github.com/komoot/photon (README, API); the public server asks for moderate use, one request at a time.
public struct Photon: Geocoder {
  /// The public server.
  public static let publicServer = "https://photon.komoot.io"
  /// Languages that the public server has names in; it answers 400 to others.
  private static let languages: Set<String> = ["en", "de", "fr"]

  public let name = "Photon"
  private let names: PlaceNames

  /// A geocoder.
  /// - Parameters:
  ///   - base: the server without a slash at its end.
  ///   - agent: names this program.
  public init(
    http: any HTTPClient, base: String = Photon.publicServer, agent: String, turnstile: Turnstile = Turnstile(gapSeconds: 1.1)
  ) {
    names = PlaceNames(name, http: http, base: base, agent: agent, turnstile: turnstile)
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
    let isNamed = Self.languages.contains(language)
    return try await names.answer(
      Answer.self, "/api/", [("q", text), ("limit", PlaceNames.hits)] + (isNamed ? [("lang", language)] : [])
    ).features.compactMap(Self.place)
  }

  private static func place(_ feature: Feature) -> GeoPlace? {
    let (at, told) = (feature.geometry.coordinates, feature.properties)
    guard at.count >= 2 else { return nil }
    var words: [String] = []
    for part in [told.name, told.postcode, told.city, told.county, told.state, told.country] {
      if let part, !part.isEmpty, !words.contains(part) { words.append(part) }
    }
    let sides = told.extent ?? []
    return PlaceNames.place(
      words.joined(separator: ", "), latitude: at[1], longitude: at[0],
      sides: sides.count == 4 ? (south: sides[3], west: sides[0], north: sides[1], east: sides[2]) : nil,
      country: told.countrycode, kind: told.type)
  }
}
