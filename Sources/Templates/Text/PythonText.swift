/// Prints values as Python's `str()` and `repr()` do, and compares text by code points.
enum PythonText {
  /// Whether two texts have the same code points (Swift's `==` also equates canonically equivalent ones).
  @inline(__always)
  static func same(_ left: String, _ right: String) -> Bool {
    guard left.utf8.count == right.utf8.count else { return false }
    let sameBytes = left.utf8.withContiguousStorageIfAvailable { one in
      right.utf8.withContiguousStorageIfAvailable { one.elementsEqual($0) }
    }
    return sameBytes.flatMap { $0 } ?? left.utf8.elementsEqual(right.utf8)
  }

  /// Whether every byte is ASCII; then bytes, code points and positions are the same.
  static func isASCII(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { bytes in bytes.reduce(0) { $0 | $1 } < 0x80 }
      ?? text.utf8.allSatisfy { $0 < 0x80 }
  }

  /// `len()` of a text: its code points.
  static func length(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      var continuations = 0
      for byte in bytes { continuations &+= byte & 0xC0 == 0x80 ? 1 : 0 }
      return bytes.count &- continuations
    }
  }

  /// `str(value)`.
  static func str(_ value: Value) throws(TemplateError) -> String {
    switch value {
    case .string(let text), .markup(let text): text
    case .int(let number): String(number)
    case .float(let number): FloatText.repr(number)
    case .undefined(let missing): try missing.printed()
    default: repr(value)
    }
  }

  /// `repr(value)`; `sortsKeys` shows dicts in the order of their keys.
  static func repr(_ value: Value, sortsKeys: Bool = false) -> String {
    var printer = ReprPrinter(sortsKeys: sortsKeys)
    printer.write(value)
    return printer.out
  }

  /// A text in Python's quotes, with its escapes.
  static func quote(_ text: String) -> String {
    var hasSingle = false
    var hasDouble = false
    var isPlain = true
    for byte in text.utf8 {
      if byte == UInt8(ascii: "'") { hasSingle = true }
      if byte == UInt8(ascii: "\"") { hasDouble = true }
      if byte < 0x20 || byte >= 0x7f || byte == UInt8(ascii: "\\") { isPlain = false }
    }
    let mark: Unicode.Scalar = hasSingle && !hasDouble ? "\"" : "'"
    if isPlain, !hasSingle || !hasDouble { return "\(mark)\(text)\(mark)" }
    var out = String.UnicodeScalarView()
    out.append(mark)
    for scalar in text.unicodeScalars {
      switch scalar {
      case mark, "\\":
        out.append("\\")
        out.append(scalar)
      case "\n": out.append(contentsOf: "\\n".unicodeScalars)
      case "\r": out.append(contentsOf: "\\r".unicodeScalars)
      case "\t": out.append(contentsOf: "\\t".unicodeScalars)
      default:
        if isPrintable(scalar) {
          out.append(scalar)
        } else {
          out.append(contentsOf: escape(scalar).unicodeScalars)
        }
      }
    }
    out.append(mark)
    return String(out)
  }

  /// A text with everything beyond ASCII escaped, as `ascii()` shows it.
  static func asciiOnly(_ text: String) -> String {
    isASCII(text) ? text : text.unicodeScalars.map { $0.isASCII ? String($0) : escape($0) }.joined()
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    switch scalar.value {
    case 0..<0x100: "\\x" + hex(scalar.value, width: 2)
    case 0x100..<0x10000: "\\u" + hex(scalar.value, width: 4)
    default: "\\U" + hex(scalar.value, width: 8)
    }
  }

  /// Lower-case hexadecimal digits, filled with zeros.
  static func hex(_ number: UInt32, width: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }

  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return (0x20..<0x7f).contains(scalar.value) }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator, .spaceSeparator:
      return false
    default: return true
    }
  }
}
