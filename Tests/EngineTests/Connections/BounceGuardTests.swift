import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct BounceGuardTests {
  /// A bench from which so many mails went, the last ones to addresses that the server does not know.
  private func sent(_ count: Int, refused: Int, _ changes: [String: String?] = [:]) async throws -> (MailBench, [Message]) {
    let bench = try await MailBench.make(["MAX_EMAILS_PER_MINUTE": "600"].merging(changes) { _, new in new })
    bench.smtp.always { mail in mail.to.hasPrefix("bad") ? .refuse(550, "5.1.1", .recipient) : .accept }
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for index in 0..<count {
      leads.append(try await bench.lead("\(index < count - refused ? "good" : "bad")\(index)@firm\(index % 20).example"))
    }
    let mails = try await bench.approved(leads, in: campaign)
    _ = try await bench.outbox.pass()
    return (bench, mails)
  }

  private func mailbox(_ bench: MailBench) async throws -> (state: MailboxState, reason: String, cause: Mailbox.Cause?) {
    try await bench.base.read { work in
      let found = try MailboxTable.get(Mailbox.primary, in: work)
      return (found.state, found.reason ?? "", try MailboxTable.cause(of: Mailbox.primary, in: work))
    }
  }

  @Test func `a mailbox stops at five hard bounces in a hundred, and not below fifty mails`() async throws {
    for (count, refused, stops) in [(50, 3, true), (50, 2, false), (49, 10, false), (60, 3, true)] {
      let (bench, _) = try await sent(count, refused: refused)
      let found = try await mailbox(bench)
      #expect((found.state == .paused) == stops, "\(refused) of \(count)")
      #expect((found.cause == .bounces) == stops && found.reason.contains("came back") == stops, "\(refused) of \(count)")
    }
  }

  @Test func `returned mail counts like refused mail, and mail that came back for other reasons does not`() async throws {
    for (status, stops) in [("5.1.1", true), ("4.2.2", false)] {
      let (bench, mails) = try await sent(50, refused: 0)
      for (index, mail) in mails.prefix(3).enumerated() {
        bench.mailbox.put(MailBench.bounce(of: try await bench.now(mail), id: "\(index)@mx.example", status: status))
      }
      _ = try await bench.inbox.check()
      let found = try await mailbox(bench)
      #expect((found.state == .paused) == stops, "\(status)")
    }
  }

  @Test func `nothing more leaves until the person resumes, and then bounces are counted anew`() async throws {
    let (bench, mails) = try await sent(50, refused: 3)
    let late = try await bench.lead("good@late.example")
    let campaign = try await bench.campaign("Later")
    let message = try #require(try await bench.approved([late], in: campaign).first)
    _ = try await bench.outbox.pass()
    let gate = try await bench.gate(message)
    #expect(gate?.name == .mailbox && gate?.detail.contains("3 of the last 50") == true)
    bench.clock.advance(seconds: 60)
    try await Mailboxes(base: bench.base, settings: bench.settings).move(Mailbox.primary, .resume, as: MailBench.me)
    _ = try await bench.outbox.pass()
    #expect(try await bench.now(message).state == .sent)
    bench.mailbox.put(MailBench.bounce(of: try await bench.now(mails[0]), id: "x@mx.example"))
    _ = try await bench.inbox.check()
    let found = try await mailbox(bench)
    #expect(found.state == .ok && found.cause == nil)
  }

  @Test func `a pause tells its cause: the person, a refusal, or the sign-in`() async throws {
    let bench = try await MailBench.make()
    _ = try await bench.one()
    bench.smtp.next(.refuse(550, "5.7.1", .content))
    _ = try await bench.outbox.pass()
    var found = try await mailbox(bench)
    #expect(found.state == .paused && found.cause == .refused)
    let mailboxes = Mailboxes(base: bench.base, settings: bench.settings)
    try await mailboxes.move(Mailbox.primary, .resume, as: MailBench.me)
    try await mailboxes.move(Mailbox.primary, .pause, as: MailBench.me)
    found = try await mailbox(bench)
    #expect(found.state == .paused && found.cause == .person)
    try await mailboxes.move(Mailbox.primary, .resume, as: MailBench.me)
    found = try await mailbox(bench)
    #expect(found.state == .ok && found.cause == nil)
  }
}
