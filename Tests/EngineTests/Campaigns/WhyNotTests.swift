import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct WhyNotTests {
  private static func why(_ bench: MailBench, _ lead: Lead) async throws -> WhyNot {
    let policy = bench.settings.policy
    return try await bench.base.read { work in try WhyNot.of(lead.id, policy: policy, zones: FixedZones(), in: work) }
  }

  private static func follow() -> Campaigns.NewStep {
    var step = Campaigns.NewStep(subject: "", text: "Still there?", html: nil)
    step.wait = Wait(3, .days)
    return step
  }

  @Test func `for any lead the first thing that keeps its mail is named, from the first look to the last step`() async throws {
    let bench = try await MailBench.make()
    var edit = Leads.Edit()
    edit.texts = ["business_name": "Sunrise", "email": "anna@sunrise.example"]
    let lead = try await bench.leads.add(edit, as: MailBench.me)
    var gates = [try await Self.why(bench, lead).gate]
    _ = try await bench.leads.decide(lead.id, .approve, as: MailBench.me)
    gates.append(try await Self.why(bench, lead).gate)
    let campaign = try await bench.sequence([Campaigns.NewStep(subject: "Hello", text: "A word?", html: nil), Self.follow()])
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    gates.append(try await Self.why(bench, lead).gate)
    for mail in try await bench.mails(of: lead) {
      _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
    }
    gates.append(try await Self.why(bench, lead).gate)
    _ = try await bench.outbox.pass()
    let sent = bench.clock.now()
    gates.append(try await Self.why(bench, lead).gate)
    try await bench.goOn([lead])
    let waiting = try await Self.why(bench, lead)
    gates.append(waiting.gate)
    #expect(waiting.opensAt == sent.adding(seconds: 3 * 86_400))
    bench.clock.advance(seconds: 86_400)
    #expect(try await Self.why(bench, lead) == waiting, "the time stands still between views")
    bench.clock.advance(seconds: 2 * 86_400)
    _ = try await bench.outbox.pass()
    gates.append(try await Self.why(bench, lead).gate)
    #expect(gates == ["review", "enrollment", "approval", "now", "sequence", "sequence", "over"], "\(gates)")
  }

  @Test func `a stopped campaign, a task, an opt-out and a void approval are said as such`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("anna@sunrise.example")
    let mail = try #require(try await bench.approved([lead], in: campaign).first)
    _ = try await bench.campaigns.move(campaign.id, .pause, as: MailBench.me)
    #expect(try await Self.why(bench, lead).gate == "campaign")
    _ = try await bench.campaigns.move(campaign.id, .start, as: MailBench.me)
    var edit = Leads.Edit()
    edit.texts = ["city": "Berlin"]
    _ = try await bench.leads.edit(lead.id, version: bench.now(lead).version, edit, as: MailBench.me)
    let void = try await Self.why(bench, lead)
    #expect(void.gate == "approval" && void.detail.contains("The lead changed") && void.message == mail.id)
    try await Suppressions(base: bench.base).add(.address, "anna@sunrise.example", as: MailBench.me)
    guard let one = try await bench.enrollments(lead).first else { return }
    _ = try await bench.campaigns.stop(one.id, as: MailBench.me)
    #expect(try await Self.why(bench, lead).gate == "suppression")
  }
}
