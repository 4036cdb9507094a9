import Outreach
import Text

/// A look at a file without any base: what `import --dry-run --json` prints.
public struct ImportDryRun: Sendable {
  /// Bytes that are written at once.
  private static let writtenBytes = 1 << 16

  /// Whether every record is printed too.
  public var rows = false
  /// What `--map` said; nil for what was guessed.
  public var map: String?

  /// A dry run with its options.
  public init(rows: Bool = false, map: String? = nil) { (self.rows, self.map) = (rows, map) }

  /// Reads a file and writes one JSON document about it; memory stays bounded.
  /// - Parameter write: receives the document piece by piece.
  /// - Throws: `.unsupported` for what is no CSV, `.badInput` for an empty file or a mapping that names what is not there.
  @discardableResult
  public func report(on source: any ImportSource, write: (consuming [UInt8]) throws -> Void) async throws -> ImportPreview {
    var first = true
    var buffer = Array("{".utf8)
    if rows { buffer += Array("\"records\":[".utf8) }
    // Everything is read here, so that records can be written while they pass by.
    let out = Output(buffer: buffer)
    let sheet = try ImportSheet(
      source,
      onRecord: rows
        ? { cells in
          if !first { out.buffer.append(0x2C) }
          first = false
          JSONText.append(cells, to: &out.buffer)
        } : nil)
    var mapping = ImportMapping(columns: sheet.fields)
    if let map { try mapping.apply(map, columns: sheet.columns) }
    var tally = ImportTally()
    let intake = LeadIntake(source: "csv")
    while let row = try sheet.next() {
      do { tally.add(try intake.take(mapping.record(row.cells)), line: row.line) } catch { tally.fail(line: row.line, error) }
      guard out.buffer.count >= Self.writtenBytes else { continue }
      try write(out.buffer)
      out.buffer.removeAll(keepingCapacity: true)
      try Task.checkCancellation()
    }
    if rows { out.buffer += Array("],".utf8) }
    Self.append(sheet, mapping, tally.result, to: &out.buffer)
    try write(out.buffer)
    return tally.result
  }

  private final class Output {
    var buffer: [UInt8]
    init(buffer: [UInt8]) { self.buffer = buffer }
  }

  private static func append(_ sheet: ImportSheet, _ mapping: ImportMapping, _ result: ImportPreview, to out: inout [UInt8]) {
    func key(_ name: String) {
      JSONText.append(name, to: &out)
      out.append(0x3A)
    }
    func text(_ name: String, _ value: String?) {
      key(name)
      if let value { JSONText.append(value, to: &out) } else { out += Array("null".utf8) }
      out.append(0x2C)
    }
    text("encoding", sheet.dialect.pythonName)
    text("bom", sheet.dialect.markName)
    text("delimiter", sheet.dialect.delimiterText)
    key("header")
    out += Array("\(sheet.header != nil),".utf8)
    key("columns")
    JSONText.append(sheet.columns, to: &out)
    out.append(0x2C)
    key("mapping")
    out.append(0x7B)
    for (column, name) in sheet.columns.enumerated() {
      text(name, mapping.fields[column]?.name)
    }
    if out.last == 0x2C { out.removeLast() }
    out += Array("},".utf8)
    key("counts")
    let counts: [(String, Int)] = [
      ("records", result.records), ("new", result.new), ("updated", result.updated), ("duplicates", result.duplicates),
      ("invalid", result.invalid), ("warnings", result.warnings),
    ]
    out += Array("{\(counts.map { "\"\($0.0)\":\($0.1)" }.joined(separator: ","))},".utf8)
    key("duplicates")
    let duplicates = result.duplicateRows.map {
      "{\"line\":\($0.line),\"of\":\(JSONText.quoted($0.of)),\"why\":\(JSONText.quoted($0.why))}"
    }
    out += Array("[\(duplicates.joined(separator: ","))],".utf8)
    key("problems")
    let problems = result.problems.map { "{\"line\":\($0.line),\"detail\":\(JSONText.quoted($0.detail))}" }
    out += Array("[\(problems.joined(separator: ","))]}\n".utf8)
  }
}
