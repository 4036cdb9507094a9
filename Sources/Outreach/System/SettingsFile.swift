/// The lines of an `.env` file.
public struct SettingsFile: Sendable, Hashable {
  /// One setting as the file has it.
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let value: String
    /// 1 for the first line.
    public let line: Int
  }

  /// A line that can't be read.
  public struct Trouble: Sendable, Hashable {
    /// 1 for the first line.
    public let line: Int
    /// What is wrong with it, without its value.
    public let detail: String
  }

  /// What could be read, in order; a name may stand twice, then the last counts.
  public private(set) var entries: [Entry] = []
  /// What couldn't.
  public private(set) var troubles: [Trouble] = []

  /// Reads a file: `NAME=value`, `export`, comments, single quotes (taken as they stand), double quotes (with `\n`, `\"`, `\\`, `\$`),
  /// values over several lines within quotes, CRLF, byte order mark. `$NAME` is not expanded: passwords have dollar signs.
  public init(_ text: String) {
    var reader = Reader(Array(text.unicodeScalars))
    while !reader.isAtEnd {
      let line = reader.line
      switch reader.next() {
      case .blank: continue
      case .entry(let name, let value): entries.append(Entry(name: name, value: value, line: line))
      case .wrong(let detail): troubles.append(Trouble(line: line, detail: detail))
      }
    }
  }

  /// The values by name, the last of each.
  public var values: [String: String] { entries.reduce(into: [:]) { $0[$1.name] = $1.value } }
}

/// Reads from left to right; a wrong line is skipped to its end.
private struct Reader {
  enum Item { case blank, entry(String, String), wrong(String) }

  private let scalars: [Unicode.Scalar]
  private var index = 0
  private(set) var line = 1

  init(_ scalars: [Unicode.Scalar]) {
    self.scalars = scalars
    if scalars.first == "\u{FEFF}" { index = 1 }
  }

  var isAtEnd: Bool { index >= scalars.count }

  mutating func next() -> Item {
    skipBlanks()
    guard let first = peek, first != "#", !isLineEnd(first) else {
      skipLine()
      return .blank
    }
    var name = takeName()
    if name == "export", peek == " " || peek == "\t" {
      skipBlanks()
      name = takeName()
    }
    skipBlanks()
    guard !name.isEmpty, peek == "=" else {
      skipLine()
      return .wrong("This is no NAME=value.")
    }
    index += 1
    skipBlanks()
    switch peek {
    case "'": return entry(name, takeQuoted("'"))
    case "\"": return entry(name, takeQuoted("\""))
    default: return .entry(name, takeBare())
    }
  }

  private var peek: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

  private func isLineEnd(_ scalar: Unicode.Scalar) -> Bool { scalar == "\n" || scalar == "\r" }

  private mutating func entry(_ name: String, _ value: String?) -> Item {
    defer { skipLine() }
    guard let value else { return .wrong("The quote of \(name) is never closed.") }
    skipBlanks()
    guard let rest = peek, rest != "#", !isLineEnd(rest) else { return .entry(name, value) }
    return .wrong("Something follows the closing quote of \(name).")
  }

  private mutating func takeName() -> String {
    let start = index
    while let scalar = peek, scalar.isASCII,
      scalar.properties.isAlphabetic || "0"..."9" ~= scalar || "_.-".unicodeScalars.contains(scalar)
    {
      index += 1
    }
    return String(String.UnicodeScalarView(scalars[start..<index]))
  }

  /// To the end of the line, or to a `#` after a blank; blanks at the end go.
  private mutating func takeBare() -> String {
    var value = String.UnicodeScalarView()
    while let scalar = peek, !isLineEnd(scalar) {
      if scalar == "#", value.isEmpty || value.last == " " || value.last == "\t" { break }
      value.append(scalar)
      index += 1
    }
    skipLine()
    while value.last == " " || value.last == "\t" { value.removeLast() }
    return String(value)
  }

  private mutating func takeQuoted(_ quote: Unicode.Scalar) -> String? {
    let (start, startLine) = (index, line)
    index += 1
    var value = String.UnicodeScalarView()
    while let scalar = peek {
      index += 1
      if scalar == quote { return String(value) }
      if scalar == "\n" { line += 1 }
      if scalar == "\\", quote == "\"", let escaped = peek {
        index += 1
        value.append(contentsOf: Self.unescaped(escaped))
      } else if scalar != "\r" || peek != "\n" {
        value.append(scalar)
      }
    }
    // Never closed: only this line is lost, not the rest of the file.
    (index, line) = (start, startLine)
    return nil
  }

  private static func unescaped(_ scalar: Unicode.Scalar) -> [Unicode.Scalar] {
    switch scalar {
    case "n": ["\n"]
    case "r": ["\r"]
    case "t": ["\t"]
    case "\"", "\\", "$", "'": [scalar]
    default: ["\\", scalar]
    }
  }

  private mutating func skipBlanks() { while peek == " " || peek == "\t" { index += 1 } }

  private mutating func skipLine() {
    while let scalar = peek, !isLineEnd(scalar) { index += 1 }
    if peek == "\r" { index += 1 }
    if peek == "\n" { index += 1 }
    line += 1
  }
}
