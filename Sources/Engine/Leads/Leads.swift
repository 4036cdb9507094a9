import Outreach
import Store
import Text

/// Adding, editing and reviewing leads.
public struct Leads: Sendable {
  /// The most leads that one bulk act takes at a time.
  public static let maximumBulk = 100_000
  private static let bulkBatch = 500

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// What a person changes about a lead; nil leaves a field as it is, an empty text clears it.
  public struct Edit: Sendable {
    /// Text fields by name.
    public var texts: [String: String] = [:]
    public var latitude: Double??
    public var longitude: Double??
    public var domainAuthority: Int??
    public var outcome: LeadOutcome?
    public var tags: [String]?
    public var custom: [String: String]?

    /// No change.
    public init() {}
  }

  /// Adds a lead by hand; it waits for review at once.
  /// - Throws: `.badInput` with fields; `.conflict` where the place link belongs to another lead.
  public func add(_ edit: Edit, as acting: ActingAs) async throws -> Lead {
    try await base.write(as: acting) { work in
      var lead = Lead(id: Lead.ID(at: work.now.rawValue), details: LeadDetails(), state: .pendingReview, at: work.now)
      try Self.apply(edit, to: &lead)
      try LeadIntake.tidy(&lead.details)
      try Self.refuseTakenPlace(lead, in: work)
      lead = Scoring.scored(lead, try Scoring.rules(in: work))
      try LeadTable.insert(lead, in: work)
      try Self.keepFacts(of: lead, was: LeadDetails(), in: work)
      try AddressFinding.note(lead, was: nil, source: "you", in: work)
      try LeadEventTable.add("added", to: lead.id, in: work)
      try AuditTable.append(
        "add", "lead", lead.id.rawValue, after: ["business_name": lead.details.businessName], lead: lead.id, in: work)
      return lead
    }
  }

  /// Writes a person's changes.
  /// - Throws: `.stale` with the fields that changed meanwhile.
  public func edit(_ id: Lead.ID, version: Int, _ edit: Edit, as acting: ActingAs) async throws -> Lead {
    try await base.write(as: acting) { work in
      let old = try LeadTable.get(id, in: work)
      var lead = old
      try Self.apply(edit, to: &lead)
      guard old.version == version else { throw Self.stale(edit, old) }
      try LeadIntake.tidy(&lead.details)
      if lead.details.mapsURL != old.details.mapsURL { try Self.refuseTakenPlace(lead, in: work) }
      lead = Scoring.scored(lead, try Scoring.rules(in: work))
      guard try LeadTable.update(lead, was: old, in: work) else {
        throw Fault(.conflict, "The lead changed meanwhile; load it again.")
      }
      try Self.keepFacts(of: lead, was: old.details, in: work)
      try Scoring.note(lead, was: old.score, in: work)
      try AddressFinding.note(lead, was: old.details, source: "you", in: work)
      let (before, after) = Self.difference(old, lead)
      try AuditTable.append("edit", "lead", id.rawValue, before: before, after: after, lead: id, in: work)
      try LeadEventTable.add("edited", to: id, detail: after.keys.sorted().joined(separator: ", "), in: work)
      try Self.voidChanged(of: id, fields: Set(before.keys), in: work)
      try Self.stopDecided(lead, was: old, in: work)
      return try LeadTable.get(id, in: work)
    }
  }

  /// What a review decides.
  public enum Decision: String, Sendable, CaseIterable { case approve, reject, reopen }

  /// Approves, rejects or reopens a lead.
  public func decide(_ id: Lead.ID, _ decision: Decision, as acting: ActingAs) async throws -> Lead {
    try await base.write(as: acting) { work in
      try Self.decide(id, decision, in: work)
      return try LeadTable.get(id, in: work)
    }
  }

  static func decide(_ id: Lead.ID, _ decision: Decision, in work: Work) throws {
    switch decision {
    case .approve: try LeadTable.move(id, .approve, review: .approved, in: work)
    case .reject:
      try LeadTable.move(id, .reject, review: .rejected, in: work)
    case .reopen:
      try voidWaiting(of: id, in: work)
      for message in try MessageList.of(id, in: work) where message.state == .composed {
        try MessageTable.move(message.id, .cancel, in: work)
      }
      for enrollment in try EnrollmentTable.list(of: id, in: work) { try EnrollmentTable.move(enrollment.id, .stop, in: work) }
      try LeadTable.move(id, .reopen, review: .pending, in: work)
    }
  }

  /// What can be done to many leads at once.
  public enum BulkAct: Sendable {
    case decide(Decision)
    case restore
    case tag(String)
    case untag(String)
    case outcome(LeadOutcome)
  }

  /// What a bulk act came to.
  public struct BulkResult: Sendable {
    public var changed = 0
    /// The first ones that could not be changed, and why.
    public var skipped: [(id: Lead.ID, detail: String)] = []
    public var skippedCount = 0
  }

  /// Does one thing to many leads, a batch a transaction; those that it is not possible for are told.
  public func bulk(_ act: BulkAct, ids: [Lead.ID], as acting: ActingAs) async throws -> BulkResult {
    var result = BulkResult()
    for start in stride(from: 0, to: ids.count, by: Self.bulkBatch) {
      let batch = Array(ids[start..<min(start + Self.bulkBatch, ids.count)])
      let outcome = try await base.write(as: acting) { work in
        try batch.map { id -> (Lead.ID, String?) in
          do {
            try work.attempt { try Self.perform(act, on: id, in: work) }
            return (id, nil)
          } catch let fault as Fault { return (id, fault.detail) }
        }
      }
      for (id, problem) in outcome {
        guard let problem else {
          result.changed += 1
          continue
        }
        result.skippedCount += 1
        if result.skipped.count < 50 { result.skipped.append((id, problem)) }
      }
    }
    return result
  }

  private static func perform(_ act: BulkAct, on id: Lead.ID, in work: Work) throws {
    let old = try LeadTable.get(id, in: work)
    if case .decide(let decision) = act {
      do { return try decide(id, decision, in: work) } catch let fault as Fault where fault.code == .illegalState {
        throw Fault(.illegalState, "“\(old.details.businessName)” is \(words[old.state] ?? "not there yet").")
      }
    }
    if case .restore = act { return try restore(id, in: work) }
    var lead = old
    switch act {
    case .tag(let tag): if !lead.tags.contains(tag) { lead.tags.append(tag) }
    case .untag(let tag): lead.tags.removeAll { $0 == tag }
    case .outcome(let outcome): lead.outcome = outcome
    case .decide, .restore: break
    }
    guard lead != old else { return }
    guard try LeadTable.update(lead, was: old, in: work) else { throw Fault(.conflict, "It changed meanwhile.") }
    let (before, after) = difference(old, lead)
    try AuditTable.append("edit", "lead", id.rawValue, before: before, after: after, lead: id, in: work)
    try stopDecided(lead, was: old, in: work)
  }

  /// Where a meeting was agreed, or it is settled otherwise, no follow-up goes out.
  private static func stopDecided(_ lead: Lead, was old: Lead, in work: Work) throws {
    guard lead.outcome != old.outcome, lead.outcome != .open else { return }
    try Sequence.stopAll(
      of: lead.id, reason: lead.outcome == .meeting ? "A meeting was agreed." : "It is settled: \(lead.outcome.rawValue).", in: work
    )
  }

  /// States in words, for acts that are not possible.
  private static let words: [LeadState: String] = [
    .discovered: "not looked at yet", .analyzing: "being looked at", .analyzed: "not ready for review yet",
    .pendingReview: "in review already", .approved: "approved already", .rejected: "rejected already",
    .readyForOutreach: "approved already", .contacted: "written to already", .replied: "in a conversation already",
    .failed: "failed", .expired: "expired",
  ]

  private static func apply(_ edit: Edit, to lead: inout Lead) throws(Fault) {
    let before = lead.details
    for (name, value) in edit.texts where !lead.details.setText(name, value) {
      throw Fault(.badInput, "A lead has no field “\(name)”.", fields: [.init(name, "is not a field of a lead")])
    }
    if let word = lead.details.emailStatus, edit.texts["email_status"] != nil {
      guard let verdict = EmailVerdict(word: word) else {
        throw Fault(
          .badInput, "An address is valid, invalid, accept_all, disposable or unknown.",
          fields: [.init("email_status", "is no such finding")])
      }
      lead.details.emailStatus = verdict.rawValue
    } else if lead.details.email != before.email {
      // What was found of the old address says nothing about the new one.
      lead.details.emailStatus = nil
    }
    if let value = edit.latitude { lead.details.latitude = value }
    if let value = edit.longitude { lead.details.longitude = value }
    if let value = edit.domainAuthority { lead.details.domainAuthority = value }
    if let value = edit.outcome { lead.outcome = value }
    if let value = edit.tags { lead.tags = value }
    guard let custom = edit.custom else { return }
    let known = lead.details.custom
    lead.details.custom = [:]
    // A new field gets the form of name that imports and templates know; those that are there keep theirs.
    for (name, value) in custom where !value.isEmpty { lead.details.custom[known[name] == nil ? Folding.slug(name) : name] = value }
  }

  private static func stale(_ edit: Edit, _ now: Lead) -> Fault {
    let fields = edit.texts.filter { now.details.text($0.key) ?? "" != $0.value }
      .map { Fault.Field($0.key, "is now “\(now.details.text($0.key) ?? "")”") }
    return Fault(
      .stale, "The lead was changed since you opened it; look at what is different and save again.",
      fields: fields.sorted { $0.name < $1.name })
  }

  private static func refuseTakenPlace(_ lead: Lead, in work: Work) throws {
    guard let url = lead.details.mapsURL else { return }
    let taken = try LeadTable.owner(ofPlace: url, otherThan: lead.id, in: work)
    if let taken {
      throw Fault(.conflict, "“\(taken)” has this maps link already.", fields: [.init("maps_url", "belongs to another lead")])
    }
  }

  /// Any change that a mail may show voids its approval; what was written to another address is cancelled and written anew.
  static func voidChanged(of id: Lead.ID, fields: Set<String>, in work: Work) throws {
    guard !fields.subtracting(["notes", "tags", "outcome", "email_status"]).isEmpty else { return }
    for message in try MessageList.of(id, in: work) where message.state == .failed && message.kind == .campaign {
      var stamp = MessageTable.Stamp()
      stamp.approvedHash = .some(nil)
      try MessageTable.move(message.id, .void, stamp, detail: "The lead changed, so the approval is void.", in: work)
    }
    try voidWaiting(of: id, in: work)
    guard fields.contains("email") else { return }
    for message in try MessageList.of(id, in: work) where message.state == .composed && message.kind == .campaign {
      try MessageTable.move(message.id, .cancel, detail: "The lead's address changed, so it is written anew.", in: work)
      guard let campaign = message.campaignID, let enrollment = message.enrollmentID else { continue }
      if try EnrollmentTable.find(enrollment, in: work)?.state == .failed {
        try EnrollmentTable.move(enrollment, .resume, in: work)
      }
      try ComposeMails(campaign: campaign, leads: [id]).add(in: work)
    }
  }

  /// A changed address or name makes what was written to the old one void.
  private static func voidWaiting(of id: Lead.ID, in work: Work) throws {
    for message in try MessageList.of(id, in: work) where [.approved, .queued].contains(message.state) && message.kind == .campaign
    {
      var stamp = MessageTable.Stamp()
      stamp.approvedHash = .some(nil)
      try MessageTable.move(message.id, .void, stamp, detail: "The lead changed, so the approval is void.", in: work)
    }
  }

  private static func keepFacts(of lead: Lead, was old: LeadDetails, in work: Work) throws {
    let before = Dictionary(LeadIntake.values(old, tags: []).map { ($0.name, $0.value) }) { first, _ in first }
    var after = Dictionary(LeadIntake.values(lead.details, tags: []).map { ($0.name, $0.value) }) { first, _ in first }
    if lead.details.businessName != old.businessName { after["business_name"] = lead.details.businessName }
    // What was taken away leaves an empty fact, so that nobody puts it back.
    for name in Set(before.keys).union(after.keys).sorted() where before[name] != after[name] {
      try LeadEventTable.add(
        ContactFact(field: name, value: after[name] ?? "", source: FieldMerge.person, url: nil, at: work.now), to: lead.id, in: work
      )
    }
  }

  private static func difference(_ old: Lead, _ new: Lead) -> (before: [String: String], after: [String: String]) {
    var before: [String: String] = [:]
    var after: [String: String] = [:]
    func note(_ name: String, _ one: String?, _ other: String?) {
      guard one != other else { return }
      before[name] = one ?? ""
      after[name] = other ?? ""
    }
    for name in ["business_name"] + LeadDetails.textFields.map(\.name) {
      note(name, old.details.text(name), new.details.text(name))
    }
    note("outcome", old.outcome.rawValue, new.outcome.rawValue)
    note("tags", old.tags.sorted().joined(separator: ", "), new.tags.sorted().joined(separator: ", "))
    for name in Set(old.details.custom.keys).union(new.details.custom.keys) {
      note("custom." + name, old.details.custom[name], new.details.custom[name])
    }
    return (before, after)
  }
}
