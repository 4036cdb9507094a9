import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct DraftWatchTests {
  private static let drafts: [String: String?] = ["MODE_DRAFT_ONLY": "true", "ALLOW_AUTO_SEND": "false"]

  private func filed() async throws -> (MailBench, Lead, Message, [UInt8]) {
    let bench = try await MailBench.make(Self.drafts)
    let (lead, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    return (bench, lead, try await bench.now(message), bench.mailbox.mails(in: "Drafts")[0])
  }

  private func letter(to address: String, id: String) -> String {
    "From: me@sender.example\nTo: Anna <\(address)>\nSubject: Another subject\nMessage-ID: <\(id)>\n\nHello"
  }

  @Test func `a draft that lies in Drafts stays one, however often it is looked for`() async throws {
    let (bench, _, message, _) = try await filed()
    for _ in 0..<3 {
      bench.clock.advance(seconds: 3600)
      try await bench.outbox.watchDrafts()
    }
    #expect(try await bench.now(message).state == .savedAsDraft)
  }

  @Test func `a draft that the person sent counts as sent, with the id that its mail program gave it`() async throws {
    for id in [nil, "other@program.example"] {
      let (bench, lead, message, bytes) = try await filed()
      bench.mailbox.empty("Drafts")
      bench.clock.advance(seconds: 120)
      if let id {
        bench.mailbox.put(letter(to: "anna@sunrise.example", id: id), in: "Sent")
      } else {
        bench.mailbox.put(bytes, in: "Sent")
      }
      try await bench.outbox.watchDrafts()
      let now = try await bench.now(message)
      #expect(now.state == .sent && now.sentAt == bench.clock.now(), "\(id ?? "kept")")
      #expect(now.headerID == id.map { "<\($0)>" } ?? message.headerID, "\(id ?? "kept")")
      #expect(try await bench.now(lead).state == .contacted, "\(id ?? "kept")")
      #expect(try await bench.enrollments(lead).map(\.state) == [.finished], "\(id ?? "kept")")
      #expect(try await bench.attempts(message).map(\.outcome) == [.accepted], "\(id ?? "kept"): it counts in the limits")
    }
  }

  @Test func `what else is in Sent proves nothing`() async throws {
    let rows: [(String, String)] = [
      ("another person", letter(to: "bob@sunrise.example", id: "1@x")),
      ("a longer address", letter(to: "joanna@sunrise.example", id: "2@x")),
    ]
    for (name, mail) in rows {
      let (bench, _, message, _) = try await filed()
      bench.mailbox.empty("Drafts")
      bench.mailbox.put(mail, in: "Sent")
      try await bench.outbox.watchDrafts()
      #expect(try await bench.now(message).state == .savedAsDraft, "\(name)")
    }
    let (bench, _, message, _) = try await filed()
    bench.mailbox.empty("Drafts")
    bench.clock.advance(seconds: -86_400)
    bench.mailbox.put(letter(to: "anna@sunrise.example", id: "3@x"), in: "Sent")
    bench.clock.advance(seconds: 86_400)
    try await bench.outbox.watchDrafts()
    #expect(try await bench.now(message).state == .savedAsDraft, "a mail from before the draft")
  }

  @Test func `a draft that the person edited has another id and is still one`() async throws {
    let (bench, _, message, _) = try await filed()
    bench.mailbox.empty("Drafts")
    bench.mailbox.put(letter(to: "anna@sunrise.example", id: "edited@program.example"), in: "Drafts")
    for _ in 0..<3 {
      bench.clock.advance(seconds: 3600)
      try await bench.outbox.watchDrafts()
    }
    #expect(try await bench.now(message).state == .savedAsDraft)
  }

  @Test func `after a grace a draft in the trash is cancelled, and one that is nowhere is asked about`() async throws {
    for inTrash in [true, false] {
      let (bench, lead, message, bytes) = try await filed()
      bench.mailbox.empty("Drafts")
      if inTrash { bench.mailbox.put(bytes, in: "Trash") }
      try await bench.outbox.watchDrafts()
      #expect(try await bench.now(message).state == .savedAsDraft, "a mail program may be about to send it")
      bench.clock.advance(seconds: Outbox.draftGraceSeconds)
      try await bench.outbox.watchDrafts()
      #expect(try await bench.now(message).state == (inTrash ? .cancelled : .unsure))
      try await bench.outbox.watchDrafts()
      _ = try await bench.outbox.pass()
      #expect(bench.mailbox.mails(in: "Drafts").isEmpty, "it is never filed again")
      #expect(try await bench.now(lead).state == .readyForOutreach)
    }
  }

  @Test func `what is asked about is settled by the person or by what is found later`() async throws {
    let rows: [(name: String, state: MessageState)] = [
      ("said sent", .sent), ("said deleted", .cancelled), ("found in Sent", .sent), ("back in Drafts", .savedAsDraft),
    ]
    for row in rows {
      let (bench, _, message, bytes) = try await filed()
      bench.mailbox.empty("Drafts")
      try await bench.outbox.watchDrafts()
      bench.clock.advance(seconds: Outbox.draftGraceSeconds)
      try await bench.outbox.watchDrafts()
      #expect(try await bench.now(message).state == .unsure, "\(row.name)")
      switch row.name {
      case "said sent": _ = try await bench.messages.resolve(message.id, sent: true, as: MailBench.me)
      case "said deleted": _ = try await bench.messages.resolve(message.id, sent: false, as: MailBench.me)
      case "found in Sent": bench.mailbox.put(bytes, in: "Sent")
      default: bench.mailbox.put(bytes, in: "Drafts")
      }
      try await bench.outbox.lookFor(message.id)
      try await bench.outbox.watchDrafts()
      #expect(try await bench.now(message).state == row.state, "\(row.name)")
      _ = try await bench.outbox.pass()
      #expect(
        bench.mailbox.mails(in: "Drafts").count == (row.state == .savedAsDraft ? 1 : 0), "\(row.name): it is never filed again")
    }
  }

  @Test func `where Sent can't be seen nothing counts as deleted, and where Drafts can't, nothing is concluded`() async throws {
    let (bench, _, message, bytes) = try await filed()
    bench.mailbox.empty("Drafts")
    bench.mailbox.put(bytes, in: "Trash")
    bench.mailbox.fail("Sent", MailFailure(.folder, "It can't be opened."))
    for _ in 0..<3 {
      await #expect(throws: Fault.self) { try await bench.outbox.watchDrafts() }
      bench.clock.advance(seconds: 3600)
    }
    #expect(try await bench.now(message).state == .savedAsDraft)
    bench.mailbox.remove("Sent")
    for _ in 0..<2 {
      try await bench.outbox.watchDrafts()
      bench.clock.advance(seconds: 3600)
    }
    #expect(try await bench.now(message).state == .unsure, "asked, not cancelled")
    let (other, _, draft, _) = try await filed()
    other.mailbox.remove("Drafts")
    for _ in 0..<3 {
      try await other.outbox.watchDrafts()
      other.clock.advance(seconds: 3600)
    }
    #expect(try await other.now(draft).state == .savedAsDraft)
  }
}
