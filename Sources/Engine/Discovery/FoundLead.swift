import Finding
import Outreach
import Text

/// Compares what a service found with the leads that there are.
enum FoundLead {
  /// Two places on the map nearer than this may be one.
  static let sameMetres = 150.0

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
