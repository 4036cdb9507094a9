import Outreach
import Store
import Text

/// Has web sites measured by a service of the person's own, some at a time; what a call told is kept at once, so that it is not paid twice.
public struct CheckSites: Job {
  public static let kind = "check-sites"
  public static let title = "Measure web sites"
  public static let attempts = 4
  let leads: [Lead.ID]
  let ranks: Bool

  public var lane: String { "api/dataforseo" }
}

/// Measuring web sites, for the score: how well they are made, and how high their domains rank.
public struct SiteChecks: Sendable {
  /// Sites of one job.
  public static let maximum = 1_000
  /// A measure younger than this is not bought again.
  private static let freshDays = 30
  private static let microsPerCent = 10_000
  static let scoreField = "custom.site_score"

  let base: Base
  let settings: Settings
  let auditor: (any SiteAuditor)?

  /// Over a base. - Parameter auditor: the service; nil where the program has none.
  public init(base: Base, settings: Settings, auditor: (any SiteAuditor)?) {
    (self.base, self.settings, self.auditor) = (base, settings, auditor)
  }

  /// What measuring would cost at most.
  public struct Estimate: Sendable {
    /// Leads with a site of their own that nobody measured lately.
    public var sites: Int
    public var mostCostMicros: Int
    public var limitMicros: Int
    /// What keeps it from being done; nil where nothing does.
    public var problem: Fault?
  }

  /// What measuring the sites of these leads would cost at most, without asking the service anything.
  public func estimate(_ ids: [Lead.ID], ranks: Bool) async throws -> Estimate {
    let open = try await base.read { work in try sites(of: ids, in: work) }
    return priced(open.count, ranks: ranks)
  }

  private func priced(_ sites: Int, ranks: Bool) -> Estimate {
    let limit = settings.values[.maxCostCents] * Self.microsPerCent
    let most = auditor?.mostCostMicros(sites: sites, ranks: ranks) ?? 0
    var estimate = Estimate(sites: sites, mostCostMicros: most, limitMicros: limit, problem: auditor?.problem())
    if auditor == nil { estimate.problem = Fault(.notConfigured, "No service that measures web sites is there.") }
    if estimate.problem == nil, sites == 0 {
      estimate.problem = Fault(
        .badInput, "None of these leads has a web site of its own that was not measured in the last 30 days.")
    }
    if estimate.problem == nil, most > limit {
      estimate.problem = Fault(
        .refused,
        "This could cost up to \(Discovery.dollars(most)), and your limit is \(Discovery.dollars(limit)). Pick fewer leads, or raise DISCOVERY_MAX_COST_CENTS."
      )
    }
    return estimate
  }

  /// Asks for the sites of these leads to be measured.
  /// - Throws: `.notConfigured`; `.badInput` where no site is to be measured, or too many; `.refused` above the person's limit.
  public func ask(_ ids: [Lead.ID], ranks: Bool, as acting: ActingAs) async throws -> (job: StoredJob.ID, estimate: Estimate) {
    guard ids.count <= Self.maximum else {
      throw Fault(.badInput, "At most \(Self.maximum) sites are measured at a time.", fields: [.init("ids", "are too many")])
    }
    return try await base.write(as: acting) { work in
      let open = try sites(of: ids, in: work)
      let estimate = priced(open.count, ranks: ranks)
      if let problem = estimate.problem { throw problem }
      try AuditTable.append(
        "measure", "site", nil, after: ["sites": "\(open.count)", "most_cost_micros": "\(estimate.mostCostMicros)"], in: work)
      return (try CheckSites(leads: open.map(\.id), ranks: ranks).add(in: work), estimate)
    }
  }

  /// How the job is done.
  public var handler: JobHandler { .on(CheckSites.self) { job, progress in try await check(job, progress) } }

  private func check(_ job: CheckSites, _ progress: JobProgress) async throws {
    guard let auditor else { return }
    if let problem = auditor.problem() { throw problem }
    var (result, cost) = (JobResult(done: 0, skippedCount: 0, skipped: []), 0)
    let limit = settings.values[.maxCostCents] * Self.microsPerCent
    for start in stride(from: 0, to: job.leads.count, by: auditor.mostSites) {
      try await progress.report(start, of: job.leads.count)
      let batch = Array(job.leads[start..<min(start + auditor.mostSites, job.leads.count)])
      // After a crash the first ones were measured already.
      let open = try await base.read { work in try sites(of: batch, in: work) }
      guard !open.isEmpty else { continue }
      guard cost + auditor.mostCostMicros(sites: open.count, ranks: job.ranks) <= limit else {
        result.skippedCount += job.leads.count - start
        result.skipped.append(.init(id: open[0].id.rawValue, detail: "Your limit of \(Discovery.dollars(limit)) was reached."))
        break
      }
      let websites = Set(open.map(\.website)).sorted()
      let audits = try await auditor.audit(websites, ranks: job.ranks)
      cost += audits.costMicros
      let kept = try await base.write { work in try keep(audits, open, auditor.source, in: work) }
      result.done += kept
      result.skippedCount += open.count - kept
      if let lack = audits.lack, result.skipped.isEmpty { result.skipped.append(.init(id: open[0].id.rawValue, detail: lack)) }
    }
    try await progress.keep(result)
    try await progress.report(job.leads.count, of: job.leads.count)
  }

  /// Keeps what one call told. Returns how many leads it was about.
  private func keep(_ audits: SiteAudits, _ open: [Site], _ source: String, in work: Work) throws -> Int {
    let bySite = Dictionary(audits.audits.map { ($0.website, $0) }) { first, _ in first }
    var kept = 0
    for site in open {
      guard let audit = bySite[site.website], let lead = try LeadTable.find(site.id, in: work) else { continue }
      var fields = ["business_name": lead.details.businessName]
      if let score = audit.score { fields[Self.scoreField] = "\(score)" }
      if let rank = audit.rank { fields["domain_authority"] = "\(rank)" }
      for (name, value) in audit.signs { fields["custom.site_\(name)"] = value ? "yes" : "no" }
      let taken = try LeadIntake(source: source).take(fields)
      _ = try LeadWriter.merge(
        taken, into: lead, LeadOrigin(source: source, url: site.website, label: "DataForSEO"), in: work)
      let words = [audit.score.map { "\($0) of 100" } ?? "it does not answer", audit.rank.map { "its domain ranks \($0) of 1000" }]
      try LeadEventTable.add(Self.event, to: site.id, detail: words.compactMap { $0 }.joined(separator: ", "), in: work)
      try Scoring.score(site.id, in: work)
      kept += 1
    }
    try AuditTable.append(
      "measured", "site", nil, after: ["sites": "\(kept)", "cost_micros": "\(audits.costMicros)"], in: work)
    return kept
  }

  private struct Site: Sendable {
    let id: Lead.ID
    let website: String
  }

  private static let event = "site_measured"

  /// The leads with a site of their own that nobody measured lately.
  private func sites(of ids: [Lead.ID], in work: Work) throws -> [Site] {
    let since = work.now.adding(seconds: -Self.freshDays * 86_400)
    return try ids.prefix(Self.maximum).compactMap { id in
      guard let lead = try LeadTable.find(id, in: work), let website = lead.details.website,
        let host = EnrichLead.host(of: lead.details), !Domain.isReserved(host)
      else { return nil }
      let isFresh = try LeadEventTable.list(of: id, in: work).contains { $0.kind == Self.event && $0.at > since }
      return isFresh ? nil : Site(id: id, website: website)
    }
  }
}
