import Fakes
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

/// A service whose answers a test writes, one a call; it keeps the addresses that it was asked for.
private final class ScriptedVerifier: EmailVerifier {
  let source = "scripted"
  let asked = Mutex<[String]>([])
  private let answers: Mutex<[Result<EmailVerdict, Fault>]>
  init(_ answers: [Result<EmailVerdict, Fault>]) { self.answers = Mutex(answers) }
  func verdict(on address: String) async throws(Fault) -> EmailVerdict {
    asked.withLock { $0.append(address) }
    return try answers.withLock { $0.isEmpty ? .success(.valid) : $0.removeFirst() }.get()
  }
  func quota() async throws(Fault) -> ServiceQuota? { ServiceQuota(plan: "Free", used: 3.5, available: 50, resetsOn: "2026-12-01") }
}

@Suite struct VerificationTests {
  private static let slow = Fault(.rateLimited, "Slower.")

  /// Leads at these addresses, in order, and the service over them.
  private func world(_ emails: [String], _ answers: [Result<EmailVerdict, Fault>]) async throws -> (
    TemporaryBase, Verification, ScriptedVerifier, [Lead.ID]
  ) {
    let temporary = try await TemporaryBase.make()
    let ids = try await temporary.base.write { work in
      try emails.enumerated().map { number, email in
        var details = LeadDetails()
        (details.businessName, details.email) = ("Shop \(number)", email)
        let lead = Lead(id: Lead.ID(at: work.now.rawValue), details: details, state: .pendingReview, at: work.now)
        try LeadTable.insert(lead, in: work)
        return lead.id
      }
    }
    let verifier = ScriptedVerifier(answers)
    return (temporary, Verification(base: temporary.base, verifier: { verifier }, wait: { _ in }), verifier, ids)
  }

  private func run(_ verification: Verification, _ temporary: TemporaryBase) async throws -> [String] {
    var errors: [String] = []
    while let job = try await temporary.base.write({ work in try JobTable.take(lease: "test", in: work) }) {
      do {
        try await verification.handler.run(job.payload, JobProgress(id: job.id, base: temporary.base))
        try await temporary.base.write { work in try JobTable.end(job.id, .complete, in: work) }
      } catch {
        errors.append((error as? Fault)?.detail ?? "\(error)")
        try await temporary.base.write { work in try JobTable.end(job.id, .fail, error: "x", in: work) }
      }
    }
    return errors
  }

  @Test func `a verdict is kept with its time, scores the lead, and is not paid for twice`() async throws {
    let (temporary, verification, verifier, ids) = try await world(
      ["a@one.de", "b@two.de", "c@shop.example"], [.failure(Self.slow), .success(.valid), .success(.invalid)])
    let (_, count) = try await verification.ask(ids, as: ActingAs(.user))
    #expect(count == 2, "what is on a reserved domain is handed to nobody")
    #expect(try await run(verification, temporary) == [])
    #expect(verifier.asked.withLock { $0 } == ["a@one.de", "a@one.de", "b@two.de"], "who is asked to slow down asks again")
    let (known, leads, facts) = try await temporary.base.read { work in
      (
        try ids.map { try EmailVerdictTable.of($0, in: work) }, try ids.map { try LeadTable.get($0, in: work) },
        try LeadEventTable.facts(of: ids[0], in: work)
      )
    }
    #expect(known.map { $0?.verdict } == [.valid, .invalid, nil] && known[0]?.source == "scripted")
    #expect(leads[0].scoreReasons.contains { $0.text == "The address was verified" })
    #expect(leads[1].scoreReasons.contains { $0.text == "The address takes no mail" && $0.points < 0 })
    #expect(facts.contains { $0.field == "email_verdict" && $0.value == "valid" && $0.source == "scripted" })
    await #expect(throws: Fault.self) { try await verification.ask(ids, as: ActingAs(.user)) }
  }

  @Test func `a verdict is about an address, not about a lead`() async throws {
    let (temporary, verification, _, ids) = try await world(["a@one.de"], [.success(.invalid)])
    _ = try await verification.ask(ids, as: ActingAs(.user))
    _ = try await run(verification, temporary)
    var edit = Leads.Edit()
    edit.texts = ["email": "other@one.de"]
    _ = try await Leads(base: temporary.base).edit(
      ids[0], version: try await temporary.base.read { work in try LeadTable.get(ids[0], in: work).version }, edit,
      as: ActingAs(.user))
    #expect(try await temporary.base.read { work in try EmailVerdictTable.of(ids[0], in: work) } == nil)
  }

  @Test func `who asked not to be looked up is never written to, and a used up plan ends the job with the rest untouched`()
    async throws
  {
    let (temporary, verification, verifier, ids) = try await world(
      ["a@one.de", "b@two.de", "c@three.de"],
      [.failure(Fault(.forbidden, "Asked not to be looked up.")), .failure(Fault(.refused, "The plan is used up."))])
    _ = try await verification.ask(ids, as: ActingAs(.user))
    #expect(try await run(verification, temporary) == ["The plan is used up."])
    #expect(verifier.asked.withLock { $0 }.count == 2)
    let reasons = try await temporary.base.read { work in
      try ["a@one.de", "b@two.de"].map { try SuppressionTable.reason(for: $0, mode: .real, in: work) }
    }
    #expect(reasons == [.manual, nil])
  }

  @Test func `without a service nothing is asked`() async throws {
    let (temporary, _, _, ids) = try await world(["a@one.de"], [])
    let fault = await #expect(throws: Fault.self) {
      try await Verification(base: temporary.base, verifier: { nil }).ask(ids, as: ActingAs(.user))
    }
    #expect(fault?.code == .notConfigured)
  }
}

@Suite struct ExpiryTests {
  private func lead(_ name: String, _ state: LeadState, email: String? = nil, in work: Work) throws -> Lead.ID {
    var details = LeadDetails()
    (details.businessName, details.email) = (name, email)
    let old = work.now.adding(seconds: -200 * 86_400)
    let lead = Lead(id: Lead.ID(at: old.rawValue), details: details, state: state, at: old)
    try LeadTable.insert(lead, in: work)
    return lead.id
  }

  private func expire(_ temporary: TemporaryBase, _ days: Int) async throws {
    try await temporary.base.write { work in _ = try ExpireLeads().add(in: work) }
    let job = try #require(try await temporary.base.write { work in try JobTable.take(lease: "test", in: work) })
    try await ExpireLeads.handler(temporary.base, days: { days }).run(job.payload, JobProgress(id: job.id, base: temporary.base))
    try await temporary.base.write { work in try JobTable.end(job.id, .complete, in: work) }
  }

  private func states(_ ids: [Lead.ID], _ temporary: TemporaryBase) async throws -> [LeadState?] {
    try await temporary.base.read { work in try ids.map { try LeadTable.state(of: $0, in: work) } }
  }

  @Test func `leads that nobody touched expire, and come back into review`() async throws {
    let temporary = try await TemporaryBase.make()
    let ids = try await temporary.base.write { work in
      let ids = [
        try lead("Forgotten", .pendingReview, email: "a@one.de", in: work), try lead("Touched", .approved, in: work),
        try lead("Scored only", .approved, in: work), try lead("Written to", .contacted, in: work),
        try lead("Rejected", .rejected, in: work),
      ]
      try LeadEventTable.add("edited", to: ids[1], in: work)
      try LeadEventTable.add("scored", to: ids[2], in: work)
      return ids
    }
    try await expire(temporary, 250)
    #expect(try await states(ids, temporary) == [.pendingReview, .approved, .approved, .contacted, .rejected], "none is that old")
    try await expire(temporary, 180)
    #expect(try await states(ids, temporary) == [.expired, .approved, .expired, .contacted, .rejected])
    let result = try await Leads(base: temporary.base).bulk(.restore, ids: ids, as: ActingAs(.user))
    #expect(result.changed == 2 && result.skippedCount == 3)
    #expect(try await states(ids, temporary) == [.pendingReview, .approved, .pendingReview, .contacted, .rejected])
    try await expire(temporary, 180)
    #expect(try await states(ids, temporary)[0] == .pendingReview, "what was taken up again is touched")
  }

  @Test func `a lead whose analysis broke off for good is failed, told, and can be taken up again`() async throws {
    let temporary = try await TemporaryBase.make()
    let ids = try await temporary.base.write { work in [try lead("Stuck", .analyzing, in: work)] }
    try await expire(temporary, 3650)
    #expect(try await states(ids, temporary) == [.failed])
    var filter = LeadFilter()
    filter.siteFailed = true
    let told = filter
    #expect(
      try await temporary.base.read { work in try LeadList.page(told, cursor: nil, limit: 10, in: work).leads.map(\.id) } == ids)
    #expect(try await Leads(base: temporary.base).bulk(.restore, ids: ids, as: ActingAs(.user)).changed == 1)
    #expect(try await states(ids, temporary) == [.pendingReview])
  }
}
