import Outreach
import SQLite
import Store

/// Sends what is approved and due: one mail at a time for each mailbox, each through the ledger.
///
/// The order that the promises rest on: the attempt and the hash of the exact bytes are committed before the first byte leaves; the
/// dot is committed before the final `CRLF.CRLF`; only then the outcome. After a crash an attempt without dot is queued again, one
/// with it is unsure.
public struct Outbox: Sendable {
  /// What the outbox needs from outside.
  public struct Ports: Sendable {
    public var smtp: any MailSender
    public var practice: any MailSender
    public var reader: any MailboxReader
    public var composer: any MailComposer
    public var zones: any ZoneSource
    public var network: any NetworkSense
    public var clock: any Clock
    public var random: any RandomSource
    public var log: any Log
    /// Whether a server itself keeps a copy of what was sent through it.
    public var filesSentMail: @Sendable (MailServer) -> Bool = { _ in false }

    /// The ports together.
    public init(
      smtp: any MailSender, practice: any MailSender, reader: any MailboxReader, composer: any MailComposer, zones: any ZoneSource,
      network: any NetworkSense, clock: any Clock, random: any RandomSource, log: any Log
    ) {
      (self.smtp, self.practice, self.reader, self.composer) = (smtp, practice, reader, composer)
      (self.zones, self.network, self.clock, self.random, self.log) = (zones, network, clock, random, log)
    }
  }

  /// What one pass did.
  public struct Pass: Sendable, Hashable {
    public var sent = 0
    public var failed = 0
    public var unsure = 0
    /// Why the pass ended though mail was due; nil where none was.
    public var closed: ClosedGate?

    /// Takes in what the pass of another mailbox did; of two closed gates the one that opens first is told.
    mutating func add(_ other: Pass) {
      (sent, failed, unsure) = (sent + other.sent, failed + other.failed, unsure + other.unsure)
      guard let gate = other.closed else { return }
      guard let own = closed else { return closed = gate }
      if let opens = gate.opensAt, own.opensAt.map({ opens < $0 }) ?? true { closed = gate }
    }
  }

  /// The most mails that one pick asks every gate of.
  private static let candidates = 500
  let base: Base
  let settings: Settings
  let ports: Ports

  /// Over a base, under its settings, through these ports.
  public init(base: Base, settings: Settings, ports: Ports) { (self.base, self.settings, self.ports) = (base, settings, ports) }

  /// Puts right what a crash left in `sending`: without the dot it surely did not leave and is queued again, with it nobody knows.
  /// - Returns: the ids of those that are unsure.
  public func recover() async throws -> [Message.ID] {
    try await base.write { [self] work in
      // The dice are rolled before anybody asks when.
      for mailbox in try MailboxTable.list(in: work) { try PacePlanTable.save(try plan(of: mailbox.id, in: work), in: work) }
      var unsure: [Message.ID] = []
      for message in try MessageList.inState(.sending, limit: 10_000, in: work) {
        if let attempt = try SendAttemptTable.last(of: message.id, in: work), attempt.dotAt != nil {
          try SendAttemptTable.settle(message.id, .unknown, in: work)
          try MessageTable.move(
            message.id, .lost, detail: "The program ended while this mail was leaving; nobody knows whether it did.", in: work)
          if message.mode != .practice {
            try ResolveUnsure(message).add(notBefore: work.now, in: work)
          }
          // It may have left: the next one keeps its distance.
          try pace(message, in: work)
          unsure.append(message.id)
        } else {
          try SendAttemptTable.settle(message.id, .notSent, in: work)
          try MessageTable.move(message.id, .notSent, detail: "The program ended before this mail left.", in: work)
        }
      }
      return unsure
    }
  }

  /// Sends what is due and may leave now from every mailbox, one after the other.
  public func pass() async throws -> Pass {
    var all = Pass()
    for mailbox in settings.policy.mailboxes { all.add(try await pass(of: mailbox)) }
    return all
  }

  /// Sends what is due and may leave now from a mailbox, until a gate of it closes or nothing is left.
  public func pass(of mailbox: Mailbox.ID) async throws -> Pass {
    var result = Pass()
    var line: Line?
    while !Task.isCancelled {
      let picked = try await pick(from: mailbox, over: line)
      guard let flight = picked.flight else {
        if let mode = picked.connect, line == nil {
          line = try await connect(mode, mailbox, &result)
          if line != nil { continue }
        }
        result.closed = picked.closed
        break
      }
      guard let line, try await hand(flight, to: line, &result) else { break }
    }
    await line?.close()
    return result
  }

  /// A mail on its way: its ledger row is committed.
  struct Flight: Sendable {
    let message: Message
    let attempt: SendAttempt
    let bytes: [UInt8]
  }

  /// What comes next: a mail that has begun, the wish for a connection, or neither.
  private struct Picked: Sendable {
    var flight: Flight?
    var connect: SendMode?
    var closed: ClosedGate?
  }

  /// Hands one mail over. Returns whether the pass may go on with the next.
  private func hand(_ flight: Flight, to line: Line, _ result: inout Pass) async throws -> Bool {
    switch line.kind {
    case .sending(let session): try await settle(flight, await send(flight, over: session), &result)
    case .drafts(let session, let folder): try await saveDraft(flight, into: folder, over: session, &result)
    }
  }

  /// The next mail begins only once a connection stands: where none comes about, no mail has had a try.
  private func pick(from mailbox: Mailbox.ID, over line: Line?) async throws -> Picked {
    let policy = settings.policy.of(mailbox)
    return try await base.write { [self] work in
      var closed: ClosedGate?
      try noteServed(policy.mailbox, in: work)
      let gates = Gates(policy: policy, zones: ports.zones)
      var windows = WindowMemory(gates: gates, mode: policy.mode, now: work.now)
      let due = try MessageList.due(of: mailbox, limit: Self.candidates, in: work) { try windows.mayBeOpen($0, in: work) }
      for id in due {
        guard let message = try readable(id, in: work), try !putBackIfStale(message, in: work) else { continue }
        if let gate = try gates.firstClosed(for: message, in: work) {
          closed = closed ?? gate
          if gate.closesMailbox { return Picked(closed: gate) }
          continue
        }
        guard let line else { return Picked(connect: message.mode) }
        // The settings changed during the pass: the next one connects anew.
        guard line.mode == message.mode, line.server == line.address(under: policy) else { return Picked() }
        if let flight = try beginOrFail(message, in: work) { return Picked(flight: flight) }
      }
      if due.isEmpty, let next = try MessageList.next(of: mailbox, in: work), next.notBefore ?? work.now <= work.now {
        closed = try gates.firstClosed(for: next, in: work)
      }
      return Picked(closed: closed)
    }
  }

  /// A message; nil where its row can't be opened any more: one damaged row must not stop all the others.
  private func readable(_ id: Message.ID, in work: Work) throws -> Message? {
    do { return try MessageTable.get(id, in: work) } catch let error as SQLiteError { throw error } catch {
      ports.log.write(LogEvent(.email, .error, "message_unreadable", ["message": .text(id.rawValue), "error": .text("\(error)")]))
      return nil
    }
  }

  /// Begins an attempt; a mail that can't be written to the wire fails by itself, and the next one has its turn.
  private func beginOrFail(_ message: Message, in work: Work) throws -> Flight? {
    do { return try work.attempt { try begin(message, in: work) } } catch let fault as Fault {
      var stamp = MessageTable.Stamp()
      stamp.error = .some(fault.detail)
      try MessageTable.move(message.id, .refused, stamp, detail: fault.detail, in: work)
      if let id = message.enrollmentID { try EnrollmentTable.move(id, .fail, in: work) }
      return nil
    }
  }

  /// Writes the intent: Message-ID, exact bytes' hash, attempt; the message is `sending` from here on.
  private func begin(_ message: Message, in work: Work) throws -> Flight {
    let header = try message.headerID ?? headerID(of: message, in: work)
    let thread = try Sequence.thread(of: message, in: work)
    var threaded = message
    if let thread { (threaded.inReplyTo, threaded.references) = (thread.inReplyTo, thread.references) }
    let bytes = try bytes(of: threaded, header: header, at: work.now, in: work)
    let attempt = SendAttempt(
      id: SendAttempt.ID(at: work.now.rawValue), message: message.id, mailbox: message.mailboxID, mode: message.mode,
      bytesHash: try Digest.hex(bytes), at: work.now)
    try SendAttemptTable.begin(attempt, to: message.content.to.address, in: work)
    var stamp = MessageTable.Stamp()
    (stamp.headerID, stamp.thread, stamp.countsAttempt) = (header, thread, true)
    try MessageTable.move(message.id, .begin, stamp, in: work)
    return Flight(message: try MessageTable.get(message.id, in: work), attempt: attempt, bytes: bytes)
  }

  /// Our own Message-ID: unique, and with a keyed mark by which we know it again.
  private func headerID(of message: Message, in work: Work) throws -> String {
    let domain = message.content.from.address.split(separator: "@").last.map(String.init) ?? "localhost.invalid"
    return "<\(try OwnMail.token(of: message.id, vault: work.vault))@\(domain)>"
  }

  private func send(_ flight: Flight, over session: any SendingSession) async -> SendOutcome {
    let wire = WireMail(from: flight.message.content.from.address, to: flight.message.content.to.address, bytes: flight.bytes)
    return await withTaskCancellationHandler {
      await session.send(wire) { [base] in
        try await base.write { work in try SendAttemptTable.markDot(flight.attempt.id, in: work) }
      }
    } onCancel: {
      session.interrupt()
    }
  }
}

/// Dice for the gaps between mails; tests and the simulator bring their own.
public protocol RandomSource: Sendable {
  /// A whole number in a range.
  func integer(in range: ClosedRange<Int>) -> Int
}
