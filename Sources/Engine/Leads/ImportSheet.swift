import Finding
import Outreach
import Text

/// A file as a table: its columns, and its records one after the other in bounded memory.
///
/// Used by one reader at a time.
final class ImportSheet {
  /// Records that are looked at before columns and their meaning are guessed.
  static let sampledRecords = 200
  /// Records among which the header is looked for.
  private static let headerRecords = 20
  /// Bytes of records that are looked at where they are long.
  private static let sampledBytes = 1 << 23
  /// Bytes that are parsed at once; it bounds how many records wait in memory.
  private static let parsedBytes = 1 << 16

  /// A record of the table.
  struct Row {
    let cells: [String]
    /// The line of the file on which it starts, from 1.
    let line: Int
    /// How many records of the file are read with it, header and notes above it included.
    let position: Int

    /// Bytes of its cells.
    var bytes: Int { cells.reduce(0) { $0 + $1.utf8.count } }
  }

  /// Names of the columns, each once.
  private(set) var columns: [String] = []
  /// The header as the file writes it; nil where it has none.
  private(set) var header: [String]?
  /// What the columns probably mean.
  private(set) var guesses: [ColumnGuess] = []
  /// The first rows below the header.
  private(set) var sample: [[String]] = []

  /// What the file is; nil for CSV.
  let format: TableFile?

  private let source: any ImportSource
  private let onRecord: (([String]) throws -> Void)?
  private var reader: CSVReader
  private var piece: ArraySlice<UInt8> = []
  private var waiting: [CSVRecord] = []
  private var at = 0
  private var position = 0
  private var isOver = false

  /// Reads the beginning of a file.
  /// - Parameter onRecord: is given every record as it stands in the file, notes and header included.
  /// - Throws: `.unsupported` with advice where the file is no CSV; `.badInput` where it is empty.
  init(_ source: any ImportSource, onRecord: (([String]) throws -> Void)? = nil) throws {
    let opened = try ImportTables.open(source)
    (self.source, format, self.onRecord) = (opened.source, opened.format, onRecord)
    reader = CSVReader(dialect: opened.format.map { _ in CSVDialect() })
    var (seen, bytes) = (0, 0)
    while !isOver && waiting.count < Self.sampledRecords && bytes < Self.sampledBytes {
      try fill()
      bytes += waiting[seen...].reduce(0) { $0 + $1.bytes }
      seen = waiting.count
    }
    guard !waiting.isEmpty else { throw Fault(.badInput, "The file is empty; there is nothing to import.") }
    let head = waiting.prefix(Self.sampledRecords).map(\.fields)
    let above = Self.headerRow(head)
    let width = head.map(\.count).max() ?? 0
    sample = Array(head.dropFirst((above ?? -1) + 1))
    header = above.map { head[$0] }
    columns = ColumnMapping.unique(header ?? (0..<width).map { "Column \($0 + 1)" })
    guesses = ColumnMapping.guess(
      headers: header ?? Array(repeating: "", count: width), samples: sample.filter { !Self.isBlank($0) })
    for _ in 0..<((above ?? -1) + 1) { _ = try take() }
  }

  /// The field that each column probably is; nil for the columns of our own export that an import does not set.
  var fields: [ColumnField?] {
    let isOwn = Self.ownMarks.isSubset(of: Set(columns))
    return guesses.map { guess in
      if isOwn && Self.ownColumns.contains(guess.header) { return nil }
      if guess.header.hasPrefix("custom."), let named = ColumnField(name: guess.header) { return named }
      return guess.field
    }
  }

  /// By these headers a file is known as our own export.
  private static let ownMarks: Set<String> = ["business_name", "review_status", "discovered_at"]
  private static let ownColumns: Set<String> = [
    "id", "domain", "state", "review_status", "outcome", "score", "discovered_at", "updated_at",
  ]

  /// How the file is written.
  var dialect: CSVDialect { reader.dialect ?? CSVDialect() }

  /// What was wrong in the file so far, counted.
  var issueCount: Int { reader.issueCount + (reader.replacements > 0 ? 1 : 0) }

  /// The next row; blank ones and repeated headers are passed over. Nil at the end.
  func next() throws -> Row? {
    while let record = try take() {
      if record.isBlank || record.fields == header { continue }
      return Row(cells: record.fields, line: record.line, position: position)
    }
    return nil
  }

  /// Passes over the first records of the file, without handing them out.
  func skip(to position: Int) throws {
    while self.position < position, try take() != nil {}
  }

  /// How many records of the file were read.
  var read: Int { position }

  private func take() throws -> CSVRecord? {
    while at >= waiting.count {
      guard !isOver else { return nil }
      waiting.removeAll(keepingCapacity: true)
      at = 0
      try fill()
    }
    let record = waiting[at]
    at += 1
    position += 1
    try onRecord?(record.fields)
    return record
  }

  /// Parses the next piece.
  private func fill() throws {
    do {
      if piece.isEmpty {
        guard let next = try source.next() else {
          isOver = true
          try reader.finish { waiting.append($0) }
          return
        }
        piece = next[...]
      }
      let part = Array(piece.prefix(Self.parsedBytes))
      piece = piece.dropFirst(part.count)
      try reader.read(part) { waiting.append($0) }
    } catch CSVFailure.foreign(let format) {
      throw Fault(.unsupported, format.advice)
    }
  }

  /// Where the header stands; nil where the first record is data already.
  private static func headerRow(_ head: [[String]]) -> Int? {
    if let row = ColumnMapping.headerRow(of: Array(head.prefix(headerRecords))) { return row }
    guard let first = head.first, !first.contains(where: looksLikeData), !isAlike(first, head.dropFirst()) else { return nil }
    return 0
  }

  /// Whether a column holds digits in the first record as in those below: a postal code stands above postal codes, its name would not.
  private static func isAlike(_ first: [String], _ rest: ArraySlice<[String]>) -> Bool {
    first.indices.contains { column in
      let below = rest.compactMap { column < $0.count && !CellText.isEmpty($0[column]) ? $0[column] : nil }
      return first[column].contains(where: \.isNumber) && !below.isEmpty
        && below.count { $0.contains(where: \.isNumber) } * 3 >= below.count * 2
    }
  }

  private static func looksLikeData(_ cell: String) -> Bool {
    cell.contains("@") && EmailAddress(cell) != nil || cell.contains("://") || cell.hasPrefix("www.") || Double(cell) != nil
      || cell.count > 100
      || cell.count { $0.isNumber } >= 5
  }

  private static func isBlank(_ cells: [String]) -> Bool { cells.allSatisfy { CellText.isEmpty($0) } }
}

extension CSVRecord {
  /// Bytes of its fields.
  fileprivate var bytes: Int { fields.reduce(0) { $0 + $1.utf8.count } }
}
