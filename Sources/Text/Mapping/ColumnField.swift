/// What a column of an imported file means for a lead. The names are those of SQL, JSON, CSV export and templates.
public enum ColumnField: Hashable, Sendable {
  case known(Known)
  /// The person's own column, by its slug.
  case custom(String)

  /// The fields that a lead has.
  public enum Known: String, CaseIterable, Sendable {
    case businessName = "business_name"
    case category, address, city
    case stateRegion = "state_region"
    case postalCode = "postal_code"
    case country
    case timeZone = "time_zone"
    case latitude, longitude
    case mapsURL = "maps_url"
    case website
    case contactName = "contact_name"
    case firstName = "first_name"
    case lastName = "last_name"
    case email
    case emailStatus = "email_status"
    case phone
    case pageURL = "page_url"
    case pageTitle = "page_title"
    case domainAuthority = "domain_authority"
    case contactMethod = "contact_method"
    case notes, tags, source, confidence
  }

  /// The name of the field: `email`, or `custom.opening_hours`.
  public var name: String {
    switch self {
    case .known(let field): field.rawValue
    case .custom(let slug): "custom." + slug
    }
  }

  /// The field of a name as `name` writes it, `state` being read as `state_region`; nil where there is none.
  public init?(name: String) {
    if name.hasPrefix("custom.") {
      self = .custom(Folding.slug(name.dropFirst(7)))
    } else if let field = Known(rawValue: name == "state" ? "state_region" : name) {
      self = .known(field)
    } else {
      return nil
    }
  }
}

/// What one column was taken for, and why.
public struct ColumnGuess: Hashable, Sendable {
  /// The column's place, from 0.
  public let column: Int
  /// The header as the file writes it.
  public let header: String
  /// The header made unique: `phone`, `phone 2`.
  public let title: String
  /// What the column means.
  public let field: ColumnField
  /// 0 to 1: 1 for a header that says it, below 0.6 for a guess from the content.
  public let confidence: Double
  /// One short sentence for the person who checks the mapping.
  public let reason: String
}
