import Outreach
import Testing
import Text

@testable import Connectors

@Suite struct AddressTextTests {
  /// Text, and the addresses that a person would read in it.
  private static let rows: [(String, [String])] = [
    ("Write to info@praxis.example today", ["info@praxis.example"]),
    ("Mail: INFO@Praxis.Example.", ["info@praxis.example"]),
    ("info [at] praxis.example", ["info@praxis.example"]),
    ("info(at)praxis(dot)example", ["info@praxis.example"]),
    ("info {at} praxis {dot} example", ["info@praxis.example"]),
    ("info [ät] bäckerei.example", ["info@xn--bckerei-5wa.example"]),
    ("kontakt (klammeraffe) praxis [punkt] example", ["kontakt@praxis.example"]),
    ("info AT praxis.example", ["info@praxis.example"]),
    ("info at praxis dot example now", ["info@praxis.example"]),
    ("Meet us at praxis.example", []),
    ("We are at home dot com lovers", ["are@home.com"]),
    (
      "anna.berg@praxis.example, bert@praxis.example; anna.berg@praxis.example",
      ["anna.berg@praxis.example", "bert@praxis.example"]
    ),
    ("logo@2x.png and icon@3x.webp", []),
    ("4f5e6d7c8b9a0f1e2d3c4b5a@o123.ingest.sentry.io", []),
    ("you@example.com", []),
    ("a@b", []),
    ("@handle and foo@ bar", []),
    ("Schreiben Sie an <info@praxis.example>!", ["info@praxis.example"]),
    ("o'brien@pub.example", ["o'brien@pub.example"]),
    ("contacto (arroba) tienda (punto) example", ["contacto@tienda.example"]),
    ("e-mail:info@praxis.example|fax", ["info@praxis.example"]),
  ]

  @Test func `addresses are found as people read them`() {
    for (text, expected) in Self.rows {
      #expect(AddressText.addresses(in: text).map(\.address) == expected, "\(text)")
    }
  }

  @Test func `a long hostile text ends soon`() {
    let text = String(repeating: "(at", count: 100_000) + String(repeating: "a@", count: 100_000)
    #expect(AddressText.addresses(in: text).count <= AddressText.maximumFound)
  }

  @Test func `who reads an address is told by its local part`() {
    let rows: [(String, String)] = [
      ("info@praxis.example", "role"), ("anna.berg@praxis.example", "person"), ("noreply@praxis.example", "machine"),
      ("praxis@praxis.example", "role"),
      ("info2@praxis.example", "role"), ("infanta@praxis.example", "person"), ("datenschutz@praxis.example", "machine"),
      ("j.info@praxis.example", "person"),
    ]
    for (text, kind) in rows { #expect(EmailAddress(text).map { AddressKind.of($0).rawValue } == kind, "\(text)") }
  }
}
