/// Lays a value out over lines of 80 characters, as Python's `pprint.pformat` does.
struct PrettyText {
  private static let width = 80
  private var out = ""
  /// Bytes that may still be looked at: nested values are measured once a level.
  private var work = 4_000_000

  /// The value as `pprint` shows it: dicts in the order of their keys, long ones over several lines.
  static func format(_ value: Value) -> String {
    var printer = PrettyText()
    printer.write(value, 0, 0, 0)
    return printer.out
  }

  private static func flat(_ value: Value) -> String { PythonText.repr(value, sortsKeys: true) }

  /// The entries by key; keys that cannot be compared are ordered by the names of their types.
  private static func sorted(_ dict: DictObject) -> [(Value, Value)] {
    zip(dict.keys, dict.values).sorted { left, right in
      (try? Comparison.compare(left.0, .less, right.0)) ?? (left.0.typeName < right.0.typeName)
    }
  }

  private mutating func write(_ value: Value, _ indent: Int, _ allowance: Int, _ depth: Int) {
    guard work > 0 else {
      out += "..."
      return
    }
    let text = Self.flat(value)
    work -= 16 + text.utf8.count
    guard PythonText.length(text) > Self.width - indent - allowance,
      depth < TemplateLimits.valueDepth / 4
    else {
      out += text
      return
    }
    switch value {
    case .string(let text) where !text.isEmpty:
      writeText(text, indent, allowance, isTop: depth == 0)
    case .list(let list):
      out += "["
      writeItems(list.items, indent + 1, allowance + 1, depth)
      out += "]"
    case .tuple(let tuple) where !tuple.isGroup:
      let end = tuple.items.count == 1 ? ",)" : ")"
      out += "("
      writeItems(tuple.items, indent + 1, allowance + end.utf8.count, depth)
      out += end
    case .dict(let dict):
      out += "{"
      let entries = Self.sorted(dict)
      for (position, entry) in entries.enumerated() {
        let key = Self.flat(entry.0)
        let isLast = position == entries.count - 1
        out += key + ": "
        write(
          entry.1, indent + 1 + PythonText.length(key) + 2, isLast ? allowance + 1 : 1, depth + 1)
        if !isLast { newLine(indent + 1, after: ",") }
      }
      out += "}"
    default: out += text
    }
  }

  private mutating func newLine(_ indent: Int, after mark: String = "") {
    out += mark + "\n" + String(repeating: " ", count: indent)
  }

  private mutating func writeItems(_ items: [Value], _ indent: Int, _ allowance: Int, _ depth: Int) {
    for (position, item) in items.enumerated() {
      if position > 0 { newLine(indent, after: ",") }
      write(item, indent, position == items.count - 1 ? allowance : 1, depth + 1)
    }
  }

  /// A long text as several literals, broken at line ends and after white space.
  private mutating func writeText(_ text: String, _ indent: Int, _ allowance: Int, isTop: Bool) {
    let indent = isTop ? indent + 1 : indent
    let allowance = isTop ? allowance + 1 : allowance
    let room = Self.width - indent
    var chunks: [String] = []
    let lines = UnicodeText.lines(text, keepEnds: true)
    for (number, line) in lines.enumerated() {
      let isLastLine = number == lines.count - 1
      let whole = PythonText.quote(line)
      if PythonText.length(whole) <= (isLastLine ? room - allowance : room) {
        chunks.append(whole)
        continue
      }
      var current = ""
      let words = Self.words(line)
      for (position, word) in words.enumerated() {
        let limit = isLastLine && position == words.count - 1 ? room - allowance : room
        if PythonText.length(PythonText.quote(current + word)) > limit {
          if !current.isEmpty { chunks.append(PythonText.quote(current)) }
          current = word
        } else {
          current += word
        }
      }
      if !current.isEmpty { chunks.append(PythonText.quote(current)) }
    }
    if chunks.count == 1 {
      out += PythonText.quote(lines.last ?? "")
      return
    }
    if isTop { out += "(" }
    for (position, chunk) in chunks.enumerated() {
      if position > 0 { newLine(indent) }
      out += chunk
    }
    if isTop { out += ")" }
  }

  /// Each word with the white space after it.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var current = ""
    var isInSpace = false
    for scalar in line.unicodeScalars {
      let isSpace = UnicodeText.isSpace(scalar)
      if isInSpace, !isSpace {
        words.append(current)
        current = ""
      }
      isInSpace = isSpace
      current.unicodeScalars.append(scalar)
    }
    if !current.isEmpty { words.append(current) }
    return words
  }
}
