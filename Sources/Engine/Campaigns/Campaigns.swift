import Finding
import Outreach
import Store

/// Making and running campaigns.
public struct Campaigns: Sendable {
  private static let batch = 200
  /// The most leads that one act enrolls.
  static let maximumLeads = 1_000_000

  let base: Base
  let settings: Settings
  let zones: any ZoneSource

  /// Over a base under its settings.
  public init(base: Base, settings: Settings, zones: any ZoneSource) {
    (self.base, self.settings, self.zones) = (base, settings, zones)
  }

  /// What writing mails needs.
  var context: Sequence.Context { Sequence.Context(policy: settings.policy, zones: zones) }

  /// Makes a stopped campaign.
  /// - Throws: `.badInput` with a field for each template that can't be read.
  public func create(
    name: String, steps: [NewStep], window: String?, dailyCap: Int?, approval: SequenceApproval = .sequence,
    stopsCompany: Bool = false, pace: CampaignPace = CampaignPace(), as acting: ActingAs
  ) async throws -> Campaign {
    try StepChecks.check(name: name, steps: steps, window: window, pace: pace)
    let waits = settings.values[.followUpDays]
    return try await base.write(as: acting) { work in
      var campaign = Campaign(id: Campaign.ID(at: work.now.rawValue), name: name, at: work.now)
      (campaign.window, campaign.dailyCap) = (window, dailyCap)
      (campaign.approval, campaign.stopsCompany, campaign.pace) = (approval, stopsCompany, pace)
      let rows = try steps.enumerated().map { position, step in
        try step.step(of: campaign.id, at: position, waits: waits, was: nil, nextKey: 0, in: work)
      }
      try CampaignTable.insert(campaign, steps: rows, in: work)
      return campaign
    }
  }

  /// Starts, pauses or stops a campaign.
  public func move(_ id: Campaign.ID, _ event: CampaignState.Event, as acting: ActingAs) async throws -> Campaign {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      if event == .start { try LaunchCheck.pass(CampaignTable.steps(of: id, in: work), policy: policy) }
      if event == .start { try LaunchCheck.passAddresses(of: id, policy: policy, in: work) }
      try CampaignTable.move(id, event, in: work)
      return try CampaignTable.get(id, in: work)
    }
  }

  /// What a person should know before a campaign runs: why it can't start, and what does not keep it from starting.
  public func launchCheck(_ id: Campaign.ID, as acting: ActingAs) async throws -> (refusals: [String], notes: [String]) {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      _ = try CampaignTable.get(id, in: work)
      let report = try LaunchCheck.look(at: id, policy: policy, in: work)
      return (report.refusals, report.notes)
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
    let hazards = try await ComposeHazards(id, base: base)
    do {
      let result = try await enroll(leads, in: id, hazards, as: acting)
      try await hazards.end()
      return result
    } catch {
      try? await hazards.calm()
      throw error
    }
  }

  private func enroll(_ leads: [Lead.ID], in id: Campaign.ID, _ hazards: ComposeHazards, as acting: ActingAs) async throws
    -> Enrolled
  {
    let context = context
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
        return try batch.map { lead -> (Lead.ID, String?) in
          if isSetAside { return (lead, ComposeHazards.setAside) }
          do {
            try work.attempt { try Self.enroll(lead, campaign, context, in: work) }
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

  private static func enroll(_ id: Lead.ID, _ campaign: Campaign, _ context: Sequence.Context, in work: Work) throws {
    let lead = try LeadTable.get(id, in: work)
    let enrollments = try EnrollmentTable.list(of: id, in: work)
    let own = enrollments.first { $0.campaignID == campaign.id }
    try refuse(lead, isUnderWay: own?.lastAt != nil, context.policy, in: work)
    if let active = enrollments.first(where: { $0.campaignID != campaign.id && ($0.state == .active || $0.state == .held) }) {
      let name = try CampaignTable.get(active.campaignID, in: work).name
      throw Fault(.refused, "“\(lead.details.businessName)” is in the campaign “\(name)” already.")
    }
    if let own {
      guard own.state == .stopped || own.state == .active else {
        throw Fault(.refused, "“\(lead.details.businessName)” was in this campaign already: \(own.state.rawValue).")
      }
      if own.state == .stopped { try EnrollmentTable.move(own.id, .resume, in: work) }
      try EnrollmentTable.setCompany(own.id, to: Sequence.company(of: lead.details.email), in: work)
      guard try Sequence.write(own, campaign: campaign, lead: lead, context, in: work) > 0 else {
        throw Fault(.refused, "“\(lead.details.businessName)” is in this campaign already.")
      }
      return
    }
    let company = Sequence.company(of: lead.details.email)
    if campaign.stopsCompany, let company, try EnrollmentTable.hasAnswer(from: company, in: campaign.id, work: work) {
      throw Fault(.refused, "Somebody at the company of “\(lead.details.businessName)” answered already.")
    }
    let enrollment = Enrollment(
      id: Enrollment.ID(at: work.now.rawValue), campaign: campaign.id, lead: id, mode: context.policy.mode.sendMode, at: work.now)
    try EnrollmentTable.insert(enrollment, company: company, in: work)
    guard try Sequence.write(enrollment, campaign: campaign, lead: lead, context, in: work) > 0 else {
      throw Fault(.refused, "The campaign has no step for “\(lead.details.businessName)”.")
    }
    try LeadEventTable.add("enrolled", to: id, detail: campaign.name, in: work)
  }

  /// Refuses leads that may not be written to.
  private static func refuse(_ lead: Lead, isUnderWay: Bool, _ policy: Policy, in work: Work) throws {
    guard lead.state == .approved || lead.state == .readyForOutreach || (isUnderWay && lead.state == .contacted) else {
      throw Fault(
        .illegalState, "“\(lead.details.businessName)” is not approved: it is \(lead.state.rawValue.replacing("_", with: " ")).")
    }
    if let address = lead.details.email,
      let reason = try SuppressionTable.reason(for: address, mode: policy.mode.sendMode, in: work)
    {
      throw Fault(.refused, "“\(lead.details.businessName)” gets no more mail: \(reason.rawValue).")
    }
  }
}
