import Finding

/// What the module says, in a file that does not see the toolchain's own.
enum Ours {
  static func contains(_ text: String, _ part: String) -> Bool { text.contains(part) }
  static func first(_ text: String, _ part: String) -> Range<String.Index>? { text.firstRange(of: part) }
  static func all(_ text: String, _ part: String) -> [Range<String.Index>] { text.ranges(of: part) }
  static func replaced(_ text: String, _ part: String, _ other: String) -> String { text.replacing(part, with: other) }
  static func firstInRest(_ text: Substring, _ part: String) -> Range<String.Index>? { text.firstRange(of: part) }
}
