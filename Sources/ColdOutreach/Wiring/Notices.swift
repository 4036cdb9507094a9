import Engine
import Synchronization

/// Tells the person on the desktop what they can't see because no page is open: it still runs, a reply came, sending stopped.
final class Notices: Sendable {
  /// Looks without an open page until the page counts as closed: a reload takes less.
  private static let looksUntilClosed = 2

  private struct State {
    var sawPage = false
    var looksWithout = 0
    var saidRunning = false
    var lastTrouble: String?
  }
  private let state = Mutex(State())
  private let isPageOpen: @Sendable () -> Bool
  private let show: @Sendable (_ title: String, _ text: String) -> Void

  /// Notices that are shown by a closure while no page is open.
  init(isPageOpen: @escaping @Sendable () -> Bool, show: @escaping @Sendable (_ title: String, _ text: String) -> Void) {
    (self.isPageOpen, self.show) = (isPageOpen, show)
  }

  /// Looks whether the page was closed; to be called every few seconds. Said once a run.
  func lookForPage() {
    let isOpen = isPageOpen()
    let isNews = state.withLock { state in
      if isOpen { (state.sawPage, state.looksWithout) = (true, 0) } else { state.looksWithout += 1 }
      guard state.sawPage, !state.saidRunning, state.looksWithout >= Self.looksUntilClosed else { return false }
      state.saidRunning = true
      return true
    }
    if isNews { show("Cold Outreach still runs", "It goes on with the page closed. To end it, open it again and choose Quit.") }
  }

  /// After the mailbox was read.
  func found(_ found: Inbox.Found) {
    let count = found.replies + found.possible
    guard count > 0, !isPageOpen() else { return }
    show(count == 1 ? "A reply came" : "\(count) replies came", "Open Cold Outreach to read.")
  }

  /// After each pass of the queue: what needs the person is said once, until it is over.
  func sending(_ state: String) {
    let trouble = ["needs_attention", "frozen"].contains(state) ? state : nil
    let isNews = self.state.withLock { state in
      defer { state.lastTrouble = trouble }
      return trouble != nil && trouble != state.lastTrouble
    }
    if isNews, !isPageOpen() { show("Sending stopped", "Open Cold Outreach to see what it needs.") }
  }
}
