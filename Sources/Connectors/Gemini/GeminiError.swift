import Finding
import JSONText
import Net
import Outreach

/// What Gemini's answers other than 200 mean (google.rpc.Status with its details). Google's own words are not passed on: they may
/// repeat what was sent.
enum GeminiError {
  private struct Envelope: Decodable { let error: Body }
  private struct Body: Decodable {
    let status: String?
    let message: String?
    let details: [Detail]?
  }
  private struct Detail: Decodable {
    let reason: String?
    let retryDelay: String?
    let violations: [Violation]?
  }
  private struct Violation: Decodable { let quotaId: String? }

  /// The longest pause that is taken from an answer, in seconds.
  private static let mostRetrySeconds = 86_400.0

  /// The refusal that an answer means.
  static func refusal(_ response: ClientResponse) -> WriterRefusal {
    let error = decode(response.body)
    switch response.status {
    case 400 where isBadKey(error), 401:
      return WriterRefusal(.badKey, "Gemini does not know this key. Check it under Settings › Services.")
    case 400 where error?.status == "FAILED_PRECONDITION":
      return WriterRefusal(.region, "Gemini's free plan is not open where you are, or your Google project needs billing.")
    case 400:
      return WriterRefusal(
        .badRequest, "The chosen model does not understand the request. Choose another under Settings › Drafting.")
    case 403:
      return WriterRefusal(.forbidden, "Google does not let this key use Gemini: it is restricted, or blocked as published.")
    case 404: return WriterRefusal(.noModel, "The chosen model is not there any more. Choose another under Settings › Drafting.")
    case 429: return quota(error)
    case 500, 502, 503, 504: return WriterRefusal(.busy, "Gemini is overloaded.", retrySeconds: delay(error))
    default: return WriterRefusal(.busy, "Gemini answered with status \(response.status).")
    }
  }

  /// A used-up day stays used up, even where the answer names seconds.
  private static func quota(_ error: Body?) -> WriterRefusal {
    let ids = (error?.details ?? []).flatMap { $0.violations ?? [] }.compactMap(\.quotaId)
    if ids.contains(where: { $0.contains("PerDay") }) {
      return WriterRefusal(
        .dayQuota, "Your plan's requests for today are used up for this model; Google counts anew at midnight in California.")
    }
    return WriterRefusal(.rate, "Gemini asks to slow down.", retrySeconds: delay(error))
  }

  /// A duration such as `44s` or `1.5s`, in whole seconds, rounded up.
  private static func delay(_ error: Body?) -> Int? {
    guard let text = (error?.details ?? []).compactMap(\.retryDelay).first, text.hasSuffix("s"),
      let seconds = Double(text.dropLast()), seconds >= 0
    else { return nil }
    return Int(min(seconds, mostRetrySeconds).rounded(.up))
  }

  private static func isBadKey(_ error: Body?) -> Bool {
    (error?.details ?? []).contains { $0.reason == "API_KEY_INVALID" } || error?.message?.contains("API key not valid") == true
  }

  /// The body is sometimes wrapped in a list of one.
  private static func decode(_ body: [UInt8]) -> Body? {
    if let envelope = try? JSON.decode(Envelope.self, from: body) { return envelope.error }
    return (try? JSON.decode([Envelope].self, from: body))?.first?.error
  }
}
