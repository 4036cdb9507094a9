import Outreach
import Store

extension LeadIntake {
  /// Fields whose origin is kept from the first day: what tells of a person, and where to reach the business.
  static let tracedFields: Set<String> = ["email", "phone", "contact_name", "address", "website", "maps_url"]

  /// A value under a field's name.
  typealias Value = (name: String, value: String)

  /// What a record says, by field name, with a value for each; derived fields are left out.
  static func values(_ details: LeadDetails, tags: [String]) -> [Value] {
    var values: [Value] = []
    for field in LeadDetails.textFields {
      if let value = details[keyPath: field.path] { values.append((field.name, value)) }
    }
    if let latitude = details.latitude, let longitude = details.longitude {
      values.append(("location", "\(latitude), \(longitude)"))
    }
    if let confidence = details.confidence { values.append(("confidence", "\(confidence)")) }
    if let authority = details.domainAuthority { values.append(("domain_authority", "\(authority)")) }
    for (name, value) in details.custom.sorted(by: { $0.key < $1.key }) { values.append(("custom." + name, value)) }
    for tag in tags { values.append(("tag." + tag, tag)) }
    return values
  }

  /// Sets these fields of a lead from a record, and what follows from them.
  static func apply(_ values: [Value], to lead: inout Lead, from taken: Taken) {
    let email = lead.details.email
    for (name, value) in values {
      switch name {
      case "location": (lead.details.latitude, lead.details.longitude) = (taken.details.latitude, taken.details.longitude)
      case "confidence": lead.details.confidence = taken.details.confidence
      case "domain_authority": lead.details.domainAuthority = taken.details.domainAuthority
      case _ where name.hasPrefix("custom."): lead.details.custom[String(name.dropFirst(7))] = value
      case _ where name.hasPrefix("tag."): lead.tags.append(value)
      default: lead.details.setText(name, value)
      }
    }
    lead.details.metadata.merge(taken.details.metadata) { mine, _ in mine }
    let isMoved = email != nil && lead.details.email != email
    // What was found of the old address says nothing about the new one.
    if isMoved { lead.details.emailStatus = taken.details.emailStatus }
    if lead.details.domain == nil || isMoved || values.contains(where: { $0.name == "website" }) {
      lead.details.domain = domain(website: lead.details.website, email: lead.details.email)
    }
    if lead.details.contactMethod != .email { lead.details.contactMethod = method(lead.details) }
  }

  /// Why two records are about one business.
  enum Likeness: String, Sendable {
    case email = "same e-mail", maps = "same maps link", place = "same name and place", site = "same web site"
  }

  /// The lead that a record is about, among those that share an address, a link or a place with it.
  static func twin(of details: LeadDetails, among leads: [Lead]) -> (lead: Lead, why: Likeness)? {
    if let email = details.email, let lead = leads.first(where: { $0.details.email == email }) { return (lead, .email) }
    if let maps = details.mapsURL, let lead = leads.first(where: { $0.details.mapsURL == maps }) { return (lead, .maps) }
    if details.isSiteOnly, let lead = leads.first(where: { $0.details.domain == details.domain }) { return (lead, .site) }
    guard let place = details.placeKey else { return nil }
    let same = leads.first { $0.details.placeKey == place && ($0.details.email == nil || details.email == nil) }
    return same.map { ($0, .place) }
  }
}
