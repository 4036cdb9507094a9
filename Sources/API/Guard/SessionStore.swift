import Outreach
import Synchronization

/// A browser that has logged in.
public struct Session: Sendable, Hashable {
  /// The id of a session; no secret, stands in the audit trail.
  public typealias ID = Identifier<Session>

  public let id: ID
  /// What the cookie holds.
  public let token: Secret
  /// What every write sends in X-CSRF-Token.
  public let csrf: String
  public let startedAt: Timestamp
  /// The last request by the person, not by the page itself.
  public var usedAt: Timestamp

  /// A new session.
  public init(at now: Timestamp) {
    (id, startedAt, usedAt) = (ID(at: now.rawValue), now, now)
    (token, csrf) = (Secret(RandomText.hex(bytes: 32)), RandomText.hex(bytes: 16))
  }

  /// A session that was kept.
  public init(id: ID, token: Secret, csrf: String, startedAt: Timestamp, usedAt: Timestamp) {
    (self.id, self.token, self.csrf, self.startedAt, self.usedAt) = (id, token, csrf, startedAt, usedAt)
  }
}

/// Where sessions are kept. Called on connection threads, so it may block for a moment.
public protocol SessionStore: Sendable {
  /// Keeps a new session.
  func insert(_ session: Session)
  /// The session with a cookie's token, compared in constant time; nil for none.
  func session(token: String) -> Session?
  /// Notes that a session was used.
  func touch(_ id: Session.ID, at moment: Timestamp)
  /// Ends a session.
  func remove(_ id: Session.ID)
  /// Whether a session is still there.
  func isAlive(_ id: Session.ID) -> Bool
}

/// Sessions that end with the program.
public final class MemorySessions: SessionStore {
  /// More sessions than this end the one that was not used for longest.
  public static let most = 32

  private let sessions = Mutex<[Session]>([])

  /// None yet.
  public init() {}

  /// Keeps a new session.
  public func insert(_ session: Session) {
    sessions.withLock { all in
      all.append(session)
      if all.count > Self.most, let oldest = all.indices.min(by: { all[$0].usedAt < all[$1].usedAt }) { all.remove(at: oldest) }
    }
  }

  /// The session with a token; every one is compared, so that the time tells nothing.
  public func session(token: String) -> Session? {
    sessions.withLock { all in
      all.reduce(nil as Session?) { found, next in RandomText.equal(next.token.value, token) ? next : found }
    }
  }

  /// Notes that a session was used.
  public func touch(_ id: Session.ID, at moment: Timestamp) {
    sessions.withLock { all in
      if let index = all.firstIndex(where: { $0.id == id }) { all[index].usedAt = max(all[index].usedAt, moment) }
    }
  }

  /// Ends a session.
  public func remove(_ id: Session.ID) { sessions.withLock { $0.removeAll { $0.id == id } } }

  /// Whether a session is still there.
  public func isAlive(_ id: Session.ID) -> Bool { sessions.withLock { $0.contains { $0.id == id } } }
}
