import Engine
import Outreach
import Platform
import Synchronization

/// The turns of all mailboxes: each is read before anything is sent from it, and the trouble of one holds no other back.
actor InboxTurns {
  private let inbox: Inbox
  private var turns: [Mailbox.ID: InboxTurn] = [:]

  /// Over an inbox.
  init(_ inbox: Inbox) { self.inbox = inbox }

  /// The turn of a mailbox; the same one each time, since it remembers when that was last read.
  func of(_ mailbox: Mailbox.ID) -> InboxTurn {
    if let known = turns[mailbox] { return known }
    let sleep = Sleep()
    let turn = InboxTurn(
      isSetUp: { [inbox] in inbox.isSetUp(mailbox) }, notice: { [inbox] in try await inbox.noticeGoingBack(in: mailbox) },
      didSleep: { sleep.watch.withLock { $0.sleptSeconds() > 0 } },
      wallGap: { SystemClock.milliseconds &* 1_000_000 &- SystemClock.bootNanoseconds },
      check: { [inbox] in try await inbox.check(mailbox) })
    turns[mailbox] = turn
    return turn
  }
}

/// Each turn watches the computer's sleep for itself, so that each mailbox is read after it.
private final class Sleep: Sendable {
  let watch = Mutex(SleepWatch())
}
