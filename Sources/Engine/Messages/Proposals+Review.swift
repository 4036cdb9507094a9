import Outreach
import Store

extension Proposals {
  private static let mostShown = 100

  /// A text among those of all leads.
  public struct Listed: Sendable {
    /// Where a text stands.
    public enum State: String, Sendable {
      /// It is being written.
      case waiting
      /// It could not be written; `problem` says why.
      case failed
      /// An opening that the template asks for waits to be accepted.
      case opening
      /// It waits to be read beside its mail.
      case mail
    }

    public let proposal: Proposal
    public let state: State
    /// Why it could not be written; nil for nothing.
    public let problem: String?
    public let leadName: String
    public let campaign: Campaign.ID
    public let campaignName: String
    /// From 0.
    public let position: Int
    /// The mail, where one is written.
    public let message: Message.ID?
  }

  /// Texts that wait for the person or could not be written, newest first, and the job that writes now.
  public func waiting() async throws -> (list: [Listed], job: StoredJob?) {
    try await base.read { work in
      let job = try JobTable.open(ProposeMany.kind, in: work)
      let isRunning = try Self.isRunning(in: work)
      let missing = try ProposalTable.missing(limit: Self.mostShown, in: work)
      let unread = try ProposalTable.unread(limit: Self.mostShown, in: work)
      return (try (unread + missing).compactMap { try listed($0, isRunning, in: work) }, job)
    }
  }

  private func listed(_ proposal: Proposal, _ isRunning: Bool, in work: Work) throws -> Listed? {
    guard let lead = try LeadTable.find(proposal.leadID, in: work), let step = try StepTable.find(proposal.stepID, in: work),
      step.position >= 0
    else { return nil }
    let message = try MessageTable.find(lead: lead.id, step: step.id, in: work)
    let fills = proposal.kind == .snippet && Opening.wording(step, of: message, for: lead.id).map(Opening.isWanted(by:)) ?? false
    // A mail that left, or its approval, settled what was drafted for it.
    guard message.map({ $0.state == .composed }) ?? fills else { return nil }
    let isWritten = proposal.content != nil
    let isWaiting = !isWritten && proposal.problem == nil && isRunning
    return Listed(
      proposal: proposal, state: isWaiting ? .waiting : !isWritten ? .failed : fills ? .opening : .mail,
      problem: isWritten || isWaiting ? nil : proposal.problem ?? Self.stopped, leadName: lead.details.businessName,
      campaign: step.campaignID, campaignName: try CampaignTable.get(step.campaignID, in: work).name, position: step.position,
      message: message?.id)
  }

  /// The person takes an opening for a lead's step, or no longer does. Its mail is written anew with it, and an approval of that mail is
  /// void; nothing is approved by it. That a whole mail was taken over can be taken back only; its mail keeps its words.
  /// - Throws: `.badInput` for a whole mail, which is taken into its mail instead; `.refused` where nothing of it may be used.
  public func accept(_ id: Proposal.ID, _ isAccepted: Bool, as acting: ActingAs) async throws {
    let policy = settings.policy
    try await base.write(as: acting) { work in
      let proposal = try ProposalTable.get(id, in: work)
      guard let step = try StepTable.find(proposal.stepID, in: work), proposal.kind == .snippet || !isAccepted else {
        throw Fault(.badInput, "A whole mail is taken into its mail, beside which it stands under Review.")
      }
      guard !isAccepted || proposal.content?.line.isEmpty == false else {
        throw Fault(.refused, "There is nothing in this text that may be used.")
      }
      try accept(proposal, isAccepted, step, policy, in: work)
    }
  }

  func accept(_ proposal: Proposal, _ isAccepted: Bool, _ step: Step, _ policy: Policy, in work: Work) throws {
    try ProposalTable.accept(proposal.id, isAccepted, in: work)
    try AuditTable.append(
      isAccepted ? "accept_proposal" : "unaccept_proposal", "lead", proposal.leadID.rawValue,
      after: ["step": step.id.rawValue, "kind": proposal.kind.rawValue], lead: proposal.leadID, in: work)
    guard proposal.kind == .snippet else { return }
    try Opening.changed(proposal.leadID, step, policy, in: work)
  }

  /// Forgets a text; a mail that holds it keeps it, unless its template asks for an opening and can be written without.
  public func discard(_ id: Proposal.ID, as acting: ActingAs) async throws {
    let policy = settings.policy
    try await base.write(as: acting) { work in
      let proposal = try ProposalTable.get(id, in: work)
      try ProposalTable.remove(id, in: work)
      try AuditTable.append(
        "discard_proposal", "lead", proposal.leadID.rawValue, after: ["kind": proposal.kind.rawValue], lead: proposal.leadID,
        in: work)
      guard proposal.acceptedAt != nil, let step = try StepTable.find(proposal.stepID, in: work) else { return }
      try Opening.changed(proposal.leadID, step, policy, in: work)
    }
  }
}
