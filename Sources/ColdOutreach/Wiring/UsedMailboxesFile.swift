import Engine
import Outreach
import Platform
import Synchronization

/// Which mailboxes were ever in use, kept outside the base: one that went back in time may not know the newest of them, and what those sent
/// can then be looked for nowhere.
final class UsedMailboxesFile: Sendable {
  private static let mostBytes = 100_000
  private let path: String
  private let known = Mutex<Set<Mailbox.ID>>([])

  /// That of a home.
  init(_ folders: Folders) { path = folders.state + "/mailboxes" }

  /// Those that were noted.
  func read() -> [Mailbox.ID] {
    let text = (try? Files.text(path, limit: Self.mostBytes)) ?? ""
    return text.split(separator: "\n").map { Mailbox.ID(rawValue: String($0)) }
  }

  /// Notes mailboxes before anything leaves from them; those that are there already cost nothing.
  func note(_ mailboxes: [Mailbox.ID]) {
    let others = Set(mailboxes).subtracting([Mailbox.primary, Mailbox.practice])
    known.withLock { known in
      guard !others.isSubset(of: known) else { return }
      known.formUnion(read())
      known.formUnion(others)
      try? Files.replace(path, with: Array(known.map { $0.rawValue + "\n" }.sorted().joined().utf8))
    }
  }
}
