import Outreach
import Store

/// Composing, reviewing and approving mails.
public struct Messages: Sendable {
  let base: Base
  let settings: Settings

  /// Over a base under its settings.
  public init(base: Base, settings: Settings) { (self.base, self.settings) = (base, settings) }

  /// Writes the mail of one step for an enrollment. Returns nil where it was written before.
  ///
  /// A follow-up leaves from the mailbox of the mail before it, and without a subject of its own it answers in its thread.
  static func compose(_ enrollment: Enrollment, campaign: Campaign, step: Step, lead: Lead, policy: Policy, in work: Work) throws
    -> Message?
  {
    guard try !MessageTable.contains(enrollment: enrollment.id, step: step.id, in: work) else { return nil }
    guard let variant = step.variant(for: lead.id) else { throw Fault(.badInput, "The step has no text.") }
    let id = Message.ID(at: work.now.rawValue)
    let before = try MessageTable.list(of: enrollment.id, in: work).filter { $0.position < step.position }
    let policy = policy.of(try before.first?.mailboxID ?? Rotation.mailbox(of: enrollment, policy: policy, in: work))
    let isAnswer = variant.subject.isEmpty
    guard !isAnswer || before.first != nil || step.position > 0 else { throw Fault(.badInput, "The first mail needs a subject.") }
    var content = try ContentBuilder(
      policy: policy, manner: .init(campaign), opening: Opening.of(lead.id, step.id, for: variant, in: work)
    ).content(
      for: lead, subject: isAnswer ? "-" : variant.subject, text: variant.text, html: variant.html,
      mark: try Unsubscribing.token(of: id, in: work), seed: "\(lead.id)/\(step.id)")
    content.attachments = step.attachments
    if isAnswer {
      // Nothing was mailed before it where the steps before were tasks.
      content.subject = before.first.map { ThreadSubject.answer(to: $0.content.subject) } ?? campaign.name
    }
    var message = Message(
      id: id, kind: .campaign, mode: enrollment.mode, lead: lead.id, mailbox: policy.mailbox,
      content: content, hash: try hash(content), at: work.now)
    (message.enrollmentID, message.campaignID, message.stepID) = (enrollment.id, campaign.id, step.id)
    (message.position, message.variant) = (step.position, variant.key)
    try MessageTable.insert(message, in: work)
    try MailDomains.ask(about: content.to.address, mode: message.mode, in: work)
    if try LeadTable.state(of: lead.id, in: work) == .approved { try LeadTable.move(lead.id, .prepare, in: work) }
    return message
  }

  /// The hash that an approval is bound to.
  static func hash(_ content: MessageContent) throws -> String { try Digest.hex(content.canonicalBytes) }

  /// Replaces what the person edited; a given approval is void.
  /// - Throws: `.stale` where the message changed since it was read, `.illegalState` once it is on its way.
  /// - Parameter files: which files go with it; nil leaves them as they are.
  public func edit(
    _ id: Message.ID, version: Int, subject: String?, text: String?, html: String??, files: [Attachments.Wish]? = nil,
    as acting: ActingAs
  ) async throws -> Message {
    try await base.write(as: acting) { work in
      try Self.change(id, version: version, in: work) { content in
        if let subject { content.subject = subject.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        if let text { content.text = text }
        if let html { content.html = html }
        if let files { content.attachments = try Attachments.resolve(files, in: work) }
      }
    }
  }

  /// Changes what a mail says in the running transaction, as the person wants it; a given approval is void.
  static func change(_ id: Message.ID, version: Int, in work: Work, _ body: (inout MessageContent) throws -> Void) throws -> Message
  {
    var message = try MessageTable.get(id, in: work)
    guard message.version == version else {
      throw Fault(.stale, "The mail changed since you opened it; look at it again before you edit.")
    }
    if message.state != .composed {
      var stamp = MessageTable.Stamp()
      stamp.approvedHash = .some(nil)
      try MessageTable.move(id, .void, stamp, detail: "Edited, so the approval is void.", in: work)
      message = try MessageTable.get(id, in: work)
    }
    var content = message.content
    try body(&content)
    try check(content)
    guard try MessageTable.replace(content, hash: hash(content), of: message, in: work) else {
      throw Fault(.conflict, "The mail changed meanwhile; load it again.")
    }
    if content.subject != message.content.subject { try renameThread(after: message, to: content.subject, in: work) }
    return try MessageTable.get(id, in: work)
  }

  /// Follow-ups that answer a mail whose subject was changed get the new one; their approvals are void.
  private static func renameThread(after message: Message, to subject: String, in work: Work) throws {
    guard let enrollment = message.enrollmentID else { return }
    let old = ThreadSubject.answer(to: message.content.subject)
    for later in try MessageTable.list(of: enrollment, in: work)
    where later.position > message.position && later.content.subject == old
      && [.composed, .approved, .queued].contains(later.state)
    {
      var content = later.content
      content.subject = ThreadSubject.answer(to: subject)
      try Rewriting.replace(later, by: content, why: "The subject of the mail before it was changed.", in: work)
    }
  }

  /// Approves exactly what the person saw.
  /// - Parameter seen: the content hash that was shown.
  /// - Throws: `.stale` where the content is another by now.
  public func approve(_ id: Message.ID, seen: String, as acting: ActingAs) async throws -> Message {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      try Self.approve(id, seen: seen, policy: policy, in: work)
      return try MessageTable.get(id, in: work)
    }
  }

  /// Approves in the running transaction, and queues where the mode says so.
  static func approve(_ id: Message.ID, seen: String, policy: Policy, in work: Work) throws {
    let message = try MessageTable.get(id, in: work)
    guard message.contentHash == seen else {
      throw Fault(.stale, "The mail is not the one that was shown; look at it again before you approve.")
    }
    guard message.mode == policy.mode.sendMode else {
      throw Fault(
        .refused, "This mail was written in \(message.mode.rawValue) mode and can't leave in the present one; write it anew.")
    }
    if let reason = try SuppressionTable.reason(for: message.content.to.address, mode: message.mode, in: work) {
      throw Fault(.refused, "This person gets no more mail: \(reason.rawValue).")
    }
    var stamp = MessageTable.Stamp()
    (stamp.approvedHash, stamp.approvedAt, stamp.error) = (seen, work.now, .some(nil))
    try MessageTable.move(id, .approve, stamp, in: work)
    try resumeFailed(message, in: work)
    try MailDomains.ask(about: message.content.to.address, mode: message.mode, in: work)
    guard policy.mode != .sendEach, try Sequence.isTurn(message, in: work) else { return }
    try Sequence.queue(message, try message.enrollmentID.flatMap { try EnrollmentTable.find($0, in: work) }, in: work)
  }

  /// Approves a lead's whole sequence exactly as the person saw it: every step by its own hash, all or none.
  /// - Parameter seen: the content hash that was shown, for each mail.
  /// - Throws: `.stale` where one of them is another by now, or one that waits for approval was not shown.
  public func approve(sequence id: Enrollment.ID, seen: [Message.ID: String], as acting: ActingAs) async throws -> [Message] {
    let policy = settings.policy
    return try await base.write(as: acting) { work in
      let waiting = try MessageTable.list(of: id, in: work).filter { $0.state == .composed }
      guard !waiting.isEmpty else { throw Fault(.illegalState, "No mail of this lead waits for approval.") }
      guard Set(waiting.map(\.id)) == Set(seen.keys) else {
        throw Fault(.stale, "The sequence is not the one that was shown; look at it again before you approve.")
      }
      for message in waiting { try Self.approve(message.id, seen: seen[message.id] ?? "", policy: policy, in: work) }
      return try waiting.map { try MessageTable.get($0.id, in: work) }
    }
  }

  /// Takes an approval back while the mail is still here.
  public func unapprove(_ id: Message.ID, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      var stamp = MessageTable.Stamp()
      stamp.approvedHash = .some(nil)
      try MessageTable.move(id, .void, stamp, in: work)
    }
  }

  /// Cancels a mail that has not left; with it its lead's sequence ends, since nothing may follow what was never said.
  public func cancel(_ id: Message.ID, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      try MessageTable.move(id, .cancel, in: work)
      try Sequence.stop(with: try MessageTable.get(id, in: work), reason: "You cancelled a mail of it.", in: work)
    }
  }

  /// Queues a mail that failed once more; its approval must still hold.
  public func retry(_ id: Message.ID, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      let message = try MessageTable.get(id, in: work)
      guard message.approvedHash == message.contentHash else {
        throw Fault(.refused, "The mail is not approved; approve it first.")
      }
      var stamp = MessageTable.Stamp()
      stamp.notBefore = .some(nil)
      try MessageTable.move(id, .retry, stamp, in: work)
      try Self.resumeFailed(message, in: work)
    }
  }

  /// A mail that failed ended its lead's sequence; where the person lets it go again, the sequence goes on.
  private static func resumeFailed(_ message: Message, in work: Work) throws {
    guard let id = message.enrollmentID, try EnrollmentTable.find(id, in: work)?.state == .failed else { return }
    try EnrollmentTable.move(id, .resume, in: work)
  }

  /// Lets an approved mail go: the “Send now” of the mode in which each batch needs one.
  public func sendNow(_ id: Message.ID, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      let message = try MessageTable.get(id, in: work)
      guard try Sequence.isTurn(message, in: work) else {
        throw Fault(.illegalState, "The mail before it has not left yet; this one follows it.")
      }
      try Sequence.queue(message, try message.enrollmentID.flatMap { try EnrollmentTable.find($0, in: work) }, in: work)
    }
  }

  /// Moves a waiting mail to a later moment, or to as soon as possible where nil.
  public func reschedule(_ id: Message.ID, to moment: Timestamp?, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      let message = try MessageTable.get(id, in: work)
      guard [.approved, .queued].contains(message.state) else {
        throw Fault(.illegalState, "Only a mail that waits can be rescheduled.")
      }
      try MessageTable.postpone(id, until: moment, in: work)
      try MessageTable.event("rescheduled", of: id, lead: message.leadID, in: work)
    }
  }

  /// What the person knows of a mail whose fate is unknown.
  public func resolve(_ id: Message.ID, sent: Bool, as acting: ActingAs) async throws -> Message {
    try await change(id, as: acting) { work in
      let message = try MessageTable.get(id, in: work)
      guard message.state == .unsure else {
        throw Fault(.illegalState, "It is known what became of this mail: \(message.state.rawValue).")
      }
      if sent {
        try Outbox.recordSent(message, at: nil, evidence: "You said that it was sent.", in: work)
      } else if try DraftTable.wasFiled(id, in: work) {
        try MessageTable.move(id, .deleted, detail: "You said that you deleted the draft.", in: work)
        try Sequence.stop(with: message, reason: "You deleted a draft of it.", in: work)
      } else {
        try SendAttemptTable.settle(id, .notSent, in: work)
        var stamp = MessageTable.Stamp()
        stamp.notBefore = .some(nil)
        try MessageTable.move(id, .notSent, stamp, detail: "You said that it was not sent.", in: work)
      }
    }
  }

  private func change(_ id: Message.ID, as acting: ActingAs, _ body: @escaping @Sendable (Work) throws -> Void) async throws
    -> Message
  {
    try await base.write(as: acting) { work in
      try body(work)
      return try MessageTable.get(id, in: work)
    }
  }

  private static func check(_ content: MessageContent) throws(Fault) {
    if content.subject.isEmpty { throw Fault(.badInput, "A mail needs a subject.", fields: [.init("subject", "is empty")]) }
    if content.text.allSatisfy(\.isWhitespace) {
      throw Fault(.badInput, "A mail needs a text.", fields: [.init("text", "is empty")])
    }
    if content.text.utf8.count > ContentBuilder.maximumTextBytes {
      throw Fault(.tooLarge, "The text is longer than 200 kB.", fields: [.init("text", "is too long")])
    }
  }
}
