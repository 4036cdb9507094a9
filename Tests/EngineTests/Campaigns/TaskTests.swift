import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct TaskTests {
  /// A mail for those who have an address, then a call for those who have none, then a letter for all.
  private static func steps() -> [Campaigns.NewStep] {
    let mail = Campaigns.NewStep(subject: "Hello", text: "A word?", html: nil)
    var call = Campaigns.NewStep(subject: "", text: "Ask {{ business_name }} for the boss.", html: nil)
    (call.kind, call.wait) = (.call, Wait(1, .days))
    var letter = Campaigns.NewStep(subject: "", text: "Write to {{ business_name }}.", html: nil)
    (letter.kind, letter.wait, letter.audience) = (.letter, Wait(2, .days), .everyone)
    return [mail, call, letter]
  }

  private static func without(_ bench: MailBench) async throws -> Lead {
    var edit = Leads.Edit()
    edit.texts = ["business_name": "Quiet Shop", "phone": "+49 30 1234567"]
    let lead = try await bench.leads.add(edit, as: MailBench.me)
    return try await bench.leads.decide(lead.id, .approve, as: MailBench.me)
  }

  private static func open(_ bench: MailBench) async throws -> [PersonTask] {
    try await bench.base.read { work in try TaskTable.open(dueBy: work.now, limit: 9, in: work) }
  }

  @Test func `a lead without an address gets tasks; a done one counts as contact and the sequence goes on`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence(Self.steps())
    let lead = try await Self.without(bench)
    let outcome = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    #expect(outcome.enrolled == 1, "\(outcome.skipped)")
    let tasks = try await Self.open(bench)
    #expect(tasks.map(\.kind) == [.call] && tasks.first?.text == "Ask Quiet Shop for the boss.")
    guard let call = tasks.first else { return }
    _ = try await bench.campaigns.finish(call.id, as: MailBench.me)
    #expect(try await bench.now(lead).state == .contacted)
    await #expect(throws: Fault.self) { _ = try await bench.campaigns.finish(call.id, as: MailBench.me) }
    try await bench.goOn([lead])
    #expect(try await Self.open(bench).isEmpty, "the letter waits two days")
    bench.clock.advance(seconds: 2 * 86_400)
    let letter = try await Self.open(bench)
    #expect(letter.map(\.kind) == [.letter])
    for task in letter { _ = try await bench.campaigns.finish(task.id, as: MailBench.me) }
    #expect(try await bench.enrollments(lead).map(\.state) == [.finished])
  }

  @Test func `a lead with an address gets the mail, is not called, and gets the letter after the mail`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence(Self.steps())
    let lead = try await bench.lead("anna@sunrise.example")
    try await bench.approved([lead], in: campaign)
    #expect(try await Self.open(bench).isEmpty)
    _ = try await bench.outbox.pass()
    try await bench.goOn([lead])
    bench.clock.advance(seconds: 2 * 86_400)
    #expect(try await Self.open(bench).map(\.kind) == [.letter])
  }

  @Test func `a task ends with its sequence`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence(Self.steps())
    let lead = try await Self.without(bench)
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    guard let task = try await Self.open(bench).first else { return }
    _ = try await bench.campaigns.stop(task.enrollmentID, as: MailBench.me)
    #expect(try await Self.open(bench).isEmpty)
    #expect(try await bench.base.read { work in try TaskTable.get(task.id, in: work).state } == .cancelled)
    await #expect(throws: Fault.self) { _ = try await bench.campaigns.finish(task.id, as: MailBench.me) }
  }

  @Test func `a campaign of mails alone refuses a lead without an address`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence([Self.steps()[0]])
    let lead = try await Self.without(bench)
    let outcome = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    #expect(outcome.enrolled == 0 && outcome.skipped.first?.detail.contains("no e-mail address") == true)
    #expect(try await bench.enrollments(lead).isEmpty)
  }
}
