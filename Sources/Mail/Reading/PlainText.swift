/// HTML made plain text.
enum PlainText {
  /// The visible text of an HTML page.
  static func ofHTML(_ html: String) -> String {
    var out: [UInt8] = []
    var inTag = false
    for byte in html.utf8 {
      if byte == 0x3C { inTag = true; out.append(10) } else if byte == 0x3E, inTag { inTag = false } else if !inTag { out.append(byte) }
    }
    return String(decoding: out, as: UTF8.self)
  }
}
