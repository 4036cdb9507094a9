import Fakes
import Net
import Outreach
import Testing

@testable import Connectors

@Suite struct SiteReaderTests {
  private static let home = """
    <!doctype html><html lang="de-DE"><head><title>Praxis Stein</title><meta name="viewport" content="width=device-width">
    <meta name="description" content="Zahnarzt in Bremen"><link href="/wp-content/x.css" rel="stylesheet">
    <script type="application/ld+json">{"@context":"https://schema.org","@type":"Dentist","name":"Praxis Stein","telephone":"+49 421 12345",
      "address":{"@type":"PostalAddress","streetAddress":"Am Deich 4","addressLocality":"Bremen","postalCode":"28195"},
      "openingHours":["Mo-Fr 08:00-18:00"],"sameAs":["https://www.facebook.com/praxisstein"]}</script></head>
    <body><a href="/kontakt">Kontakt</a> <a href="/impressum.html">Impressum</a> <a href="https://elsewhere.example/kontakt">Partner</a>
    <a href="/secret/kontakt">Kontakt</a> <a href="/preise.pdf">Preise</a>
    <a href="https://www.facebook.com/sharer.php?u=x">Teilen</a></body></html>
    """
  private static let pages = [
    "https://praxis-stein.de/robots.txt": "User-agent: *\nDisallow: /secret", "https://praxis-stein.de": home,
    "https://praxis-stein.de/kontakt":
      "<p>Mail: praxis [at] praxis-stein.de<br>Tel.: 0421 / 12345<br>Fax: 0421 / 99999<a href='mailto:stein.praxis@gmail.com?subject=Hi'>Gmail</a></p>",
    "https://praxis-stein.de/impressum.html":
      "<h1>Impressum</h1><p>Inhaberin: Dr. Anna Stein<br>E-Mail: <span data-cfemail='2b4a45454a6b5b594a53425806585f4e42450f0f'></span> anna.stein&#64;praxis-stein.de</p>",
  ]

  private func reader(_ http: ScriptedHTTP, gap: Double = 0) -> SiteReader {
    SiteReader(
      http: http, manners: { SiteReader.Manners(agent: "ColdOutreach/1.0 (+https://agent.example)", gapSeconds: gap) },
      wait: { _ in })
  }

  @Test func `a site tells address, phone, person and place`() async throws {
    let http = ScriptedHTTP(pages: Self.pages)
    let found = try await reader(http).read("praxis-stein.de", maximumPages: 8)
    #expect(found.addresses.map(\.address) == ["anna.stein@praxis-stein.de", "praxis@praxis-stein.de", "stein.praxis@gmail.com"])
    #expect(found.addresses.first?.url == "https://praxis-stein.de/impressum.html")
    let facts = Dictionary(found.facts.map { ($0.field, $0.value) }) { first, _ in first }
    let expected = [
      "phone": "+49 421 12345", "address": "Am Deich 4", "city": "Bremen", "postal_code": "28195",
      "custom.opening_hours": "Mo-Fr 08:00-18:00",
      "custom.facebook": "https://www.facebook.com/praxisstein", "contact_name": "Anna Stein", "business_name": "Praxis Stein",
    ]
    for (field, value) in expected { #expect(facts[field] == value, "\(field)") }
    #expect(
      found.language == "de" && found.technologies == ["wordpress"] && found.signs["mobile"] == true && found.signs["https"] == true
    )
    #expect(found.pages.map(\.title).first == "Praxis Stein" && found.pages.first?.excerpt == "Zahnarzt in Bremen")
    let asked = http.requests.map(\.url)
    #expect(!asked.contains { $0.contains("secret") || $0.contains("elsewhere") || $0.contains(".pdf") }, "\(asked)")
    #expect(http.requests.allSatisfy { $0.addresses == .publicOnly && $0.maximumBodyBytes <= 2 << 20 && $0.timeoutSeconds <= 15 })
  }

  @Test func `robots that forbid all are obeyed`() async throws {
    let http = ScriptedHTTP(pages: ["https://a.de/robots.txt": "User-agent: *\nDisallow: /", "https://a.de": Self.home])
    await #expect(throws: Fault.self) { try await reader(http).read("https://a.de", maximumPages: 3) }
    #expect(http.requests.map(\.url) == ["https://a.de/robots.txt"])
  }

  @Test func `a server error at robots means that nothing is read`() async throws {
    let http = ScriptedHTTP {
      ClientResponse(
        status: $0.url.hasSuffix("robots.txt") ? 503 : 200, headers: ["Content-Type": "text/html"], body: Array(Self.home.utf8),
        url: $0.url)
    }
    await #expect(throws: Fault.self) { try await reader(http).read("https://a.de", maximumPages: 3) }
  }

  @Test func `no more pages are read than allowed and the gap is kept`() async throws {
    let links = (1...50).map { "<a href='/kontakt\($0)'>Kontakt</a>" }.joined()
    let http = ScriptedHTTP {
      ClientResponse(
        status: 200, headers: ["Content-Type": "text/html"], body: Array(($0.url.hasSuffix("robots.txt") ? "" : links).utf8),
        url: $0.url)
    }
    let waits = NotedWaits()
    let reader = SiteReader(
      http: http, manners: { SiteReader.Manners(agent: "A/1", gapSeconds: 6) }, now: { 0 }, wait: { waits.add($0) })
    _ = try await reader.read("https://a.de", maximumPages: 4)
    #expect(http.requests.count == 5)
    #expect(waits.list == [6, 6, 6, 6])
  }

  @Test func `a refused address ends the visit at once`() async throws {
    let http = ScriptedHTTP { _ throws(NetworkError) in throw NetworkError(.refusedAddress, "private") }
    let fault = await #expect(throws: Fault.self) { try await reader(http).read("https://a.de", maximumPages: 4) }
    #expect(fault?.code == .refused && http.requests.count == 1)
  }
}
