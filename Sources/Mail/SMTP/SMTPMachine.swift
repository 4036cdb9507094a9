import Outreach

/// The client's side of an SMTP session after the sign-in (RFC 5321 §3.3): events in, actions out, no I/O.
struct SMTPMachine {
  /// What to do next.
  enum Action: Hashable {
    /// Send these lines (without CRLF) in one piece and wait for the first reply.
    case commands([String])
    /// Wait for the next reply to what was sent already.
    case reply
    /// Send the mail's content without its end, then report `contentSent`.
    case content
    /// Send the end of the mail, then wait for the reply.
    case end
    /// The mail is done; where the session isn't, it says so by `isUsable`.
    case done(SendOutcome)
  }

  private enum State: Hashable {
    case ready
    /// A refused mail's remains are to be cleared before the next one.
    case stale
    case clearing, sender, recipient, announced, content, ended
    case broken
  }

  private let offer: ServerOffer
  private var state = State.ready
  private var envelope = (from: "", to: "", size: 0, has8Bit: false)
  /// The first refusal in a group of commands whose last replies are still to come.
  private var refusal: (reply: ServerReply, phase: SendOutcome.Phase)?

  /// A session that has just signed in.
  init(_ offer: ServerOffer) { self.offer = offer }

  /// Whether another mail may be begun.
  var isUsable: Bool { state == .ready || state == .stale }

  /// Whether the end of the mail may have left, so that nobody knows where it is (RFC 1047).
  var mayHaveBeenTaken: Bool { state == .ended }

  /// Whether the next reply is the one to DATA.
  var awaitsData: Bool { state == .announced }

  /// A mail is to be sent.
  mutating func begin(_ mail: WireMail) -> Action {
    guard isUsable else { return .done(.notSent(MailFailure(.transfer, "The connection to the mail server is over."))) }
    if let failure = WireCheck.failure(of: mail) { return .done(.notSent(failure)) }
    let has8Bit = mail.bytes.contains { $0 >= 0x80 }
    if has8Bit, !offer.takes8BitMIME {
      return .done(.notSent(MailFailure(.transfer, "The mail server takes ASCII only, and this mail is not.")))
    }
    if let limit = offer.maximumSize, mail.bytes.count > limit {
      // The server's own word, given in advance (RFC 1870 §6.1): asking would bring the same answer.
      let text = "The mail server takes mails up to \(limit) bytes; this one has \(mail.bytes.count)."
      return .done(.refused(ServerReply(code: 552, enhanced: "5.3.4", text: text), .content))
    }
    envelope = (mail.from, mail.to, mail.bytes.count, has8Bit)
    refusal = nil
    let clears = state == .stale
    state = clears ? .clearing : .sender
    // DATA ends a group, and the content waits for its answer (RFC 2920 §3.1): what follows the 354 is the same either way.
    if offer.takesPipelining { return .commands((clears ? ["RSET"] : []) + [senderLine, recipientLine, "DATA"]) }
    return .commands([clears ? "RSET" : senderLine])
  }

  /// A reply came.
  mutating func received(_ reply: ServerReply) -> Action {
    // 421 may come at any time: the server closes (RFC 5321 §3.8).
    if reply.code == 421 { return closing(reply) }
    switch (state, reply.code / 100) {
    case (.clearing, 2): return step(to: .sender, senderLine)
    case (.sender, 2): return step(to: .recipient, recipientLine)
    case (.recipient, 2): return step(to: .announced, "DATA")
    case (.announced, 3) where reply.code == 354 && refusal == nil:
      state = .content
      return .content
    case (.sender, 4...5): return refused(reply, .sender)
    case (.recipient, 4...5): return refused(reply, .recipient)
    case (.announced, 4...5): return refused(reply, .content)
    case (.ended, 2):
      state = .ready
      return .done(.accepted(reply))
    case (.ended, 4...5): return refused(reply, .content)
    // A 354 after a refusal too: no end of a mail leaves that the ledger does not know, not even that of an empty one.
    default: return lost(MailFailure(.transfer, "The mail server answered out of turn.", reply: reply))
    }
  }

  /// A reply came that nothing was asked for: it must not be taken for the answer to what is asked next.
  mutating func receivedEarly(_ reply: ServerReply) -> Action {
    if reply.code == 421 { return closing(reply) }
    guard state == .content, reply.code >= 400 else {
      return lost(MailFailure(.transfer, "The mail server answered out of turn.", reply: reply))
    }
    // Said while we were still talking: nothing was taken, and what follows would be read as commands.
    state = .broken
    return .done(.refused(reply, .content))
  }

  /// A refusal came, and then the connection was gone.
  mutating func receivedLast(_ reply: ServerReply) -> Action {
    state == .content ? receivedEarly(reply) : received(reply)
  }

  /// All of the content but its end is out.
  mutating func contentSent() -> Action {
    guard state == .content else { return lost(MailFailure(.transfer, "The content was sent out of turn.")) }
    state = .ended
    return .end
  }

  /// The connection, the server's sanity or our patience is gone.
  mutating func lost(_ failure: MailFailure) -> Action {
    defer { state = .broken }
    if let refusal { return .done(.refused(refusal.reply, refusal.phase)) }
    return .done(mayHaveBeenTaken ? .unknown(failure) : .notSent(failure))
  }

  private var senderLine: String {
    var command = "MAIL FROM:<\(envelope.from)>"
    if offer.takesSize { command += " SIZE=\(envelope.size)" }
    if envelope.has8Bit { command += " BODY=8BITMIME" }
    return command
  }

  private var recipientLine: String { "RCPT TO:<\(envelope.to)>" }

  /// Goes on to the next command, which in a group has left already.
  private mutating func step(to next: State, _ command: String) -> Action {
    state = next
    return offer.takesPipelining ? .reply : .commands([command])
  }

  private mutating func refused(_ reply: ServerReply, _ phase: SendOutcome.Phase) -> Action {
    let first = refusal ?? (reply, phase)
    if offer.takesPipelining, state == .sender || state == .recipient {
      // What was sent along is answered too, most often with 503; the first refusal is the one that counts.
      refusal = first
      state = state == .sender ? .recipient : .announced
      return .reply
    }
    (state, refusal) = (.stale, nil)
    return .done(.refused(first.reply, first.phase))
  }

  private mutating func closing(_ reply: ServerReply) -> Action {
    if let refusal {
      state = .broken
      return .done(.refused(refusal.reply, refusal.phase))
    }
    let phase: SendOutcome.Phase? =
      switch state {
      case .sender: .sender
      case .recipient: .recipient
      case .announced, .content, .ended: .content
      case .ready, .stale, .clearing, .broken: nil
      }
    state = .broken
    if let phase { return .done(.refused(reply, phase)) }
    return .done(.notSent(MailFailure(.transfer, "The mail server closed the session.", reply: reply)))
  }
}

/// What must be true of a mail before its first byte may go out.
enum WireCheck {
  /// Octets of an envelope address (RFC 5321 §4.5.3.1.3).
  static let maximumAddress = 254
  /// Octets of a line without CRLF (§4.5.3.1.6).
  static let maximumLine = 998

  /// Why it can't be sent; nil where it can.
  static func failure(of mail: WireMail) -> MailFailure? {
    guard isAddress(mail.from), isAddress(mail.to) else {
      return MailFailure(.transfer, "An address of the mail can't be said in SMTP. Only ASCII addresses are possible yet.")
    }
    var line = 0
    var previous: UInt8 = 0
    for byte in mail.bytes {
      // A bare CR or LF is where one server sees the end of a mail and the next one doesn't (smuggling).
      if (byte == 0x0A) != (previous == 0x0D) {
        return MailFailure(.transfer, "The mail has line ends that are not CRLF.")
      }
      line = byte == 0x0A ? 0 : line + 1
      if line > maximumLine + 1 { return MailFailure(.transfer, "The mail has a line longer than \(maximumLine) bytes.") }
      previous = byte
    }
    return previous == 0x0D ? MailFailure(.transfer, "The mail has line ends that are not CRLF.") : nil
  }

  /// Printable ASCII with an @, no blanks and brackets outside of a quoted local part.
  private static func isAddress(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard bytes.count <= maximumAddress, let at = bytes.lastIndex(of: 0x40), at > 0, at < bytes.count - 1 else { return false }
    let isQuoted = bytes[0] == 0x22 && bytes[at - 1] == 0x22
    let plain = { (byte: UInt8) in (0x21...0x7E).contains(byte) && byte != 0x3C && byte != 0x3E }
    guard bytes[(at + 1)...].allSatisfy(plain) else { return false }
    return bytes[..<at].allSatisfy { plain($0) || isQuoted && (0x20...0x7E).contains($0) }
  }
}

/// Doubles dots at the beginning of lines (RFC 5321 §4.5.2).
enum DotStuffing {
  /// The content as it goes over the wire, without the CRLF of its last line, which belongs to the end.
  static func content(_ bytes: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count + bytes.count / 64)
    let end = bytes.suffix(2) == [0x0D, 0x0A] ? bytes.count - 2 : bytes.count
    var atLineStart = true
    for byte in bytes[..<end] {
      if atLineStart, byte == 0x2E { out.append(0x2E) }
      out.append(byte)
      atLineStart = byte == 0x0A
    }
    return out
  }

  /// What ends a mail.
  static let end = Array("\r\n.\r\n".utf8)
}
