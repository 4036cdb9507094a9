import Outreach
import Testing

@testable import Engine

struct LeadIntakeTests {
  private let intake = LeadIntake(source: "csv")

  @Test func `each field is brought into its one form`() throws {
    let rows: [(field: String, text: String, expected: String?)] = [
      ("email", " Info@Example.COM ", "info@example.com"),
      ("email", "mailto:info@example.com", "info@example.com"),
      ("email", "Jo <jo@example.com>", "jo@example.com"),
      ("email", "jo@example.com; other@example.com", "jo@example.com"),
      ("email", "n/a", nil),
      ("email", "info(at)example", nil),
      ("website", "EXAMPLE.com/", "https://example.com"),
      ("website", "javascript:alert(1)", nil),
      ("website", "https://maps.google.com/?cid=42", nil),
      ("maps_url", "https://www.google.com/maps?cid=42&hl=de", "https://maps.google.com/?cid=42"),
      ("country", "Deutschland", "Germany"),
      ("country", "Atlantis", "Atlantis"),
      ("category", "Bakery\r\n\tand\u{0}  Café\u{200B}", "Bakery and Café"),
      ("category", "  -  ", nil),
      ("time_zone", "Europe/Berlin", "Europe/Berlin"),
      ("time_zone", "CET+1 or so", nil),
      ("notes", "one\r\ntwo\rthree\n\n", "one\ntwo\nthree"),
      ("city", "'=HYPERLINK(1)", "=HYPERLINK(1)"),
      ("city", String(repeating: "x", count: 500), String(repeating: "x", count: 100)),
    ]
    for row in rows {
      let taken = try intake.take(["business_name": "Bakery", row.field: row.text])
      #expect(taken.details.text(row.field) == row.expected, "\(row)")
    }
  }

  @Test func `what a verifier found comes with the address that it is about`() throws {
    for (word, expected) in [("Catch-All", "accept_all"), ("invalid", "invalid"), ("unknown", "unknown"), ("ok", "valid")] {
      let taken = try intake.take(["business_name": "Bakery", "email": "jo@example.com", "email_status": word])
      #expect(taken.details.emailStatus == expected, "\(word)")
    }
    #expect(try intake.take(["business_name": "Bakery", "email_status": "invalid"]).details.emailStatus == nil)
  }

  @Test func `numbers are read with point or comma and refused outside their range`() throws {
    let rows: [(fields: [String: String], latitude: Double?, confidence: Double?, authority: Int?, warnings: Int)] = [
      (["latitude": "48.1", "longitude": "11,5"], 48.1, nil, nil, 0),
      (["latitude": "91", "longitude": "11.5"], nil, nil, nil, 1),
      (["latitude": "48.1"], nil, nil, nil, 0),
      (["confidence": "85%"], nil, 0.85, nil, 0),
      (["confidence": "85"], nil, 0.85, nil, 0),
      (["confidence": "0.5"], nil, 0.5, nil, 0),
      (["confidence": "high"], nil, nil, nil, 1),
      (["domain_authority": "301.4"], nil, nil, 301, 0),
      (["domain_authority": "1e400"], nil, nil, nil, 1),
      (["domain_authority": "nan"], nil, nil, nil, 0),
      (["domain_authority": "-1"], nil, nil, nil, 1),
    ]
    for row in rows {
      let taken = try intake.take(row.fields.merging(["business_name": "Bakery"]) { first, _ in first })
      let got = (taken.details.latitude, taken.details.confidence, taken.details.domainAuthority, taken.warnings.count)
      #expect(got == (row.latitude, row.confidence, row.authority, row.warnings), "\(row)")
    }
  }

  @Test func `domain, name and contact method follow from what is known`() throws {
    let rows: [(fields: [String: String], name: String, domain: String?, method: ContactMethod)] = [
      (["website": "https://shop.example.co.uk/x"], "example.co.uk", "example.co.uk", .form),
      (["email": "jo@example.de"], "example.de", "example.de", .email),
      (["email": "jo@gmail.com", "first_name": "Jo", "last_name": "Doe"], "Jo Doe", nil, .email),
      (["email": "jo@gmail.com"], "No name", nil, .email),
      (["business_name": "A", "website": "https://facebook.com/a", "email": "a@b-example.de"], "A", "b-example.de", .email),
      (["business_name": "A", "website": "https://facebook.com/a"], "A", nil, .form),
      (["business_name": "A", "phone": "+49 30 1234567", "website": "https://a-example.de"], "A", "a-example.de", .phone),
      (
        ["business_name": "A", "phone": "+49 30 1234567", "website": "https://a-example.de", "contact_method": "Form"], "A",
        "a-example.de", .form
      ),
      (["business_name": "A", "contact_method": "email"], "A", nil, .none),
      (["business_name": "N/A GmbH"], "N/A GmbH", nil, .none),
    ]
    for row in rows {
      let details = try intake.take(row.fields).details
      #expect((details.businessName, details.domain, details.contactMethod) == (row.name, row.domain, row.method), "\(row)")
    }
  }

  @Test func `a malformed address is a warning while the business has a name, and fails the row where nothing is left`() throws {
    let taken = try intake.take(["business_name": "Bakery", "email": "not an address"])
    #expect(taken.warnings.map(\.name) == ["email"])
    #expect(taken.details.metadata["email_as_given"] == "not an address")
    for fields in [
      ["email": "not an address"], ["contact_name": "Jo"], ["phone": "+49 30 1234567"], [:], ["business_name": "\u{200B} "],
    ] {
      #expect(throws: Fault.self, "\(fields)") { try intake.take(fields) }
    }
  }

  @Test func `own columns and tags are kept within bounds`() throws {
    var fields = [
      "business_name": "A", "tags": "Bakery, organic;Bakery|" + String(repeating: "x", count: 200), "custom.size": " 12 \n",
    ]
    for number in 0..<300 { fields["custom.c\(number)"] = "v" }
    let taken = try intake.take(fields)
    #expect(taken.details.custom.count == 100)
    #expect(taken.tags == ["Bakery", "organic", String(repeating: "x", count: 60)])
  }

  @Test func `what a person types is refused instead of dropped`() throws {
    var details = LeadDetails()
    details.businessName = "  Bakery  One "
    details.email = "Info@Example.com"
    details.metadata = ["k": "v"]
    try LeadIntake.tidy(&details)
    #expect((details.businessName, details.email, details.domain) == ("Bakery One", "info@example.com", "example.com"))
    #expect(details.contactMethod == .email && details.metadata == ["k": "v"])
    details.email = "nonsense"
    details.latitude = 500
    let broken = details
    let fault = #expect(throws: Fault.self) {
      var copy = broken
      try LeadIntake.tidy(&copy)
    }
    #expect(fault?.fields.map(\.name) == ["email", "latitude"])
  }
}
