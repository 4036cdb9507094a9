import Fakes
import Foundation
import Outreach
import Store
import Testing

@testable import Engine

/// The same by simulated rows, where no process needs to end.
@Suite struct MarkTests {
  @Test func `crashes are counted at start only, and a clean end blames nothing`() async throws {
    let base = try await TemporaryBase.make().base
    func begin(_ id: String) async throws { try await base.write { work in try HazardTable.begin(.mail, id, in: work) } }
    try await begin("a")
    try await begin("b")
    try await base.write { work in try HazardTable.clear("b", in: work) }
    for crashes in 1...2 {
      try await begin("a")
      #expect(try await base.write { work in try HazardTable.countCrashes(in: work) }.map(\.crashes) == [crashes])
      #expect(try await base.read { work in try HazardTable.setAside(in: work) }.count == crashes - 1)
    }
    #expect(try await base.write { work in try HazardTable.countCrashes(in: work) }.isEmpty)
    try await begin("c")
    try await base.write { work in try HazardTable.calm(in: work) }
    #expect(try await base.write { work in try HazardTable.countCrashes(in: work) }.isEmpty)
    #expect(try await base.read { work in try HazardTable.list(prefix: "", in: work) }.map(\.id) == ["a"])
  }

  @Test func `a received mail that waits behind the cursor is read once it may be tried again`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let message = try #require(try await bench.approved([try await bench.lead("anna@firm.example")], in: campaign).first)
    _ = try await bench.outbox.pass()
    let header = try await bench.base.read { work in try MessageTable.get(message.id, in: work) }.headerID ?? ""
    bench.mailbox.put(
      "From: anna@firm.example\nSubject: Re: Hello\nMessage-ID: <1@firm.example>\nIn-Reply-To: \(header)\n\nYes, gladly.\n")
    for number in 2...60 { bench.mailbox.put("From: x@other.example\nSubject: News \(number)\n\nNews.\n") }
    let id = "mail/\(Mailbox.primary)/INBOX/1/1"
    try await bench.base.write { work in try HazardTable.begin(.mail, id, crashes: 2, in: work) }
    #expect(try await bench.inbox.check().replies == 0)
    try await Hazards(base: bench.base).retry(id, as: MailBench.me)
    #expect(try await bench.inbox.check().replies == 1)
    #expect(try await bench.base.read { work in try HazardTable.list(prefix: "", in: work) }.isEmpty)
  }

  @Test func `a lead whose mail ended the program twice is passed over, the others are written`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for name in ["a", "b", "c"] { leads.append(try await bench.lead("\(name)@\(name).example")) }
    let (batch, one) = ("compose/\(campaign.id)", "compose/\(campaign.id)/\(leads[1].id)")
    try await bench.base.write { work in
      try HazardTable.begin(.compositions, batch, crashes: 3, in: work)
      try HazardTable.begin(.composition, one, crashes: 2, in: work)
    }
    let result = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    #expect(result.enrolled == 2 && result.skipped.map(\.id) == [leads[1].id])
    #expect(try await Hazards(base: bench.base).list().map(\.id) == [one])
    try await bench.base.write { work in try HazardTable.begin(.compositions, batch, crashes: 4, in: work) }
    await #expect(throws: Fault.self) { try await bench.campaigns.enroll(.these([leads[1].id]), in: campaign.id, as: MailBench.me) }
    // Another text is another try.
    let step = Campaigns.NewStep(subject: "Other", text: "Other", html: nil)
    try await bench.rewrite(campaign, [step])
    #expect(try await bench.campaigns.enroll(.these([leads[1].id]), in: campaign.id, as: MailBench.me).enrolled == 1)
  }

  @Test func `a record that ended the program twice counts as failed, and a file that ends it for ever is set aside`() async throws
  {
    let temporary = try await TemporaryBase.make()
    let imports = Imports(base: temporary.base, spoolFolder: temporary.folder.path + "/spool")
    func file(_ name: String) throws -> String {
      let path = temporary.folder.path + "/" + name
      try "business_name,email\nOne,a@one.example\nTwo,b@two.example\nThree,c@three.example\n".write(
        toFile: path, atomically: true, encoding: .utf8)
      return path
    }
    for (crashes, expected) in [(1, [2, 1]), (4, [0, 0])] {
      let run = try await imports.create(name: "x.csv", size: 1 << 20, as: MailBench.me)
      let bytes = try Array(Data(contentsOf: URL(fileURLWithPath: file("x.csv"))))
      _ = try await imports.receive(bytes, at: 0, of: run.id)
      try await temporary.base.write { work in
        var now = try ImportTable.get(run.id, in: work)
        (now.size, now.state) = (bytes.count, .ready)
        try ImportTable.save(now, in: work)
      }
      let sheet = try ImportSheet(imports.spool.source(run.id, bytes: bytes.count))
      let (mapping, columns) = (ImportMapping(columns: sheet.fields), sheet.columns)
      try await temporary.base.write { work in
        try Imports.start(run.id, mapping, columns, in: work)
        try HazardTable.begin(.importFile, "import/\(run.id)", crashes: crashes, in: work)
        // The second record: the header is the first.
        try HazardTable.begin(.importRecord, "import/\(run.id)/3", crashes: 2, in: work)
      }
      try? await imports.perform(run.id, job: nil)
      let now = try await imports.get(run.id)
      #expect([now.imported, now.failed] == expected, "\(crashes)")
      #expect(now.state == (crashes == 1 ? .completed : .failed))
      let left = try await Hazards(base: temporary.base).list().filter { $0.kind == .importFile }
      #expect(left.map(\.title) == (crashes == 1 ? [] : ["the file “x.csv”"]))
    }
  }
}
