import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

struct ImportTests {
  @Test func `leads come in complete, wait for review and say where they come from`() async throws {
    let bench = try await ImportBench.make()
    let run = try await bench.run(
      "Firma;E-Mail;Telefon;Ort;Land;Vorname;Nachname;Schlagworte;Größe\nBäckerei Müller;Info@mueller-example.de;030 1234567;Berlin;Deutschland;Eva;Müller;bio,neu;12\n"
    )
    #expect(run.counts == [1, 0, 0, 0] && run.state == .completed && run.records == 1)
    let lead = try #require(try await bench.leads().first)
    #expect(lead.details.businessName == "Bäckerei Müller" && lead.details.email == "info@mueller-example.de")
    #expect(lead.details.phone == "+49301234567" && lead.details.country == "Germany" && lead.details.contactName == "Eva Müller")
    #expect(lead.state == .pendingReview && lead.tags == ["bio", "neu"] && lead.details.custom.values.sorted() == ["12"])
    #expect(lead.details.source == "csv" && lead.details.domain == "mueller-example.de")
    let (facts, events) = try await bench.temporary.base.read { work in
      (try LeadEventTable.facts(of: lead.id, in: work), try LeadEventTable.list(of: lead.id, in: work))
    }
    #expect(Set(facts.map(\.field)) == ["email", "phone", "contact_name"] && facts.allSatisfy { $0.source == "csv" })
    #expect(events.map(\.kind) == ["imported"] && events.first?.detail == "list.csv, line 2")
  }

  @Test func `duplicates are found by address, by link and by name and place`() async throws {
    let header = "Company,E-Mail,City,Maps URL,Phone,Website\n"
    let first = "Bakery One GmbH,one@example.com,Berlin,https://maps.google.com/?cid=1,,\n"
    let rows: [(row: String, counts: [Int], why: String)] = [
      ("Other name,ONE@example.com,Hamburg,,,", [1, 0, 1, 0], "same address, nothing new"),
      ("Other name,one@example.com,,,+49301234567,", [1, 1, 0, 0], "same address, a phone is new"),
      ("Other name,two@example.com,,https://www.google.com/maps?cid=1,,", [1, 0, 1, 0], "same place link"),
      ("bakery ONE,,BERLIN,,,", [1, 0, 1, 0], "same name and place, no address"),
      ("Bakery One,two@example.com,Berlin,,,", [2, 0, 0, 0], "another address: not the same"),
      ("Bakery One,,Hamburg,,,", [2, 0, 0, 0], "another place"),
      ("Bakery One,,,,,", [2, 0, 0, 0], "no place"),
      ("Bakery Two,two@example.com,Berlin,,,https://example.com", [2, 0, 0, 0], "same company only"),
    ]
    for row in rows {
      let inFile = try await ImportBench.make()
      #expect(try await inFile.run(header + first + row.row + "\n").counts == row.counts, "\(row.why), in one file")
      let inBase = try await ImportBench.make()
      let one = try await inBase.run(header + first).counts
      let two = try await inBase.run(header + row.row + "\n").counts
      #expect(zip(one, two).map { $0 + $1 } == row.counts, "\(row.why), against the base")
    }
  }

  @Test func `a duplicate fills what is empty and overwrites nothing`() async throws {
    let bench = try await ImportBench.make()
    try await bench.run("Company,E-Mail,City,Phone,Size\nOne,one@example.com,Berlin,,\n")
    let run = try await bench.run("Company,E-Mail,City,Phone,Size\nUno,one@example.com,Hamburg,+49301234567,12\n")
    let lead = try #require(try await bench.leads().first)
    #expect(run.counts == [0, 1, 0, 0])
    #expect(lead.details.businessName == "One" && lead.details.city == "Berlin")
    // Once for what was filled, once for the score that follows from it.
    #expect(lead.version == 3)
    #expect(lead.details.phone == "+49301234567" && lead.details.custom.values.sorted() == ["12"])
    let facts = try await bench.temporary.base.read { work in try LeadEventTable.facts(of: lead.id, in: work) }
    #expect(facts.map(\.field) == ["email", "phone", "custom.size"])
  }

  @Test func `a place link that another lead has is left out, not an error`() async throws {
    let bench = try await ImportBench.make()
    let text =
      "Company,E-Mail,Maps URL,Phone\nA,a@example.com,,\nB,b@example.com,https://maps.google.com/?cid=7,\nA,a@example.com,https://maps.google.com/?cid=7,+49301234567\n"
    let id = try await bench.upload(text)
    let preview = try await bench.imports.preview(id, mapping: try await bench.guessed(id))
    #expect(try await bench.run(text).counts == [2, 1, 0, 0])
    let said: [Int] = [preview.new, preview.updated, preview.duplicates]
    #expect(said == [2, 1, 0])
  }

  @Test func `who was erased stays away, who is suppressed comes in and is counted`() async throws {
    let bench = try await ImportBench.make()
    try await bench.temporary.base.write { work in
      try SuppressionTable.add(.address, "gone@example.com", .erased, mode: .real, in: work)
      try SuppressionTable.add(.domain, "quiet-example.com", .unsubscribed, mode: .real, in: work)
    }
    let run = try await bench.run("Company,E-Mail\nA,gone@example.com\nB,b@quiet-example.com\nC,c@example.com\n")
    #expect(run.counts == [2, 0, 1, 0] && run.suppressed == 1)
  }

  @Test func `what the preview says is what the import does`() async throws {
    for seed in 1...6 as ClosedRange<UInt64> {
      let bench = try await ImportBench.make()
      try await bench.run(inventedFile(rows: 120, seed: seed &* 77))
      let text = inventedFile(rows: 300, seed: seed)
      let id = try await bench.upload(text)
      let mapping = try await bench.guessed(id)
      let preview = try await bench.imports.preview(id, mapping: mapping)
      _ = try await bench.imports.run(id, mapping: mapping, as: ActingAs(.user))
      try await bench.imports.perform(id, job: nil)
      let run = try await bench.imports.get(id)
      #expect([preview.new, preview.updated, preview.duplicates, preview.invalid] == run.counts, "seed \(seed)")
      #expect(preview.records == run.records && preview.warnings == run.warnings)
    }
  }

  @Test func `a run that is broken off anywhere goes on with the next record, and no lead comes twice`() async throws {
    struct Crash: Error {}
    let text = inventedFile(rows: 1700, seed: 5)
    let whole = try await ImportBench.make()
    let expected = try await whole.run(text)
    let names = try await whole.leads().map(\.details)
    for stops in [[1], [2], [3], [1, 1, 1], [1, 2]] {
      var bench = try await ImportBench.make()
      let id = try await bench.upload(text, piece: 4096)
      _ = try await bench.imports.run(id, mapping: try await bench.guessed(id), as: ActingAs(.user))
      for stop in stops {
        let left = Mutex(stop)
        bench.imports.betweenBatches = { _ in
          if left.withLock({
            $0 -= 1; return $0 == 0
          }) {
            throw CancellationError()
          }
        }
        await #expect(throws: CancellationError.self) { try await bench.imports.perform(id, job: nil) }
        #expect(try await bench.imports.get(id).state == .running)
        // As after a restart: the same files, opened anew.
        let old = bench.temporary
        await old.close()
        bench = ImportBench(try await TemporaryBase.open(in: old.folder, keys: old.keys, clock: old.clock))
        try await bench.imports.recover()
      }
      try await bench.imports.perform(id, job: nil)
      let run = try await bench.imports.get(id)
      #expect(run.counts == expected.counts && run.state == .completed, "\(stops)")
      #expect(try await bench.leads().map(\.details) == names, "\(stops)")
      #expect(try await bench.temporary.base.read { work in try AuditTable.verify(expected: nil, in: work).problem } == nil)
    }
  }

  @Test func `a batch that fails half way leaves nothing of itself`() async throws {
    let bench = try await ImportBench.make()
    let id = try await bench.upload(inventedFile(rows: 700, seed: 9))
    _ = try await bench.imports.run(id, mapping: try await bench.guessed(id), as: ActingAs(.user))
    try await bench.temporary.base.database.write { tx in
      try tx.run(
        "CREATE TRIGGER broken BEFORE INSERT ON lead WHEN (SELECT COUNT(*) FROM lead) >= 200 BEGIN SELECT RAISE(ABORT, 'no more'); END"
      )
    }
    await #expect(throws: (any Error).self) { try await bench.imports.perform(id, job: nil) }
    #expect(try await bench.leads().isEmpty)
    var run = try await bench.imports.get(id)
    #expect(run.state == .failed && run.counts == [0, 0, 0, 0] && run.position == 0)
    try await bench.temporary.base.database.write { tx in _ = try tx.run("DROP TRIGGER broken") }
    try await bench.imports.perform(id, job: nil)
    run = try await bench.imports.get(id)
    #expect(run.state == .completed && run.counts.reduce(0, +) == 700)
  }

  @Test func `cancelling keeps what came in and drops the upload`() async throws {
    let bench = try await ImportBench.make()
    let id = try await bench.upload(inventedFile(rows: 1200, seed: 3))
    let job = try await bench.imports.run(id, mapping: try await bench.guessed(id), as: ActingAs(.user))
    let base = bench.temporary.base
    _ = try await base.write { work in try JobTable.take(lease: "test", in: work) }
    var imports = bench.imports
    imports.betweenBatches = { _ in throw CancellationError() }
    // The program ends: the run stays, and a person's cancel then ends it.
    await #expect(throws: CancellationError.self) { try await imports.perform(id, job: job) }
    #expect(try await imports.get(id).state == .running && imports.spool.contains(id))
    try await base.write { work in try JobTable.move(job, .cancel, in: work) }
    #expect(try await imports.get(id).state == .cancelled)
    imports.betweenBatches = nil
    try await imports.perform(id, job: job)
    let run = try await imports.get(id)
    #expect(run.state == .cancelled && run.counts.reduce(0, +) == 500 && !imports.spool.contains(id))
    #expect(try await bench.leads().count == run.imported)
  }

  @Test func `the job row carries how far it is`() async throws {
    let bench = try await ImportBench.make()
    let id = try await bench.upload(inventedFile(rows: 600, seed: 3))
    let job = try await bench.imports.run(id, mapping: try await bench.guessed(id), as: ActingAs(.user))
    let base = bench.temporary.base
    let again = try await base.write { work in try ImportLeads(id: id).add(in: work) }
    let taken = try await base.write { work in try JobTable.take(lease: "test", in: work) }
    #expect(again == job && taken?.payload.contains(id.rawValue) == true && taken?.lane == "disk")
    try await bench.imports.handler.run(taken?.payload ?? "", JobProgress(id: job, base: base))
    let done = try await base.read { work in try JobTable.find(job, in: work) }
    #expect(done?.done == 600 && done?.total == 600)
    #expect(!bench.imports.spool.contains(id))
  }

  @Test func `failed rows are kept with the reason and come back as a file`() async throws {
    let bench = try await ImportBench.make()
    let run = try await bench.run("Company,E-Mail,Phone\nGood,a@example.com,\n,broken,=1+1\n,,,extra\nGood two,b@example.com,\n")
    #expect(run.counts == [2, 0, 0, 2])
    let out = Mutex<[UInt8]>([])
    try await bench.imports.failedRows(of: run.id) { piece in out.withLock { $0 += piece } }
    let text = String(decoding: out.withLock { $0 }, as: UTF8.self)
    let lines = text.components(separatedBy: "\r\n")
    #expect(lines[0] == "Company,E-Mail,Phone,reason")
    #expect(lines[1].hasPrefix(",broken,'=1+1,\"A lead needs the name of the business"))
    #expect(lines[2].hasPrefix(",,,") && lines[2].hasSuffix(",extra"))
  }

  @Test func `uploads are sealed, gapless and thrown away`() async throws {
    let bench = try await ImportBench.make()
    let text = "Company,E-Mail\nSecretBakery,secret.person@example.com\n"
    let bytes = Array(text.utf8)
    let run = try await bench.imports.create(name: "secret.person.csv", size: bytes.count, as: ActingAs(.user))
    #expect(try await bench.imports.receive(Array(bytes[..<20]), at: 0, of: run.id) == 20)
    #expect(try await bench.imports.receive(Array(bytes[..<20]), at: 0, of: run.id) == 20)
    await #expect(throws: Fault.self) { try await bench.imports.receive(Array(bytes[30...]), at: 30, of: run.id) }
    await #expect(throws: Fault.self) { try await bench.imports.receive(Array(bytes[20...]) + [0x0A], at: 20, of: run.id) }
    await #expect(throws: Fault.self) { try await bench.imports.inspect(run.id) }
    #expect(try await bench.imports.receive(Array(bytes[20...]), at: 20, of: run.id) == bytes.count)
    let disk = String(decoding: try bench.temporary.allBytes(), as: UTF8.self)
    #expect(!disk.contains("secret.person") && !disk.contains("SecretBakery"))
    let id = run.id
    _ = try await bench.imports.run(id, mapping: try await bench.guessed(id), as: ActingAs(.user))
    try await bench.imports.perform(id, job: nil)
    #expect(!bench.imports.spool.contains(id) && bench.imports.spool.all().isEmpty)
    #expect(!String(decoding: try bench.temporary.allBytes(), as: UTF8.self).contains("secret.person"))
    await #expect(throws: Fault.self) { try await bench.imports.run(id, mapping: ImportMapping([:]), as: ActingAs(.user)) }
  }

  @Test func `a damaged upload is said to be so`() async throws {
    let bench = try await ImportBench.make()
    let id = try await bench.upload("Company,E-Mail\nA,a@example.com\n")
    let path = bench.temporary.folder.path + "/uploads/\(id)/0"
    var sealed = try #require(FileManager.default.contents(atPath: path))
    sealed[sealed.count - 1] ^= 1
    try sealed.write(to: URL(fileURLWithPath: path))
    #expect(try await bench.imports.inspect(id).problem?.detail.contains("damaged") == true)
  }

  @Test func `what is no CSV is named, with what to do`() async throws {
    let bench = try await ImportBench.make()
    for (text, says) in [("PK\u{3}\u{4}xl/workbook.xml[Content_Types].xml", "damaged"), ("%PDF-1.7 x", "PDF"), ("\n\n\n", "empty")]
    {
      let id = try await bench.upload(text)
      #expect(try await bench.imports.inspect(id).problem?.detail.contains(says) == true, "\(says)")
    }
  }

  @Test func `a file is imported straight from disk`() async throws {
    let bench = try await ImportBench.make()
    let path = bench.temporary.folder.path + "/people.csv"
    try inventedFile(rows: 900, seed: 2).write(toFile: path, atomically: true, encoding: .utf8)
    let seen = Mutex(0)
    let run = try await bench.imports.importFile(path, as: ActingAs(.user)) { mapping, columns in
      try mapping.apply("Size=-", columns: columns)
    } progress: { _ in
      seen.withLock { $0 += 1 }
    }
    #expect(run.state == .completed && run.records == 900 && run.name == "people.csv" && seen.withLock { $0 } == 2)
    #expect(try await bench.leads().allSatisfy { $0.details.custom.isEmpty })
    for wrong in ["/nonexistent.csv", bench.temporary.folder.path] {
      await #expect(throws: Fault.self) { try await bench.imports.importFile(wrong, as: ActingAs(.user)) }
    }
  }
}
