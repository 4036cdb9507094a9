import Fakes
import Net
import Outreach
import Testing

@testable import Connectors

@Suite struct GooglePlacesTests {
  private static let area = GeoArea.circle(GeoPoint(52.53, 13.38), metres: 2_000)
  private static let query = PlaceQuery(words: "dentist", area: area, language: "de")

  private func service(_ status: Int, _ body: String, key: String? = "k") -> (GooglePlaces, ScriptedHTTP) {
    let http = ScriptedHTTP { ClientResponse(status: status, headers: [:], body: Array(body.utf8), url: $0.url) }
    return (GooglePlaces(http: http, base: "https://p.example", key: { key }, turnstile: Turnstile(gapSeconds: 0)), http)
  }

  @Test func `only what may be kept is asked for and kept`() async throws {
    let body = """
      {"places":[{"id":"ChIJ1","location":{"latitude":52.53,"longitude":13.38},"websiteUri":"https://praxis.example/","businessStatus":"OPERATIONAL"},
      {"id":"ChIJ2","location":{"latitude":52.53,"longitude":13.38}},{"id":"ChIJ3","websiteUri":"https://shut.example/","businessStatus":"CLOSED_PERMANENTLY"},
      {"id":"ChIJ4","websiteUri":"https://far.example/","location":{"latitude":48.1,"longitude":11.5}}],"nextPageToken":"tok:1"}
      """
    let (service, http) = service(200, body)
    let page = try await service.page(Self.query, after: nil)
    #expect(page.places.count == 1 && page.next == "0:tok:1" && page.costMicros == 35_000)
    let place = page.places[0]
    #expect(Set(place.fields.keys) == ["website", "maps_url", "category", "latitude", "longitude"])
    #expect(
      place.fields["maps_url"] == "https://www.google.com/maps/place/?q=place_id:ChIJ1"
        && place.keepDays == ["location": 30, "website": 30])
    let mask = http.requests[0].headers["X-Goog-FieldMask"]
    #expect(mask == "places.id,places.location,places.websiteUri,places.businessStatus,nextPageToken")
    _ = try await service.page(Self.query, after: "0:tok:1")
    let (first, second) = (
      String(decoding: http.requests[0].body, as: UTF8.self), String(decoding: http.requests[1].body, as: UTF8.self)
    )
    #expect(second.contains(#""pageToken":"tok:1""#) && !first.contains("pageToken") && first.contains("rectangle"))
  }

  @Test func `an empty answer ends the search and a large area costs more`() async throws {
    let page = try await service(200, "{}").0.page(Self.query, after: nil)
    #expect(page.places.isEmpty && page.next == nil)
    let large = PlaceQuery(words: "x", area: .circle(GeoPoint(52.5, 13.4), metres: 20_000), language: "de")
    #expect(service(200, "").0.mostCostMicros(Self.query) == 105_000 && service(200, "").0.mostCostMicros(large) > 2_000_000)
  }

  @Test func `each documented error says what to do`() async throws {
    func error(_ status: String, _ reason: String) -> String {
      #"{"error":{"code":1,"message":"m","status":"\#(status)","details":[{"@type":"t","reason":"\#(reason)"}]}}"#
    }
    let rows: [(Int, String, Fault.Code)] = [
      (400, error("INVALID_ARGUMENT", "API_KEY_INVALID"), .notConfigured), (400, error("INVALID_ARGUMENT", "x"), .badInput),
      (403, error("PERMISSION_DENIED", "SERVICE_DISABLED"), .notConfigured),
      (403, error("PERMISSION_DENIED", "BILLING_DISABLED"), .notConfigured),
      (403, error("PERMISSION_DENIED", "API_KEY_IP_ADDRESS_BLOCKED"), .notConfigured), (403, "<html>", .refused),
      (429, error("RESOURCE_EXHAUSTED", "RATE_LIMIT_EXCEEDED"), .rateLimited), (503, "", .upstream), (200, "<", .upstream),
    ]
    for (status, body, code) in rows {
      let fault = await #expect(throws: Fault.self) { _ = try await service(status, body).0.page(Self.query, after: nil) }
      #expect(fault?.code == code, "\(status) \(body)")
      #expect(fault?.detail.contains("k.example") == false)
    }
    #expect(service(200, "", key: nil).0.problem()?.code == .notConfigured)
    #expect(try await service(200, "", key: nil).0.places(named: "x", language: "en").isEmpty)
  }

  @Test func `places by name come from Google and from Photon`() async throws {
    let body =
      #"{"places":[{"formattedAddress":"Bremen, Germany","location":{"latitude":53.1,"longitude":8.8},"viewport":{"low":{"latitude":53.0,"longitude":8.5},"high":{"latitude":53.2,"longitude":8.9}},"primaryType":"locality"}]}"#
    let found = try await service(200, body).0.places(named: "Bremen", language: "en")
    #expect(found.first?.box == GeoBox(south: 53.0, west: 8.5, north: 53.2, east: 8.9) && service(200, "").0.mayBeKept == false)
    let features = """
      {"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[8.8,53.1]},
      "properties":{"name":"Bremen","state":"Bremen","country":"Deutschland","countrycode":"DE","type":"city","extent":[8.5,53.2,8.9,53.0]}},
      {"type":"Feature","geometry":{"type":"Point","coordinates":[1]},"properties":{}}]}
      """
    let http = ScriptedHTTP { ClientResponse(status: 200, headers: [:], body: Array(features.utf8), url: $0.url) }
    let places = try await Photon(http: http, base: "https://ph.example", agent: "A/1", turnstile: Turnstile(gapSeconds: 0)).places(
      named: "Bremen & Co", language: "pt")
    #expect(places.map(\.name) == ["Bremen, Deutschland"] && places[0].country == "de")
    #expect(places[0].box == GeoBox(south: 53.0, west: 8.5, north: 53.2, east: 8.9))
    #expect(http.requests[0].url == "https://ph.example/api/?q=Bremen%20%26%20Co&limit=8")
    let busy = ScriptedHTTP { ClientResponse(status: 429, headers: [:], body: [], url: $0.url) }
    let fault = await #expect(throws: Fault.self) {
      _ = try await Photon(http: busy, agent: "A/1", turnstile: Turnstile(gapSeconds: 0)).places(named: "x", language: "en")
    }
    #expect(fault?.code == .rateLimited)
  }
}
