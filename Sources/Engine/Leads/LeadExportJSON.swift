/// JSON text written piece by piece, for answers that are too long to hold in memory.
enum JSONText {
  private static let digits = Array("0123456789abcdef".utf8)

  /// The text as a JSON string with quotes (RFC 8259 §7).
  static func quoted(_ text: String) -> String {
    var out: [UInt8] = []
    append(text, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// Appends the text as a JSON string with quotes.
  static func append(_ text: String, to out: inout [UInt8]) {
    out.append(0x22)
    for byte in text.utf8 {
      switch byte {
      case 0x22, 0x5C: out += [0x5C, byte]
      case 0x0A: out += [0x5C, 0x6E]
      case 0x0D: out += [0x5C, 0x72]
      case 0x09: out += [0x5C, 0x74]
      case 0..<0x20, 0x7F: out += [0x5C, 0x75, 0x30, 0x30, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
    out.append(0x22)
  }

  /// Appends an array of strings.
  static func append(_ texts: [String], to out: inout [UInt8]) {
    out.append(0x5B)
    for (at, text) in texts.enumerated() {
      if at > 0 { out.append(0x2C) }
      append(text, to: &out)
    }
    out.append(0x5D)
  }
}
