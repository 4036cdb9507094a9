extension LeadDetails {
  /// A text field of a lead under the name that SQL, JSON, CSV and templates use.
  public struct Field: Sendable {
    public let name: String
    public let title: String
    public let path: any WritableKeyPath<LeadDetails, String?> & Sendable
  }

  /// Every text field that may be set from outside, in the order that people expect.
  public static let textFields: [Field] = [
    Field(name: "category", title: "Category", path: \.category),
    Field(name: "address", title: "Street address", path: \.address),
    Field(name: "city", title: "City", path: \.city),
    Field(name: "state_region", title: "State or region", path: \.stateRegion),
    Field(name: "postal_code", title: "Postal code", path: \.postalCode),
    Field(name: "country", title: "Country", path: \.country),
    Field(name: "time_zone", title: "Time zone", path: \.timeZone),
    Field(name: "maps_url", title: "Maps link", path: \.mapsURL),
    Field(name: "website", title: "Web site", path: \.website),
    Field(name: "contact_name", title: "Contact name", path: \.contactName),
    Field(name: "email", title: "E-mail", path: \.email),
    Field(name: "email_status", title: "Address check", path: \.emailStatus),
    Field(name: "phone", title: "Phone", path: \.phone),
    Field(name: "page_url", title: "Page", path: \.pageURL),
    Field(name: "page_title", title: "Page title", path: \.pageTitle),
    Field(name: "notes", title: "Notes", path: \.notes),
  ]

  /// The value of a text field by its name, `business_name` included; nil where it is unknown or no such field exists.
  public func text(_ name: String) -> String? {
    if name == "business_name" { return businessName }
    return Self.textFields.first { $0.name == name }.flatMap { self[keyPath: $0.path] }
  }

  /// Sets a text field by its name; empty text means unknown. Returns false where no such field exists.
  @discardableResult
  public mutating func setText(_ name: String, _ value: String?) -> Bool {
    let kept = value.flatMap { $0.isEmpty ? nil : $0 }
    if name == "business_name" {
      businessName = kept ?? ""
      return true
    }
    guard let field = Self.textFields.first(where: { $0.name == name }) else { return false }
    self[keyPath: field.path] = kept
    return true
  }
}
