import Net
import Outreach

/// What geocoders have in common: one polite question by GET for those over OpenStreetMap's data, and boxes around what is found.
struct PlaceNames: Sendable {
  /// Places of one answer.
  static let hits = "8"
  private static let (timeoutSeconds, maximumBytes, restSeconds) = (20.0, 1 << 20, 60.0)
  /// The radius around a place that has no extent.
  private static let pointMetres = 5_000.0

  let client: ServiceClient
  let base: String
  let agent: String
  let turnstile: Turnstile

  /// Over a server. - Parameter base: without a slash at its end.
  init(_ service: String, http: any HTTPClient, base: String, agent: String, turnstile: Turnstile) {
    (client, self.base, self.agent, self.turnstile) = (ServiceClient(service: service, http: http), base, agent, turnstile)
  }

  /// Asks for a path. - Throws: `.rateLimited` where a minute's rest is asked for, `.refused` where the server says no for longer.
  func answer<T: Decodable>(_: T.Type, _ path: String, _ pairs: [(String, String)]) async throws(Fault) -> T {
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The search was cancelled.") }
    var request = ClientRequest(
      "GET", "\(base)\(path)?\(FormText.encoded(pairs))", headers: ["User-Agent": agent, "Accept": "application/json"])
    (request.timeoutSeconds, request.maximumBodyBytes) = (Self.timeoutSeconds, Self.maximumBytes)
    let response = try await client.send(request)
    switch response.status {
    case 200: return try client.decode(T.self, response)
    case 403:
      throw Fault(
        .refused, "\(client.service) refuses requests from this connection for now. Wait some hours, or give coordinates.")
    case 429:
      await turnstile.rest(Self.restSeconds)
      throw Fault(.rateLimited, "\(client.service) asks to slow down. Try again in a minute.")
    default: throw client.fault(for: response)
    }
  }

  /// A place, with its box where the sides make one.
  /// - Returns: nil where the coordinates are none.
  static func place(
    _ name: String, latitude: Double, longitude: Double, sides: (south: Double, west: Double, north: Double, east: Double)?,
    country: String?, kind: String?
  ) -> GeoPlace? {
    guard abs(latitude) <= 90, abs(longitude) <= 180 else { return nil }
    let center = GeoPoint(latitude, longitude)
    var box = GeoBox(around: center, metres: pointMetres)
    if let sides, -90 <= sides.south, sides.south < sides.north, sides.north <= 90, -180 <= sides.west, sides.west < sides.east,
      sides.east <= 180
    {
      box = GeoBox(south: sides.south, west: sides.west, north: sides.north, east: sides.east)
    }
    return GeoPlace(name: name, center: center, box: box, country: country?.lowercased(), kind: kind ?? "")
  }
}
