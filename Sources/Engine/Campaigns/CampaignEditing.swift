import Outreach
import Store

extension Campaigns {
  /// What a person changes about a campaign; nil leaves a thing as it is.
  public struct Change: Sendable {
    public var name: String?
    public var window: String??
    public var dailyCap: Int??
    /// Limits that change, by name; a value of nil takes one away.
    public var pace: [String: Int?] = [:]
    public var approval: SequenceApproval?
    public var stopsCompany: Bool?
    public var language: String??
    public var optOut: String??
    public var steps: [NewStep]?

    /// No change.
    public init() {}
  }

  /// Changes a campaign. What was written by a step that changed and was not sent is written anew, and approvals of that step and of
  /// all after it are void. Steps that nobody reached may come, go and change places.
  /// - Throws: `.badInput` with fields; `.refused` for taking out a step that somebody reached.
  public func edit(_ id: Campaign.ID, _ change: Change, as acting: ActingAs) async throws -> Campaign {
    try StepChecks.check(
      name: change.name ?? "-", steps: change.steps ?? [NewStep(subject: "-", text: "-", html: nil)], window: change.window ?? nil)
    try StepChecks.check(language: change.language ?? nil, optOut: change.optOut ?? nil)
    let (context, waits) = (context, settings.values[.followUpDays])
    return try await base.write(as: acting) { work in
      let old = try CampaignTable.get(id, in: work)
      var campaign = old
      if let name = change.name { campaign.name = name }
      if let window = change.window { campaign.window = window }
      if let dailyCap = change.dailyCap { campaign.dailyCap = dailyCap }
      for field in CampaignPace.fields {
        if let value = change.pace[field.name] { campaign.pace[keyPath: field.path] = value }
      }
      guard campaign.pace.problems.isEmpty else {
        throw Fault(.badInput, "The campaign can't be saved like this.", fields: campaign.pace.problems)
      }
      if let approval = change.approval { campaign.approval = approval }
      if let stops = change.stopsCompany { campaign.stopsCompany = stops }
      if let language = change.language { campaign.language = language }
      if let optOut = change.optOut { campaign.optOut = optOut }
      guard try CampaignTable.update(campaign, in: work) else {
        throw Fault(.conflict, "The campaign changed meanwhile; load it again.")
      }
      // Greetings follow the hours, the footer the language: what waits is written anew where that changes it.
      if ContentBuilder.Manner(old) != ContentBuilder.Manner(campaign) { try RewriteMails().add(in: work) }
      var isWider = campaign.approval == .sequence && old.approval == .each
      if let steps = change.steps {
        isWider = try StepEditing(campaign: campaign, waits: waits, work: work).apply(steps) || isWider
      }
      if isWider { try Self.writeAll(campaign, context, in: work) }
      return try CampaignTable.get(id, in: work)
    }
  }

  /// Writes what running sequences of a campaign lack now.
  private static func writeAll(_ campaign: Campaign, _ context: Sequence.Context, in work: Work) throws {
    for state in [EnrollmentState.active, .held, .failed] {
      for enrollment in try EnrollmentTable.inState(state, of: campaign.id, limit: maximumLeads, in: work)
      where enrollment.mode == context.policy.mode.sendMode {
        let lead = try LeadTable.get(enrollment.leadID, in: work)
        try Sequence.write(enrollment, campaign: campaign, lead: lead, context, in: work)
      }
    }
  }
}

/// Brings the steps of a campaign to what the person wants, and voids what was written by those that changed.
struct StepEditing {
  private static let batch = 200
  let campaign: Campaign
  let waits: [Int]
  let work: Work

  /// Returns whether anything changed that is to be written anew.
  func apply(_ wanted: [Campaigns.NewStep]) throws -> Bool {
    let present = try StepTable.list(of: campaign.id, in: work)
    let steps = try matched(wanted, present)
    try refuseReached(steps, present)
    let changed = steps.filter { step in present.first { $0.id == step.id } != step }
    let removed = present.filter { old in !steps.contains { $0.id == old.id } }
    guard let first = (changed + removed).map(\.position).min() else { return false }
    if steps.map(\.id) != present.map(\.id) {
      try StepTable.takeOut(present.map(\.id), of: campaign.id, in: work)
      for step in steps {
        if present.contains(where: { $0.id == step.id }) {
          try StepTable.update(step, in: work)
        } else {
          try StepTable.insert(step, in: work)
        }
      }
    } else {
      for step in changed { try StepTable.update(step, in: work) }
    }
    // Another text may fare better.
    try HazardTable.clear(prefix: ComposeHazards.id(campaign.id), in: work)
    // A changed wait alone needs no new text.
    let reworded = changed.filter { step in
      guard let old = present.first(where: { $0.id == step.id }) else { return true }
      return (old.position, old.kind, old.audience, old.variants, old.attachments)
        != (step.position, step.kind, step.audience, step.variants, step.attachments)
    }
    let stale = Set((reworded + removed).map(\.id))
    try voidMails(from: first, stale: stale)
    try TaskTable.cancelOpen(ofSteps: stale, campaign: campaign.id, in: work)
    return true
  }

  /// The wanted steps with the ids of those that they change: by id where ids are given, else by place.
  private func matched(_ wanted: [Campaigns.NewStep], _ present: [Step]) throws -> [Step] {
    let byID = wanted.contains { $0.id != nil }
    var used = Set<Step.ID>()
    return try wanted.enumerated().map { position, new in
      let old = byID ? present.first { $0.id == new.id } : position < present.count ? present[position] : nil
      if byID, let id = new.id, old == nil || !used.insert(id).inserted {
        throw Fault(
          .badInput, "The campaign can't be saved like this.",
          fields: [.init("steps.\(position).id", "is no step of this campaign")])
      }
      let key = try old.map { try StepTable.nextKey(of: $0, in: work) } ?? 0
      return try new.step(of: campaign.id, at: position, waits: waits, was: old, nextKey: key, in: work)
    }
  }

  /// Who passed a step was told what it says: it stays where it is.
  private func refuseReached(_ steps: [Step], _ present: [Step]) throws {
    let reached = try StepTable.reached(of: campaign.id, in: work)
    guard let last = present.last(where: { reached.contains($0.id) }) else { return }
    for old in present.prefix(through: last.position) {
      guard old.position < steps.count, steps[old.position].id == old.id, steps[old.position].kind == old.kind else {
        throw Fault(
          .refused, "Step \(old.position + 1) was reached by somebody, so it stays where it is; steps after it may come and go.",
          fields: [.init("steps.\(old.position)", "was reached by somebody")])
      }
    }
  }

  private func voidMails(from position: Int, stale: Set<Step.ID>) throws {
    var filter = MessageFilter()
    (filter.campaign, filter.states) = (campaign.id, [.composed, .approved, .queued, .failed])
    var before: Int?
    repeat {
      let page = try MessageList.page(filter, before: before, limit: Self.batch, in: work)
      for message in page.messages where message.position >= position {
        let isStale = message.stepID.map(stale.contains) ?? false
        if message.state != .composed {
          var stamp = MessageTable.Stamp()
          stamp.approvedHash = .some(nil)
          let why = isStale ? "The campaign's mail changed." : "A step of the campaign changed, so the approval is void."
          try MessageTable.move(message.id, .void, stamp, detail: why, in: work)
        }
        if isStale {
          try MessageTable.move(message.id, .cancel, detail: "The campaign's mail changed, so it was written anew.", in: work)
        }
      }
      before = page.next
    } while before != nil
  }
}
