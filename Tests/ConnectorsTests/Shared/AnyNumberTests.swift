import Fakes
import Net
import Outreach
import Testing

@testable import Connectors

/// Whatever number a service tells, nothing ends but the question.
@Suite struct AnyNumberTests {
  private static let numbers = [
    "1e300", "-1e300", "9223372036854775807", "-9223372036854775808", "1e19", "-1", "0", "1e-300", "181", "null", "\"x\"",
    "\"nan\"", "\"inf\"",
    "\"1e300\"", "[]",
  ]
  private static let area = GeoArea.circle(GeoPoint(52.53, 13.38), metres: 4000)
  private static let query = PlaceQuery(words: "dentist", area: area, language: "de")

  /// A text of JSON with each of its numbers, also those within quotation marks, replaced by each odd one.
  private static func variants(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    func isOfNumber(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) || byte == 0x2D || byte == 0x2E }
    var (found, at) = ([String](), 0)
    while at < bytes.count {
      let isStart = at > 0 && [UInt8(ascii: ":"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "\"")].contains(bytes[at - 1])
      guard isStart, isOfNumber(bytes[at]) else {
        at += 1
        continue
      }
      var end = at
      while end < bytes.count, isOfNumber(bytes[end]) { end += 1 }
      let isQuoted = bytes[at - 1] == UInt8(ascii: "\"") && end < bytes.count && bytes[end] == UInt8(ascii: "\"")
      let (from, to) = isQuoted ? (at - 1, end + 1) : (at, end)
      for number in numbers { found.append(String(decoding: bytes[..<from] + Array(number.utf8) + bytes[to...], as: UTF8.self)) }
      at = end
    }
    return found
  }

  /// Asks by each variant; a refusal is an answer as well.
  private func each(_ text: String, _ ask: (ScriptedHTTP) async throws -> Void) async {
    let variants = Self.variants(text)
    #expect(variants.count >= Self.numbers.count)
    for variant in variants {
      let http = ScriptedHTTP {
        ClientResponse(status: 200, headers: ["Content-Type": "application/json"], body: Array(variant.utf8), url: $0.url)
      }
      do { try await ask(http) } catch {
        #expect(error is Fault || error is WriterRefusal, "\(variant): \(error)")
      }
    }
  }

  /// Looks at places as a search in them does.
  private func use(_ places: [GeoPlace]) {
    for place in places {
      #expect(place.box.contains(place.box.center), "\(place)")
      for tile in place.box.tiles(sideMetres: 20_000, limit: 64) {
        #expect(!OverpassQuery.text("dentist", in: tile, of: .box(place.box), limit: 10, seconds: 10).isEmpty)
      }
    }
  }

  @Test func `places by name`() async {
    let turnstile = Turnstile(gapSeconds: 0)
    await each(#"[{"lat":"52.5","lon":"13.4","display_name":"Mitte","boundingbox":["52.4","52.6","13.3","13.5"]}]"#) { http in
      use(
        try await Nominatim(http: http, base: "https://n.example", agent: "A/1", turnstile: turnstile).places(
          named: "x", language: "de"))
    }
    await each(
      #"{"features":[{"geometry":{"coordinates":[8.8,53.1]},"properties":{"name":"Bremen","extent":[8.5,53.2,8.9,53.0]}}]}"#
    ) { http in
      use(
        try await Photon(http: http, base: "https://ph.example", agent: "A/1", turnstile: turnstile).places(
          named: "x", language: "de"))
    }
    await each(
      #"{"places":[{"formattedAddress":"Bremen","location":{"latitude":53.1,"longitude":8.8},"viewport":{"low":{"latitude":53.0,"longitude":8.5},"high":{"latitude":53.2,"longitude":8.9}}}]}"#
    ) { http in
      use(
        try await GooglePlaces(http: http, base: "https://p.example", key: { "k" }, turnstile: turnstile).places(
          named: "x", language: "de"))
    }
  }

  @Test func `businesses, costs and balances`() async {
    let turnstile = Turnstile(gapSeconds: 0)
    func dataForSEO(_ http: ScriptedHTTP) -> DataForSEO {
      DataForSEO(http: http, base: "https://d.example", account: { ("me", "pass") }, turnstile: turnstile)
    }
    await each(
      #"{"status_code":20000,"cost":0.002,"tasks":[{"status_code":20000,"cost":0.002,"result":[{"money":{"balance":7.05},"items":[{"type":"maps_search","title":"A","url":"https://a.example/","latitude":52.53,"longitude":13.38,"cid":"12"}]}]}]}"#
    ) { http in
      let page = try? await dataForSEO(http).page(Self.query, after: nil)
      #expect((page?.costMicros ?? 0) >= 0)
      _ = try await dataForSEO(http).test()
    }
    await each(
      #"{"status_code":20000,"tasks":[{"status_code":20000,"cost":0.01,"data":{"url":"http://a.example/"},"result":[{"items":[{"resource_type":"html","status_code":200,"onpage_score":87.5,"checks":{"is_https":true}}]}]}]}"#
    ) { http in
      let service = DataForSEOOnPage(http: http, base: "https://d.example", account: { ("me", "pass") }, turnstile: turnstile)
      let audits = try await service.audit(["http://a.example/"], ranks: true)
      #expect(audits.costMicros >= 0)
    }
    await each(#"{"elements":[{"type":"node","id":1,"lat":52.53,"lon":13.38,"tags":{"shop":"bakery","name":"A"}}]}"#) { http in
      let service = OpenStreetMap(http: http, servers: ["https://o.example"], agent: "A/1", turnstile: turnstile)
      _ = try await service.page(Self.query, after: nil)
    }
    await each(#"{"data":{"plan_name":"Free","requests":{"credits":{"used":3.5,"available":50}}}}"#) { http in
      _ = try await Hunter(http: http, base: "https://h.example", key: { "k" }, turnstile: turnstile).test()
    }
    await each(
      #"{"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":6,"thoughtsTokenCount":7}}"#
    ) { http in
      let gemini = Gemini(http: http, base: "https://g.example/", key: { "k" })
      let ask = WriterAsk(kind: .mail, instruction: "x", material: "e1 | Business | A", wantsSubject: true)
      let tokens = try await gemini.write(gemini.request(ask, model: "m")).tokens
      #expect((0...2_000_000_000).contains(tokens.input) && (0...2_000_000_000).contains(tokens.output))
    }
  }
}
