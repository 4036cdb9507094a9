/// A ZIP archive without compression (APPNOTE 6.3.10), for a few files of a few megabytes.
public struct StoredZip: Sendable {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
  }
  /// 1980-01-01, the first day that a ZIP knows: so the same content gives the same bytes.
  private static let date: (UInt16, UInt16) = (0, 0x21)
  /// Names are UTF-8 (APPNOTE 4.4.4, bit 11).
  private static let flags: UInt16 = 1 << 11
  private static let version: UInt16 = 20

  private var content: [UInt8] = []
  private var directory: [UInt8] = []
  private var count: UInt16 = 0

  /// An empty archive.
  public init() {}

  /// Adds a file. Names are relative, with `/`; together less than 4 GiB.
  public mutating func add(_ name: String, _ bytes: [UInt8]) {
    let offset = UInt32(content.count)
    let crc = Self.crc32(bytes)
    func common(_ out: inout [UInt8]) {
      for value in [Self.version, Self.flags, 0, Self.date.0, Self.date.1] { Self.put(value, &out) }
      for value in [crc, UInt32(bytes.count), UInt32(bytes.count)] { Self.put(value, &out) }
      Self.put(UInt16(name.utf8.count), &out)
    }
    Self.put(0x0403_4B50 as UInt32, &content)
    common(&content)
    Self.put(0 as UInt16, &content)
    content += Array(name.utf8) + bytes
    Self.put(0x0201_4B50 as UInt32, &directory)
    Self.put(Self.version, &directory)
    common(&directory)
    // No extra field, no comment, disk 0, no attributes.
    for _ in 0..<6 { Self.put(0 as UInt16, &directory) }
    Self.put(offset, &directory)
    directory += Array(name.utf8)
    count += 1
  }

  /// The whole archive.
  public var bytes: [UInt8] {
    var end: [UInt8] = []
    Self.put(0x0605_4B50 as UInt32, &end)
    for value in [0, 0, count, count] as [UInt16] { Self.put(value, &end) }
    Self.put(UInt32(directory.count), &end)
    Self.put(UInt32(content.count), &end)
    Self.put(0 as UInt16, &end)
    return content + directory + end
  }

  /// CRC-32 as in ISO 3309.
  static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0 as UInt32) { $0 >> 8 ^ table[Int(UInt8(truncatingIfNeeded: $0) ^ $1)] }
  }

  private static func put(_ value: some FixedWidthInteger, _ out: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { out += $0 }
  }
}
