import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// Mails to oneself: they go the real way, and nothing else knows of them.
@Suite struct TestMailTests {
  private static let content = TestMails.Content(subject: "Hello", text: "A word?", html: "<p>A word?</p>")

  private static func code(_ body: () async throws -> Void) async -> Fault.Code? {
    do {
      try await body()
      return nil
    } catch { return (error as? Fault)?.code ?? .storage }
  }

  @Test func `a test goes to the person alone, marked as one, and counts for no lead and no limit`() async throws {
    let bench = try await MailBench.make(["MAX_EMAILS_PER_DAY": "1"])
    let (lead, message) = try await bench.one()
    let result = try await TestMails(outbox: bench.outbox).send(Self.content, as: MailBench.me)
    #expect(result.outcome == .accepted && result.to == "me@sender.example" && result.mode == .real)
    let mail = try #require(bench.smtp.deliveries.first?.mail)
    let source = String(decoding: mail.bytes, as: UTF8.self)
    #expect(mail.from == "me@sender.example" && mail.to == "me@sender.example" && source.contains("Subject: [Test] Hello"))
    #expect(!source.contains("List-Unsubscribe") && !source.contains("X-Outreach-Token"))
    #expect(try await bench.base.read { work in try SendAttemptTable.count(in: work) } == 0)
    #expect(try await bench.mails(of: lead).count == 1)
    #expect(try await bench.now(lead).state == .readyForOutreach)
    #expect(try await bench.base.read { work in try TestMailTable.outcome(of: result.id, in: work) } == .accepted)
    // The one mail that the limit allows still leaves.
    #expect(try await bench.outbox.pass().sent == 1)
    #expect(try await bench.now(message).state == .sent)
  }

  @Test func `a test that breaks is told as what it is, and never tried again`() async throws {
    let bench = try await MailBench.make()
    let tests = TestMails(outbox: bench.outbox)
    let rows: [(FakeSender.Act, SendAttempt.Outcome)] = [
      (.refuse(550, nil, .content), .refused), (.breakBeforeDot, .notSent), (.breakAfterDot(delivered: true), .unknown),
    ]
    for (act, outcome) in rows {
      bench.smtp.next(act)
      let result = try await tests.send(Self.content, as: MailBench.me)
      #expect(result.outcome == outcome)
      #expect(try await bench.base.read { work in try TestMailTable.outcome(of: result.id, in: work) } == outcome)
    }
    let before = bench.smtp.tries.count
    _ = try await bench.outbox.recover()
    _ = try await bench.outbox.pass()
    #expect(bench.smtp.tries.count == before)
    bench.smtp.next(.noSession(.connect))
    #expect(await Self.code { _ = try await tests.send(Self.content, as: MailBench.me) } == .upstream)
  }

  @Test func `in practice a test lies in the practice mailbox, in drafts-only mode among the drafts`() async throws {
    let practice = try await MailBench.make(["EMAIL_PRIMARY_PROVIDER": "practice"])
    let result = try await TestMails(outbox: practice.outbox).send(Self.content, as: MailBench.me)
    #expect(result.mode == .practice && result.outcome == .accepted && practice.smtp.tries.isEmpty)
    #expect(try await practice.practice.list().map(\.mail.subject) == ["[Test] Hello"])
    let drafts = try await MailBench.make(["MODE_DRAFT_ONLY": "true", "ALLOW_AUTO_SEND": "false"])
    let saved = try await TestMails(outbox: drafts.outbox).send(Self.content, as: MailBench.me)
    #expect(saved.mode == .draft && saved.outcome == .saved && drafts.smtp.tries.isEmpty)
    #expect(drafts.mailbox.mails(in: "Drafts").count == 1)
  }

  @Test func `nothing leaves while sending is paused or frozen, or beyond thirty a day`() async throws {
    let bench = try await MailBench.make()
    let tests = TestMails(outbox: bench.outbox)
    try await Sending(base: bench.base).pause(as: MailBench.me)
    #expect(await Self.code { _ = try await tests.send(Self.content, as: MailBench.me) } == .refused)
    try await Sending(base: bench.base).resume(as: MailBench.me)
    try await bench.base.write { work in try Sending.freeze(in: work) }
    #expect(await Self.code { _ = try await tests.send(Self.content, as: MailBench.me) } == .refused)
    try await Sending(base: bench.base).thaw(as: MailBench.me)
    for _ in 0..<TestMails.mostInADay { _ = try await tests.send(Self.content, as: MailBench.me) }
    #expect(await Self.code { _ = try await tests.send(Self.content, as: MailBench.me) } == .rateLimited)
    #expect(bench.smtp.deliveries.count == TestMails.mostInADay)
    bench.clock.advance(seconds: 86_401)
    #expect(try await tests.send(Self.content, as: MailBench.me).outcome == .accepted)
  }
}
