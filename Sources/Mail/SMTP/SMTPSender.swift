import Net
import Outreach

/// Sends mail over SMTP submission (RFC 6409); each session has a thread of its own.
public struct SMTPSender: MailSender {
  /// A moment of a session, for the set-up test and for tests that break things there.
  public enum Stage: String, Sendable { case connecting, signedIn, sender, recipient, data, contentSent, end, answered }

  private let connector: MailConnector
  private let timeouts: SMTPTimeouts
  private let trace: @Sendable (Stage) -> Void

  /// A sender.
  /// - Parameter trace: hears of each stage as it begins, on the session's thread; must return at once.
  public init(
    _ connector: MailConnector, timeouts: SMTPTimeouts = SMTPTimeouts(), trace: @escaping @Sendable (Stage) -> Void = { _ in }
  ) {
    (self.connector, self.timeouts, self.trace) = (connector, timeouts, trace)
  }

  /// Connects and signs in. When the task is cancelled it ends at once, and the connection is closed as soon as it is there.
  public func session(with server: MailServer) async throws(MailFailure) -> any SendingSession {
    guard let thread = SessionThread() else { throw MailFailure(.connect, "The system gives no thread for the connection.") }
    let (connector, timeouts, trace) = (connector, timeouts, trace)
    let result = await thread.run { () -> Result<any ByteStream, MailFailure> in
      trace(.connecting)
      do throws(MailFailure) {
        let stream = try connector.connect(server, .smtp)
        trace(.signedIn)
        return .success(stream)
      } catch { return .failure(error) }
    } late: { result in
      if case .success(let stream) = result { stream.close() }
    }
    switch result {
    case nil:
      thread.finish()
      throw MailFailure(.cancelled, "Connecting was broken off.")
    case .failure(let failure):
      thread.finish()
      throw failure
    case .success(let stream):
      return SMTPSession(stream, thread, timeouts, trace)
    }
  }
}

/// How long a server may take. Source: RFC 5321 §4.5.3.2, which names the least that a client must wait.
public struct SMTPTimeouts: Sendable {
  /// Seconds for MAIL, RCPT and RSET (§4.5.3.2.2, §4.5.3.2.3).
  public var command = 300.0
  /// Seconds for DATA (§4.5.3.2.4).
  public var data = 120.0
  /// Seconds for each block of content (§4.5.3.2.5).
  public var block = 180.0
  /// Seconds for the answer to the final dot (§4.5.3.2.6).
  public var end = 600.0
  /// Seconds for that answer once the session was interrupted.
  public var interruptedEnd = 5.0
  /// Seconds for QUIT.
  public var quit = 2.0
  /// Seconds in which a server that hung up may have said why.
  public var lastWords = 1.0

  /// The RFC's times.
  public init() {}
}
