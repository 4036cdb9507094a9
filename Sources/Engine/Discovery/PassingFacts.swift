import Outreach
import Store
import Text

/// Takes away facts that a source's terms let us keep for a while only.
///
/// A web site that was read meanwhile stays: then it is the site itself that tells what is known of the business.
public struct ForgetPassingFacts: Job {
  public static let kind = "forget-passing-facts"
  public static let title = "Forget what a source lets us keep for a while only"
  private static let batch = 200
  private static let site = "website"

  public var lane: String { "disk" }
  public var once: String? { "forget-passing-facts" }

  /// The job.
  public init() {}

  /// How it is done.
  public static func handler(_ base: Base) -> JobHandler { .on(Self.self) { _, _ in try await run(base) } }

  /// Takes away what is due, batch by batch.
  public static func run(_ base: Base) async throws {
    while try await base.write({ work in
      let due = try PassingFactTable.due(limit: batch, in: work)
      for one in due { try forget(one, in: work) }
      return due.count == batch
    }) {}
  }

  private static func forget(_ due: PassingFactTable.Due, in work: Work) throws {
    guard let old = try LeadTable.find(due.lead, in: work) else { return try PassingFactTable.drop(due, in: work) }
    let facts = try LeadEventTable.facts(of: due.lead, in: work)
    // A person or another source said the same field since: the value is theirs.
    let isTheirs = facts.contains { $0.field == due.field && $0.source != due.source }
    let wasRead = facts.contains { $0.source == site }
    try PassingFactTable.drop(due, in: work)
    if isTheirs { return }
    if due.field == site, wasRead, let website = old.details.website {
      return try LeadEventTable.add(
        ContactFact(field: site, value: website, source: site, url: website, at: work.now), to: due.lead, in: work)
    }
    var lead = old
    switch due.field {
    case "location": (lead.details.latitude, lead.details.longitude) = (nil, nil)
    case site:
      if let domain = lead.details.domain, lead.details.businessName == Domain.unicode(domain) {
        lead.details.businessName = "Place without a name"
      }
      lead.details.website = nil
      lead.details.domain = LeadIntake.domain(website: nil, email: lead.details.email)
    default: lead.details.setText(due.field, nil)
    }
    guard try LeadTable.update(lead, was: old, in: work) else { throw Fault(.conflict, "A lead changed meanwhile.") }
    try LeadEventTable.add("forgotten", to: due.lead, detail: due.field, in: work)
    try AuditTable.append(
      "forget", "lead", due.lead.rawValue, after: ["field": due.field, "source": due.source], lead: due.lead, in: work)
    if due.field != "location" { try Leads.voidChanged(of: due.lead, fields: [due.field], in: work) }
  }
}
