/// Questions about single ASCII bytes, and searches in slices of bytes.
enum Octets {
  static let tab: UInt8 = 9
  static let lineFeed: UInt8 = 10
  static let carriageReturn: UInt8 = 13
  static let space: UInt8 = 32

  /// Space or tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 }

  /// Space, tab, CR, LF, vertical tab or form feed.
  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (byte >= 9 && byte <= 13) }

  /// 0 to 9.
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }

  /// A to Z, either case.
  static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) >= 97 && (byte | 0x20) <= 122 }

  /// The byte with A-Z made a-z.
  static func lower(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 0x20 : byte }

  /// The value of a hexadecimal digit, or nil.
  static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 48...57: byte - 48
    case 65...70: byte - 55
    case 97...102: byte - 87
    default: nil
    }
  }

  /// The slice without white space at its ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var (start, end) = (bytes.startIndex, bytes.endIndex)
    while start < end, isSpace(bytes[start]) { start += 1 }
    while end > start, isSpace(bytes[end - 1]) { end -= 1 }
    return bytes[start..<end]
  }

  /// The string of ASCII bytes in lower case, trimmed; other bytes become U+FFFD.
  static func token(_ bytes: ArraySlice<UInt8>) -> String {
    let inner = trimmed(bytes)
    guard inner.allSatisfy({ $0 < 0x80 }) else { return String(decoding: inner.map(lower), as: UTF8.self) }
    return String(unsafeUninitializedCapacity: inner.count) { buffer in
      for (offset, byte) in inner.enumerated() { buffer[offset] = lower(byte) }
      return inner.count
    }
  }

  /// Where `needle` begins in `bytes` at or after `start`, or nil.
  static func index(of needle: StaticString, in bytes: ArraySlice<UInt8>, from start: Int) -> Int? {
    let count = needle.utf8CodeUnitCount
    guard count > 0, bytes.endIndex - start >= count, start >= bytes.startIndex else { return nil }
    return needle.withUTF8Buffer { wanted in
      let first = wanted[0]
      var at = start
      let last = bytes.endIndex - count
      while at <= last {
        if bytes[at] == first {
          var same = 1
          while same < count, bytes[at + same] == wanted[same] { same += 1 }
          if same == count { return at }
        }
        at += 1
      }
      return nil
    }
  }

  /// Whether the slice begins with `prefix`, whatever the case of ASCII letters.
  static func begins(_ bytes: ArraySlice<UInt8>, _ prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard bytes.count >= count else { return false }
    return prefix.withUTF8Buffer { wanted in
      for offset in 0..<count where lower(bytes[bytes.startIndex + offset]) != lower(wanted[offset]) { return false }
      return true
    }
  }
}
