import Outreach
import Synchronization

/// The room beside the base, in which a foreign backup is looked at and a workspace is written or opened: for one of them at a time.
public final class OneAtATime: Sendable {
  private let isTaken = Mutex(false)

  init() {}

  /// Does the work. - Throws: `.conflict` while other work is being done.
  public func run<Result>(_ work: () async throws -> Result) async throws -> Result {
    let isOurs = isTaken.withLock { taken in
      defer { taken = true }
      return !taken
    }
    guard isOurs else {
      throw Fault(
        .conflict, "Another backup or workspace is being read or written right now. Wait until that is done, then try again.")
    }
    defer { isTaken.withLock { $0 = false } }
    return try await work()
  }
}
