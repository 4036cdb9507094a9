/// Checks on UTF-8 (RFC 3629 §4) that String does only by repairing.
public enum UTF8Validity {
  /// True where every byte is part of a well-formed character; no overlong forms, no surrogates.
  public static func isValid(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.withContiguousStorageIfAvailable { firstFault($0) == nil }
      ?? (Array(bytes).withUnsafeBufferPointer { firstFault($0) == nil })
  }

  /// How many bytes at the end begin a character that the next chunk may complete, 0 to 3.
  public static func incompleteTail(of bytes: [UInt8]) -> Int {
    for back in 1...3 where back <= bytes.count {
      let byte = bytes[bytes.count - back]
      if byte & 0xC0 == 0x80 { continue }
      let length = byte >= 0xF0 && byte < 0xF5 ? 4 : byte >= 0xE0 && byte < 0xF0 ? 3 : byte >= 0xC2 && byte < 0xE0 ? 2 : 1
      return length > back ? back : 0
    }
    return 0
  }

  /// Where the first ill-formed character starts, nil where all is well.
  static func firstFault(_ bytes: UnsafeBufferPointer<UInt8>) -> Int? {
    var at = 0
    while at < bytes.count {
      let byte = bytes[at]
      if byte < 0x80 {
        at += 1
        continue
      }
      let length = sequenceLength(bytes, at)
      if length == 0 { return at }
      at += length
    }
    return nil
  }

  /// The length of the well-formed character at `at`, 0 where there is none.
  private static func sequenceLength(_ bytes: UnsafeBufferPointer<UInt8>, _ at: Int) -> Int {
    let lead = bytes[at]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    default: return 0
    }
    guard at + length <= bytes.count, second.contains(bytes[at + 1]) else { return 0 }
    for offset in 2..<max(2, length) where bytes[at + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }

  /// Appends one character as UTF-8; a surrogate or a number past U+10FFFF becomes U+FFFD.
  static func append(_ point: UInt32, to out: inout [UInt8]) {
    switch point {
    case 0..<0x80: out.append(UInt8(point))
    case 0x80..<0x800:
      out.append(UInt8(0xC0 | point >> 6))
      out.append(UInt8(0x80 | point & 0x3F))
    case 0xD800..<0xE000, 0x110000...: out.append(contentsOf: [0xEF, 0xBF, 0xBD])
    case 0x800..<0x10000:
      out.append(UInt8(0xE0 | point >> 12))
      out.append(UInt8(0x80 | point >> 6 & 0x3F))
      out.append(UInt8(0x80 | point & 0x3F))
    default:
      out.append(UInt8(0xF0 | point >> 18))
      out.append(UInt8(0x80 | point >> 12 & 0x3F))
      out.append(UInt8(0x80 | point >> 6 & 0x3F))
      out.append(UInt8(0x80 | point & 0x3F))
    }
  }
}
