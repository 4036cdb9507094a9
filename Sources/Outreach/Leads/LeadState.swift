/// Where a lead stands, from being found to having answered.
public enum LeadState: String, StateMachine {
  case discovered, analyzing, analyzed
  case pendingReview = "pending_review"
  case approved, rejected
  case readyForOutreach = "ready_for_outreach"
  case contacted, replied, failed, expired

  /// What can happen to a lead.
  public enum Event: String, CaseIterable, Sendable {
    case analyze, analysisDone = "analysis_done", submit, approve, reject, reopen, prepare, contact, reply
    case fail, expire, restore, leavePractice = "leave_practice"
  }

  /// Every legal move. A lead that comes complete, from a file or by hand, is submitted without analysis.
  public static let transitions: [Transition<LeadState>] = [
    .on(.analyze, from: .discovered, .failed, to: .analyzing),
    .on(.analysisDone, from: .analyzing, to: .analyzed),
    .on(.submit, from: .discovered, .analyzed, to: .pendingReview),
    .on(.approve, from: .pendingReview, to: .approved),
    .on(.reject, from: .pendingReview, to: .rejected),
    .on(.reopen, from: .approved, .rejected, .readyForOutreach, to: .pendingReview),
    .on(.prepare, from: .approved, to: .readyForOutreach),
    .on(.contact, from: .approved, .readyForOutreach, to: .contacted),
    .on(.reply, from: .contacted, .readyForOutreach, .expired, to: .replied),
    .on(.fail, from: .discovered, .analyzing, to: .failed),
    .on(.expire, from: .discovered, .analyzed, .pendingReview, .approved, .readyForOutreach, .failed, to: .expired),
    .on(.restore, from: .failed, .expired, to: .discovered),
    .on(.leavePractice, from: .contacted, .replied, to: .readyForOutreach),
  ]
}

/// What the person decided about a lead.
public enum ReviewStatus: String, Codable, CaseIterable, Sendable { case pending, approved, rejected }

/// What came of a lead in the end, set by a click.
public enum LeadOutcome: String, Codable, CaseIterable, Sendable { case open, meeting, accepted, rejected }

/// How a lead can be reached.
public enum ContactMethod: String, Codable, CaseIterable, Sendable { case email, form, phone, none }
