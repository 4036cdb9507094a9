import Finding
import JSONText
import Net
import Outreach

/// Google's Gemini, with the person's own key: `models` and `models/{model}:generateContent` with an answer in JSON by a schema.
///
/// Source: googleapis/googleapis `google/ai/generativelanguage/v1beta` (generative_service, content, safety), read in August 2026.
public struct Gemini: TextWriter {
  /// The public server.
  public static let publicServer = "https://generativelanguage.googleapis.com/v1beta"
  /// Thoughts count as well; fewer leave a thinking model no room for its answer.
  static let mostOutputTokens = 4_096
  /// Low: the same facts should read alike.
  private static let temperature = 0.3
  private static let timeoutSeconds = 120.0
  private static let pageSize = 1_000
  private static let mostPages = 20
  private static let mostBytes = 1 << 20

  public let info = ConnectorInfo(
    id: "gemini", name: "Gemini",
    summary:
      "Google's service that writes texts. It drafts a mail or an opening from what is known of a business; you read and approve it like any other.",
    terms:
      "For each text that you ask for, this goes to Google: the business's name, category, town, country and web address, up to 400 letters of each page of its site that was read, and what your template says to it. The contact's name, e-mail addresses, telephone numbers, the street, notes and your own columns are not sent; where they stand in those texts, they are blanked out, and so is whatever looks like an e-mail address or a telephone number. A page may name other people; the preview shows exactly what would go. It goes there in practice, too, since practice holds back mail only. On Gemini's free plan Google may use what is sent to improve its products, and people may read it; on a paid plan it does not. Where the law asks for it, tell people that Google processes this for you. You can take this back at any time; then nothing more is sent.",
    termsURL: "https://ai.google.dev/gemini-api/terms", cost: "free within Google's limits, else by your plan",
    quota: "by your plan, for each model; your own limits are under Settings", settings: ["GEMINI_API_KEY", "GEMINI_MODEL"],
    asksConsent: true)
  private let http: any HTTPClient
  private let base: String
  private let key: @Sendable () -> String?

  /// A connection. - Parameter key: asked before each call, since a person may change it.
  public init(http: any HTTPClient, base: String = Gemini.publicServer, key: @escaping @Sendable () -> String?) {
    (self.http, self.key) = (http, key)
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
  }

  private struct ModelPage: Decodable {
    let models: [Model]?
    let nextPageToken: String?
    struct Model: Decodable {
      let name: String
      let displayName: String?
      let inputTokenLimit: Int?
      let outputTokenLimit: Int?
      let supportedGenerationMethods: [String]?
    }
  }

  public func problem() -> Fault? {
    (key() ?? "").isEmpty ? Fault(.notConfigured, "Gemini needs its key. Enter it under Settings › Services.") : nil
  }

  public func request(_ ask: WriterAsk, model: String) -> WriterRequest {
    WriterRequest(
      url: "\(base)/models/\(Self.path(model)):generateContent",
      body: GeminiBody(ask, temperature: Self.temperature, mostOutputTokens: Self.mostOutputTokens).bytes,
      mostOutputTokens: Self.mostOutputTokens)
  }

  public func write(_ request: WriterRequest) async throws(WriterRefusal) -> WriterAnswer {
    let response = try await send("POST", request.url, body: request.body)
    return try GeminiAnswer.read(response.body)
  }

  public func models() async throws(WriterRefusal) -> [WriterModel] {
    var found: [WriterModel] = []
    var token: String?
    for _ in 0..<Self.mostPages {
      let query = [("pageSize", String(Self.pageSize))] + (token.map { [("pageToken", $0)] } ?? [])
      let response = try await send("GET", "\(base)/models?" + FormText.encoded(query), body: nil)
      guard let page = try? JSON.decode(ModelPage.self, from: response.body) else { throw GeminiAnswer.unreadable() }
      found += (page.models ?? []).filter { $0.supportedGenerationMethods?.contains("generateContent") == true }.map { model in
        WriterModel(
          id: Self.bare(model.name), name: model.displayName ?? Self.bare(model.name), inputLimit: model.inputTokenLimit ?? 0,
          outputLimit: model.outputTokenLimit ?? 0)
      }
      token = page.nextPageToken.flatMap { $0.isEmpty ? nil : $0 }
      if token == nil { break }
    }
    return found.sorted { (Self.rank($0.id), $0.id) < (Self.rank($1.id), $1.id) }
  }

  /// Names rot within weeks, so none is known here: an alias of the newest quick model is suggested where the list has one.
  private static func rank(_ id: String) -> Int {
    let isLatest = id.hasSuffix("-latest")
    if id.contains("flash"), isLatest { return id.contains("lite") ? 1 : 0 }
    return isLatest ? 2 : 3
  }

  private static func bare(_ name: String) -> String { name.hasPrefix("models/") ? String(name.dropFirst(7)) : name }

  /// A model's name as a part of a path, so that nothing typed into a setting leads elsewhere.
  private static func path(_ model: String) -> String { FormText.encoded(bare(model)) }

  private func send(_ method: String, _ url: String, body: [UInt8]?) async throws(WriterRefusal) -> ClientResponse {
    if let problem = problem() { throw WriterRefusal(.notSetUp, problem.detail) }
    var headers: HTTPHeaders = ["x-goog-api-key": key() ?? "", "Accept": "application/json"]
    if body != nil { headers["Content-Type"] = "application/json" }
    var request = ClientRequest(method, url, headers: headers, body: body ?? [])
    (request.timeoutSeconds, request.maximumBodyBytes) = (Self.timeoutSeconds, Self.mostBytes)
    let response: ClientResponse
    do { response = try await http.send(request) } catch { throw Self.refusal(error) }
    guard response.status == 200 else { throw GeminiError.refusal(response) }
    return response
  }

  private static func refusal(_ error: NetworkError) -> WriterRefusal {
    switch error.kind {
    case .dns, .connect: WriterRefusal(.offline, "Gemini can't be reached; is this computer online?")
    case .tooLarge: WriterRefusal(.unreadable, "Gemini sent far more than a mail.")
    case .refusedAddress: WriterRefusal(.offline, "Gemini has an address that may not be asked.")
    default: WriterRefusal(.lost, "Gemini did not answer in time.")
    }
  }
}
