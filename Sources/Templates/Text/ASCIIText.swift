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

  /// A capital letter made small; any other byte stays.
  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte &- 65 < 26 ? byte | 0x20 : byte }

  /// A small letter made a capital; any other byte stays.
  @inline(__always)
  static func upper(_ byte: UInt8) -> UInt8 { byte &- 97 < 26 ? byte & 0xDF : byte }
}
