extension String {
  /// The text with every run of white space made one space, and none at its ends.
  var foldedWhiteSpace: String {
    var text = self
    return text.withUTF8 { bytes in
      String(unsafeUninitializedCapacity: bytes.count) { out in
        var (at, length, pending) = (0, 0, false)
        while at < bytes.count {
          let space = Self.spaceLength(bytes, at)
          if space > 0 {
            pending = length > 0
            at += space
            continue
          }
          if pending {
            out[length] = Octets.space
            length += 1
            pending = false
          }
          out[length] = bytes[at]
          length += 1
          at += 1
        }
        return length
      }
    }
  }

  /// Whether it holds nothing but white space.
  var isBlankText: Bool {
    var isBlank = true
    for byte in utf8 where !Octets.isSpace(byte) {
      isBlank = false
      break
    }
    return isBlank || (utf8.count < 4096 && foldedWhiteSpace.isEmpty)
  }

  /// Whether a text stands in it, byte for byte.
  func mentions(_ needle: String) -> Bool {
    var (hay, wanted) = (self, needle)
    return hay.withUTF8 { bytes in wanted.withUTF8 { Self.position(of: $0, in: bytes) != nil } }
  }

  private static func position(of needle: UnsafeBufferPointer<UInt8>, in bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let first = needle.first else { return 0 }
    guard bytes.count >= needle.count else { return nil }
    var at = 0
    let last = bytes.count - needle.count
    while at <= last {
      if bytes[at] == first {
        var same = 1
        while same < needle.count, bytes[at + same] == needle[same] { same += 1 }
        if same == needle.count { return at }
      }
      at += 1
    }
    return nil
  }

  /// How many bytes of white space stand there: ASCII's, U+0085, U+00A0, U+2000…200A, 2028, 2029, 202F, 3000; 0 for none.
  private static func spaceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let byte = bytes[at]
    if byte < 0x80 { return Octets.isSpace(byte) ? 1 : 0 }
    if byte == 0xC2 { return at + 1 < bytes.count && (bytes[at + 1] == 0xA0 || bytes[at + 1] == 0x85) ? 2 : 0 }
    return at + 2 < bytes.count && isWideSpace(byte, bytes[at + 1], bytes[at + 2]) ? 3 : 0
  }

  private static func isWideSpace(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    if a == 0xE3 { return b == 0x80 && c == 0x80 }
    guard a == 0xE2, b == 0x80 else { return false }
    return (0x80...0x8A).contains(c) || c == 0xA8 || c == 0xA9 || c == 0xAF
  }
}
