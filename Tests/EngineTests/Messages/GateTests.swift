import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct GateTests {
  /// One row a gate: what is done to an otherwise open mail, and what is then said.
  private struct Row: Sendable {
    let name: ClosedGate.Name
    var settings: [String: String?] = [:]
    var address = "anna@sunrise.example"
    var zone: String?
    /// Seconds from the bench's Monday 09:00 UTC until the gate opens; nil where only a person can open it.
    var opens: Int?
    let close: @Sendable (MailBench, Lead, Message) async throws -> Void

    init(
      _ name: ClosedGate.Name, _ settings: [String: String?] = [:], address: String = "anna@sunrise.example", zone: String? = nil,
      opens: Int? = nil, close: @escaping @Sendable (MailBench, Lead, Message) async throws -> Void = { _, _, _ in }
    ) {
      (self.name, self.settings, self.address, self.zone, self.opens, self.close) = (name, settings, address, zone, opens, close)
    }
  }

  private static func sql(_ bench: MailBench, _ sql: String, _ values: [(any SQLiteBindable)?]) async throws {
    try await bench.base.database.write { tx in try tx.run(sql, values) }
  }

  /// Writes a mail that left so many seconds ago for the ledger, to an address or to the message's own lead.
  private static func departed(
    _ bench: MailBench, ago seconds: Int, to address: String = "x@other.example", mode: SendMode = .real,
    outcome: SendAttempt.Outcome? = .accepted, campaign: Campaign.ID? = nil, lead: Lead? = nil
  ) async throws {
    let someone =
      if let lead { lead } else { try await bench.lead("\(Identifier<Int>(at: 0))@\(address.split(separator: "@").last ?? "")") }
    try await bench.base.write { work in
      let content = MessageContent(
        from: MailAddress(address: "me@sender.example"), replyTo: nil, to: MailAddress(address: address), subject: "s", text: "t",
        html: nil, listUnsubscribe: [])
      var message = Message(
        id: Message.ID(at: work.now.rawValue), kind: .campaign, mode: mode, lead: someone.id, mailbox: Mailbox.primary,
        content: content, hash: "h", at: work.now)
      message.campaignID = campaign
      try MessageTable.insert(message, in: work)
      try work.tx.run(
        "UPDATE message SET state = $1, sent_at = $2 WHERE id = $3",
        [
          outcome == .unknown ? "unsure" : "sent", outcome == .unknown ? nil : work.now.adding(seconds: -seconds).rawValue,
          message.id.rawValue,
        ])
      var attempt = SendAttempt(
        id: SendAttempt.ID(at: work.now.rawValue), message: message.id, mailbox: Mailbox.primary, mode: mode, bytesHash: "h",
        at: work.now.adding(seconds: -seconds))
      attempt.outcome = outcome
      try SendAttemptTable.begin(attempt, to: address, in: work)
      if let outcome { try SendAttemptTable.finish(attempt.id, outcome, reply: nil, lead: someone.id, in: work) }
    }
  }

  private static let rows: [Row] = [
    Row(.approval) { bench, _, message in
      let now = try await bench.now(message)
      _ = try await bench.messages.edit(message.id, version: now.version, subject: "Other", text: nil, html: nil, as: MailBench.me)
    },
    Row(.approval) { bench, lead, _ in
      var edit = Leads.Edit()
      edit.texts = ["email": "new@sunrise.example"]
      let now = try await bench.now(lead)
      _ = try await bench.leads.edit(lead.id, version: now.version, edit, as: MailBench.me)
    },
    Row(.mode) { bench, _, message in try await sql(bench, "UPDATE message SET mode = 'draft' WHERE id = $1", [message.id.rawValue])
    },
    Row(.mode, ["ENVIRONMENT": "testing", "SMTP_HOST": "127.0.0.1"]) { bench, _, message in
      try await sql(bench, "UPDATE message SET mode = 'practice' WHERE id = $1", [message.id.rawValue])
    },
    Row(.paused) { bench, _, _ in try await Sending(base: bench.base).pause(as: MailBench.me) },
    Row(.frozen) { bench, _, _ in try await bench.base.write { work in try Sending.freeze(in: work) } },
    Row(.setup, ["SENDER_POSTAL_ADDRESS": nil]),
    Row(.mailbox) { bench, _, _ in
      try await Mailboxes(base: bench.base, settings: bench.settings).move(Mailbox.primary, .pause, as: MailBench.me)
    },
    Row(.campaign) { bench, _, message in
      guard let id = message.campaignID else { return }
      _ = try await bench.campaigns.move(id, .pause, as: MailBench.me)
    },
    Row(.lead) { bench, lead, _ in try await sql(bench, "UPDATE lead SET state = 'replied' WHERE id = $1", [lead.id.rawValue]) },
    Row(.lead) { bench, _, message in
      try await sql(bench, "UPDATE enrollment SET state = 'replied' WHERE id = $1", [message.enrollmentID?.rawValue])
    },
    Row(.address) { bench, _, message in
      try await bench.base.write { work in try MailDomainTable.keep(.nullMX, of: message.content.to.address, in: work) }
    },
    Row(.answer) { bench, lead, _ in
      try await bench.base.write { work in
        let content = ReplyContent(
          from: MailAddress(address: "boss@sunrise.example"), subject: "x", text: "x", body: "x", html: nil, returnDate: nil)
        _ = try ReplyTable.insert(
          Reply(
            id: Reply.ID(at: work.now.rawValue), lead: lead.id, message: nil, mailbox: Mailbox.primary, kind: .reply,
            match: .possible,
            mode: .real, content: content, headerID: "<p@x>", at: work.now), in: work)
      }
    },
    Row(.suppression) { bench, _, message in
      try await Suppressions(base: bench.base).add(.address, message.content.to.address.uppercased(), as: MailBench.me)
    },
    Row(.suppression) { bench, _, _ in try await Suppressions(base: bench.base).add(.domain, "sunrise.example", as: MailBench.me) },
    Row(.suppression, address: "anna@mail.sunrise.example") { bench, _, _ in
      try await Suppressions(base: bench.base).add(.domain, "sunrise.example", as: MailBench.me)
    },
    Row(.reserved, ["SMTP_HOST": "smtp.provider.de", "SMTP_SECURITY": "tls"]),
    Row(.sequence, opens: 3 * 86_400) { bench, _, message in
      try await sql(bench, "UPDATE step SET wait_count = 3, wait_unit = 'days' WHERE id = $1", [message.stepID?.rawValue])
      try await sql(bench, "UPDATE enrollment SET last_at = $1", [bench.clock.now().rawValue])
    },
    Row(.away, opens: 500) { bench, _, _ in
      try await sql(bench, "UPDATE enrollment SET away_until = $1", [bench.clock.now().adding(seconds: 500).rawValue])
    },
    Row(.waiting, opens: 500) { bench, _, message in
      _ = try await bench.messages.reschedule(message.id, to: bench.clock.now().adding(seconds: 500), as: MailBench.me)
    },
    Row(.window, ["SEND_WINDOW": "Mon-Fri 10:00-12:00"], opens: 3600),
    Row(.window, ["SEND_WINDOW": "Mon-Fri 09:00-17:00"], zone: "America/New_York", opens: 5 * 3600),
    Row(.window, ["SEND_WINDOW": "Mon-Fri 09:00-17:00"], zone: "Asia/Kolkata", opens: 55_800) { bench, _, _ in
      bench.clock.advance(seconds: 3 * 3600)
    },
    Row(.window, ["SEND_WINDOW": "Mon-Fri 10:00-17:00"], zone: "Mars/Olympus", opens: 3600),
    Row(.holiday, ["SEND_WINDOW": "Mon-Fri 09:00-17:00"], opens: 86_400) { bench, lead, _ in
      // Epiphany, a Tuesday, in a country of which only the name is known.
      bench.clock.advance(seconds: 86_400)
      try await sql(bench, "UPDATE lead SET country = 'AT' WHERE id = $1", [lead.id.rawValue])
    },
    Row(.gap, opens: 90) { bench, _, _ in
      try await bench.base.write { work in
        try MailboxTable.pace(Mailbox.primary, nextAt: work.now.adding(seconds: 90), sinceBreak: 1, in: work)
      }
    },
    Row(.minute, ["MAX_EMAILS_PER_MINUTE": "1"], opens: 50) { bench, _, _ in try await departed(bench, ago: 10) },
    Row(.hour, ["MAX_EMAILS_PER_HOUR": "2"], opens: 3000) { bench, _, _ in
      try await departed(bench, ago: 600)
      try await departed(bench, ago: 500)
    },
    Row(.hour, ["MAX_EMAILS_PER_HOUR": "1"], opens: 3100) { bench, _, _ in
      try await departed(bench, ago: 600)
      try await departed(bench, ago: 500, outcome: .unknown)
    },
    Row(.day, ["MAX_EMAILS_PER_DAY": "1"], opens: 86_400 - 5000) { bench, _, _ in try await departed(bench, ago: 5000) },
    Row(.day, ["MAX_EMAILS_PER_DAY": "0"]),
    Row(.day, ["RAMP_START": "1", "RAMP_STEP": "1"], opens: 86_400 - 4000) { bench, _, _ in try await departed(bench, ago: 4000) },
    Row(.day, opens: 86_400 - 7000) { bench, _, message in
      try await sql(bench, "UPDATE campaign SET daily_cap = 1", [])
      try await departed(bench, ago: 7000, campaign: message.campaignID)
    },
    Row(.domain, ["MAX_EMAILS_PER_DOMAIN_PER_DAY": "1"], opens: 86_400 - 6000) { bench, _, _ in
      try await departed(bench, ago: 6000, to: "bert@sunrise.example")
    },
    Row(.frequency, ["MAX_EMAILS_PER_LEAD_PER_30_DAYS": "1", "COOLING_PERIOD_DAYS": "0"], opens: 30 * 86_400 - 86_400) {
      bench, lead, _ in
      try await departed(bench, ago: 86_400 * 40, lead: lead)
      try await departed(bench, ago: 86_400, lead: lead)
    },
    Row(.frequency, ["MAX_EMAILS_PER_LEAD_PER_30_DAYS": "1", "COOLING_PERIOD_DAYS": "0"], opens: 30 * 86_400 - 90_000) {
      bench, lead, _ in
      try await departed(bench, ago: 90_000, outcome: .unknown, lead: lead)
    },
    Row(.cooling, ["COOLING_PERIOD_DAYS": "10"], opens: 6 * 86_400) { bench, lead, _ in
      try await departed(bench, ago: 4 * 86_400, lead: lead)
    },
  ]

  @Test func `each gate closes by its name, opens at its time, and that time stands still`() async throws {
    var names: Set<ClosedGate.Name> = []
    for row in Self.rows {
      let before = try await MailBench.make()
      let campaign = try await before.campaign()
      let bench = try await MailBench(
        before.temporary, row.settings.merging(["STALE_AFTER_DAYS": "0"]) { mine, _ in mine })
      let lead = try await bench.lead(row.address, zone: row.zone)
      guard let message = try await bench.approved([lead], in: campaign).first else { continue }
      if row.settings.isEmpty { #expect(try await bench.gate(message) == nil, "\(row.name): open before") }
      try await row.close(bench, lead, message)
      let current = try await bench.mails(of: lead).last { $0.id == message.id } ?? message
      let start = bench.clock.now()
      let gate = try await bench.gate(current)
      names.insert(row.name)
      #expect(
        gate?.name == row.name && gate?.opensAt?.seconds(since: start) == row.opens, "\(row.name): \(String(describing: gate))")
      guard let at = gate?.opensAt else { continue }
      // It leaves at that time, and not a second before.
      bench.clock.set(start.adding(seconds: at.seconds(since: start) / 2))
      #expect(try await bench.gate(current)?.opensAt == at, "\(row.name): the time stands still")
      bench.clock.set(at.adding(seconds: -1))
      let early = try await bench.outbox.pass()
      bench.clock.set(at)
      let due = try await bench.outbox.pass()
      #expect(early.sent == 0 && due.sent == 1, "\(row.name): leaves when it was said")
    }
    #expect(names == Set(ClosedGate.Name.allCases), "every gate has a row")
  }

  @Test func `holidays are those of the recipient's country, and only where the setting says so`() async throws {
    for (country, setting, gate) in [("AT", "true", ClosedGate.Name.holiday), ("AT", "false", nil), ("FR", "true", nil)] {
      let bench = try await MailBench.make(["SEND_WINDOW": "Mon-Fri 09:00-17:00", "SKIP_HOLIDAYS": setting])
      let (lead, message) = try await bench.one()
      bench.clock.advance(seconds: 86_400)
      try await Self.sql(bench, "UPDATE lead SET country = $1 WHERE id = $2", [country, lead.id.rawValue])
      let closed = try await bench.gate(message)
      #expect(closed?.name == gate, "\(country) \(setting)")
      #expect(closed.map { $0.detail.contains("Austria") } ?? true)
      #expect(try await bench.outbox.pass().sent == (gate == nil ? 1 : 0), "\(country) \(setting)")
    }
  }

  @Test func `what practice and drafts did counts in no limit`() async throws {
    let bench = try await MailBench.make([
      "MAX_EMAILS_PER_DAY": "1", "MAX_EMAILS_PER_DOMAIN_PER_DAY": "1", "MAX_EMAILS_PER_LEAD_PER_30_DAYS": "1", "RAMP_START": "1",
    ])
    let (lead, message) = try await bench.one()
    try await Self.sql(bench, "UPDATE campaign SET daily_cap = 1", [])
    try await Self.departed(bench, ago: 100, to: "bert@sunrise.example", mode: .practice, campaign: message.campaignID, lead: lead)
    try await bench.base.write { work in
      try SuppressionTable.add(.address, "anna@sunrise.example", .unsubscribed, mode: .practice, in: work)
    }
    #expect(try await bench.gate(message) == nil)
  }

  @Test func `a campaign at its own limit leaves other campaigns alone`() async throws {
    let bench = try await MailBench.make()
    let (capped, free) = (try await bench.campaign("Capped", dailyCap: 1), try await bench.campaign("Free"))
    let leads = [try await bench.lead("a@one.example"), try await bench.lead("b@two.example")]
    _ = try await bench.approved(leads, in: capped)
    _ = try await bench.approved([try await bench.lead("c@three.example")], in: free)
    let pass = try await bench.outbox.pass()
    #expect(pass.sent == 2 && Set(bench.smtp.deliveries.map(\.mail.to)) == ["a@one.example", "c@three.example"])
    #expect(pass.closed?.name == .day)
  }

  @Test func `an answer skips the pace but not the suppression`() async throws {
    let bench = try await MailBench.make(["MAX_EMAILS_PER_DAY": "1", "SEND_WINDOW": "Sun 03:00-04:00"])
    let (lead, _) = try await bench.one()
    try await bench.base.write { work in
      try MailboxTable.pace(Mailbox.primary, nextAt: work.now.adding(seconds: 9000), sinceBreak: 1, in: work)
      let content = ReplyContent(
        from: MailAddress(address: "anna@sunrise.example"), subject: "Hello", text: "x", body: "x", html: nil, returnDate: nil)
      _ = try ReplyTable.insert(
        Reply(
          id: Reply.ID(rawValue: "reply"), lead: lead.id, message: nil, mailbox: Mailbox.primary, kind: .reply, match: .certain,
          mode: .real, content: content, headerID: "<p@x>", at: work.now), in: work)
    }
    let answer = try await bench.replies.answer(Reply.ID(rawValue: "reply"), text: "Thank you!", as: MailBench.me)
    #expect(try await bench.gate(answer)?.name == .waiting, "it can be taken back for 30 s")
    bench.clock.advance(seconds: 30)
    #expect(try await bench.gate(answer) == nil)
    try await Suppressions(base: bench.base).add(.address, "anna@sunrise.example", as: MailBench.me)
    #expect(try await bench.gate(answer)?.name == .suppression)
    #expect(try await bench.outbox.pass().sent == 0)
  }

  @Test func `a crash after the dot leaves the gap to the next mail`() async throws {
    let bench = try await MailBench.make(["MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "200"])
    let campaign = try await bench.campaign()
    let mails = try await bench.approved(
      [try await bench.lead("a@one.example"), try await bench.lead("b@two.example")], in: campaign)
    bench.smtp.next(.dieAfterDot(delivered: true))
    try await bench.passAndDie()
    #expect(try await bench.gate(mails[1])?.name == .gap)
  }

  @Test func `the gap is rolled once, also after a refusal, and the longer pause comes after so many`() async throws {
    let bench = try await MailBench.make([
      "MIN_DELAY_SECONDS": "100", "MAX_DELAY_SECONDS": "200", "PAUSE_EVERY_N_EMAILS": "3", "PAUSE_MIN_MINUTES": "10",
      "PAUSE_MAX_MINUTES": "20",
    ])
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for index in 0..<6 { leads.append(try await bench.lead("a@firm\(index).example")) }
    _ = try await bench.approved(leads, in: campaign)
    var gaps: [Int] = []
    bench.smtp.next(.accept, .refuse(550, "5.1.1", .recipient), .accept)
    for _ in 0..<6 {
      _ = try await bench.outbox.pass()
      let next = try await bench.base.read { work in try MailboxTable.get(Mailbox.primary, in: work).nextAt }
      guard let next else { break }
      gaps.append(next.seconds(since: bench.clock.now()))
      bench.clock.set(next)
    }
    #expect(
      gaps.count == 6 && gaps.enumerated().allSatisfy { ($0.offset % 3 == 2 ? 600...1200 : 100...200).contains($0.element) },
      "\(gaps)")
  }
}
