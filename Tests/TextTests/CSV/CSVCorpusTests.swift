import Foundation
import Testing

@testable import Text

/// What the shared corpus expects of one file.
private struct Expected: Decodable {
  let encoding: String
  let bom: String?
  let delimiter: String
  let n_rows: Int
  let rows: [[String]]?
  let first_rows: [[String]]?
  let last_row: [String]?
  let rows_sha256: String
}

@Suite struct CSVCorpusTests {
  init() { _ = Places.ready }

  @Test(.enabled(if: Places.corpora != nil, "needs ../shared/corpora"))
  func `every file of the corpus reads as expected`() throws {
    let folder = try #require(Places.corpora).appending(path: "csv")
    let expected = try JSONDecoder().decode(
      [String: Expected].self, from: Data(contentsOf: folder.appending(path: "expected.json")))
    var right = 0
    for (name, want) in expected.sorted(by: { $0.key < $1.key }) {
      let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
      let (records, reader) = try CSVReader.records(of: bytes)
      let dialect = try #require(reader.dialect)
      var faults: [String] = []
      if Charset(label: want.encoding) != dialect.charset { faults.append("charset \(dialect.charset)") }
      if (want.bom != nil) != dialect.hasByteOrderMark { faults.append("mark") }
      if want.delimiter.utf8.first != dialect.delimiter { faults.append("delimiter \(dialect.delimiter)") }
      let rows = records.map(\.fields)
      if let all = want.rows, all.filter({ !$0.isEmpty }) != rows { faults.append("rows") }
      if want.rows == nil, hash(rows) != want.rows_sha256 { faults.append("hash, \(rows.count) of \(want.n_rows) rows") }
      if faults.isEmpty { right += 1 }
      #expect(faults.isEmpty, "\(name)")
    }
    print("CSV corpus: \(right) of \(expected.count) files")
  }

  /// The SHA-256 of the rows as Python's json.dumps writes them without blanks and escapes.
  private func hash(_ rows: [[String]]) -> String {
    let lines = rows.map { row in "[" + row.map(quoted).joined(separator: ",") + "]" }
    return sha256Hex(Array(("[" + lines.joined(separator: ",") + "]").utf8))
  }

  private func quoted(_ field: String) -> String {
    var out = "\""
    for scalar in field.unicodeScalars {
      switch scalar {
      case "\"": out += "\\\""
      case "\\": out += "\\\\"
      case "\n": out += "\\n"
      case "\r": out += "\\r"
      case "\t": out += "\\t"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }
}
