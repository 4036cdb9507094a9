import Outreach
import Store

extension Outbox {
  /// Writes what became of an attempt. Returns whether the pass may go on with the next mail.
  @discardableResult
  func settle(_ flight: Flight, _ outcome: SendOutcome, _ result: inout Pass) async throws -> Bool {
    note(flight, outcome)
    switch outcome {
    case .accepted(let reply):
      result.sent += 1
      try await base.writeUncancelled { [self] work in
        try SendAttemptTable.finish(flight.attempt.id, .accepted, reply: reply, lead: flight.message.leadID, in: work)
        try Self.recordSent(flight.message, at: work.now, evidence: nil, in: work)
        try askForSentCopy(of: flight.message, in: work)
        try pace(flight.message, in: work)
        try MailboxTable.move(flight.message.mailboxID, .recover, reason: nil, in: work)
      }
      return true
    case .refused(let reply, let phase):
      result.failed += 1
      return try await base.writeUncancelled { [self] work in try refused(flight, reply, phase, in: work) }
    case .notSent(let failure):
      result.failed += 1
      let isOffline = await isOffline(failure, flight.message.mode, flight.message.mailboxID)
      try await base.writeUncancelled { work in try Self.broken(flight, failure, isOffline: isOffline, in: work) }
      return false
    case .unknown(let failure):
      result.unsure += 1
      try await base.writeUncancelled { [self] work in
        try SendAttemptTable.finish(flight.attempt.id, .unknown, reply: failure.reply, lead: flight.message.leadID, in: work)
        var stamp = MessageTable.Stamp()
        stamp.error = .some("The connection broke while the server was taking the mail; nobody knows whether it did.")
        try MessageTable.move(flight.message.id, .lost, stamp, detail: failure.detail, in: work)
        try pace(flight.message, in: work)
        try ResolveUnsure(flight.message).add(notBefore: work.now.adding(seconds: 60), in: work)
      }
      return false
    }
  }

  /// Writes that a mail left, however that became known; evidence that came earlier is applied now.
  static func recordSent(_ message: Message, at moment: Timestamp?, evidence: String?, in work: Work) throws {
    try SendAttemptTable.settle(message.id, .accepted, in: work)
    var stamp = MessageTable.Stamp()
    stamp.sentAt = try moment ?? SendAttemptTable.last(of: message.id, in: work)?.dotAt ?? work.now
    stamp.error = .some(nil)
    let event: MessageState.Event = message.state.next(.accepted) == nil ? .found : .accepted
    try MessageTable.move(message.id, event, stamp, detail: evidence, in: work)
    // Practice was left while this mail was under way: nothing follows from it any more.
    guard try !MessageTable.isArchived(message.id, in: work) else { return }
    if message.kind == .campaign {
      if let state = try LeadTable.state(of: message.leadID, in: work), state.next(.contact) != nil {
        try LeadTable.move(message.leadID, .contact, in: work)
      }
      if let id = message.enrollmentID, let step = try message.stepID.flatMap({ try StepTable.find($0, in: work) }) {
        try Sequence.advance(id, past: step, at: stamp.sentAt ?? work.now, in: work)
      }
    }
    for reply in try ReplyTable.to(message.id, in: work) { try Evidence.apply(reply, to: message.id, in: work) }
  }

  /// A refusal: tried again for 4xx, else final; and what it says about address and mailbox is kept.
  private func refused(_ flight: Flight, _ reply: ServerReply, _ phase: SendOutcome.Phase, in work: Work) throws -> Bool {
    let message = flight.message
    try SendAttemptTable.finish(flight.attempt.id, .refused, reply: reply, lead: message.leadID, in: work)
    // A server that says no to mail after mail in a second takes the sender for a harvester of addresses.
    try pace(message, in: work)
    let words = "The server said \(reply.code): \(reply.text)"
    if reply.code == 421 {
      // RFC 5321 §3.8: the server closes; that says nothing about this mail.
      try Self.broken(message, MailFailure(.transfer, words, reply: reply), isOffline: false, in: work)
      return false
    }
    // Whatever it said, it was there and took our sign-in.
    try MailboxTable.move(message.mailboxID, .recover, reason: nil, in: work)
    if reply.isTemporary, try again(message, words, in: work) { return true }
    var stamp = MessageTable.Stamp()
    stamp.error = .some(words)
    try MessageTable.move(message.id, .refused, stamp, detail: words, in: work)
    let meaning = RefusalMeaning.of(reply, phase)
    if meaning == .address {
      try SuppressionTable.add(.address, message.content.to.address, .bounced, mode: message.mode, in: work)
      try BounceGuard.judge(message.mailboxID, in: work)
      if let id = message.enrollmentID { try EnrollmentTable.move(id, .bounce, in: work) }
      return true
    }
    if let id = message.enrollmentID { try EnrollmentTable.move(id, .fail, in: work) }
    if meaning == .mailbox {
      try MailboxTable.move(
        message.mailboxID, .pause,
        reason:
          "The mail server refuses mail from this mailbox (\(reply.code) \(reply.enhanced ?? "")); look at the failed mail, then resume.",
        cause: .refused, in: work)
    }
    return meaning != .mailbox
  }

  /// Queues a mail again after a delay. Returns false where it had its tries.
  private func again(_ message: Message, _ words: String, in work: Work) throws -> Bool {
    let pace = settings.policy.pace
    guard message.attempts <= pace.maximumAttempts, !pace.retrySeconds.isEmpty else { return false }
    let delay = pace.retrySeconds[min(max(message.attempts - 1, 0), pace.retrySeconds.count - 1)]
    var stamp = MessageTable.Stamp()
    (stamp.notBefore, stamp.error) = (.some(work.now.adding(seconds: delay)), .some(words))
    try MessageTable.move(message.id, .notSent, stamp, detail: words, in: work)
    return true
  }

  /// So many connections may break over one mail before it is the mail's fault: something on the way can't stand it.
  private static let mostBreaks = 10

  private static func broken(_ flight: Flight, _ failure: MailFailure, isOffline: Bool, in work: Work) throws {
    try SendAttemptTable.finish(flight.attempt.id, .notSent, reply: failure.reply, lead: flight.message.leadID, in: work)
    try broken(flight.message, failure, isOffline: isOffline, in: work)
  }

  /// The connection broke before the mail was complete: the mailbox rests, and the mail lets others go first; its tries are untouched.
  private static func broken(_ message: Message, _ failure: MailFailure, isOffline: Bool, in work: Work) throws {
    var stamp = MessageTable.Stamp()
    stamp.givesBackAttempt = true
    if failure.step == .cancelled {
      try MessageTable.move(message.id, .notSent, stamp, detail: "The program stopped before this mail left.", in: work)
      return
    }
    stamp.error = .some(failure.detail)
    let breaks = try SendAttemptTable.list(of: message.id, in: work).suffix(mostBreaks).filter {
      $0.outcome == .notSent || $0.replyCode == 421
    }
    let retry = try trouble(failure, isOffline: isOffline, message.mailboxID, in: work)
    if breaks.count == mostBreaks {
      let words = "The connection broke \(mostBreaks) times over this mail. \(failure.detail)"
      stamp.error = .some(words)
      try MessageTable.move(message.id, .refused, stamp, detail: words, in: work)
      if let id = message.enrollmentID { try EnrollmentTable.move(id, .fail, in: work) }
      return
    }
    stamp.notBefore = .some(retry ?? message.notBefore)
    try MessageTable.move(message.id, .notSent, stamp, detail: failure.detail, in: work)
  }
}
