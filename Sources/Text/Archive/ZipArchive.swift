import CZlib

/// Why a file can't be read as a table, in words for the person.
public struct TableFailure: Error, Hashable, Sendable {
  /// What is wrong and what to do.
  public let advice: String

  /// A failure by its advice.
  public init(_ advice: String) { self.advice = advice }
}

/// A ZIP archive in memory (APPNOTE 6.3.10), read by its directory. Names are only compared, never used as paths.
public struct ZipArchive: Sendable {
  /// Entries of an archive.
  private static let maximumEntries = 4_096
  /// Bytes that one entry may unpack to.
  public static let maximumEntryBytes = 256 << 20
  /// Past the first megabytes, more than so many times its packed size is a bomb: spreadsheets pack ten to thirty times.
  private static let maximumRatio = 250
  private static let freeBytes = 8 << 20
  private static let pieceBytes = 1 << 16
  private static let damaged = TableFailure("The file is damaged or not complete. Save it again and import that copy.")
  private static let bomb = TableFailure("The file unpacks to more than this program reads. Save the list as CSV and import that.")

  private struct Entry {
    let method: UInt16
    let packed: Int
    let offset: Int
  }

  private let bytes: [UInt8]
  private var entries: [String: Entry] = [:]

  /// Reads the directory of an archive. - Throws: `TableFailure` for anything else, for an encrypted and for a huge one.
  public init(_ bytes: [UInt8]) throws(TableFailure) {
    self.bytes = bytes
    // The end record is 22 bytes and a comment of at most 65,535.
    var end = bytes.count - 22
    while end >= 0, end >= bytes.count - 65_557, number(end, 4) != 0x0605_4B50 { end -= 1 }
    guard end >= 0, number(end, 4) == 0x0605_4B50 else { throw Self.damaged }
    let (count, start) = (number(end + 10, 2), number(end + 16, 4))
    guard count <= Self.maximumEntries else { throw Self.bomb }
    var at = start
    for _ in 0..<count {
      guard at + 46 <= bytes.count, number(at, 4) == 0x0201_4B50 else { throw Self.damaged }
      guard number(at + 8, 2) & 1 == 0 else {
        throw TableFailure("The file is protected by a password. Save it without one, or as CSV.")
      }
      let nameEnd = at + 46 + number(at + 28, 2)
      guard nameEnd <= bytes.count else { throw Self.damaged }
      entries[String(decoding: bytes[(at + 46)..<nameEnd], as: UTF8.self)] = Entry(
        method: UInt16(number(at + 10, 2)), packed: number(at + 20, 4), offset: number(at + 42, 4))
      at = nameEnd + number(at + 30, 2) + number(at + 32, 2)
    }
  }

  /// The names of its entries.
  public var names: [String] { entries.keys.sorted() }

  /// The content of an entry; nil where there is none of that name.
  /// - Throws: `TableFailure` where it is damaged or unpacks to too much.
  public func content(_ name: String) throws(TableFailure) -> [UInt8]? {
    guard let entry = entries[name] else { return nil }
    let at = entry.offset
    guard at + 30 <= bytes.count, number(at, 4) == 0x0403_4B50 else { throw Self.damaged }
    let start = at + 30 + number(at + 26, 2) + number(at + 28, 2)
    guard start + entry.packed <= bytes.count else { throw Self.damaged }
    let packed = bytes[start..<(start + entry.packed)]
    switch entry.method {
    case 0: return Array(packed)
    case 8: return try Self.inflated(packed)
    default: throw TableFailure("The file is packed in a way that can't be read. Save it again, or as CSV.")
    }
  }

  /// Little-endian; 0 outside of the file, which every caller takes for damage.
  private func number(_ at: Int, _ width: Int) -> Int {
    guard at >= 0, at + width <= bytes.count else { return 0 }
    return (0..<width).reduce(0) { $0 | Int(bytes[at + $1]) << (8 * $1) }
  }

  /// Raw deflate (RFC 1951).
  private static func inflated(_ packed: ArraySlice<UInt8>) throws(TableFailure) -> [UInt8] {
    guard let stream = zlib_inflate_begin(-15) else { throw damaged }
    defer { zlib_inflate_end(stream) }
    let most = min(maximumEntryBytes, max(freeBytes, packed.count * maximumRatio))
    var out: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: pieceBytes)
    var taken = 0
    while true {
      let (before, room) = (taken, piece.count)
      var made = 0
      let status = packed.withUnsafeBufferPointer {
        zlib_inflate_step(stream, $0.baseAddress, $0.count, &taken, &piece, room, &made)
      }
      guard out.count + made <= most else { throw bomb }
      out += piece[..<made]
      if status == Z_STREAM_END { return out }
      guard status == Z_OK, taken > before || made > 0 else { throw damaged }
    }
  }
}
