import Outreach

/// Tries a mailbox step by step for the set-up wizard: name, connection, TLS, sign-in, folders. Sends nothing.
public struct MailboxCheck: Sendable {
  /// Which of the two servers.
  public enum Direction: String, Codable, Sendable { case sending, reading }

  /// A step, in the order they are taken.
  public enum Step: String, Codable, CaseIterable, Sendable { case dns, connect, tls, login, folders }

  /// What came of one step.
  public struct Result: Hashable, Sendable {
    /// Which of the two servers.
    public var direction: Direction
    /// The step.
    public var step: Step
    /// Whether it worked; the steps after one that didn't are not taken.
    public var ok: Bool
    /// What happened, in plain words.
    public var detail: String
    /// What to do about it; nil where nothing.
    public var advice: String?
  }

  private let sender: SMTPSender
  private let reader: IMAPReader

  /// A check over a connector.
  public init(_ connector: MailConnector) { (sender, reader) = (SMTPSender(connector), IMAPReader(connector)) }

  /// Tries the server for sending.
  public func sending(_ server: MailServer) async -> [Result] {
    do throws(MailFailure) {
      let session = try await sender.session(with: server)
      await session.close()
      return Self.passed(.sending, server, upTo: .login)
    } catch { return Self.failed(.sending, server, error) }
  }

  /// Tries the server for reading, and lists its folders.
  public func reading(_ server: MailServer) async -> [Result] {
    let session: any ReadingSession
    do throws(MailFailure) { session = try await reader.session(with: server) } catch {
      return Self.failed(.reading, server, error)
    }
    let last: Result
    do throws(MailFailure) {
      last = Self.folders(try await session.folders())
    } catch {
      last = Result(direction: .reading, step: .folders, ok: false, detail: error.detail, advice: Self.advice(.folders, server))
    }
    await session.close()
    return Self.passed(.reading, server, upTo: .login) + [last]
  }

  private static func folders(_ folders: [MailFolder]) -> Result {
    guard folders.contains(where: { $0.role == .inbox }) else {
      return Result(direction: .reading, step: .folders, ok: false, detail: "The mailbox has no inbox.", advice: nil)
    }
    let hasSent = folders.contains { $0.role == .sent }
    let advice = hasSent ? nil : "No folder for sent mail was found; after a crash you may be asked whether a mail was sent."
    return Result(direction: .reading, step: .folders, ok: true, detail: "\(folders.count) folders found.", advice: advice)
  }

  private static func passed(_ direction: Direction, _ server: MailServer, upTo last: Step) -> [Result] {
    Step.allCases.prefix { $0 != last }.map { result(direction, $0, server) } + [result(direction, last, server)]
  }

  private static func result(_ direction: Direction, _ step: Step, _ server: MailServer) -> Result {
    let detail =
      switch step {
      case .dns: "\(server.host) was found."
      case .connect: "Port \(server.port) answers."
      case .tls:
        server.security == .none ? "Not needed on this computer." : "The connection is encrypted and the certificate is right."
      case .login: server.signIn == .anonymous ? "Not needed." : "The sign-in worked."
      case .folders: "The folders can be read."
      }
    return Result(direction: direction, step: step, ok: true, detail: detail, advice: nil)
  }

  /// The steps before the failed one worked, since the connection is made in this order.
  private static func failed(_ direction: Direction, _ server: MailServer, _ failure: MailFailure) -> [Result] {
    let step: Step =
      switch failure.step {
      case .dns: .dns
      case .connect, .cancelled: .connect
      case .tls: .tls
      case .login, .transfer: .login
      case .folder: .folders
      }
    let words = failure.reply.map { " The server said: \($0.text)" } ?? ""
    let result = Result(
      direction: direction, step: step, ok: false, detail: failure.detail + words, advice: advice(step, server))
    return Step.allCases.prefix { $0 != step }.map { Self.result(direction, $0, server) } + [result]
  }

  private static func advice(_ step: Step, _ server: MailServer) -> String? {
    let preset = MailPresets.preset(forServer: server.host)
    switch step {
    case .dns: return "Check the server's name and whether this computer is online."
    case .connect: return "Check the port. Some networks block mail ports; try another network."
    case .tls: return server.security == .starttls ? "Try TLS with port 465 or 993." : "Check the server's name and the port."
    case .login: return preset?.advice ?? "Check user name and password. Many providers want a password made for mail programs."
    case .folders: return preset?.advice ?? "Check that IMAP is allowed in the mailbox's settings."
    }
  }
}
