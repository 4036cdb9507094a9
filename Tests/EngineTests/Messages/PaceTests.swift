import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct PaceTests {
  private static let slow: [String: String?] = [
    "MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "900", "SEND_WINDOW": "Mon-Fri 09:00-17:00",
  ]

  private static func leads(_ bench: MailBench, _ count: Int, _ prefix: String = "firm") async throws -> [Lead] {
    var leads: [Lead] = []
    for index in 0..<count { leads.append(try await bench.lead("a@\(prefix)\(index).example")) }
    return leads
  }

  private static func plan(_ bench: MailBench, _ campaign: Campaign) async throws -> [CampaignPlan.Entry] {
    let policy = bench.settings.policy
    return try await bench.base.read { work in
      try CampaignPlan.of(campaign.id, policy: policy, zones: FixedZones(), in: work).entries
    }
  }

  @Test func `the calendar stands still between views and restarts, and mail keeps to it`() async throws {
    let bench = try await MailBench.make(Self.slow)
    let campaign = try await bench.campaign()
    _ = try await bench.approved(try await Self.leads(bench, 8), in: campaign)
    _ = try await bench.outbox.pass()
    let first = try await Self.plan(bench, campaign)
    // Another process over the same base, with other dice, hours later the evening before or at once: the same calendar.
    let again = try await MailBench(bench.temporary, Self.slow, seed: 99, smtp: bench.smtp, mailbox: bench.mailbox)
    #expect(try await Self.plan(again, campaign) == first)
    #expect(Set(zip(first, first.dropFirst()).map { $1.at.seconds(since: $0.at) }).count > 3, "gaps differ")
    var times: [Timestamp] = []
    for entry in first {
      bench.clock.set(entry.at)
      #expect(try await Self.plan(again, campaign).map(\.at) == first.dropFirst(times.count).map(\.at))
      let pass = try await again.outbox.pass()
      #expect(pass.sent == 1, "\(entry) \(String(describing: pass.closed))")
      times.append(entry.at)
    }
    #expect(times.count == 8)
  }

  @Test func `the day begins a random while after the hours do, and “why not now” says when`() async throws {
    let bench = try await MailBench.make(Self.slow)
    let (_, message) = try await bench.one()
    bench.clock.advance(seconds: -3600)
    _ = try await bench.outbox.pass()
    let opens = try await bench.gate(message)?.opensAt
    let eight = bench.clock.now()
    let begins = try #require(opens)
    #expect((3600...3600 + 900).contains(begins.seconds(since: eight)))
    bench.clock.set(eight.adding(seconds: 3600))
    if begins > bench.clock.now() {
      #expect(try await bench.gate(message)?.opensAt == begins)
      #expect(try await bench.outbox.pass().sent == 0)
    }
    bench.clock.set(begins)
    #expect(try await bench.outbox.pass().sent == 1)
    var days: Set<Int> = []
    for day in 1...20 {
      let plan = try await bench.base.read { work in try PacePlanTable.find(Mailbox.primary, in: work) }
      days.insert(try #require(plan).value(.start, day: day, number: 0, in: 0...900))
    }
    #expect(days.count > 10, "each day begins elsewhere")
  }

  @Test func `after an absence a fresh gap begins, so that nothing leaves in a burst`() async throws {
    for away in [3 * 3600, -7200] {
      let bench = try await MailBench.make(["MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "200"])
      let campaign = try await bench.campaign()
      _ = try await bench.approved(try await Self.leads(bench, 3), in: campaign)
      #expect(try await bench.outbox.pass().sent == 1)
      #expect(try await !bench.outbox.isReturning(Mailbox.primary))
      bench.clock.advance(seconds: away)
      #expect(try await bench.outbox.isReturning(Mailbox.primary))
      #expect(try await bench.outbox.spreadAfterAbsence(of: Mailbox.primary))
      #expect(try await bench.outbox.pass().sent == 0, "away \(away)")
      #expect(try await !bench.outbox.spreadAfterAbsence(of: Mailbox.primary), "one absence rolls one gap")
      bench.clock.advance(seconds: away < 0 ? 7400 : 200)
      #expect(try await bench.outbox.pass().sent == 1)
    }
  }

  @Test func `on wake the answers are read first, and what is left of the follow-ups begins with a gap`() async throws {
    let bench = try await MailBench.make(["MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "200"])
    var follow = Campaigns.NewStep(subject: "", text: "Still there?", html: nil)
    follow.wait = Wait(1, .days)
    let campaign = try await bench.sequence([Campaigns.NewStep(subject: "Hello", text: "A word?", html: nil), follow])
    let leads = try await Self.leads(bench, 2)
    try await bench.approved(leads, in: campaign)
    let inbox = bench.inbox
    let turn = InboxTurn(isSetUp: { true }, check: { try await inbox.check(Mailbox.primary) })
    var left = 0
    for _ in 0..<10 where left < 2 {
      left += try await bench.outbox.serve(Mailbox.primary, after: turn)?.sent ?? 0
      bench.clock.advance(seconds: 200)
    }
    try await bench.goOn(leads)
    let mails = try await bench.mails(of: leads[0])
    bench.mailbox.put(MailBench.reply(from: "\(leads[0].details.email ?? "")", to: mails[0], id: "1@in.example"))
    bench.clock.advance(seconds: 2 * 86_400)
    #expect(try await bench.outbox.serve(Mailbox.primary, after: turn)?.sent == 0, "a gap first")
    #expect(try await bench.enrollments(leads[0]).map(\.state) == [.replied], "read before anything could leave")
    bench.clock.advance(seconds: 200)
    #expect(try await bench.outbox.serve(Mailbox.primary, after: turn)?.sent == 1)
    #expect(bench.smtp.deliveries.last?.mail.to == leads[1].details.email)
    // Where the way to the mailbox is broken, two turns are passed over before mail goes on.
    let broken = InboxTurn(isSetUp: { true }, check: { throw Fault(.offline, "No way.") })
    #expect(try await bench.outbox.serve(Mailbox.primary, after: broken) == nil)
  }

  @Test func `a network that is back begins with a gap, once`() async throws {
    let bench = try await MailBench.make(["MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "200"])
    _ = try await bench.one()
    try await bench.base.write { work in try MailboxTable.fail(Mailbox.primary, reason: "off", isOffline: true, in: work) }
    #expect(try await !bench.outbox.isReturning(Mailbox.primary), "not before its next try")
    try await bench.outbox.networkIsBack()
    #expect(try await bench.outbox.pass().sent == 0)
    try await bench.outbox.networkIsBack()
    bench.clock.advance(seconds: 200)
    #expect(try await bench.outbox.pass().sent == 1, "looking again does not put it off")
  }

  @Test(arguments: [
    (13, "a word?", 1, ""), (15, "a word?", 0, "15 days"), (2, "Shall we talk tomorrow?", 0, "tomorrow"),
    (0, "Shall we talk tomorrow?", 1, ""),
    (2, "Guten Morgen, ein Wort?", 1, ""), (2, "Treffen wir uns nächste Woche?", 0, "nächste woche"),
  ]) func `what could not leave in time goes back to the person`(days: Int, text: String, sent: Int, why: String) async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence([Campaigns.NewStep(subject: "Hello", text: text, html: nil)])
    let mail = try #require(try await bench.approved([try await bench.lead("a@one.example")], in: campaign).first)
    bench.clock.advance(seconds: days * 86_400 + 3600)
    #expect(try await bench.outbox.pass().sent == sent, "\(days) \(text)")
    let now = try await bench.now(mail)
    #expect(now.state == (sent == 1 ? .sent : .composed))
    guard sent == 0 else { return }
    #expect(now.approvedHash == nil)
    let policy = bench.settings.policy
    let answer = try await bench.base.read { work in try WhyNot.of(now, policy: policy, zones: FixedZones(), in: work) }
    #expect(answer.gate == "approval" && answer.detail.contains(why), "\(answer.detail)")
    _ = try await bench.messages.approve(mail.id, seen: now.contentHash, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 1, "approved anew it leaves")
  }

  @Test func `of stacked limits the one that opens last is named, and whose it is`() async throws {
    let rows: [([String: Int?], [String: String?], ClosedGate.Name, String, Int?)] = [
      (["hourly_cap": 1], [:], .hour, "campaign", 3600), (["minute_cap": 1], [:], .minute, "campaign", 60),
      (["hourly_cap": 1], ["MAX_EMAILS_PER_DAY": "1"], .day, "mailbox", 86_400),
      (["hourly_cap": 5], ["MAX_EMAILS_PER_HOUR": "1"], .hour, "mailbox", 3600),
      (["ramp_start": 1, "ramp_step": 1], [:], .day, "ramped up", 86_400), ([:], ["RAMP_START": "1"], .day, "warmed up", 86_400),
      (["min_gap_seconds": 500, "max_gap_seconds": 500], ["MAX_EMAILS_PER_MINUTE": "1"], .gap, "campaign", 500),
      (["pause_every": 1, "pause_minutes": 30, "min_gap_seconds": 5], [:], .gap, "campaign", 1800),
    ]
    for (limits, settings, gate, words, opens) in rows {
      let bench = try await MailBench.make(settings)
      let campaign = try await bench.campaign()
      var change = Campaigns.Change()
      change.pace = limits
      _ = try await bench.campaigns.edit(campaign.id, change, as: MailBench.me)
      let mails = try await bench.approved(try await Self.leads(bench, 2), in: campaign)
      #expect(try await bench.outbox.pass().sent == 1, "\(limits) \(settings)")
      let closed = try await bench.gate(mails[1])
      #expect(
        closed?.name == gate && closed?.detail.contains(words) == true, "\(limits) \(settings): \(String(describing: closed))")
      #expect(closed?.opensAt?.seconds(since: bench.clock.now()) == opens, "\(limits) \(settings)")
      let planned = try await Self.plan(bench, campaign).first?.at
      #expect(planned == closed?.opensAt, "the calendar knows it too: \(limits) \(settings)")
    }
  }

  @Test func `limits that make no sense are refused with their field`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    for (limits, field) in [
      (["hourly_cap": 0], "hourly_cap"), (["min_gap_seconds": 9, "max_gap_seconds": 8], "max_gap_seconds"),
      (["pause_every": 3], "pause_minutes"), (["ramp_step": 3], "ramp_start"),
    ] as [([String: Int?], String)] {
      var change = Campaigns.Change()
      change.pace = limits
      let wanted = change
      let fault = await #expect(throws: Fault.self) { try await bench.campaigns.edit(campaign.id, wanted, as: MailBench.me) }
      #expect((fault?.fields ?? []).map(\.name) == [field])
    }
  }

  @Test func `an address that a service found to be none gets no mail`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    var edit = Leads.Edit()
    edit.texts = ["email_status": "Undeliverable"]
    _ = try await bench.leads.edit(lead.id, version: try await bench.now(lead).version, edit, as: MailBench.me)
    #expect(try await bench.now(lead).details.emailStatus == "invalid")
    #expect(try await bench.gate(message)?.name == .address)
    #expect(try await bench.outbox.pass().sent == 0)
    edit.texts = ["email_status": ""]
    _ = try await bench.leads.edit(lead.id, version: try await bench.now(lead).version, edit, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 1)
  }
}
