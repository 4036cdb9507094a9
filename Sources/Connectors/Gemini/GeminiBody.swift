import JSONText
import Outreach

/// The body of `generateContent`, indented, its members in a fixed order: the same ask gives the same bytes.
struct GeminiBody: Encodable {
  private let contents: [Content]
  private let generationConfig: Configuration
  private let systemInstruction: Content

  /// The body that asks for a text.
  init(_ ask: WriterAsk, temperature: Double, mostOutputTokens: Int) {
    systemInstruction = Content(role: nil, parts: [.init(text: ask.instruction)])
    contents = [Content(role: "user", parts: [.init(text: ask.material)])]
    // thinkingConfig is left out: the wrong one for a model's generation is an error.
    generationConfig = Configuration(
      temperature: temperature, maxOutputTokens: mostOutputTokens, candidateCount: 1, responseMimeType: "application/json",
      responseSchema: Self.schema(ask))
  }

  /// UTF-8 JSON.
  var bytes: [UInt8] {
    (try? JSON.encode(self, [.indented, .sortedKeys, .plainSlashes])) ?? []
  }

  private struct Content: Encodable {
    let role: String?
    let parts: [Part]
    struct Part: Encodable { let text: String }
  }

  private struct Configuration: Encodable {
    let temperature: Double
    let maxOutputTokens: Int
    let candidateCount: Int
    let responseMimeType: String
    let responseSchema: Schema
  }

  /// A part of an answer's shape. Whole numbers of 64 bits are texts in this interface.
  private final class Schema: Encodable, Sendable {
    let type: String
    let description: String?
    let maxLength: String?
    let maxItems: String?
    let items: Schema?
    let properties: [String: Schema]?
    let required: [String]?
    let propertyOrdering: [String]?

    init(text description: String, most: Int? = nil) {
      (type, self.description, maxLength) = ("STRING", description, most.map { String($0) })
      (maxItems, items, properties, required, propertyOrdering) = (nil, nil, nil, nil, nil)
    }

    init(flag description: String) {
      (type, self.description, maxLength, maxItems) = ("BOOLEAN", description, nil, nil)
      (items, properties, required, propertyOrdering) = (nil, nil, nil, nil)
    }

    init(listOf items: Schema, most: Int) {
      (type, description, maxLength, maxItems) = ("ARRAY", nil, nil, String(most))
      (self.items, properties, required, propertyOrdering) = (items, nil, nil, nil)
    }

    init(object members: [(String, Schema)], required: [String]) {
      (type, description, maxLength, maxItems, items) = ("OBJECT", nil, nil, nil, nil)
      properties = Dictionary(members.map { ($0.0, $0.1) }, uniquingKeysWith: { first, _ in first })
      (self.required, propertyOrdering) = (required, members.map(\.0))
    }
  }

  private static func schema(_ ask: WriterAsk) -> Schema {
    let ids = Schema(listOf: Schema(text: "The id of a piece of evidence, such as e2"), most: 8)
    let sentence = Schema(
      object: [
        ("text", Schema(text: "One sentence, plain text", most: 400)), ("evidence", ids),
        ("new_paragraph", Schema(flag: "Whether a paragraph begins with it")),
      ], required: ["text", "evidence", "new_paragraph"])
    let sentences = ("sentences", Schema(listOf: sentence, most: ask.kind == .mail ? 12 : 3))
    guard ask.wantsSubject else { return Schema(object: [sentences], required: ["sentences"]) }
    let subject = Schema(
      object: [("text", Schema(text: "The subject, plain text", most: 80)), ("evidence", ids)], required: ["text", "evidence"])
    return Schema(object: [("subject", subject), sentences], required: ["subject", "sentences"])
  }
}
