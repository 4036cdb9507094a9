import JSONText

/// Asking JSON whose shape nobody promised: read without trust, by path.
extension JSON {
  /// The items of a list, the value alone where it is no list, nothing for null.
  var items: [JSON] {
    switch self {
    case .array(let items): items
    case .null: []
    default: [self]
    }
  }

  /// The text, or the number as text; nil for anything else and for blank text.
  var string: String? {
    switch self {
    case .string(let text): text.allSatisfy(\.isWhitespace) ? nil : text
    case .int(let number): "\(number)"
    case .double(let number): "\(number)"
    default: nil
    }
  }

  /// A number; nil for anything else.
  var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// Every object in here, itself first, at most 2,000, in no more than 32 levels.
  /// - Parameter left: members that are not looked into.
  func objects(without left: Set<String> = [], depth: Int = 0) -> [JSON] {
    guard depth < 32 else { return [] }
    switch self {
    case .object(let members):
      let inner = members.sorted { $0.name < $1.name }.filter { !left.contains($0.name) }
      return Array(([self] + inner.flatMap { $0.value.objects(without: left, depth: depth + 1) }).prefix(2_000))
    case .array(let items): return Array(items.prefix(500).flatMap { $0.objects(without: left, depth: depth + 1) }.prefix(2_000))
    default: return []
    }
  }
}
