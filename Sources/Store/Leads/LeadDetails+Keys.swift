import Outreach
import Text

extension LeadDetails {
  /// What two records of one business share: folded name and place. Nil where name or place is missing.
  public var placeKey: String? {
    let name = Folding.businessName(businessName)
    let place = [postalCode, city].compactMap { $0 }.map({ Folding.text($0) }).first { !$0.isEmpty }
    guard !name.isEmpty, let place else { return nil }
    return name + "|" + place
  }
}
