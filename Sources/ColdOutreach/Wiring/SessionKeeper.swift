import API
import Outreach
import Store
import Synchronization

/// Writes sessions into the base, one change after the other, and reads them at start.
final class SessionKeeper: Sendable {
  private let sessions: KeptSessions
  private let changes: AsyncStream<KeptSessions.Change>.Continuation
  private let writer: Task<Void, Never>
  private static let mostWaiting = 1000

  /// Hands the sessions of a base over, and follows them.
  /// - Parameter idleSeconds: those that were not used for longer are removed.
  init(_ sessions: KeptSessions, base: Base, idleSeconds: Int) async throws {
    self.sessions = sessions
    let stored = try await base.write { work in
      try SessionTable.prune(seenBefore: work.now.adding(seconds: -idleSeconds), in: work)
      return try SessionTable.all(in: work)
    }
    let (stream, changes) = AsyncStream<KeptSessions.Change>.makeStream(bufferingPolicy: .bufferingOldest(Self.mostWaiting))
    self.changes = changes
    // A change that can't be written costs one log-in after the next start; it must not end anything now.
    writer = Task { for await change in stream { try? await base.write { work in try Self.write(change, in: work) } } }
    let kept = stored.map {
      KeptSessions.Kept(
        id: Session.ID(rawValue: $0.id), tokenHash: $0.tokenHash, csrf: $0.csrf, startedAt: $0.createdAt, usedAt: $0.seenAt)
    }
    sessions.attach(kept) { changes.yield($0) }
  }

  /// Writes what is left, then follows no more.
  func stop() async {
    sessions.detach()
    changes.finish()
    await writer.value
  }

  private static func write(_ change: KeptSessions.Change, in work: Work) throws {
    switch change {
    case .save(let kept):
      try SessionTable.save(
        .init(
          id: kept.id.rawValue, tokenHash: kept.tokenHash, csrf: kept.csrf, createdAt: kept.startedAt, seenAt: kept.usedAt),
        in: work)
    case .remove(let hash): try SessionTable.remove(hash, in: work)
    }
  }
}
