import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct SequenceTests {
  private static let day = 86_400
  private typealias NewStep = Campaigns.NewStep

  /// A mail that follows after some days; without a subject it answers in the thread.
  private static func follow(_ days: Int, subject: String = "", unit: Wait.Unit = .days) -> NewStep {
    var step = NewStep(subject: subject, text: "Still there, {{ business_name }}?", html: nil)
    step.wait = Wait(days, unit)
    return step
  }

  private static let first = NewStep(subject: "Hello {{ business_name }}", text: "A word?", html: nil)

  /// A bench with one lead in a running campaign, all its mails approved as shown.
  private static func started(
    _ steps: [NewStep], approval: SequenceApproval = .sequence, settings: [String: String?] = [:], zone: String? = nil
  ) async throws -> (bench: MailBench, lead: Lead, campaign: Campaign) {
    let bench = try await MailBench.make(settings)
    let campaign = try await bench.sequence(steps, approval: approval)
    let lead = try await bench.lead("anna@sunrise.example", zone: zone)
    try await bench.approved([lead], in: campaign)
    return (bench, lead, campaign)
  }

  private static func refused(_ act: @Sendable () async throws -> Void) async -> Bool {
    do { try await act() } catch { return error is Fault }
    return false
  }

  private static func states(_ bench: MailBench, _ lead: Lead) async throws -> [MessageState] {
    try await bench.mails(of: lead).map(\.state)
  }

  @Test func `the whole sequence is written, shown and approved at once, each mail by its own hash`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence([Self.first, Self.follow(3), Self.follow(6)])
    let lead = try await bench.lead("anna@sunrise.example")
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    let mails = try await bench.mails(of: lead)
    #expect(mails.map(\.position) == [0, 1, 2] && mails.map(\.state) == [.composed, .composed, .composed])
    #expect(mails[1].content.subject == "Re: " + mails[0].content.subject)
    guard let id = mails[0].enrollmentID else { return }
    var seen = Dictionary(uniqueKeysWithValues: mails.map { ($0.id, $0.contentHash) })
    seen[mails[2].id] = "another"
    let shown = seen
    #expect(await Self.refused { _ = try await bench.messages.approve(sequence: id, seen: shown, as: MailBench.me) })
    #expect(try await Self.states(bench, lead) == [.composed, .composed, .composed], "all or none")
    seen[mails[2].id] = nil
    let less = seen
    #expect(await Self.refused { _ = try await bench.messages.approve(sequence: id, seen: less, as: MailBench.me) })
    seen[mails[2].id] = mails[2].contentHash
    _ = try await bench.messages.approve(sequence: id, seen: seen, as: MailBench.me)
    #expect(try await Self.states(bench, lead) == [.queued, .approved, .approved], "only the first has its turn")
    #expect(await Self.refused { _ = try await bench.messages.sendNow(mails[1].id, as: MailBench.me) })
    #expect(try await bench.gate(mails[1])?.name == .sequence)
  }

  @Test func `a follow-up leaves after its wait from the real send, in the thread, and not a second before`() async throws {
    let rows: [(wait: Wait, zone: String?, seconds: Int)] = [
      (Wait(3, .days), nil, 3 * Self.day), (Wait(0, .days), nil, 0), (Wait(3, .businessDays), nil, 3 * Self.day),
      // The clock of the bench starts on a Monday at 09:00 UTC; five business days are a week.
      (Wait(5, .businessDays), "America/New_York", 7 * Self.day),
    ]
    for row in rows {
      var step = Self.follow(0)
      step.wait = row.wait
      let (bench, lead, _) = try await Self.started([Self.first, step], zone: row.zone)
      #expect(try await bench.outbox.pass().sent == 1)
      let sent = bench.clock.now()
      try await bench.goOn([lead])
      let due = sent.adding(seconds: row.seconds)
      let mail = try await bench.mails(of: lead)[1]
      if row.seconds > 0 {
        let gate = try await bench.gate(mail)
        #expect(gate?.name == .sequence && gate?.opensAt == due, "\(row): \(String(describing: gate))")
        bench.clock.set(sent.adding(seconds: row.seconds / 2))
        #expect(try await bench.gate(mail)?.opensAt == due, "the time stands still")
        bench.clock.set(due.adding(seconds: -1))
        #expect(try await bench.outbox.pass().sent == 0, "\(row)")
      }
      bench.clock.set(due)
      #expect(try await bench.outbox.pass().sent == 1, "\(row)")
      let (one, two) = (bench.smtp.deliveries[0], bench.smtp.deliveries[1])
      #expect(FakeSender.header("in-reply-to", of: two.mail.bytes) == one.messageID)
      #expect(FakeSender.header("references", of: two.mail.bytes) == one.messageID)
      #expect(FakeSender.header("subject", of: two.mail.bytes) == "Re: Hello Firm anna@sunrise.example")
      #expect(one.mail.from == two.mail.from)
      #expect(try await bench.enrollments(lead).map(\.state) == [.finished])
    }
  }

  @Test func `one by one, a follow-up is written once the mail before it left, and waits for its own approval`() async throws {
    let (bench, lead, _) = try await Self.started([Self.first, Self.follow(1)], approval: .each)
    #expect(try await bench.mails(of: lead).count == 1)
    _ = try await bench.outbox.pass()
    try await bench.goOn([lead])
    #expect(try await Self.states(bench, lead) == [.sent, .composed])
    bench.clock.advance(seconds: 5 * Self.day)
    #expect(try await bench.outbox.pass().sent == 0)
    let mail = try await bench.mails(of: lead)[1]
    _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 1)
  }

  // long: a table of everything that ends a sequence
  @Test func `reply, bounce, unsubscribe, meeting, a click and a cancelled mail each end the sequence`() async throws {
    let rows: [(String, EnrollmentState, @Sendable (MailBench, Lead, Message, Campaign) async throws -> Void)] = [
      (
        "reply", .replied,
        { bench, _, mail, _ in
          bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: mail, id: "1@x"))
          _ = try await bench.inbox.check()
        }
      ),
      (
        "bounce", .bounced,
        { bench, _, mail, _ in
          bench.mailbox.put(MailBench.bounce(of: mail, id: "1@x"))
          _ = try await bench.inbox.check()
        }
      ),
      (
        "unsubscribe", .unsubscribed,
        { bench, _, mail, _ in
          bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: mail, id: "1@x", text: "unsubscribe"))
          _ = try await bench.inbox.check()
        }
      ),
      (
        "meeting", .stopped,
        { bench, lead, _, _ in
          var edit = Leads.Edit()
          edit.outcome = .meeting
          _ = try await bench.leads.edit(lead.id, version: bench.now(lead).version, edit, as: MailBench.me)
        }
      ),
      (
        "meeting of many", .stopped,
        { bench, lead, _, _ in
          _ = try await bench.leads.bulk(.outcome(.meeting), ids: [lead.id], as: MailBench.me)
        }
      ),
      (
        "a click", .stopped,
        { bench, lead, _, _ in
          guard let one = try await bench.enrollments(lead).first else { return }
          _ = try await bench.campaigns.stop(one.id, as: MailBench.me)
        }
      ),
      (
        "a cancelled mail", .stopped,
        { bench, lead, _, _ in
          let next = try await bench.mails(of: lead)[1]
          _ = try await bench.messages.cancel(next.id, as: MailBench.me)
        }
      ),
    ]
    for (name, state, act) in rows {
      let (bench, lead, campaign) = try await Self.started([Self.first, Self.follow(1), Self.follow(1)])
      _ = try await bench.outbox.pass()
      try await bench.goOn([lead])
      try await act(bench, lead, try await bench.mails(of: lead)[0], campaign)
      #expect(try await bench.enrollments(lead).map(\.state) == [state], "\(name)")
      #expect(try await Self.states(bench, lead).dropFirst().allSatisfy { $0 == .cancelled }, "\(name)")
      bench.clock.advance(seconds: 30 * Self.day)
      try await bench.goOn([lead])
      _ = try await bench.outbox.pass()
      #expect(bench.smtp.deliveries.count == 1, "\(name)")
    }
  }

  @Test func `a stopped sequence is taken up where it ended`() async throws {
    let (bench, lead, _) = try await Self.started([Self.first, Self.follow(1)])
    _ = try await bench.outbox.pass()
    guard let one = try await bench.enrollments(lead).first else { return }
    _ = try await bench.campaigns.stop(one.id, as: MailBench.me)
    _ = try await bench.campaigns.resume(one.id, as: MailBench.me)
    let mails = try await bench.mails(of: lead).filter { $0.state == .composed }
    #expect(mails.map(\.position) == [1] && mails[0].content.subject.hasPrefix("Re: "))
  }

  @Test func `an answer stops the whole company where the campaign says so, and never people who only share a mail service`()
    async throws
  {
    for (stops, domain, second) in [
      (true, "sunrise.example", EnrollmentState.stopped), (false, "sunrise.example", .active), (true, "gmail.com", .active),
    ] {
      let bench = try await MailBench.make()
      let campaign = try await bench.sequence([Self.first, Self.follow(1)], stopsCompany: stops)
      let leads = [
        try await bench.lead("anna@\(domain)"), try await bench.lead("bert@\(domain)"), try await bench.lead("carl@other.example"),
      ]
      try await bench.approved(leads, in: campaign)
      _ = try await bench.outbox.pass()
      bench.mailbox.put(MailBench.reply(from: "anna@\(domain)", to: try await bench.mails(of: leads[0])[0], id: "1@x"))
      _ = try await bench.inbox.check()
      var states: [EnrollmentState] = []
      for lead in leads { states += try await bench.enrollments(lead).map(\.state) }
      #expect(states == [.replied, second, .active], "\(stops) \(domain)")
      let late = try await bench.lead("dora@\(domain)")
      let outcome = try await bench.campaigns.enroll(.these([late.id]), in: campaign.id, as: MailBench.me)
      #expect(outcome.skippedCount == (second == .stopped ? 1 : 0), "nobody of it comes in later")
    }
  }

  @Test func `who is away gets the next mail when back, or a week later, and the sequence goes on`() async throws {
    for (text, wait) in [
      ("I am back on 20 January 2026.", CivilTime(year: 2026, month: 1, day: 20).timestamp), ("I am away.", nil),
    ] {
      let (bench, lead, _) = try await Self.started([Self.first, Self.follow(1)])
      bench.clock.set(CivilTime(year: 2026, month: 1, day: 5, hour: 9).timestamp)
      _ = try await bench.outbox.pass()
      try await bench.goOn([lead])
      let first = try await bench.mails(of: lead)[0]
      bench.mailbox.put(
        MailBench.reply(
          from: "anna@sunrise.example", to: first, id: "1@x", subject: "Out of office", text: text,
          extra: "Auto-Submitted: auto-replied\n"))
      _ = try await bench.inbox.check()
      guard let reply = try await bench.replies(lead).first, let one = try await bench.enrollments(lead).first else { continue }
      let expected = try #require(wait == nil ? reply.receivedAt.adding(seconds: 7 * Self.day) : reply.content.returnDate)
      #expect(one.state == .active && one.awayUntil == expected && expected >= wait ?? expected, "\(text)")
      let gate = try await bench.gate(try await bench.mails(of: lead)[1])
      #expect(gate?.name == .away && gate?.opensAt == expected, "\(text)")
      bench.clock.set(expected.adding(seconds: Self.day))
      #expect(try await bench.outbox.pass().sent == 1, "\(text)")
    }
  }

  @Test func `follow-ups go before new leads`() async throws {
    let bench = try await MailBench.make(["MAX_EMAILS_PER_DAY": "2"])
    let campaign = try await bench.sequence([Self.first, Self.follow(2)])
    let old = try await bench.lead("old@old.example")
    try await bench.approved([old], in: campaign)
    _ = try await bench.outbox.pass()
    try await bench.goOn([old])
    let new = try await bench.lead("new@new.example")
    bench.clock.advance(seconds: 2 * Self.day)
    try await bench.approved([new, try await bench.lead("third@third.example")], in: campaign)
    _ = try await bench.outbox.pass()
    #expect(bench.smtp.deliveries.map(\.mail.to) == ["old@old.example", "old@old.example", "new@new.example"])
  }

  @Test func `a changed step voids what follows it, steps nobody reached come and go, and reached ones stay`() async throws {
    let (bench, lead, campaign) = try await Self.started([Self.first, Self.follow(1), Self.follow(1)])
    _ = try await bench.outbox.pass()
    try await bench.goOn([lead])
    var steps = try await bench.steps(campaign)
    steps[1].variants[0].text = "Other words."
    try await bench.rewrite(campaign, steps)
    #expect(try await Self.states(bench, lead) == [.sent, .cancelled, .composed, .composed])
    let texts = try await bench.mails(of: lead).filter { $0.state == .composed }.sorted { $0.position < $1.position }.map(
      \.content.text)
    #expect(texts.map { $0.hasPrefix("Other words.") } == [true, false])

    try await bench.rewrite(campaign, [steps[0], steps[2], Self.follow(9)])
    let waiting = try await bench.mails(of: lead).filter { $0.state == .composed }.sorted { $0.position < $1.position }
    #expect(waiting.map(\.position) == [1, 2] && waiting.allSatisfy { $0.content.text.hasPrefix("Still") })
    var stranger = Self.follow(1, subject: "x")
    stranger.id = steps[2].id
    let lone = [stranger]
    #expect(await Self.refused { try await bench.rewrite(campaign, lone) })

    try await bench.rewrite(campaign, [steps[0]])
    #expect(try await bench.mails(of: lead).map(\.state).filter { $0 != .cancelled } == [.sent])
    try await bench.goOn([lead])
    #expect(try await bench.enrollments(lead).map(\.state) == [.finished])
  }

  @Test func `an import that fills in what a mail may say voids the whole sequence`() async throws {
    for (row, states) in [
      ("Sunrise,anna@sunrise.example,Berlin", [MessageState.composed, .composed]),
      ("Sunrise,anna@sunrise.example,", [.queued, .approved]),
    ] {
      let (bench, lead, _) = try await Self.started([Self.first, Self.follow(1)])
      try await ImportBench(bench.temporary).run("Company,E-Mail,City\n\(row)\n")
      #expect(try await Self.states(bench, lead) == states, "\(row)")
    }
  }

  @Test func `a changed wait counts from the real send at once`() async throws {
    let (bench, lead, campaign) = try await Self.started([Self.first, Self.follow(2)])
    _ = try await bench.outbox.pass()
    let sent = bench.clock.now()
    try await bench.goOn([lead])
    var steps = try await bench.steps(campaign)
    steps[1].wait = Wait(9, .days)
    try await bench.rewrite(campaign, steps)
    let mail = try await bench.mails(of: lead)[1]
    #expect(mail.state == .composed, "the approval is void")
    _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
    #expect(try await bench.gate(mail)?.opensAt == sent.adding(seconds: 9 * Self.day))
  }

  @Test func `a new name, address or Reply-To voids what is not sent, says why, and writes it anew`() async throws {
    let rows: [[String: String?]] = [
      ["SENDER_NAME": "Max Sender"], ["SENDER_EMAIL": "max@sender.example"], ["REPLY_TO": "answers@sender.example"],
    ]
    for change in rows {
      let (before, lead, _) = try await Self.started([Self.first, Self.follow(1)])
      let bench = try await MailBench(before.temporary, change)
      #expect(try await bench.outbox.pass().sent == 0, "closed before it is written anew: \(change)")
      try await bench.messages.rewriteAll()
      let mails = try await bench.mails(of: lead)
      #expect(mails.map(\.state) == [.composed, .composed], "\(change)")
      for mail in mails {
        #expect(!Rewriting.isFromAnother(mail, bench.settings.policy), "\(change)")
        let why = try await bench.base.read { work in try MessageTable.voidReason(of: mail, in: work) }
        #expect(why == "Your name, address or sending hours were changed, so the approval is void.")
        _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
      }
      #expect(try await bench.outbox.pass().sent == 1, "\(change)")
      let jobs = try await bench.base.read { work in try JobTable.list(state: .pending, limit: 9, in: work).map(\.kind) }
      #expect(jobs.contains(RewriteMails.kind))
    }
  }
}
