/// Changes of texts that are ASCII throughout, made in one piece.
enum ASCIIText {
  /// What stands before the first byte: no byte of ASCII.
  static let start: UInt8 = 0xFF

  /// The text with every byte changed; `change` also gets the byte before, `start` for the first. Nil where the text is not ASCII.
  @inline(__always)
  static func mapped(_ text: String, _ change: (_ byte: UInt8, _ before: UInt8) -> UInt8) -> String? {
    var text = text
    let changed = text.withUTF8 { bytes -> (isASCII: Bool, text: String?) in
      var before = start
      var (seen, differences): (UInt8, UInt8) = (0, 0)
      for byte in bytes {
        seen |= byte
        differences |= change(byte, before) ^ byte
        before = byte
      }
      guard seen < 0x80, differences != 0 else { return (seen < 0x80, nil) }
      let made = String(unsafeUninitializedCapacity: bytes.count) { out in
        var before = start
        for position in 0..<bytes.count {
          out[position] = change(bytes[position], before)
          before = bytes[position]
        }
        return bytes.count
      }
      return (true, made)
    }
    return changed.isASCII ? changed.text ?? text : nil
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
    switch before {
    case start, 9...13, 28...32, 45, 40, 123, 91, 60: upper(byte)
    default: lower(byte)
    }
  }
}
