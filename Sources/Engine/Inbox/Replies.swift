import Outreach
import Store

/// What a person does with replies: sorting, confirming, answering.
public struct Replies: Sendable {
  /// How long a person's own answer can be taken back.
  public static let undoSeconds = 30

  let base: Base
  let settings: Settings
  /// Learns from corrections; nil where nothing sorts.
  let sorter: (any ReplySorter)?

  /// Over a base under its settings.
  public init(base: Base, settings: Settings, sorter: (any ReplySorter)? = nil) {
    (self.base, self.settings, self.sorter) = (base, settings, sorter)
  }

  /// Marks a reply as done or open again.
  public func set(_ id: Reply.ID, state: Reply.State, as acting: ActingAs) async throws -> Reply {
    try await base.write(as: acting) { work in
      try ReplyTable.set(id, state: state, in: work)
      return try ReplyTable.get(id, in: work)
    }
  }

  /// The person says that a possible match is this lead's answer.
  public func confirm(_ id: Reply.ID, as acting: ActingAs) async throws -> Reply {
    try await decide(id, .certain, as: acting) { reply, work in
      // A mail that was only known by its company is about the last one that went to the lead.
      let last = try MessageList.of(reply.leadID, in: work).last { $0.state.mayHaveLeft && $0.kind == .campaign }?.id
      try Evidence.apply(reply, to: reply.messageID ?? last, in: work)
      if reply.wantsNoAnswer { try ReplyTable.set(id, state: .done, in: work) }
    }
  }

  /// The person says that a possible match is not this lead's; the sequence goes on.
  public func dismiss(_ id: Reply.ID, as acting: ActingAs) async throws -> Reply {
    try await decide(id, .dismissed, as: acting) { reply, work in
      guard try !ReplyTable.hasOpenPossible(for: reply.leadID, in: work) else { return }
      for enrollment in try EnrollmentTable.list(of: reply.leadID, in: work) {
        try EnrollmentTable.move(enrollment.id, .release, in: work)
      }
    }
  }

  /// Queues the person's own answer in the thread. Pressing Send is the approval; it can be taken back for 30 s.
  /// - Throws: `.refused` where the person asked for no more mail.
  public func answer(_ id: Reply.ID, text: String, files: [Attachments.Wish] = [], as acting: ActingAs) async throws -> Message {
    let policy = settings.policy
    guard !text.allSatisfy(\.isWhitespace) else {
      throw Fault(.badInput, "The answer is empty.", fields: [.init("text", "is empty")])
    }
    return try await base.write(as: acting) { work in
      let reply = try ReplyTable.get(id, in: work)
      guard (reply.mode == .practice) == (policy.mode == .practice) else {
        throw Fault(
          .refused,
          reply.mode == .practice
            ? "This is an answer from the practice mailbox; it can't be answered for real."
            : "You are in practice mode; leave it to answer this person for real.")
      }
      let to = reply.content.from
      if let reason = try SuppressionTable.reason(for: to.address, mode: policy.mode.sendMode, in: work) {
        throw Fault(.refused, "This person gets no more mail: \(reason.rawValue).")
      }
      let policy = try Self.policy(of: reply, policy, in: work)
      var content = MessageContent(
        from: MailAddress(name: policy.sender.name, address: policy.sender.address),
        replyTo: policy.sender.replyTo.map { MailAddress(name: policy.sender.name, address: $0) }, to: to,
        subject: ThreadSubject.answer(to: reply.content.subject), text: text, html: nil, listUnsubscribe: [])
      content.attachments = try Attachments.resolve(files, in: work)
      var message = Message(
        id: Message.ID(at: work.now.rawValue), kind: .answer, mode: policy.mode.sendMode, lead: reply.leadID,
        mailbox: policy.mailbox,
        content: content,
        hash: try Messages.hash(content), at: work.now)
      let until = work.now.adding(seconds: Self.undoSeconds)
      (message.inReplyTo, message.references) = (reply.headerID, reply.references + [reply.headerID])
      (message.notBefore, message.undoUntil) = (until, until)
      try MessageTable.insert(message, in: work)
      var stamp = MessageTable.Stamp()
      (stamp.approvedHash, stamp.approvedAt) = (message.contentHash, work.now)
      try MessageTable.move(message.id, .approve, stamp, in: work)
      try MessageTable.move(message.id, .queue, in: work)
      try ReplyTable.set(id, state: .done, in: work)
      return try MessageTable.get(message.id, in: work)
    }
  }

  /// An answer leaves from the mailbox of the mail that it goes on from. - Throws: `.refused` where that mailbox was removed.
  private static func policy(of reply: Reply, _ policy: Policy, in work: Work) throws -> Policy {
    let mailbox = try reply.messageID.flatMap { try MessageTable.find($0, in: work) }?.mailboxID ?? reply.mailboxID
    guard policy.mode == .practice || policy.mailboxes.contains(mailbox) else {
      throw Fault(.refused, "The mailbox that this conversation is in was removed here; answer it in your mail program.")
    }
    return policy.of(mailbox)
  }

  /// A drafted answer that offers the calendar; nil where no link is set or the reply asks for none.
  public func suggestion(for reply: Reply) -> String? {
    let sender = settings.policy.of(reply.mailboxID).sender
    guard let link = sender.calendarLink, reply.kind == .reply,
      reply.replyClass == .interested || reply.replyClass == .question
    else {
      return nil
    }
    let name = reply.content.from.name?.split(separator: " ").first.map { " \($0)" } ?? ""
    return
      "Hello\(name),\n\nthank you for your answer. Pick a time that suits you here: \(link)\n\nBest regards\n\(sender.name)\n"
  }

  private func decide(
    _ id: Reply.ID, _ match: Reply.Match, as acting: ActingAs, then: @escaping @Sendable (Reply, Work) throws -> Void
  ) async throws -> Reply {
    try await base.write(as: acting) { work in
      guard try ReplyTable.get(id, in: work).match == .possible else { throw Fault(.illegalState, "This was decided already.") }
      try ReplyTable.set(id, match: match, in: work)
      let reply = try ReplyTable.get(id, in: work)
      try then(reply, work)
      return try ReplyTable.get(id, in: work)
    }
  }
}
