import Fakes
import Net
import Outreach
import Testing

@testable import Connectors

@Suite struct OpenStreetMapTests {
  private static let answer = """
    {"version":0.6,"elements":[
      {"type":"node","id":1,"lat":52.531,"lon":13.384,"tags":{"amenity":"dentist","name":"Praxis Stone","phone":"+49 30 12345;+49 30 9","contact:email":"info@praxis.example",
       "website":"https://praxis.example","addr:street":"Invalidenstraße","addr:housenumber":"1","addr:postcode":"10115","addr:city":"Berlin","opening_hours":"Mo-Fr 08:00-18:00"}},
      {"type":"way","id":2,"center":{"lat":52.529,"lon":13.391},"tags":{"shop":"hairdresser","name":"Salon Ada"}},
      {"type":"node","id":3,"lat":52.53,"lon":13.39,"tags":{"shop":"bakery"}},
      {"type":"node","id":4,"lat":52.53,"lon":13.39,"tags":{"name":"Gone","disused:shop":"bakery"}},
      {"type":"node","id":5,"lat":53.9,"lon":13.39,"tags":{"name":"Far away","shop":"bakery"}},
      {"type":"relation","id":6}]}
    """
  private static let area = GeoArea.circle(GeoPoint(52.53, 13.39), metres: 3000)

  private func search(_ http: ScriptedHTTP, servers: [String] = ["https://one.example/api", "https://two.example/api"])
    -> OpenStreetMap
  {
    OpenStreetMap(http: http, servers: servers, agent: "ColdOutreach/1.0", turnstile: Turnstile(gapSeconds: 0, wait: { _ in }))
  }

  private static func reply(_ body: String, status: Int = 200, type: String = "application/json", _ url: String) -> ClientResponse {
    ClientResponse(status: status, headers: ["Content-Type": type], body: Array(body.utf8), url: url)
  }

  @Test func `objects become businesses and closed, nameless or far ones do not`() async throws {
    let http = ScriptedHTTP { Self.reply(Self.answer, $0.url) }
    let page = try await search(http).page(PlaceQuery(words: "dentist", area: Self.area, language: "de"), after: nil)
    #expect(page.places.map { $0.fields["business_name"] } == ["Praxis Stone", "Salon Ada"])
    #expect(page.next == nil && page.progress == 1)
    let first = page.places[0]
    let expected = [
      "email": "info@praxis.example", "phone": "+49 30 12345", "address": "Invalidenstraße 1", "city": "Berlin",
      "category": "dentist",
      "maps_url": "https://www.openstreetmap.org/node/1", "custom.opening_hours": "Mo-Fr 08:00-18:00", "latitude": "52.531",
    ]
    for (field, value) in expected { #expect(first.fields[field] == value, "\(field)") }
    let request = http.requests[0]
    #expect(request.method == "POST" && request.headers["User-Agent"] == "ColdOutreach/1.0")
  }

  @Test func `busy servers are passed over and what all say is told`() async throws {
    let rows: [(status: Int, body: String, type: String, code: Fault.Code, asked: Int)] = [
      (429, "", "text/html", .rateLimited, 2), (504, "<p>busy", "text/html", .rateLimited, 2), (406, "", "text/html", .refused, 2),
      (400, "line 1: parse error", "text/html", .badInput, 1), (200, "<html>", "text/html", .upstream, 2),
      (200, "{", "application/json", .upstream, 2),
      (
        200, #"{"elements":[],"remark":"runtime error: Query timed out in \"query\" at line 3 after 61 seconds."}"#,
        "application/json", .upstream, 2
      ),
    ]
    for row in rows {
      let http = ScriptedHTTP { Self.reply(row.body, status: row.status, type: row.type, $0.url) }
      let fault = await #expect(throws: Fault.self) {
        _ = try await search(http).page(PlaceQuery(words: "dentist", area: Self.area, language: "en"), after: nil)
      }
      #expect(fault?.code == row.code && http.requests.count == row.asked, "\(row)")
    }
    let second = ScriptedHTTP {
      $0.url.contains("one") ? Self.reply("", status: 429, type: "text/html", $0.url) : Self.reply(Self.answer, $0.url)
    }
    #expect(try await search(second).page(PlaceQuery(words: "x", area: Self.area, language: "en"), after: nil).places.count == 2)
  }

  @Test func `a large area is asked tile by tile and goes on where it stopped`() async throws {
    let http = ScriptedHTTP { Self.reply(#"{"elements":[]}"#, $0.url) }
    let query = PlaceQuery(words: "bakery", area: .box(GeoBox(south: 52, west: 13, north: 52.3, east: 13.5)), language: "en")
    var cursor: String?
    var pages = 0
    repeat {
      cursor = try await search(http).page(query, after: cursor).next
      pages += 1
    } while cursor != nil
    #expect(pages == 4 && Set(http.requests.map(\.body)).count == 4)
  }

  @Test func `words of several languages are tags and strange ones are harmless`() {
    let rows: [(String, [String])] = [
      ("Bäckerei", [#"["shop"="bakery"]["name"]"#]),
      ("dentists", [#"["amenity"="dentist"]["name"]"#, #"["healthcare"="dentist"]["name"]"#]),
      ("padaria", [#"["shop"="bakery"]["name"]"#]), ("shop=tea", [#"["shop"="tea"]["name"]"#]),
      ("bakeries", [#"["shop"="bakery"]["name"]"#]),
    ]
    for (words, expected) in rows { #expect(OverpassQuery.selectors(for: words) == expected, "\(words)") }
    let hostile = OverpassQuery.selectors(for: #"x"];node(1);out;["a\"#)
    #expect(
      hostile.allSatisfy { $0.split(separator: "\"", omittingEmptySubsequences: false).count % 2 == 1 && !$0.contains(#"\"#) },
      "\(hostile)")
  }

  @Test func `places are found by name`() async throws {
    let body = """
      [{"lat":"52.5178","lon":"13.4024","display_name":"Mitte, Berlin","addresstype":"suburb","boundingbox":["52.49","52.56","13.3","13.43"],"address":{"country_code":"de"}},
       {"lat":"x","lon":"1","display_name":"broken"}]
      """
    let http = ScriptedHTTP { Self.reply(body, $0.url) }
    let found = try await Nominatim(http: http, base: "https://n.example", agent: "A/1", turnstile: Turnstile(gapSeconds: 0))
      .places(named: "Mitte & Co", language: "de")
    #expect(found.count == 1 && found.first?.country == "de" && found.first?.box.north == 52.56)
    #expect(http.requests[0].url.contains("q=Mitte%20%26%20Co"))
  }
}
