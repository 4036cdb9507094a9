/// The typed id of one kind of thing: UUIDv7 text, so that ids sort by the time they were made (RFC 9562 §5.7).
public struct Identifier<Thing>: Hashable, Sendable, Comparable, Codable, CustomStringConvertible, RawRepresentable {
  /// 36 lower-case characters, `xxxxxxxx-xxxx-7xxx-xxxx-xxxxxxxxxxxx`.
  public let rawValue: String

  /// An id from stored or received text; the text is taken as it is.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// A new id.
  /// - Parameter milliseconds: the time it carries, UTC milliseconds since 1970.
  public init(at milliseconds: Int64) {
    var generator = SystemRandomNumberGenerator()
    let high = UInt64(bitPattern: milliseconds) << 16 | 0x7000 | (generator.next() & 0x0FFF)
    let low = (generator.next() & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000
    rawValue = Self.text(high: high, low: low)
  }

  /// Reads an id as a bare string.
  public init(from decoder: any Decoder) throws {
    rawValue = try decoder.singleValueContainer().decode(String.self)
  }

  /// Writes the id as a bare string.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// The text itself.
  public var description: String { rawValue }

  /// Whether this is UUID text: 36 characters, hexadecimal digits and hyphens where they belong.
  public var isWellFormed: Bool {
    let bytes = Array(rawValue.utf8)
    guard bytes.count == 36 else { return false }
    return bytes.enumerated().allSatisfy { index, byte in
      [8, 13, 18, 23].contains(index) ? byte == 0x2D : (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
    }
  }

  /// By text, which is by age.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  private static func text(high: UInt64, low: UInt64) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(36)
    for (index, shift) in stride(from: 60, through: 0, by: -4).enumerated() {
      if index == 8 || index == 12 { text.append(0x2D) }
      text.append(digits[Int(high >> UInt64(shift) & 0xF)])
    }
    for (index, shift) in stride(from: 60, through: 0, by: -4).enumerated() {
      if index == 0 || index == 4 { text.append(0x2D) }
      text.append(digits[Int(low >> UInt64(shift) & 0xF)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
