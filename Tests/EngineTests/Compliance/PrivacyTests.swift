import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct PrivacyTests {
  private final class Pages: Sendable {
    private let content = Mutex<[String]>([])
    var lines: [Substring] { content.withLock { $0 }.map { $0[...] } }
    var journal: Privacy.Journal { Privacy.Journal { lines in self.content.withLock { $0 += lines } } }
  }

  /// A lead with mail, answer, notes and opt-out, as the program makes them.
  private static func busy(_ bench: MailBench, _ address: String) async throws -> Lead.ID {
    let (lead, message) = try await bench.one(address)
    try await bench.base.write { work in
      let lead = message.leadID
      try LeadEventTable.add(
        ContactFact(field: "email", value: address, source: "website", url: "https://firm.example/team", at: work.now), to: lead,
        in: work)
      try LeadEventTable.add("note", to: lead, detail: "Zanzibarnote", in: work)
      try SuppressionTable.add(.address, address, .unsubscribed, mode: .real, in: work)
    }
    return lead.id
  }

  private static func imports(_ bench: MailBench) -> Imports {
    Imports(base: bench.base, spoolFolder: bench.temporary.folder.path + "/spool")
  }

  /// Every sealed value and every index word of a lead, which must not be found in any file any more.
  private static func traces(of id: Lead.ID, in base: Base) async throws -> [[UInt8]] {
    try await base.read { work in
      var traces = try work.tx.rows("SELECT key_sealed, personal_sealed FROM lead WHERE id = $1", [id.rawValue]) {
        [try $0.blob("key_sealed"), try $0.blob("personal_sealed")]
      }.flatMap { $0 }
      traces += try work.tx.rows("SELECT content_sealed FROM message WHERE lead_id = $1", [id.rawValue]) {
        try $0.blob("content_sealed")
      }
      traces += try work.tx.rows("SELECT value_sealed FROM contact_fact WHERE lead_id = $1", [id.rawValue]) {
        try $0.blob("value_sealed")
      }
      traces += try work.tx.rows("SELECT value_sealed FROM suppression WHERE value_sealed IS NOT NULL") {
        try $0.blob("value_sealed")
      }
      let lead = try LeadTable.get(id, in: work)
      traces.append(Array(lead.details.businessName.utf8))
      traces.append(Array(lead.details.businessName.lowercased().utf8))
      return traces
    }
  }

  @Test func `an erased person is in no file any more, and no import or restore brings them back`() async throws {
    let bench = try await MailBench.make()
    let (base, pages) = (bench.base, Pages())
    let address = "anna@zanzibar.example"
    let id = try await Self.busy(bench, address)
    _ = try await bench.lead("ben@firm.example")
    let traces = try await Self.traces(of: id, in: base)
    #expect(traces.count >= 6)
    // What a backup made now would bring back.
    let copy = bench.temporary.folder.path + "-copy.db"
    try await base.database.backup(to: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let privacy = Privacy(base: base, journal: pages.journal, imports: Self.imports(bench))
    let person = try await privacy.find(" Anna@Zanzibar.example ")
    #expect(person.leads == [id] && person.messages == 1 && person.suppressed == .unsubscribed)
    #expect(try await privacy.erase(address, as: MailBench.me) == 1)
    try await Self.run(base, bench.clock)
    let files = try bench.temporary.allBytes()
    for trace in traces { #expect(files.firstRange(of: trace) == nil, "\(String(decoding: trace.prefix(12), as: UTF8.self))") }
    #expect(!pages.lines.joined().contains("zanzibar"))
    try await base.read { work in
      let left = try LeadTable.find(id, in: work)
      let reason = try SuppressionTable.reason(for: address, mode: .real, in: work)
      let practice = try SuppressionTable.reason(for: address, mode: .practice, in: work)
      #expect(left == nil && reason == .erased && practice == .erased)
      let trail = try AuditTable.verify(expected: nil, in: work).problem
      #expect(trail == nil)
      let broken = try work.tx.rows("SELECT * FROM pragma_foreign_key_check") { _ in 1 }
      #expect(broken.isEmpty)
    }
    #expect(try await privacy.find("ben@firm.example").leads.count == 1)
    // The copy has the person again until the journal is read.
    let database = try await Database.open(.init(path: copy, now: { bench.clock.now().rawValue }))
    let restored = Base(database: database, vault: base.vault)
    #expect(try await restored.read { work in try LeadTable.find(id, in: work) } != nil)
    #expect(try await restored.write { work in try Privacy.replay(pages.lines, in: work) } == 1)
    #expect(try await restored.write { work in try Privacy.replay(pages.lines, in: work) } == 0)
    #expect(try await restored.read { work in try LeadTable.find(id, in: work) } == nil)
    #expect(try await restored.read { work in try SuppressionTable.reason(for: address, mode: .real, in: work) } == .erased)
    await database.close()
  }

  private static func run(_ base: Base, _ clock: TestClock) async throws {
    let scheduler = Scheduler(base: base, clock: clock, log: NoLog(), handlers: [Scrub.handler(base)], recurring: [])
    try await scheduler.start()
    try await wait { try await !base.read { work in try JobTable.list(state: .completed, limit: 1, in: work) }.isEmpty }
    await scheduler.stop()
  }

  @Test func `a start looks at new lines of the journal only, and at all of them once the base went back`() async throws {
    let bench = try await MailBench.make()
    let id = try await Self.busy(bench, "anna@zanzibar.example")
    func replay(_ lines: [String], isAll: Bool = false) async throws -> Int {
      let lines = lines.map { $0[...] }
      return try await bench.base.write { work in try Privacy.replay(lines, isAll: isAll, in: work) }
    }
    let (other, mine) = (Erasing.Mark.lead(Lead.ID(rawValue: "other")).line, Erasing.Mark.lead(id).line)
    #expect(try await replay([other, other]) == 0)
    #expect(try await replay([other, mine]) == 0, "both were read before")
    #expect(try await replay([other, mine], isAll: true) == 1)
    let ben = try await Self.busy(bench, "ben@zanzibar.example")
    #expect(try await replay([other, mine, Erasing.Mark.lead(ben).line]) == 1, "the third is new")
    let carl = try await Self.busy(bench, "carl@zanzibar.example")
    #expect(try await replay([Erasing.Mark.lead(carl).line]) == 1, "a shorter journal is another one")
    let dora = try await Self.busy(bench, "dora@zanzibar.example")
    let mark = try await bench.base.read { work in try Erasing.mark(of: "dora@zanzibar.example", in: work).line }
    #expect(try await replay([mark]) == 1, "who was erased by address is looked for each time")
    #expect(try await bench.base.read { work in try LeadTable.find(dora, in: work) } == nil)
  }

  @Test func `every table that knows a lead is emptied of it, new ones too`() async throws {
    let bench = try await MailBench.make()
    let loose = try await bench.base.database.read { tx in
      try tx.rows(
        """
        SELECT DISTINCT m.name AS n FROM sqlite_schema m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND c.name IN ('lead_id', 'message_id', 'enrollment_id', 'reply_id')
        AND NOT EXISTS (
          SELECT 1 FROM pragma_foreign_key_list(m.name) f JOIN pragma_table_info(m.name) k ON k.name = f."from"
          WHERE f."table" IN ('lead', 'message', 'enrollment', 'reply') AND (k."notnull" = 1 OR k.pk > 0))
        """
      ) { try $0.text("n") }
    }
    // The trail keeps ids, of which nothing can be read any more; a suppression stays on purpose, as a hash.
    #expect(Set(loose).subtracting(["suppression"]) == ["audit"])
  }

  @Test func `what is held is one page with everything, and nothing in it is markup`() async throws {
    let bench = try await MailBench.make()
    let id = try await Self.busy(bench, "anna@zanzibar.example")
    try await bench.base.write { work in try LeadEventTable.add("note", to: id, detail: "<script>alert(1)</script>", in: work) }
    let privacy = Privacy(base: bench.base, journal: Pages().journal, imports: Self.imports(bench))
    let text = String(decoding: try await privacy.holdings(of: id, as: MailBench.me), as: UTF8.self)
    for wanted in [
      "PK", "what-is-held.html", "anna@zanzibar.example", "https://firm.example/team", "Zanzibarnote", "unsubscribed",
      "&lt;script&gt;",
    ] {
      #expect(text.contains(wanted), "\(wanted)")
    }
    #expect(!text.contains("<script>"))
    // As people write it, and without columns in which nothing stands.
    let (begin, end) = (try #require(text.range(of: "<body>")), try #require(text.range(of: "</body>")))
    let page = text[begin.upperBound..<end.lowerBound]
    #expect(page.contains("<td data-head=\"When\">") && !page.contains("_") && !page.contains("Z</td>"))
    #expect(!text.contains("<th>Files</th>") && text.contains("<th>Subject</th>"))
  }

  @Test func `a file that waits for its import goes with the person who may stand in it`() async throws {
    let bench = try await MailBench.make()
    let uploads = ImportBench(bench.temporary)
    let waiting = try await uploads.upload("Email\nanna@zanzibar.example\n")
    let running = try await uploads.upload("Email\nben@firm.example\n")
    _ = try await uploads.imports.run(running, mapping: try await uploads.guessed(running), as: MailBench.me)
    #expect(uploads.imports.spool.all().count == 2)
    let privacy = Privacy(base: bench.base, journal: Pages().journal, imports: uploads.imports)
    #expect(try await privacy.erase("anna@zanzibar.example", as: MailBench.me) == 0)
    #expect(uploads.imports.spool.all() == [running])
    do {
      _ = try await uploads.imports.run(waiting, mapping: ImportMapping(wire: ["0": "email"]), as: MailBench.me)
      Issue.record("its file is gone")
    } catch let fault as Fault { #expect(fault.detail.contains("upload it again")) }
  }

  @Test func `a mail that is leaving holds erasing up, and a torn journal line is passed over`() async throws {
    let bench = try await MailBench.make()
    let id = try await Self.busy(bench, "anna@zanzibar.example")
    let pages = Pages()
    try await bench.base.database.write { tx in
      try tx.run("UPDATE message SET approved_hash = content_hash, state = 'sending' WHERE lead_id = $1", [id.rawValue])
    }
    await #expect(throws: Fault.self) {
      try await Privacy(base: bench.base, journal: pages.journal, imports: Self.imports(bench)).erase(
        "anna@zanzibar.example", as: MailBench.me)
    }
    #expect(pages.lines.isEmpty)
    for torn in ["", "address", "address 00", "lead", "address zz 00", "something else entirely"] {
      #expect(try await bench.base.write { work in try Privacy.replay([torn[...]], in: work) } == 0)
    }
    #expect(try await bench.base.read { work in try LeadTable.find(id, in: work) } != nil)
  }
}

@Suite struct RetentionTests {
  @Test func `rules show what they would erase, and erase just that`() async throws {
    let bench = try await MailBench.make()
    let old = try await bench.lead("old@firm.example").id
    bench.clock.advance(seconds: 100 * 86_400)
    let young = try await bench.lead("young@firm.example").id
    let lines = Mutex<[String]>([])
    let retention = Retention(base: bench.base, journal: Privacy.Journal { new in lines.withLock { $0 += new } })
    var rules = Retention.Rules()
    #expect(try await retention.apply() == 0)
    for (days, count) in [(120, 0), (90, 1)] {
      rules.days = [.unused: days]
      #expect(try await retention.preview(rules)[.unused]?.count == count, "\(days) days")
    }
    for bad in [0, 29, 3651] {
      rules.days = [.unused: bad]
      #expect(throws: Fault.self) { try rules.checked() }
    }
    rules.days = [.unused: 90, .answered: 90]
    try await retention.set(rules, as: MailBench.me)
    #expect(try await retention.rules() == rules)
    #expect(try await retention.apply() == 1)
    #expect(lines.withLock { $0 } == ["lead \(old.rawValue)"], "so that no restored backup brings the lead back")
    try await bench.base.read { work in
      let left = (try LeadTable.find(old, in: work), try LeadTable.find(young, in: work))
      #expect(left.0 == nil && left.1 != nil)
    }
  }
}
