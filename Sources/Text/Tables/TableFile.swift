/// A file that holds a table, though it is no CSV: an Excel workbook, JSON, contact cards, or a list of web sites.
public enum TableFile: String, Sendable, CaseIterable {
  case workbook = "xlsx"
  case json, vcard, sites

  /// Bytes of such a file; it is read whole.
  public static let maximumBytes = 64 << 20
  /// Lines by which a list of web sites is known.
  private static let sampledLines = 50

  /// The kind of a file by its first bytes; nil for CSV and for what can't be read at all.
  /// - Parameter isWhole: whether the sample is all of the file.
  public static func recognise(_ sample: [UInt8], isWhole: Bool) -> TableFile? {
    switch ForeignFormat.recognise(sample) {
    case .xlsx: return .workbook
    case .json: return .json
    case .vcard: return .vcard
    case nil: return isVCard(sample) ? .vcard : isSites(sample, isWhole: isWhole) ? .sites : nil
    default: return nil
    }
  }

  /// The table, its first row the names of the columns where the file has names.
  /// - Throws: `TableFailure` with advice.
  public func rows(of bytes: [UInt8]) throws(TableFailure) -> [[String]] {
    switch self {
    case .workbook: return try Workbook.rows(of: bytes)
    case .json: return try JSONTable.rows(of: bytes)
    case .vcard:
      let cards = VCard.cards(in: bytes).map(\.leadFields)
      guard !cards.isEmpty else { throw TableFailure("The file holds no contact card with a name.") }
      var columns: [String] = []
      for card in cards { for (name, _) in card where !columns.contains(name) { columns.append(name) } }
      return [columns] + cards.map { card in columns.map { name in card.first { $0.0 == name }?.1 ?? "" } }
    case .sites: return [["website"]] + Self.lines(bytes).map { [$0] }
    }
  }

  /// Cards may stand behind a mark or in small letters.
  private static func isVCard(_ sample: [UInt8]) -> Bool {
    let start = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? sample.dropFirst(3) : sample[...]
    return String(decoding: start.drop { $0 <= 0x20 }.prefix(11), as: UTF8.self).uppercased() == "BEGIN:VCARD"
  }

  /// One address or domain a line and no delimiter: a list that somebody pasted. A file whose first line is a heading is CSV.
  private static func isSites(_ sample: [UInt8], isWhole: Bool) -> Bool {
    guard !sample.contains(where: { [0x2C, 0x3B, 0x09, 0x22, 0x00].contains($0) }) else { return false }
    var lines = lines(sample)
    if !isWhole, lines.count > 1 { lines.removeLast() }
    lines = Array(lines.prefix(sampledLines))
    guard let first = lines.first, isSite(first) else { return false }
    return lines.count(where: isSite) * 2 > lines.count
  }

  private static func isSite(_ line: String) -> Bool {
    guard !line.contains("@"), !line.contains(" "), let address = WebAddress(line) else { return false }
    return Domain.registrable(address.host) != nil
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    let text = Charset.guess(bytes).charset.decode(bytes[...]).text
    return text.split(whereSeparator: \.isNewline).map { InvisibleText.trimmed(String($0)) }.filter { !$0.isEmpty }
  }
}
