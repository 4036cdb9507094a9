import Finding

/// One row of the table by which leads are scored: what it looks at and what that is worth.
public struct ScoreRule: Sendable, Hashable, Codable {
  /// What a rule can look at.
  public enum Sign: String, Sendable, Codable, CaseIterable {
    case hasEmail = "has_email"
    case verifiedEmail = "verified_email"
    case badEmail = "bad_email"
    case personalEmail = "personal_email"
    case hasPhone = "has_phone"
    case hasContactName = "has_contact_name"
    case hasWebsite = "has_website"
    case noWebsite = "no_website"
    case siteWithoutHTTPS = "site_without_https"
    case siteNotMobile = "site_not_mobile"
    case weakSite = "weak_site"
    case categoryMatches = "category_matches"
    case isNear = "is_near"
    case isChain = "is_chain"
    case isLarge = "is_large"
    case highAuthority = "high_authority"
    case unreachable
  }

  public var sign: Sign
  /// -100 to 100; 0 switches the rule off.
  public var points: Int
  /// What some signs need: words with commas between for `category_matches`, `latitude, longitude, km` for `is_near`, a rank from 0 to 1000
  /// for `high_authority`, a measure from 0 to 100 for `weak_site`, a number of people for `is_large`.
  public var value: String

  /// A rule by its parts.
  public init(_ sign: Sign, _ points: Int, _ value: String = "") { (self.sign, self.points, self.value) = (sign, points, value) }

  /// The table as delivered; every sign has a row.
  public static let standard: [ScoreRule] = [
    ScoreRule(.hasEmail, 30), ScoreRule(.verifiedEmail, 10), ScoreRule(.badEmail, -40), ScoreRule(.personalEmail, 5),
    ScoreRule(.hasPhone, 5),
    ScoreRule(.hasContactName, 10), ScoreRule(.hasWebsite, 10), ScoreRule(.noWebsite, 0), ScoreRule(.siteWithoutHTTPS, 10),
    ScoreRule(.siteNotMobile, 10), ScoreRule(.weakSite, 10, "60"), ScoreRule(.categoryMatches, 20), ScoreRule(.isNear, 10),
    ScoreRule(.isChain, -20),
    ScoreRule(.isLarge, -10, "250"),
    ScoreRule(.highAuthority, -10, "500"), ScoreRule(.unreachable, -30),
  ]

  /// What is wrong with the rule; nil where nothing is.
  public var problem: String? {
    if !(-100...100).contains(points) { return "must be -100 to 100 points" }
    switch sign {
    case .isNear where !value.isEmpty && circle == nil: return "needs latitude, longitude and kilometres, such as “53.08, 8.80, 30”"
    case .highAuthority where Int(value) == nil: return "needs a rank from 0 to 1000"
    case .weakSite where Int(value).map({ (0...100).contains($0) }) != true: return "needs a score from 0 to 100"
    case .isLarge where Int(value).map({ $0 > 0 }) != true: return "needs a number of people"
    default: return value.utf8.count > 500 ? "is too long" : nil
    }
  }

  private var circle: (GeoPoint, metres: Double)? {
    let numbers = value.split(separator: ",").compactMap { Double($0.filter { $0 != " " }) }
    guard numbers.count == 3, abs(numbers[0]) <= 90, abs(numbers[1]) <= 180, numbers[2] > 0 else { return nil }
    return (GeoPoint(numbers[0], numbers[1]), numbers[2] * 1000)
  }

  /// Why the rule fits a lead, for the person; nil where it does not.
  /// - Parameter verdict: what is known of its address; nil where nobody checked it.
  public func reason(for lead: LeadDetails, verdict: EmailVerdict? = nil) -> String? {
    switch sign {
    case .hasEmail: lead.email != nil ? "Has an e-mail address" : nil
    case .verifiedEmail: verdict == .valid ? "The address was verified" : nil
    case .badEmail: verdict?.isBad == true ? "The address takes no mail" : nil
    case .personalEmail: lead.custom["email_kind"] == "person" ? "The address is a person's" : nil
    case .hasPhone: lead.phone != nil ? "Has a phone number" : nil
    case .hasContactName: lead.contactName != nil ? "Somebody is named" : nil
    case .hasWebsite: lead.website != nil ? "Has a web site" : nil
    case .noWebsite: lead.website == nil ? "Has no web site" : nil
    case .siteWithoutHTTPS: lead.custom["site_https"] == "no" ? "Its web site is not encrypted" : nil
    case .siteNotMobile: lead.custom["site_mobile"] == "no" ? "Its web site does not fit phones" : nil
    case .weakSite: weakness(of: lead).map { "Its web site was measured at \($0) of 100" }
    case .categoryMatches: word(in: lead).map { "Its category is “\($0)”" }
    case .isNear: isInside(lead) ? "It is near" : nil
    case .isChain: lead.custom["chain"] != nil ? "It belongs to a chain" : nil
    case .isLarge: (Self.people(in: lead) ?? -1) >= (Int(value) ?? .max) ? "It has many people" : nil
    case .highAuthority: (lead.domainAuthority ?? -1) >= (Int(value) ?? .max) ? "Its web site ranks high already" : nil
    case .unreachable: lead.email == nil && lead.phone == nil && lead.website == nil ? "There is no way to reach it" : nil
    }
  }

  /// How many people it has, as columns of lists and services tell it: `51-200` counts as 51.
  private static func people(in lead: LeadDetails) -> Int? {
    for name in ["employees", "employee_count", "headcount", "company_size", "size", "mitarbeiter"] {
      guard let text = lead.custom[name] else { continue }
      let digits = text.drop { !$0.isNumber }.filter { $0 != "," && $0 != "." && $0 != "'" }.prefix { $0.isNumber }
      if let number = Int(digits) { return number }
    }
    return nil
  }

  /// The measure of a web site that lies below the rule's value; nil where none was taken or it is good enough.
  private func weakness(of lead: LeadDetails) -> Int? {
    guard let score = lead.custom["site_score"].flatMap({ Int($0) }), score < Int(value) ?? 0 else { return nil }
    return score
  }

  private func word(in lead: LeadDetails) -> String? {
    guard let category = lead.category?.lowercased() else { return nil }
    let words = value.lowercased().split(separator: ",").map { $0.drop { $0 == " " } }.filter { !$0.isEmpty }
    return words.contains { category.contains($0) } ? lead.category : nil
  }

  private func isInside(_ lead: LeadDetails) -> Bool {
    guard let circle, let latitude = lead.latitude, let longitude = lead.longitude else { return false }
    return circle.0.metres(to: GeoPoint(latitude, longitude)) <= circle.metres
  }
}

extension Lead {
  /// What every score begins with.
  public static let firstReason = ScoreReason(points: 20, text: "Every lead begins with these")

  /// The lead with its score by a table: the points that it begins with, the rules' points, kept within 0 to 100.
  public func scored(by rules: [ScoreRule], verdict: EmailVerdict? = nil) -> Lead {
    var lead = self
    lead.scoreReasons = rules.compactMap { rule in
      rule.points == 0 ? nil : rule.reason(for: details, verdict: verdict).map { ScoreReason(points: rule.points, text: $0) }
    }
    lead.score = min(100, max(0, Self.firstReason.points + lead.scoreReasons.reduce(0) { $0 + $1.points }))
    return lead
  }
}

/// Leads in three classes by their score.
public enum ScoreClass: String, Sendable, CaseIterable {
  case a = "A", b = "B", c = "C"

  /// The class of a score from 0 to 100.
  public init(score: Int) { self = score >= 70 ? .a : score >= 40 ? .b : .c }
}
