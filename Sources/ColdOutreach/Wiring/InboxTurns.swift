import Engine
import Outreach

/// The turns of all mailboxes: each is read before anything is sent from it, and the trouble of one holds no other back.
actor InboxTurns {
  private let inbox: Inbox
  private var turns: [Mailbox.ID: InboxTurn] = [:]

  /// Over an inbox.
  init(_ inbox: Inbox) { self.inbox = inbox }

  /// The turn of a mailbox; the same one each time, since it remembers when that was last read.
  func of(_ mailbox: Mailbox.ID) -> InboxTurn {
    if let known = turns[mailbox] { return known }
    let turn = InboxTurn(
      isSetUp: { [inbox] in inbox.isSetUp(mailbox) }, notice: { [inbox] in try await inbox.noticeGoingBack(in: mailbox) },
      check: { [inbox] in try await inbox.check(mailbox) })
    turns[mailbox] = turn
    return turn
  }
}
