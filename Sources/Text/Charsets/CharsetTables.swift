import Glibc
import Synchronization

/// The tables of the two-byte charsets, read from the resource folder when a text first needs them.
///
/// The program names the folder once at start. Without it, or with a damaged file, decoding falls back and says so.
public enum CharsetTables {
  /// Bytes; the largest of our own tables has 72 kB.
  static let maximumTableBytes = 1 << 20

  private struct State {
    var folder: String?
    var tables: [String: DoubleByteTable?] = [:]
    var ranges: [(pointer: Int, point: UInt32)]?
  }
  private static let state = Mutex(State())

  /// Names the folder that holds `gb18030.table` and the others; tables read before are forgotten.
  public static func load(from folder: String) {
    state.withLock { $0 = State(folder: folder) }
  }

  /// The table of that name, nil where it is missing or damaged; read once.
  static func table(_ name: String) -> DoubleByteTable? {
    state.withLock { state in
      if let known = state.tables[name] { return known }
      let table = contents(of: name, in: state.folder).flatMap(DoubleByteTable.init(bytes:))
      state.tables[name] = .some(table)
      return table
    }
  }

  /// GB18030's four-byte runs below U+10000, by first pointer; empty where the file is missing.
  static func gb18030Ranges() -> [(pointer: Int, point: UInt32)] {
    state.withLock { state in
      if let known = state.ranges { return known }
      let bytes = contents(of: "gb18030-ranges", in: state.folder) ?? []
      var out: [(pointer: Int, point: UInt32)] = []
      for at in stride(from: 0, to: bytes.count - 3, by: 4) {
        out.append((Int(bytes[at]) << 8 | Int(bytes[at + 1]), UInt32(bytes[at + 2]) << 8 | UInt32(bytes[at + 3])))
      }
      state.ranges = out
      return out
    }
  }

  private static func contents(of name: String, in folder: String?) -> [UInt8]? {
    guard let folder, let file = fopen(folder + "/" + name + ".table", "rbe") else { return nil }
    defer { fclose(file) }
    var bytes = [UInt8](repeating: 0, count: maximumTableBytes + 1)
    let count = fread(&bytes, 1, bytes.count, file)
    return count <= maximumTableBytes && ferror(file) == 0 ? Array(bytes[..<count]) : nil
  }
}

/// What the pairs of a lead and a trail byte mean.
final class DoubleByteTable: Sendable {
  private let leadFirst: Int
  private let leadLast: Int
  private let trailFirst: Int
  private let width: Int
  private let cells: [UInt32]

  /// Reads a file of scripts/make-charsets: first and last lead, first and last trail, bytes a cell, cells; nil where it is damaged.
  init?(bytes: [UInt8]) {
    guard bytes.count > 5, bytes[0] <= bytes[1], bytes[2] <= bytes[3], bytes[4] == 2 || bytes[4] == 3 else { return nil }
    leadFirst = Int(bytes[0])
    leadLast = Int(bytes[1])
    trailFirst = Int(bytes[2])
    width = Int(bytes[3]) - Int(bytes[2]) + 1
    let size = Int(bytes[4])
    let count = (leadLast - leadFirst + 1) * width
    guard bytes.count == 5 + count * size else { return nil }
    cells = (0..<count).map { cell in
      bytes[(5 + cell * size)..<(5 + (cell + 1) * size)].reduce(0) { $0 << 8 | UInt32($1) }
    }
  }

  /// The character of a pair, nil where it has none.
  func character(_ lead: UInt8, _ trail: UInt8) -> UInt32? {
    let row = Int(lead) - leadFirst
    let column = Int(trail) - trailFirst
    guard row >= 0, Int(lead) <= leadLast, column >= 0, column < width else { return nil }
    let point = cells[row * width + column]
    return point == 0 ? nil : point
  }
}
