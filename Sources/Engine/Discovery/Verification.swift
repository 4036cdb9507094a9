import Outreach
import Store
import Text

/// Asks a service of the person's own whether addresses take mail; each verdict is kept at once, so none is paid twice.
public struct VerifyEmails: Job {
  public static let kind = "verify"
  public static let title = "Check addresses"
  public static let attempts = 6
  let leads: [Lead.ID]

  public var lane: String { "api/verify" }
}

/// Checking addresses before mail goes to them.
public struct Verification: Sendable {
  /// Addresses of one job.
  public static let maximum = 1_000
  /// A verdict younger than this is not asked for again.
  private static let freshDays = 90
  private static let retrySeconds = [2.0, 5.0, 15.0]

  let base: Base
  let verifier: @Sendable () -> (any EmailVerifier)?
  let wait: @Sendable (Double) async throws -> Void

  /// Over a base.
  /// - Parameters:
  ///   - verifier: the service; nil where the person set none up.
  ///   - wait: sleeps for so many seconds.
  public init(
    base: Base, verifier: @escaping @Sendable () -> (any EmailVerifier)?,
    wait: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    (self.base, self.verifier, self.wait) = (base, verifier, wait)
  }

  /// What is left of the plan; nil where the service does not say. - Throws: `.notConfigured` where none is set up.
  public func quota() async throws -> ServiceQuota? { try await service().quota() }

  /// Whether a service is set up.
  public var isSetUp: Bool { verifier() != nil }

  /// Asks for the addresses of these leads to be checked.
  /// - Returns: the job, and how many of them have an address to check.
  /// - Throws: `.notConfigured`; `.badInput` where none of them has an address that can be checked, or where there are too many.
  public func ask(_ ids: [Lead.ID], as acting: ActingAs) async throws -> (job: StoredJob.ID, count: Int) {
    _ = try service()
    guard ids.count <= Self.maximum else {
      throw Fault(.badInput, "At most \(Self.maximum) addresses are checked at a time.", fields: [.init("ids", "are too many")])
    }
    return try await base.write(as: acting) { work in
      let known = try ids.filter { try LeadTable.find($0, in: work).map { try Self.isOpen($0, in: work) } ?? false }
      guard !known.isEmpty else {
        throw Fault(
          .badInput,
          "None of these leads has an address to check: it was checked lately, is on a reserved domain or may not be written to.")
      }
      return (try VerifyEmails(leads: known).add(in: work), known.count)
    }
  }

  /// How the job is done.
  public var handler: JobHandler { .on(VerifyEmails.self) { job, progress in try await check(job.leads, progress) } }

  private func service() throws(Fault) -> any EmailVerifier {
    guard let service = verifier() else {
      throw Fault(.notConfigured, "No service that checks addresses is set up. Enter your Hunter key under Settings › Services.")
    }
    return service
  }

  private func check(_ ids: [Lead.ID], _ progress: JobProgress) async throws {
    let service = try service()
    var result = JobResult(done: 0, skippedCount: 0, skipped: [])
    for (number, id) in ids.enumerated() {
      try await progress.report(number, of: ids.count)
      let email = try await base.read { work -> String? in
        guard let lead = try LeadTable.find(id, in: work), try Self.isOpen(lead, in: work) else { return nil }
        return lead.details.email
      }
      guard let email else { continue }
      do {
        let verdict = try await verdict(service, email)
        try await base.write { work in try Self.take(verdict, service.source, email, id, in: work) }
        result.done += 1
      } catch let fault as Fault {
        if Task.isCancelled { throw CancellationError() }
        if fault.code == .forbidden {
          // Who asked not to be looked up may not be written to either.
          try await base.write { work in try SuppressionTable.add(.address, email, .manual, mode: .real, in: work) }
        }
        let isOver = ![.forbidden, .badInput].contains(fault.code)
        result.skippedCount += isOver ? ids.count - number : 1
        if result.skipped.count < 50 { result.skipped.append(.init(id: id.rawValue, detail: fault.detail)) }
        guard isOver else { continue }
        try await progress.keep(result)
        throw fault
      }
    }
    try await progress.keep(result)
    try await progress.report(ids.count, of: ids.count)
  }

  /// Asks again in a moment where the service is still at it or wants us slower; the same call costs nothing more.
  private func verdict(_ service: any EmailVerifier, _ email: String) async throws -> EmailVerdict {
    for seconds in Self.retrySeconds {
      do { return try await service.verdict(on: email) } catch {
        guard error.code == .rateLimited else { throw error }
      }
      try await wait(seconds)
    }
    return try await service.verdict(on: email)
  }

  /// Whether a lead has an address that nobody checked lately and that may be handed to a service.
  private static func isOpen(_ lead: Lead, in work: Work) throws -> Bool {
    guard let email = lead.details.email, let host = email.split(separator: "@").last, !Domain.isReserved(host) else {
      return false
    }
    if try SuppressionTable.reason(for: email, mode: .real, in: work) != nil { return false }
    guard let known = try EmailVerdictTable.of(lead.id, in: work) else { return true }
    return known.verdict == .unknown || known.at < work.now.adding(seconds: -freshDays * 86_400)
  }

  private static func take(_ verdict: EmailVerdict, _ source: String, _ email: String, _ id: Lead.ID, in work: Work) throws {
    // The address may have been changed while the service was asked.
    guard let lead = try LeadTable.find(id, in: work), lead.details.email == email else { return }
    var checked = lead
    checked.details.emailStatus = verdict.rawValue
    if checked != lead, try !LeadTable.update(checked, was: lead, in: work) {
      throw Fault(.conflict, "A lead changed while its address was checked.")
    }
    try EmailVerdictTable.keep(KnownVerdict(verdict, source: source, at: work.now), of: checked, in: work)
    try LeadEventTable.add("email_checked", to: id, detail: words[verdict], in: work)
    try Scoring.score(id, in: work)
  }

  private static let words: [EmailVerdict: String] = [
    .valid: "it takes mail", .invalid: "it takes no mail", .acceptAll: "its server takes mail for any name, so nobody can say",
    .disposable: "it is one for throwing away", .unknown: "nobody could say",
  ]
}
