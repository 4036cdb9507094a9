import Outreach
import Text

extension LeadDetails {
  /// Whether nothing but a web site is known, so that the lead is called by its domain: such a record is about the lead of that site.
  public var isSiteOnly: Bool {
    guard let domain, email == nil, phone == nil else { return false }
    return businessName == Domain.unicode(domain)
  }

  /// What two records of one business share: folded name and place. Nil where name or place is missing.
  public var placeKey: String? {
    let name = Folding.businessName(businessName)
    let place = [postalCode, city].compactMap { $0 }.map({ Folding.text($0) }).first { !$0.isEmpty }
    guard !name.isEmpty, let place else { return nil }
    return name + "|" + place
  }
}
