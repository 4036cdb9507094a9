/// Where a mail of ours stands, from being composed to having been answered.
public enum MessageState: String, StateMachine {
  case composed, approved, queued, sending, sent
  case savedAsDraft = "saved_as_draft"
  case delivered, opened, replied, categorized, failed, bounced, unsure, cancelled

  /// What can happen to a message.
  public enum Event: String, CaseIterable, Sendable {
    case approve, void, queue, begin, accepted, saved, notSent = "not_sent", refused, lost
    case deliver, open, reply, categorize, bounce, retry, cancel, deleted
  }

  /// Every legal move. Evidence comes in any order and nothing moves back; only what surely was not sent is queued again.
  public static let transitions: [Transition<MessageState>] = [
    .on(.approve, from: .composed, to: .approved),
    .on(.void, from: .approved, .queued, .failed, to: .composed),
    .on(.queue, from: .approved, to: .queued),
    .on(.begin, from: .queued, to: .sending),
    .on(.accepted, from: .sending, .unsure, .savedAsDraft, to: .sent),
    .on(.saved, from: .sending, .unsure, to: .savedAsDraft),
    .on(.notSent, from: .sending, .unsure, to: .queued),
    .on(.refused, from: .sending, .queued, to: .failed),
    .on(.lost, from: .sending, .savedAsDraft, to: .unsure),
    .on(.deliver, from: .sent, to: .delivered),
    .on(.open, from: .sent, .delivered, to: .opened),
    .on(.reply, from: .sent, .delivered, .opened, .unsure, .savedAsDraft, to: .replied),
    .on(.categorize, from: .replied, to: .categorized),
    .on(.bounce, from: .sent, .delivered, .opened, .unsure, .savedAsDraft, to: .bounced),
    .on(.retry, from: .failed, to: .queued),
    .on(.cancel, from: .composed, .approved, .queued, .savedAsDraft, .failed, to: .cancelled),
    .on(.deleted, from: .savedAsDraft, .unsure, to: .cancelled),
  ]

  /// Whether the mail has left or may have left, so that it counts as contact.
  public var mayHaveLeft: Bool {
    switch self {
    case .sending, .sent, .delivered, .opened, .replied, .categorized, .bounced, .unsure: true
    case .composed, .approved, .queued, .savedAsDraft, .failed, .cancelled: false
    }
  }
}

/// How a message may leave; stored on it, so that practice never becomes real.
public enum SendMode: String, Codable, CaseIterable, Sendable { case practice, draft, real }

/// Why a message was written.
public enum MessageKind: String, Codable, CaseIterable, Sendable {
  /// A step of a campaign.
  case campaign
  /// A person's own answer in a thread.
  case answer
}
