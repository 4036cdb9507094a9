import Outreach
import Store
import Text

/// What an import of a file would do.
public struct ImportPreview: Sendable, Encodable {
  /// A record that can't be imported, or only in part.
  public struct Problem: Sendable, Encodable, Hashable {
    public let line: Int
    public let detail: String
  }

  /// A record about a business that is known already.
  public struct Duplicate: Sendable, Encodable, Hashable {
    public let line: Int
    /// `line 12`, or the business name of the lead.
    public let of: String
    public let why: String
    /// The lead, where it is in the base.
    public let leadID: String?

    private enum CodingKeys: String, CodingKey {
      case line, of, why
      case leadID = "lead_id"
    }
  }

  public var records = 0
  public var new = 0
  public var updated = 0
  public var duplicates = 0
  public var invalid = 0
  /// New or updated leads whose address gets no mail because it is suppressed.
  public var suppressed = 0
  /// Cells that could not be used.
  public var warnings = 0
  /// The first of them.
  public var problems: [Problem] = []
  /// The first of them.
  public var duplicateRows: [Duplicate] = []

  private enum CodingKeys: String, CodingKey {
    case records, new, updated, duplicates, invalid, suppressed, warnings, problems
    case duplicateRows = "duplicate_rows"
  }
}

/// Finds out what an import would do, without writing: knows each business of the file by its hashes only.
///
/// The rules are those of the import itself; a test compares both.
struct ImportTally {
  /// Businesses of one file that are remembered; a file with more of them shows duplicates among the first ones only.
  static let maximumBusinesses = 1_000_000
  static let shownProblems = 50
  static let shownDuplicates = 50

  private(set) var result = ImportPreview()

  /// A business of the file, or a lead that the file speaks of; what it is known by as hashes, 0 for unknown.
  private struct Business {
    /// Where it was first named; 0 for a lead of the base.
    var line: Int32
    var hasMaps = false
    /// A bit for each field that has a value.
    var known: UInt64 = 0
    var email = 0
    var name = 0
    var postalCode = 0
    var city = 0

    /// The hash of `LeadDetails.placeKey`'s parts; 0 where the place is unknown.
    var place: Int {
      let place = postalCode != 0 ? postalCode : city
      return name == 0 || place == 0 ? 0 : name &* 31 &+ place
    }
  }

  private var businesses: [Business] = []
  private var names: [Int32: String] = [:]
  private var ofLead: [Lead.ID: Int32] = [:]
  private var byEmail: [Int: Int32] = [:]
  private var byMaps: [Int: Int32] = [:]
  private var byPlace: [Int: Int32] = [:]
  /// The first business of each domain.
  private var bySite: [Int: Int32] = [:]
  /// Where several share a place: all but the first.
  private var alsoAtPlace: [Int: [Int32]] = [:]
  private var bits: [String: Int] = [:]
  /// Fields beyond the 64 that have bits.
  private var further: [Int32: Set<Int>] = [:]

  /// Counts a record that can't be imported.
  mutating func fail(line: Int, _ fault: Fault) {
    result.records += 1
    result.invalid += 1
    note(line, fault.fields.isEmpty ? fault.detail : fault.description)
  }

  /// Counts a record.
  /// - Parameter twins: the leads of the base that may be the same business.
  mutating func add(_ record: LeadIntake.Taken, line: Int, twins: [Lead] = [], suppression: Suppression.Reason? = nil) {
    result.records += 1
    result.warnings += record.warnings.count
    for warning in record.warnings { note(line, "\(warning.name) \(warning.detail)") }
    if suppression == .erased {
      result.duplicates += 1
      return note(line, "This person asked to be forgotten and is not imported.")
    }
    let isSuppressed = suppression != nil
    let fields = LeadIntake.values(record.details, tags: record.tags).map { bit(of: $0.name) }
    guard let (index, why) = known(record.details, twins) else {
      result.new += 1
      if isSuppressed { result.suppressed += 1 }
      remember(record.details, fields, line)
      return
    }
    // A place link that another lead has stays with that one.
    let owner = record.details.mapsURL.map { byMaps[$0.hashValue] ?? index } ?? index
    let address = businesses[Int(index)].email
    let isOther = address != 0 && record.details.email.map { $0.hashValue != address } ?? false
    let brought = fields.filter { !(owner != index && $0 == bits["maps_url"]) && !(isOther && $0 == bits["email_status"]) }
    let counts = brought.contains { !has(index, $0) }
    if counts { result.updated += 1 } else { result.duplicates += 1 }
    if counts && isSuppressed { result.suppressed += 1 }
    show(line, of: index, why)
    if counts { learn(index, record.details, brought) }
  }

  private mutating func note(_ line: Int, _ detail: String) {
    if result.problems.count < Self.shownProblems { result.problems.append(.init(line: line, detail: detail)) }
  }

  private mutating func show(_ line: Int, of index: Int32, _ why: LeadIntake.Likeness) {
    guard result.duplicateRows.count < Self.shownDuplicates else { return }
    let first = businesses[Int(index)].line
    let lead = first == 0 ? ofLead.first { $0.value == index }?.key.rawValue : nil
    result.duplicateRows.append(
      .init(line: line, of: first == 0 ? names[index] ?? "" : "line \(first)", why: why.rawValue, leadID: lead))
  }

  /// The business that a record is about, in the order in which the import looks: by address, by link, by site, by place.
  private mutating func known(_ details: LeadDetails, _ twins: [Lead]) -> (Int32, LeadIntake.Likeness)? {
    for lead in twins { adopt(lead) }
    if let email = details.email, let index = byEmail[email.hashValue] { return (index, .email) }
    if let maps = details.mapsURL, let index = byMaps[maps.hashValue] { return (index, .maps) }
    if details.isSiteOnly, let domain = details.domain, let index = bySite[domain.hashValue] { return (index, .site) }
    let place = Self.keys(of: details).place
    guard place != 0, let first = byPlace[place] else { return nil }
    let near = ([first] + alsoAtPlace[place, default: []]).filter {
      let business = businesses[Int($0)]
      return business.place == place && (business.email == 0 || details.email == nil)
    }
    // Leads of the base are older than anything in the file.
    return (near.first { businesses[Int($0)].line == 0 } ?? near.min()).map { ($0, .place) }
  }

  private mutating func adopt(_ lead: Lead) {
    guard ofLead[lead.id] == nil, businesses.count < Self.maximumBusinesses else { return }
    let index = Int32(businesses.count)
    ofLead[lead.id] = index
    names[index] = lead.details.businessName
    remember(lead.details, LeadIntake.values(lead.details, tags: lead.tags).map { bit(of: $0.name) }, 0)
  }

  private mutating func remember(_ details: LeadDetails, _ fields: [Int], _ line: Int) {
    guard businesses.count < Self.maximumBusinesses else { return }
    businesses.append(Business(line: Int32(clamping: line)))
    learn(Int32(businesses.count - 1), details, fields)
  }

  private mutating func learn(_ index: Int32, _ details: LeadDetails, _ fields: [Int]) {
    for field in fields {
      if field < 64 { businesses[Int(index)].known |= 1 << UInt64(field) } else { further[index, default: []].insert(field) }
    }
    if let email = details.email?.hashValue, businesses[Int(index)].email == 0 {
      businesses[Int(index)].email = email
      if byEmail[email] == nil { byEmail[email] = index }
    }
    if let maps = details.mapsURL?.hashValue, !businesses[Int(index)].hasMaps, byMaps[maps] == nil {
      businesses[Int(index)].hasMaps = true
      byMaps[maps] = index
    }
    if let domain = details.domain?.hashValue, bySite[domain] == nil { bySite[domain] = index }
    settle(index, Self.keys(of: details))
  }

  /// Notes name and place where they were unknown, and that the business is found there.
  private mutating func settle(_ index: Int32, _ keys: Business) {
    let before = businesses[Int(index)].place
    if businesses[Int(index)].name == 0 { businesses[Int(index)].name = keys.name }
    if businesses[Int(index)].postalCode == 0 { businesses[Int(index)].postalCode = keys.postalCode }
    if businesses[Int(index)].city == 0 { businesses[Int(index)].city = keys.city }
    let place = businesses[Int(index)].place
    guard place != before else { return }
    if byPlace[place] == nil { byPlace[place] = index } else { alsoAtPlace[place, default: []].append(index) }
  }

  /// Name and place of a record as hashes.
  private static func keys(of details: LeadDetails) -> Business {
    func hash(_ text: String) -> Int { text.isEmpty ? 0 : text.hashValue }
    var keys = Business(line: 0)
    keys.name = hash(Folding.businessName(details.businessName))
    keys.postalCode = hash(Folding.text(details.postalCode ?? ""))
    keys.city = hash(Folding.text(details.city ?? ""))
    return keys
  }

  private func has(_ index: Int32, _ field: Int) -> Bool {
    field < 64 ? businesses[Int(index)].known & 1 << UInt64(field) != 0 : further[index]?.contains(field) ?? false
  }

  private mutating func bit(of name: String) -> Int {
    if let bit = bits[name] { return bit }
    bits[name] = bits.count
    return bits.count - 1
  }
}
