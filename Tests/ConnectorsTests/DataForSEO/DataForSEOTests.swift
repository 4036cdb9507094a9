import Fakes
import Net
import Outreach
import Synchronization
import Testing

@testable import Connectors

@Suite struct DataForSEOTests {
  private static let item = """
    {"type":"maps_search","title":"Praxis Stone","url":"https://praxis.example/","phone":"+493012345","category":"Dentist","latitude":52.53,"longitude":13.38,
    "cid":"1234567890123456789","address_info":{"address":"Invalidenstr. 1","city":"Berlin","zip":"10115","region":"Berlin","country_code":"DE"}}
    """
  private static let area = GeoArea.circle(GeoPoint(52.53, 13.38), metres: 4000)

  private func service(_ status: Int, _ body: String, account: (String, String)? = ("me@x.example", "pass")) -> (
    DataForSEO, ScriptedHTTP
  ) {
    let http = ScriptedHTTP { ClientResponse(status: status, headers: [:], body: Array(body.utf8), url: $0.url) }
    return (DataForSEO(http: http, base: "https://d.example", account: { account }, turnstile: Turnstile(gapSeconds: 0)), http)
  }

  private static func answer(_ code: Int, _ result: String = "null", cost: Double = 0.002) -> String {
    #"{"status_code":20000,"cost":\#(cost),"tasks":[{"status_code":\#(code),"cost":\#(cost),"result":\#(result)}]}"#
  }

  @Test func `maps results become businesses and the cost is kept`() async throws {
    let paid = Self.item.replacing("maps_search", with: "maps_paid_item")
    let far = Self.item.replacing("52.53", with: "48.1")
    let (service, http) = service(200, Self.answer(20_000, #"[{"items":[\#(Self.item),\#(paid),\#(far)]}]"#))
    let page = try await service.page(PlaceQuery(words: "50% + dentist", area: Self.area, language: "de"), after: nil)
    #expect(page.places.count == 1 && page.costMicros == 2_000 && page.next == nil)
    let expected = [
      "business_name": "Praxis Stone", "website": "https://praxis.example/", "city": "Berlin",
      "maps_url": "https://maps.google.com/?cid=1234567890123456789",
    ]
    for (field, value) in expected { #expect(page.places[0].fields[field] == value, "\(field)") }
    let request = http.requests[0]
    #expect(request.headers["Authorization"] == "Basic bWVAeC5leGFtcGxlOnBhc3M=")
    let text = String(decoding: request.body, as: UTF8.self)
    #expect(text.hasPrefix("[") && text.contains("50%25 %2B dentist") && text.contains("13z"), "\(text)")
  }

  @Test func `codes inside a 200 decide, and none found is no error`() async throws {
    let query = PlaceQuery(words: "x", area: Self.area, language: "en")
    #expect(try await service(200, Self.answer(40_102)).0.page(query, after: nil).places.isEmpty)
    let rows: [(status: Int, body: String, code: Fault.Code)] = [
      (200, Self.answer(40_200), .refused), (200, Self.answer(40_203), .refused), (200, Self.answer(40_202), .rateLimited),
      (200, Self.answer(40_501), .badInput),
      (200, Self.answer(40_101), .upstream), (200, Self.answer(50_000), .upstream), (401, "", .notConfigured), (402, "", .refused),
      (500, "", .upstream), (200, "<", .upstream),
      (200, #"{"status_code":40100,"tasks":null}"#, .notConfigured),
    ]
    for row in rows {
      let fault = await #expect(throws: Fault.self) { _ = try await service(row.status, row.body).0.page(query, after: nil) }
      #expect(fault?.code == row.code, "\(row)")
    }
    #expect(service(200, "", account: nil).0.problem()?.code == .notConfigured)
    #expect(
      try await service(200, #"{"status_code":20000,"tasks":[{"status_code":20000,"result":[{"money":{"balance":7.05}}]}]}"#).0
        .test() == "DataForSEO answers; your balance is $7.05.")
  }

  @Test func `hits of the search become sites to read, without directories`() async throws {
    let items = """
      {"type":"organic","title":"Best dentists","url":"https://praxis.example.com/team?x=1","domain":"praxis.example.com"},
      {"type":"organic","title":"Top 10","url":"https://www.yelp.com/berlin","domain":"www.yelp.com"},{"type":"people_also_ask"},
      {"type":"local_pack","title":"Praxis Lind","domain":"lind.example.com","url":"https://lind.example.com/","phone":"+4930 1","cid":"77"}
      """
    let http = ScriptedHTTP {
      ClientResponse(status: 200, headers: [:], body: Array(Self.answer(20_000, "[{\"items\":[\(items)]}]").utf8), url: $0.url)
    }
    let service = DataForSEO(.organic, http: http, account: { ("me", "pass") }, turnstile: Turnstile(gapSeconds: 0))
    let query = PlaceQuery(words: "dentist", area: Self.area, language: "de", place: "Berlin", limit: 15)
    let page = try await service.page(query, after: nil)
    #expect(
      page.places.map { $0.fields["website"] } == ["https://praxis.example.com/", "https://lind.example.com/"] && page.next == nil)
    #expect(page.places[0].fields["business_name"] == nil && page.places[1].fields["maps_url"] == "https://maps.google.com/?cid=77")
    let asked = String(decoding: http.requests[0].body, as: UTF8.self)
    #expect(
      asked.contains("dentist Berlin") && asked.contains("\"depth\":20") && http.requests[0].url.hasSuffix("/organic/live/advanced")
    )
    #expect(service.mostCostMicros(query) == 4_000)
  }

  @Test func `a task is paid once and fetched when it is ready, also after a crash`() async throws {
    let polls = Mutex(0)
    let http = ScriptedHTTP { request in
      let body: String
      if request.url.hasSuffix("/maps/task_post") {
        body = #"{"status_code":20000,"cost":0.0006,"tasks":[{"id":"11-aa","status_code":20100,"cost":0.0006,"result":null}]}"#
      } else {
        let number = polls.withLock { count in
          count += 1
          return count
        }
        body = Self.answer(number < 9 ? 40_602 : 20_000, number < 9 ? "null" : "[{\"items\":[\(Self.item)]}]", cost: 0.0006)
      }
      return ClientResponse(status: 200, headers: [:], body: Array(body.utf8), url: request.url)
    }
    let service = DataForSEO(
      .maps, http: http, account: { ("me", "pass") }, isQueued: { true }, turnstile: Turnstile(gapSeconds: 0), pollSeconds: 0)
    let query = PlaceQuery(words: "dentist", area: Self.area, language: "de")
    var (cursor, cost, found): (String?, Int, Int) = (nil, 0, 0)
    repeat {
      let page = try await service.page(query, after: cursor)
      (cursor, cost, found) = (page.next, cost + page.costMicros, found + page.places.count)
    } while cursor != nil
    #expect(found == 1 && cost == 600 && http.requests.count { $0.method == "POST" } == 1)
    #expect(http.requests.last?.url.hasSuffix("/maps/task_get/advanced/11-aa") == true)
    let gone = ScriptedHTTP { ClientResponse(status: 200, headers: [:], body: Array(Self.answer(40_403).utf8), url: $0.url) }
    let fault = await #expect(throws: Fault.self) {
      _ = try await DataForSEO(http: gone, account: { ("m", "p") }, turnstile: Turnstile(gapSeconds: 0)).page(
        query, after: "0:11-aa:0")
    }
    #expect(fault?.code == .refused)
  }
}
