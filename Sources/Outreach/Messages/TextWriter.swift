/// What a service is asked to write, from a lead's facts.
public struct WriterAsk: Sendable, Hashable {
  /// A whole mail, or one thought to put before the template's words.
  public enum Kind: String, Codable, CaseIterable, Sendable { case mail, snippet }

  public var kind: Kind
  /// The rules of writing, the same for all leads in one language.
  public var instruction: String
  /// The lead's facts and the person's own words, one numbered piece a line.
  public var material: String
  /// Whether a subject is wanted too.
  public var wantsSubject: Bool

  /// An ask by its parts.
  public init(kind: Kind, instruction: String, material: String, wantsSubject: Bool) {
    (self.kind, self.instruction, self.material, self.wantsSubject) = (kind, instruction, material, wantsSubject)
  }
}

/// Exactly what goes to the service, but for the key, which is in a header: shown to the person as it is, and sent as it is.
public struct WriterRequest: Sendable, Hashable {
  public var url: String
  /// UTF-8 JSON, indented for reading.
  public var body: [UInt8]
  /// The most tokens that the answer may have, thoughts among them.
  public var mostOutputTokens: Int

  /// A request by its parts.
  public init(url: String, body: [UInt8], mostOutputTokens: Int) {
    (self.url, self.body, self.mostOutputTokens) = (url, body, mostOutputTokens)
  }

  /// The most tokens that the request can count as: no token is shorter than a byte.
  public var mostInputTokens: Int { body.count }
}

/// What one request used up.
public struct WriterTokens: Sendable, Hashable {
  public var input: Int
  /// Thoughts among them.
  public var output: Int

  /// Counts as the service gave them.
  public init(input: Int = 0, output: Int = 0) { (self.input, self.output) = (input, output) }
}

/// What the service wrote: JSON text that nobody has checked yet.
public struct WriterAnswer: Sendable, Hashable {
  public var text: String
  public var tokens: WriterTokens
  /// Which model really wrote it; empty where the service does not say.
  public var modelVersion: String

  /// An answer by its parts.
  public init(text: String, tokens: WriterTokens, modelVersion: String = "") {
    (self.text, self.tokens, self.modelVersion) = (text, tokens, modelVersion)
  }
}

/// A model that can write.
public struct WriterModel: Sendable, Hashable {
  public var id: String
  public var name: String
  /// Tokens that go in and out at most; 0 where it is not told.
  public var inputLimit: Int
  public var outputLimit: Int

  /// A model by its parts.
  public init(id: String, name: String, inputLimit: Int, outputLimit: Int) {
    (self.id, self.name, self.inputLimit, self.outputLimit) = (id, name, inputLimit, outputLimit)
  }
}

/// Why the service wrote nothing that can be used.
public struct WriterRefusal: Error, Sendable, Hashable {
  /// The kinds of it; the words are kept, so they never change.
  public enum Reason: String, CaseIterable, Sendable {
    case badKey = "bad_key"
    case forbidden
    case noModel = "no_model"
    case notSetUp = "not_set_up"
    case badRequest = "bad_request"
    case region
    case dayQuota = "day_quota"
    case rate
    case busy
    case offline
    /// The connection ended before the answer; it may have been counted all the same.
    case lost
    case blockedPrompt = "blocked_prompt"
    case blockedAnswer = "blocked_answer"
    case recitation
    case cutOff = "cut_off"
    case empty
    case unreadable

    /// Whether another mail would be refused just the same.
    public var concernsAll: Bool {
      switch self {
      case .blockedPrompt, .blockedAnswer, .recitation, .cutOff, .empty, .unreadable: false
      default: true
      }
    }

    /// Whether the same request may work in a moment.
    public var passes: Bool { self == .rate || self == .busy }
  }

  public var reason: Reason
  /// What happened and what to do, in plain words without anybody's data.
  public var detail: String
  /// When the service wants to be asked again; nil where it does not say.
  public var retrySeconds: Int?
  /// What was used up all the same.
  public var tokens: WriterTokens

  /// A refusal by its parts.
  public init(_ reason: Reason, _ detail: String, retrySeconds: Int? = nil, tokens: WriterTokens = WriterTokens()) {
    (self.reason, self.detail, self.retrySeconds, self.tokens) = (reason, detail, retrySeconds, tokens)
  }
}

/// Writes texts: a service of the person's own.
public protocol TextWriter: Sendable {
  /// What the person is told about it before anything is sent.
  var info: ConnectorInfo { get }
  /// What keeps it from being asked; nil where it is set up.
  func problem() -> Fault?
  /// Exactly what would be sent; nothing is.
  func request(_ ask: WriterAsk, model: String) -> WriterRequest
  /// The models that can write, the one to suggest first.
  func models() async throws(WriterRefusal) -> [WriterModel]
  /// Sends a request as it is.
  func write(_ request: WriterRequest) async throws(WriterRefusal) -> WriterAnswer
}
