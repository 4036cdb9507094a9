import Finding
import Outreach
import Text

/// One visit to a site: what is still to be read, and what was found.
struct Visit {
  private static let maximumQueue = 200

  let manners: SiteReader.Manners
  let start: Double
  var robots = RobotsRules.all
  var lastAt: Double?
  /// How many requests the visit made; pages that are missing count, too.
  var requests = 0
  private(set) var findings = WebsiteFindings()
  private var host: String
  private var queue: [(rank: Int, address: WebAddress)] = []
  private var seen: Set<String> = []
  private var addresses: [WebsiteFindings.Address] = []
  private var hasGuessed = false
  /// The country that the site's name ends in; nil for `.com` and its like.
  private var country: String?

  init(manners: SiteReader.Manners, start: Double, home: WebAddress) {
    (self.manners, self.start, host) = (manners, start, home.host)
  }

  /// The site's own name is the one that answered: many move to `www.` or to another domain.
  mutating func settle(at url: WebAddress) {
    host = url.host
    let top = url.host.split(separator: ".").last.map(String.init) ?? ""
    country = top == "uk" ? "gb" : top.utf8.count == 2 ? top : nil
    findings.signs["https"] = url.scheme == "https"
    if Domain.registrable(url.host) != nil {
      findings.facts.append(.init("website", url.scheme + "://" + url.host, url: url.description))
    }
  }

  /// Whether an address belongs to the site.
  func isOwn(_ address: WebAddress) -> Bool {
    if address.host == host { return true }
    guard let mine = Domain.registrable(host), !Domain.isSharedHost(host) else { return false }
    return Domain.registrable(address.host) == mine
  }

  /// The most telling page that was not read yet.
  mutating func next() -> WebAddress? {
    if queue.isEmpty { guess() }
    guard let best = queue.indices.min(by: { queue[$0].rank < queue[$1].rank }) else { return nil }
    return queue.remove(at: best).address
  }

  /// Takes what a page tells, and its links.
  mutating func take(_ page: SitePage) {
    let url = page.url.description
    seen.insert(page.url.comparisonKey)
    let facts = PageFacts(page)
    let isAboutPrivacy = PageRank.isPrivacy(page.url)
    for found in facts.addresses {
      // Who made the site, hosts it or watches over it is not the business, except where it says so of itself.
      if found.isCredit || isAboutPrivacy, isForeign(found.address) { continue }
      add(found.address, found.excerpt, url)
    }
    for inner in page.inner {
      if let address = page.resolved(inner.target) { enqueue(address, rank: inner.isWhole ? -1 : 4) }
    }
    for (field, value) in facts.facts { note(field, value, url) }
    if findings.pages.isEmpty { look(at: page) }
    if findings.language == nil { findings.language = page.language }
    findings.pages.append(.init(url: url, title: String(page.title.prefix(200)), excerpt: page.excerpt, bytes: page.bytes))
    for target in facts.cards { if let address = page.resolved(target) { enqueue(address, rank: 1) } }
    for link in page.links {
      guard let address = page.resolved(link.target), let rank = PageRank.rank(address, words: link.words) else { continue }
      enqueue(address, rank: rank)
    }
  }

  /// Takes what a vCard tells.
  mutating func take(card bytes: [UInt8], at url: WebAddress) {
    for card in VCard.cards(in: bytes).prefix(20) {
      for email in card.emails { add(email, "vCard", url.description) }
      for (field, value) in card.leadFields { note(field, value, url.description) }
    }
  }

  /// The rest of the site stays unread.
  mutating func stop(because reason: String) { findings.limit = reason }

  /// What was found, the best first.
  func finished() -> WebsiteFindings {
    var out = findings
    let own = Domain.registrable(host)
    out.addresses = addresses.enumerated().sorted { a, b in
      let (x, y) = (Self.order(a.element, own), Self.order(b.element, own))
      return x != y ? x < y : a.offset < b.offset
    }.map(\.element)
    return out
  }

  /// Own domain before free mail before others; a named person first, then who reads everything, then departments; machines last.
  private static func order(_ address: WebsiteFindings.Address, _ own: String?) -> Int {
    let parts = address.address.split(separator: "@").map(String.init)
    let (local, domain) = (parts.first ?? "", parts.last ?? "")
    let registered = Domain.registrable(domain)
    let place = own != nil && registered == own ? 0 : Domain.isFreeMail(domain) || isSister(registered, own) ? 1 : 2
    let isFull = local.split(whereSeparator: { ".-_".contains($0) }).count { $0.contains(where: \.isLetter) } > 1
    let kind =
      switch address.kind {
      case .machine: 20
      case .role: AddressKind.isDepartment(local) ? 3 : 1
      case .person: local.utf8.contains { $0 >= 0x80 } ? 3 : isFull ? 0 : 1
      }
    return place * 4 + kind
  }

  /// `firma.com` beside `firma.de`.
  private static func isSister(_ one: String?, _ other: String?) -> Bool {
    one?.split(separator: ".").first != nil && one?.split(separator: ".").first == other?.split(separator: ".").first
  }

  /// Whether an address is on somebody else's domain.
  private func isForeign(_ address: String) -> Bool {
    let domain = address.split(separator: "@").last.map(String.init) ?? ""
    let (registered, own) = (Domain.registrable(domain), Domain.registrable(host))
    return registered != own && !Domain.isFreeMail(domain) && !Self.isSister(registered, own)
  }

  /// Where no page tells an address and none links to an imprint, the usual places are tried once.
  private mutating func guess() {
    guard !hasGuessed, !addresses.contains(where: { $0.kind != .machine }) else { return }
    hasGuessed = true
    let paths = [
      "de": ["/impressum", "/kontakt"], "fr": ["/mentions-legales", "/contact"], "it": ["/contatti"], "es": ["/contacto"],
    ]
    for path in paths[findings.language ?? country ?? ""] ?? ["/contact"] {
      if let address = WebAddress("\(findings.signs["https"] == true ? "https" : "http")://\(host)\(path)") {
        enqueue(address, rank: 8)
      }
    }
  }

  private mutating func add(_ text: String, _ excerpt: String, _ url: String) {
    guard let address = EmailAddress(text), !addresses.contains(where: { $0.address == address.normalized }), addresses.count < 50
    else { return }
    addresses.append(.init(address.normalized, kind: AddressKind.of(address), url: url, excerpt: String(excerpt.prefix(200))))
  }

  private mutating func note(_ field: String, _ told: String, _ url: String) {
    // A number as it is dialled at home is of the country that the site's name ends in.
    let isHome = field == "phone" && !told.hasPrefix("+") && !told.hasPrefix("00")
    let value = isHome ? PhoneNumber.normalized(told, country: country) ?? told : told
    guard findings.facts.count < 100, !findings.facts.contains(where: { $0.field == field && $0.value == value }) else { return }
    findings.facts.append(.init(field, value, url: url))
  }

  private mutating func enqueue(_ address: WebAddress, rank: Int) {
    guard queue.count < Self.maximumQueue, isOwn(address), seen.insert(address.comparisonKey).inserted else { return }
    queue.append((rank, address))
  }

  private mutating func look(at page: SitePage) {
    findings.signs["mobile"] = page.meta["viewport"]?.contains("width") == true
    findings.signs["has_title"] = !page.title.isEmpty
    findings.signs["has_description"] = page.meta["description"]?.isEmpty == false
    findings.technologies = Technologies.found(in: page)
  }
}

/// Which pages tell who is behind a site.
enum PageRank {
  private static let words = ranked.map { (rank: $0.rank, list: WordList($0.words)) }
  private static let ranked: [(rank: Int, words: [String])] = [
    (
      0,
      [
        "kontakt", "contact", "contacto", "contato", "contatti", "contatto", "contactez", "kontakta", "yhteystiedot", "iletisim",
        "kapcsolat", "fale-conosco",
      ]
    ),
    (
      1,
      [
        "impressum", "imprint", "legal-notice", "mentions-legales", "mentions legales", "aviso-legal", "aviso legal", "note-legali",
        "colofon", "impress",
      ]
    ),
    (
      2,
      [
        "about", "uber-uns", "ueber-uns", "uber uns", "a-propos", "a propos", "qui-sommes", "sobre", "chi-siamo", "chi siamo",
        "over-ons", "quienes-somos", "quem-somos", "o-nas", "om-oss",
      ]
    ),
    (3, ["team", "equipe", "equipo", "people", "ansprechpartner", "staff", "unternehmen", "company", "praxis", "kanzlei"]),
    (4, ["services", "leistungen", "angebot", "servicios", "servicos", "servizi", "prestations", "diensten"]),
    (5, ["datenschutz", "privacy", "privacidad", "privacidade", "confidentialite"]),
  ]
  private static let skipped = WordList([
    "/wp-json", "/feed", "/tag/", "/category/", "/cart", "/warenkorb", "/login", "/wp-login", "/admin", "/search",
  ])
  private static let files: Set<Substring> = [
    "pdf", "jpg", "jpeg", "png", "gif", "webp", "svg", "zip", "mp4", "mp3", "doc", "docx", "xls", "xlsx", "ics", "css", "js", "xml",
    "json",
  ]

  /// Whether a page is about privacy, where addresses of authorities and officers stand.
  static func isPrivacy(_ address: WebAddress) -> Bool {
    let path = Folding.text(PercentEncoding.decoded(address.path))
    return words.last?.list.occurs(in: path) == true
  }

  /// Low is read first; nil for what tells nothing.
  static func rank(_ address: WebAddress, words text: String) -> Int? {
    let path = PercentEncoding.decoded(address.path).lowercased()
    if skipped.occurs(in: path) || path.lastIndex(of: ".").map({ files.contains(path[$0...].dropFirst()) }) == true { return nil }
    let folded = Folding.text(path) + " " + Folding.text(text)
    for (rank, list) in words where list.occurs(in: folded) { return rank }
    return path.split(separator: "/").count <= 1 && address.query == nil ? 9 : nil
  }
}

/// Who reads an address, as its local part tells.
enum AddressKind {
  private static let machines: Set<String> = [
    "noreply", "no-reply", "donotreply", "do-not-reply", "mailer-daemon", "postmaster", "abuse", "hostmaster", "bounce", "bounces",
    "unsubscribe",
    "notifications", "notification", "root", "nobody", "newsletter", "datenschutz", "privacy", "dsb", "dpo", "gdpr", "security",
  ]
  /// Read by people, but about one thing.
  private static let departments: Set<String> = [
    "presse", "press", "jobs", "karriere", "career", "bewerbung", "hr", "billing", "rechnung", "accounting", "marketing",
    "newsletter",
    "bestellung", "order", "orders", "support", "help", "hilfe", "feedback", "webmaster", "admin", "buchhaltung", "einkauf",
    "personal",
  ]

  /// Whether a local part is of a function: `info`, `kontakt` …
  static func isRole(_ local: String) -> Bool { roles.contains(local) }

  /// Whether a local part is of one department only.
  static func isDepartment(_ local: String) -> Bool { departments.contains(String(local.prefix { $0.isLetter })) }

  private static let roles: Set<String> = [
    "info", "infos", "contact", "kontakt", "contacto", "contato", "contatti", "office", "buero", "büro", "mail", "email", "hello",
    "hallo", "hola", "ola",
    "ciao", "bonjour", "sales", "verkauf", "vertrieb", "ventas", "vendas", "support", "service", "team", "praxis", "kanzlei",
    "post", "admin", "webmaster",
    "anfrage", "anfragen", "enquiries", "inquiries", "reception", "rezeption", "empfang", "booking", "bookings", "reservierung",
    "reservation", "reservations",
    "shop", "store", "bestellung", "order", "orders", "presse", "press", "jobs", "karriere", "career", "bewerbung", "hr", "billing",
    "rechnung", "accounting",
    "marketing", "welcome", "willkommen", "studio", "atelier", "galerie", "gallery", "hotel", "restaurant", "zentrale",
    "sekretariat", "atendimento",
    "comercial", "administracion", "secretaria", "segreteria", "accueil", "help", "hilfe", "feedback", "customerservice",
    "kundenservice",
  ]

  /// What kind of address it is.
  static func of(_ address: EmailAddress) -> WebsiteFindings.Address.Kind {
    let local = address.local.lowercased()
    if machines.contains(local) || ["noreply", "no-reply", "no_reply", "donotreply"].contains(where: { local.hasPrefix($0) }) {
      return .machine
    }
    let word = local.prefix { $0.isLetter }
    if roles.contains(local) || (roles.contains(String(word)) && !local.dropFirst(word.count).contains(where: \.isLetter)) {
      return .role
    }
    // The business's own name as its address is read by whoever is in.
    return address.domain.hasPrefix(local + ".") ? .role : .person
  }
}

/// What a site is made with, as its pages show.
enum Technologies {
  private static let marks: [(name: String, marks: [String])] = [
    ("wordpress", ["/wp-content/", "/wp-includes/"]), ("shopify", ["cdn.shopify.com"]),
    ("wix", ["static.wixstatic.com", "wix.com website builder"]),
    ("squarespace", ["static1.squarespace.com", "squarespace.com"]), ("jimdo", ["jimdo.com", "jimdofree", "jimstatic"]),
    ("webflow", ["assets.website-files.com", "webflow"]),
    ("typo3", ["/typo3conf/", "/typo3temp/", "typo3"]), ("joomla", ["/media/jui/", "joomla"]),
    ("drupal", ["/sites/default/files/", "drupal"]),
    ("shopware", ["shopware"]), ("magento", ["/static/version", "mage/"]), ("prestashop", ["prestashop"]),
    ("weebly", ["weebly.com"]), ("ionos", ["mywebsite", "ionos"]),
    ("contao", ["contao"]), ("ghost", ["ghost.org", "content=\"ghost"]), ("woocommerce", ["woocommerce"]),
    ("elementor", ["elementor"]),
  ]

  /// The names, in the order of the table; looks at addresses and the generator only, not at words that people read.
  static func found(in page: SitePage) -> [String] {
    var hay = (page.meta["generator"] ?? "").lowercased()
    for number in page.document.elements(where: { ["script", "link", "img"].contains($0.tag) }).prefix(300) {
      let node = page.document.nodes[number]
      hay += " " + (node.attribute("src") ?? node.attribute("href") ?? "").lowercased().prefix(300)
    }
    return marks.filter { $0.marks.contains { hay.contains($0) } }.map(\.name)
  }
}
