import Outreach
import Store
import Text

/// A lead whose source told only a web site is called by its domain until the site says what the business is called.
enum StandInName {
  /// Gives such a lead the name that its site tells; any other keeps its own.
  static func replace(of id: Lead.ID, by findings: WebsiteFindings, in work: Work) throws {
    guard let fact = findings.facts.first(where: { $0.field == "business_name" }), let old = try LeadTable.find(id, in: work),
      let domain = old.details.domain, old.details.businessName == Domain.unicode(domain),
      let name = try? LeadIntake(source: "website").take(["business_name": fact.value]).details.businessName
    else { return }
    var lead = old
    lead.details.businessName = name
    guard try LeadTable.update(lead, was: old, in: work) else { throw Fault(.conflict, "A lead changed while its site was read.") }
    try LeadEventTable.add(
      ContactFact(field: "business_name", value: name, source: "website", url: fact.url, at: work.now), to: id, in: work)
    try Leads.voidChanged(of: id, fields: ["business_name"], in: work)
  }
}
