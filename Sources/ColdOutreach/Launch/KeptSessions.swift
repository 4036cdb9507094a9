import API
import Crypto
import Outreach
import Platform
import Synchronization

/// Browsers that are signed in, so that a restart signs nobody out: in memory, and in the base once that is open.
///
/// Requests never wait for the base: what is to be written goes into a queue. Tokens are known by their hash only.
final class KeptSessions: SessionStore {
  /// A session as it is kept; of the token only the hash.
  struct Kept: Sendable, Hashable {
    var id: Session.ID
    var tokenHash: [UInt8]
    var csrf: String
    var startedAt: Timestamp
    var usedAt: Timestamp
  }

  /// What is to be written.
  enum Change: Sendable, Hashable {
    case save(Kept)
    case remove([UInt8])
  }

  /// More sessions than this end the one that was not used for longest.
  static let most = 32
  /// A session's last use is written no more often.
  private static let saveEverySeconds = 60

  private struct State {
    var sessions: [Kept] = []
    var savedAt: [Session.ID: Timestamp] = [:]
    var keep: (@Sendable (Change) -> Void)?
  }
  private let state = Mutex(State())

  /// None yet, and nothing is written before `attach`.
  init() {}

  /// Takes over what the base keeps, and has changes written from now on. What was signed in before the base was open is written at once.
  func attach(_ stored: [Kept], keep: @escaping @Sendable (Change) -> Void) {
    state.withLock { state in
      let early = state.sessions
      state.sessions += stored.filter { old in !early.contains { $0.tokenHash == old.tokenHash } }
      state.keep = keep
      for session in early { keep(.save(session)) }
    }
  }

  /// Has the last uses written that are not yet, and writes nothing after that.
  func detach() {
    state.withLock { state in
      for session in state.sessions where state.savedAt[session.id] != session.usedAt { state.keep?(.save(session)) }
      state.keep = nil
    }
  }

  /// Keeps a new session.
  func insert(_ session: Session) {
    guard let hash = Self.hash(session.token.value) else { return }
    let kept = Kept(id: session.id, tokenHash: hash, csrf: session.csrf, startedAt: session.startedAt, usedAt: session.usedAt)
    state.withLock { state in
      state.sessions.append(kept)
      state.savedAt[kept.id] = kept.usedAt
      state.keep?(.save(kept))
      guard state.sessions.count > Self.most,
        let oldest = state.sessions.indices.min(by: { state.sessions[$0].usedAt < state.sessions[$1].usedAt })
      else { return }
      Self.drop(state.sessions[oldest].id, &state)
    }
  }

  /// The session with a token; every one is compared, so that the time tells nothing.
  func session(token: String) -> Session? {
    guard let hash = Self.hash(token) else { return nil }
    let wanted = Hex.encode(hash)
    let found = state.withLock { state in
      state.sessions.reduce(nil as Kept?) { found, next in RandomText.equal(Hex.encode(next.tokenHash), wanted) ? next : found }
    }
    return found.map { Session(id: $0.id, token: Secret(token), csrf: $0.csrf, startedAt: $0.startedAt, usedAt: $0.usedAt) }
  }

  /// Notes that a session was used.
  func touch(_ id: Session.ID, at moment: Timestamp) {
    state.withLock { state in
      guard let index = state.sessions.firstIndex(where: { $0.id == id }) else { return }
      state.sessions[index].usedAt = max(state.sessions[index].usedAt, moment)
      guard let keep = state.keep, moment.seconds(since: state.savedAt[id] ?? Timestamp(rawValue: 0)) >= Self.saveEverySeconds
      else {
        return
      }
      state.savedAt[id] = state.sessions[index].usedAt
      keep(.save(state.sessions[index]))
    }
  }

  /// Ends a session.
  func remove(_ id: Session.ID) { state.withLock { Self.drop(id, &$0) } }

  /// Whether a session is still there.
  func isAlive(_ id: Session.ID) -> Bool { state.withLock { $0.sessions.contains { $0.id == id } } }

  private static func drop(_ id: Session.ID, _ state: inout State) {
    guard let index = state.sessions.firstIndex(where: { $0.id == id }) else { return }
    state.keep?(.remove(state.sessions[index].tokenHash))
    state.sessions.remove(at: index)
    state.savedAt[id] = nil
  }

  private static func hash(_ token: String) -> [UInt8]? { try? Hash.sha256(Array(token.utf8)) }
}
