/// A kind of file that people mistake for CSV, recognised by its content.
public enum ForeignFormat: String, Hashable, Sendable {
  case xlsx, xls, ods, numbers, document, zip, pdf, html, xml, json, vcard, compressed, image, database, binary

  /// One sentence that tells the person what the file is and how to save CSV.
  public var advice: String {
    switch self {
    case .xlsx: "This is an Excel workbook. Open it in Excel, choose File, Save As, “CSV UTF-8”, and import that file."
    case .xls: "This is an old Excel or Office file. Open it, choose File, Save As, “CSV”, and import that file."
    case .ods:
      "This is an OpenDocument spreadsheet. Open it in LibreOffice, choose File, Save As, “Text CSV”, and import that file."
    case .numbers: "This is a Numbers spreadsheet. Open it in Numbers, choose File, Export To, CSV, and import that file."
    case .document: "This is a text document, not a table. Save the table in it as CSV from a spreadsheet program."
    case .zip: "This is a ZIP archive. Unpack it and import the CSV file inside."
    case .pdf: "This is a PDF. Export the list as CSV from the program it came from."
    case .html: "This is a web page, even if its name ends in .xls or .csv. Open it in a spreadsheet program and save it as CSV."
    case .xml: "This is an XML file. Open it in a spreadsheet program and save it as CSV."
    case .json: "This is a JSON file. Export the list as CSV from the program it came from."
    case .vcard: "This is a file of contact cards (vCard). Export the contacts as CSV instead."
    case .compressed: "This is a compressed file. Unpack it and import the CSV file inside."
    case .image: "This is a picture. Export the list as CSV from the program it came from."
    case .database: "This is a database file. Export the table as CSV."
    case .binary: "This is not a text file. Save the list as CSV and import that file."
    }
  }

  /// The kind of a file by its first bytes; nil where it may well be text with delimiters.
  public static func recognise(_ sample: [UInt8]) -> ForeignFormat? {
    if let known = bySignature(sample) { return known }
    if let known = byMarkup(sample) { return known }
    return isBinary(sample) ? .binary : nil
  }

  private static func bySignature(_ sample: [UInt8]) -> ForeignFormat? {
    let signatures: [([UInt8], ForeignFormat)] = [
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .xls), (Array("%PDF-".utf8), .pdf), ([0x1F, 0x8B], .compressed),
      (Array("BZh".utf8), .compressed),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], .compressed), ([0x37, 0x7A, 0xBC, 0xAF], .compressed), (Array("Rar!".utf8), .compressed),
      ([0x28, 0xB5, 0x2F, 0xFD], .compressed),
      ([0x89, 0x50, 0x4E, 0x47], .image), ([0xFF, 0xD8, 0xFF], .image), (Array("GIF8".utf8), .image),
      (Array("SQLite format 3".utf8), .database),
      (Array("PAR1".utf8), .database), (Array("{\\rtf".utf8), .document), (Array("BEGIN:VCARD".utf8), .vcard),
      ([0x09, 0x08, 0x10, 0x00], .xls), ([0x09, 0x04, 0x06, 0x00], .xls),
    ]
    for (signature, format) in signatures where sample.starts(with: signature) { return format }
    guard sample.starts(with: [0x50, 0x4B, 0x03, 0x04]) || sample.starts(with: [0x50, 0x4B, 0x05, 0x06]) else { return nil }
    let parts: [(String, ForeignFormat)] = [
      ("opendocument.spreadsheet", .ods), ("opendocument.", .document), ("xl/", .xlsx), ("word/", .document), ("Index/", .numbers),
      ("Index.zip", .numbers),
    ]
    // Names of archive members stand in clear text; Excel's first members are small, so the start of the file shows them.
    for (text, format) in parts where contains(sample, Array(text.utf8)) { return format }
    return contains(sample, Array("[Content_Types].xml".utf8)) ? .xlsx : .zip
  }

  private static func byMarkup(_ sample: [UInt8]) -> ForeignFormat? {
    var start = sample.prefix(2048)
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
    let text = start.drop { $0 <= 0x20 }.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 }
    for tag in ["<!doctype html", "<html", "<table", "<head", "<meta", "<body", "<div"] where text.starts(with: tag.utf8) {
      return .html
    }
    if text.starts(with: "<?xml".utf8) { return contains(text, Array("<html".utf8)) ? .html : .xml }
    guard let first = text.first, first == 0x7B || first == 0x5B else { return nil }
    let next = text.dropFirst().first { $0 > 0x20 }
    let isJSON = first == 0x7B ? next == 0x22 : next == 0x7B || next == 0x5B
    return isJSON && contains(text, [0x22, 0x3A]) ? .json : nil
  }

  /// True where control characters are too many for text; UTF-16 was told apart before by its zero pattern.
  private static func isBinary(_ sample: [UInt8]) -> Bool {
    let guess = Charset.guess(sample)
    switch guess.charset.coding {
    case .utf16, .utf32: return false
    default: break
    }
    let controls = sample.count { $0 < 0x20 && ![0, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x1A, 0x1B, 0x0E, 0x0F].contains($0) }
    let zeros = sample.count { $0 == 0 }
    return controls * 50 > sample.count || zeros * 10 > sample.count && zeros > 8
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, bytes.count >= part.count else { return false }
    for at in 0...(bytes.count - part.count) where bytes[at] == first {
      if bytes[at..<(at + part.count)].elementsEqual(part) { return true }
    }
    return false
  }
}
