import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct OfflineTests {
  private static func mailbox(_ bench: MailBench) async throws -> Mailbox {
    try await bench.base.read { work in try MailboxTable.get(Mailbox.primary, in: work) }
  }

  @Test func `a night offline costs no mail a try, and all of them leave when the network is back`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let mails = try await bench.approved(
      [try await bench.lead("a@one.example"), try await bench.lead("b@two.example")], in: campaign)
    bench.network.isUnplugged = true
    var waits: [Int] = []
    for _ in 0..<40 {
      bench.smtp.next(.noSession(.dns))
      _ = try await bench.outbox.pass()
      let mailbox = try await Self.mailbox(bench)
      #expect(mailbox.state == .failing && mailbox.isOffline)
      let retry = try #require(mailbox.retryAt)
      waits.append(retry.seconds(since: bench.clock.now()))
      let gate = try await bench.gate(mails[1])
      #expect(gate?.name == .mailbox && gate?.opensAt == retry, "every mail of the mailbox waits for the same moment")
      bench.clock.set(retry.adding(seconds: -1))
      let sessions = bench.smtp.sessions
      _ = try await bench.outbox.pass()
      #expect(bench.smtp.sessions == sessions, "the server is left alone until then")
      bench.clock.set(retry)
    }
    #expect(waits.prefix(7) == [30, 60, 120, 300, 600, 900, 900] && waits.last == 900)
    for mail in mails {
      let now = try await bench.now(mail)
      #expect(now.state == .queued && now.attempts == 0 && now.notBefore == nil)
      #expect(try await bench.attempts(mail).isEmpty, "the ledger holds no try that never was one")
    }
    bench.smtp.forget()
    bench.network.isUnplugged = false
    #expect(try await bench.outbox.pass().sent == 2)
    let mailbox = try await Self.mailbox(bench)
    #expect(mailbox.state == .ok && mailbox.failures == 0 && mailbox.retryAt == nil)
  }

  @Test func `the pill says Offline only where the network is missing, and when the next try is`() async throws {
    let rows: [(step: MailFailure.Step, unplugged: Bool, state: String)] = [
      (.dns, true, "offline"), (.dns, false, "needs_attention"), (.connect, true, "offline"), (.connect, false, "needs_attention"),
      (.tls, true, "needs_attention"),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      _ = try await bench.one()
      bench.network.isUnplugged = row.unplugged
      bench.smtp.next(.noSession(row.step))
      _ = try await bench.outbox.pass()
      let sending = try await Status(base: bench.base, settings: bench.settings, zones: FixedZones()).overview().sending
      let retry = try await Self.mailbox(bench).retryAt
      #expect(sending.state == row.state && sending.nextAt == retry && retry != nil, "\(row): \(sending)")
    }
  }

  @Test func `a break within a mail, or a server that closes, spends no try and lets the next mail go first`() async throws {
    for act in [FakeSender.Act.breakBeforeDot, .refuse(421, "4.7.0", .sender)] {
      let bench = try await MailBench.make()
      let campaign = try await bench.campaign()
      let mails = try await bench.approved(
        [try await bench.lead("a@one.example"), try await bench.lead("b@two.example")], in: campaign)
      bench.smtp.next(act)
      _ = try await bench.outbox.pass()
      let broken = try await bench.now(mails[0])
      #expect(broken.state == .queued && broken.attempts == 0 && broken.lastError != nil, "\(act)")
      #expect(try await Self.mailbox(bench).state == .failing, "\(act)")
      bench.clock.advance(seconds: 30)
      #expect(try await bench.outbox.pass().sent == 2, "\(act)")
      #expect(bench.smtp.deliveries.map(\.mail.to) == ["b@two.example", "a@one.example"], "\(act)")
    }
  }

  @Test func `a mail over which ten connections broke fails by itself and does not hold up the others for ever`() async throws {
    let bench = try await MailBench.make()
    let (_, poison) = try await bench.one()
    bench.smtp.always { $0.to == "anna@sunrise.example" ? .breakBeforeDot : .accept }
    for _ in 0..<10 {
      _ = try await bench.outbox.pass()
      bench.clock.advance(seconds: 900)
    }
    let failed = try await bench.now(poison)
    #expect(failed.state == .failed && failed.lastError?.contains("10 times") == true)
  }

  @Test func `the network's return, a person's Resume and an answer of the server each end the wait`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    bench.network.isUnplugged = true
    bench.smtp.next(.noSession(.dns), .noSession(.connect))
    _ = try await bench.outbox.pass()
    try await bench.outbox.networkIsBack()
    #expect(try await bench.gate(message) == nil, "reading worked, so sending is tried again")
    bench.network.isUnplugged = false
    _ = try await bench.outbox.pass()
    try await bench.outbox.networkIsBack()
    #expect(try await bench.gate(message)?.name == .mailbox, "an ill server gets its rest")
    try await Mailboxes(base: bench.base, settings: bench.settings).move(Mailbox.primary, .resume, as: MailBench.me)
    bench.smtp.next(.refuse(451, "4.7.1", .recipient))
    _ = try await bench.outbox.pass()
    #expect(try await Self.mailbox(bench).state == .ok)
    #expect(try await bench.now(message).attempts == 1, "an answer about the mail is what spends a try")
  }

  @Test func `a sign-in refused for the moment rests the mailbox, a refused password pauses it`() async throws {
    for (reply, state) in [(454, MailboxState.failing), (535, .paused)] {
      let bench = try await MailBench.make()
      _ = try await bench.one()
      let failure = MailFailure(.login, "No.", reply: ServerReply(code: reply, text: "no"))
      try await bench.base.write { work in try Outbox.trouble(failure, isOffline: false, Mailbox.primary, in: work) }
      #expect(try await Self.mailbox(bench).state == state, "\(reply)")
    }
  }
}
