import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct ModeChangeTests {
  /// Settings that are stored rather than given, so that they can be changed.
  private static let changing: [String: String?] = ["EMAIL_PRIMARY_PROVIDER": nil, "MODE_DRAFT_ONLY": nil, "ALLOW_AUTO_SEND": nil]
  private static let real: [String: String?] = [
    "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true",
  ]
  private static let drafts: [String: String?] = ["EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "true"]
  private static let practice: [String: String?] = ["EMAIL_PRIMARY_PROVIDER": "practice"]

  @Test func `leaving practice puts away all that it did`() async throws {
    let bench = try await MailBench.make(Self.changing)
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for index in 0..<4 { leads.append(try await bench.lead("a@firm\(index).example")) }
    let mails = try await bench.approved(Array(leads[0...2]), in: campaign)
    _ = try await bench.campaigns.enroll(.these([leads[3].id]), in: campaign.id, as: MailBench.me)
    _ = try await bench.outbox.pass()
    #expect(bench.smtp.sessions == 0, "nothing left the computer")
    #expect(try await bench.now(leads[0]).state == .contacted)
    let box = try await bench.practice.list()
    #expect(box.count == 3)
    for item in box {
      let kind: Practice.Answer = item.mail.to.first?.address == "a@firm0.example" ? .unsubscribe : .reply
      try await bench.practice.answer(item.id, kind, text: "Yes!", as: MailBench.me)
    }
    _ = try await bench.inbox.check()
    #expect(try await bench.now(mails[1]).state == .replied)
    #expect(try await bench.suppressed("a@firm0.example", mode: .practice) == .unsubscribed)
    #expect(try await bench.suppressed("a@firm0.example") == nil, "what practice suppressed counts in practice only")

    try await bench.settings.set(Self.real, as: MailBench.me)
    for lead in leads {
      #expect(try await bench.now(lead).state == .readyForOutreach)
      #expect(try await bench.mails(of: lead).allSatisfy { $0.state == .cancelled })
      #expect(try await bench.enrollments(lead).isEmpty)
      #expect(try await bench.replies(lead).isEmpty)
    }
    #expect(try await bench.practice.list().isEmpty)
    #expect(try await bench.suppressed("a@firm0.example", mode: .practice) == nil)
    #expect(try await bench.outbox.pass().sent == 0, "no approval of practice sends anything")
    let again = try await bench.campaigns.enroll(.allApproved, in: campaign.id, as: MailBench.me)
    #expect(again.enrolled == 4)

    try await bench.settings.set(Self.practice, as: MailBench.me)
    _ = try await bench.inbox.check()
    let practised = try await bench.campaigns.enroll(.allApproved, in: campaign.id, as: MailBench.me)
    #expect(practised.enrolled == 4)
    for lead in leads {
      for mail in try await bench.mails(of: lead) where mail.state == .composed {
        _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
      }
    }
    _ = try await bench.outbox.pass()
    for item in try await bench.practice.list() {
      try await bench.practice.answer(item.id, .reply, text: "Again", as: MailBench.me)
    }
    let found = try await bench.inbox.check()
    #expect(found.replies == 4, "a new practice begins with an empty mailbox and reads it from its start")
  }

  @Test func `a mail that practice has under way when it is left changes no lead`() async throws {
    let bench = try await MailBench.make(Self.changing)
    let (lead, message) = try await bench.one()
    try await bench.base.write { work in
      try MessageTable.move(message.id, .begin, in: work)
    }
    try await bench.settings.set(Self.real, as: MailBench.me)
    try await bench.base.write { work in
      try Outbox.recordSent(try MessageTable.get(message.id, in: work), at: nil, evidence: nil, in: work)
    }
    #expect(try await bench.now(lead).state == .readyForOutreach)
  }

  @Test func `a mode that changed outside or in a crash is left at the next start`() async throws {
    let temporary = try await TemporaryBase.make()
    let before = try await MailBench(temporary, ["EMAIL_PRIMARY_PROVIDER": "practice"])
    let (lead, message) = try await before.one()
    _ = try await before.outbox.pass()
    #expect(try await before.now(message).state == .sent)
    let after = try await MailBench(temporary)
    #expect(try await after.now(lead).state == .readyForOutreach)
    #expect(try await after.mails(of: lead).isEmpty)
    let same = try await MailBench(temporary)
    #expect(try await same.now(lead).state == .readyForOutreach)
  }

  @Test func `real contact outlives a time of practice, and what may have left is not written again`() async throws {
    let bench = try await MailBench.make(Self.changing)
    try await bench.settings.set(Self.real, as: MailBench.me)
    let campaign = try await bench.campaign()
    let (sent, unsure, waiting) = (
      try await bench.lead("a@sent.example"), try await bench.lead("b@unsure.example"), try await bench.lead("c@waiting.example")
    )
    let mails = try await bench.approved([sent, unsure, waiting], in: campaign)
    bench.smtp.next(.accept, .breakAfterDot(delivered: true))
    _ = try await bench.outbox.pass()
    try await bench.settings.set(Self.drafts, as: MailBench.me)
    #expect(try await bench.now(mails[2]).state == .cancelled)
    let enrolled = try await bench.campaigns.enroll(.allApproved, in: campaign.id, as: MailBench.me)
    #expect(enrolled.enrolled == 1, "only the one that surely got nothing")
    #expect(try await bench.mails(of: waiting).last?.mode == .draft, "only the one that surely got nothing")
    try await bench.settings.set(Self.practice, as: MailBench.me)
    try await bench.base.database.write { tx in
      // A practice reply that names a lead with real contact.
      try tx.run("UPDATE message SET mode = 'practice' WHERE id = $1", [mails[1].id.rawValue])
    }
    try await bench.settings.set(Self.real, as: MailBench.me)
    #expect(try await bench.now(sent).state == .contacted)
  }

  @Test func `answers to real mail are recognised in drafts mode and the other way round`() async throws {
    let bench = try await MailBench.make(Self.changing)
    try await bench.settings.set(Self.real, as: MailBench.me)
    let (lead, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    try await bench.settings.set(Self.drafts, as: MailBench.me)
    bench.mailbox.put(
      MailBench.reply(from: "anna@sunrise.example", to: try await bench.now(message), id: "r1@sunrise.example", text: "unsubscribe")
    )
    let found = try await bench.inbox.check()
    #expect(found.replies == 1)
    #expect(try await bench.now(lead).state == .replied)
    #expect(try await bench.replies(lead).map(\.mode) == [.real])
    #expect(try await bench.suppressed("anna@sunrise.example") != nil)
  }
}
