import Outreach
import SQLite

/// A lead's fields as the columns of its row.
struct LeadColumns {
  /// The columns that an edit may change, in order.
  static let names = [
    "business_name", "category", "city", "state_region", "postal_code", "country", "latitude", "longitude", "time_zone", "maps_url",
    "website",
    "domain", "contact_method", "page_url", "page_title", "domain_authority", "source", "confidence", "outcome", "score",
    "score_reasons",
    "personal_sealed", "email_hash", "phone_hash", "place_key", "has_email", "updated_at", "version",
  ]

  /// The values of `names`, in order.
  let values: [(any SQLiteBindable)?]

  /// The columns of a lead.
  init(_ lead: Lead, key: Vault.LeadKey, vault: Vault) throws {
    let details = lead.details
    let reasons = lead.scoreReasons.map { "\($0.points)\t\($0.text)" }.joined(separator: "\n")
    values = [
      details.businessName, details.category, details.city, details.stateRegion, details.postalCode, details.country,
      details.latitude,
      details.longitude, details.timeZone, details.mapsURL, details.website, details.domain, details.contactMethod.rawValue,
      details.pageURL,
      details.pageTitle, details.domainAuthority, details.source, details.confidence, lead.outcome.rawValue, lead.score, reasons,
      try key.seal(Packed.bytes(Self.personal(details)), "lead.personal_sealed/\(lead.id)"),
      try details.email.map { try vault.hash($0, "email") },
      try details.phone.map { try vault.hash($0, "phone") }, details.placeKey, details.email != nil, lead.updatedAt.rawValue,
      lead.version,
    ]
  }

  /// `$6, $7, …` for all columns.
  static func placeholders(from first: Int) -> String { names.indices.map { "$\($0 + first)" }.joined(separator: ", ") }

  /// A lead from its row and its own key.
  static func lead(_ row: Row, id: Lead.ID, key: Vault.LeadKey) throws -> Lead {
    let state = LeadState(rawValue: try row.text("state")) ?? .failed
    var lead = Lead(
      id: id, details: try details(row, id: id, key: key), state: state, at: Timestamp(rawValue: try row.int64("discovered_at")))
    lead.reviewStatus = ReviewStatus(rawValue: try row.text("review_status")) ?? .pending
    lead.outcome = LeadOutcome(rawValue: try row.text("outcome")) ?? .open
    lead.score = try row.intOrNil("score")
    lead.scoreReasons = try row.text("score_reasons").split(separator: "\n").compactMap(reason)
    lead.updatedAt = Timestamp(rawValue: try row.int64("updated_at"))
    lead.version = try row.int("version")
    return lead
  }

  private static func details(_ row: Row, id: Lead.ID, key: Vault.LeadKey) throws -> LeadDetails {
    var details = LeadDetails()
    details.businessName = try row.text("business_name")
    details.category = try row.textOrNil("category")
    details.city = try row.textOrNil("city")
    details.stateRegion = try row.textOrNil("state_region")
    details.postalCode = try row.textOrNil("postal_code")
    details.country = try row.textOrNil("country")
    details.latitude = try row.doubleOrNil("latitude")
    details.longitude = try row.doubleOrNil("longitude")
    details.timeZone = try row.textOrNil("time_zone")
    details.mapsURL = try row.textOrNil("maps_url")
    details.website = try row.textOrNil("website")
    details.domain = try row.textOrNil("domain")
    details.contactMethod = ContactMethod(rawValue: try row.text("contact_method")) ?? .none
    details.pageURL = try row.textOrNil("page_url")
    details.pageTitle = try row.textOrNil("page_title")
    details.domainAuthority = try row.intOrNil("domain_authority")
    details.source = try row.text("source")
    details.confidence = try row.doubleOrNil("confidence")
    for (name, value) in Packed.fields(try key.open(try row.blob("personal_sealed"), "lead.personal_sealed/\(id)")) {
      if name.hasPrefix("custom.") {
        details.custom[String(name.dropFirst(7))] = value
      } else if name.hasPrefix("metadata.") {
        details.metadata[String(name.dropFirst(9))] = value
      } else {
        details.setText(name, value)
      }
    }
    return details
  }

  private static func personal(_ details: LeadDetails) -> [(String, String?)] {
    [
      ("contact_name", details.contactName), ("email", details.email), ("phone", details.phone), ("address", details.address),
      ("notes", details.notes), ("email_status", details.emailStatus),
    ] + details.custom.sorted { $0.key < $1.key }.map { ("custom." + $0.key, $0.value) }
      + details.metadata.sorted { $0.key < $1.key }.map { ("metadata." + $0.key, $0.value) }
  }

  private static func reason(_ line: Substring) -> ScoreReason? {
    let parts = line.split(separator: "\t", maxSplits: 1)
    guard parts.count == 2, let points = Int(parts[0]) else { return nil }
    return ScoreReason(points: points, text: String(parts[1]))
  }
}
