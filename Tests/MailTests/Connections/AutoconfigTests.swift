import Mail
import Outreach
import Testing

@Suite struct AutoconfigTests {
  private static func xml(_ incoming: String, _ outgoing: String, name: String = "<displayName>Firm Mail</displayName>") -> [UInt8]
  {
    Array(
      "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"firm.example\">\(name)\(incoming)\(outgoing)</emailProvider></clientConfig>"
        .utf8)
  }

  private static func server(
    _ kind: String, _ type: String, _ host: String, _ port: String, _ socket: String, _ method: String = "password-cleartext"
  ) -> String {
    """
    <\(kind) type="\(type)">
      <hostname>\(host)</hostname><port> \(port) </port><socketType>\(socket)</socketType>
      <username>%EMAILADDRESS%</username><authentication>\(method)</authentication>
    </\(kind)>
    """
  }

  private static let imap = server("incomingServer", "imap", "imap.firm.example", "993", "SSL")
  private static let smtp = server("outgoingServer", "smtp", "smtp.firm.example", "465", "SSL")

  @Test func `a configuration gives the first safe servers`() throws {
    let pop = Self.server("incomingServer", "pop3", "pop.firm.example", "995", "SSL")
    let plain = Self.server("outgoingServer", "smtp", "open.firm.example", "25", "plain")
    let found = try #require(
      Autoconfig.preset(
        Self.xml("<!-- <incomingServer type='imap'> -->" + pop + Self.imap, plain + Self.smtp), domain: "firm.example"))
    #expect(
      found.name == "Firm Mail" && found.reading.host == "imap.firm.example" && found.reading.port == 993
        && found.reading.security == .tls)
    #expect(
      found.sending.host == "smtp.firm.example" && found.sending.port == 465 && found.access == .password && found.advice == nil)
    let other = Self.server("outgoingServer", "smtp", "SMTP.Firm.example", "587", "STARTTLS", "OAuth2")
    let token = try #require(Autoconfig.preset(Self.xml(Self.imap, other, name: ""), domain: "firm.example"))
    #expect(
      token.sending.security == .starttls && token.sending.host == "smtp.firm.example" && token.access == .token
        && token.name == "firm.example")
  }

  @Test func `what is none, unsafe or broken gives nothing`() {
    let rows: [(String, [UInt8])] = [
      ("nothing", []), ("a page", Array("<html><body>Not found</body></html>".utf8)), ("no sender", Self.xml(Self.imap, "")),
      ("no reader", Self.xml("", Self.smtp)),
      ("plain only", Self.xml(Self.imap, Self.server("outgoingServer", "smtp", "a.b.example", "25", "plain"))),
      ("a port that is none", Self.xml(Self.imap, Self.server("outgoingServer", "smtp", "a.b.example", "99999", "SSL"))),
      ("a host that is none", Self.xml(Self.imap, Self.server("outgoingServer", "smtp", "a b/c", "465", "SSL"))),
      ("cut off", Array(Self.xml(Self.imap, Self.smtp).prefix(200))),
      ("too large", Self.xml(Self.imap, Self.smtp) + [UInt8](repeating: 32, count: 70_000)),
      ("bytes", (0..<500).map { UInt8($0 % 256) }),
    ]
    for (name, bytes) in rows { #expect(Autoconfig.preset(bytes, domain: "firm.example") == nil, "\(name)") }
  }

  @Test func `it is asked for over https only, with the address escaped`() {
    let places = Autoconfig.places(domain: "firm.example", address: "a+b@firm.example")
    #expect(places.count == 2 && places.allSatisfy { $0.hasPrefix("https://") } && places[0].contains("a%2Bb%40firm.example"))
  }
}
