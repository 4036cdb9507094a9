import Outreach
import Store
import Text

/// Where a record came from, for the provenance of its fields and the lead's timeline.
struct LeadOrigin: Sendable {
  let source: String
  /// The page or object that says so; nil for files.
  let url: String?
  /// For the timeline: “OpenStreetMap”.
  let label: String
  /// Fields that may be kept only so many days; empty where all may stay.
  var keepDays: [String: Int] = [:]
}

/// Compares what a service found with the leads that there are: a new lead, or a known one with its gaps filled.
enum FoundLead {
  /// Two places on the map nearer than this may be one.
  static let sameMetres = 150.0

  /// What became of a record.
  struct Outcome {
    let lead: Lead.ID
    let isNew: Bool
    let isChanged: Bool
  }

  /// Writes a record; nil where it may not become a lead: the person behind it was erased.
  static func record(_ taken: LeadIntake.Taken, _ origin: LeadOrigin, in work: Work) throws -> Outcome? {
    if let email = taken.details.email, try SuppressionTable.reason(for: email, mode: .real, in: work) == .erased { return nil }
    let near = try LeadTable.neighbours(of: taken.details, in: work)
    guard let known = twin(of: taken.details, among: near) else {
      return Outcome(lead: try insert(taken, origin, in: work), isNew: true, isChanged: true)
    }
    var taken = taken
    if let maps = taken.details.mapsURL, near.contains(where: { $0.id != known.id && $0.details.mapsURL == maps }) {
      taken.details.mapsURL = nil
    }
    return Outcome(lead: known.id, isNew: false, isChanged: try fill(known, from: taken, origin, in: work))
  }

  /// Fills the gaps of a known lead; nothing is overwritten. Returns whether the record brought anything new.
  static func fill(_ known: Lead, from taken: LeadIntake.Taken, _ origin: LeadOrigin, in work: Work) throws -> Bool {
    var lead = known
    let filled = LeadIntake.fill(&lead, from: taken)
    guard !filled.isEmpty else { return false }
    guard try LeadTable.update(lead, was: known, in: work) else { throw Fault(.conflict, "A lead changed while it was looked up.") }
    try keep(filled.filter { !$0.name.hasPrefix("tag.") }, origin, of: lead.id, in: work)
    try LeadEventTable.add(
      "filled", to: lead.id, detail: "\(filled.map(\.name).joined(separator: ", ")) (\(origin.label))", in: work)
    return true
  }

  private static func insert(_ taken: LeadIntake.Taken, _ origin: LeadOrigin, in work: Work) throws -> Lead.ID {
    var lead = Lead(id: Lead.ID(at: work.now.rawValue), details: taken.details, state: .discovered, at: work.now)
    lead.tags = taken.tags
    try LeadTable.insert(lead, in: work)
    try keep(LeadIntake.values(taken.details, tags: []), origin, of: lead.id, in: work)
    try LeadEventTable.add("discovered", to: lead.id, detail: origin.label, in: work)
    try AuditTable.append("discover", "lead", lead.id.rawValue, after: ["source": origin.source], lead: lead.id, in: work)
    return lead.id
  }

  private static func keep(_ values: [(name: String, value: String)], _ origin: LeadOrigin, of lead: Lead.ID, in work: Work) throws
  {
    for (name, value) in values {
      try LeadEventTable.add(
        ContactFact(field: name, value: value, source: origin.source, url: origin.url, at: work.now), to: lead, in: work)
      if let days = origin.keepDays[name] {
        try PassingFactTable.add(name, of: lead, source: origin.source, days: days, in: work)
      }
    }
  }

  /// The lead that a record is about: what files go by; else the same telephone at a place of that name or site; else the same name
  /// next door. Two different addresses are two businesses, and so are two shops of a chain.
  static func twin(of details: LeadDetails, among leads: [Lead]) -> Lead? {
    if let twin = LeadIntake.twin(of: details, among: leads) { return twin.lead }
    let name = plain(details.businessName)
    return leads.first { lead in
      guard details.email == nil || lead.details.email == nil || details.email == lead.details.email else { return false }
      if isFar(details, lead.details) { return false }
      let other = plain(lead.details.businessName)
      let isNamed = other == name
      if let phone = details.phone, lead.details.phone == phone {
        // An office building has one telephone for several: beside it, a word of the name must be the same.
        return isNamed || (details.domain != nil && details.domain == lead.details.domain)
          || (isNear(details, lead.details) && sharesWord(name, other))
      }
      return isNamed && isNear(details, lead.details)
    }
  }

  /// A name to compare by, also where one source writes `Mueller` and the other `Müller`.
  private static func plain(_ name: String) -> String {
    Folding.businessName(name).replacing("ae", with: "a").replacing("oe", with: "o").replacing("ue", with: "u")
  }

  private static func sharesWord(_ one: String, _ other: String) -> Bool {
    let words = Set(one.split(separator: " ").filter { $0.count >= 4 })
    return other.split(separator: " ").contains { words.contains($0) }
  }

  private static func metres(_ a: LeadDetails, _ b: LeadDetails) -> Double? {
    guard let x = a.latitude, let y = a.longitude, let u = b.latitude, let v = b.longitude else { return nil }
    return GeoPoint(x, y).metres(to: GeoPoint(u, v))
  }

  private static func isNear(_ a: LeadDetails, _ b: LeadDetails) -> Bool { metres(a, b).map { $0 <= sameMetres } ?? false }
  private static func isFar(_ a: LeadDetails, _ b: LeadDetails) -> Bool { metres(a, b).map { $0 > sameMetres } ?? false }
}
