import Fakes
import Foundation
import Outreach
import Store
import Testing

@testable import Engine

/// A world of random events around the real engine, and what must be true at every step of it.
private struct World {
  let bench: MailBench
  let dice: SeededRandom
  var campaigns: [Campaign] = []
  var leads: [Lead] = []
  /// Approved hashes by message as the person gave them, with the subject that was shown.
  var approved: [Message.ID: Set<String>] = [:]
  /// Addresses that must get nothing from this number of deliveries on.
  var silent: [String: Int] = [:]
  var mails = 0
  /// A third of the worlds has two mailboxes.
  var mailboxes = [Mailbox.primary]

  static let settings: [String: String?] = [
    "MAX_EMAILS_PER_MINUTE": "1", "MAX_EMAILS_PER_HOUR": "2", "MAX_EMAILS_PER_DAY": "4", "RAMP_START": "3", "RAMP_STEP": "1",
    "COOLING_PERIOD_DAYS": "0",
    "MIN_DELAY_SECONDS": "5", "MAX_DELAY_SECONDS": "90", "MAX_EMAILS_PER_DOMAIN_PER_DAY": "2", "SEND_WINDOW": "Mon-Sun 06:00-22:00",
    "PAUSE_EVERY_N_EMAILS": "5", "PAUSE_MIN_MINUTES": "1", "PAUSE_MAX_MINUTES": "3",
  ]

  init(seed: UInt64) async throws {
    bench = try await MailBench.make(Self.settings, seed: seed)
    dice = SeededRandom(seed &* 7919)
    if seed % 3 == 0 { mailboxes.append(try await Self.second(bench)) }
    // Half of the worlds begin shortly before the clocks change.
    if dice.chance(50) { bench.clock.set(CivilTime(year: 2026, month: dice.chance(50) ? 3 : 10, day: 24, hour: 9).timestamp) }
    for name in ["One", "Two"] { campaigns.append(try await Self.campaign(name, bench, dice)) }
    for index in 0..<dice.integer(in: 3...8) {
      let zone = dice.pick(["UTC", "Europe/Berlin", "America/New_York", nil]) ?? nil
      leads.append(try await bench.lead("p\(index)@firm\(index % 4).example", zone: zone))
    }
    let dice = dice
    bench.smtp.always { _ in
      switch dice.integer(in: 1...100) {
      case 1...70: .accept
      case 71...78: .refuse(451, "4.7.1", .recipient)
      case 79...82: .refuse(550, "5.1.1", .recipient)
      case 83...84: .refuse(554, "5.6.0", .content)
      case 85...92: .breakBeforeDot
      default: .breakAfterDot(delivered: dice.chance(50))
      }
    }
  }

  /// Another mailbox, with the limits of the first.
  private static func second(_ bench: MailBench) async throws -> Mailbox.ID {
    var change = Mailboxes.Change()
    change.values = [
      "SENDER_EMAIL": "mia@other.example", "SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PASSWORD": "x",
      "IMAP_HOST": "127.0.0.1",
    ]
    return try await Mailboxes(base: bench.base, settings: bench.settings).add(change, as: MailBench.me)
  }

  /// A running campaign of one to three mails; follow-ups wait up to two days.
  private static func campaign(_ name: String, _ bench: MailBench, _ dice: SeededRandom) async throws -> Campaign {
    var steps = [
      Campaigns.NewStep(subject: "Hello {{ business_name }}", text: "Dear {{ city | default('town') }}, a word?", html: nil)
    ]
    for number in 0..<dice.integer(in: 0...2) {
      var step = Campaigns.NewStep(
        subject: dice.chance(70) ? "" : "More \(number)", text: "Still there, {{ business_name }}?", html: nil)
      step.wait = Wait(dice.integer(in: 0...2), dice.chance(60) ? .days : .businessDays)
      steps.append(step)
    }
    let made = try await bench.campaigns.create(
      name: name, steps: steps, window: nil, dailyCap: dice.chance(30) ? 3 : nil, approval: dice.chance(70) ? .sequence : .each,
      stopsCompany: dice.chance(50), as: MailBench.me)
    return try await bench.campaigns.move(made.id, .start, as: MailBench.me)
  }

  mutating func run() async throws {
    for lead in leads where dice.chance(70) {
      if let campaign = dice.pick(campaigns) {
        _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
      }
    }
    try await approve()
    for _ in 0..<dice.integer(in: 15...50) {
      try await step()
      try await check()
    }
    for lead in leads { try await settle(lead) }
    try await check()
  }

  private mutating func step() async throws {
    bench.clock.advance(seconds: dice.pick([1, 20, 60, 300, 1800, 7200, 40_000, 90_000]) ?? 1)
    if dice.chance(60) { try await bench.goOn(leads) }
    switch dice.integer(in: 1...100) {
    case 1...18: try await enroll()
    case 19...42: try await approve()
    case 43...66: _ = try await bench.outbox.pass()
    case 67...74:
      // Only what is due may kill the program: else nothing would be under way to die in.
      bench.smtp.next(
        dice.pick([.dieAtConnect, .dieBeforeDot, .dieAfterDot(delivered: true), .dieAfterDot(delivered: false)]) ?? .accept)
      if try await bench.passAndDie() == nil { bench.smtp.forget() }
    case 75...82: try await receive()
    case 83...86: try await edit()
    case 87...88: try await change()
    case 89: try await reword()
    case 90...92: try await suppress()
    default: try await resolve()
    }
  }

  private func enroll() async throws {
    guard let campaign = dice.pick(campaigns), let lead = dice.pick(leads) else { return }
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
  }

  private func message(_ states: Set<MessageState>) async throws -> Message? {
    guard let lead = dice.pick(leads) else { return nil }
    return dice.pick(try await bench.mails(of: lead).filter { states.contains($0.state) })
  }

  private mutating func approve() async throws {
    for lead in leads where dice.chance(60) {
      for message in try await bench.mails(of: lead) where message.state == .composed {
        do {
          _ = try await bench.messages.approve(message.id, seen: message.contentHash, as: MailBench.me)
          approved[message.id, default: []].insert(message.contentHash)
        } catch is Fault {}
      }
    }
  }

  private mutating func receive() async throws {
    let taken = bench.smtp.copies
    guard let lead = dice.pick(leads),
      let message = dice.pick(try await bench.mails(of: lead).filter { taken[$0.headerID ?? ""] != nil })
    else { return }
    mails += 1
    let address = message.content.to.address
    switch dice.integer(in: 1...4) {
    case 1: bench.mailbox.put(MailBench.reply(from: address, to: message, id: "\(mails)@in.example"))
    case 2: bench.mailbox.put(MailBench.reply(from: address, to: message, id: "\(mails)@in.example", text: "unsubscribe"))
    case 3: bench.mailbox.put(MailBench.bounce(of: message, id: "\(mails)@in.example"))
    default:
      bench.mailbox.put(
        MailBench.reply(
          from: address, to: message, id: "\(mails)@in.example", subject: "Out of office", text: "Away.",
          extra: "Auto-Submitted: auto-replied\n"))
      _ = try await bench.inbox.check()
      return
    }
    _ = try await bench.inbox.check()
    silent[address] = min(silent[address] ?? .max, bench.smtp.deliveries.count)
  }

  private func edit() async throws {
    guard let message = try await message([.composed, .approved, .queued, .failed]) else { return }
    _ = try await bench.messages.edit(
      message.id, version: message.version, subject: "Edited \(dice.integer(in: 1...99))", text: nil, html: nil, as: MailBench.me)
  }

  private func change() async throws {
    guard let lead = dice.pick(leads) else { return }
    switch dice.integer(in: 1...(mailboxes.count > 1 ? 6 : 4)) {
    case 5: _ = try await bench.messages.handOver(from: mailboxes[0], to: mailboxes[1])
    case 6: _ = try await bench.messages.handOver(from: mailboxes[1], to: mailboxes[0])
    case 1:
      var edit = Leads.Edit()
      edit.texts = ["city": "City \(dice.integer(in: 1...99))"]
      _ = try await bench.leads.edit(lead.id, version: bench.now(lead).version, edit, as: MailBench.me)
    case 2:
      if let message = try await message([.queued, .approved, .composed]) {
        _ = try await bench.messages.cancel(message.id, as: MailBench.me)
      }
    case 3:
      if let message = try await message([.failed]), message.approvedHash == message.contentHash {
        _ = try await bench.messages.retry(message.id, as: MailBench.me)
      }
    default:
      guard let campaign = dice.pick(campaigns) else { return }
      let state = try await bench.base.read { work in try CampaignTable.get(campaign.id, in: work).state }
      _ = try await bench.campaigns.move(campaign.id, state == .running ? .pause : .start, as: MailBench.me)
    }
    let paused = try await bench.base.read { work in try MailboxTable.list(in: work).filter { $0.state == .paused } }
    for mailbox in paused {
      try await Mailboxes(base: bench.base, settings: bench.settings).move(mailbox.id, .resume, as: MailBench.me)
    }
  }

  /// The person changes a follow-up's words or wait, for everybody who was not mailed it.
  private func reword() async throws {
    guard let campaign = dice.pick(campaigns) else { return }
    var steps = try await bench.steps(campaign)
    guard let place = dice.pick(Array(steps.indices)) else { return }
    if dice.chance(50) {
      steps[place].variants[0].text = "Words \(dice.integer(in: 1...99)), {{ business_name }}."
    } else if place > 0 {
      steps[place].wait = Wait(dice.integer(in: 0...2), .days)
    }
    do { try await bench.rewrite(campaign, steps) } catch is Fault {}
  }

  private mutating func suppress() async throws {
    guard let lead = dice.pick(leads), let address = lead.details.email else { return }
    try await Suppressions(base: bench.base).add(.address, address, as: MailBench.me)
    silent[address] = min(silent[address] ?? .max, bench.smtp.deliveries.count)
  }

  private func resolve() async throws {
    for lead in leads { for message in try await bench.mails(of: lead) where message.state == .unsure { try await tell(message) } }
  }

  /// The person looks into the server's own record and says what is true.
  private func tell(_ message: Message) async throws {
    let sent = bench.smtp.copies[message.headerID ?? ""] != nil
    if sent, dice.chance(50), let bytes = bench.smtp.deliveries.last(where: { $0.messageID == message.headerID })?.mail.bytes {
      bench.mailbox.put(bytes, in: "Sent")
      try await bench.outbox.lookFor(message.id)
    } else {
      _ = try await bench.messages.resolve(message.id, sent: sent, as: MailBench.me)
    }
  }

  private func settle(_ lead: Lead) async throws {
    for message in try await bench.mails(of: lead) where message.state == .unsure { try await tell(message) }
    for message in try await bench.mails(of: lead) {
      let taken = bench.smtp.copies[message.headerID ?? "none"] ?? 0
      let says = [.sent, .delivered, .opened, .replied, .categorized, .bounced].contains(message.state)
      #expect((taken == 1) == says, "neither lost nor made up: \(message.state), taken \(taken) times")
    }
  }

  /// In every sequence the steps left in their order, each once, and each no sooner than a day-long wait allows that was never shortened.
  private func checkOrder(_ byID: [String: Message]) async throws {
    var last: [Enrollment.ID: (position: Int, at: Timestamp, id: String, from: String)] = [:]
    for delivery in bench.smtp.deliveries {
      guard let message = byID[delivery.messageID], let enrollment = message.enrollmentID else { continue }
      if let before = last[enrollment] {
        #expect(before.position < message.position, "in order, each once")
        #expect(delivery.mail.from == before.from, "a thread stays in its mailbox")
        #expect(FakeSender.header("in-reply-to", of: delivery.mail.bytes) == before.id, "in the thread")
        if let step = try await bench.base.read({ work in try message.stepID.flatMap { try StepTable.find($0, in: work) } }),
          step.version == 1
        {
          let zone = leads.first { $0.id == message.leadID }?.details.timeZone ?? "UTC"
          let due = step.wait.end(after: before.at) { FixedZones().offset(of: zone, at: $0) ?? 0 }
          #expect(delivery.at >= due, "the wait is kept: \(step.wait.words), \(before.at) and \(delivery.at)")
        }
      } else {
        #expect(message.position == 0, "the first one first")
      }
      last[enrollment] = (message.position, delivery.at, delivery.messageID, delivery.mail.from)
    }
  }

  private func check() async throws {
    let deliveries = bench.smtp.deliveries
    #expect(bench.smtp.copies.values.allSatisfy { $0 == 1 }, "never twice")
    var byID: [String: Message] = [:]
    for lead in leads { for message in try await bench.mails(of: lead) { if let id = message.headerID { byID[id] = message } } }
    for (index, delivery) in deliveries.enumerated() {
      guard let message = byID[delivery.messageID] else {
        Issue.record("a mail left that nobody knows")
        continue
      }
      let subject = FakeSender.header("subject", of: delivery.mail.bytes)
      #expect(
        approved[message.id]?.contains(message.contentHash) == true && subject == message.content.subject, "only what was approved")
      #expect(delivery.mail.from == message.content.from.address, "from where it says")
      #expect(index < silent[delivery.mail.to] ?? .max, "nothing to whom mail must not go: \(delivery.mail.to)")
      let zone = leads.first { $0.id == message.leadID }?.details.timeZone ?? "UTC"
      let local = CivilTime(delivery.at, offset: FixedZones().offset(of: zone, at: delivery.at) ?? 0)
      #expect((6..<22).contains(local.hour), "within the hours: \(local.rfc3339)")
    }
    try await checkOrder(byID)
    for own in Dictionary(grouping: deliveries, by: \.mail.from).values {
      let times = own.map(\.at)
      for (limit, seconds) in [(1, 60), (2, 3600), (4, 86_400)] {
        for (index, at) in times.enumerated() where index + limit < times.count {
          #expect(times[index + limit].seconds(since: at) >= seconds, "at most \(limit) in \(seconds) s from a mailbox")
        }
      }
      for (at, next) in zip(times, times.dropFirst()) { #expect(next.seconds(since: at) >= 5, "a gap between any two") }
    }
    for campaign in campaigns where campaign.dailyCap != nil {
      let own = deliveries.filter { byID[$0.messageID]?.campaignID == campaign.id }.map(\.at)
      for (at, next) in zip(own, own.dropFirst(3)) {
        #expect(next.seconds(since: at) >= 86_400, "at most 3 of a campaign in a day")
      }
    }
    for firm in 0..<4 {
      let own = deliveries.filter { $0.mail.to.hasSuffix("@firm\(firm).example") }.map(\.at)
      for (at, next) in zip(own, own.dropFirst(2)) { #expect(next.seconds(since: at) >= 86_400, "at most 2 to a company in a day") }
    }
    let audit = try await bench.base.read { work in try AuditTable.verify(expected: nil, in: work).problem }
    #expect(audit == nil)
  }
}

@Suite struct PromiseTests {
  /// `PROMISE_SEEDS=3000` runs so many; else as many as fit into fifteen seconds. `PROMISE_FIRST` is the first seed.
  @Test func `approved only, never twice, none lost, never to the silent, never too many: in every random world`() async throws {
    let wanted = ProcessInfo.processInfo.environment["PROMISE_SEEDS"].flatMap(Int.init)
    let first = ProcessInfo.processInfo.environment["PROMISE_FIRST"].flatMap(UInt64.init) ?? 1
    let deadline = ContinuousClock.now + .seconds(15)
    var (seed, sent, followUps) = (first, 0, 0)
    while wanted.map({ seed < first + UInt64($0) }) ?? (ContinuousClock.now < deadline) {
      var world = try await World(seed: seed)
      do { try await world.run() } catch { Issue.record("seed \(seed): \(error)") }
      sent += world.bench.smtp.deliveries.count
      followUps += world.bench.smtp.deliveries.filter { !FakeSender.header("in-reply-to", of: $0.mail.bytes).isEmpty }.count
      await world.bench.temporary.close()
      seed += 1
    }
    // Seen to fail: without the suppression gate, with a cap off by one, with the zone of tomorrow, with the dot not asked for.
    print("promises: \(seed - first) worlds, \(sent) mails, \(followUps) of them follow-ups")
    #expect(sent > 0)
  }
}
