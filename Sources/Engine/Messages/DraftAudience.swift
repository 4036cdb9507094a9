import Outreach
import Store

/// A lead's step that a text is drafted for.
struct DraftTarget: Sendable, Hashable {
  let lead: Lead.ID
  let step: Step.ID

  /// A target by its parts.
  init(lead: Lead.ID, step: Step.ID) { (self.lead, self.step) = (lead, step) }

  /// The step of a mail; nil for a mail of none.
  init?(_ message: Message) {
    guard let step = message.stepID else { return nil }
    self.init(lead: message.leadID, step: step)
  }
}

extension Proposals {
  /// For whom drafts are asked.
  public enum Choice: Sendable, Hashable {
    /// These leads, wherever their mails wait, or in one campaign; openings also before they are in it.
    case leads([Lead.ID], in: Campaign.ID?)
    /// The leads of a campaign; openings also for approved leads that would be added to it.
    case campaign(Campaign.ID)
    /// Every approved lead.
    case approved
    /// Whatever was asked for and could not be written.
    case failed
  }

  /// A lead that gets no draft, and why.
  public struct LeftOut: Sendable, Hashable {
    public let lead: Lead.ID
    public let name: String
    public let detail: String
  }
}

/// Finds the leads' steps that drafts are to be written for, and those that have one already.
struct DraftAudience {
  /// The most leads that are looked at.
  private static let mostLeads = 5_000
  private static let shownLeftOut = 50

  private let kind: WriterAsk.Kind
  private let policy: Policy
  private let work: Work
  private var steps: [Campaign.ID: [Step]] = [:]
  /// What is to be written, in the order in which it is asked, with what would be told.
  private(set) var materials: [ProposalMaterial] = []
  /// How many have such a text already.
  private(set) var written = 0
  private(set) var leftOut: [Proposals.LeftOut] = []
  private(set) var leftOutCount = 0
  /// How many more there are than one batch takes.
  private(set) var over = 0

  /// The leads' steps of a choice. - Throws: `.notFound` for an unknown campaign.
  init(_ choice: Proposals.Choice, kind: WriterAsk.Kind, policy: Policy, in work: Work) throws {
    (self.kind, self.policy, self.work) = (kind, policy, work)
    switch choice {
    case .leads(let ids, let campaign): for id in ids.prefix(Self.mostLeads) { try look(at: id, only: campaign) }
    case .approved: for id in try LeadAudience.approvedLeads(limit: Self.mostLeads, in: work) { try look(at: id, only: nil) }
    case .campaign(let id):
      _ = try CampaignTable.get(id, in: work)
      for lead in try EnrollmentTable.leads(of: id, limit: Self.mostLeads, in: work) { try look(at: lead, only: id) }
      guard kind == .snippet, try wantsOpening(id) else { break }
      for lead in try EnrollmentTable.leadsInNone(limit: Self.mostLeads, in: work) { try look(at: lead, only: id) }
    case .failed:
      let isRunning = try Proposals.isRunning(in: work)
      for proposal in try ProposalTable.missing(kind, limit: Self.mostLeads, in: work) where !isRunning || proposal.problem != nil {
        try add(DraftTarget(lead: proposal.leadID, step: proposal.stepID))
      }
    }
  }

  private mutating func look(at id: Lead.ID, only campaign: Campaign.ID?) throws {
    guard let lead = try LeadTable.find(id, in: work) else { return }
    let all = try EnrollmentTable.list(of: id, in: work)
    let own = all.filter { campaign == nil || $0.campaignID == campaign }
    let open = own.filter { one in
      one.mode == policy.mode.sendMode && (one.state == .active || one.state == .held || one.reason == Campaigns.unwritten)
    }
    var found: [Step.ID] = []
    for enrollment in open { found += try wanted(enrollment, lead) }
    if kind == .snippet, all.isEmpty, let campaign, lead.state == .approved || lead.state == .readyForOutreach {
      found = try openings(in: campaign, from: 0, lead).map(\.id)
    }
    if found.isEmpty { leaveOut(lead, own.isEmpty ? "It is in no campaign yet." : "No mail to it waits for approval.") }
    for step in found { try add(DraftTarget(lead: id, step: step)) }
  }

  /// Openings for each step that asks for one; else the first of a lead's mails that wait.
  private mutating func wanted(_ enrollment: Enrollment, _ lead: Lead) throws -> [Step.ID] {
    let mails = try MessageTable.list(of: enrollment.id, in: work)
    if kind == .snippet, try wantsOpening(enrollment.campaignID) {
      let left = mails.filter { $0.state != .composed }.compactMap(\.stepID)
      return try openings(in: enrollment.campaignID, from: enrollment.position, lead).map(\.id).filter { !left.contains($0) }
    }
    return mails.first { $0.state == .composed && $0.kind == .campaign }?.stepID.map { [$0] } ?? []
  }

  private mutating func openings(in campaign: Campaign.ID, from position: Int, _ lead: Lead) throws -> [Step] {
    try steps(of: campaign).filter { step in
      step.position >= position && !step.kind.isTask && step.applies(hasEmail: lead.details.email != nil)
        && Opening.wording(step, of: nil, for: lead.id).map(Opening.isWanted(by:)) ?? false
    }
  }

  private mutating func wantsOpening(_ campaign: Campaign.ID) throws -> Bool {
    try steps(of: campaign).contains { !$0.kind.isTask && $0.variants.contains(where: Opening.isWanted(by:)) }
  }

  private mutating func steps(of campaign: Campaign.ID) throws -> [Step] {
    if let known = steps[campaign] { return known }
    let found = try StepTable.list(of: campaign, in: work)
    steps[campaign] = found
    return found
  }

  private mutating func add(_ target: DraftTarget) throws {
    if try ProposalTable.find(lead: target.lead, step: target.step, kind: kind, in: work)?.content != nil {
      written += 1
      return
    }
    guard materials.count < Proposals.mostAtOnce else {
      over += 1
      return
    }
    do { materials.append(try ProposalMaterial(target, kind: kind, policy: policy, in: work)) } catch let fault as Fault {
      if let lead = try LeadTable.find(target.lead, in: work) { leaveOut(lead, fault.detail) }
    }
  }

  private mutating func leaveOut(_ lead: Lead, _ detail: String) {
    leftOutCount += 1
    guard leftOut.count < Self.shownLeftOut else { return }
    leftOut.append(Proposals.LeftOut(lead: lead.id, name: lead.details.businessName, detail: detail))
  }
}
