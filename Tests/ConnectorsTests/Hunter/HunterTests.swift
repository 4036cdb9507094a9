import Fakes
import Net
import Outreach
import Testing

@testable import Connectors

@Suite struct HunterTests {
  private func hunter(_ status: Int, _ body: String, key: String? = "secret-key") -> (Hunter, ScriptedHTTP) {
    let http = ScriptedHTTP {
      ClientResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(body.utf8), url: $0.url)
    }
    return (Hunter(http: http, base: "https://hunter.example/v2", key: { key }, turnstile: Turnstile(gapSeconds: 0)), http)
  }

  @Test func `addresses at a domain come the surest first`() async throws {
    let body = """
      {"data":{"domain":"client.example","emails":[{"value":"info@client.example","type":"generic","confidence":70,"sources":[],"first_name":null},
      {"value":"bob@client.example","type":"personal","confidence":92,"sources":[{"uri":"http://client.example/team"}],"first_name":"Bob","last_name":"Stone","position":"Owner"}]},
      "meta":{"results":2}}
      """
    let (hunter, http) = hunter(200, body)
    let found = try await hunter.addresses(at: "client.example")
    #expect(found.map(\.address) == ["bob@client.example", "info@client.example"])
    #expect(found[0].name == "Bob Stone" && found[0].source == "http://client.example/team" && found[1].isGeneric)
    let request = http.requests[0]
    #expect(
      request.headers["X-API-KEY"] == "secret-key" && !request.url.contains("secret-key")
        && request.url.contains("domain=client.example"))
  }

  @Test func `answers and errors mean what the documentation says`() async throws {
    let rows: [(status: Int, body: String, code: Fault.Code)] = [
      (
        401, #"{"errors":[{"id":"authentication_failed","code":401,"details":"No user found for the API key supplied"}]}"#,
        .notConfigured
      ),
      (403, #"{"errors":[{"details":"You've reached the rate limit"}]}"#, .rateLimited),
      (
        429,
        #"{"errors":[{"id":"too_many_requests","details":"You've reached the limit for the number of searches per billing period included in your plan."}]}"#,
        .refused
      ),
      (429, #"{"errors":[{"details":"slow"}]}"#, .rateLimited), (451, #"{"errors":[{"id":"claimed_email"}]}"#, .forbidden),
      (400, "{}", .badInput),
      (500, "<html>", .upstream), (200, "no json", .upstream), (202, "{}", .rateLimited), (222, "{}", .rateLimited),
    ]
    for row in rows {
      let fault = await #expect(throws: Fault.self) { _ = try await hunter(row.status, row.body).0.verdict(on: "a@b.example") }
      #expect(fault?.code == row.code, "\(row)")
      #expect(fault?.detail.contains("a@b.example") == false)
    }
    for (word, verdict) in [("valid", EmailVerdict.valid), ("accept_all", .acceptAll), ("webmail", .unknown), ("newer", .unknown)] {
      #expect(try await hunter(200, #"{"data":{"status":"\#(word)","score":91.5}}"#).0.verdict(on: "a@b.example") == verdict)
    }
    let fault = await #expect(throws: Fault.self) { _ = try await hunter(200, "{}", key: nil).0.test() }
    #expect(fault?.code == .notConfigured)
    let account = #"{"data":{"plan_name":"Free","requests":{"credits":{"used":3.5,"available":50}}}}"#
    #expect(try await hunter(200, account).0.test() == "Hunter answers: 4 of 50 credits are used (plan Free).")
  }
}
