import Net
import Outreach

/// How long an IMAP server may take.
public struct IMAPTimeouts: Sendable {
  /// Seconds without a single byte.
  public var silence = 60.0
  /// Seconds for a whole command.
  public var command = 600.0
  /// Seconds for LOGOUT.
  public var logout = 3.0

  /// Times that slow servers with large folders need.
  public init() {}
}

/// Says commands and hears responses, blocking. `@unchecked Sendable`: used on its session's thread only.
final class IMAPConnection: @unchecked Sendable {
  typealias Part = IMAPText.Part

  /// How a command ended well.
  struct Completion {
    var code: [IMAPValue]
  }

  /// Octets read at once.
  static let readSize = 16 << 10
  /// Responses to one command, so that a chattering server has an end.
  static let maximumResponses = 500_000
  /// Octets of a literal that LITERAL- sends without waiting (RFC 7888 §5).
  static let smallLiteral = 4096

  /// What the server said that it can do, in upper case.
  var capabilities: Set<String> = []
  private let stream: any ByteStream
  private let timeouts: IMAPTimeouts
  private var framer = IMAPFramer()
  private var lastTag = 0
  private var end: MailFailure?

  /// A connection that has signed in.
  init(_ stream: any ByteStream, _ timeouts: IMAPTimeouts) { (self.stream, self.timeouts) = (stream, timeouts) }

  /// Runs a command.
  /// - Parameters:
  ///   - literal: octets of the largest literal that may come.
  ///   - hear: gets every untagged response, whatever it is about.
  /// - Throws: `.folder` for the server's NO or BAD, which the session survives; anything else ends it.
  @discardableResult
  func run(
    _ parts: [Part], literal: Int = IMAPFramer.Limits().literal, hear: (IMAPResponse) -> Void = { _ in }
  ) throws(MailFailure) -> Completion {
    if let end { throw end }
    lastTag += 1
    let tag = "co\(lastTag)"
    let deadline = ContinuousClock.now + .seconds(timeouts.command)
    framer.limits.literal = max(literal, IMAPFramer.Limits().literal)
    do throws(MailFailure) {
      if let early = try send([.text(tag + " ")] + parts, tag, deadline, hear) { return early }
      while true {
        if case .completed(let completion) = try step(tag, deadline, hear) { return completion }
      }
    } catch {
      if error.step != .folder { end = error }
      throw error
    }
  }

  /// Says LOGOUT where the server still listens, and closes.
  func logout() {
    if end == nil {
      let deadline = ContinuousClock.now + .seconds(timeouts.logout)
      lastTag += 1
      do throws(NetworkError) {
        try stream.write(Array("co\(lastTag) LOGOUT\r\n".utf8), until: deadline)
        while try !stream.read(limit: Self.readSize, until: deadline).isEmpty {}
      } catch {
        // It closes all the same; nothing depends on the goodbye.
      }
    }
    end = end ?? MailFailure(.transfer, "The session is over.")
    stream.close()
  }

  private enum Step {
    case completed(Completion)
    case goOn
    case heard
  }

  /// Sends a command; a literal waits for the server's leave unless it takes them without.
  /// - Returns: the end of the command where it came before all was sent.
  private func send(
    _ parts: [Part], _ tag: String, _ deadline: ContinuousClock.Instant, _ hear: (IMAPResponse) -> Void
  ) throws(MailFailure) -> Completion? {
    var line: [UInt8] = []
    for part in parts {
      switch part {
      case .text(let text):
        // A line break would begin another command.
        guard !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
          throw MailFailure(.folder, "A name holds a character that IMAP can't say.")
        }
        line += Array(text.utf8)
      case .literal(let bytes):
        let waits = !takesUnasked(bytes.count)
        try write(line + Array("{\(bytes.count)\(waits ? "" : "+")}\r\n".utf8), deadline)
        if waits, let early = try waitForLeave(tag, deadline, hear) { return early }
        line = bytes
      }
    }
    try write(line + [0x0D, 0x0A], deadline)
    return nil
  }

  private func takesUnasked(_ count: Int) -> Bool {
    capabilities.contains("LITERAL+") || capabilities.contains("LITERAL-") && count <= Self.smallLiteral
  }

  private func waitForLeave(
    _ tag: String, _ deadline: ContinuousClock.Instant, _ hear: (IMAPResponse) -> Void
  ) throws(MailFailure) -> Completion? {
    while true {
      switch try step(tag, deadline, hear) {
      case .goOn: return nil
      case .completed(let completion): return completion
      case .heard: continue
      }
    }
  }

  private func step(
    _ tag: String, _ deadline: ContinuousClock.Instant, _ hear: (IMAPResponse) -> Void
  ) throws(MailFailure) -> Step {
    let response = try response(deadline)
    switch response {
    case .goOn: return .goOn
    case .status(tag: tag, .ok, let code, _): return .completed(Completion(code: code))
    case .status(tag: tag, let condition, let code, let text): throw Self.refusal(condition, code, text)
    case .status(tag: .some, _, _, _):
      throw MailFailure(.transfer, "The mail server answered a question that was not asked.")
    case .status(tag: nil, .bye, _, let text):
      throw MailFailure(.transfer, "The mail server ended the session.", reply: ServerReply(code: 421, text: text))
    default:
      hear(response)
      return .heard
    }
  }

  private func response(_ deadline: ContinuousClock.Instant) throws(MailFailure) -> IMAPResponse {
    while true {
      do throws(IMAPFramer.Failure) {
        if let frame = try framer.next() { return try IMAPReading.response(frame) }
      } catch {
        throw MailFailure(
          .transfer,
          error == .tooLarge
            ? "The mail server sent more than can be taken." : "The mail server answered something that is not IMAP.")
      }
      let bytes: [UInt8]
      do throws(NetworkError) {
        bytes = try stream.read(limit: Self.readSize, until: min(deadline, .now + .seconds(timeouts.silence)))
      } catch {
        throw Self.failure(error)
      }
      if bytes.isEmpty { throw MailFailure(.transfer, "The mail server closed the connection.") }
      framer.feed(bytes)
    }
  }

  private func write(_ bytes: [UInt8], _ deadline: ContinuousClock.Instant) throws(MailFailure) {
    do throws(NetworkError) { try stream.write(bytes, until: deadline) } catch { throw Self.failure(error) }
  }

  /// NO and BAD in plain words. Codes that pass by themselves (RFC 5530 §3) become a temporary reply.
  private static func refusal(_ condition: IMAPResponse.Condition, _ code: [IMAPValue], _ text: String) -> MailFailure {
    let word = code.first?.text?.uppercased() ?? ""
    let isTemporary = ["UNAVAILABLE", "INUSE", "LIMIT", "SERVERBUG", "OVERQUOTA"].contains(word)
    let reply = ServerReply(code: isTemporary ? 450 : 550, text: text)
    let detail =
      switch word {
      case "TRYCREATE", "NONEXISTENT": "The folder does not exist on the mail server."
      case "OVERQUOTA": "The mailbox is full."
      case "NOPERM": "The mail server does not permit it."
      default: condition == .bad ? "The mail server did not understand the question." : "The mail server refused."
      }
    return MailFailure(.folder, detail, reply: reply)
  }

  private static func failure(_ error: NetworkError) -> MailFailure {
    switch error.kind {
    case .timeout: MailFailure(.transfer, "The mail server did not answer in time.")
    case .cancelled: MailFailure(.cancelled, "Reading the mailbox was broken off.")
    default: MailFailure(.transfer, "The connection to the mail server broke.")
    }
  }
}
