import Outreach
import Store

/// Making and running campaigns.
public struct Campaigns: Sendable {
  private static let batch = 200
  /// The most leads that one act enrolls.
  private static let maximumLeads = 1_000_000

  let base: Base
  let settings: Settings

  /// Over a base under its settings.
  public init(base: Base, settings: Settings) { (self.base, self.settings) = (base, settings) }

  /// One mail of a new campaign.
  public struct NewStep: Sendable {
    public var subject: String
    public var text: String
    public var html: String?

    /// A step by its templates.
    public init(subject: String, text: String, html: String?) { (self.subject, self.text, self.html) = (subject, text, html) }
  }

  /// Makes a stopped campaign.
  /// - Throws: `.badInput` with a field for each template that can't be read.
  public func create(name: String, steps: [NewStep], window: String?, dailyCap: Int?, as acting: ActingAs) async throws -> Campaign
  {
    try Self.check(name: name, steps: steps, window: window)
    return try await base.write(as: acting) { work in
      var campaign = Campaign(id: Campaign.ID(at: work.now.rawValue), name: name, at: work.now)
      (campaign.window, campaign.dailyCap) = (window, dailyCap)
      let rows = steps.enumerated().map { position, step in
        Step(
          id: Step.ID(at: work.now.rawValue), campaign: campaign.id, position: position, subject: step.subject, text: step.text,
          html: step.html)
      }
      try CampaignTable.insert(campaign, steps: rows, in: work)
      return campaign
    }
  }

  /// Changes a campaign; mails that were written with an older template and not sent are written anew and need approval again.
  public func edit(
    _ id: Campaign.ID, name: String?, window: String??, dailyCap: Int??, steps: [NewStep]?, as acting: ActingAs
  ) async throws -> Campaign {
    try Self.check(name: name ?? "-", steps: steps ?? [NewStep(subject: "-", text: "-", html: nil)], window: window ?? nil)
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      var campaign = try CampaignTable.get(id, in: work)
      if let name { campaign.name = name }
      if let window { campaign.window = window }
      if let dailyCap { campaign.dailyCap = dailyCap }
      guard try CampaignTable.update(campaign, in: work) else {
        throw Fault(.conflict, "The campaign changed meanwhile; load it again.")
      }
      if let steps {
        let present = try CampaignTable.steps(of: id, in: work)
        guard steps.count == present.count else {
          throw Fault(
            .unsupported, "A campaign keeps the number of its mails; make a new one for more or fewer.",
            fields: [.init("steps", "has \(steps.count) mails, and the campaign \(present.count)")])
        }
        for (old, new) in zip(present, steps)
        where (old.subject, old.text, old.html ?? "") != (new.subject, new.text, new.html ?? "") {
          var step = old
          (step.subject, step.text, step.html) = (new.subject, new.text, new.html)
          try CampaignTable.update(step, in: work)
          // Another text may fare better.
          try HazardTable.clear(prefix: ComposeHazards.id(id), in: work)
          try Self.rewrite(step, campaign: campaign, policy: policy, in: work)
        }
      }
      return try CampaignTable.get(id, in: work)
    }
  }

  /// Starts, pauses or stops a campaign.
  public func move(_ id: Campaign.ID, _ event: CampaignState.Event, as acting: ActingAs) async throws -> Campaign {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      if event == .start { try LaunchCheck.pass(CampaignTable.steps(of: id, in: work), policy: policy) }
      try CampaignTable.move(id, event, in: work)
      return try CampaignTable.get(id, in: work)
    }
  }

  /// Which leads to put into a campaign.
  public enum Choice: Sendable {
    /// Every lead that is approved and in no campaign.
    case allApproved
    case these([Lead.ID])
  }

  /// What enrolling came to.
  public struct Enrolled: Sendable {
    public var enrolled = 0
    /// The first ones that could not be enrolled, and why.
    public var skipped: [(id: Lead.ID, detail: String)] = []
    public var skippedCount = 0
  }

  /// Puts approved leads into a campaign and writes the first mail to each, to be approved.
  public func enroll(_ choice: Choice, in id: Campaign.ID, as acting: ActingAs) async throws -> Enrolled {
    let leads = try await base.read { work -> [Lead.ID] in
      _ = try CampaignTable.get(id, in: work)
      switch choice {
      case .these(let leads): return leads
      case .allApproved:
        return try EnrollmentTable.leadsInNone(limit: Self.maximumLeads, in: work)
      }
    }
    let policy = settings.policy
    let hazards = try await ComposeHazards(id, base: base)
    do {
      let result = try await enroll(leads, in: id, hazards, policy: policy, as: acting)
      try await hazards.end()
      return result
    } catch {
      try? await hazards.calm()
      throw error
    }
  }

  private func enroll(_ leads: [Lead.ID], in id: Campaign.ID, _ hazards: ComposeHazards, policy: Policy, as acting: ActingAs)
    async throws -> Enrolled
  {
    var result = Enrolled()
    var start = 0
    while start < leads.count {
      try Task.checkCancellation()
      // After a crash the first ones go one by one; past as many as a batch has, the trouble lies behind.
      let isDoubtful = hazards.crashes > 0 && start < Self.batch
      let batch = Array(leads[start..<min(start + (isDoubtful ? 1 : Self.batch), leads.count)])
      start += batch.count
      let isSetAside = isDoubtful ? try await hazards.begin(batch[0]) : false
      let outcome = try await base.write(as: acting) { work in
        if isDoubtful, !isSetAside { try hazards.end(batch[0], in: work) }
        let campaign = try CampaignTable.get(id, in: work)
        guard let step = try CampaignTable.steps(of: id, in: work).first else {
          throw Fault(.badInput, "The campaign has no mail yet.")
        }
        return try batch.map { lead -> (Lead.ID, String?) in
          if isSetAside { return (lead, ComposeHazards.setAside) }
          do {
            try work.attempt { try Self.enroll(lead, campaign, step, policy, in: work) }
            return (lead, nil)
          } catch let fault as Fault { return (lead, fault.description) }
        }
      }
      for (lead, problem) in outcome {
        guard let problem else {
          result.enrolled += 1
          continue
        }
        result.skippedCount += 1
        if result.skipped.count < 50 { result.skipped.append((lead, problem)) }
      }
    }
    return result
  }

  private static func enroll(_ id: Lead.ID, _ campaign: Campaign, _ step: Step, _ policy: Policy, in work: Work) throws {
    let lead = try LeadTable.get(id, in: work)
    guard lead.state == .approved || lead.state == .readyForOutreach else {
      throw Fault(
        .illegalState, "“\(lead.details.businessName)” is not approved: it is \(lead.state.rawValue.replacing("_", with: " ")).")
    }
    if let address = lead.details.email,
      let reason = try SuppressionTable.reason(for: address, mode: policy.mode.sendMode, in: work)
    {
      throw Fault(.refused, "“\(lead.details.businessName)” gets no more mail: \(reason.rawValue).")
    }
    let enrollments = try EnrollmentTable.list(of: id, in: work)
    if let active = enrollments.first(where: { $0.campaignID != campaign.id && ($0.state == .active || $0.state == .held) }) {
      let name = try CampaignTable.get(active.campaignID, in: work).name
      throw Fault(.refused, "“\(lead.details.businessName)” is in the campaign “\(name)” already.")
    }
    if let own = enrollments.first(where: { $0.campaignID == campaign.id }) {
      guard own.state == .stopped || own.state == .active else {
        throw Fault(.refused, "“\(lead.details.businessName)” was in this campaign already: \(own.state.rawValue).")
      }
      if own.state == .stopped { try EnrollmentTable.move(own.id, .resume, in: work) }
      guard try Messages.compose(own, campaign: campaign, step: step, lead: lead, policy: policy, in: work) != nil else {
        throw Fault(.refused, "“\(lead.details.businessName)” is in this campaign already.")
      }
      return
    }
    let enrollment = Enrollment(
      id: Enrollment.ID(at: work.now.rawValue), campaign: campaign.id, lead: id, mode: policy.mode.sendMode, at: work.now)
    try EnrollmentTable.insert(enrollment, in: work)
    _ = try Messages.compose(enrollment, campaign: campaign, step: step, lead: lead, policy: policy, in: work)
    try LeadEventTable.add("enrolled", to: id, detail: campaign.name, in: work)
  }

  /// Writes anew what waits and was written with the step's older templates.
  private static func rewrite(_ step: Step, campaign: Campaign, policy: Policy, in work: Work) throws {
    var filter = MessageFilter()
    (filter.campaign, filter.states) = (campaign.id, [.composed, .approved, .queued, .failed])
    var before: Int?
    repeat {
      let page = try MessageList.page(filter, before: before, limit: batch, in: work)
      for message in page.messages where message.stepID == step.id {
        guard let enrollment = try message.enrollmentID.flatMap({ try EnrollmentTable.find($0, in: work) }) else { continue }
        if message.state != .composed {
          var stamp = MessageTable.Stamp()
          stamp.approvedHash = .some(nil)
          try MessageTable.move(message.id, .void, stamp, in: work)
        }
        try MessageTable.move(message.id, .cancel, detail: "The campaign's mail changed, so it was written anew.", in: work)
        let lead = try LeadTable.get(message.leadID, in: work)
        _ = try Messages.compose(enrollment, campaign: campaign, step: step, lead: lead, policy: policy, in: work)
      }
      before = page.next
    } while before != nil
  }

  private static func check(name: String, steps: [NewStep], window: String?) throws(Fault) {
    var fields: [Fault.Field] = []
    if name.allSatisfy(\.isWhitespace) { fields.append(.init("name", "is empty")) }
    if steps.isEmpty { fields.append(.init("steps", "needs at least one mail")) }
    for (index, step) in steps.enumerated() {
      for (part, source, html) in [("subject", step.subject, false), ("text", step.text, false), ("html", step.html ?? "-", true)] {
        if source.allSatisfy(\.isWhitespace) { fields.append(.init("steps.\(index).\(part)", "is empty")) }
        if let problem = TemplateContext.problem(in: source, field: part, html: html) {
          fields.append(.init("steps.\(index).\(part)", "line \(problem.line): \(problem.detail)"))
        }
      }
    }
    if let window, (try? SendWindow(window)) == nil {
      fields.append(.init("window", "is not a sending window such as “Mon-Fri 09:00-17:00”"))
    }
    guard fields.isEmpty else { throw Fault(.badInput, "The campaign can't be saved like this.", fields: fields) }
  }
}
