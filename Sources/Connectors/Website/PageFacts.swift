import Text

/// What one page tells about the business behind it.
struct PageFacts {
  /// An address, where in the page it stood, and how sure that is.
  struct Address {
    let address: String
    let excerpt: String
  }

  private static let excerptBytes = 80

  private(set) var addresses: [Address] = []
  /// Field name and value, the more trustworthy first.
  private(set) var facts: [(field: String, value: String)] = []
  /// Links to vCards.
  private(set) var cards: [String] = []
  private let page: SitePage

  /// Reads a page.
  init(_ page: SitePage) {
    self.page = page
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
      addresses.append(Address(address: address.normalized, excerpt: SitePage.line(excerpt)))
    }
  }

  /// JSON-LD of schema.org: LocalBusiness, Organization, Person.
  private mutating func readStructuredData() {
    for object in page.scripts(type: "application/ld+json").compactMap({ JSONTree($0) }).flatMap({ $0.objects() }) {
      let types = object["@type"].items.compactMap(\.string)
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
        object["telephone"].string != nil || object["address"].string != nil
          || object["email"].string != nil || object["openingHours"].string != nil
      {
        add("business_name", object["name"].string ?? object["legalName"].string)
      }
      if let email = object["email"].string { add(address: email, excerpt: "as structured data: " + email) }
      add("phone", object["telephone"].string)
      let hours = object["openingHours"].items.compactMap(\.string)
      if !hours.isEmpty { add("custom.opening_hours", hours.joined(separator: "; ")) }
      for link in object["sameAs"].items.compactMap(\.string) { network(link) }
    }
  }

  private mutating func readLinks() {
    for link in page.links {
      let lower = link.target.lowercased()
      if lower.hasPrefix("mailto:") {
        let list = PercentEncoding.decoded(String(link.target.dropFirst(7).prefix { $0 != "?" }))
        for part in list.split(separator: ",").prefix(5) {
          add(address: String(part), excerpt: link.words.isEmpty ? String(part) : link.words)
        }
      } else if lower.hasPrefix("tel:") {
        add("phone", PercentEncoding.decoded(String(link.target.dropFirst(4))))
      } else if lower.hasSuffix(".vcf") {
        cards.append(link.target)
      } else {
        network(link.target)
      }
    }
  }

  /// What scripts of the page would write for a person to see: addresses that a delivery network masked, and microdata.
  private mutating func readHidden() {
    for number in page.document.elements(where: {
      $0.attribute("data-cfemail") != nil || ($0.attribute("href") ?? "").contains("/cdn-cgi/l/email-protection#")
    }) {
      let node = page.document.nodes[number]
      let hidden =
        node.attribute("data-cfemail") ?? node.attribute("href").flatMap { $0.split(separator: "#").last.map(String.init) }
      if let text = hidden.flatMap(Self.unmasked) { add(address: text, excerpt: text) }
    }
    for number in page.document.elements(where: { $0.attribute("itemprop") != nil }) {
      let node = page.document.nodes[number]
      let value = node.attribute("content") ?? page.document.text(of: number)
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

  /// Cloudflare's mask: the first byte is the key of the others.
  private static func unmasked(_ hex: String) -> String? {
    let digits = hex.utf8.compactMap { byte in Character(Unicode.Scalar(byte)).hexDigitValue }
    guard digits.count == hex.utf8.count, digits.count >= 8, digits.count % 2 == 0, digits.count <= 512 else { return nil }
    let bytes = stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) }
    return String(decoding: bytes.dropFirst().map { $0 ^ bytes[0] }, as: UTF8.self)
  }

  private mutating func readText() {
    let bytes = Array(page.text.utf8)
    for found in AddressText.addresses(in: page.text) {
      let around = max(0, found.offset - Self.excerptBytes)..<min(bytes.count, found.offset + Self.excerptBytes)
      add(address: found.address, excerpt: String(decoding: bytes[around], as: UTF8.self).filter { $0 != "\u{FFFD}" })
    }
    for line in page.text.split(separator: "\n") { PhoneLine.number(in: line).map { add("phone", $0) } }
    if let name = PersonName.responsible(in: page.text) { add("contact_name", name) }
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
