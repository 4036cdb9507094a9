import Net
import Outreach
import Synchronization

/// A signed-in SMTP session; its machine and stream are used on its own thread only.
final class SMTPSession: SendingSession {
  private struct Shared {
    /// A mail is being sent; another one would get between.
    var isBusy = false
    /// The final dot may have left, so that breaking off must leave time for the answer.
    var endMayBeOut = false
    var isInterrupted = false
  }

  private let thread: SessionThread
  private let stream: any ByteStream
  private let conversation: SMTPConversation
  private let shared = Mutex(Shared())

  /// A session over a stream that has signed in.
  init(
    _ stream: any ByteStream, _ thread: SessionThread, _ timeouts: SMTPTimeouts,
    _ trace: @escaping @Sendable (SMTPSender.Stage) -> Void
  ) {
    (self.stream, self.thread) = (stream, thread)
    conversation = SMTPConversation(stream, timeouts, trace)
  }

  deinit {
    let stream = stream
    stream.interrupt()
    thread.finish()
  }

  func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome {
    let isFree = shared.withLock { shared in
      defer { shared.isBusy = true }
      return !shared.isBusy
    }
    guard isFree else { return .notSent(MailFailure(.transfer, "This session is sending another mail.")) }
    defer { shared.withLock { ($0.isBusy, $0.endMayBeOut) = (false, false) } }
    return await withTaskCancellationHandler {
      await thread.run(dialogue: { [self] in await exchange(mail, beforeFinish) })
    } onCancel: {
      interrupt()
    }
  }

  func close() async {
    let conversation = conversation
    await thread.run { conversation.quit() }
    thread.finish()
  }

  func interrupt() {
    let endMayBeOut = shared.withLock { shared in
      shared.isInterrupted = true
      return shared.endMayBeOut
    }
    if !endMayBeOut { stream.interrupt() }
  }

  /// The whole of a mail, on the session's thread.
  private func exchange(_ mail: WireMail, _ beforeFinish: @Sendable () async throws -> Void) async -> SendOutcome {
    if let outcome = conversation.sendContent(mail) { return outcome }
    do {
      try await beforeFinish()
    } catch {
      return conversation.abandon()
    }
    let mayFinish = shared.withLock { shared in
      shared.endMayBeOut = !shared.isInterrupted
      return !shared.isInterrupted
    }
    guard mayFinish else { return conversation.abandon() }
    return conversation.finish(isInterrupted: { shared.withLock { $0.isInterrupted } })
  }
}

/// What is said on the wire, blocking. `@unchecked Sendable`: used on its session's thread only.
final class SMTPConversation: @unchecked Sendable {
  /// Octets read at once.
  static let readSize = 8192
  /// Octets written under one time limit.
  static let blockSize = 64 << 10
  /// How often the wait for the last answer looks whether the session was interrupted.
  static let interruptCheck = Duration.milliseconds(200)

  private let stream: any ByteStream
  private let timeouts: SMTPTimeouts
  private let trace: @Sendable (SMTPSender.Stage) -> Void
  private var machine: SMTPMachine
  private var parser = SMTPReplyParser()

  /// A conversation after the sign-in.
  init(_ stream: any ByteStream, _ timeouts: SMTPTimeouts, _ trace: @escaping @Sendable (SMTPSender.Stage) -> Void) {
    (self.stream, self.timeouts, self.trace) = (stream, timeouts, trace)
    machine = SMTPMachine(ServerOffer(greetingLines: stream.greetingLines))
  }

  /// Sends everything but the end of a mail. - Returns: nil where only the end is missing.
  func sendContent(_ mail: WireMail) -> SendOutcome? {
    var action = machine.begin(mail)
    while true {
      switch action {
      case .commands(let lines): action = ask(lines)
      case .reply: action = answer()
      case .content:
        if let early = write(DotStuffing.content(mail.bytes)) {
          action = early
        } else {
          trace(.contentSent)
          return nil
        }
      case .done(let outcome): return ended(outcome)
      case .end: return ended(outcome(of: machine.lost(MailFailure(.transfer, "The end of the mail came out of turn."))))
      }
    }
  }

  /// Sends the end and waits for the answer.
  func finish(isInterrupted: () -> Bool) -> SendOutcome {
    // What came while we were talking can't be the answer to the end; left in the buffer it would be taken for it.
    if let early = earlyReply() { return ended(outcome(of: early)) }
    guard case .end = machine.contentSent() else {
      return ended(outcome(of: machine.lost(MailFailure(.transfer, "The end of the mail came out of turn."))))
    }
    trace(.end)
    do throws(NetworkError) {
      try stream.write(DotStuffing.end, until: .now + .seconds(timeouts.block))
    } catch {
      return ended(outcome(of: machine.lost(Self.failure(error))))
    }
    let outcome = outcome(of: lastAnswer(isInterrupted))
    trace(.answered)
    return ended(outcome)
  }

  /// Drops the connection before the end of the mail: nothing was sent.
  func abandon() -> SendOutcome {
    ended(outcome(of: machine.lost(MailFailure(.cancelled, "Sending was broken off before the mail was complete."))))
  }

  /// Says QUIT where the server still listens, and closes.
  func quit() {
    if machine.isUsable {
      let deadline = ContinuousClock.now + .seconds(timeouts.quit)
      try? stream.write(Array("QUIT\r\n".utf8), until: deadline)
      _ = try? stream.read(limit: Self.readSize, until: deadline)
    }
    stream.close()
  }

  private func ask(_ lines: [String]) -> SMTPMachine.Action {
    // Nothing may have come before we asked, but for a server that closes.
    if let early = earlyReply() { return early }
    for line in lines {
      if line.hasPrefix("MAIL") { trace(.sender) }
      if line.hasPrefix("RCPT") { trace(.recipient) }
      if line == "DATA" { trace(.data) }
    }
    do throws(NetworkError) {
      try stream.write(Array(lines.map { $0 + "\r\n" }.joined().utf8), until: .now + .seconds(timeouts.command))
    } catch {
      return lastWords() ?? machine.lost(Self.failure(error))
    }
    return answer()
  }

  private func answer() -> SMTPMachine.Action {
    do {
      return machine.received(try reply(until: .now + .seconds(machine.awaitsData ? timeouts.data : timeouts.command)))
    } catch {
      return machine.lost(error)
    }
  }

  /// The wait after the dot: long, but short once interrupted.
  private func lastAnswer(_ isInterrupted: () -> Bool) -> SMTPMachine.Action {
    var deadline = ContinuousClock.now + .seconds(timeouts.end)
    var isShortened = false
    while true {
      if !isShortened, isInterrupted() {
        deadline = min(deadline, .now + .seconds(timeouts.interruptedEnd))
        isShortened = true
      }
      do {
        return machine.received(try reply(until: min(deadline, .now + Self.interruptCheck)))
      } catch {
        if error.step == .transfer, error == Self.timedOut, .now < deadline { continue }
        return machine.lost(error)
      }
    }
  }

  private func write(_ content: [UInt8]) -> SMTPMachine.Action? {
    var start = 0
    while start < content.count {
      let end = min(start + Self.blockSize, content.count)
      do throws(NetworkError) {
        let block = end - start == content.count ? content : Array(content[start..<end])
        try stream.write(block, until: .now + .seconds(timeouts.block))
      } catch {
        return lastWords() ?? machine.lost(Self.failure(error))
      }
      start = end
    }
    return nil
  }

  /// What the server said unasked so far, without waiting; nil where it said nothing.
  private func earlyReply() -> SMTPMachine.Action? {
    do {
      return machine.receivedEarly(try reply(until: .now))
    } catch {
      if error == Self.timedOut, parser.isEmpty { return nil }
      return machine.lost(error == Self.timedOut ? Self.noise : error)
    }
  }

  /// A server that hangs up has often said why just before.
  private func lastWords() -> SMTPMachine.Action? {
    guard let reply = try? reply(until: .now + .seconds(timeouts.lastWords)), reply.code >= 400 else { return nil }
    let action = machine.receivedLast(reply)
    let end = machine.lost(Self.noise)
    if case .done = action { return action }
    return end
  }

  private func reply(until deadline: ContinuousClock.Instant) throws(MailFailure) -> ServerReply {
    while true {
      do throws(SMTPReplyParser.Failure) {
        if let reply = try parser.next() { return reply }
      } catch {
        throw Self.noise
      }
      let bytes: [UInt8]
      do throws(NetworkError) {
        bytes = try stream.read(limit: Self.readSize, until: deadline)
      } catch {
        throw Self.failure(error)
      }
      if bytes.isEmpty { throw MailFailure(.transfer, "The mail server closed the connection.") }
      parser.feed(bytes)
    }
  }

  private func outcome(of action: SMTPMachine.Action) -> SendOutcome {
    if case .done(let outcome) = action { return outcome }
    if case .done(let outcome) = machine.lost(Self.noise) { return outcome }
    return .unknown(Self.noise)
  }

  private func ended(_ outcome: SendOutcome) -> SendOutcome {
    if !machine.isUsable { stream.close() }
    return outcome
  }

  private static let timedOut = MailFailure(.transfer, "The mail server did not answer in time.")
  private static let noise = MailFailure(.transfer, "The mail server answered something that is not SMTP.")

  private static func failure(_ error: NetworkError) -> MailFailure {
    switch error.kind {
    case .timeout: timedOut
    case .cancelled: MailFailure(.cancelled, "Sending was broken off.")
    default: MailFailure(.transfer, "The connection to the mail server broke.")
    }
  }
}
