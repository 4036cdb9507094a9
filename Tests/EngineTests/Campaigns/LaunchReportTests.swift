import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// What leads lack is known before a campaign starts, and the person says what becomes of them.
@Suite struct LaunchReportTests {
  private static let first = Campaigns.NewStep(subject: "Hello {{ business_name }}", text: "A word?", html: nil)
  private static let follow = Campaigns.NewStep(
    subject: "", text: "Still in {{ city }}, {{ first_name | default(\"there\") }}?", html: nil)

  /// A campaign that was never started, with a lead that has a city and two without.
  private static func bench(_ approval: SequenceApproval = .each) async throws -> (MailBench, Campaign, [Lead]) {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaigns.create(
      name: "Spring", steps: [first, follow], window: nil, dailyCap: nil, approval: approval, as: MailBench.me)
    var leads: [Lead] = []
    for (name, city) in [("One", "Town"), ("Two", ""), ("Three", "")] {
      var edit = Leads.Edit()
      edit.texts = ["business_name": name, "email": "hello@\(name.lowercased()).example"]
      if !city.isEmpty { edit.texts["city"] = city }
      let lead = try await bench.leads.add(edit, as: MailBench.me)
      leads.append(try await bench.leads.decide(lead.id, .approve, as: MailBench.me))
    }
    return (bench, campaign, leads)
  }

  private static func page(_ bench: MailBench, _ campaign: Campaign, _ part: TemplateCheck.Part) async throws -> TemplateCheck.Page
  {
    let check = TemplateCheck(policy: bench.settings.policy)
    return try await bench.base.read { work in try check.page(of: campaign.id, part, after: 0, in: work).page }
  }

  private static func state(_ bench: MailBench, _ campaign: Campaign) async throws -> CampaignState {
    try await bench.base.read { work in try CampaignTable.get(campaign.id, in: work).state }
  }

  private static func rows(_ page: TemplateCheck.Page) -> [String] {
    page.missing.map { "\($0.name) \($0.count) \($0.mails.sorted())" }
  }

  @Test func `what is missing is told of the leads that would be added, and of those that were`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    let before = try await Self.page(bench, campaign, .approved)
    #expect(before.lookedAt == 3 && before.affected == 2 && Self.rows(before) == ["city 2 [1]"])
    #expect(try await Self.page(bench, campaign, .enrolled).lookedAt == 0)
    _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    let after = try await Self.page(bench, campaign, .enrolled)
    #expect(after.lookedAt == 3 && after.affected == 2 && Self.rows(after) == ["city 2 [1]"])
    #expect(after.missing.first?.examples.map(\.name) == ["Two", "Three"])
    #expect(try await Self.page(bench, campaign, .approved).lookedAt == 0)
  }

  @Test func `a start is refused where leads lack something and nobody said what becomes of them`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    let fault = await #expect(throws: Fault.self) { try await bench.campaigns.start(campaign.id, as: MailBench.me) }
    #expect(fault?.code == .refused && fault?.detail.contains("2 of 3 leads") == true)
    #expect(fault?.fields == [.init("lacking", "city (2 leads)")])
    #expect(try await Self.state(bench, campaign) == .stopped)
  }

  @Test func `who is held gets what can be written, then nothing with a hole, and goes on once it is known`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    _ = try await bench.campaigns.enroll(.these([leads[1].id]), in: campaign.id, as: MailBench.me)
    let report = try await bench.campaigns.start(campaign.id, lacking: .hold, as: MailBench.me)
    #expect(report.affected == 1)
    let mail = try #require(try await bench.mails(of: leads[1]).first)
    _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
    #expect(try await bench.outbox.pass().sent == 1)
    try await bench.goOn([leads[1]])
    #expect(try await bench.mails(of: leads[1]).count == 1 && bench.smtp.deliveries.count == 1)
    let held = try #require(try await bench.enrollments(leads[1]).first)
    #expect(held.state == .failed && held.reason != nil)
    var edit = Leads.Edit()
    edit.texts = ["city": "Village"]
    let now = try await bench.now(leads[1])
    _ = try await bench.leads.edit(now.id, version: now.version, edit, as: MailBench.me)
    _ = try await bench.campaigns.resume(held.id, as: MailBench.me)
    #expect(try await bench.mails(of: leads[1]).last?.content.text.hasPrefix("Still in Village, there?") == true)
  }

  @Test func `who is left out gets nothing, and the others go on`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    #expect(try await bench.campaigns.start(campaign.id, lacking: .leaveOut, as: MailBench.me).affected == 2)
    var states: [EnrollmentState] = []
    for lead in leads { states += try await bench.enrollments(lead).map(\.state) }
    #expect(states == [.active, .stopped, .stopped])
    #expect(try await Self.state(bench, campaign) == .running)
    for lead in leads[1...] { #expect(try await bench.mails(of: lead).allSatisfy { $0.state == .cancelled }) }
    #expect(try await Self.page(bench, campaign, .enrolled).affected == 0)
  }

  @Test func `a start that is refused for another reason changes nothing`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    _ = try await bench.campaigns.move(campaign.id, .start, as: MailBench.me)
    await #expect(throws: Fault.self) { try await bench.campaigns.start(campaign.id, lacking: .leaveOut, as: MailBench.me) }
    #expect(try await bench.enrollments(leads[1]).map(\.state) == [.active])
  }

  @Test func `words to say instead are put into the mails, and only what they change wants approval again`() async throws {
    let (bench, campaign, leads) = try await Self.bench()
    _ = try await bench.campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: MailBench.me)
    let mail = try #require(try await bench.mails(of: leads[1]).first)
    _ = try await bench.messages.approve(mail.id, seen: mail.contentHash, as: MailBench.me)
    let report = try await bench.campaigns.start(campaign.id, instead: ["city": "your \"town\""], as: MailBench.me)
    #expect(report.affected == 0)
    #expect(try await Self.state(bench, campaign) == .running)
    #expect(try await bench.now(mail).approvedHash == mail.contentHash)
    #expect(try await bench.outbox.pass().sent == 1)
    try await bench.goOn([leads[1]])
    #expect(try await bench.mails(of: leads[1]).last?.content.text.hasPrefix("Still in your \"town\", there?") == true)
  }

  @Test func `words are put where a value is printed, once, and nowhere else`() {
    for (source, wanted) in [
      ("{{ city }}", "{{ city | default(\"here\") }}"), ("{{city|upper}}", "{{city | default(\"here\")|upper}}"),
      ("{{ city | default(\"x\") }}", "{{ city | default(\"x\") }}"),
      ("{{ city|d('x') }} {{ city", "{{ city|d('x') }} {{ city | default(\"here\")"),
      ("{{ city_name }} {{ lead.city }} {{ city.x }} city", "{{ city_name }} {{ lead.city }} {{ city.x }} city"),
      ("{% if city %}{{- city }}{% endif %}", "{% if city %}{{- city | default(\"here\") }}{% endif %}"), ("{{", "{{"), ("", ""),
    ] { #expect(Fallback.put(["city": "here"], into: source) == wanted, "\(source)") }
    let odd = Fallback.put(["custom[\"First visit\"]": "a \"b\\\" \n c"], into: "{{ custom[\"First visit\"] }}")
    #expect(odd == "{{ custom[\"First visit\"] | default(\"a \\\"b\\\\\\\"   c\") }}")
  }

  @Test func `a mail says days and times where its recipient is and in its own language`() async throws {
    let bench = try await MailBench.make()
    let text =
      "Guten Tag,\n\nich habe Ihre Bäckerei gesehen und möchte Ihnen etwas zeigen: {{ \"2026-05-04T07:30Z\" | date(\"%A, %e. %B, %H:%M\") }}. Haben Sie Zeit für ein Gespräch mit mir?"
    let campaign = try await bench.sequence([.init(subject: "Frage", text: text, html: "<p>{{ 1777879800 | time }}</p>")])
    let lead = try await bench.lead("anna@firm.example", zone: "Asia/Kolkata")
    let mail = try #require(try await bench.approved([lead], in: campaign).first)
    #expect(mail.content.text.contains("Montag, 4. Mai, 13:00") && mail.content.html?.contains("<p>13:00</p>") == true)
    let other = try await bench.lead("tom@other.example", zone: "No/Where")
    let builder = ContentBuilder(policy: bench.settings.policy)
    #expect(
      builder.render(subject: "S", text: text, html: nil, lead: other, seed: "x").rendered.text.contains("Montag, 4. Mai, 07:30"))
    let refused = builder.render(subject: "S", text: "It is {{ now | date }}.", html: nil, lead: other, seed: "x").problems.first
    #expect(refused?.detail.contains("Write the day out") == true)
    #expect(builder.lacks("{{ now | date }}", field: "text", lead: other).problem != nil)
  }
}
