import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct InboxTests {
  /// A bench with one lead whose mail left.
  private static func sent(_ email: String = "anna@sunrise.example", steps: Int = 1) async throws -> (MailBench, Lead, Message) {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign(steps: steps)
    var lead = try await bench.lead(email)
    var edit = Leads.Edit()
    edit.texts = ["website": "https://\(email.split(separator: "@").last ?? "")/"]
    lead = try await bench.leads.edit(lead.id, version: lead.version, edit, as: MailBench.me)
    let message = try await bench.approved([lead], in: campaign)[0]
    _ = try await bench.outbox.pass()
    return (bench, lead, try await bench.now(message))
  }

  // long: a table of cases
  @Test func `whose answer a mail is, by reference, by sender, or only possibly`() async throws {
    struct Row {
      let name: String
      let mail: @Sendable (Message) -> String
      let found: Inbox.Found
      let lead: LeadState
      let message: MessageState
      let enrollment: EnrollmentState
    }
    func found(_ replies: Int = 0, possible: Int = 0, bounces: Int = 0) -> Inbox.Found {
      Inbox.Found(read: 1, replies: replies, possible: possible, bounces: bounces)
    }
    let rows = [
      Row(
        name: "by reference, from another address", mail: { MailBench.reply(from: "x@private.example", to: $0, id: "1@x") },
        found: found(1), lead: .replied, message: .replied, enrollment: .replied),
      Row(
        name: "by the sender alone",
        mail: { _ in MailBench.reply(from: "ANNA@sunrise.example", to: nil, id: "2@x", subject: "Your mail") }, found: found(1),
        lead: .replied, message: .replied, enrollment: .replied),
      Row(
        name: "from the company", mail: { _ in MailBench.reply(from: "boss@sunrise.example", to: nil, id: "3@x", subject: "Hi") },
        found: found(possible: 1), lead: .contacted, message: .sent, enrollment: .held),
      Row(
        name: "by the subject",
        mail: { MailBench.reply(from: "me@gmail.com", to: nil, id: "4@x", subject: "AW: " + $0.content.subject) },
        found: found(possible: 1), lead: .contacted, message: .sent, enrollment: .held),
      Row(
        name: "foreign", mail: { _ in MailBench.reply(from: "news@else.example", to: nil, id: "5@x", subject: "Sale!") },
        found: found(), lead: .contacted, message: .sent, enrollment: .active),
      Row(
        name: "our own copy", mail: { MailBench.reply(from: "me@sender.example", to: $0, id: "6@x") }, found: found(),
        lead: .contacted, message: .sent, enrollment: .active),
      Row(
        name: "an automatic answer",
        mail: {
          MailBench.reply(
            from: "anna@sunrise.example", to: $0, id: "7@x", subject: "Out of office", text: "I am away until Monday.",
            extra: "Auto-Submitted: auto-replied\n")
        }, found: found(1), lead: .contacted, message: .sent, enrollment: .active),
      Row(
        name: "a bounce", mail: { MailBench.bounce(of: $0, id: "8@x") }, found: found(bounces: 1), lead: .contacted,
        message: .bounced, enrollment: .bounced),
    ]
    for row in rows {
      let (bench, lead, message) = try await Self.sent(steps: 2)
      bench.mailbox.put(row.mail(message))
      let result = try await bench.inbox.check()
      #expect(result == row.found, "\(row.name): \(result)")
      #expect(try await bench.now(lead).state == row.lead, "\(row.name)")
      #expect(try await bench.now(message).state == row.message, "\(row.name)")
      #expect(try await bench.enrollments(lead).map(\.state) == [row.enrollment], "\(row.name)")
      let suppressed = try await bench.suppressed("anna@sunrise.example")
      #expect(suppressed == (row.name == "a bounce" ? .bounced : nil), "\(row.name)")
    }
  }

  @Test func `nothing of other people's mail is stored or even opened`() async throws {
    let (bench, _, _) = try await Self.sent()
    let words = ["Zanzibar", "quetzalcoatl"]
    for index in 0..<5 {
      bench.mailbox.put(
        MailBench.reply(from: "s\(index)@else.example", to: nil, id: "f\(index)@x", subject: words[0], text: words[1]))
    }
    _ = try await bench.inbox.check()
    try await bench.base.database.checkpoint()
    let bytes = try bench.temporary.allBytes()
    #expect(bench.mailbox.bodiesFetched == 0)
    for word in words { #expect(bytes.firstRange(of: Array(word.utf8)) == nil) }
  }

  @Test func `one mail in several folders and looked at again counts once and is fetched once`() async throws {
    let (bench, lead, message) = try await Self.sent()
    let mail = MailBench.reply(from: "anna@sunrise.example", to: message, id: "1@x")
    bench.mailbox.put(mail)
    bench.mailbox.put(mail, in: "Archive")
    for _ in 0..<3 { _ = try await bench.inbox.check() }
    #expect(try await bench.replies(lead).count == 1)
    #expect(bench.mailbox.bodiesFetched == 1)
    bench.mailbox.renumber("INBOX")
    _ = try await bench.inbox.check()
    #expect(try await bench.replies(lead).count == 1)
  }

  @Test func `mails without a Message-ID are told apart`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let leads = [try await bench.lead("a@one.example"), try await bench.lead("b@two.example")]
    let mails = try await bench.approved(leads, in: campaign)
    _ = try await bench.outbox.pass()
    for mail in mails {
      let bounce = MailBench.bounce(of: try await bench.now(mail), id: "gone@x").replacing("Message-ID: <gone@x>\n", with: "")
      bench.mailbox.put(bounce.replacing("To: me@sender.example", with: "To: me@sender.example\nX-Queue: \(mail.id)"))
    }
    let found = try await bench.inbox.check()
    #expect(found.bounces == 2)
    #expect(try await bench.now(mails[0]).state == .bounced)
    #expect(try await bench.now(mails[1]).state == .bounced)
    #expect(try await bench.inbox.check().bounces == 0)
  }

  @Test func `the cursor moves only after success, and a new numbering starts anew`() async throws {
    let (bench, lead, message) = try await Self.sent()
    for index in 0..<3 { bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "\(index)@x")) }
    bench.mailbox.breakAfter(bodies: 1)
    await #expect(throws: Fault.self) { _ = try await bench.inbox.check() }
    #expect(try await bench.base.read { work in try InboxCursorTable.find(Mailbox.primary, folder: "INBOX", in: work) } == nil)
    #expect(try await bench.inbox.check().replies == 2)
    #expect(try await bench.replies(lead).count == 3)
    let cursor = try await bench.base.read { work in try InboxCursorTable.find(Mailbox.primary, folder: "INBOX", in: work) }
    #expect(cursor?.uid == 3)
    // Far ahead of the overlap, then renumbered to low UIDs: nothing of it may be missed.
    bench.mailbox.setNext(5000)
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "far@x"))
    #expect(try await bench.inbox.check().replies == 1)
    bench.mailbox.renumber("INBOX")
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "new@x"))
    #expect(try await bench.inbox.check().replies == 1)
  }

  @Test func `a folder that can't be opened does not hide the others, and an empty one counts as looked at`() async throws {
    let (bench, lead, message) = try await Self.sent()
    _ = try await bench.inbox.check()
    #expect(try await bench.base.read { work in try InboxCursorTable.lastCheck(Mailbox.primary, in: work) } == bench.clock.now())
    bench.mailbox.fail("Junk", MailFailure(.folder, "No such folder."))
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "1@x"), in: "Archive")
    await #expect(throws: Fault.self) { _ = try await bench.inbox.check() }
    #expect(try await bench.replies(lead).count == 1)
  }

  @Test func `a mail that can't be stored does not keep later ones from being read`() async throws {
    let (bench, lead, message) = try await Self.sent()
    try await bench.base.database.write { tx in
      try tx.script(
        "CREATE TRIGGER poison BEFORE INSERT ON reply WHEN NEW.header_id = '<poison@x>' BEGIN SELECT RAISE(ABORT, 'no'); END;")
    }
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "poison@x"))
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "fine@x"))
    _ = try await bench.inbox.check()
    #expect(try await bench.replies(lead).map(\.headerID) == ["<fine@x>"])
  }

  @Test func `unsubscribing suppresses and takes back what waits`() async throws {
    for (text, subject) in [("unsubscribe", nil), ("", "unsubscribe-1234")] as [(String, String?)] {
      let (bench, lead, message) = try await Self.sent(steps: 2)
      let other = try await bench.campaign("Other")
      try await bench.base.write { work in
        let full = try LeadTable.get(lead.id, in: work)
        let enrollment = Enrollment(id: Enrollment.ID(at: 0), campaign: other.id, lead: lead.id, mode: .real, at: work.now)
        try EnrollmentTable.insert(enrollment, in: work)
        let step = try CampaignTable.steps(of: other.id, in: work)[0]
        _ = try Messages.compose(enrollment, campaign: other, step: step, lead: full, policy: bench.settings.policy, in: work)
      }
      guard let waiting = try await bench.mails(of: lead).last(where: { $0.state == .composed }) else { continue }
      _ = try await bench.messages.approve(waiting.id, seen: waiting.contentHash, as: MailBench.me)
      bench.mailbox.put(
        MailBench.reply(
          from: "private@home.example", to: message, id: "u@x", subject: subject,
          text: text.isEmpty ? "Sent by my mail program" : text))
      _ = try await bench.inbox.check()
      #expect(try await bench.now(waiting).state == .cancelled, "\(text)")
      #expect(try await bench.enrollments(lead).map(\.state) == [.unsubscribed, .unsubscribed], "\(text)")
      for address in ["anna@sunrise.example", "private@home.example"] {
        #expect(try await bench.suppressed(address) == .unsubscribed, "\(address)")
      }
    }
  }

  @Test func `the address that was written to is suppressed even where the lead has another one now`() async throws {
    let (bench, lead, message) = try await Self.sent()
    var edit = Leads.Edit()
    edit.texts = ["email": "new@sunrise.example"]
    _ = try await bench.leads.edit(lead.id, version: bench.now(lead).version, edit, as: MailBench.me)
    bench.mailbox.put(MailBench.reply(from: "private@home.example", to: message, id: "u@x", text: "unsubscribe"))
    _ = try await bench.inbox.check()
    #expect(try await bench.suppressed("anna@sunrise.example") == .unsubscribed)
    #expect(try await bench.suppressed("new@sunrise.example") == .unsubscribed)
  }

  @Test func `what comes back about an unsure mail proves that it left`() async throws {
    let rows: [(name: String, mail: @Sendable (Message) -> String, state: MessageState)] = [
      ("reply", { MailBench.reply(from: "anna@sunrise.example", to: $0, id: "1@x") }, .replied),
      (
        "auto-reply",
        {
          MailBench.reply(
            from: "anna@sunrise.example", to: $0, id: "2@x", subject: "Out of office", text: "Away.",
            extra: "Auto-Submitted: auto-replied\n")
        }, .sent
      ),
      (
        "auto-reply to something else",
        { _ in
          MailBench.reply(
            from: "anna@sunrise.example", to: nil, id: "3@x", subject: "Out of office", text: "Away.",
            extra: "Auto-Submitted: auto-replied\n")
        }, .unsure
      ),
      ("delivered", { MailBench.bounce(of: $0, id: "4@x", status: "2.0.0", action: "delivered") }, .delivered),
      ("bounce", { MailBench.bounce(of: $0, id: "5@x") }, .bounced),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      let (_, message) = try await bench.one()
      bench.smtp.next(.breakAfterDot(delivered: true))
      _ = try await bench.outbox.pass()
      let unsure = try await bench.now(message)
      #expect(unsure.state == .unsure)
      bench.mailbox.put(row.mail(unsure))
      _ = try await bench.inbox.check()
      #expect(try await bench.now(message).state == row.state, "\(row.name)")
      let outcome = try await bench.attempts(message).last?.outcome
      #expect(outcome == (row.state == .unsure ? .unknown : .accepted), "\(row.name)")
    }
  }

  @Test func `the day on which somebody is back is kept where a sequence can ask for it`() async throws {
    let (bench, lead, message) = try await Self.sent(steps: 2)
    let start = bench.clock.now()
    func away(_ id: String, _ text: String, machine: Bool = true) -> String {
      MailBench.reply(
        from: "anna@sunrise.example", to: message, id: id, subject: machine ? "Out of office" : nil, text: text,
        extra: machine ? "Auto-Submitted: auto-replied\n" : "")
    }
    func asked(since moment: Timestamp) async throws -> (receivedAt: Timestamp, returnsAt: Timestamp?)? {
      try await bench.base.read { work in try ReplyTable.lastAway(of: lead.id, since: moment, in: work) }
    }
    #expect(try await asked(since: start) == nil)
    bench.mailbox.put(away("1@x", "I am away until January 20th, 2026."))
    _ = try await bench.inbox.check()
    let back = CivilTime(year: 2026, month: 1, day: 20).timestamp
    #expect(try await asked(since: start)?.returnsAt == back)
    bench.clock.advance(seconds: 60)
    bench.mailbox.put(away("2@x", "I will answer later."))
    _ = try await bench.inbox.check()
    let newest = try await asked(since: start)
    #expect(newest != nil && newest?.returnsAt == nil)
    bench.clock.advance(seconds: 60)
    #expect(try await asked(since: bench.clock.now()) == nil)
  }

  @Test func `a reply that comes while its mail is still being sent counts once it was`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    bench.smtp.watch { stage, _ in
      guard stage == "end", let now = try? await bench.now(message) else { return }
      bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: now, id: "fast@x"))
      _ = try? await bench.inbox.check()
    }
    _ = try await bench.outbox.pass()
    #expect(try await bench.now(message).state == .replied)
    #expect(try await bench.now(lead).state == .replied)
    #expect(try await bench.enrollments(lead).map(\.state) == [.replied])
  }

  @Test func `a possible answer holds the sequence until the person decides`() async throws {
    for confirmed in [true, false] {
      let (bench, lead, _) = try await Self.sent(steps: 2)
      bench.mailbox.put(MailBench.reply(from: "boss@sunrise.example", to: nil, id: "p@x", subject: "Hi"))
      _ = try await bench.inbox.check()
      let reply = try await bench.replies(lead)[0]
      if confirmed {
        _ = try await bench.replies.confirm(reply.id, as: MailBench.me)
      } else {
        _ = try await bench.replies.dismiss(reply.id, as: MailBench.me)
      }
      #expect(try await bench.enrollments(lead).map(\.state) == [confirmed ? .replied : .active])
      #expect(try await bench.now(lead).state == (confirmed ? .replied : .contacted))
      await #expect(throws: Fault.self) { _ = try await bench.replies.confirm(reply.id, as: MailBench.me) }
    }
  }

  @Test func `a person's word that a mail means no more mail is enough, whatever kind it was taken for`() async throws {
    let (bench, lead, message) = try await Self.sent()
    bench.mailbox.put(
      MailBench.reply(
        from: "anna@sunrise.example", to: message, id: "7@x", subject: "Out of office", text: "Away, and please stop.",
        extra: "Auto-Submitted: auto-replied\n"))
    _ = try await bench.inbox.check()
    let reply = try await bench.replies(lead)[0]
    _ = try await bench.replies.classify(reply.id, as: .unsubscribe, by: MailBench.me)
    #expect(try await bench.suppressed("anna@sunrise.example") == .unsubscribed)
    #expect(try await bench.now(lead).state == .replied)
  }

  @Test func `what nobody waits to have answered is not counted as to answer; a longer opt-out and a misread one are`() async throws
  {
    let long =
      "Please unsubscribe me. But do write to Ben Carter at our shop in York, who looks after such things and asked for exactly this."
    let rows: [(String, String, Int)] = [
      ("Yes, tell me more!", "", 1), ("unsubscribe", "", 0), (long, "", 1), ("", "unsubscribe-1234", 0),
    ]
    for (text, subject, waiting) in rows {
      let (bench, lead, message) = try await Self.sent()
      bench.mailbox.put(
        MailBench.reply(from: "anna@sunrise.example", to: message, id: "a@x", subject: subject.isEmpty ? nil : subject, text: text))
      _ = try await bench.inbox.check()
      #expect(try await bench.base.read { try ReplyTable.counts(in: $0)["certain.open"] ?? 0 } == waiting, "\(text) \(subject)")
      let reply = try await bench.replies(lead)[0]
      _ = try await bench.replies.classify(reply.id, as: .question, by: MailBench.me)
      #expect(try await bench.base.read { try ReplyTable.counts(in: $0)["certain.open"] } == 1, "\(text) \(subject)")
    }
  }

  @Test func `an answer goes out in the thread, once, after its 30 seconds`() async throws {
    let (bench, lead, message) = try await Self.sent()
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: message, id: "q@x"))
    _ = try await bench.inbox.check()
    let answer = try await bench.replies.answer(try await bench.replies(lead)[0].id, text: "Gladly.", as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 0)
    bench.clock.advance(seconds: 30)
    #expect(try await bench.outbox.pass().sent == 1)
    let bytes = bench.smtp.deliveries[1].mail.bytes
    #expect(FakeSender.header("in-reply-to", of: bytes) == "<q@x>" && FakeSender.header("references", of: bytes).hasSuffix("<q@x>"))
    #expect(FakeSender.header("list-unsubscribe", of: bytes).isEmpty)
    #expect(try await bench.now(answer).state == .sent)
    #expect(try await bench.now(lead).state == .replied)
  }
}
