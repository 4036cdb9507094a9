import Outreach
import Store

/// Where a record came from, for the provenance of its fields and the lead's timeline.
struct LeadOrigin: Sendable {
  let source: String
  /// The page or object that says so; nil for files.
  let url: String?
  /// For the timeline: “OpenStreetMap”, or a file with its line.
  let label: String
  /// Fields that may be kept only so many days; empty where all may stay.
  var keepDays: [String: Int] = [:]

  /// Whether it is a file of the person's: its rows are leads for review at once, and are many, so that less is kept of each.
  var isFile: Bool { source == "csv" }
}

/// The one way in which a record of a file, a service or a web site becomes a lead, or makes a known one better.
enum LeadWriter {
  /// What became of a record.
  struct Outcome {
    let lead: Lead.ID
    let isNew: Bool
    let isChanged: Bool
  }

  /// Writes a record; nil where it may not become a lead: the person behind it was erased.
  /// - Parameter rules: the table by which it is scored; nil reads the one in force.
  static func record(_ taken: LeadIntake.Taken, _ origin: LeadOrigin, rules: [ScoreRule]? = nil, in work: Work) throws -> Outcome? {
    if let email = taken.details.email, try SuppressionTable.reason(for: email, mode: .real, in: work) == .erased { return nil }
    let near =
      origin.isFile ? try LeadTable.twins(of: taken.details, in: work) : try LeadTable.neighbours(of: taken.details, in: work)
    let known =
      origin.isFile ? LeadIntake.twin(of: taken.details, among: near)?.lead : FoundLead.twin(of: taken.details, among: near)
    let table = try rules ?? Scoring.rules(in: work)
    guard let known else { return Outcome(lead: try insert(taken, origin, table, in: work), isNew: true, isChanged: true) }
    var taken = taken
    if let maps = taken.details.mapsURL, near.contains(where: { $0.id != known.id && $0.details.mapsURL == maps }) {
      taken.details.mapsURL = nil
    }
    let isChanged = try merge(taken, into: known, origin, in: work)
    if isChanged { try Scoring.score(known.id, table, in: work) }
    return Outcome(lead: known.id, isNew: false, isChanged: isChanged)
  }

  /// Takes what a record knows better of a known lead, by `FieldMerge`. Returns whether it brought anything.
  static func merge(_ taken: LeadIntake.Taken, into known: Lead, _ origin: LeadOrigin, in work: Work) throws -> Bool {
    let changes = try better(taken, than: known, origin, in: work)
    guard !changes.isEmpty else { return false }
    var lead = known
    LeadIntake.apply(changes.map(\.value), to: &lead, from: taken)
    guard try LeadTable.update(lead, was: known, in: work) else { throw Fault(.conflict, "A lead changed while it was looked up.") }
    try AddressFinding.note(lead, was: known.details, source: origin.source, in: work)
    try keep(changes, origin, of: lead.id, in: work)
    let shown = changes.map(\.value.name).filter {
      !$0.hasPrefix("tag.") && !$0.hasPrefix("custom.site_") && !unwritten.contains($0)
    }
    try Leads.voidChanged(of: lead.id, fields: Set(shown), in: work)
    let filled = changes.filter { $0.why == .gap }.map(\.value.name)
    if !filled.isEmpty {
      try LeadEventTable.add(
        origin.isFile ? "filled_from_import" : "filled", to: lead.id, detail: "\(filled.joined(separator: ", ")) (\(origin.label))",
        in: work)
    }
    let replaced = changes.filter { $0.why != .gap }.map { "\($0.value.name): \(words[$0.why] ?? "")" }
    if !replaced.isEmpty {
      try LeadEventTable.add(
        "replaced", to: lead.id, detail: "\(replaced.joined(separator: "; ")) (\(origin.label))", in: work)
    }
    return true
  }

  private typealias Change = (value: LeadIntake.Value, why: FieldMerge.Reason)

  /// Fields that no mail shows.
  private static let unwritten: Set<String> = ["location", "confidence", "domain_authority"]
  private static let words: [FieldMerge.Reason: String] = [
    .verified: "the address that takes mail", .fuller: "says more", .trusted: "knows it better", .newer: "is newer",
  ]

  private static func better(_ taken: LeadIntake.Taken, than known: Lead, _ origin: LeadOrigin, in work: Work) throws -> [Change] {
    let mine = Dictionary(LeadIntake.values(known.details, tags: known.tags).map { ($0.name, $0.value) }) { first, _ in first }
    var facts: [ContactFact]?
    var changes: [Change] = []
    for value in LeadIntake.values(taken.details, tags: taken.tags) where mine[value.name] != value.value {
      // What somebody found of another address says nothing about the one that stays.
      if value.name == "email_status", let email = known.details.email, email != taken.details.email { continue }
      if mine[value.name] == nil, origin.isFile || value.name.hasPrefix("tag.") {
        changes.append((value, .gap))
        continue
      }
      guard FieldMerge.mayReplace(origin.source) else { continue }
      let all = try facts ?? LeadEventTable.facts(of: known.id, in: work)
      facts = all
      let evidence = FieldEvidence(
        origin.source, at: work.now, verdict: taken.details.emailStatus.flatMap(EmailVerdict.init(rawValue:)),
        isPassing: origin.keepDays[value.name] != nil)
      let standing = standing(of: value.name, mine[value.name], in: known, all)
      guard let why = FieldMerge.reason(value.name, known: standing, offered: (value.value, evidence)) else { continue }
      if value.name == "email", why != .gap, try !mayMove(known, to: value.value, in: work) { continue }
      changes.append((value, why))
    }
    return changes
  }

  /// What is known of a field, and what speaks for it; nil where nothing is.
  private static func standing(of name: String, _ value: String?, in lead: Lead, _ facts: [ContactFact]) -> (
    value: String, evidence: FieldEvidence
  )? {
    let fact = facts.last { $0.field == name }
    guard let value else {
      // Taken away by the person: nobody puts it back.
      guard let fact, fact.source == FieldMerge.person, fact.value.isEmpty else { return nil }
      return ("", FieldEvidence(fact.source, at: fact.at))
    }
    let verdict = name == "email" ? lead.details.emailStatus.flatMap(EmailVerdict.init(rawValue:)) : nil
    if let fact, fact.value == value { return (value, FieldEvidence(fact.source, at: fact.at, verdict: verdict)) }
    // Of a file less is kept; whatever else nobody accounts for may be the person's.
    let source = fact == nil && lead.details.source == "csv" ? lead.details.source : FieldMerge.person
    return (value, FieldEvidence(source, at: lead.discoveredAt, verdict: verdict))
  }

  /// Whether a lead may get another address: not where mail left already, nor where the one it has may not be written to, nor one that another
  /// lead has.
  private static func mayMove(_ lead: Lead, to email: String, in work: Work) throws -> Bool {
    if [.contacted, .replied].contains(lead.state) { return false }
    if let old = lead.details.email, try SuppressionTable.reason(for: old, mode: .real, in: work) != nil { return false }
    var details = LeadDetails()
    details.email = email
    return try LeadTable.twins(of: details, in: work).allSatisfy { $0.id == lead.id }
  }

  private static func insert(_ taken: LeadIntake.Taken, _ origin: LeadOrigin, _ rules: [ScoreRule], in work: Work) throws -> Lead.ID
  {
    let state: LeadState = origin.isFile ? .pendingReview : .discovered
    var lead = Lead(id: Lead.ID(at: work.now.rawValue), details: taken.details, state: state, at: work.now)
    lead.tags = taken.tags
    lead = Scoring.scored(lead, rules)
    try LeadTable.insert(lead, in: work)
    try AddressFinding.note(lead, was: nil, source: origin.source, in: work)
    let values = LeadIntake.values(taken.details, tags: []).filter {
      !origin.isFile || LeadIntake.tracedFields.contains($0.name)
    }
    try keepFacts(values.map { ($0, nil) }, origin, of: lead.id, in: work)
    try LeadEventTable.add(origin.isFile ? "imported" : "discovered", to: lead.id, detail: origin.label, in: work)
    // An import has audit rows for its batches.
    if !origin.isFile {
      try AuditTable.append("discover", "lead", lead.id.rawValue, after: ["source": origin.source], lead: lead.id, in: work)
    }
    return lead.id
  }

  private static func keep(_ changes: [Change], _ origin: LeadOrigin, of lead: Lead.ID, in work: Work) throws {
    try keepFacts(
      changes.filter { !$0.value.name.hasPrefix("tag.") }.map { ($0.value, $0.why == .gap ? nil : $0.why) }, origin, of: lead,
      in: work)
  }

  private static func keepFacts(
    _ values: [(value: LeadIntake.Value, why: FieldMerge.Reason?)], _ origin: LeadOrigin, of lead: Lead.ID, in work: Work
  ) throws {
    for (value, why) in values {
      try LeadEventTable.add(
        ContactFact(field: value.name, value: value.value, source: origin.source, url: origin.url, at: work.now, why: why),
        to: lead,
        in: work)
      if let days = origin.keepDays[value.name] {
        try PassingFactTable.add(value.name, of: lead, source: origin.source, days: days, in: work)
      }
    }
  }
}
