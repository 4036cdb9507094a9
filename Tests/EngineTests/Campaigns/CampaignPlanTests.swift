import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct CampaignPlanTests {
  private static let day = 86_400

  private static func steps(wait: Int, _ unit: Wait.Unit = .days) -> [Campaigns.NewStep] {
    var follow = Campaigns.NewStep(subject: "", text: "Still there?", html: nil)
    follow.wait = Wait(wait, unit)
    return [Campaigns.NewStep(subject: "Hello", text: "A word?", html: nil), follow]
  }

  private static func plan(_ bench: MailBench, _ campaign: Campaign) async throws -> CampaignPlan {
    let policy = bench.settings.policy
    return try await bench.base.read { work in try CampaignPlan.of(campaign.id, policy: policy, zones: FixedZones(), in: work) }
  }

  /// The plan as rows, and what then really left, with the clock going on by ten minutes, the gap.
  private static func real(_ bench: MailBench, _ leads: [Lead], until end: Timestamp) async throws -> [String] {
    while bench.clock.now() < end {
      _ = try await bench.outbox.pass()
      try await bench.goOn(leads)
      // On to when the first gate opens, but no further than the gap.
      var next = bench.clock.now().adding(seconds: 600)
      for lead in leads {
        for mail in try await bench.mails(of: lead) where mail.state == .queued {
          if let opens = try await bench.gate(mail)?.opensAt, opens > bench.clock.now() { next = min(next, opens) }
        }
      }
      bench.clock.set(next)
    }
    return bench.smtp.deliveries.map { "\($0.at) \($0.mail.to)" }
  }

  @Test func `what is foreseen before the start is what leaves: hours, gaps, limits, ramp, zones, follow-ups first`() async throws {
    let bench = try await MailBench.make([
      "SEND_WINDOW": "Mon-Fri 09:00-12:00", "MIN_DELAY_SECONDS": "600", "MAX_DELAY_SECONDS": "600", "MAX_EMAILS_PER_DAY": "3",
      "MAX_EMAILS_PER_HOUR": "2", "RAMP_START": "2", "RAMP_STEP": "1", "MAX_EMAILS_PER_MINUTE": "1",
    ])
    let campaign = try await bench.sequence(Self.steps(wait: 2, .businessDays))
    var leads: [Lead] = []
    for number in 0..<4 {
      leads.append(
        try await bench.lead(
          "p\(number)@firm\(number).example", zone: number == 3 ? "America/New_York" : "UTC",
          name: "p\(number)@firm\(number).example"))
    }
    try await bench.approved(leads, in: campaign)
    _ = try await bench.outbox.recover()
    let plan = try await Self.plan(bench, campaign)
    #expect(plan.entries.count == 8 && !plan.isTrial && !plan.isCut)
    let end = plan.entries.last?.at.adding(seconds: 3600) ?? bench.clock.now()
    #expect(try await Self.real(bench, leads, until: end) == plan.entries.map { "\($0.at) \($0.leadName)" })
  }

  @Test func `it is planned anew from the sends that really were`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence(Self.steps(wait: 3))
    let lead = try await bench.lead("anna@sunrise.example")
    try await bench.approved([lead], in: campaign)
    let before = try await Self.plan(bench, campaign)
    bench.clock.advance(seconds: 5 * Self.day)
    _ = try await bench.outbox.pass()
    let sent = bench.clock.now()
    let after = try await Self.plan(bench, campaign)
    #expect(before.entries.map(\.position) == [0, 1] && after.entries.map(\.position) == [1])
    #expect(after.entries.first?.at == sent.adding(seconds: 3 * Self.day))
  }

  @Test func `before anybody is in it, it is tried with every approved lead, and tasks are in it`() async throws {
    let bench = try await MailBench.make()
    var call = Campaigns.NewStep(subject: "", text: "Call {{ business_name }}.", html: nil)
    (call.kind, call.audience, call.wait) = (.call, .everyone, Wait(1, .days))
    let campaign = try await bench.sequence(Self.steps(wait: 1) + [call])
    #expect(try await Self.plan(bench, campaign).entries.isEmpty)
    _ = try await bench.lead("anna@sunrise.example")
    let plan = try await Self.plan(bench, campaign)
    #expect(plan.isTrial && plan.entries.map(\.kind) == [.mail, .mail, .call])
    #expect(plan.entries.map { $0.at.seconds(since: bench.clock.now()) } == [0, Self.day, 2 * Self.day])
  }
}
