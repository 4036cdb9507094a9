/// A JSON value (RFC 8259): members in the order given, whole numbers apart from others.
public enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  case int(Int64)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// A member of an object.
  public struct Member: Sendable, Hashable {
    public let name: String
    public let value: JSON

    /// A member by its parts.
    public init(name: String, value: JSON) { (self.name, self.value) = (name, value) }
  }

  /// An object from name and value pairs.
  public static func members(_ members: KeyValuePairs<String, JSON>) -> JSON {
    .object(members.map { Member(name: $0.key, value: $0.value) })
  }

  /// An object from a dictionary, sorted by name.
  public static func map(_ values: [String: JSON]) -> JSON {
    .object(values.sorted { $0.key < $1.key }.map { Member(name: $0.key, value: $0.value) })
  }

  /// An object from pairs, in their order.
  public static func pairs(_ pairs: [(String, JSON)]) -> JSON { .object(pairs.map { Member(name: $0.0, value: $0.1) }) }

  /// Text or null.
  public static func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
  /// A number or null.
  public static func number(_ value: Int?) -> JSON { value.map { .int(Int64($0)) } ?? .null }
  /// An array of texts.
  public static func texts(_ values: [String]) -> JSON { .array(values.map(JSON.string)) }

  /// A member of an object, the first of its name; null where there is none, and for anything else than an object.
  public subscript(_ name: String) -> JSON {
    guard case .object(let members) = self else { return .null }
    return members.first { $0.name == name }?.value ?? .null
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral {
  /// A text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// True or false.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// Null.
  public init(nilLiteral: ()) { self = .null }
}
