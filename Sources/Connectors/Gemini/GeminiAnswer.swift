import JSONText
import Outreach

/// Reads what `generateContent` answers with status 200: a text, or why there is none.
enum GeminiAnswer {
  private struct Answer: Decodable {
    let candidates: [Candidate]?
    let promptFeedback: Feedback?
    let usageMetadata: Usage?
    let modelVersion: String?
  }
  private struct Candidate: Decodable {
    let content: Content?
    let finishReason: String?
  }
  private struct Content: Decodable { let parts: [Part]? }
  private struct Part: Decodable {
    let text: String?
    let thought: Bool?
  }
  private struct Feedback: Decodable { let blockReason: String? }
  private struct Usage: Decodable {
    let promptTokenCount: Int?
    let candidatesTokenCount: Int?
    let thoughtsTokenCount: Int?
  }

  /// Tokens are multiplied by prices: no more than a billion are believed.
  private static func count(_ told: Int?) -> Int { min(1_000_000_000, max(0, told ?? 0)) }

  /// The text of an answer. - Throws: a refusal with what was used up all the same.
  static func read(_ body: [UInt8]) throws(WriterRefusal) -> WriterAnswer {
    guard let answer = decode(body) else { throw unreadable() }
    let usage = answer.usageMetadata
    let tokens = WriterTokens(
      input: count(usage?.promptTokenCount), output: count(usage?.candidatesTokenCount) + count(usage?.thoughtsTokenCount))
    guard let candidate = answer.candidates?.first else {
      guard answer.promptFeedback?.blockReason != nil else {
        throw WriterRefusal(.empty, "Gemini answered without a text.", tokens: tokens)
      }
      throw WriterRefusal(
        .blockedPrompt, "Gemini's safety rules refused these facts; nothing was written.", tokens: tokens)
    }
    let text = (candidate.content?.parts ?? []).filter { $0.thought != true }.compactMap(\.text).joined()
    if let refusal = refusal(candidate.finishReason, isEmpty: text.isEmpty, tokens) { throw refusal }
    return WriterAnswer(text: text, tokens: tokens, modelVersion: answer.modelVersion ?? "")
  }

  /// What an answer means that nobody can read.
  static func unreadable() -> WriterRefusal { WriterRefusal(.unreadable, "Gemini answered in a way that can't be read.") }

  /// The body is sometimes wrapped in a list of one.
  private static func decode(_ body: [UInt8]) -> Answer? {
    if let answer = try? JSON.decode(Answer.self, from: body) { return answer }
    return (try? JSON.decode([Answer].self, from: body))?.first
  }

  /// Only `STOP` ends a whole answer; values that are new to us are tolerated where there is a text, which is checked anyway.
  private static func refusal(_ finish: String?, isEmpty: Bool, _ tokens: WriterTokens) -> WriterRefusal? {
    switch finish {
    case "MAX_TOKENS":
      WriterRefusal(.cutOff, "Gemini's answer was cut off before its end. Try again, or choose another model.", tokens: tokens)
    case "RECITATION":
      WriterRefusal(.recitation, "Gemini held its answer back, since it was too near to somebody's text.", tokens: tokens)
    case "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "LANGUAGE", "IMAGE_SAFETY":
      WriterRefusal(.blockedAnswer, "Gemini's safety rules held the answer back.", tokens: tokens)
    default: isEmpty ? WriterRefusal(.empty, "Gemini answered without a text.", tokens: tokens) : nil
    }
  }
}
