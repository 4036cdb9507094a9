import Finding
import JSONText
import Text

/// What one page tells about the business behind it.
struct PageFacts {
  /// An address, where in the page it stood, and how sure that is.
  struct Address {
    let address: String
    let excerpt: String
    /// Whether the words beside it say that it is of who made or hosts the site, or of an authority.
    let isCredit: Bool
  }

  private static let excerptBytes = 80
  private static let maximumLines = 4_000

  private(set) var addresses: [Address] = []
  /// Field name and value, the more trustworthy first.
  private(set) var facts: [(field: String, value: String)] = []
  /// Links to vCards.
  private(set) var cards: [String] = []
  private let page: SitePage

  /// Folded lines in which a site names who made it, hosts it or watches over it.
  private let credits: [String]

  /// Reads a page.
  init(_ page: SitePage) {
    self.page = page
    credits = CreditLine.lines(of: page.text)
    readStructuredData()
    readLinks()
    readHidden()
    readText()
  }

  private mutating func add(_ field: String, _ value: String?) {
    guard let value = value.map(SitePage.line), !value.isEmpty, value.utf8.count <= 500 else { return }
    if !facts.contains(where: { $0.field == field && $0.value == value }) { facts.append((field, value)) }
  }

  private mutating func add(address text: String, excerpt: String) {
    guard let address = EmailAddress(text), AddressText.isPlausible(address) else { return }
    if !addresses.contains(where: { $0.address == address.normalized }) {
      let isCredit = CreditLine.isHost(address.domain) || CreditLine.names(address.normalized, excerpt, in: credits)
      addresses.append(Address(address: address.normalized, excerpt: SitePage.line(excerpt), isCredit: isCredit))
    }
  }

  /// JSON-LD of schema.org: LocalBusiness, Organization, Person.
  private mutating func readStructuredData() {
    for object in page.scripts(type: "application/ld+json").flatMap({ StructuredData.objects(in: $0) }) {
      let types = StructuredData.types(of: object)
      let (emails, phones) = (object["email"].items.compactMap(\.string), object["telephone"].items.compactMap(\.string))
      if types.contains("Person") {
        if let name = object["name"].string, PersonName.isPlausible(name) { add("contact_name", name) }
      } else if types.contains("PostalAddress") {
        add("address", object["streetAddress"].string)
        add("city", object["addressLocality"].string)
        add("postal_code", object["postalCode"].string)
        add("state_region", object["addressRegion"].string)
        add("country", object["addressCountry"].string ?? object["addressCountry"]["name"].string)
      } else if types.contains("GeoCoordinates") {
        if let latitude = object["latitude"].string, let longitude = object["longitude"].string {
          add("latitude", latitude)
          add("longitude", longitude)
        }
      } else if !types.contains("WebSite"), !types.contains("WebPage"), !types.contains("Article"),
        !phones.isEmpty || !emails.isEmpty || object["address"].string != nil || object["openingHours"].string != nil
      {
        add("business_name", object["name"].string ?? object["legalName"].string)
      }
      for email in emails.prefix(5) { add(address: email, excerpt: "as structured data: " + email) }
      for phone in phones.prefix(3) { add("phone", phone) }
      add("custom.opening_hours", StructuredData.hours(of: object))
      for link in object["sameAs"].items.compactMap(\.string) { network(link) }
    }
  }

  private mutating func readLinks() {
    for link in page.links {
      let lower = link.target.lowercased()
      if lower.hasPrefix("mailto:") {
        for part in Self.recipients(String(link.target.dropFirst(7))) {
          add(address: part, excerpt: link.words.isEmpty ? part : link.words)
        }
      } else if lower.hasPrefix("tel:") {
        add("phone", PercentEncoding.decoded(String(link.target.dropFirst(4))))
      } else if lower.hasSuffix(".vcf") || lower.contains(".vcf?") {
        cards.append(link.target)
      } else {
        network(link.target)
      }
    }
  }

  /// Who a `mailto:` link writes to (RFC 6068 §2): before the question mark, else its field `to`; mail programs also take semicolons.
  private static func recipients(_ link: String) -> [String] {
    let parts = link.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var list = String(parts.first ?? "")
    if list.isEmpty, parts.count > 1 {
      let to = parts[1].split(separator: "&").first { $0.lowercased().hasPrefix("to=") }
      list = to.map { String($0.dropFirst(3)) } ?? ""
    }
    return PercentEncoding.decoded(list).split { $0 == "," || $0 == ";" }.prefix(5).map(String.init)
  }

  /// What scripts and styles of the page would show to a person, and microdata.
  private mutating func readHidden() {
    for number in page.document.elements(where: { !$0.attributes.isEmpty }) {
      for text in MaskedAddress.addresses(of: number, in: page.document) { add(address: text, excerpt: text) }
    }
    for found in page.withoutScripts.flatMap({ AddressText.addresses(in: $0) }) {
      add(address: found.address, excerpt: found.address)
    }
    for number in page.document.elements(where: { $0.attribute("itemprop") != nil }) {
      let node = page.document.nodes[number]
      let value = node.attribute("content") ?? SitePage.words(of: number, page.document)
      switch node.attribute("itemprop") {
      case "email": add(address: value, excerpt: value)
      case "telephone": add("phone", value)
      case "streetAddress": add("address", value)
      case "addressLocality": add("city", value)
      case "postalCode": add("postal_code", value)
      default: break
      }
    }
  }

  private mutating func readText() {
    let bytes = Array(page.text.utf8)
    for found in AddressText.addresses(in: page.text) {
      let around = max(0, found.offset - Self.excerptBytes)..<min(bytes.count, found.offset + Self.excerptBytes)
      add(address: found.address, excerpt: String(decoding: bytes[around], as: UTF8.self).filter { $0 != "\u{FFFD}" })
    }
    for text in [page.meta["description"], page.meta["og:description"]] {
      for found in AddressText.addresses(in: text ?? "") { add(address: found.address, excerpt: text ?? "") }
    }
    let lines = page.text.split(separator: "\n").prefix(Self.maximumLines).map { SitePage.line(String($0.prefix(1_000))) }
      .filter { !$0.isEmpty }
    for number in PhoneLine.numbers(in: lines).prefix(5) { add("phone", number) }
    if let name = PersonName.responsible(in: lines) { add("contact_name", name) }
    guard let place = PostalLines.address(in: lines), !facts.contains(where: { $0.field == "postal_code" }) else { return }
    add("address", place.street)
    add("postal_code", place.postalCode)
    add("city", place.city)
  }

  private static let networks = [
    ("facebook.com", "facebook"), ("instagram.com", "instagram"), ("linkedin.com", "linkedin"), ("twitter.com", "x"),
    ("x.com", "x"),
    ("youtube.com", "youtube"), ("tiktok.com", "tiktok"), ("xing.com", "xing"), ("pinterest.com", "pinterest"),
    ("wa.me", "whatsapp"),
  ]

  /// A profile of the business; buttons that share the page are none.
  private mutating func network(_ target: String) {
    guard let address = WebAddress(target), address.path.utf8.count > 1, let domain = Domain.registrable(address.host),
      let network = Self.networks.first(where: { $0.0 == domain }),
      !["/sharer", "/share", "/intent", "/dialog", "/hashtag"].contains(where: { address.path.hasPrefix($0) })
    else { return }
    if !facts.contains(where: { $0.field == "custom." + network.1 }) { add("custom." + network.1, address.description) }
  }
}
