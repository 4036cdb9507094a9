/// One mail of ours to one lead.
public struct Message: Sendable, Hashable {
  /// The id of a message.
  public typealias ID = Identifier<Message>

  public var id: ID
  public var kind: MessageKind
  public var mode: SendMode
  public var state: MessageState
  public var leadID: Lead.ID
  public var enrollmentID: Enrollment.ID?
  public var campaignID: Campaign.ID?
  public var stepID: Step.ID?
  /// The step's place in the sequence, from 0.
  public var position: Int
  /// The key of the step's wording that it was written with.
  public var variant: Int
  public var mailboxID: Mailbox.ID
  /// What the recipient sees; sealed at rest.
  public var content: MessageContent
  /// Hex SHA-256 over the content; what an approval is bound to.
  public var contentHash: String
  /// The hash that was approved, or nil.
  public var approvedHash: String?
  public var composedAt: Timestamp
  public var approvedAt: Timestamp?
  /// Not sent before this moment.
  public var notBefore: Timestamp?
  public var sentAt: Timestamp?
  /// Until then the person can take an answer back.
  public var undoUntil: Timestamp?
  /// Our Message-ID header with angle brackets; made at the first attempt and kept.
  public var headerID: String?
  /// The Message-ID that it answers.
  public var inReplyTo: String?
  /// The thread before it, oldest first.
  public var references: [String]
  public var attempts: Int
  /// Why the last attempt failed, for the person; sealed at rest.
  public var lastError: String?
  public var version: Int
  public var updatedAt: Timestamp

  /// A freshly composed message.
  public init(
    id: ID, kind: MessageKind, mode: SendMode, lead: Lead.ID, mailbox: Mailbox.ID, content: MessageContent, hash: String,
    at now: Timestamp
  ) {
    (self.id, self.kind, self.mode, state, leadID, mailboxID) = (id, kind, mode, .composed, lead, mailbox)
    (enrollmentID, campaignID, stepID, self.content, contentHash) = (nil, nil, nil, content, hash)
    (position, variant) = (0, 0)
    (approvedHash, composedAt, approvedAt, notBefore, sentAt, undoUntil) = (nil, now, nil, nil, nil, nil)
    (headerID, inReplyTo, references, attempts, lastError, version, updatedAt) = (nil, nil, [], 0, nil, 1, now)
  }
}

/// What an approval covers: everything that the recipient sees and where it goes.
public struct MessageContent: Sendable, Hashable {
  public var from: MailAddress
  public var replyTo: MailAddress?
  public var to: MailAddress
  public var subject: String
  /// Plain text with opt-out line and footer.
  public var text: String
  /// HTML with the same, or nil.
  public var html: String?
  /// URIs of List-Unsubscribe; empty for a person's own answer.
  public var listUnsubscribe: [String]
  /// Files that go with it, in order.
  public var attachments: [AttachedFile] = []

  /// Content by its parts.
  public init(
    from: MailAddress, replyTo: MailAddress?, to: MailAddress, subject: String, text: String, html: String?,
    listUnsubscribe: [String]
  ) {
    (self.from, self.replyTo, self.to, self.subject) = (from, replyTo, to, subject)
    (self.text, self.html, self.listUnsubscribe) = (text, html, listUnsubscribe)
  }

  /// The bytes that the approval's hash is taken of: each part with its length, so that no two contents share them.
  public var canonicalBytes: [UInt8] {
    var parts: [String] = [
      from.name ?? "", from.address, replyTo?.name ?? "", replyTo?.address ?? "", to.name ?? "", to.address, subject, text,
      html.map { "html:" + $0 } ?? "", listUnsubscribe.joined(separator: " "),
    ]
    for file in attachments { parts += ["attachment", file.name, file.type, file.hash] }
    return parts.flatMap { part in Array("\(part.utf8.count):".utf8) + Array(part.utf8) }
  }
}

/// One try to send, as the ledger keeps it.
public struct SendAttempt: Sendable, Hashable {
  /// The id of an attempt.
  public typealias ID = Identifier<SendAttempt>

  /// What became of it; nil while it is under way, or when the program died.
  public enum Outcome: String, Codable, CaseIterable, Sendable { case accepted, saved, refused, notSent = "not_sent", unknown }

  public var id: ID
  public var messageID: Message.ID
  public var mailboxID: Mailbox.ID
  public var mode: SendMode
  /// Hex SHA-256 of the exact bytes.
  public var bytesHash: String
  public var startedAt: Timestamp
  /// Committed just before the final dot left.
  public var dotAt: Timestamp?
  public var finishedAt: Timestamp?
  public var outcome: Outcome?
  public var replyCode: Int?

  /// An attempt that begins.
  public init(id: ID, message: Message.ID, mailbox: Mailbox.ID, mode: SendMode, bytesHash: String, at now: Timestamp) {
    (self.id, messageID, mailboxID, self.mode, self.bytesHash, startedAt) = (id, message, mailbox, mode, bytesHash, now)
    (dotAt, finishedAt, outcome, replyCode) = (nil, nil, nil, nil)
  }
}
