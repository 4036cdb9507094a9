import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct ApprovalTests {
  private static func composed(_ bench: MailBench) async throws -> (lead: Lead, campaign: Campaign, message: Message) {
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("anna@sunrise.example")
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    guard let message = try await bench.mails(of: lead).first else { throw Fault(.notFound, "none") }
    return (lead, campaign, message)
  }

  private static func code(_ body: () async throws -> Void) async -> Fault.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? Fault)?.code ?? .storage }
  }

  @Test func `only exactly what was shown can be approved`() async throws {
    let bench = try await MailBench.make()
    let (_, _, message) = try await Self.composed(bench)
    #expect(
      await Self.code {
        _ = try await bench.messages.approve(message.id, seen: "x" + message.contentHash.dropFirst(), as: MailBench.me)
      } == .stale)
    let edited = try await bench.messages.edit(
      message.id, version: message.version, subject: "Other", text: nil, html: nil, as: MailBench.me)
    #expect(
      await Self.code { _ = try await bench.messages.approve(message.id, seen: message.contentHash, as: MailBench.me) } == .stale)
    #expect(
      await Self.code {
        _ = try await bench.messages.edit(
          message.id, version: message.version, subject: "Third", text: nil, html: nil, as: MailBench.me)
      } == .stale)
    let approved = try await bench.messages.approve(message.id, seen: edited.contentHash, as: MailBench.me)
    #expect(approved.state == .queued && approved.approvedHash == edited.contentHash)
  }

  @Test func `everything that a recipient sees is in the hash`() async throws {
    let base = MessageContent(
      from: MailAddress(name: "A", address: "a@x"), replyTo: nil, to: MailAddress(name: "B", address: "b@x"), subject: "s",
      text: "t",
      html: nil, listUnsubscribe: ["mailto:a@x"])
    let changes: [@Sendable (inout MessageContent) -> Void] = [
      { $0.from.name = nil }, { $0.from.address = "c@x" }, { $0.replyTo = MailAddress(address: "a@x") }, { $0.to.name = "C" },
      { $0.to.address = "c@x" }, { $0.subject = "st" }, { $0.text = "" }, { $0.html = "" }, { $0.html = "t" },
      { $0.listUnsubscribe = [] },
      { $0.listUnsubscribe = ["mailto:a@x", ""] },
      { ($0.subject, $0.text) = ("", "st") },
    ]
    var hashes = [try Messages.hash(base)]
    for change in changes {
      var other = base
      change(&other)
      hashes.append(try Messages.hash(other))
    }
    #expect(Set(hashes).count == hashes.count)
  }

  @Test func `the base itself refuses a waiting mail without its own approval`() async throws {
    let bench = try await MailBench.make()
    let (_, _, message) = try await Self.composed(bench)
    for state in ["approved", "queued", "sending"] {
      for hash in [nil, "other"] as [String?] {
        var refused = false
        do {
          try await bench.base.database.write { tx in
            try tx.run("UPDATE message SET state = $1, approved_hash = $2 WHERE id = $3", [state, hash, message.id.rawValue])
          }
        } catch let error as SQLiteError { refused = error.isConstraintViolation }
        #expect(refused, "\(state) with \(hash ?? "no hash")")
      }
    }
  }

  @Test func `any change voids the approval`() async throws {
    let rows: [(name: String, field: String, value: String, state: MessageState)] = [
      ("name", "contact_name", "Anna Other", .composed), ("city", "city", "Elsewhere", .composed),
      ("business", "business_name", "Moon", .composed), ("notes do not", "notes", "nice", .queued),
      ("address", "email", "other@sunrise.example", .cancelled),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      let (lead, campaign, message) = try await Self.composed(bench)
      _ = try await bench.messages.approve(message.id, seen: message.contentHash, as: MailBench.me)
      var edit = Leads.Edit()
      edit.texts = [row.field: row.value]
      _ = try await bench.leads.edit(lead.id, version: bench.now(lead).version, edit, as: MailBench.me)
      #expect(try await bench.now(message).state == row.state, "\(row.name)")
      guard row.state == .cancelled else { continue }
      let jobs = try await bench.base.read { work in try JobTable.list(state: .pending, limit: 9, in: work).map(\.kind) }
      #expect(jobs == [ComposeMails.kind], "it is written anew")
      _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: .system)
      let mails = try await bench.mails(of: lead).filter { $0.state != .cancelled }
      #expect(mails.map(\.content.to.address) == ["other@sunrise.example"] && mails.map(\.state) == [.composed])
    }
  }

  @Test func `a changed campaign rewrites what waits, failed mail too, and leaves what was sent`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for name in ["sent", "failed", "queued", "composed"] { leads.append(try await bench.lead("\(name)@\(name).example")) }
    _ = try await bench.approved(Array(leads[0...1]), in: campaign)
    bench.smtp.next(.accept, .refuse(554, "5.6.0", .content))
    _ = try await bench.outbox.pass()
    _ = try await bench.approved([leads[2]], in: campaign)
    _ = try await bench.campaigns.enroll(.these([leads[3].id]), in: campaign.id, as: MailBench.me)
    let step = Campaigns.NewStep(subject: "New for {{ business_name }}", text: "Better words.", html: nil)
    try await bench.rewrite(campaign, [step])
    var all: [[String]] = []
    for lead in leads { all.append(try await bench.mails(of: lead).map { "\($0.state.rawValue) \($0.content.subject.prefix(3))" }) }
    #expect(
      all == [
        ["sent Hel"], ["cancelled Hel", "composed New"], ["cancelled Hel", "composed New"], ["cancelled Hel", "composed New"],
      ])
  }

  @Test func `of two approvals one wins, and a cancelled mail is never sent`() async throws {
    let bench = try await MailBench.make()
    let (_, _, message) = try await Self.composed(bench)
    async let first = Self.code { _ = try await bench.messages.approve(message.id, seen: message.contentHash, as: MailBench.me) }
    async let second = Self.code { _ = try await bench.messages.approve(message.id, seen: message.contentHash, as: MailBench.me) }
    let codes = [await first, await second]
    #expect(codes.filter { $0 == nil }.count == 1 && codes.contains(.illegalState))

    async let pass = bench.outbox.pass()
    async let cancelled = Self.code { _ = try await bench.messages.cancel(message.id, as: MailBench.me) }
    let (sent, refusal) = (try await pass.sent, await cancelled)
    #expect((sent == 1) != (refusal == nil), "sent \(sent), cancel refused \(String(describing: refusal))")
    #expect(bench.smtp.deliveries.count == sent)
  }

  @Test func `passes side by side never send one mail twice`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for index in 0..<12 { leads.append(try await bench.lead("a@firm\(index).example")) }
    _ = try await bench.approved(leads, in: campaign)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<3 { group.addTask { _ = try await bench.outbox.pass() } }
      try await group.waitForAll()
    }
    #expect(bench.smtp.deliveries.count == 12 && bench.smtp.copies.values.allSatisfy { $0 == 1 })
  }

  @Test func `leads are enrolled once, whole lists without asking lead by lead`() async throws {
    let bench = try await MailBench.make()
    let (one, other) = (try await bench.campaign("One"), try await bench.campaign("Other"))
    for index in 0..<3 { _ = try await bench.lead("a@firm\(index).example") }
    let first = try await bench.campaigns.enroll(.allApproved, in: one.id, as: MailBench.me)
    let again = try await bench.campaigns.enroll(.allApproved, in: one.id, as: MailBench.me)
    let elsewhere = try await bench.campaigns.enroll(.allApproved, in: other.id, as: MailBench.me)
    #expect([first.enrolled, again.enrolled, elsewhere.enrolled] == [3, 0, 0])
  }
}
