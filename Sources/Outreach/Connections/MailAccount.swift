/// A value that must not be seen: prints as dots, compares as usual.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// The value itself; only what hands it to a server reads it.
  public let value: String

  /// Wraps a value.
  public init(_ value: String) { self.value = value }

  /// Dots, whatever the value.
  public var description: String { "••••" }
  /// Dots, whatever the value.
  public var debugDescription: String { "••••" }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: []) }
}

/// How one mail server is reached and signed in to.
public struct MailServer: Hashable, Sendable {
  /// How the connection is protected. `none` is allowed to loopback only.
  public enum Security: String, Codable, CaseIterable, Sendable { case tls, starttls, none }
  /// How we sign in.
  public enum SignIn: Hashable, Sendable {
    /// PLAIN or LOGIN (RFC 4954, RFC 3501 §6.2.3).
    case password(Secret)
    /// XOAUTH2 with an access token.
    case token(Secret)
    /// Not at all: a relay on loopback.
    case anonymous
  }

  /// The host name or address.
  public var host: String
  /// 1 to 65535.
  public var port: Int
  /// How the connection is protected.
  public var security: Security
  /// Mostly the whole address.
  public var username: String
  /// How we sign in.
  public var signIn: SignIn

  /// A server by its parts.
  public init(host: String, port: Int, security: Security, username: String, signIn: SignIn) {
    (self.host, self.port, self.security, self.username, self.signIn) = (host, port, security, username, signIn)
  }
}

/// Why a mail server could not be used, without any secret or address.
public struct MailFailure: Error, Hashable, Sendable {
  /// The step that failed; the set-up test shows one line for each.
  public enum Step: String, Sendable { case dns, connect, tls, login, folder, transfer, cancelled }

  /// The step that failed.
  public let step: Step
  /// The server's answer, where there was one.
  public let reply: ServerReply?
  /// What happened and what to do, in plain words.
  public let detail: String

  /// A failure at a step.
  public init(_ step: Step, _ detail: String, reply: ServerReply? = nil) {
    (self.step, self.detail, self.reply) = (step, detail, reply)
  }
}

/// What a mail server answered: RFC 5321 §4.2 with the enhanced code of RFC 3463 where given.
public struct ServerReply: Hashable, Sendable, Codable {
  /// 200 to 599.
  public let code: Int
  /// `5.1.1`, or nil where the server gave none.
  public let enhanced: String?
  /// The whole text, lines joined by a line feed, without codes.
  public let text: String

  /// An answer by its parts.
  public init(code: Int, enhanced: String? = nil, text: String) {
    (self.code, self.enhanced, self.text) = (code, enhanced, text)
  }

  /// 4xx: may work later.
  public var isTemporary: Bool { (400..<500).contains(code) }
  /// 5xx: won't work as it is.
  public var isPermanent: Bool { (500..<600).contains(code) }
}
