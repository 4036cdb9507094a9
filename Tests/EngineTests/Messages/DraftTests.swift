import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct DraftTests {
  private static let drafts: [String: String?] = ["MODE_DRAFT_ONLY": "true", "ALLOW_AUTO_SEND": "false"]

  @Test func `an approved mail goes into Drafts once and nothing is sent`() async throws {
    let bench = try await MailBench.make(Self.drafts)
    let (lead, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    _ = try await bench.outbox.pass()
    #expect(bench.mailbox.mails(in: "Drafts").count == 1 && bench.smtp.sessions == 0)
    #expect(try await bench.now(message).state == .savedAsDraft)
    #expect(try await bench.now(lead).state == .readyForOutreach)
  }

  @Test func `a connection that breaks while the draft is filed never makes a second draft`() async throws {
    for filed in [true, false] {
      let bench = try await MailBench.make(Self.drafts)
      let (_, message) = try await bench.one()
      bench.mailbox.breakNextAppend(filed: filed)
      _ = try await bench.outbox.pass()
      #expect(try await bench.now(message).state == .unsure, "filed \(filed)")
      try await bench.outbox.lookFor(message.id)
      #expect(try await bench.now(message).state == (filed ? .savedAsDraft : .queued), "filed \(filed)")
      _ = try await bench.outbox.pass()
      #expect(bench.mailbox.mails(in: "Drafts").count == 1, "filed \(filed)")
    }
  }

  @Test func `a draft that the person sent meanwhile is not put into Drafts again`() async throws {
    let bench = try await MailBench.make(Self.drafts)
    let (_, message) = try await bench.one()
    bench.mailbox.breakNextAppend(filed: true)
    _ = try await bench.outbox.pass()
    bench.mailbox.put(bench.mailbox.mails(in: "Drafts")[0], in: "Sent")
    bench.mailbox.empty("Drafts")
    try await bench.outbox.lookFor(message.id)
    #expect(try await bench.now(message).state == .sent)
  }

  @Test func `an unreachable mailbox costs one connection a pass, and no mail a try`() async throws {
    let bench = try await MailBench.make(Self.drafts)
    let campaign = try await bench.campaign()
    let leads = [
      try await bench.lead("a@one.example"), try await bench.lead("b@two.example"), try await bench.lead("c@three.example"),
    ]
    let mails = try await bench.approved(leads, in: campaign)
    bench.mailbox.fail("*", MailFailure(.connect, "No connection."))
    let pass = try await bench.outbox.pass()
    var tries = 0
    for mail in mails { tries += try await bench.now(mail).attempts }
    #expect(tries == 0 && pass.failed == 1 && bench.mailbox.sessions == 1)
  }

  @Test func `a success ends the failing state of the mailbox in every mode`() async throws {
    let bench = try await MailBench.make(Self.drafts)
    _ = try await bench.one()
    bench.mailbox.fail("*", MailFailure(.connect, "No connection."))
    _ = try await bench.outbox.pass()
    #expect(try await bench.base.read { work in try MailboxTable.get(Mailbox.primary, in: work).state } == .failing)
    bench.mailbox.fail("*", nil)
    bench.clock.advance(seconds: 301)
    _ = try await bench.outbox.pass()
    #expect(try await bench.base.read { work in try MailboxTable.get(Mailbox.primary, in: work).state } == .ok)
  }
}
