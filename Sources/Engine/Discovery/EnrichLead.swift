import Outreach
import Store
import Text

/// Reads the web site of one lead; sites wait for each other only where they share a host.
public struct EnrichLead: Job {
  public static let kind = "enrich"
  public static let title = "Read a web site"
  public static let attempts = 3
  let lead: Lead.ID
  /// The registrable domain; for the lane only.
  let host: String

  public var lane: String { "host/\(host)" }
  public var once: String? { "enrich/\(lead)" }

  /// Profiles on networks and maps are no web site of the business's own.
  private static let profiles: Set<String> = [
    "facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com", "youtube.com", "tiktok.com", "linktr.ee", "google.com",
    "goo.gl", "yelp.com",
    "tripadvisor.com", "wa.me", "pinterest.com",
  ]

  /// Adds the job for a lead that has a web site of its own; nil where it has none.
  @discardableResult
  static func add(_ id: Lead.ID, _ details: LeadDetails, in work: Work) throws -> StoredJob.ID? {
    guard let host = host(of: details) else { return nil }
    return try EnrichLead(lead: id, host: host).add(in: work)
  }

  /// The registrable domain of a lead's own web site; nil where it has none.
  static func host(of details: LeadDetails) -> String? {
    guard let host = details.website.flatMap({ WebAddress($0)?.host }) else { return nil }
    let domain = Domain.registrable(host) ?? host
    return profiles.contains(domain) ? nil : domain
  }
}

/// Completing what is known of leads from their own web sites.
public struct Enrichment: Sendable {
  private static let excerptFacts: Set<String> = ["website", "business_name"]

  let base: Base
  let settings: Settings
  let reader: any WebsiteReader
  let finder: @Sendable () -> (any EmailFinder)?

  /// Over a base, with what reads sites.
  /// - Parameter finder: a service that is asked where a site names no address; nil where the person set none up.
  public init(
    base: Base, settings: Settings, reader: any WebsiteReader, finder: @escaping @Sendable () -> (any EmailFinder)? = { nil }
  ) {
    (self.base, self.settings, self.reader, self.finder) = (base, settings, reader, finder)
  }

  /// How a lead's job is done.
  public var handler: JobHandler { .on(EnrichLead.self) { job, _ in try await enrich(job.lead) } }

  /// Asks for the sites of these leads to be read; those without a site are told.
  public func ask(_ ids: [Lead.ID], as acting: ActingAs) async throws -> (asked: Int, without: Int) {
    try await base.write(as: acting) { work in
      var counts = (asked: 0, without: 0)
      for id in ids.prefix(Leads.maximumBulk) {
        guard let lead = try LeadTable.find(id, in: work) else { continue }
        if try EnrichLead.add(id, lead.details, in: work) == nil { counts.without += 1 } else { counts.asked += 1 }
      }
      return counts
    }
  }

  /// Asks for those sites once more that could not be read.
  public func retryFailed(as acting: ActingAs) async throws -> (asked: Int, without: Int) {
    try await ask(try await base.read { work in try SiteFailureTable.leads(limit: Leads.maximumBulk, in: work) }, as: acting)
  }

  private func enrich(_ id: Lead.ID) async throws {
    let begun = try await base.write { work -> LeadDetails? in
      guard let lead = try LeadTable.find(id, in: work) else { return nil }
      if lead.state.next(.analyze) != nil { try LeadTable.move(id, .analyze, in: work) }
      return lead.details
    }
    guard let website = begun?.website else { return }
    do {
      let findings = try await reader.read(website, maximumPages: settings.values[.crawlMaxPages])
      try await base.write { work in try Self.take(findings, for: id, in: work) }
    } catch let fault as Fault {
      if Task.isCancelled { throw CancellationError() }
      // A site that does not answer is a fact about the lead, not a reason to lose it: it goes on to review with what is known.
      try await note("site_not_read", fault.detail, of: id)
      try await base.write { work in
        if try LeadTable.find(id, in: work) != nil { try SiteFailureTable.note(fault.detail, of: id, in: work) }
      }
    }
    try await askFinder(about: id)
    try await base.write { work in
      guard let lead = try LeadTable.find(id, in: work) else { return }
      try Scoring.score(id, in: work)
      try Self.submit(lead, in: work)
    }
  }

  /// Asks the person's own service for an address where none is known that takes mail. Its refusal is noted, and the lead goes on without.
  private func askFinder(about id: Lead.ID) async throws {
    let details = try await base.read { work in try LeadTable.find(id, in: work)?.details }
    let isBad = details?.emailStatus.flatMap(EmailVerdict.init(rawValue:))?.isBad ?? false
    guard let finder = finder(), let details, details.email == nil || isBad, let domain = details.domain else { return }
    do {
      guard let best = try await finder.addresses(at: domain).first else {
        return try await note("finder_found_nothing", nil, of: id)
      }
      var fields = ["email": best.address, "custom.email_kind": best.isGeneric ? "role" : "person"]
      if !best.name.isEmpty { fields["contact_name"] = best.name }
      let origin = LeadOrigin(source: "hunter", url: best.source, label: "Hunter, \(best.confidence) % sure")
      let found = fields
      try await base.write { work in try Self.fill(id, found, from: origin, in: work) }
    } catch let fault as Fault {
      if Task.isCancelled { throw CancellationError() }
      try await note("finder_failed", fault.detail, of: id)
    }
  }

  private func note(_ kind: String, _ detail: String?, of id: Lead.ID) async throws {
    try await base.write { work in
      if try LeadTable.find(id, in: work) != nil { try LeadEventTable.add(kind, to: id, detail: detail, in: work) }
    }
  }

  private static func take(_ findings: WebsiteFindings, for id: Lead.ID, in work: Work) throws {
    guard try LeadTable.find(id, in: work) != nil else { return }
    try SiteFailureTable.clear(id, in: work)
    for page in findings.pages { try EvidenceTable.keep(page, of: id, in: work) }
    try StandInName.replace(of: id, by: findings, in: work)
    if let best = findings.addresses.first(where: { $0.kind != .machine }) {
      try fill(id, ["email": best.address, "custom.email_kind": best.kind.rawValue], url: best.url, in: work)
    }
    for fact in findings.facts where !excerptFacts.contains(fact.field) {
      try fill(id, [fact.field: fact.value], url: fact.url, in: work)
    }
    let url = findings.pages.first?.url
    if let language = findings.language { try fill(id, ["custom.language": language], url: url, in: work) }
    if !findings.technologies.isEmpty {
      try fill(id, ["custom.technology": findings.technologies.joined(separator: ", ")], url: url, in: work)
    }
    if let title = findings.pages.first?.title, !title.isEmpty { try fill(id, ["page_title": title], url: url, in: work) }
    for (name, value) in findings.signs.sorted(by: { $0.key < $1.key }) {
      try fill(id, ["custom.site_\(name)": value ? "yes" : "no"], url: url, in: work)
    }
    let detail = "\(findings.pages.count) pages, \(findings.addresses.count) addresses" + (findings.limit.map { ". " + $0 } ?? "")
    try LeadEventTable.add("site_read", to: id, detail: detail, in: work)
  }

  /// Fills one field from the site, each with its own origin.
  private static func fill(_ id: Lead.ID, _ fields: [String: String], url: String?, in work: Work) throws {
    try fill(id, fields, from: LeadOrigin(source: "website", url: url, label: "its web site"), in: work)
  }

  private static func fill(_ id: Lead.ID, _ fields: [String: String], from origin: LeadOrigin, in work: Work) throws {
    let lead = try LeadTable.get(id, in: work)
    var record = fields
    record["business_name"] = lead.details.businessName
    if let country = lead.details.country { record["country"] = country }
    guard let taken = try? LeadIntake(source: origin.source).take(record) else { return }
    if let email = taken.details.email, try SuppressionTable.reason(for: email, mode: .real, in: work) == .erased { return }
    _ = try LeadWriter.merge(taken, into: lead, origin, in: work)
  }

  private static func submit(_ lead: Lead, in work: Work) throws {
    var state = try LeadTable.state(of: lead.id, in: work)
    if state?.next(.analysisDone) != nil { state = try LeadTable.move(lead.id, .analysisDone, in: work) }
    if state?.next(.submit) != nil { try LeadTable.move(lead.id, .submit, in: work) }
  }
}
