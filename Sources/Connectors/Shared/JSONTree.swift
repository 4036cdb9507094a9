import FoundationEssentials

/// JSON whose shape nobody promised: read without trust, asked by path.
enum JSONTree: Decodable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONTree])
  case object([String: JSONTree])

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([JSONTree].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: JSONTree].self))
    }
  }

  /// Reads a text; nil where it is no JSON.
  init?(_ text: String) {
    guard let value = try? JSONDecoder().decode(JSONTree.self, from: Data(text.utf8)) else { return nil }
    self = value
  }

  /// A member of an object; null for anything else.
  subscript(name: String) -> JSONTree {
    if case .object(let members) = self { return members[name] ?? .null }
    return .null
  }

  /// The items of a list, the value alone where it is no list, nothing for null.
  var items: [JSONTree] {
    switch self {
    case .list(let items): items
    case .null: []
    default: [self]
    }
  }

  /// The text, or the number as text; nil for anything else and for blank text.
  var string: String? {
    switch self {
    case .text(let text): text.allSatisfy(\.isWhitespace) ? nil : text
    case .number(let number): number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    default: nil
    }
  }

  /// Every object in here, itself first, at most 2,000, in no more than 32 levels.
  /// - Parameter left: members that are not looked into.
  func objects(without left: Set<String> = [], depth: Int = 0) -> [JSONTree] {
    guard depth < 32 else { return [] }
    switch self {
    case .object(let members):
      let inner = members.sorted { $0.key < $1.key }.filter { !left.contains($0.key) }
      return Array(([self] + inner.flatMap { $0.value.objects(without: left, depth: depth + 1) }).prefix(2_000))
    case .list(let items): return Array(items.prefix(500).flatMap { $0.objects(without: left, depth: depth + 1) }.prefix(2_000))
    default: return []
    }
  }
}
