import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct StepResultsTests {
  @Test func `answers, wishes for no more mail and bounces are counted for the variant that was sent`() async throws {
    let bench = try await MailBench.make()
    var first = Campaigns.NewStep(subject: "A", text: "A word?", html: nil)
    first.variants.append(.init(subject: "B", text: "Another word?", html: nil))
    let campaign = try await bench.sequence([first])
    var leads: [Lead] = []
    for number in 0..<24 { leads.append(try await bench.lead("p\(number)@firm\(number).example")) }
    try await bench.approved(leads, in: campaign)
    _ = try await bench.outbox.pass()
    var expected: [Int: (sent: Int, replied: Int, bounced: Int, unsubscribed: Int)] = [:]
    for (number, lead) in leads.enumerated() {
      let mail = try #require(try await bench.mails(of: lead).first)
      #expect((mail.variant == 0) == (mail.content.subject == "A"))
      var row = expected[mail.variant] ?? (0, 0, 0, 0)
      row.sent += 1
      switch number % 4 {
      case 0:
        bench.mailbox.put(MailBench.reply(from: mail.content.to.address, to: mail, id: "\(number)@x"))
        row.replied += 1
      case 1:
        bench.mailbox.put(MailBench.reply(from: mail.content.to.address, to: mail, id: "\(number)@x", text: "unsubscribe"))
        row.unsubscribed += 1
      case 2:
        bench.mailbox.put(MailBench.bounce(of: mail, id: "\(number)@x"))
        row.bounced += 1
      default:
        bench.mailbox.put(
          MailBench.reply(
            from: mail.content.to.address, to: mail, id: "\(number)@x", subject: "Out of office", text: "Away.",
            extra: "Auto-Submitted: auto-replied\n"))
      }
      expected[mail.variant] = row
    }
    _ = try await bench.inbox.check()
    let rows = try await bench.base.read { work in try StepResults.of(campaign.id, in: work) }
    #expect(rows.count == 2)
    for row in rows {
      let want = try #require(expected[row.variant])
      #expect((row.sent, row.replied, row.bounced, row.unsubscribed) == want, "\(row)")
    }
  }

  @Test func `leads that a job passed over are kept with the reasons`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("anna@sunrise.example")
    var edit = Leads.Edit()
    edit.texts = ["business_name": "No Address"]
    let other = try await bench.leads.decide(try await bench.leads.add(edit, as: MailBench.me).id, .approve, as: MailBench.me)
    let scheduler = Scheduler(
      base: bench.base, clock: bench.clock, log: NoLog(), handlers: [ComposeMails.handler(bench.campaigns)], recurring: [])
    let job = try await scheduler.add(ComposeMails(campaign: campaign.id, leads: [lead.id, other.id]), as: MailBench.me)
    try await scheduler.start()
    try await wait { try await bench.base.read { work in try JobTable.find(job, in: work)?.state } == .completed }
    await scheduler.stop()
    let result = try #require(try await bench.base.read { work in try JobResult.of(job, in: work) })
    #expect(result.done == 1 && result.skippedCount == 1 && result.skipped.map(\.id) == [other.id.rawValue])
    #expect(result.skipped.first?.detail.contains("no e-mail address") == true)
  }
}
