import Fakes
import Foundation
import Net
import Outreach
import Testing

@testable import Connectors

@Suite struct GeminiTests {
  private static let ask = WriterAsk(
    kind: .mail, instruction: "Write plainly.", material: "e1 | Business | Praxis", wantsSubject: true)

  private func gemini(_ body: String, status: Int = 200, key: String? = "AQ.secret") -> (Gemini, ScriptedHTTP) {
    let http = ScriptedHTTP {
      ClientResponse(status: status, headers: ["Content-Type": "application/json"], body: Array(body.utf8), url: $0.url)
    }
    return (Gemini(http: http, base: "https://gemini.example/v1beta/", key: { key }), http)
  }

  private func write(_ body: String, status: Int = 200, key: String? = "AQ.secret") async throws(WriterRefusal) -> WriterAnswer {
    let gemini = gemini(body, status: status, key: key).0
    return try await gemini.write(gemini.request(Self.ask, model: "m"))
  }

  @Test func `what is sent is what was shown, by the schema that the interface knows, and without the key`() async throws {
    let (gemini, http) = gemini(#"{"candidates":[{"content":{"parts":[{"text":"{}"}]},"finishReason":"STOP"}]}"#)
    let request = gemini.request(Self.ask, model: "models/gemini-x/../y?z")
    #expect(request == gemini.request(Self.ask, model: "models/gemini-x/../y?z"), "the same ask gives the same bytes")
    _ = try await gemini.write(request)
    let sent = try #require(http.requests.first)
    #expect(sent.method == "POST" && sent.url == request.url && sent.body == request.body)
    #expect(sent.url == "https://gemini.example/v1beta/models/gemini-x%2F..%2Fy%3Fz:generateContent")
    #expect(sent.headers["x-goog-api-key"] == "AQ.secret" && sent.headers["Content-Type"] == "application/json")
    let text = String(decoding: sent.body, as: UTF8.self)
    #expect(!text.contains("secret") && !sent.url.contains("secret"))
    let body = try #require(try JSONSerialization.jsonObject(with: Data(sent.body)) as? [String: Any])
    #expect(Set(body.keys) == ["contents", "generationConfig", "systemInstruction"])
    let config = try #require(body["generationConfig"] as? [String: Any])
    #expect(config["responseMimeType"] as? String == "application/json" && config["thinkingConfig"] == nil)
    let schema = try #require(config["responseSchema"] as? [String: Any])
    #expect(schema["propertyOrdering"] as? [String] == ["subject", "sentences"] && schema["type"] as? String == "OBJECT")
    #expect(schema["additionalProperties"] == nil)
    var snippet = Self.ask
    (snippet.kind, snippet.wantsSubject) = (.snippet, false)
    #expect(!String(decoding: gemini.request(snippet, model: "m").body, as: UTF8.self).contains("subject"))
  }

  @Test func `a text is put together from its parts without the thoughts, and thoughts are paid for`() async throws {
    let body = """
      [{"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"{\\"a\\":"},{"text":"1}"},{"thoughtSignature":"x"}]},
      "finishReason":"STOP","index":0}],"usageMetadata":{"promptTokenCount":412,"candidatesTokenCount":131,"thoughtsTokenCount":9},"modelVersion":"gemini-x"}]
      """
    let answer = try await write(body)
    #expect(answer == WriterAnswer(text: #"{"a":1}"#, tokens: WriterTokens(input: 412, output: 140), modelVersion: "gemini-x"))
  }

  @Test func `answers without a text say why, and what they used up`() async throws {
    let usage = #""usageMetadata":{"promptTokenCount":7,"thoughtsTokenCount":5}"#
    func finish(_ word: String, text: String = "") -> String {
      #"{"candidates":[{"content":{"parts":[\#(text.isEmpty ? "" : "{\"text\":\"\(text)\"}")]},"finishReason":"\#(word)"}],\#(usage)}"#
    }
    let rows: [(String, WriterRefusal.Reason, Int)] = [
      (#"{"promptFeedback":{"blockReason":"SAFETY"},\#(usage)}"#, .blockedPrompt, 5),
      (#"{"promptFeedback":{"blockReason":"NEWER"}}"#, .blockedPrompt, 0),
      (finish("MAX_TOKENS"), .cutOff, 5), (finish("MAX_TOKENS", text: "half"), .cutOff, 5), (finish("SAFETY"), .blockedAnswer, 5),
      (finish("RECITATION"), .recitation, 5), (finish("SPII"), .blockedAnswer, 5),
      (finish("PROHIBITED_CONTENT"), .blockedAnswer, 5),
      (finish("SOMETHING_NEW"), .empty, 5), (finish("STOP"), .empty, 5), (#"{"candidates":[{"finishReason":"STOP"}]}"#, .empty, 0),
      (#"{"candidates":[]}"#, .empty, 0), ("{}", .empty, 0), ("no json", .unreadable, 0), ("<html>", .unreadable, 0),
      ("", .unreadable, 0),
    ]
    for (body, reason, output) in rows {
      let refusal = await #expect(throws: WriterRefusal.self) { try await write(body) }
      #expect(refusal?.reason == reason && refusal?.tokens.output == output, "\(body): \(refusal as Any)")
      #expect(refusal?.reason.concernsAll == false)
    }
    #expect(try await write(finish("SOMETHING_NEW", text: "there")).text == "there")
  }

  @Test func `errors mean what the documentation says, and repeat nothing of what was sent`() async throws {
    func quota(_ id: String, _ delay: String) -> String {
      """
      {"error":{"code":429,"message":"You exceeded your quota for Praxis","status":"RESOURCE_EXHAUSTED","details":[
      {"@type":"type.googleapis.com/google.rpc.QuotaFailure","violations":[{"quotaId":"\(id)","quotaDimensions":{"model":"m"},"quotaValue":"20"}]},
      {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"\(delay)"}]}}
      """
    }
    let badKey =
      #"{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#
    let rows: [(Int, String, WriterRefusal.Reason, Int?)] = [
      (400, badKey, .badKey, nil), (400, "[\(badKey)]", .badKey, nil), (401, "", .badKey, nil),
      (400, #"{"error":{"status":"FAILED_PRECONDITION"}}"#, .region, nil),
      (400, #"{"error":{"status":"INVALID_ARGUMENT","message":"Unknown name Praxis"}}"#, .badRequest, nil),
      (400, "junk", .badRequest, nil),
      (403, #"{"error":{"status":"PERMISSION_DENIED"}}"#, .forbidden, nil),
      (404, #"{"error":{"status":"NOT_FOUND"}}"#, .noModel, nil),
      (429, quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier", "44.2s"), .rate, 45),
      (429, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier", "3s"), .dayQuota, nil),
      (429, quota("", "1e99s"), .rate, 86_400), (429, quota("", "-5s"), .rate, nil), (429, quota("", "soon"), .rate, nil),
      (429, "<html>", .rate, nil), (500, "{}", .busy, nil), (503, #"{"error":{"status":"UNAVAILABLE"}}"#, .busy, nil),
      (504, "", .busy, nil), (302, "", .busy, nil),
    ]
    for (status, body, reason, seconds) in rows {
      let refusal = await #expect(throws: WriterRefusal.self) { try await write(body, status: status) }
      #expect(refusal?.reason == reason && refusal?.retrySeconds == seconds, "\(status) \(body): \(refusal as Any)")
      #expect(refusal?.detail.contains("Praxis") == false && refusal?.detail.isEmpty == false)
    }
    let keyless = await #expect(throws: WriterRefusal.self) { try await write("{}", key: "") }
    #expect(keyless?.reason == .notSetUp)
    for (kind, reason) in [
      (NetworkError.Kind.dns, WriterRefusal.Reason.offline), (.connect, .offline), (.timeout, .lost), (.tooLarge, .unreadable),
    ] {
      let dead = Gemini(
        http: ScriptedHTTP { _ throws(NetworkError) in throw NetworkError(kind, "no") }, base: "https://gemini.example",
        key: { "k" })
      let refusal = await #expect(throws: WriterRefusal.self) { try await dead.write(dead.request(Self.ask, model: "m")) }
      #expect(refusal?.reason == reason)
    }
  }

  @Test func `the list of models is read page by page, only those that write, an alias of the newest first`() async throws {
    let first = """
      {"models":[{"name":"models/gemini-3-flash","displayName":"Gemini 3 Flash","inputTokenLimit":1048576,"outputTokenLimit":65536,
      "supportedGenerationMethods":["generateContent","countTokens"]},
      {"name":"models/embedding-1","supportedGenerationMethods":["embedContent"]},{"name":"models/old"}],"nextPageToken":"a b&c"}
      """
    let second = #"{"models":[{"name":"models/gemini-flash-latest","supportedGenerationMethods":["generateContent"]}]}"#
    let http = ScriptedHTTP { request in
      let body = request.url.contains("pageToken=a%20b%26c") ? second : first
      return ClientResponse(status: 200, headers: [:], body: Array(body.utf8), url: request.url)
    }
    let models = try await Gemini(http: http, base: "https://gemini.example", key: { "k" }).models()
    #expect(models.map(\.id) == ["gemini-flash-latest", "gemini-3-flash"] && models[1].name == "Gemini 3 Flash")
    #expect(
      http.requests.count == 2 && http.requests.allSatisfy { $0.headers["x-goog-api-key"] == "k" && !$0.url.contains("key=") })
  }
}
