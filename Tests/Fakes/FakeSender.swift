import Outreach
import Synchronization

/// A mail server in memory that does with each mail what a test says, and keeps its own record of what it really took.
public final class FakeSender: MailSender {
  /// What happens to one mail.
  public enum Act: Sendable, Hashable {
    case accept
    /// An answer of 4xx or 5xx.
    case refuse(Int, String?, SendOutcome.Phase)
    /// The connection breaks before the final dot.
    case breakBeforeDot
    /// The connection breaks after the final dot; the server may have taken the mail.
    case breakAfterDot(delivered: Bool)
    /// The program dies while the session is opened.
    case dieAtConnect
    /// The program dies before the dot is committed.
    case dieBeforeDot
    /// The program dies after the dot was committed, and maybe after the mail was taken.
    case dieAfterDot(delivered: Bool)
    /// No session comes about.
    case noSession(MailFailure.Step)
  }

  /// A mail that the server took.
  public struct Delivery: Sendable {
    public let mail: WireMail
    public let messageID: String
    public let at: Timestamp
  }

  private struct State {
    var script: [Act] = []
    var fallback: @Sendable (WireMail) -> Act = { _ in .accept }
    var deliveries: [Delivery] = []
    var tries: [Timestamp] = []
    var sessions = 0
    var onDeath: (@Sendable () -> Void)?
    var refused: Set<String> = []
    var hook: (@Sendable (String, WireMail) async -> Void)?
  }

  private let state = Mutex(State())
  private let clock: any Clock

  /// A server that takes everything.
  public init(clock: any Clock) { self.clock = clock }

  /// What it does with the next mails, one an element; afterwards the fallback counts again.
  public func next(_ acts: Act...) { state.withLock { $0.script += acts } }
  /// User names whose sign-in is refused with 535 from now on.
  public func refuse(signIn names: Set<String>) { state.withLock { $0.refused = names } }
  /// Told when the program “dies”: whoever ran it never comes back.
  public func onDeath(_ told: @escaping @Sendable () -> Void) { state.withLock { $0.onDeath = told } }
  /// Forgets what is left of the script.
  public func forget() { state.withLock { $0.script = [] } }
  /// What it does with every mail that is not scripted.
  public func always(_ act: @escaping @Sendable (WireMail) -> Act) { state.withLock { $0.fallback = act } }
  /// Runs at `connect`, `begin`, `dot` (committed, not yet written) and `end` of each mail.
  public func watch(_ hook: @escaping @Sendable (String, WireMail) async -> Void) { state.withLock { $0.hook = hook } }
  /// What it took, oldest first.
  public var deliveries: [Delivery] { state.withLock { $0.deliveries } }
  /// When mails were handed to it, taken or not.
  public var tries: [Timestamp] { state.withLock { $0.tries } }
  /// How many sessions were opened.
  public var sessions: Int { state.withLock { $0.sessions } }
  /// How often each Message-ID was taken.
  public var copies: [String: Int] { deliveries.reduce(into: [:]) { $0[$1.messageID, default: 0] += 1 } }

  /// Connects, or does not, as the script's first act says.
  public func session(with server: MailServer) async throws(MailFailure) -> any SendingSession {
    if state.withLock({ $0.refused.contains(server.username) }) {
      throw MailFailure(.login, "The server refuses the password.", reply: ServerReply(code: 535, enhanced: "5.7.8", text: "no"))
    }
    let act = state.withLock { state -> Act? in
      state.sessions += 1
      switch state.script.first {
      case .dieAtConnect, .noSession: return state.script.removeFirst()
      default: return nil
      }
    }
    if case .noSession(let step) = act { throw MailFailure(step, "No connection.") }
    if case .dieAtConnect = act { await die() }
    return FakeSending(self)
  }

  fileprivate func send(_ mail: WireMail, _ beforeFinish: @Sendable () async throws -> Void) async -> SendOutcome {
    let (act, hook) = state.withLock { state -> (Act, (@Sendable (String, WireMail) async -> Void)?) in
      state.tries.append(clock.now())
      return (state.script.isEmpty ? state.fallback(mail) : state.script.removeFirst(), state.hook)
    }
    await hook?("begin", mail)
    switch act {
    case .dieBeforeDot, .dieAtConnect: await die()
    case .breakBeforeDot, .noSession: return .notSent(MailFailure(.transfer, "The connection broke."))
    case .refuse(let code, let enhanced, let phase) where phase != .content:
      return .refused(ServerReply(code: code, enhanced: enhanced, text: "no"), phase)
    default: break
    }
    do { try await beforeFinish() } catch { return .notSent(MailFailure(.cancelled, "Broken off.")) }
    await hook?("dot", mail)
    switch act {
    case .refuse(let code, let enhanced, let phase): return .refused(ServerReply(code: code, enhanced: enhanced, text: "no"), phase)
    case .breakAfterDot(let delivered):
      if delivered { take(mail) }
      return .unknown(MailFailure(.transfer, "The connection broke."))
    case .dieAfterDot(let delivered):
      if delivered { take(mail) }
      await die()
    default: take(mail)
    }
    await hook?("end", mail)
    return .accepted(ServerReply(code: 250, text: "ok"))
  }

  private func take(_ mail: WireMail) {
    let id = Self.header("message-id", of: mail.bytes)
    state.withLock { $0.deliveries.append(Delivery(mail: mail, messageID: id, at: clock.now())) }
  }

  /// Never comes back, as a killed program does not.
  private func die() async -> Never {
    state.withLock { $0.onDeath }?()
    while true { await withUnsafeContinuation { (_: UnsafeContinuation<Void, Never>) in } }
  }

  /// The value of a header field, unfolded.
  public static func header(_ name: String, of bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self).replacing("\r\n ", with: " ")
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      if line.isEmpty { break }
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return ""
  }
}

/// One session of the fake server.
private final class FakeSending: SendingSession {
  private let server: FakeSender

  init(_ server: FakeSender) { self.server = server }

  func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome {
    await server.send(mail, beforeFinish)
  }
  func close() async {}
  func interrupt() {}
}
