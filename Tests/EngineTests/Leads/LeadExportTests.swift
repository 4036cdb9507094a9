import Fakes
import Foundation
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

struct LeadExportTests {
  private func export(_ bench: ImportBench, _ kind: ExportKind, _ format: ExportFormat, _ filter: LeadFilter = LeadFilter())
    async throws -> (String, Int)
  {
    let out = Mutex<[UInt8]>([])
    let count = try await Exports(base: bench.temporary.base).export(kind, as: format, leads: filter, by: ActingAs(.user)) {
      piece in
      out.withLock { $0 += piece }
    }
    return (String(decoding: out.withLock { $0 }, as: UTF8.self), count)
  }

  @Test func `exported leads are the same leads when they are imported elsewhere`() async throws {
    let bench = try await ImportBench.make()
    try await bench.run(inventedFile(rows: 700, seed: 4, distinct: true) + "=SUM(1),f@example.com,,Bonn,,,\"a,\"\"b\"\"\nc\"\r\n")
    let (text, count) = try await export(bench, .leads, .csv)
    let before = try await bench.leads()
    #expect(count == before.count && text.contains("'=SUM(1)"))
    let other = try await ImportBench.make()
    let run = try await other.run(text)
    #expect(run.counts == [before.count, 0, 0, 0])
    func shape(_ leads: [Lead]) -> Set<[String?]> {
      Set(
        leads.map {
          [
            $0.details.businessName, $0.details.email, $0.details.phone, $0.details.city, $0.details.mapsURL,
            $0.details.custom["size"],
          ]
        })
    }
    #expect(try await shape(other.leads()) == shape(before))
  }

  @Test func `JSON is one array or one object a line, and filters hold`() async throws {
    let bench = try await ImportBench.make()
    try await bench.run("Company,E-Mail,Size\nA \"q\" \u{1},a@example.com,1\nB \(String(repeating: "b", count: 100)),,2\n")
    let (array, _) = try await export(bench, .leads, .json)
    let parsed = try #require(try JSONSerialization.jsonObject(with: Data(array.utf8)) as? [[String: Any]])
    #expect(parsed.count == 2 && Set(parsed.compactMap { ($0["custom"] as? [String: String])?["size"] }) == ["1", "2"])
    var filter = LeadFilter()
    filter.hasEmail = true
    let (lines, count) = try await export(bench, .leads, .jsonl, filter)
    #expect(count == 1 && lines.split(separator: "\n").count == 1 && lines.contains(#""email":"a@example.com""#))
    let (empty, none) = try await export(bench, .messages, .json)
    #expect(none == 0 && empty == "[]\n")
  }

  @Test func `every export is in the audit trail, which can be taken out too`() async throws {
    let bench = try await ImportBench.make()
    try await bench.run("Company\nA\n")
    for kind in ExportKind.allCases {
      for format in ExportFormat.allCases { _ = try await export(bench, kind, format) }
    }
    let (audit, count) = try await export(bench, .audit, .csv)
    #expect(audit.components(separatedBy: ",export,").count == 14 && count == audit.split(separator: "\r\n").count - 1)
  }
}
