/// HTML escaping as MarkupSafe does it.
enum HTMLText {
  /// Whether a byte is one of `& < > ' "`.
  @inline(__always)
  static func isMarked(_ byte: UInt8) -> Bool { byte < 64 && 0x5000_00C4_0000_0000 as UInt64 &>> UInt64(byte) & 1 == 1 }

  /// What a byte becomes; nil where it stays.
  @inline(__always)
  static func mark(_ byte: UInt8) -> StaticString? {
    guard isMarked(byte) else { return nil }
    switch byte {
    case UInt8(ascii: "&"): return "&amp;"
    case UInt8(ascii: "<"): return "&lt;"
    case UInt8(ascii: ">"): return "&gt;"
    case UInt8(ascii: "'"): return "&#39;"
    case UInt8(ascii: "\""): return "&#34;"
    default: return nil
    }
  }

  /// A text with `& < > ' "` escaped.
  static func escape(_ text: String) -> String {
    guard text.utf8.contains(where: { mark($0) != nil }) else { return text }
    var out = ByteBuffer(capacity: text.utf8.count + 32)
    out.appendEscaped(text)
    return out.text
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
    let bytes = Array(text.utf8)
    var kept: [UInt8] = []
    var position = 0
    while let start = find([UInt8(ascii: "<")], in: bytes, from: position) {
      let isComment = bytes[start...].starts(with: "<!--".utf8)
      let mark = Array((isComment ? "-->" : ">").utf8)
      // What is never closed is text, with all that follows.
      guard let close = find(mark, in: bytes, from: start + (isComment ? 4 : 0)) else { break }
      kept += bytes[position..<start]
      position = close + mark.count
    }
    kept += bytes[position...]
    let folded = UnicodeText.words(String(decoding: kept, as: UTF8.self)).joined(separator: " ")
    return HTMLEntities.unescape(folded)
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
