/// One mail on its way out: envelope and the exact bytes.
public struct WireMail: Sendable {
  /// Envelope sender, an addr-spec.
  public let from: String
  /// Envelope recipient, exactly one.
  public let to: String
  /// The whole message, CRLF line ends, not dot-stuffed.
  public let bytes: [UInt8]

  /// A mail by its envelope and bytes.
  public init(from: String, to: String, bytes: [UInt8]) { (self.from, self.to, self.bytes) = (from, to, bytes) }
}

/// What became of one try to send.
public enum SendOutcome: Hashable, Sendable {
  /// What a refusal was about: it decides whether address, mailbox or mail is at fault.
  public enum Phase: String, Sendable { case sender, recipient, content }

  /// The server took it: 250 after the final dot.
  case accepted(ServerReply)
  /// The server said no, with 4xx or 5xx; nothing was delivered.
  case refused(ServerReply, Phase)
  /// It broke before the final dot left: surely not sent, may be queued again.
  case notSent(MailFailure)
  /// It broke after the final dot may have left: nobody knows (RFC 1047). Never resend by itself.
  case unknown(MailFailure)
}

/// Hands mail to a server; several mails a session, one at a time.
public protocol SendingSession: AnyObject, Sendable {
  /// Sends one mail.
  /// - Parameter beforeFinish: runs after all bytes but the final `CRLF.CRLF` are out and must return before that is written;
  ///   when it throws, the connection is dropped and the outcome is `.notSent`.
  func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome
  /// Says QUIT and closes; never fails.
  func close() async
  /// Breaks off from another thread: before the dot at once, after it at the latest in 5 s.
  func interrupt()
}

/// A way for mail to leave: SMTP, Gmail's API, or the practice mailbox.
public protocol MailSender: Sendable {
  /// Connects and signs in.
  func session(with server: MailServer) async throws(MailFailure) -> any SendingSession
}
