import Outreach
import Store

/// What a received mail changes: message, lead, sequence, suppression.
enum Evidence {
  /// Applies a reply that surely belongs to a lead.
  /// - Parameter id: the message that it is about, where that is known.
  static func apply(_ reply: Reply, to id: Message.ID?, in work: Work) throws {
    try prove(reply, id, in: work)
    if reply.replyClass == .unsubscribe, reply.kind != .bounce { return try answered(reply, id, in: work) }
    switch reply.kind {
    case .reply, .unsubscribe, .complaint: try answered(reply, id, in: work)
    case .bounce: try bounced(reply, id, in: work)
    case .delivered: try move(id, .deliver, in: work)
    case .receipt: try move(id, .open, in: work)
    case .autoReply: try Sequence.hold(reply, in: work)
    case .delayed, .other: break
    }
  }

  /// What a machine says of a mail proves that it left.
  private static func prove(_ reply: Reply, _ id: Message.ID?, in work: Work) throws {
    guard [.autoReply, .delayed, .delivered, .receipt].contains(reply.kind), let id,
      let message = try MessageTable.find(id, in: work), message.state == .unsure || message.state == .savedAsDraft
    else { return }
    // An automatic answer may be one to something else, unless it names the mail.
    if reply.kind == .autoReply, !reply.references.contains(message.headerID ?? "") { return }
    try Outbox.recordSent(message, at: nil, evidence: "A mail about it proves that it left.", in: work)
  }

  /// A person wrote: nothing more goes to this lead by itself.
  private static func answered(_ reply: Reply, _ id: Message.ID?, in work: Work) throws {
    try move(id, .reply, in: work)
    if let state = try LeadTable.state(of: reply.leadID, in: work), state.next(.reply) != nil {
      try LeadTable.move(reply.leadID, .reply, in: work)
    }
    let stops = reply.kind == .unsubscribe || reply.kind == .complaint || reply.replyClass == .unsubscribe
    for enrollment in try EnrollmentTable.list(of: reply.leadID, in: work) {
      try EnrollmentTable.move(enrollment.id, stops ? .unsubscribe : .reply, in: work)
    }
    if stops { try suppress(reply, id, in: work) }
    try Sequence.stopCompany(of: reply.leadID, mode: reply.mode, in: work)
    try cancelWaiting(of: reply.leadID, why: "They answered.", in: work)
  }

  private static func suppress(_ reply: Reply, _ id: Message.ID?, in work: Work) throws {
    let reason: Suppression.Reason = reply.kind == .complaint ? .complaint : .unsubscribed
    var addresses: Set<String> = []
    if let lead = try LeadTable.find(reply.leadID, in: work)?.details.email { addresses.insert(lead.lowercased()) }
    if let id, let to = try MessageTable.find(id, in: work)?.content.to.address { addresses.insert(to.lowercased()) }
    if reply.kind != .complaint { addresses.insert(reply.content.from.address.lowercased()) }
    for address in addresses { try SuppressionTable.add(.address, address, reason, mode: reply.mode, in: work) }
  }

  private static func bounced(_ reply: Reply, _ id: Message.ID?, in work: Work) throws {
    try move(id, .bounce, in: work)
    for enrollment in try EnrollmentTable.list(of: reply.leadID, in: work) {
      try EnrollmentTable.move(enrollment.id, .bounce, in: work)
    }
    try cancelWaiting(of: reply.leadID, why: "The address bounced.", in: work)
  }

  private static func cancelWaiting(of lead: Lead.ID, why: String, in work: Work) throws {
    for message in try MessageList.of(lead, in: work)
    where message.kind == .campaign && [.composed, .approved, .queued, .failed].contains(message.state) {
      try MessageTable.move(message.id, .cancel, detail: why, in: work)
    }
  }

  /// Moves a message where the event is possible; an unsure one is proven sent by any answer to it.
  private static func move(_ id: Message.ID?, _ event: MessageState.Event, in work: Work) throws {
    guard let id, let message = try MessageTable.find(id, in: work), message.state.next(event) != nil else { return }
    if message.state == .unsure || message.state == .savedAsDraft { try SendAttemptTable.settle(id, .accepted, in: work) }
    var stamp = MessageTable.Stamp()
    if message.sentAt == nil { stamp.sentAt = try SendAttemptTable.last(of: id, in: work)?.startedAt ?? work.now }
    try MessageTable.move(id, event, stamp, in: work)
  }
}
