import Outreach
import Store

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

  /// A business of the file, or a lead that the file speaks of.
  private struct Business {
    /// Where it was first named; 0 for a lead of the base.
    var line: Int32
    /// The next one at the same place, or -1.
    var next: Int32 = -1
    /// A bit for each field that has a value.
    var known: UInt64 = 0
    var email: Int = 0
    var hasMaps = false
    var hasPlace = false
  }

  private var businesses: [Business] = []
  private var names: [Int32: String] = [:]
  private var ofLead: [Lead.ID: Int32] = [:]
  private var byEmail: [Int: Int32] = [:]
  private var byMaps: [Int: Int32] = [:]
  private var byPlace: [Int: Int32] = [:]
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
  mutating func add(_ taken: LeadIntake.Taken, line: Int, twins: [Lead] = [], suppression: Suppression.Reason? = nil) {
    result.records += 1
    result.warnings += taken.warnings.count
    for warning in taken.warnings { note(line, "\(warning.name) \(warning.detail)") }
    if suppression == .erased {
      result.duplicates += 1
      return note(line, "This person asked to be forgotten and is not imported.")
    }
    let isSuppressed = suppression != nil
    let fields = LeadIntake.values(taken.details, tags: taken.tags).map { bit(of: $0.name) }
    guard let (index, why) = known(taken.details, twins) else {
      result.new += 1
      if isSuppressed { result.suppressed += 1 }
      remember(taken.details, fields, line)
      return
    }
    let isNew = fields.contains { !has(index, $0) }
    let drops = taken.details.mapsURL != nil && !businesses[Int(index)].hasMaps && byMaps[taken.details.mapsURL.hashValue] != nil
    let counts = isNew && !(drops && fields.allSatisfy { has(index, $0) || $0 == bits["maps_url"] })
    if counts { result.updated += 1 } else { result.duplicates += 1 }
    if counts && isSuppressed { result.suppressed += 1 }
    show(line, of: index, why)
    if counts { learn(index, taken.details, drops ? fields.filter { $0 != bits["maps_url"] } : fields) }
  }

  private mutating func note(_ line: Int, _ detail: String) {
    if result.problems.count < Self.shownProblems { result.problems.append(.init(line: line, detail: detail)) }
  }

  private mutating func show(_ line: Int, of index: Int32, _ why: LeadIntake.Likeness) {
    guard result.duplicateRows.count < Self.shownDuplicates else { return }
    let first = businesses[Int(index)].line
    let lead = first == 0 ? ofLead.first { $0.value == index }?.key.rawValue : nil
    result.duplicateRows.append(.init(line: line, of: first == 0 ? names[index] ?? "" : "line \(first)", why: why.rawValue, leadID: lead))
  }

  /// The business that a record is about, in the order in which the import looks: by address, by link, by place.
  private mutating func known(_ details: LeadDetails, _ twins: [Lead]) -> (Int32, LeadIntake.Likeness)? {
    for lead in twins { adopt(lead) }
    if let email = details.email, let index = byEmail[email.hashValue] { return (index, .email) }
    if let maps = details.mapsURL, let index = byMaps[maps.hashValue] { return (index, .maps) }
    guard let place = details.placeKey, var index = byPlace[place.hashValue] else { return nil }
    while index >= 0 {
      let business = businesses[Int(index)]
      if business.email == 0 || details.email == nil { return (index, .place) }
      index = business.next
    }
    return nil
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

  private mutating func link(_ index: Int32, to place: Int) {
    businesses[Int(index)].hasPlace = true
    guard var last = byPlace[place] else {
      byPlace[place] = index
      return
    }
    while businesses[Int(last)].next >= 0 { last = businesses[Int(last)].next }
    businesses[Int(last)].next = index
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
    if let place = details.placeKey?.hashValue, !businesses[Int(index)].hasPlace { link(index, to: place) }
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
