/// The character classes and small values of RFC 9110 and RFC 9112.
enum HTTPGrammar {
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let tab: UInt8 = 0x09
  static let colon: UInt8 = 0x3A

  /// A `tchar` of RFC 9110 §5.6.2.
  @inline(__always)
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  /// A byte of a field value, RFC 9110 §5.5: visible, obs-text, space or tab; so no NUL, CR, LF or other control.
  @inline(__always)
  static func isValueByte(_ byte: UInt8) -> Bool { byte >= 0x20 ? byte != 0x7F : byte == tab }

  /// ASCII letters to lower case.
  @inline(__always)
  static func lower(_ byte: UInt8) -> UInt8 { byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }

  /// The value of a hexadecimal digit.
  @inline(__always)
  static func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  /// Whether bytes equal a lower-case ASCII word, compared without case.
  static func equals(_ bytes: [UInt8], _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { word in
      for index in 0..<word.count where lower(bytes[range.lowerBound + index]) != word[index] { return false }
      return true
    }
  }

  /// A range without the optional white space (RFC 9110 §5.6.3) at its ends.
  static func trimmed(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
    var (low, high) = (range.lowerBound, range.upperBound)
    while low < high, bytes[low] == space || bytes[low] == tab { low += 1 }
    while high > low, bytes[high - 1] == space || bytes[high - 1] == tab { high -= 1 }
    return low..<high
  }

  /// A decimal number; more digits than fit give `Int.max`, so that the limit check refuses them.
  /// - Returns: nil where it is not one or more digits (RFC 9110 §8.6).
  static func decimal(_ bytes: [UInt8], _ range: Range<Int>) -> Int? {
    guard !range.isEmpty else { return nil }
    var value = 0
    for index in range {
      let digit = bytes[index] &- 0x30
      guard digit <= 9 else { return nil }
      let (product, high) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(digit))
      value = high || carry || value == Int.max ? Int.max : sum
    }
    return value
  }

  /// Whether bytes are `uri-host [":" port]`, RFC 9110 §7.2 with the host of RFC 3986 §3.2.2; an empty host is refused.
  static func isAuthority(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
    guard let first = range.first else { return false }
    var index = first
    if bytes[index] == 0x5B {
      guard let close = range.first(where: { bytes[$0] == 0x5D }), close > first + 1 else { return false }
      for position in (first + 1)..<close
      where hexValue(bytes[position]) == nil && bytes[position] != colon && bytes[position] != 0x2E {
        return false
      }
      index = close + 1
    } else {
      while index < range.upperBound, bytes[index] != colon {
        guard isHostByte(bytes[index]) else { return false }
        index += 1
      }
      guard index > first else { return false }
    }
    guard index < range.upperBound else { return true }
    guard bytes[index] == colon else { return false }
    let port = (index + 1)..<range.upperBound
    return port.count <= 5 && port.allSatisfy { bytes[$0] &- 0x30 <= 9 }
  }

  /// A byte of `reg-name` (RFC 3986 §3.2.2), the percent sign included.
  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39: true
    case 0x2D, 0x2E, 0x5F, 0x7E, 0x25, 0x21, 0x24, 0x26...0x2C, 0x3B, 0x3D: true
    default: false
    }
  }
}
