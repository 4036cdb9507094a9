import Outreach
import Store

/// How one mailbox stands: its health, and how much of its limits is used.
public struct MailboxFigures: Sendable {
  private static let daySeconds = 86_400

  public let mailbox: Mailbox
  /// What the person calls it.
  public let title: String
  /// Why it is paused; nil where it is not, or where the server refused the sign-in.
  public let cause: Mailbox.Cause?
  /// When mails left in the last 24 hours, oldest first.
  public let day: [Timestamp]
  public let limitDay: Int
  public let limitHour: Int
  /// Campaign mails that wait to leave from it, approved or not.
  public let waiting: Int

  /// Every mailbox of the present mode, the primary one first; in practice the primary one's limits stand beside the practice mailbox.
  static func all(_ policy: Policy, _ gates: Gates, in work: Work) throws -> [MailboxFigures] {
    try policy.mailboxes.map { id in
      let counted = id == Mailbox.practice ? Mailbox.primary : id
      return MailboxFigures(
        mailbox: try MailboxTable.get(id, in: work), title: policy.title(of: id), cause: try MailboxTable.cause(of: id, in: work),
        day: try SendAttemptTable.departures(from: counted, since: work.now.adding(seconds: -daySeconds), in: work),
        limitDay: try gates.dayLimit(mailbox: counted, in: work), limitHour: policy.of(counted).pace.perHour,
        waiting: try MessageList.waiting(of: id, in: work))
    }
  }

  /// What is wrong with mailboxes so that the person should know: one that does not work by itself, or all that are paused; nil where
  /// mail can leave.
  static func trouble(_ all: [MailboxFigures]) -> Status.SendingState? {
    let ill = all.filter { $0.mailbox.state != .ok && !(all.count > 1 && $0.cause == .person) }
    let others = all.filter { $0.mailbox.state == .ok }.count
    // All paused by the person: nothing leaves, and that is to be seen.
    guard let first = (ill.isEmpty && others == 0 ? all : ill).first else { return nil }
    let reason = first.mailbox.reason ?? "The mailbox needs you."
    let name = all.count > 1 ? "\(first.title): " : ""
    let rest = others == 0 ? "" : others == 1 ? " The other mailbox goes on." : " The other mailboxes go on."
    return Status.SendingState(
      state: first.mailbox.isOffline ? "offline" : "needs_attention", detail: name + reason + rest, nextAt: first.mailbox.retryAt)
  }
}

extension Status {
  /// How every mailbox stands: the practice one, and each that is set up, whatever the mode.
  public func mailboxes() async throws -> [MailboxFigures] {
    let policy = settings.policy
    return try await base.read { [zones] work in
      var (practice, real) = (policy, policy)
      practice.mode = .practice
      if real.mode == .practice { real.mode = .sendEach }
      let isSetUp = real.ways.contains { $0.smtp != nil || $0.imap != nil }
      return try MailboxFigures.all(practice, Gates(policy: practice, zones: zones), in: work)
        + (isSetUp ? try MailboxFigures.all(real, Gates(policy: real, zones: zones), in: work) : [])
    }
  }
}
