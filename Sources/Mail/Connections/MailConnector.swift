import Net
import Outreach

/// Connects to mail servers: turns an account's server into a stream target, and what the network says into a mail failure.
public struct MailConnector: Sendable {
  /// For TCP, TLS, greeting and sign-in together.
  public static let connectSeconds = 30.0

  private let dialer: any StreamDialer
  private let clientName: String
  private let extraCAFile: String?
  private let connectSeconds: Double

  /// A connector.
  /// - Parameters:
  ///   - clientName: what is said in EHLO; by default an address literal that tells nothing about this computer.
  ///   - extraCAFile: a private CA bundle to trust besides the system's; nil for the system's only.
  public init(
    _ dialer: any StreamDialer, clientName: String = "[127.0.0.1]", extraCAFile: String? = nil,
    connectSeconds: Double = Self.connectSeconds
  ) {
    (self.dialer, self.clientName, self.extraCAFile) = (dialer, clientName, extraCAFile)
    self.connectSeconds = connectSeconds
  }

  /// Connects and signs in; blocks the thread.
  func connect(_ server: MailServer, _ service: StreamTarget.Service) throws(MailFailure) -> any ByteStream {
    do {
      return try dialer.dial(target(server, service))
    } catch {
      throw Self.failure(error)
    }
  }

  /// A network failure as a step of the set-up test.
  static func failure(_ error: NetworkError) -> MailFailure {
    let step: MailFailure.Step =
      switch error.kind {
      case .dns: .dns
      // Silence says nothing about the password, which only a person can put right.
      case .connect, .refusedAddress, .protocolError, .closed, .timeout: .connect
      case .tls: .tls
      case .login: .login
      case .cancelled: .cancelled
      case .tooLarge, .tooManyRedirects: .transfer
      }
    return MailFailure(step, error.detail, reply: reply(error.serverLines))
  }

  /// The server's last words as a reply, where they are one.
  private static func reply(_ lines: [String]) -> ServerReply? {
    guard let last = lines.last else { return nil }
    var parser = SMTPReplyParser()
    parser.feed(Array((last + "\r\n").utf8))
    if let reply = try? parser.next() { return reply }
    return ServerReply(code: 500, text: last)
  }

  private func target(_ server: MailServer, _ service: StreamTarget.Service) -> StreamTarget {
    let security: StreamTarget.Security =
      switch server.security {
      case .tls: .tls
      case .starttls: .starttls
      case .none: .none
      }
    let signIn: StreamTarget.SignIn =
      switch server.signIn {
      case .password(let secret): .password(secret.value)
      case .token(let secret): .bearer(secret.value)
      case .anonymous: .anonymous
      }
    var target = StreamTarget(
      service, host: server.host, port: server.port, security: security, username: server.username, signIn: signIn,
      clientName: clientName)
    (target.extraCAFile, target.connectTimeoutSeconds) = (extraCAFile, connectSeconds)
    return target
  }
}
