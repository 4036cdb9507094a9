import Outreach
import Text

/// What a file looks like: how it is written, its columns and what they probably mean.
public struct ImportInspection: Sendable, Encodable {
  /// Rows that are shown.
  private static let shownRows = 20
  /// Values that are shown of a column.
  private static let shownSamples = 3
  private static let shownCharacters = 200

  /// One column of the file.
  public struct Column: Sendable, Encodable {
    public let name: String
    /// The field that it probably is.
    public let field: String?
    public let confidence: Double
    public let why: String
    public let samples: [String]
  }

  /// A field that a column can be mapped to.
  public struct Field: Sendable, Encodable {
    public let id: String
    public let title: String
  }

  /// Why a file can't be imported, and what to do.
  public struct Problem: Sendable, Encodable {
    public let detail: String
  }

  /// `csv`, `xlsx`, `json`, `vcard` or `sites`.
  public private(set) var format = "csv"
  public private(set) var encoding = ""
  /// `utf-8`, `utf-16` … where the file starts with a byte-order mark.
  public private(set) var bom: String?
  /// The character between fields.
  public private(set) var delimiter = ""
  /// Whether the first row was taken for the names of the columns.
  public private(set) var header = false
  public private(set) var columns: [Column] = []
  public private(set) var records = 0
  public private(set) var sample: [[String]] = []
  public private(set) var fields: [Field] = []
  public private(set) var problem: Problem?

  /// Looks through a whole file. - Throws: as `ImportSheet`.
  init(_ source: any ImportSource) throws {
    let sheet = try ImportSheet(source)
    let rows = sheet.sample
    while try sheet.next() != nil { records += 1 }
    format = sheet.format?.rawValue ?? "csv"
    encoding = sheet.dialect.pythonName
    bom = sheet.dialect.markName
    delimiter = sheet.dialect.delimiterText
    header = sheet.header != nil
    let proposed = sheet.fields
    columns = zip(sheet.columns, sheet.guesses).map { name, guess in
      let values = rows.lazy.compactMap { guess.column < $0.count ? $0[guess.column] : nil }.filter { !CellText.isEmpty($0) }
      return Column(
        name: name, field: proposed[guess.column]?.name, confidence: guess.confidence, why: guess.reason,
        samples: values.prefix(Self.shownSamples).map { String($0.prefix(Self.shownCharacters)) })
    }
    sample = rows.prefix(Self.shownRows).map { $0.map { String($0.prefix(Self.shownCharacters)) } }
    fields = Self.fields
  }

  /// A file that can't be imported.
  init(problem detail: String) {
    problem = Problem(detail: detail)
    fields = Self.fields
  }

  private static let fields: [Field] = ColumnField.Known.allCases.map { field in
    let title = LeadDetails.textFields.first { $0.name == field.rawValue }?.title
    let spaced = String(field.rawValue.map { $0 == "_" ? " " : $0 })
    return Field(id: field.rawValue, title: title ?? spaced.prefix(1).uppercased() + spaced.dropFirst())
  }

  private enum CodingKeys: String, CodingKey {
    case format, encoding, bom, delimiter, header, columns, records, sample, fields, problem
  }

  /// Writes every key, absent values as null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(format, forKey: .format)
    try container.encode(encoding, forKey: .encoding)
    try container.encode(bom, forKey: .bom)
    try container.encode(delimiter, forKey: .delimiter)
    try container.encode(header, forKey: .header)
    try container.encode(columns, forKey: .columns)
    try container.encode(records, forKey: .records)
    try container.encode(sample, forKey: .sample)
    try container.encode(fields, forKey: .fields)
    try container.encode(problem, forKey: .problem)
  }
}

extension CSVDialect {
  /// The charset as Python's codecs call it, which is what other tools print.
  var pythonName: String {
    let name = charset.name.lowercased()
    switch name {
    case "utf-8", "us-ascii": return hasByteOrderMark ? "utf-8-sig" : "utf-8"
    case "utf-16le": return hasByteOrderMark ? "utf-16" : "utf-16-le"
    case "utf-16be": return hasByteOrderMark ? "utf-16" : "utf-16-be"
    case "utf-32le", "utf-32be": return hasByteOrderMark ? "utf-32" : String(name.prefix(6)) + "-" + name.suffix(2)
    case "big5": return "big5hkscs"
    case "macintosh", "x-mac-roman": return "mac_roman"
    case "x-mac-cyrillic": return "mac_cyrillic"
    case _ where name.hasPrefix("ibm"): return "cp" + name.dropFirst(3)
    case _ where name.hasPrefix("windows-"): return "cp" + name.dropFirst(8)
    default: return name
    }
  }

  /// The kind of the byte-order mark; nil where there is none.
  var markName: String? {
    guard hasByteOrderMark else { return nil }
    return String(charset.name.lowercased().prefix { $0 != "l" && $0 != "b" })
  }

  /// The delimiter as text.
  var delimiterText: String { String(Unicode.Scalar(delimiter)) }
}
