import Foundation
import Outreach
import Synchronization
import Testing
import Text

@testable import Engine

struct ImportDryRunTests {
  private struct Report: Decodable {
    var encoding: String
    var delimiter: String
    var bom: String?
    var header: Bool
    var columns: [String]
    var mapping: [String: String?]
    var counts: [String: Int]
    var records: [[String]]?
  }

  private func report(_ bytes: [UInt8], rows: Bool = true, map: String? = nil, piece: Int = 777) async throws -> Report {
    let pieces = stride(from: 0, to: bytes.count, by: piece).map { Array(bytes[$0..<min($0 + piece, bytes.count)]) }
    var out: [UInt8] = []
    try await ImportDryRun(rows: rows, map: map).report(on: ImportBytes(pieces)) { out += $0 }
    return try JSONDecoder().decode(Report.self, from: Data(out))
  }

  @Test func `a file is described without any base`() async throws {
    let text = "Firma;E-Mail;Ort\nA;a@example.com;Bonn\nA;;Bonn\n;kaputt;\nB;a@example.com;\n"
    let report = try await report(Array(text.utf8))
    #expect(report.encoding == "utf-8" && report.delimiter == ";" && report.header && report.columns == ["Firma", "E-Mail", "Ort"])
    #expect(report.mapping == ["Firma": "business_name", "E-Mail": "email", "Ort": "city"])
    #expect(report.counts == ["records": 4, "new": 1, "updated": 0, "duplicates": 2, "invalid": 1, "warnings": 0])
    #expect(report.records?.count == 5)
    let mapped = try await self.report(Array(text.utf8), rows: false, map: "Ort=custom.place")
    #expect(mapped.mapping["Ort"] == "custom.place" && mapped.records == nil && mapped.counts["new"] == 2)
  }

  @Test func `encodings and headerless files are recognised`() async throws {
    let rows: [(bytes: [UInt8], encoding: String, bom: String?, header: Bool, columns: [String])] = [
      ([0xEF, 0xBB, 0xBF] + Array("Name,E-Mail\r\nA,a@example.com\r\n".utf8), "utf-8-sig", "utf-8", true, ["Name", "E-Mail"]),
      (
        [0xFF, 0xFE] + "Name\tE-Mail\nÄ\ta@example.com\n".utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }, "utf-16", "utf-16",
        true, ["Name", "E-Mail"]
      ),
      (
        Array("Name,Ort\nB".utf8) + [0xE4] + Array("cker,K".utf8) + [0xF6] + Array("ln\n".utf8), "cp1252", nil, true,
        ["Name", "Ort"]
      ),
      (
        Array("Bakery,a@example.com,12\nButcher,b@example.com,13\n".utf8), "utf-8", nil, false,
        ["Column 1", "Column 2", "Column 3"]
      ),
      (Array("Bakery,AB1 2CD\nButcher,EF3 4GH\n".utf8), "utf-8", nil, false, ["Column 1", "Column 2"]),
      (Array("Alpha,Beta 2\nButcher,x\nBaker,y\n".utf8), "utf-8", nil, true, ["Alpha", "Beta 2"]),
      (
        Array("Notes:\n\"Some words about this file, which come first\"\n\nCompany,E-Mail\nA,a@example.com\n".utf8), "utf-8", nil,
        true, ["Company", "E-Mail"]
      ),
    ]
    for row in rows {
      let report = try await report(row.bytes)
      #expect((report.encoding, report.bom, report.header) == (row.encoding, row.bom, row.header), "\(row.columns)")
      #expect(report.columns == row.columns)
    }
  }

  @Test func `a line of totals is no lead, a business of that name is one`() async throws {
    let text = "Company,City,Revenue\nBakery,Bonn,5\nTotal,Köln,7\nTOTAL:,,12\nSumme,,12\n"
    let report = try await report(Array(text.utf8))
    #expect(report.counts["new"] == 2 && report.counts["invalid"] == 2)
  }

  @Test func `the files of the corpus are read as they should be`() async throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    CharsetTables.load(from: root.appending(path: "Resources/charsets").path)
    let folder = ProcessInfo.processInfo.environment["CORPORA"] ?? root.appending(path: "../shared/corpora").path
    guard let expected = FileManager.default.contents(atPath: folder + "/csv/expected.json") else {
      return print("skipped: no corpora at \(folder)")
    }
    let all = try #require(try JSONSerialization.jsonObject(with: expected) as? [String: [String: Any]])
    for (name, want) in all {
      let bytes = try #require(FileManager.default.contents(atPath: folder + "/csv/" + name))
      let report = try await report(Array(bytes), piece: 5000)
      #expect(report.encoding == want["encoding"] as? String, "\(name)")
      #expect(report.bom == want["bom"] as? String, "\(name)")
      if let columns = want["rows"] as? [[String]], columns.contains(where: { $0.count > 1 }) {
        #expect(report.delimiter == want["delimiter"] as? String, "\(name)")
        #expect(report.records == columns.filter { !$0.isEmpty }, "\(name)")
      }
      let count = report.records?.count ?? 0
      #expect(count >= want["n_rows_nonblank"] as? Int ?? 0 && count <= want["n_rows"] as? Int ?? 0, "\(name)")
    }
  }
}
