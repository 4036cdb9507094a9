/// Bytes as lower-case hexadecimal digits.
public enum Hex {
  private static let digits = Array("0123456789abcdef".utf8)

  /// Two digits a byte.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count &* 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text of digits, in either case; nil for anything else, blanks included.
  public static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in text.utf8 {
      guard let value = value(of: digit) else { return nil }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return high == nil ? bytes : nil
  }

  private static func value(of digit: UInt8) -> UInt8? {
    switch digit {
    case 48...57: digit - 48
    case 65...70: digit - 55
    case 97...102: digit - 87
    default: nil
    }
  }
}

/// Bytes as text that is safe in URLs and file names (RFC 4648 §5), without padding.
public enum Base64URL {
  private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  private static let values: [UInt8] = {
    var values = [UInt8](repeating: 255, count: 256)
    for (value, letter) in alphabet.enumerated() { values[Int(letter)] = UInt8(value) }
    return values
  }()

  /// Four letters for three bytes.
  public static func encode(_ bytes: [UInt8]) -> String {
    var bits = BitWriter(width: 6)
    for byte in bytes { bits.append(byte, width: 8) }
    return String(decoding: bits.finish().map { alphabet[Int($0 & 63)] }, as: UTF8.self)
  }

  /// The bytes of a text; nil for padding, blanks, other letters, or bits that no encoder writes.
  public static func decode(_ text: String) -> [UInt8]? {
    var bits = BitWriter(width: 8)
    var count = 0
    for letter in text.utf8 {
      let value = values[Int(letter)]
      guard value < 64 else { return nil }
      bits.append(value, width: 6)
      count += 1
    }
    guard count % 4 != 1, bits.restIsZero else { return nil }
    return bits.whole
  }
}

/// Regroups bits, first bit first.
struct BitWriter {
  /// The groups that are complete.
  private(set) var whole: [UInt8] = []
  private let width: Int
  private var pending: UInt32 = 0
  private var pendingCount = 0

  init(width: Int) { self.width = width }

  /// Adds the lowest bits of a value.
  mutating func append(_ value: UInt8, width added: Int) {
    pending = (pending << UInt32(added) | UInt32(value)) & 0xFFFF
    pendingCount += added
    while pendingCount >= width {
      pendingCount -= width
      whole.append(UInt8(truncatingIfNeeded: pending >> UInt32(pendingCount)) & UInt8(truncatingIfNeeded: (1 << width) - 1))
    }
  }

  /// Whether the bits that fill no group are all zero.
  var restIsZero: Bool { pending & ((1 << UInt32(pendingCount)) - 1) == 0 }

  /// All groups, the last one filled up with zero bits.
  func finish() -> [UInt8] {
    guard pendingCount > 0 else { return whole }
    return whole + [
      UInt8(truncatingIfNeeded: pending << UInt32(width - pendingCount)) & UInt8(truncatingIfNeeded: (1 << width) - 1)
    ]
  }
}
