/// HTML escaping as MarkupSafe does it.
enum HTMLText {
  /// Appends a text with `& < > ' "` escaped.
  static func appendEscaped(_ text: String, to out: inout [UInt8]) {
    var copy = text
    copy.withUTF8 { bytes in
      guard bytes.contains(where: isSpecial) else { return out.append(contentsOf: bytes) }
      for byte in bytes {
        switch byte {
        case UInt8(ascii: "&"): out.append(contentsOf: "&amp;".utf8)
        case UInt8(ascii: "<"): out.append(contentsOf: "&lt;".utf8)
        case UInt8(ascii: ">"): out.append(contentsOf: "&gt;".utf8)
        case UInt8(ascii: "'"): out.append(contentsOf: "&#39;".utf8)
        case UInt8(ascii: "\""): out.append(contentsOf: "&#34;".utf8)
        default: out.append(byte)
        }
      }
    }
  }

  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte == 38 || byte == 60 || byte == 62 || byte == 39 || byte == 34
  }

  /// A text with `& < > ' "` escaped.
  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: isSpecial) else { return text }
    var out: [UInt8] = []
    appendEscaped(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// `escape(value)`: HTML stays as it is, all else is printed and escaped.
  static func escape(_ value: Value) throws(TemplateError) -> String {
    switch value {
    case .markup(let text): text
    case .undefined(let missing) where missing.policy == .chainable: try missing.printed()
    default: escape(try PythonText.str(value))
    }
  }

  /// `soft_str`: text as it is, and all else printed.
  static func soft(_ value: Value) throws(TemplateError) -> Value {
    switch value {
    case .string, .markup: value
    default: .string(try PythonText.str(value))
    }
  }

  /// `Markup.striptags()`: no comments, no tags, white space folded, entities read.
  static func stripTags(_ text: String) -> String {
    var bytes = Array(text.utf8)
    remove(from: "<!--", to: "-->", in: &bytes)
    remove(from: "<", to: ">", in: &bytes)
    let folded = UnicodeText.words(String(decoding: bytes, as: UTF8.self)).joined(separator: " ")
    return HTMLEntities.unescape(folded)
  }

  /// Cuts every stretch between two marks, looking again from the start of what was cut, as MarkupSafe does.
  private static func remove(from start: String, to end: String, in bytes: inout [UInt8]) {
    let (first, last) = (Array(start.utf8), Array(end.utf8))
    var out: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let begins = bytes[position...].starts(with: first)
      if begins {
        guard let close = find(last, in: bytes, from: position) else {
          out.append(contentsOf: bytes[position...])
          break
        }
        position = close + last.count
      } else {
        out.append(bytes[position])
        position += 1
      }
    }
    bytes = out
  }

  private static func find(_ needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    var position = start
    while position + needle.count <= bytes.count {
      if bytes[position] == needle[0], bytes[position...].starts(with: needle) { return position }
      position += 1
    }
    return nil
  }
}
