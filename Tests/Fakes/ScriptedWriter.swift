import FoundationEssentials
import Outreach
import Synchronization

/// A service that writes what a test says, one answer a request; it keeps what it was sent.
public final class ScriptedWriter: TextWriter {
  public let info = ConnectorInfo(
    id: "scripted", name: "Scripted", summary: "For tests.", terms: "All of it is sent.", termsURL: "https://terms.example/",
    asksConsent: true)
  /// What chooses it, with what it costs.
  public static let settings: [String: String?] = [
    "GEMINI_MODEL": "scripted-latest", "GEMINI_INPUT_CENTS_PER_MILLION": "100", "GEMINI_OUTPUT_CENTS_PER_MILLION": "1000",
  ]
  private let answers: Mutex<[Result<WriterAnswer, WriterRefusal>]>
  private let sent = Mutex<[WriterRequest]>([])

  /// A service with its answers, first to last; after them it is silent.
  public init(_ answers: [Result<WriterAnswer, WriterRefusal>] = []) { self.answers = Mutex(answers) }

  /// What was sent so far.
  public var requests: [WriterRequest] { sent.withLock { $0 } }

  /// Adds an answer.
  public func will(_ answer: Result<WriterAnswer, WriterRefusal>) { answers.withLock { $0.append(answer) } }

  /// An answer with a subject and sentences, each with the ids of its evidence.
  public static func answer(subject: String? = nil, _ sentences: [(text: String, evidence: [String])]) -> WriterAnswer {
    struct Sentence: Encodable {
      let text: String
      let evidence: [String]
      var new_paragraph = false
    }
    struct Answer: Encodable {
      let subject: Sentence?
      let sentences: [Sentence]
    }
    let answer = Answer(
      subject: subject.map { Sentence(text: $0, evidence: ["e1"]) },
      sentences: sentences.map { Sentence(text: $0.text, evidence: $0.evidence) })
    let text = String(decoding: (try? JSONEncoder().encode(answer)) ?? Data(), as: UTF8.self)
    return WriterAnswer(text: text, tokens: WriterTokens(input: 400, output: 100), modelVersion: "scripted-1")
  }

  public func problem() -> Fault? { nil }

  public func request(_ ask: WriterAsk, model: String) -> WriterRequest {
    WriterRequest(
      url: "https://writer.example/\(model)", body: Array((ask.instruction + "\n" + ask.material).utf8), mostOutputTokens: 1_000)
  }

  public func models() async throws(WriterRefusal) -> [WriterModel] {
    [WriterModel(id: "scripted-latest", name: "Scripted", inputLimit: 1_000, outputLimit: 1_000)]
  }

  public func write(_ request: WriterRequest) async throws(WriterRefusal) -> WriterAnswer {
    sent.withLock { $0.append(request) }
    return try answers.withLock { $0.isEmpty ? .failure(WriterRefusal(.lost, "It is silent.")) : $0.removeFirst() }.get()
  }
}
