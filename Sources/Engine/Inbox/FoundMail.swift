import Outreach
import Store
import Synchronization

/// Mail that left although the base does not know of it: whatever is found to a lead counts as sent.
enum FoundMail {
  /// Counts a mail of the Sent folder. Returns whether that was news.
  static func count(_ head: IncomingMail, at moment: Timestamp, policy: Policy, in work: Work) throws -> Bool {
    if let id = try OwnMail.message(head, vault: work.vault), let message = try MessageTable.find(id, in: work) {
      guard message.mode != .practice, !message.state.mayHaveLeft || message.state == .unsure else { return false }
      try Outbox.recordSent(message, at: moment, evidence: "It was found in your Sent folder.", in: work)
      return true
    }
    var isNews = false
    for to in head.to.map({ $0.address.lowercased() }) {
      guard let lead = try LeadTable.find(email: to, in: work) else { continue }
      isNews = try record(head, to: to, lead: lead, at: moment, policy: policy, in: work) || isNews
    }
    return isNews
  }

  /// Writes down a mail to a lead that the base knows nothing of, and holds the lead's sequences for the person to look at.
  /// - Returns: false where it is known.
  static func record(_ head: IncomingMail, to address: String, lead: Lead, at moment: Timestamp, policy: Policy, in work: Work)
    throws -> Bool
  {
    guard let header = head.messageID, try MessageTable.find(headerIDs: [header], practice: false, in: work) == nil else {
      return false
    }
    let content = MessageContent(
      from: head.from ?? MailAddress(address: policy.sender.address), replyTo: nil, to: MailAddress(address: address),
      subject: head.subject,
      text: "This mail was found in your mailbox after the program's data went back in time; its text lies there.",
      html: nil, listUnsubscribe: [])
    var message = Message(
      id: Message.ID(at: work.now.rawValue), kind: head.inReplyTo.isEmpty ? .campaign : .answer, mode: .real, lead: lead.id,
      mailbox: policy.mailbox, content: content, hash: try Messages.hash(content), at: moment)
    message.headerID = header
    try MessageTable.insert(message, in: work)
    try Outbox.recordSent(message, at: moment, evidence: "It was found in your mailbox.", in: work)
    for enrollment in try EnrollmentTable.list(of: lead.id, in: work) where enrollment.mode != .practice {
      try GuardHoldTable.hold(enrollment.id, in: work)
    }
    return true
  }
}

/// A count that several closures share.
final class Tally: Sendable {
  private let value = Mutex(0)
  /// What was counted so far.
  var count: Int { value.withLock { $0 } }
  /// One more.
  func add() { value.withLock { $0 += 1 } }
}
