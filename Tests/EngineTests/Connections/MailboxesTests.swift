import Fakes
import Mail
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct MailboxesTests {
  private static let second: [String: String?] = [
    "SENDER_EMAIL": "mia@other.example", "SENDER_NAME": "Mia at Other", "REPLY_TO": "answers@other.example",
    "SENDER_SIGNATURE": "Mia, Other Ltd", "SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PASSWORD": "other secret",
    "IMAP_HOST": "127.0.0.1",
  ]

  /// A bench with a second mailbox.
  private static func bench(_ changes: [String: String?] = [:], _ own: [String: String?] = [:]) async throws -> (
    bench: MailBench, other: Mailbox.ID, mailboxes: Mailboxes
  ) {
    let bench = try await MailBench.make(changes)
    let mailboxes = Mailboxes(base: bench.base, settings: bench.settings)
    var change = Mailboxes.Change()
    change.values = second.merging(own) { _, new in new }
    return (bench, try await mailboxes.add(change, as: MailBench.me), mailboxes)
  }

  private static func leads(_ count: Int, _ bench: MailBench, from first: Int = 0) async throws -> [Lead] {
    var leads: [Lead] = []
    for number in first..<first + count { leads.append(try await bench.lead("lead@firm\(number).example")) }
    return leads
  }

  private static func first(_ lead: Lead, _ bench: MailBench) async throws -> Message {
    try #require(try await bench.mails(of: lead).first)
  }

  @Test func `leads go to the mailbox that is through with its own soonest, in proportion to the limits, the same way each time`()
    async throws
  {
    var shares: [[Mailbox.ID]] = []
    for _ in 0..<2 {
      let (bench, other, _) = try await Self.bench(
        ["MAX_EMAILS_PER_DAY": "20", "RAMP_START": "20"], ["MAX_EMAILS_PER_DAY": "10", "RAMP_START": "10"])
      let leads = try await Self.leads(9, bench)
      try await bench.approved(leads, in: try await bench.campaign())
      var given: [Mailbox.ID] = []
      for lead in leads { given.append(try await Self.first(lead, bench).mailboxID) }
      #expect(given.filter { $0 == other }.count == 3, "a limit of 10 beside one of 20 gets a third")
      shares.append(given.map { $0 == other ? other : $0 }.map { $0 == Mailbox.primary ? $0 : Mailbox.ID(rawValue: "other") })
    }
    #expect(shares[0] == shares[1])
  }

  @Test func `a mail has the address, Reply-To and signature of its mailbox, and is approved with them`() async throws {
    let (bench, other, _) = try await Self.bench(["SENDER_SIGNATURE": "Mia, Sender Inc"])
    let leads = try await Self.leads(2, bench)
    try await bench.approved(leads, in: try await bench.campaign())
    for lead in leads {
      let mail = try await Self.first(lead, bench)
      let isOther = mail.mailboxID == other
      #expect(mail.content.from.address == (isOther ? "mia@other.example" : "me@sender.example"))
      #expect(mail.content.replyTo?.address == (isOther ? "answers@other.example" : nil))
      #expect(mail.content.text.contains(isOther ? "Mia, Other Ltd" : "Mia, Sender Inc"))
      #expect(mail.content.text.contains("Main Street 1"), "the postal address is that of the person")
      #expect(mail.content.listUnsubscribe.allSatisfy { $0.contains(isOther ? "other.example" : "sender.example") })
    }
    #expect(try await bench.outbox.pass().sent == 2)
    #expect(Set(bench.smtp.deliveries.map(\.mail.from)) == ["me@sender.example", "mia@other.example"])
  }

  @Test func `a lead keeps its mailbox for its follow-ups, whatever became of the others`() async throws {
    let (bench, _, mailboxes) = try await Self.bench()
    let follow = Campaigns.NewStep(subject: "", text: "Again?", html: nil)
    let leads = try await Self.leads(4, bench)
    let campaign = try await bench.sequence(
      [Campaigns.NewStep(subject: "Hello", text: "First.", html: nil), follow], approval: .each)
    try await bench.approved(leads, in: campaign)
    #expect(try await bench.outbox.pass().sent == 4)
    var change = Mailboxes.Change()
    change.takesLeads = false
    try await mailboxes.change(Mailbox.primary, change, version: nil, as: MailBench.me)
    bench.clock.advance(seconds: 20 * 86_400)
    try await bench.goOn(leads)
    for lead in leads {
      let mails = try await bench.mails(of: lead)
      #expect(mails.count == 2 && mails[0].mailboxID == mails[1].mailboxID && mails[0].content.from == mails[1].content.from)
    }
  }

  @Test func `a refused sign-in pauses that mailbox only: its leads wait, the others go on, and new leads go to those`()
    async throws
  {
    let (bench, other, mailboxes) = try await Self.bench()
    let leads = try await Self.leads(6, bench)
    let campaign = try await bench.campaign()
    let mails = try await bench.approved(leads, in: campaign)
    bench.smtp.refuse(signIn: ["mia@other.example"])
    #expect(try await bench.outbox.pass().sent == 3)
    let states = try await bench.base.read { work in try MailboxTable.list(in: work) }
    #expect(states.first { $0.id == other }?.state == .paused && states.first { $0.id == Mailbox.primary }?.state == .ok)
    for mail in mails where mail.mailboxID == other {
      #expect(try await bench.now(mail).state == .queued)
      #expect(try await bench.gate(mail)?.name == .mailbox)
    }
    let status = try await Status(base: bench.base, settings: bench.settings, zones: FixedZones()).overview().sending
    #expect(status.state == "needs_attention" && status.detail.contains("mia@other.example") && status.detail.contains("goes on"))
    let more = try await Self.leads(4, bench, from: 10)
    try await bench.approved(more, in: campaign)
    for lead in more { #expect(try await Self.first(lead, bench).mailboxID == Mailbox.primary, "no new lead for a paused one") }
    bench.smtp.refuse(signIn: [])
    try await mailboxes.move(other, .resume, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 7)
    #expect(bench.smtp.copies.values.allSatisfy { $0 == 1 })
  }

  @Test func `limits, gaps and ramp count for each mailbox by itself, a campaign's limit for all together`() async throws {
    let (bench, other, _) = try await Self.bench(["MAX_EMAILS_PER_DAY": "3"], ["MAX_EMAILS_PER_DAY": "2"])
    let leads = try await Self.leads(12, bench)
    let mails = try await bench.approved(leads, in: try await bench.campaign())
    #expect(try await bench.outbox.pass().sent == 5)
    let waiting = try #require(mails.last { $0.mailboxID == other })
    #expect(try await bench.gate(waiting)?.detail.contains("2 mails in 24 hours") == true)
    let (capped, _, _) = try await Self.bench()
    let more = try await Self.leads(8, capped)
    try await capped.approved(more, in: try await capped.campaign(dailyCap: 3))
    #expect(try await capped.outbox.pass().sent == 3, "and not three from each")
  }

  @Test func `a campaign writes from the mailboxes that it names, and from none that takes no leads`() async throws {
    let (bench, other, mailboxes) = try await Self.bench()
    let campaign = try await bench.campaign()
    try await mailboxes.set([other], of: campaign.id, as: MailBench.me)
    let leads = try await Self.leads(3, bench)
    try await bench.approved(leads, in: campaign)
    for lead in leads { #expect(try await Self.first(lead, bench).mailboxID == other) }
    var change = Mailboxes.Change()
    change.takesLeads = false
    try await mailboxes.change(other, change, version: nil, as: MailBench.me)
    let late = try await bench.lead("late@firm99.example")
    let outcome = try await bench.campaigns.enroll(.these([late.id]), in: campaign.id, as: MailBench.me)
    #expect(outcome.enrolled == 0 && outcome.skipped.first?.detail.contains("takes new leads") == true)
    await #expect(throws: Fault.self) {
      try await mailboxes.set([Mailbox.ID(rawValue: "none")], of: campaign.id, as: MailBench.me)
    }
  }

  @Test func `handing over writes anew and asks for approval again; a conversation that has begun stays`() async throws {
    let (bench, other, _) = try await Self.bench(["SENDER_SIGNATURE": "Mia, Sender Inc"])
    let leads = try await Self.leads(6, bench)
    let campaign = try await bench.sequence([
      Campaigns.NewStep(subject: "Hello", text: "First.", html: nil), Campaigns.NewStep(subject: "", text: "Again?", html: nil),
    ])
    let all = try await bench.approved(leads, in: campaign)
    let of = all.filter { $0.mailboxID == other && $0.position == 0 }
    // One of them has left, and stays.
    try await bench.base.write { work in
      for mail in of.dropFirst() { try MessageTable.postpone(mail.id, until: work.now.adding(seconds: 9999), in: work) }
    }
    #expect(try await bench.outbox.pass(of: other).sent == 1)
    let moved = try await bench.messages.handOver(from: other, to: Mailbox.primary)
    #expect(moved == 2 * (of.count - 1))
    for mail in all where mail.mailboxID == other && mail.leadID != of[0].leadID {
      let now = try await bench.now(mail)
      #expect(
        now.state == .composed && now.approvedHash == nil && now.mailboxID == Mailbox.primary, "promise: a person looks again")
      #expect(now.content.from.address == "me@sender.example" && now.content.text.contains("Mia, Sender Inc"))
      let why = try await bench.base.read { work in try MessageTable.voidReason(of: now, in: work) }
      #expect(why?.contains("me@sender.example") == true)
    }
    for mail in try await bench.mails(of: leads.first { $0.id == of[0].leadID }!) { #expect(mail.mailboxID == other) }
    let sent = bench.smtp.deliveries.count
    _ = try await bench.outbox.pass(of: Mailbox.primary)
    #expect(
      bench.smtp.deliveries.dropFirst(sent).allSatisfy { delivery in
        all.contains { $0.content.to.address == delivery.mail.to && $0.mailboxID == Mailbox.primary }
      })
    await #expect(throws: Fault.self) { try await bench.messages.handOver(from: other, to: other) }
  }

  @Test func `an answer to either is found once, leaves from the mailbox of its thread, and our own addresses answer nobody`()
    async throws
  {
    let (bench, other, _) = try await Self.bench()
    let leads = try await Self.leads(2, bench)
    let mails = try await bench.approved(leads, in: try await bench.campaign())
    #expect(try await bench.outbox.pass().sent == 2)
    for (index, mail) in mails.enumerated() {
      _ = bench.mailbox.put(
        MailBench.reply(from: mail.content.to.address, to: try await bench.now(mail), id: "answer\(index)@firm.example"))
    }
    _ = bench.mailbox.put(MailBench.reply(from: "mia@other.example", to: try await bench.now(mails[0]), id: "own@other.example"))
    // The same server stands behind both: each mail lies in two mailboxes and still counts once.
    #expect(try await bench.inbox.check().replies == 2)
    for mail in mails {
      let lead = try #require(leads.first { $0.id == mail.leadID })
      let replies = try await bench.replies(lead)
      #expect(replies.count == 1)
      let answer = try await bench.replies.answer(try #require(replies.first).id, text: "Thank you.", as: MailBench.me)
      #expect(answer.mailboxID == mail.mailboxID)
      #expect(answer.content.from.address == mail.content.from.address)
      #expect(answer.content.from.address == (mail.mailboxID == other ? "mia@other.example" : "me@sender.example"))
    }
  }

  @Test func `a mailbox is removed only when nothing needs it, and says what does`() async throws {
    let (bench, other, mailboxes) = try await Self.bench()
    let leads = try await Self.leads(2, bench)
    let mails = try await bench.approved(leads, in: try await bench.campaign())
    let fault = await #expect(throws: Fault.self) { try await mailboxes.remove(other, as: MailBench.me) }
    #expect(fault?.detail.contains("One mail waits to leave from it") == true)
    #expect(fault?.detail.contains("One lead's sequence would go on from it") == true)
    _ = try await bench.messages.cancel(try #require(mails.first { $0.mailboxID == other }).id, as: MailBench.me)
    try await mailboxes.remove(other, as: MailBench.me)
    #expect(!bench.settings.policy.mailboxes.contains(other))
    let sealed = try await bench.base.read { work in
      try work.tx.int("SELECT COUNT(*) FROM mailbox WHERE account_sealed IS NOT NULL")
    }
    #expect(sealed == 0, "its passwords are gone")
    await #expect(throws: Fault.self) { try await mailboxes.remove(Mailbox.primary, as: MailBench.me) }
  }

  @Test func `what a mailbox may say is checked as the settings are, and nothing is kept of what is refused`() async throws {
    let (bench, other, mailboxes) = try await Self.bench()
    let rows: [(values: [String: String?], field: String)] = [
      (["SMTP_PORT": "0"], "SMTP_PORT"), (["SENDER_EMAIL": "nobody"], "SENDER_EMAIL"), (["SENDER_EMAIL": ""], "SENDER_EMAIL"),
      (["SMTP_HOST": "mail.other.example", "SMTP_SECURITY": "none"], "SMTP_SECURITY"),
      (["MIN_DELAY_SECONDS": "900"], "MIN_DELAY_SECONDS"),
      (["PORT": "8080"], "PORT"), (["NONSENSE": "1"], "NONSENSE"), (["SENDER_EMAIL": "ME@sender.example"], "SENDER_EMAIL"),
    ]
    for row in rows {
      var change = Mailboxes.Change()
      change.values = row.values
      let wanted = change
      let fault = await #expect(throws: Fault.self) {
        try await mailboxes.change(other, wanted, version: nil, as: MailBench.me)
      }
      #expect(fault?.fields.contains { $0.name == row.field } == true, "\(row.field): \(fault?.fields ?? [])")
    }
    let account = try await bench.base.read { work in try MailboxTable.account(other, in: work) }
    #expect(account.version == 1 && account.values["SMTP_PASSWORD"] == "other secret")
    var change = Mailboxes.Change()
    change.values = ["EMAIL_PASSWORD": "new secret", "MAX_EMAILS_PER_DAY": "7"]
    try await mailboxes.change(other, change, version: 1, as: MailBench.me)
    #expect(bench.settings.policy.of(other).pace.perDay == 7 && bench.settings.policy.pace.perDay == 1000)
    #expect(bench.settings.policy.of(other).smtp?.signIn == .password(Secret("new secret")))
    let late = change
    let fault = await #expect(throws: Fault.self) { try await mailboxes.change(other, late, version: 1, as: MailBench.me) }
    #expect(fault?.code == .stale)
    #expect(!"\(account) \(String(reflecting: account))".contains("other secret"), "a password is never printed")
  }

  @Test func `changing a mailbox's sender voids the approvals of its mails, and of no others`() async throws {
    let (bench, other, mailboxes) = try await Self.bench()
    let leads = try await Self.leads(4, bench)
    let mails = try await bench.approved(leads, in: try await bench.campaign())
    var change = Mailboxes.Change()
    change.values = ["SENDER_NAME": "Maximilian", "SENDER_SIGNATURE": "Max, Other Ltd"]
    try await mailboxes.change(other, change, version: nil, as: MailBench.me)
    #expect(try await bench.outbox.pass(of: other).sent == 0, "closed before it is written anew")
    try await bench.messages.rewriteAll()
    for mail in mails {
      let now = try await bench.now(mail)
      #expect(now.state == (mail.mailboxID == other ? .composed : .queued))
      #expect(now.content.text.contains("Max, Other Ltd") == (mail.mailboxID == other))
    }
  }

  @Test func `a mailbox that can't be proved complete has every lead held after a restore`() async throws {
    let temporary = try await MailBench.make(filesSentMail: true)
    let mailboxes = Mailboxes(base: temporary.base, settings: temporary.settings)
    var change = Mailboxes.Change()
    change.values = Self.second
    change.values["IMAP_HOST"] = .some(nil)
    _ = try await mailboxes.add(change, as: MailBench.me)
    let leads = try await Self.leads(2, temporary)
    try await temporary.approved(leads, in: try await temporary.campaign())
    try await temporary.base.write { work in try RestoreGuard.begin(.restored, since: work.now, in: work) }
    try await temporary.inbox.reconcile()
    let (state, held) = try await temporary.base.read { work in
      (try RestoreGuard.state(in: work), try GuardHoldTable.count(in: work))
    }
    #expect(state?.proof == .notSetUp && held == 2)
  }

  @Test func `a mailbox that mail left from and that the base forgot has every lead held, whatever the others prove`() async throws
  {
    let (bench, other, _) = try await Self.bench()
    let leads = try await Self.leads(2, bench)
    try await bench.approved(leads, in: try await bench.campaign())
    try await bench.base.write { work in
      try RestoreGuard.begin(.restored, since: work.now, in: work)
      try RestoreGuard.noteLost(of: [other], in: work)
    }
    #expect(try await bench.base.read { work in try RestoreGuard.state(in: work) }?.lostMailboxes == nil, "it is known")
    try await bench.base.write { work in try RestoreGuard.noteLost(of: [other, Mailbox.ID(rawValue: "gone")], in: work) }
    try await bench.inbox.reconcile()
    let (state, held) = try await bench.base.read { work in (try RestoreGuard.state(in: work), try GuardHoldTable.count(in: work)) }
    #expect(state?.lostMailboxes == 1 && state?.proof == .missing && held == 2)
  }

  @Test func `the plan of a campaign takes each lead's own mailbox, and two send in half the time`() async throws {
    var ends: [Int] = []
    for two in [false, true] {
      let bench = try await MailBench.make(["MAX_EMAILS_PER_DAY": "5", "RAMP_START": "5"])
      if two {
        var change = Mailboxes.Change()
        change.values = Self.second
        _ = try await Mailboxes(base: bench.base, settings: bench.settings).add(change, as: MailBench.me)
      }
      let campaign = try await bench.campaign()
      _ = try await Self.leads(20, bench)
      let policy = bench.settings.policy
      let plan = try await bench.base.read { work in try CampaignPlan.of(campaign.id, policy: policy, zones: FixedZones(), in: work)
      }
      #expect(plan.entries.count == 20)
      ends.append(try #require(plan.entries.last).at.seconds(since: bench.clock.now()) / 86_400)
    }
    #expect(ends == [3, 1])
  }
}
