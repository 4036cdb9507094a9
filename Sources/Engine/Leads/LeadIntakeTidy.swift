import Outreach
import Text

extension LeadIntake {
  /// Brings what a person typed into the one form of each field, and derives domain and contact method.
  /// - Throws: `.badInput` naming each field that can't be used, or that there is neither name nor e-mail nor web site.
  public static func tidy(_ details: inout LeadDetails) throws {
    var problems: [Fault.Field] = []
    var fields: [String: String] = ["business_name": details.businessName]
    for field in LeadDetails.textFields { fields[field.name] = details[keyPath: field.path] }
    for (name, value) in details.custom { fields["custom." + name] = value }
    let taken = try LeadIntake(source: details.source).take(fields)
    problems += taken.warnings.filter { !$0.detail.hasPrefix("was cut") }
    if let latitude = details.latitude, !(-90...90).contains(latitude) {
      problems.append(.init("latitude", "is no latitude from -90 to 90"))
    }
    if let longitude = details.longitude, !(-180...180).contains(longitude) {
      problems.append(.init("longitude", "is no longitude from -180 to 180"))
    }
    if let authority = details.domainAuthority, !(0...1000).contains(authority) {
      problems.append(.init("domain_authority", "is no number from 0 to 1000"))
    }
    guard problems.isEmpty else { throw Fault(.badInput, "Some fields can't be used as they are.", fields: problems) }
    var tidied = taken.details
    (tidied.latitude, tidied.longitude, tidied.domainAuthority) = (details.latitude, details.longitude, details.domainAuthority)
    (tidied.confidence, tidied.metadata) = (details.confidence, details.metadata)
    details = tidied
  }
}
