/// Changes of texts that are ASCII throughout, made in one piece.
enum ASCIIText {
  /// What stands before the first byte: no byte of ASCII.
  static let start: UInt8 = 0xFF

  /// The text with every byte changed; `change` also gets the byte before, `start` for the first. Nil where the text is not ASCII.
  @inline(__always)
  static func mapped(_ text: String, _ change: (_ byte: UInt8, _ before: UInt8) -> UInt8) -> String? {
    var text = text
    let isChanged = text.withUTF8 { differs($0, change) }
    if !isChanged { return text }
    return text.withUTF8 { bytes -> String? in
      var isASCII = true
      let made = String(unsafeUninitializedCapacity: bytes.count) { out in
        isASCII = write(bytes, to: out, change)
        return isASCII ? bytes.count : 0
      }
      return isASCII ? made : nil
    }
  }

  /// Whether a byte would change, or is not ASCII.
  @inline(__always)
  private static func differs(_ bytes: UnsafeBufferPointer<UInt8>, _ change: (_ byte: UInt8, _ before: UInt8) -> UInt8) -> Bool {
    var before = start
    for byte in bytes {
      if byte >= 0x80 || change(byte, before) != byte { return true }
      before = byte
    }
    return false
  }

  /// Writes the bytes changed, as many as there are; false where they are not all ASCII.
  @inline(__always)
  static func write(
    _ bytes: UnsafeBufferPointer<UInt8>, to out: UnsafeMutableBufferPointer<UInt8>,
    _ change: (_ byte: UInt8, _ before: UInt8) -> UInt8
  ) -> Bool {
    var before = start
    var seen: UInt8 = 0
    for position in 0..<bytes.count {
      let byte = bytes[position]
      out[position] = change(byte, before)
      seen |= byte
      before = byte
    }
    return seen < 0x80
  }

  // MARK: Changes

  /// A capital letter made small; any other byte stays.
  @inline(__always)
  static func lower(_ byte: UInt8, _ before: UInt8 = start) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

  /// A small letter made a capital; any other byte stays.
  @inline(__always)
  static func upper(_ byte: UInt8, _ before: UInt8 = start) -> UInt8 { byte &- 97 < 26 ? byte & 0xDF : byte }

  /// A capital at the start, small letters after it.
  @inline(__always)
  static func capitalized(_ byte: UInt8, _ before: UInt8) -> UInt8 { before == start ? upper(byte) : lower(byte) }

  /// Jinja's own idea of a title: a capital after white space, hyphens and opening brackets.
  @inline(__always)
  static func titled(_ byte: UInt8, _ before: UInt8) -> UInt8 {
    beginsWord(before) ? upper(byte) : lower(byte)
  }

  /// Whether a word begins after this byte: `start`, 9–13, 28–32 or one of `-([{<`.
  @inline(__always)
  private static func beginsWord(_ before: UInt8) -> Bool {
    let set: UInt64 = before < 64 ? 0x1000_2101_F000_3E00 : 0x0800_0000_0800_0000
    return before == start || before < 0x80 && set &>> UInt64(before & 63) & 1 == 1
  }
}
