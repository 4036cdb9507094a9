/// How well a mailbox works.
public enum MailboxState: String, StateMachine {
  case ok, paused, failing

  /// What can happen to a mailbox.
  public enum Event: String, CaseIterable, Sendable { case pause, resume, fail, recover }

  /// Every legal move. Paused ends only by the person; failing also by a success.
  public static let transitions: [Transition<MailboxState>] = [
    .on(.pause, from: .ok, .failing, to: .paused),
    .on(.resume, from: .paused, .failing, to: .ok),
    .on(.fail, from: .ok, to: .failing),
    .on(.recover, from: .failing, to: .ok),
  ]
}

/// An account that mail leaves from and comes to.
public struct Mailbox: Sendable, Hashable {
  /// The id of a mailbox.
  public typealias ID = Identifier<Mailbox>

  /// Why a mailbox was paused.
  public enum Cause: String, CaseIterable, Sendable {
    /// By the person.
    case person
    /// The server refuses our mail.
    case refused
    /// Too many addresses did not exist.
    case bounces
  }

  /// The practice mailbox, which is always there.
  public static let practice = ID(rawValue: "00000000-0000-7000-8000-000000000001")
  /// The mailbox that the settings describe.
  public static let primary = ID(rawValue: "00000000-0000-7000-8000-000000000002")

  public var id: ID
  public var state: MailboxState
  /// Why it is paused or failing, for the person.
  public var reason: String?
  /// No mail before this moment: the random gap after the last one, rolled once and kept.
  public var nextAt: Timestamp?
  /// Mails since the last longer pause.
  public var sinceBreak: Int
  public var lastOKAt: Timestamp?
  /// Connections in a row that failed; 0 where the last one worked.
  public var failures = 0
  /// While it is failing: not tried again before this moment.
  public var retryAt: Timestamp?
  /// Whether it fails because this computer has no network.
  public var isOffline = false

  /// A mailbox that works.
  public init(id: ID) { (self.id, state, reason, nextAt, sinceBreak, lastOKAt) = (id, .ok, nil, nil, 0, nil) }

  /// Seconds until a failing mailbox is tried again.
  /// - Parameter failures: connections in a row that failed, 1 or more.
  public static func retryDelay(afterFailures failures: Int) -> Int {
    let delays = [30, 60, 120, 300, 600, 900]
    return delays[min(max(failures, 1), delays.count) - 1]
  }
}
