import Finding

/// What one column claims to be before the columns are compared.
struct Claim {
  /// Nil for a custom field.
  var field: ColumnField.Known?
  var confidence: Double
  var reason: String
  /// Decides between columns that claim one field.
  var weight = 0.0
  var looksLikeNames = false

  /// Judges a column by its folded header and its content.
  /// - Parameter inner: the header's last part where it is a path into nested records, `city` of `address.city`; nil for others.
  static func of(header: String, inner: String? = nil, content: ColumnContent, names: NameColumns) -> Claim {
    var claim =
      byHeader(header, content, names) ?? inner.flatMap { byInner($0, content) } ?? byContent(content)
      ?? Claim(field: nil, confidence: 0.5, reason: "Unknown header; kept as a field of your own.")
    claim.weight += claim.confidence + content.filledShare * 0.2
    claim.looksLikeNames = content.kind == .names
    return claim
  }

  private static func byHeader(_ header: String, _ content: ColumnContent, _ names: NameColumns) -> Claim? {
    if NameColumns.ambiguous.contains(header) {
      guard let (field, confidence) = names.meaning(of: header) else {
        return Claim(field: nil, confidence: 0.8, reason: "A person's title; kept as a field of your own.")
      }
      return Claim(field: field, confidence: confidence, reason: "The header “\(header)” and the columns beside it say so.")
    }
    if HeaderWords.never.contains(header) { return Claim(field: nil, confidence: 0.9, reason: "Kept as a field of your own.") }
    for (name, confidence) in variants(of: header) {
      guard let (field, rank) = HeaderWords.index[name] else { continue }
      var claim = Claim(field: field, confidence: confidence, reason: "The header says so.")
      claim.weight = -Double(rank) * 0.004
      return checked(claim, header, content)
    }
    return nil
  }

  /// Words that mean another thing in each record that they stand in.
  private static let vague: Set<String> = [
    "name", "title", "id", "type", "url", "value", "status", "source", "description", "notes", "note",
  ]

  /// A field inside a nested record, by its own name.
  private static func byInner(_ name: String, _ content: ColumnContent) -> Claim? {
    guard !vague.contains(name), let (field, rank) = HeaderWords.index[name] else { return nil }
    var claim = Claim(field: field, confidence: 0.8, reason: "The last part of the header says so.")
    claim.weight = -Double(rank) * 0.004
    return checked(claim, name, content)
  }

  /// The header, then without its number, then without a word like "company" in front.
  private static func variants(of header: String) -> [(String, Double)] {
    var out = [(header, 1.0)]
    var words = header.split(separator: " ").map(String.init)
    // Google Contacts: `E-mail 1 - Value`, `Address 1 - City`.
    if words.count > 2, words.last == "value" { words.removeLast() }
    if words.count > 2, words[0] == "address", words[1] == "1" { return out + [(words[2...].joined(separator: " "), 0.9)] }
    if words.count > 2, words[1] == "1" { words.remove(at: 1) }
    // Outlook and Pipedrive say last which of several it is: `Straße geschäftlich`, `Email - Work`.
    if words.count > 1, let last = words.last,
      ["geschaftlich", "festnetz", "work", "business", "office", "main", "primary"].contains(last)
    {
      words.removeLast()
    }
    if words.count < header.split(separator: " ").count { out.append((words.joined(separator: " "), 0.9)) }
    if words.count > 1, let last = words.last, Int(last) != nil {
      words.removeLast()
      // The first of several is the main one; the second is rarely wanted as such.
      out.append((words.joined(separator: " "), last == "1" || last == "0" ? 0.95 : 0.7))
    }
    if words.count > 1, let first = words.first,
      [
        "company", "contact", "business", "lead", "person", "account", "primary", "main", "work", "location", "place", "owner",
        "billing", "org", "organization", "organisation", "associated", "ansprechpartner", "kontaktperson", "firma",
      ].contains(first)
    {
      out.append((words.dropFirst().joined(separator: " "), 0.75))
    }
    return out
  }

  /// Holds a header against its content: a "contact" column may hold addresses, a "URL" column links to maps.
  private static func checked(_ claim: Claim, _ header: String, _ content: ColumnContent) -> Claim {
    var out = claim
    switch (claim.field, content.kind) {
    case (.email, let kind) where kind != .email && kind != .unknown && content.filled >= 3:
      return Claim(field: nil, confidence: 0.6, reason: "The header speaks of e-mail, but the column holds no addresses.")
    case (.website, .mapsLink), (.pageURL, .mapsLink):
      out.field = .mapsURL
      out.reason = "The column holds links to a map."
    case (.website, .socialLink) where header == "url" || header == "link":
      return Claim(field: nil, confidence: 0.7, reason: "The column holds links to profiles.")
    case (.contactName, .email), (.contactMethod, .email), (.address, .email), (.website, .email):
      out.field = .email
      out.confidence = 0.8
      out.reason = "The column holds e-mail addresses."
    case (.contactName, .phone):
      out.field = .phone
      out.confidence = 0.8
      out.reason = "The column holds telephone numbers."
    case (.mapsURL, .webLink) where !header.contains("google") && !header.contains("maps"):
      out.field = .website
      out.confidence = 0.6
      out.reason = "The column holds web addresses."
    case (.latitude, let kind) where kind == .names || kind == .text, (.longitude, let kind) where kind == .names || kind == .text:
      return Claim(field: nil, confidence: 0.6, reason: "The column holds no coordinates.")
    default: break
    }
    return out
  }

  private static func byContent(_ content: ColumnContent) -> Claim? {
    guard content.filled >= 1 else { return nil }
    switch content.kind {
    case .email: return Claim(field: .email, confidence: 0.55, reason: "The column holds e-mail addresses.")
    case .mapsLink: return Claim(field: .mapsURL, confidence: 0.55, reason: "The column holds links to a map.")
    case .webLink: return Claim(field: .website, confidence: 0.5, reason: "The column holds web addresses.")
    case .phone: return Claim(field: .phone, confidence: 0.45, reason: "The column holds telephone numbers.")
    case .timeZone: return Claim(field: .timeZone, confidence: 0.5, reason: "The column holds time zones.")
    case .country: return Claim(field: .country, confidence: 0.45, reason: "The column holds names of countries.")
    case .socialLink, .names, .text, .number, .unknown: return nil
    }
  }
}

/// What the cells of a column look like.
struct ColumnContent {
  /// Kinds of content that tell something.
  enum Kind { case email, mapsLink, webLink, socialLink, phone, timeZone, country, number, names, text, unknown }
  /// Cells that are not empty.
  let filled: Int
  /// Their share, 0 to 1.
  let filledShare: Double
  /// What at least two thirds of them are.
  let kind: Kind

  init(column: Int, records: ArraySlice<[String]>) {
    let cells = records.compactMap { column < $0.count ? InvisibleText.trimmed($0[column]) : nil }.filter { !$0.isEmpty }
    filled = cells.count
    filledShare = records.isEmpty ? 1 : Double(cells.count) / Double(records.count)
    var tally: [Kind: Int] = [:]
    for cell in cells { tally[Self.kind(of: cell), default: 0] += 1 }
    let links = (tally[.webLink] ?? 0) + (tally[.socialLink] ?? 0)
    if let most = tally.max(by: { $0.value < $1.value }), most.value * 3 >= cells.count * 2 {
      let isVaried = Set(cells).count * 10 >= cells.count * 8
      kind = most.key == .names && !isVaried ? .text : most.key
    } else if !cells.isEmpty, links * 3 >= cells.count * 2 {
      kind = .webLink
    } else {
      kind = cells.isEmpty ? .unknown : .text
    }
  }

  private static func kind(of cell: String) -> Kind {
    if cell.utf8.count > 2000 { return .text }
    if cell.contains("@"), !EmailAddress.list(cell).isEmpty { return .email }
    if let link = link(cell) { return link }
    if Double(cell) != nil { return cell.utf8.count >= 9 && !cell.contains(".") && cell.hasPrefix("+") ? .phone : .number }
    if isPhone(cell) { return .phone }
    if let slash = cell.firstIndex(of: "/"),
      ["Europe", "America", "Asia", "Africa", "Australia", "Pacific", "Atlantic", "Indian"].contains(String(cell[..<slash]))
    {
      return .timeZone
    }
    if Country(cell) != nil, cell.utf8.count > 2 { return .country }
    return cell.utf8.count <= 80 && cell.contains(where: \.isLetter) ? .names : .text
  }

  private static func link(_ cell: String) -> Kind? {
    let isExplicit = cell.contains("://") || cell.hasPrefix("www.")
    guard isExplicit || !cell.contains(" "), let address = WebAddress(cell) else { return nil }
    if MapsLink.key(of: cell) != nil || address.path.hasPrefix("/maps") || address.host == "maps.app.goo.gl"
      || address.host.hasPrefix("maps.")
    {
      return .mapsLink
    }
    guard let registered = Domain.registrable(address.host), let top = registered.split(separator: ".").last else { return nil }
    // "St.Gallen" is no host; without a scheme only usual endings count.
    let usual: Set<String> = [
      "com", "net", "org", "de", "at", "ch", "fr", "it", "es", "nl", "be", "uk", "eu", "io", "co", "us", "ca", "au", "pt", "br",
      "pl", "info", "biz", "shop", "app",
    ]
    guard isExplicit || usual.contains(String(top)) else { return nil }
    let social: Set<String> = [
      "linkedin.com", "facebook.com", "instagram.com", "twitter.com", "x.com", "xing.com", "youtube.com", "tiktok.com",
    ]
    return social.contains(registered) ? .socialLink : .webLink
  }

  private static func isPhone(_ cell: String) -> Bool {
    let digits = cell.utf8.count { (0x30...0x39).contains($0) }
    let isPlain = cell.unicodeScalars.allSatisfy { "0123456789 ()+-./\u{A0}".unicodeScalars.contains($0) }
    // Dates have eight digits and two like separators.
    let separators = cell.utf8.filter { $0 == 0x2E || $0 == 0x2D || $0 == 0x2F }
    let isDate = digits <= 8 && separators.count == 2 && Set(separators).count == 1 && !cell.hasPrefix("+") && !cell.hasPrefix("0")
    return isPlain && (7...15).contains(digits) && !isDate
  }
}
