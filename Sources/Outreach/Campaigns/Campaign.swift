/// What a campaign is doing.
public enum CampaignState: String, StateMachine {
  case stopped, running, paused

  /// What a person does to a campaign.
  public enum Event: String, CaseIterable, Sendable { case start, pause, stop }

  /// Every legal move.
  public static let transitions: [Transition<CampaignState>] = [
    .on(.start, from: .stopped, .paused, to: .running),
    .on(.pause, from: .running, to: .paused),
    .on(.stop, from: .running, .paused, to: .stopped),
  ]
}

/// How the mails of a campaign's sequence are approved.
public enum SequenceApproval: String, Codable, CaseIterable, Sendable {
  /// Every step is written for a lead at once, shown at once and approved at once, each by its own hash.
  case sequence
  /// A follow-up is written once the mail before it left, and approved by itself.
  case each
}

/// A set of leads and the mails that they get.
public struct Campaign: Sendable, Hashable {
  /// The id of a campaign.
  public typealias ID = Identifier<Campaign>

  public var id: ID
  public var name: String
  public var state: CampaignState
  /// When it may send, as SEND_WINDOW; nil for the setting's.
  public var window: String?
  /// At most so many first mails in 24 h; nil for the mailbox's limit alone.
  public var dailyCap: Int?
  /// Its other limits, beside the mailbox's.
  public var pace = CampaignPace()
  /// How follow-ups are approved.
  public var approval = SequenceApproval.sequence
  /// Whether an answer ends the sequence of everybody at that company; never for hosts that strangers share.
  public var stopsCompany = false
  /// In which language its mails say how to get no more of them, ISO 639-1; nil for the language that each is written in.
  public var language: String?
  /// The person's own sentence about that; nil for the program's.
  public var optOut: String?
  public var createdAt: Timestamp
  public var version: Int

  /// A new, stopped campaign.
  public init(id: ID, name: String, at now: Timestamp) {
    (self.id, self.name, state, window, dailyCap, createdAt, version) = (id, name, .stopped, nil, nil, now, 1)
  }
}

/// Where one lead stands in one campaign.
public enum EnrollmentState: String, StateMachine {
  case active, held, finished, replied, bounced, unsubscribed, stopped, failed

  /// What can happen to an enrollment.
  public enum Event: String, CaseIterable, Sendable {
    case hold, release, lastSent = "last_sent", reply, bounce, unsubscribe, stop, fail, resume
  }

  /// Every legal move. Held means that a person must say whether a mail was this lead's answer.
  public static let transitions: [Transition<EnrollmentState>] = [
    .on(.hold, from: .active, to: .held),
    .on(.release, from: .held, to: .active),
    .on(.lastSent, from: .active, to: .finished),
    .on(.reply, from: .active, .held, .finished, to: .replied),
    .on(.bounce, from: .active, .held, .finished, to: .bounced),
    .on(.unsubscribe, from: .active, .held, .finished, .replied, .bounced, to: .unsubscribed),
    .on(.stop, from: .active, .held, to: .stopped),
    .on(.fail, from: .active, to: .failed),
    .on(.resume, from: .stopped, .failed, to: .active),
  ]
}

/// A lead in a campaign.
public struct Enrollment: Sendable, Hashable {
  /// The id of an enrollment.
  public typealias ID = Identifier<Enrollment>

  public var id: ID
  public var campaignID: Campaign.ID
  public var leadID: Lead.ID
  public var state: EnrollmentState
  public var mode: SendMode
  /// The position of the step that comes next.
  public var position: Int
  /// When the step before it really left, or its task was done; nil before the first.
  public var lastAt: Timestamp?
  /// Nothing goes out before: an automatic answer said that the person is away.
  public var awayUntil: Timestamp?
  /// Why it ended, in words without anybody's data; nil while it runs or where the state says all.
  public var reason: String?
  public var createdAt: Timestamp

  /// A new, active enrollment at the first step.
  public init(id: ID, campaign: Campaign.ID, lead: Lead.ID, mode: SendMode, at now: Timestamp) {
    (self.id, campaignID, leadID, state, self.mode, position, createdAt) = (id, campaign, lead, .active, mode, 0, now)
    (lastAt, awayUntil, reason) = (nil, nil, nil)
  }
}
