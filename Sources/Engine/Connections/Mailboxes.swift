import Outreach
import Store

/// Pausing mailboxes and letting them go on.
public struct Mailboxes: Sendable {
  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Every mailbox and how it does.
  public func list() async throws -> [Mailbox] { try await base.read { work in try MailboxTable.list(in: work) } }

  /// Pauses a mailbox or lets it go on; its bounces are counted anew from then. - Throws: `.illegalState`.
  public func move(_ id: Mailbox.ID, _ event: MailboxState.Event, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      let isPause = event == .pause
      guard
        try MailboxTable.move(
          id, event, reason: isPause ? "You paused this mailbox." : nil, cause: isPause ? .person : nil, in: work)
      else { throw Fault(.illegalState, "The mailbox is not in a state for this.") }
      if event == .resume { try MailboxTable.judgeFromNow(id, in: work) }
    }
  }
}
