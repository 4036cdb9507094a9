import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct SentCopyTests {
  private func jobs(_ bench: MailBench) async throws -> [String] {
    try await bench.base.read { work in try JobTable.list(state: .pending, limit: 10, in: work).map(\.kind) }
  }

  @Test func `a sent mail gets exactly one copy in Sent, of the very bytes that left`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    #expect(try await jobs(bench) == [FileSentCopy.kind])
    bench.clock.advance(seconds: 4000)
    for _ in 0..<3 { try await bench.outbox.fileSentCopy(of: message.id) }
    #expect(bench.mailbox.mails(in: "Sent") == bench.smtp.deliveries.map(\.mail.bytes))
  }

  @Test func `a connection that breaks while the copy is filed never makes a second one`() async throws {
    for filed in [true, false] {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      _ = try await bench.outbox.pass()
      bench.mailbox.breakNextAppend(filed: filed)
      await #expect(throws: Fault.self) { try await bench.outbox.fileSentCopy(of: message.id) }
      try await bench.outbox.fileSentCopy(of: message.id)
      #expect(bench.mailbox.mails(in: "Sent").count == 1, "filed \(filed)")
    }
  }

  @Test func `a server that files sent mail itself gets no copy from us`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    bench.mailbox.put(bench.smtp.deliveries[0].mail.bytes, in: "Sent")
    try await bench.outbox.fileSentCopy(of: message.id)
    #expect(bench.mailbox.mails(in: "Sent").count == 1)
    let other = try await MailBench.make(filesSentMail: true)
    _ = try await other.one()
    _ = try await other.outbox.pass()
    #expect(other.smtp.deliveries.count == 1)
    #expect(try await jobs(other).isEmpty)
  }

  @Test func `only what surely left gets a copy`() async throws {
    for act: FakeSender.Act in [.refuse(550, "5.1.1", .recipient), .breakBeforeDot, .breakAfterDot(delivered: true)] {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      bench.smtp.next(act)
      _ = try await bench.outbox.pass()
      #expect(try await !jobs(bench).contains(FileSentCopy.kind), "\(act)")
      try await bench.outbox.fileSentCopy(of: message.id)
      #expect(bench.mailbox.mails(in: "Sent").isEmpty, "\(act)")
    }
    let practice = try await MailBench.make(["EMAIL_PRIMARY_PROVIDER": "practice"])
    _ = try await practice.one()
    _ = try await practice.outbox.pass()
    #expect(try await jobs(practice).isEmpty)
  }
}
