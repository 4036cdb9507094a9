/// Records of a JSON file as rows: a list of objects, such a list inside an object, or an object a line.
///
/// Inner objects become columns with dots, lists of values one cell; columns come in the order in which the file first names them.
public enum JSONTable {
  /// Records that are read.
  static let maximumRecords = 500_000
  static let maximumColumns = 512
  static let maximumDepth = 32
  private static let noList = TableFailure(
    "This JSON holds no list of businesses. It should be a list of objects, such as [{\"name\": \"…\", \"email\": \"…\"}].")

  /// The table, its first row the names of the columns.
  /// - Throws: `TableFailure` where it is no JSON, or holds no list of objects.
  public static func rows(of bytes: [UInt8]) throws(TableFailure) -> [[String]] {
    var scan = JSONScan(bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : bytes)
    var values: [JSONScan.Value] = []
    repeat { values.append(try scan.value(depth: 0)) } while scan.hasMore && values.count < maximumRecords
    guard let records = list(values.count == 1 ? values[0] : .list(values), depth: 0) else { throw noList }
    var (columns, places, rows) = ([String](), [String: Int](), [[String]]())
    for record in records {
      var row = [String](repeating: "", count: columns.count)
      try flatten(record, "") { (name, text) throws(TableFailure) in
        let place: Int
        if let known = places[name] {
          place = known
        } else {
          guard columns.count < maximumColumns else { throw TableFailure("The records have more than \(maximumColumns) fields.") }
          place = columns.count
          places[name] = place
          columns.append(name)
          row.append("")
        }
        row[place] = row[place].isEmpty ? text : row[place] + ", " + text
      }
      rows.append(row)
    }
    guard !columns.isEmpty else { throw noList }
    return [columns] + rows.map { $0 + [String](repeating: "", count: columns.count - $0.count) }
  }

  /// The first list of objects, the outermost; an object alone is a list of one.
  private static func list(_ value: JSONScan.Value, depth: Int) -> [JSONScan.Value]? {
    switch value {
    case .list(let items):
      let objects = items.filter { if case .object = $0 { true } else { false } }
      return objects.isEmpty ? nil : objects
    case .object(let members):
      if depth < 3 {
        for (_, member) in members {
          if case .list(let items) = member, items.count > 0, let found = list(.list(items), depth: depth + 1) { return found }
        }
        for (_, member) in members where members.count <= 3 {
          if case .object = member, let found = list(member, depth: depth + 1), found.count > 1 { return found }
        }
      }
      // A lone record; what only says “ok” is none.
      return members.count(where: { if case .text = $0.1 { true } else { false } }) < 2 ? nil : [value]
    default: return nil
    }
  }

  private static func flatten(_ value: JSONScan.Value, _ name: String, _ take: (String, String) throws(TableFailure) -> Void)
    throws(TableFailure)
  {
    switch value {
    case .object(let members):
      for (key, member) in members { try flatten(member, name.isEmpty ? key : "\(name).\(key)", take) }
    case .list(let items): for item in items { try flatten(item, name, take) }
    case .text(let text): if !text.isEmpty { try take(name.isEmpty ? "value" : name, text) }
    case .null: break
    }
  }
}

/// A strict reader of JSON (RFC 8259) that keeps the order of members.
struct JSONScan {
  /// A value; numbers, true and false as they are written.
  indirect enum Value {
    case null
    case text(String)
    case list([Value])
    case object([(String, Value)])
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Whether something but blanks follows.
  var hasMore: Bool { bytes[at...].contains { !Self.isBlank($0) } }

  private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func wrong(_ what: String) -> TableFailure {
    let line = bytes[..<min(at, bytes.count)].count { $0 == 0x0A } + 1
    return TableFailure("The JSON is broken at line \(line): \(what). Export it again, or save the list as CSV.")
  }

  mutating func value(depth: Int) throws(TableFailure) -> Value {
    guard depth < JSONTable.maximumDepth else { throw wrong("it is nested too deeply") }
    skip()
    guard at < bytes.count else { throw wrong("it ends too early") }
    switch bytes[at] {
    case 0x7B: return try object(depth)
    case 0x5B: return try list(depth)
    case 0x22: return .text(try string())
    default: return try word()
    }
  }

  private mutating func object(_ depth: Int) throws(TableFailure) -> Value {
    var members: [(String, Value)] = []
    at += 1
    skip()
    while peek != 0x7D {
      guard peek == 0x22 else { throw wrong("a name in quotes is missing") }
      let name = try string()
      skip()
      guard peek == 0x3A else { throw wrong("a colon is missing") }
      at += 1
      members.append((name, try value(depth: depth + 1)))
      try separator(0x7D)
    }
    at += 1
    return .object(members)
  }

  private mutating func list(_ depth: Int) throws(TableFailure) -> Value {
    var items: [Value] = []
    at += 1
    skip()
    while peek != 0x5D {
      items.append(try value(depth: depth + 1))
      try separator(0x5D)
    }
    at += 1
    return .list(items)
  }

  /// A comma with something behind it, or the end of the list.
  private mutating func separator(_ end: UInt8) throws(TableFailure) {
    skip()
    if peek == 0x2C {
      at += 1
      skip()
      guard peek != end else { throw wrong("a comma stands before the end") }
    } else if peek != end {
      throw wrong("a comma is missing")
    }
  }

  private mutating func string() throws(TableFailure) -> String {
    var out: [UInt8] = []
    at += 1
    while at < bytes.count, bytes[at] != 0x22 {
      guard bytes[at] == 0x5C else {
        out.append(bytes[at])
        at += 1
        continue
      }
      at += 1
      guard at < bytes.count else { break }
      switch bytes[at] {
      case 0x6E: out.append(0x0A)
      case 0x74: out.append(0x09)
      case 0x72: out.append(0x0D)
      case 0x62, 0x66: out.append(0x20)
      case 0x75: out += Array(String(try escaped()).utf8)
      case let other: out.append(other)
      }
      at += 1
    }
    guard at < bytes.count else { throw wrong("a text has no end") }
    at += 1
    return String(decoding: out, as: UTF8.self)
  }

  /// `\u00e9`, or a pair for what lies beyond; `at` stands on its last digit afterwards.
  private mutating func escaped() throws(TableFailure) -> Unicode.Scalar {
    guard let high = hex(at + 1) else { throw wrong("a \\u has no four digits") }
    at += 4
    if let scalar = Unicode.Scalar(high) { return scalar }
    guard (0xD800..<0xDC00).contains(high), at + 2 < bytes.count, bytes[at + 1] == 0x5C, bytes[at + 2] == 0x75,
      let low = hex(at + 3), (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    else { return "\u{FFFD}" }
    at += 6
    return scalar
  }

  private func hex(_ start: Int) -> UInt32? {
    guard start + 4 <= bytes.count else { return nil }
    return UInt32(String(decoding: bytes[start..<(start + 4)], as: UTF8.self), radix: 16)
  }

  private mutating func word() throws(TableFailure) -> Value {
    let start = at
    while at < bytes.count, !Self.isBlank(bytes[at]), ![0x2C, 0x5D, 0x7D, 0x3A].contains(bytes[at]) { at += 1 }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    switch text {
    case "null": return .null
    case "true": return .text("yes")
    case "false": return .text("no")
    default:
      guard Double(text) != nil, text.utf8.count < 64 else { throw wrong("“\(text.prefix(20))” is no value") }
      return .text(text)
    }
  }

  private var peek: UInt8? { at < bytes.count ? bytes[at] : nil }

  private mutating func skip() { while at < bytes.count, Self.isBlank(bytes[at]) { at += 1 } }
}
