import JSONText

/// Looking into an answer.
extension JSON {
  /// The items of a list; none where it is no list.
  var items: [JSON] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  /// A text, or a plain value as text; empty for null.
  var shown: String {
    switch self {
    case .string(let text): text
    case .int(let number): String(number)
    case .double(let number): "\(number)"
    case .bool(let flag): flag ? "yes" : "no"
    case .null, .array, .object: ""
    }
  }

  /// A whole number; 0 where it is none.
  var count: Int {
    if case .int(let number) = self { return Int(clamping: number) }
    return 0
  }

  /// A whole number; nil where it is none.
  var number: Int64? {
    if case .int(let number) = self { return number }
    return nil
  }

  /// Whether it is true.
  var isTrue: Bool { self == .bool(true) }
}
