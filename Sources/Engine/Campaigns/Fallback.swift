import Finding

/// Puts words into a template that are said where a variable is not known.
enum Fallback {
  /// Puts each name's words in; what has a default already stays.
  static func put(_ instead: [String: String], into source: String) -> String {
    instead.sorted { $0.key < $1.key }.reduce(source) { put($1.value, for: $1.key, into: $0) }
  }

  /// Behind each `{{ name` that stands there plainly, with or without filters of another kind.
  private static func put(_ words: String, for name: String, into source: String) -> String {
    guard !name.isEmpty else { return source }
    var result = ""
    var rest = source[...]
    while let open = rest.firstRange(of: "{{") {
      result += rest[..<open.upperBound]
      rest = rest[open.upperBound...]
      let blank = rest.prefix { $0 == "-" || $0.isWhitespace }
      let after = rest.dropFirst(blank.count)
      guard after.hasPrefix(name), isEnd(after.dropFirst(name.count)) else { continue }
      result += blank + name + " | default(\(quoted(words)))"
      rest = after.dropFirst(name.count)
    }
    return result + rest
  }

  /// Whether a name ends here, and no default follows.
  private static func isEnd(_ rest: Substring) -> Bool {
    if let next = rest.first, next.isLetter || next.isNumber || "_.[(".contains(next) { return false }
    let tail = rest.drop { $0.isWhitespace }
    guard tail.first == "|" else { return true }
    let filter = tail.dropFirst().drop { $0.isWhitespace }.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    return filter != "default" && filter != "d"
  }

  private static func quoted(_ words: String) -> String {
    "\"" + words.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: " ") + "\""
  }
}
