import Outreach
import Text

/// Turns what a file or a form says about a business into a checked lead: one way to write each value, and warnings for what can't be used.
public struct LeadIntake: Sendable {
  /// Longest values that are kept, in characters.
  enum Limit {
    static let name = 200
    static let line = 300
    static let short = 100
    static let notes = 10_000
    static let customValue = 2_000
    static let customFields = 100
    static let tag = 60
    static let tags = 50
    /// Bytes of a cell that are looked at.
    static let cellBytes = 65_536
  }

  /// A checked record.
  public struct Taken: Sendable, Hashable {
    public var details = LeadDetails()
    public var tags: [String] = []
    /// What could not be used, by field; never the value itself.
    public var warnings: [Fault.Field] = []
  }

  /// Where records come from: `csv`, `manual` …
  public let source: String

  /// An intake for one source.
  public init(source: String) { self.source = source }

  /// Checks a record.
  /// - Parameter fields: text by field name (`business_name`, `email`, `first_name`, `custom.size` …); unknown names are left out.
  /// - Throws: `.badInput` where neither business name nor e-mail nor web site remains.
  public func take(_ fields: [String: String]) throws(Fault) -> Taken {
    var record = Record(fields)
    var taken = Taken()
    taken.details.source = source
    takeTexts(&record, &taken)
    takeAddresses(&record, &taken)
    takeNumbers(&record, &taken)
    takeOwnColumns(&record, &taken)
    taken.warnings = record.warnings
    try name(&taken, record)
    taken.details.contactMethod = Self.method(taken.details, given: record["contact_method"])
    return taken
  }

  private func takeTexts(_ record: inout Record, _ taken: inout Taken) {
    taken.details.businessName = record.line("business_name", Limit.name, keepsPlaceholders: true) ?? ""
    taken.details.category = record.line("category", Limit.line)
    taken.details.address = record.line("address", Limit.line)
    taken.details.city = record.line("city", Limit.short)
    taken.details.stateRegion = record.line("state_region", Limit.short)
    taken.details.postalCode = record.line("postal_code", Limit.short)
    taken.details.country = record.line("country", Limit.short).map { Country($0)?.name ?? $0 }
    taken.details.pageTitle = record.line("page_title", Limit.line)
    taken.details.contactName = record.line("contact_name", Limit.name)
    if taken.details.contactName == nil {
      let parts = [record.line("first_name", Limit.short), record.line("last_name", Limit.short)].compactMap { $0 }
      taken.details.contactName = parts.isEmpty ? nil : parts.joined(separator: " ")
    }
    taken.details.notes = record["notes"].map { CellText.lines($0, limit: Limit.notes) }
    taken.details.timeZone = record.checked("time_zone", "is no time zone like Europe/Berlin") {
      CellText.isZoneName($0) ? $0 : nil
    }
    if let source = record.line("source", Limit.short) { taken.details.metadata["source"] = source }
  }

  private func takeAddresses(_ record: inout Record, _ taken: inout Taken) {
    if let text = record["email"] {
      let several = text.contains(where: { ",;| \n".contains($0) }) ? EmailAddress.list(text) : []
      taken.details.email = (EmailAddress(text) ?? several.first)?.normalized
      if taken.details.email == nil { record.reject("email", "is no e-mail address", &taken.details.metadata) }
      let others = several.map(\.normalized).filter { $0 != taken.details.email }
      taken.details.emailStatus = record.line("email_status", Limit.short).flatMap { EmailVerdict(word: $0)?.rawValue }
      if !others.isEmpty { taken.details.metadata["other_emails"] = others.joined(separator: ", ") }
    }
    taken.details.mapsURL = record.address("maps_url", &taken.details.metadata) { MapsLink.normalized($0) }
    taken.details.website = record.address("website", &taken.details.metadata) { WebAddress($0)?.description }
    taken.details.pageURL = record.address("page_url", &taken.details.metadata) { WebAddress($0)?.description }
    if let website = taken.details.website, MapsLink.key(of: website) != nil {
      // A place link in the web site column says where the business is, not what its site is.
      if taken.details.mapsURL == nil { taken.details.mapsURL = MapsLink.normalized(website) }
      taken.details.website = nil
    }
    if let text = record["phone"] {
      taken.details.phone = PhoneNumber.normalized(text, country: taken.details.country)
      if taken.details.phone == nil { record.reject("phone", "is no telephone number", &taken.details.metadata) }
    }
    taken.details.domain = Self.domain(website: taken.details.website, email: taken.details.email)
  }

  private func takeNumbers(_ record: inout Record, _ taken: inout Taken) {
    let latitude = record.checked("latitude", "is no latitude from -90 to 90") { CellText.number($0, in: -90...90) }
    let longitude = record.checked("longitude", "is no longitude from -180 to 180") { CellText.number($0, in: -180...180) }
    if let latitude, let longitude { (taken.details.latitude, taken.details.longitude) = (latitude, longitude) }
    taken.details.confidence = record.checked("confidence", "is no share from 0 to 1 or 0 to 100 %") { text in
      let isPercent = text.hasSuffix("%")
      guard let number = CellText.number(isPercent ? String(text.dropLast()) : text, in: 0...100) else { return nil }
      return isPercent || number > 1 ? number / 100 : number
    }
    taken.details.domainAuthority = record.checked("domain_authority", "is no number from 0 to 1000") { text in
      CellText.number(text, in: 0...1000).flatMap { Int(exactly: $0.rounded()) }
    }
  }

  private func takeOwnColumns(_ record: inout Record, _ taken: inout Taken) {
    for (name, value) in record.fields where name.hasPrefix("custom.") {
      let key = String(name.dropFirst(7))
      guard !key.isEmpty, taken.details.custom.count < Limit.customFields else { continue }
      let text = CellText.lines(value, limit: Limit.customValue)
      if !text.isEmpty { taken.details.custom[key] = text }
    }
    guard let text = record["tags"] else { return }
    for part in text.split(whereSeparator: { $0 == "," || $0 == ";" || $0 == "|" || $0.isNewline }) {
      let tag = CellText.line(String(part), limit: Limit.tag)
      if !tag.isEmpty, !taken.tags.contains(tag), taken.tags.count < Limit.tags { taken.tags.append(tag) }
    }
  }

  private func name(_ taken: inout Taken, _ record: Record) throws(Fault) {
    if source == "csv", Self.isTotals(taken.details) {
      throw Fault(.badInput, "This looks like a line of totals, not like a business.")
    }
    guard taken.details.businessName.isEmpty else { return }
    guard taken.details.email != nil || taken.details.website != nil else {
      let missing = [Fault.Field("business_name", "is missing, and so are an e-mail address and a web site")]
      throw Fault(
        .badInput, "A lead needs the name of the business, or its e-mail address or web site.", fields: missing + taken.warnings)
    }
    let host = taken.details.website.flatMap { WebAddress($0)?.host }
    taken.details.businessName = taken.details.domain.map { Domain.unicode($0) } ?? taken.details.contactName ?? host ?? "No name"
  }

  private static let totals: Set<String> = [
    "total", "totals", "grand total", "subtotal", "sum", "summe", "gesamt", "gesamtsumme", "insgesamt", "zwischensumme",
    "total general", "totale",
    "totaal", "totalt", "i alt", "suma", "razem", "celkem", "osszesen", "yhteensa", "toplam", "итого", "всего", "合計", "总计", "合计",
    "總計", "합계",
  ]

  /// Whether a record says "total" and nothing that a business has.
  private static func isTotals(_ details: LeadDetails) -> Bool {
    guard details.businessName.utf8.count < 40, totals.contains(Folding.text(details.businessName)) else { return false }
    let said = [
      details.email, details.website, details.phone, details.address, details.city, details.contactName, details.mapsURL,
      details.category,
      details.postalCode,
    ]
    return said.allSatisfy { $0 == nil }
  }

  /// The registrable domain of a web site or an address; nil for free-mail and shared hosts.
  public static func domain(website: String?, email: String?) -> String? {
    if let host = website.flatMap({ WebAddress($0)?.host }), !Domain.isShared(host), let own = Domain.registrable(host) {
      return own
    }
    guard let host = email?.split(separator: "@").last, !Domain.isShared(host) else { return nil }
    return Domain.registrable(host)
  }

  /// How a lead is reached best by what is known; what was given wins where it is possible.
  static func method(_ details: LeadDetails, given: String? = nil) -> ContactMethod {
    switch given.flatMap({ ContactMethod(rawValue: Folding.text($0)) }) {
    case .email where details.email != nil: return .email
    case .phone where details.phone != nil: return .phone
    case .form where details.pageURL != nil || details.website != nil: return .form
    default: break
    }
    if details.email != nil { return .email }
    if details.pageURL != nil { return .form }
    if details.phone != nil { return .phone }
    return details.website != nil ? .form : .none
  }
}

extension LeadIntake {
  /// The cells of one record, and what is wrong in them.
  struct Record {
    let fields: [String: String]
    var warnings: [Fault.Field] = []

    init(_ fields: [String: String]) {
      self.fields = fields.compactMapValues { CellText.isEmpty($0) ? nil : CSVWriter.unguarded($0) }
    }

    /// A cell that says something; nil for empty ones and for "n/a" and its like.
    subscript(_ name: String) -> String? { fields[name].flatMap { CellText.isPlaceholder($0) ? nil : $0 } }

    mutating func line(_ name: String, _ limit: Int, keepsPlaceholders: Bool = false) -> String? {
      guard let value = keepsPlaceholders ? fields[name] : self[name] else { return nil }
      let text = CellText.line(value, limit: limit)
      if text.count == limit, value.utf8.count > text.utf8.count + 8 {
        warnings.append(.init(name, "was cut to \(limit) characters"))
      }
      return text.isEmpty ? nil : text
    }

    mutating func checked<T>(_ name: String, _ problem: String, _ read: (String) -> T?) -> T? {
      guard let text = self[name].map({ CellText.line($0, limit: Limit.line) }), !text.isEmpty else { return nil }
      guard let value = read(text) else {
        warnings.append(.init(name, problem))
        return nil
      }
      return value
    }

    mutating func address(_ name: String, _ metadata: inout [String: String], _ read: (String) -> String?) -> String? {
      guard let text = self[name] else { return nil }
      if let value = read(text) { return value }
      reject(name, "is no web address", &metadata)
      return nil
    }

    /// Notes that a value can't be used and keeps it as it was given, so that nothing is lost.
    mutating func reject(_ name: String, _ problem: String, _ metadata: inout [String: String]) {
      warnings.append(.init(name, problem))
      if let text = fields[name] { metadata[name + "_as_given"] = CellText.line(text, limit: Limit.line) }
    }
  }
}
