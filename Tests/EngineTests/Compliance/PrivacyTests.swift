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
    try await answer(lead.id, "Leave me in peace.", mode: .real, bench)
    return lead.id
  }

  static func answer(_ lead: Lead.ID, _ text: String, mode: SendMode, _ bench: MailBench) async throws {
    try await bench.base.write { work in
      let content = ReplyContent(
        from: MailAddress(address: "a@zanzibar.example"), subject: "No", text: text, body: text, html: nil, returnDate: nil)
      _ = try ReplyTable.insert(
        Reply(
          id: Reply.ID(at: work.now.rawValue), lead: lead, message: nil, mailbox: Mailbox.primary, kind: .reply, match: .certain,
          mode: mode, content: content, headerID: "<\(lead)@x>", at: work.now), in: work)
    }
  }

  /// Gives a lead another address.
  private static func move(_ id: Lead.ID, to address: String, _ bench: MailBench) async throws {
    try await bench.base.write { work in
      let old = try LeadTable.get(id, in: work)
      var new = old
      new.details.email = address
      _ = try LeadTable.update(new, was: old, in: work)
    }
  }

  /// How many different words the indexes over mail hold.
  private static func mailWords(_ base: Base) async throws -> Int {
    try await base.database.write { tx in
      try ["message", "reply"].reduce(0) { sum, box in
        try tx.script("CREATE VIRTUAL TABLE IF NOT EXISTS \(box)_words USING fts5vocab ('\(box)_search', 'row')")
        return sum + (try tx.int("SELECT COUNT(*) FROM \(box)_words") ?? 0)
      }
    }
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
    #expect(try await Self.mailWords(base) > 10)
    // What a backup made now would bring back.
    let copy = bench.temporary.folder.path + "-copy.db"
    try await base.database.backup(to: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let privacy = Privacy(base: base, journal: pages.journal, imports: Self.imports(bench))
    let person = try await privacy.find(.address(" Anna@Zanzibar.example "))
    #expect(person.leads == [id] && person.messages == 1 && person.replies == 1 && person.suppressed == .unsubscribed)
    #expect(try await privacy.erase(.address(address), as: MailBench.me) == 1)
    try await Self.run(base, bench.clock)
    let files = try bench.temporary.allBytes()
    for trace in traces { #expect(files.firstRange(of: trace) == nil, "\(String(decoding: trace.prefix(12), as: UTF8.self))") }
    #expect(!pages.lines.joined().contains("zanzibar"))
    #expect(try await Self.mailWords(base) == 0)
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
    #expect(try await privacy.find(.address("ben@firm.example")).leads.count == 1)
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

  @Test func `mail is found as before once a person was erased, even where the index did not fit`() async throws {
    let bench = try await MailBench.make()
    let (ben, anna) = (try await Self.busy(bench, "ben@firm.example"), try await Self.busy(bench, "anna@zanzibar.example"))
    let privacy = Privacy(base: bench.base, journal: Pages().journal, imports: Self.imports(bench))
    func found(_ query: String) async throws -> [Lead.ID] {
      try await bench.base.read { work in
        var filter = MessageFilter()
        filter.query = query
        return try MessageList.page(filter, before: nil, limit: 9, in: work).messages.map(\.leadID)
          + ReplyTable.page(state: nil, replyClass: nil, query: query, before: nil, limit: 9, in: work).replies.map(\.leadID)
      }
    }
    let before = try await (found("firm"), found("zanzibar"))
    #expect(Set(before.0) == [anna, ben] && before.1.contains(anna))
    try await bench.base.database.write { tx in
      for box in ["message", "reply"] { try tx.run("INSERT INTO \(box)_search (\(box)_search) VALUES ('delete-all')") }
    }
    #expect(try await privacy.erase(.address("anna@zanzibar.example"), as: MailBench.me) == 1)
    let after = try await (found("firm"), found("zanzibar"))
    #expect(after.0 == [ben, ben] && !after.1.contains(anna))
  }

  @Test func `who had an address when mail went there, or answered from it, is found and erased by it`() async throws {
    let bench = try await MailBench.make()
    let id = try await Self.busy(bench, "anna@zanzibar.example")
    try await Self.move(id, to: "info@zanzibar.example", bench)
    let privacy = Privacy(base: bench.base, journal: Pages().journal, imports: Self.imports(bench))
    for address in ["anna@zanzibar.example", "info@zanzibar.example", "A@Zanzibar.example"] {
      #expect(try await privacy.find(.address(address)).leads == [id], "\(address)")
    }
    #expect(try await privacy.erase(.address("a@zanzibar.example"), as: MailBench.me) == 1)
    #expect(try await bench.base.read { work in try LeadTable.find(id, in: work) } == nil)
    #expect(try await bench.suppressed("a@zanzibar.example") == .erased)
    // By who only had the address, and without the answer.
    let ben = try await Self.busy(bench, "ben@firm.example")
    try await Self.move(ben, to: "office@firm.example", bench)
    try await bench.base.write { work in
      try work.tx.run(
        "INSERT INTO practice_mail (id, folder, raw_sealed, at) VALUES ('p', 'Sent', $1, 0)",
        [try work.vault.seal(text: "To: Ben@firm.example", "practice_mail.raw_sealed/p")])
    }
    #expect(try await privacy.erase(.address("ben@firm.example"), as: MailBench.me) == 1)
    #expect(try await bench.base.read { work in try work.tx.int("SELECT COUNT(*) FROM practice_mail") } == 0)
  }

  @Test func `a lead without an address is shown and erased, too`() async throws {
    let bench = try await MailBench.make()
    var edit = Leads.Edit()
    edit.texts = ["business_name": "Carl Boats", "phone": "+49 421 1234567"]
    let id = try await bench.leads.add(edit, as: MailBench.me).id
    let (pages, other) = (Pages(), try await bench.lead("ben@firm.example").id)
    let privacy = Privacy(base: bench.base, journal: pages.journal, imports: Self.imports(bench))
    #expect(try await privacy.find(.lead(id)).names == ["Carl Boats"])
    #expect(try await privacy.find(.lead(other)).names == ["Firm ben@firm.example"])
    #expect(try await privacy.erase(.lead(id), as: MailBench.me) == 1)
    #expect(pages.lines == ["lead \(id.rawValue)"], "no restored backup brings the lead back")
    await #expect(throws: Fault.self) { try await privacy.find(.lead(id)) }
    #expect(try await privacy.erase(.lead(other), as: MailBench.me) == 1)
    #expect(try await bench.suppressed("ben@firm.example") == .erased)
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
    try await bench.base.write { work in
      let page = WebsiteFindings.Page(url: "https://firm.example/team", title: "Team", excerpt: "Anna plays the tuba.", bytes: [])
      try EvidenceTable.keep(page, of: id, in: work)
      let enrollment = try #require(try EnrollmentTable.list(of: id, in: work).first)
      let step = try #require(try StepTable.list(of: enrollment.campaignID, in: work).first)
      try TaskTable.insert(
        PersonTask(id: PersonTask.ID(at: 0), enrollment: enrollment, step: step, text: "Ask for Anna", dueAt: work.now), in: work)
      // As practice mail is kept once practice is over.
      try work.tx.run("UPDATE message SET archived = 1")
    }
    let privacy = Privacy(base: bench.base, journal: Pages().journal, imports: Self.imports(bench))
    let text = String(decoding: try await privacy.holdings(of: id, as: MailBench.me), as: UTF8.self)
    for wanted in [
      "PK", "what-is-held.html", "anna@zanzibar.example", "https://firm.example/team", "Zanzibarnote", "unsubscribed",
      "&lt;script&gt;", "Anna plays the tuba.", "Ask for Anna", "a word?",
    ] {
      #expect(text.contains(wanted), "\(wanted)")
    }
    #expect(!text.contains("<script>"))
    // As people write it, and without columns in which nothing stands.
    let (begin, end) = (try #require(text.range(of: "<body>")), try #require(text.range(of: "</body>")))
    let page = text[begin.upperBound..<end.lowerBound]
    #expect(page.contains("<td data-head=\"When\">") && !page.contains("_") && !page.contains("Z</td>"), "\(page)")
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
    #expect(try await privacy.erase(.address("anna@zanzibar.example"), as: MailBench.me) == 0)
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
        .address("anna@zanzibar.example"), as: MailBench.me)
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

  @Test func `who answered gets no mail any more, though the lead is past its time`() async throws {
    let bench = try await MailBench.make()
    for (address, mode) in [("anna@firm.example", SendMode.real), ("ben@other.example", .practice), ("carl@third.example", nil)] {
      let id = try await bench.lead(address).id
      guard let mode else { continue }
      try await PrivacyTests.answer(id, "No, thank you.", mode: mode, bench)
      try await bench.base.database.write { tx in
        try tx.run("UPDATE lead SET state = 'replied' WHERE id = $1", [id.rawValue])
        try tx.run("UPDATE reply SET state = 'done'")
      }
    }
    bench.clock.advance(seconds: 100 * 86_400)
    let retention = Retention(base: bench.base, journal: Privacy.Journal { _ in })
    var rules = Retention.Rules()
    rules.days = [.answered: 90, .unused: 90]
    try await retention.set(rules, as: MailBench.me)
    #expect(try await retention.apply() == 3)
    #expect(try await bench.suppressed("anna@firm.example") == .erased)
    for address in ["ben@other.example", "carl@third.example"] { #expect(try await bench.suppressed(address) == nil, "\(address)") }
  }

  @Test(arguments: [
    ("sent", "real", true), ("delivered", "real", true), ("saved_as_draft", "draft", true), ("sent", "practice", false),
    ("cancelled", "real", false), ("composed", "real", false),
  ])
  func `who had mail gets no other, though the lead is past its time`(state: String, mode: String, isKept: Bool) async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    try await bench.base.database.write { tx in
      try tx.run("UPDATE lead SET state = 'contacted' WHERE id = $1", [lead.id.rawValue])
      try tx.run("UPDATE message SET state = $1, mode = $2 WHERE id = $3", [state, mode, message.id.rawValue])
    }
    bench.clock.advance(seconds: 100 * 86_400)
    let retention = Retention(base: bench.base, journal: Privacy.Journal { _ in })
    var rules = Retention.Rules()
    rules.days = [.silent: 90]
    try await retention.set(rules, as: MailBench.me)
    #expect(try await retention.apply() == 1)
    #expect(try await bench.suppressed("anna@sunrise.example") == (isKept ? .erased : nil))
  }

  @Test func `a clock that goes on by years erases nothing on its first day`() async throws {
    let bench = try await MailBench.make()
    let retention = Retention(base: bench.base, journal: Privacy.Journal { _ in })
    var rules = Retention.Rules()
    rules.days = [.unused: 300]
    try await retention.set(rules, as: MailBench.me)
    let id = try await bench.lead("anna@firm.example").id
    func isThere() async throws -> Bool { try await bench.base.read { work in try LeadTable.find(id, in: work) } != nil }
    try await retention.applyDaily()
    bench.clock.advance(seconds: 5000 * 86_400)
    try await retention.applyDaily()
    #expect(try await isThere(), "it may be wrong")
    bench.clock.advance(seconds: -4999 * 86_400)
    for _ in 0..<2 { try await retention.applyDaily() }
    #expect(try await isThere(), "it was wrong")
    for day in 1...400 {
      bench.clock.advance(seconds: 86_400)
      if day % 29 == 0 { try await retention.applyDaily() }
    }
    let isLeft = try await isThere()
    #expect(!isLeft, "its time is over")
  }
}
