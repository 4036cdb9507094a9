/// The shape of a JSON value, as much of JSON Schema as `openapi.json` needs.
public indirect enum Schema: Sendable, Hashable {
  case string, integer, number, boolean
  /// Anything.
  case any
  /// One of these words.
  case oneOf([String])
  case array(Schema)
  /// The members, those whose name ends in `?` optional.
  case object([Member])
  /// The value, or null.
  case nullable(Schema)

  /// A member of an object.
  public struct Member: Sendable, Hashable {
    public let name: String
    public let schema: Schema
    public let isRequired: Bool

    /// A member; a name that ends in `?` is optional.
    public init(_ name: String, _ schema: Schema) {
      isRequired = !name.hasSuffix("?")
      self.name = isRequired ? name : String(name.dropLast())
      self.schema = schema
    }
  }

  /// An object from a literal: `.members(["id": .string, "note?": .string])`.
  public static func members(_ members: KeyValuePairs<String, Schema>) -> Schema {
    .object(members.map { Member($0.key, $0.value) })
  }

  /// The JSON Schema text.
  var json: String {
    switch self {
    case .string: #"{"type":"string"}"#
    case .integer: #"{"type":"integer"}"#
    case .number: #"{"type":"number"}"#
    case .boolean: #"{"type":"boolean"}"#
    case .any: "{}"
    case .oneOf(let words): #"{"type":"string","enum":[\#(words.map(JSONText.quoted).joined(separator: ","))]}"#
    case .array(let item): #"{"type":"array","items":\#(item.json)}"#
    case .nullable(let schema): #"{"anyOf":[\#(schema.json),{"type":"null"}]}"#
    case .object(let members): Self.json(of: members)
    }
  }

  private static func json(of members: [Member]) -> String {
    let properties = members.map { "\(JSONText.quoted($0.name)):\($0.schema.json)" }.joined(separator: ",")
    let required = members.filter(\.isRequired).map { JSONText.quoted($0.name) }
    let demand = required.isEmpty ? "" : #","required":[\#(required.joined(separator: ","))]"#
    return #"{"type":"object","properties":{\#(properties)}\#(demand)}"#
  }
}

/// The little JSON that Net writes itself.
enum JSONText {
  /// A string literal (RFC 8259 §7).
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
