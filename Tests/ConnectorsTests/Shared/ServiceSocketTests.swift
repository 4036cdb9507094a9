import Curl
import Fakes
import Net
import Outreach
import Synchronization
import Testing

@testable import Connectors

/// The services as they speak over real sockets: status lines, headers and bodies as documented, and what happens on the way.
@Suite struct ServiceSocketTests {
  private static let area = GeoArea.circle(GeoPoint(52.53, 13.38), metres: 2_000)
  private static let query = PlaceQuery(words: "dentist", area: area, language: "de")

  private func fault(_ act: () async throws -> Void) async -> Fault.Code? {
    do { try await act() } catch { return (error as? Fault)?.code }
    return nil
  }

  private final class Flag: Sendable { let isOn = Mutex(false) }

  private static func task(_ code: Int, _ url: String, _ result: String) -> String {
    #"{"id":"1","status_code":\#(code),"cost":0.000125,"data":{"api":"on_page","url":"\#(url)"},"result":\#(result)}"#
  }

  private static func answer(_ tasks: [String]) -> [UInt8] {
    WebServer.json(#"{"version":"0.1","status_code":20000,"cost":0.1,"tasks":[\#(tasks.joined(separator: ","))]}"#)
  }

  private func line(_ request: String) -> String { String(request.prefix { $0 != "\r\n" && $0 != "\r" }) }

  @Test func `Hunter's verifier answers, errors, limits and odd answers`() async throws {
    let rows: [(name: String, answer: [UInt8]?, code: Fault.Code?)] = [
      ("valid", WebServer.json(#"{"data":{"status":"valid","score":97,"smtp_check":true}}"#), nil),
      ("running", WebServer.json("202 Accepted", #"{"data":{"status":"unknown"}}"#), .rateLimited),
      ("odd", WebServer.json("222 Unexpected error", "{}"), .rateLimited),
      ("badkey", WebServer.json("401 Unauthorized", #"{"errors":[{"id":"authentication_failed","code":401}]}"#), .notConfigured),
      ("rate", WebServer.json("403 Forbidden", #"{"errors":[{"details":"rate limit"}]}"#), .rateLimited),
      (
        "plan",
        WebServer.json(
          "429 Too Many Requests", #"{"errors":[{"details":"limit for the number of verifications per billing period"}]}"#),
        .refused
      ),
      ("claimed", WebServer.json("451 Unavailable For Legal Reasons", #"{"errors":[{"id":"claimed_email"}]}"#), .forbidden),
      ("broken", WebServer.json(#"{"data":{"status":"#), .upstream),
      ("page", WebServer.page("200 OK", [], Array("<html>".utf8)), .upstream),
      ("short", Array("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"data\"".utf8), .upstream),
      ("nothing", Array("HTTP/1.1 ".utf8), .upstream), ("down", WebServer.json("503 Service Unavailable", ""), .upstream),
    ]
    let server = WebServer { request in
      rows.first { request.contains("email=\($0.name)%40") }?.answer ?? WebServer.page("404 Not Found")
    }
    defer { server.stop() }
    let hunter = Hunter(
      http: CurlClient(), base: server.base + "/v2", key: { "secret" }, turnstile: Turnstile(gapSeconds: 0))
    for row in rows {
      let code = await fault {
        let verdict = try await hunter.verdict(on: row.name + "@shop.example")
        #expect(verdict == .valid, "\(row.name)")
      }
      #expect(code == row.code, "\(row.name)")
    }
    let heard = server.heard
    #expect(heard.count == rows.count && heard.allSatisfy { $0.hasPrefix("GET /v2/email-verifier?email=") })
    #expect(heard.allSatisfy { $0.lowercased().contains("x-api-key: secret") && !line($0).contains("secret") })
    server.stop()
    #expect(await fault { _ = try await hunter.verdict(on: "a@shop.example") } == .offline)
  }

  @Test func `Google Places gives pages by its token, and each refusal has its meaning`() async throws {
    func refusal(_ status: String, _ reason: String) -> [UInt8] {
      WebServer.json(
        status,
        #"{"error":{"code":1,"status":"X","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"\#(reason)"}]}}"#
      )
    }
    let first =
      #"{"places":[{"id":"ChIJ1","location":{"latitude":52.53,"longitude":13.38},"websiteUri":"https://praxis.example/"}],"nextPageToken":"tok/2=="}"#
    let rows: [(String, [UInt8], Fault.Code)] = [
      ("badkey", refusal("400 Bad Request", "API_KEY_INVALID"), .notConfigured),
      ("off", refusal("403 Forbidden", "SERVICE_DISABLED"), .notConfigured),
      ("blocked", refusal("403 Forbidden", "API_KEY_HTTP_REFERRER_BLOCKED"), .notConfigured),
      ("quota", refusal("429 Too Many Requests", "RATE_LIMIT_EXCEEDED"), .rateLimited),
      ("html", WebServer.page("502 Bad Gateway", ["Content-Type: text/html"], Array("<html>".utf8)), .upstream),
      ("cut", Array("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{".utf8), .upstream),
    ]
    let server = WebServer { request in
      if let row = rows.first(where: { request.contains("\"\($0.0)\"") }) { return row.1 }
      return WebServer.json(request.contains("pageToken") ? "{}" : first)
    }
    defer { server.stop() }
    let places = GooglePlaces(
      http: CurlClient(), base: server.base, key: { "google-key" }, turnstile: Turnstile(gapSeconds: 0))
    let page = try await places.page(Self.query, after: nil)
    #expect(page.places.count == 1 && page.next == "0:tok/2==")
    let last = try await places.page(Self.query, after: page.next)
    #expect(last.places.isEmpty && last.next == nil && last.progress == 1)
    for (word, _, code) in rows where code != .rateLimited {
      let asked = PlaceQuery(words: word, area: Self.area, language: "de")
      #expect(await fault { _ = try await places.page(asked, after: nil) } == code, "\(word)")
    }
    let slow = GooglePlaces(http: CurlClient(), base: server.base, key: { "k" }, turnstile: Turnstile(gapSeconds: 0))
    let asked = PlaceQuery(words: "quota", area: Self.area, language: "de")
    #expect(await fault { _ = try await slow.page(asked, after: nil) } == .rateLimited)
    let heard = server.heard
    #expect(
      heard[0].hasPrefix("POST /v1/places:searchText HTTP/1.1")
        && heard[0].lowercased().contains("x-goog-fieldmask: places.id,places.location"))
    #expect(heard[1].contains("\"pageToken\":\"tok\\/2==\"") && !line(heard[0]).contains("google-key"))
  }

  @Test func `DataForSEO's measures come with their price, and a site that can't be read holds no other back`() async throws {
    let page =
      #"{"crawl_progress":"finished","items_count":1,"items":[{"resource_type":"html","status_code":200,"onpage_score":86.61,"checks":{"is_https":false,"no_title":false,"no_description":true,"high_loading_time":false,"odd":null}}]}"#
    let broken = #"{"items":[{"resource_type":"broken","status_code":0,"onpage_score":null,"checks":null}]}"#
    let isPoor = Flag()
    let server = WebServer { request in
      if request.contains("POST /v3/backlinks/bulk_ranks/live") {
        let items =
          #"[{"type":"backlinks_bulk_ranks","items_count":2,"items":[{"target":"one.de","rank":312},{"target":"two.de","rank":null}]}]"#
        return isPoor.isOn.withLock { $0 }
          ? Self.answer([Self.task(40_204, "", "null")])
          : Self.answer([#"{"status_code":20000,"cost":0.02006,"result":\#(items)}"#])
      }
      if request.contains("poor.de") { return Self.answer([Self.task(40_200, "http://poor.de/", "null")]) }
      if request.contains("limit.de") { return Self.answer([Self.task(40_202, "http://limit.de/", "null")]) }
      if request.contains("login.de") { return WebServer.json("401 Unauthorized", "{}") }
      if request.contains("empty.de") { return WebServer.json(#"{"status_code":40503,"tasks":null}"#) }
      // In another order than asked.
      return Self.answer([
        Self.task(20_000, "http://two.de/", "[\(broken)]"), Self.task(20_000, "http://www.one.de/", "[\(page)]"),
        Self.task(50_000, "http://gone.de/", "null"),
      ])
    }
    defer { server.stop() }
    let service = DataForSEOOnPage(
      http: CurlClient(), base: server.base, account: { ("me@x.example", "pass") }, turnstile: Turnstile(gapSeconds: 0))
    let sites = ["http://www.one.de/", "http://two.de/", "http://gone.de/"]
    let found = try await service.audit(sites, ranks: true)
    #expect(found.costMicros == 375 + 20_060 && found.lack == nil && found.audits.count == 2)
    #expect(
      found.audits.first { $0.website == sites[0] }
        == SiteAudit(
          sites[0], score: 87, signs: ["answers": true, "https": false, "title": true, "description": false, "fast": true],
          rank: 312))
    #expect(found.audits.first { $0.website == sites[1] } == SiteAudit(sites[1], signs: ["answers": false]))
    #expect(
      service.mostCostMicros(sites: 3, ranks: true) >= found.costMicros && service.mostCostMicros(sites: 21, ranks: false) == 3_150)
    isPoor.isOn.withLock { $0 = true }
    let poor = try await service.audit(sites, ranks: true)
    #expect(poor.audits.count == 2 && poor.lack?.contains("subscription") == true)
    for (site, code) in [("poor", Fault.Code.refused), ("limit", .rateLimited), ("login", .notConfigured), ("empty", .upstream)] {
      #expect(await fault { _ = try await service.audit(["http://\(site).de/"], ranks: false) } == code, "\(site)")
    }
    let asked = try #require(server.heard.first)
    #expect(
      asked.contains("\"enable_javascript\":false") && asked.contains("[{") && asked.lowercased().contains("authorization: basic "))
  }

  @Test func `two geocoders speak one way`() async throws {
    let nominatim =
      #"[{"lat":"53.1","lon":"8.8","display_name":"Bremen, Deutschland","addresstype":"city","boundingbox":["53.0","53.2","8.5","8.9"],"address":{"country_code":"de"}},{"lat":"x","lon":"8","display_name":"odd"}]"#
    let photon =
      #"{"features":[{"geometry":{"coordinates":[8.8,53.1]},"properties":{"name":"Bremen","country":"Deutschland","countrycode":"DE","type":"city","extent":[8.5,53.2,8.9,53.0]}}]}"#
    let server = WebServer { request in
      if request.contains("q=busy") { return WebServer.json("429 Too Many Requests", "") }
      if request.contains("q=no") { return WebServer.page("403 Forbidden", [], Array("blocked".utf8)) }
      return WebServer.json(request.hasPrefix("GET /search") ? nominatim : photon)
    }
    defer { server.stop() }
    func make() -> [any Geocoder] {
      [
        Nominatim(http: CurlClient(), base: server.base, agent: "A/1", turnstile: Turnstile(gapSeconds: 0)),
        Photon(http: CurlClient(), base: server.base, agent: "A/1", turnstile: Turnstile(gapSeconds: 0)),
      ]
    }
    for geocoder in make() {
      let places = try await geocoder.places(named: "Bremen", language: "de")
      #expect(places.map(\.box) == [GeoBox(south: 53.0, west: 8.5, north: 53.2, east: 8.9)], "\(geocoder.name)")
      #expect(places.first?.country == "de" && places.first?.name == "Bremen, Deutschland" && places.first?.kind == "city")
      #expect(await fault { _ = try await geocoder.places(named: "no", language: "de") } == .refused)
    }
    for geocoder in make() {
      #expect(await fault { _ = try await geocoder.places(named: "busy", language: "de") } == .rateLimited, "\(geocoder.name)")
    }
    #expect(server.heard.allSatisfy { $0.contains("User-Agent: A/1") })
  }
}
