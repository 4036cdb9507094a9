import Outreach
import Testing

@testable import Engine

/// Which two words about a business are about one, over pairs that go wrong easily.
@Suite struct TwinTests {
  private static func details(
    _ name: String, phone: String? = nil, email: String? = nil, website: String? = nil, at point: (Double, Double)? = nil,
    city: String? = nil, maps: String? = nil
  ) -> LeadDetails {
    var details = LeadDetails()
    details.businessName = name
    (details.phone, details.email, details.website, details.city, details.mapsURL) = (phone, email, website, city, maps)
    (details.latitude, details.longitude) = (point?.0, point?.1)
    details.domain = LeadIntake.domain(website: website, email: email)
    return details
  }

  private static let here = (53.0800, 8.8000)
  private static let nextDoor = (53.0805, 8.8003)
  private static let elsewhere = (53.2, 8.9)

  private static let rows: [(why: String, LeadDetails, LeadDetails, isOne: Bool)] = [
    ("legal form", details("Müller & Söhne GmbH & Co. KG", at: here), details("Müller & Söhne", at: nextDoor), true),
    ("umlaut written out", details("Bäckerei Müller", at: here), details("Baeckerei Mueller", at: nextDoor), true),
    ("accents", details("Café Zoé", at: here), details("Cafe Zoe", at: nextDoor), true),
    ("branches of a chain", details("Back-Factory", at: here), details("Back-Factory", at: elsewhere), false),
    (
      "branches with one central number", details("Back-Factory", phone: "+49421100", at: here),
      details("Back-Factory", phone: "+49421100", at: elsewhere), false
    ),
    ("same number, same name, no place", details("Salon Ada", phone: "+49421200"), details("Salon Ada", phone: "+49421200"), true),
    (
      "same number next door, a word in common", details("Praxis Dr. Stein", phone: "+49421300", at: here),
      details("Zahnarzt Stein", phone: "+49421300", at: nextDoor), true
    ),
    (
      "one switchboard in an office building", details("Kanzlei Brandt", phone: "+49421400", at: here),
      details("Steuerberatung Lang", phone: "+49421400", at: nextDoor), false
    ),
    (
      "same number and site, other name", details("Huber", phone: "+4366255", website: "https://huber.at"),
      details("Huber Installationen", phone: "+4366255", website: "https://www.huber.at/kontakt"), true
    ),
    (
      "same shared host", details("Salon A", website: "https://a.jimdosite.com"),
      details("Salon B", website: "https://b.jimdosite.com"),
      false
    ),
    (
      "same free mail provider", details("Salon A", email: "a@gmail.com"), details("Salon B", email: "b@gmail.com"), false
    ),
    (
      "same domain only", details("Nord", website: "https://kette.de/nord"), details("Süd", website: "https://kette.de/sued"), false
    ),
    (
      "two addresses are two", details("Salon", email: "a@eins.de", at: here), details("Salon", email: "b@zwei.de", at: nextDoor),
      false
    ),
    (
      "one address is one", details("Salon", email: "a@eins.de", at: here), details("Anders", email: "a@eins.de", at: elsewhere),
      true
    ),
    (
      "same place on the map", details("Alt", maps: "https://maps.google.com/?cid=7"),
      details("Neu", maps: "https://maps.google.com/?cid=7"), true
    ),
    ("same name in one town", details("Salon Ada", city: "Bremen"), details("Salon Ada", city: "Bremen"), true),
    ("same name in two towns", details("Salon Ada", city: "Bremen"), details("Salon Ada", city: "Hamburg"), false),
    ("other business next door", details("Salon Ada", at: here), details("Optik Neumann", at: nextDoor), false),
  ]

  @Test func `two words about one business are one, and about two are two, whichever comes first`() {
    for (why, one, other, isOne) in Self.rows {
      for (known, found) in [(one, other), (other, one)] {
        let lead = Lead(id: Lead.ID(at: 0), details: known, state: .pendingReview, at: Timestamp(rawValue: 0))
        #expect((FoundLead.twin(of: found, among: [lead]) != nil) == isOne, "\(why)")
      }
    }
  }
}
