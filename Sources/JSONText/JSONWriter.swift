/// How a JSON text is written.
public struct JSONStyle: OptionSet, Sendable, Hashable {
  public let rawValue: Int

  /// A style by its bits.
  public init(rawValue: Int) { self.rawValue = rawValue }

  /// Members sorted by the bytes of their names: the same value gives the same bytes.
  public static let sortedKeys = JSONStyle(rawValue: 1)
  /// `/` as it is; `\/` otherwise, so that a text can stand in a page's script.
  public static let plainSlashes = JSONStyle(rawValue: 2)
  /// A line for each value, indented by two spaces a level.
  public static let indented = JSONStyle(rawValue: 4)
  /// Names of properties as `snake_case`; the keys of a dictionary stay as they are.
  public static let snakeCase = JSONStyle(rawValue: 8)
}

/// Writes values as UTF-8 JSON (RFC 8259), piece by piece.
struct JSONWriter {
  private(set) var bytes: [UInt8] = []
  let style: JSONStyle
  private var level = 0

  init(_ style: JSONStyle) { self.style = style }

  /// A word as it is.
  mutating func put(_ word: StaticString) { word.withUTF8Buffer { bytes += $0 } }

  mutating func write(_ number: some BinaryInteger) { bytes += String(number).utf8 }

  /// A part that is JSON already.
  mutating func write(ready text: [UInt8]) { bytes += text }

  /// A number by its text in Swift: `1` for `1.0`.
  mutating func write(number text: String) { bytes += text.hasSuffix(".0") ? Array(text.utf8.dropLast(2)) : Array(text.utf8) }

  /// A text in quotes.
  mutating func write(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { buffer in
      var start = buffer.startIndex
      for index in buffer.indices {
        let byte = buffer[index]
        let isSlash = byte == UInt8(ascii: "/") && !style.contains(.plainSlashes)
        guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || isSlash else { continue }
        bytes += buffer[start..<index]
        escape(byte)
        start = index + 1
      }
      bytes += buffer[start...]
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x08: put(#"\b"#)
    case 0x09: put(#"\t"#)
    case 0x0A: put(#"\n"#)
    case 0x0C: put(#"\f"#)
    case 0x0D: put(#"\r"#)
    case 0..<0x20:
      put(#"\u00"#)
      for digit in [byte >> 4, byte & 15] { bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit) }
    default:
      bytes.append(UInt8(ascii: "\\"))
      bytes.append(byte)
    }
  }

  /// Elements between brackets, with commas and line ends.
  mutating func list<Element>(
    _ brackets: (UInt8, UInt8), _ elements: [Element], _ write: (inout JSONWriter, Element) throws -> Void
  ) rethrows {
    bytes.append(brackets.0)
    level += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      newLine()
      try write(&self, element)
    }
    // An empty list has an empty line, as others write it.
    if elements.isEmpty { if style.contains(.indented) { bytes.append(0x0A) } }
    level -= 1
    newLine()
    bytes.append(brackets.1)
  }

  /// The name of a member with its colon.
  mutating func name(_ name: String) {
    write(name)
    if style.contains(.indented) { put(" : ") } else { bytes.append(UInt8(ascii: ":")) }
  }

  private mutating func newLine() {
    guard style.contains(.indented) else { return }
    bytes.append(0x0A)
    bytes += repeatElement(0x20, count: 2 * level)
  }
}

extension JSONWriter {
  static let square = (UInt8(ascii: "["), UInt8(ascii: "]"))
  static let curly = (UInt8(ascii: "{"), UInt8(ascii: "}"))

  mutating func write(_ value: JSON) {
    switch value {
    case .null: put("null")
    case .bool(let flag): put(flag ? "true" : "false")
    case .int(let number): write(number)
    case .double(let number): if number.isFinite { bytes += "\(number)".utf8 } else { put("null") }
    case .string(let text): write(text)
    case .array(let values): list(Self.square, values) { writer, value in writer.write(value) }
    case .object(let members):
      list(Self.curly, members) { writer, member in
        writer.name(member.name)
        writer.write(member.value)
      }
    }
  }
}

extension JSON {
  /// The UTF-8 text of the value, on one line; a number that is none becomes null.
  public var bytes: [UInt8] {
    var writer = JSONWriter(.plainSlashes)
    writer.write(self)
    return writer.bytes
  }
}
