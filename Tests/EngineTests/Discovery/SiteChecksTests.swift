import Fakes
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

/// Measures as a test wrote, two sites a call, at a cent each.
private final class ScriptedAuditor: SiteAuditor {
  let source = "dataforseo_onpage"
  let mostSites = 2
  let asked = Mutex<[[String]]>([])
  let faults = Mutex<[Fault]>([])
  func problem() -> Fault? { nil }
  func mostCostMicros(sites: Int, ranks: Bool) -> Int { sites * 10_000 }
  func audit(_ websites: [String], ranks: Bool) async throws(Fault) -> SiteAudits {
    asked.withLock { $0.append(websites) }
    if asked.withLock({ $0.count }) == 2, let fault = faults.withLock({ $0.popLast() }) { throw fault }
    let audits = websites.filter { !$0.contains("silent") }.map {
      SiteAudit($0, score: 41, signs: ["https": false], rank: ranks ? 620 : nil)
    }
    return SiteAudits(audits, costMicros: websites.count * 10_000)
  }
}

@Suite struct SiteChecksTests {
  private func world(_ sites: [String?], cents: String = "200") async throws -> (
    TemporaryBase, SiteChecks, ScriptedAuditor, [Lead.ID]
  ) {
    let temporary = try await TemporaryBase.make()
    let ids = try await temporary.base.write { work in
      try sites.enumerated().map { number, site in
        var details = LeadDetails()
        (details.businessName, details.website) = ("Shop \(number)", site)
        let lead = Lead(id: Lead.ID(at: work.now.rawValue), details: details, state: .pendingReview, at: work.now)
        try LeadTable.insert(lead, in: work)
        return lead.id
      }
    }
    let settings = Settings(
      base: temporary.base, environment: ["DISCOVERY_MAX_COST_CENTS": cents], zone: "UTC")
    try await settings.reload()
    let auditor = ScriptedAuditor()
    return (temporary, SiteChecks(base: temporary.base, settings: settings, auditor: auditor), auditor, ids)
  }

  private func run(_ checks: SiteChecks, _ temporary: TemporaryBase) async throws -> String? {
    let job = try #require(try await temporary.base.write { work in try JobTable.take(lease: "test", in: work) })
    do {
      try await checks.handler.run(job.payload, JobProgress(id: job.id, base: temporary.base))
      try await temporary.base.write { work in try JobTable.end(job.id, .complete, in: work) }
      return nil
    } catch let fault as Fault {
      try await temporary.base.write { work in try JobTable.end(job.id, .fail, error: "x", in: work) }
      return fault.detail
    }
  }

  @Test func `what is measured feeds the score, and is not bought twice`() async throws {
    let sites = [
      "http://one.de/", "https://facebook.com/two", nil, "http://silent.de/", "http://shop.example/", "http://three.de/",
    ]
    let (temporary, checks, auditor, ids) = try await world(sites)
    let estimate = try await checks.estimate(ids, ranks: true)
    #expect(estimate.sites == 3 && estimate.mostCostMicros == 30_000 && estimate.problem == nil)
    #expect(auditor.asked.withLock { $0 }.isEmpty, "an estimate asks nobody")
    // The second call fails: what the first told is kept, and the next job asks for the rest only.
    auditor.faults.withLock { $0 = [Fault(.rateLimited, "Slower.")] }
    #expect(try await checks.ask(ids, ranks: true, as: ActingAs(.user)).estimate.sites == 3)
    #expect(try await run(checks, temporary) == "Slower.")
    _ = try await checks.ask(ids, ranks: true, as: ActingAs(.user))
    #expect(try await run(checks, temporary) == nil)
    let asked = auditor.asked.withLock { $0 }
    #expect(asked.flatMap { $0 }.filter { $0 == "http://one.de/" }.count == 1, "\(asked)")
    let (lead, facts, events) = try await temporary.base.read { work in
      (
        try LeadTable.get(ids[0], in: work), try LeadEventTable.facts(of: ids[0], in: work),
        try LeadEventTable.list(of: ids[0], in: work)
      )
    }
    #expect(lead.details.custom["site_score"] == "41" && lead.details.domainAuthority == 620)
    #expect(lead.details.custom["site_https"] == "no")
    let reasons = lead.scoreReasons.map(\.text)
    #expect(reasons.contains("Its web site was measured at 41 of 100") && reasons.contains("Its web site ranks high already"))
    #expect(facts.contains { $0.field == "domain_authority" && $0.source == "dataforseo_onpage" })
    #expect(events.contains { $0.detail == "41 of 100, its domain ranks 620 of 1000" })
    #expect(try await temporary.base.read { work in try LeadTable.get(ids[3], in: work).details.custom } == [:])
    await #expect(throws: Fault.self) { try await checks.ask([ids[0]], ranks: false, as: ActingAs(.user)) }
    temporary.clock.advance(seconds: 31 * 86_400)
    #expect(try await checks.estimate([ids[0]], ranks: false).sites == 1, "after a month it may be asked again")
  }

  @Test func `nothing is asked above the person's limit or without a service`() async throws {
    let (temporary, checks, auditor, ids) = try await world(["http://one.de/", "http://two.de/", "http://three.de/"], cents: "2")
    let fault = await #expect(throws: Fault.self) { try await checks.ask(ids, ranks: false, as: ActingAs(.user)) }
    #expect(fault?.code == .refused && fault?.detail.contains("$0.03") == true && fault?.detail.contains("$0.02") == true)
    _ = try await checks.ask(Array(ids.prefix(2)), ranks: false, as: ActingAs(.user))
    #expect(try await run(checks, temporary) == nil)
    #expect(auditor.asked.withLock { $0.count } == 1)
    let none = SiteChecks(base: checks.base, settings: checks.settings, auditor: nil)
    #expect(try await none.estimate(ids, ranks: false).problem?.code == .notConfigured)
    let many = await #expect(throws: Fault.self) {
      try await checks.ask(Array(repeating: ids[0], count: 1_001), ranks: false, as: ActingAs(.user))
    }
    #expect(many?.code == .badInput)
  }
}
