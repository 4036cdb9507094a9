import Finding

/// The first sheet of an Excel workbook (.xlsx; ECMA-376 part 1, §18), as rows of text.
///
/// Of XML only what a workbook needs is read: tags, attributes, text and the five entities; nothing is looked up, so entities can't grow.
public enum Workbook {
  /// Rows that are read.
  public static let maximumRows = 1 << 20
  static let maximumColumns = 512
  /// Bytes of all cells together.
  private static let maximumBytes = 256 << 20
  private static let tooLarge = TableFailure(
    "The workbook is larger than this program reads. Save the list as CSV and import that.")

  /// Rows of the first sheet, blank ones at their place.
  /// - Throws: `TableFailure` where it is no workbook, damaged or too large.
  public static func rows(of bytes: [UInt8]) throws(TableFailure) -> [[String]] { try rows(of: bytes, within: maximumBytes) }

  static func rows(of bytes: [UInt8], within most: Int) throws(TableFailure) -> [[String]] {
    let archive = try ZipArchive(bytes)
    guard let sheet = try archive.content(try firstSheet(archive)) else {
      throw TableFailure("The workbook has no sheet that can be read. Save the list as CSV and import that.")
    }
    let formats = CellFormats(styles: try archive.content("xl/styles.xml") ?? [], is1904: try countsFrom1904(archive))
    return try rows(sheet, shared: try sharedTexts(archive), formats, within: most)
  }

  /// Whether days are counted from 1904 (§18.2.28).
  private static func countsFrom1904(_ archive: ZipArchive) throws(TableFailure) -> Bool {
    var scan = XMLScan(try archive.content("xl/workbook.xml") ?? [])
    while let token = scan.next() {
      if case .open("workbookPr", let attributes, _) = token { return ["1", "true"].contains(attributes["date1904"]) }
    }
    return false
  }

  /// The path of the first sheet: by the workbook's own list, else by its usual name.
  private static func firstSheet(_ archive: ZipArchive) throws(TableFailure) -> String {
    var id: String?
    var scan = XMLScan(try archive.content("xl/workbook.xml") ?? [])
    while id == nil, let token = scan.next() {
      if case .open("sheet", let attributes, _) = token { id = attributes["id"] }
    }
    var links = XMLScan(try archive.content("xl/_rels/workbook.xml.rels") ?? [])
    while let id, let token = links.next() {
      guard case .open("Relationship", let attributes, _) = token, attributes["Id"] == id, let target = attributes["Target"] else {
        continue
      }
      return target.hasPrefix("/") ? String(target.dropFirst()) : "xl/" + target
    }
    return archive.names.first { $0.hasPrefix("xl/worksheets/") && $0.hasSuffix(".xml") } ?? ""
  }

  /// The texts that cells name by number (§18.4); phonetic guides are left out.
  private static func sharedTexts(_ archive: ZipArchive) throws(TableFailure) -> [String] {
    guard let bytes = try archive.content("xl/sharedStrings.xml") else { return [] }
    var (texts, text, isText, guides) = ([String](), "", false, 0)
    var scan = XMLScan(bytes)
    while let token = scan.next() {
      switch token {
      case .open("si", _, let isEmpty):
        text = ""
        if isEmpty { texts.append("") }
      case .close("si"):
        texts.append(text)
        guard texts.count <= maximumRows * 4 else { throw tooLarge }
      case .open("rPh", _, false): guides += 1
      case .close("rPh"): guides -= 1
      case .open("t", _, let isEmpty): isText = !isEmpty
      case .close("t"): isText = false
      case .text(let part) where isText && guides == 0: text += part
      default: break
      }
    }
    return texts
  }

  /// A cell while it is read.
  private struct Cell {
    var column = 0
    var kind = ""
    /// The number of its style.
    var style: Int?
    var value = ""
  }

  private static func rows(
    _ sheet: [UInt8], shared: [String], _ formats: CellFormats, within most: Int
  ) throws(TableFailure) -> [[String]] {
    var (rows, row, cell, isValue) = ([[String]](), [String](), Cell(), false)
    var bytes = 0
    var scan = XMLScan(sheet)
    while let token = scan.next() {
      switch token {
      case .open("row", let attributes, let isEmpty):
        // Rows without cells may be missing.
        let number = attributes["r"].flatMap { Int($0) } ?? rows.count + 1
        guard number <= maximumRows else { throw tooLarge }
        while rows.count + 1 < number { rows.append([]) }
        row = []
        if isEmpty { rows.append([]) }
      case .close("row"): rows.append(row)
      case .open("c", let attributes, let isEmpty):
        cell = Cell(column: attributes["r"].flatMap(column) ?? row.count, kind: attributes["t"] ?? "n")
        cell.style = attributes["s"].flatMap { Int($0) }
        if isEmpty { continue }
      case .close("c"):
        guard cell.column < maximumColumns else { continue }
        let text = shown(cell, shared, formats)
        // Cells that are left out take room as well.
        bytes += text.utf8.count + max(0, cell.column - row.count) * MemoryLayout<String>.stride
        guard bytes <= most else { throw tooLarge }
        while row.count <= cell.column { row.append("") }
        row[cell.column] = text
      case .open("v", _, let isEmpty), .open("t", _, let isEmpty): isValue = !isEmpty
      case .close("v"), .close("t"): isValue = false
      case .text(let part) where isValue: cell.value += part
      default: break
      }
    }
    return rows
  }

  /// The cell as a person sees it, dates as ISO 8601 writes them.
  private static func shown(_ cell: Cell, _ shared: [String], _ formats: CellFormats) -> String {
    switch cell.kind {
    case "s": return Int(cell.value).flatMap { shared.indices.contains($0) ? shared[$0] : nil } ?? ""
    case "b": return cell.value == "1" ? "yes" : "no"
    case "e": return ""
    case "d": return cell.value.replacing("T00:00:00", with: "").replacing("T", with: " ")
    case "n":
      if let moment = formats.moment(cell.value, style: cell.style) { return moment }
      // 49421123456 may stand as 4.9421123456E10.
      guard cell.value.contains(where: { $0 == "E" || $0 == "e" }), let number = Double(cell.value), abs(number) < 1e15,
        number == number.rounded()
      else { return cell.value }
      return "\(Int64(number))"
    default: return cell.value
    }
  }

  /// `BC12` is column 54; nil where it names none.
  private static func column(_ reference: String) -> Int? {
    var number = 0
    for byte in reference.utf8 {
      guard (0x41...0x5A).contains(byte) else { break }
      number = number * 26 + Int(byte) - 0x40
      if number > 1 << 15 { return nil }
    }
    return number == 0 ? nil : number - 1
  }
}

/// Reads XML of machines piece by piece: no document type, no entities but the five of XML and numbers.
struct XMLScan {
  /// One piece; names without their prefix.
  enum Token {
    case open(String, [String: String], isEmpty: Bool)
    case close(String)
    case text(String)
  }

  private let bytes: [UInt8]
  private var at = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The next piece; nil at the end and where the rest is broken.
  mutating func next() -> Token? {
    while at < bytes.count {
      guard bytes[at] == 0x3C else {
        let start = at
        while at < bytes.count, bytes[at] != 0x3C { at += 1 }
        return .text(Self.plain(bytes[start..<at]))
      }
      if starts(with: "<!--") {
        skip(past: "-->")
      } else if starts(with: "<![CDATA[") {
        let start = at + 9
        skip(past: "]]>")
        return .text(String(decoding: bytes[min(start, at)..<max(min(start, at), at - 3)], as: UTF8.self))
      } else if starts(with: "<?") || starts(with: "<!") {
        skip(past: ">")
      } else {
        return tag()
      }
    }
    return nil
  }

  private mutating func tag() -> Token? {
    let start = at + 1
    var quote: UInt8?
    at = start
    while at < bytes.count, quote != nil || bytes[at] != 0x3E {
      if let open = quote {
        if bytes[at] == open { quote = nil }
      } else if bytes[at] == 0x22 || bytes[at] == 0x27 {
        quote = bytes[at]
      }
      at += 1
    }
    guard at < bytes.count else { return nil }
    var inside = bytes[start..<at]
    at += 1
    if inside.first == 0x2F { return .close(Self.local(inside.dropFirst().prefix { $0 > 0x20 })) }
    let isEmpty = inside.last == 0x2F
    if isEmpty { inside.removeLast() }
    let name = inside.prefix { $0 > 0x20 }
    return .open(Self.local(name), Self.attributes(inside[name.endIndex...]), isEmpty: isEmpty)
  }

  private static func attributes(_ bytes: ArraySlice<UInt8>) -> [String: String] {
    var (found, rest): ([String: String], ArraySlice<UInt8>) = ([:], bytes)
    while let equals = rest.firstIndex(of: 0x3D), found.count < 64 {
      let name = local(rest[..<equals].drop { $0 <= 0x20 }.prefix { $0 > 0x20 })
      let after = rest[(equals + 1)...].drop { $0 <= 0x20 }
      guard let quote = after.first, quote == 0x22 || quote == 0x27, let end = after.dropFirst().firstIndex(of: quote) else {
        break
      }
      found[name] = plain(after[(after.startIndex + 1)..<end])
      rest = rest[(end + 1)...]
    }
    return found
  }

  private static func local(_ name: ArraySlice<UInt8>) -> String {
    String(decoding: name.lastIndex(of: 0x3A).map { name[($0 + 1)...] } ?? name, as: UTF8.self)
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    guard bytes.contains(0x26) else { return String(decoding: bytes, as: UTF8.self) }
    var (out, rest) = ([UInt8](), bytes)
    while let mark = rest.firstIndex(of: 0x26) {
      out += rest[..<mark]
      let tail = rest[(mark + 1)...]
      guard let end = tail.prefix(12).firstIndex(of: 0x3B), let text = entity(String(decoding: tail[..<end], as: UTF8.self)) else {
        out.append(0x26)
        rest = tail
        continue
      }
      out += Array(text.utf8)
      rest = tail[(end + 1)...]
    }
    return String(decoding: out + rest, as: UTF8.self)
  }

  private static func entity(_ name: String) -> String? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default: break
    }
    guard name.hasPrefix("#") else { return nil }
    let digits = name.dropFirst()
    let code = digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
    return code.flatMap { Unicode.Scalar($0) }.map { String(Character($0)) }
  }

  private func starts(with text: String) -> Bool { bytes[at...].starts(with: text.utf8) }

  private mutating func skip(past text: String) {
    let end = Array(text.utf8)
    while at < bytes.count, !bytes[at...].starts(with: end) { at += 1 }
    at = min(bytes.count, at + end.count)
  }
}
