import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// What programs report about a mail that left.
@Suite struct EvidenceTests {
  /// A report of a mail program or provider with one machine-readable part and our header.
  private static func report(_ from: String, _ type: String, _ partType: String, _ fields: String, about message: Message) -> String
  {
    """
    From: \(from)
    To: me@sender.example
    Subject: A report
    Date: Mon, 05 Jan 2026 10:00:00 +0000
    Message-ID: <report@x>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=\(type); boundary="b"

    --b
    Content-Type: text/plain

    A report.

    --b
    Content-Type: \(partType)

    \(fields)

    --b
    Content-Type: text/rfc822-headers

    From: me@sender.example
    To: \(message.content.to.address)
    Message-ID: \(message.headerID ?? "")
    Subject: \(message.content.subject)

    --b--
    """
  }

  @Test func `a report of delivery or reading moves the mail on, never back, and a complaint suppresses at once`() async throws {
    let bench = try await MailBench.make()
    let (lead, first) = try await bench.one()
    _ = try await bench.outbox.pass()
    let message = try await bench.now(first)
    let id = message.headerID ?? ""
    let read = Self.report(
      "anna@reader.example", "disposition-notification", "message/disposition-notification",
      "Final-Recipient: rfc822; \(message.content.to.address)\nOriginal-Message-ID: \(id)\nDisposition: manual-action/MDN-sent-manually; displayed",
      about: message)
    let steps: [(mail: String, state: MessageState)] = [
      (MailBench.bounce(of: message, id: "d@x", status: "2.0.0", action: "delivered"), .delivered), (read, .opened),
      (MailBench.bounce(of: message, id: "e@x", status: "2.0.0", action: "delivered"), .opened),
    ]
    for step in steps {
      bench.mailbox.put(step.mail)
      _ = try await bench.inbox.check()
      #expect(try await bench.now(message).state == step.state)
      #expect(try await bench.enrollments(lead).allSatisfy { $0.state != .replied }, "a program's report is no answer")
    }
    let address = message.content.to.address
    #expect(try await bench.suppressed(address) == nil)
    bench.mailbox.put(
      Self.report(
        "fbl@isp.example", "feedback-report", "message/feedback-report",
        "Feedback-Type: abuse\nUser-Agent: x/1\nVersion: 1\nOriginal-Rcpt-To: <\(address)>", about: message
      ).replacing("<report@x>", with: "<complaint@x>"))
    _ = try await bench.inbox.check()
    #expect(try await bench.suppressed(address) == .complaint)
  }
}
