/// A received mail that is, or may be, about one of ours.
public struct Reply: Sendable, Hashable {
  /// Words up to which an opt-out says nothing else.
  private static let wordsOfOptOut = 12
  /// The id of a reply.
  public typealias ID = Identifier<Reply>

  /// How sure we are that it belongs to the lead.
  public enum Match: String, Codable, CaseIterable, Sendable {
    /// It names a mail of ours, or comes from the lead's own address.
    case certain
    /// Same company or same subject: the person decides.
    case possible
    /// The person said that it is not.
    case dismissed
  }

  /// Whether it still waits for the person.
  public enum State: String, Codable, CaseIterable, Sendable { case open, done }

  public var id: ID
  public var leadID: Lead.ID
  public var messageID: Message.ID?
  public var mailboxID: Mailbox.ID
  public var kind: IncomingMail.Kind
  public var replyClass: IncomingMail.ReplyClass?
  public var reasons: [String]
  public var match: Match
  public var state: State
  public var mode: SendMode
  public var content: ReplyContent
  /// Its Message-ID with angle brackets; made up from its bytes where it has none.
  public var headerID: String
  public var references: [String]
  public var receivedAt: Timestamp

  /// Whether nobody waits for words of ours: what no person wrote, and an opt-out in few words. A longer one may say more than that.
  public var wantsNoAnswer: Bool {
    switch kind {
    case .reply: false
    case .unsubscribe: content.text.split(whereSeparator: \.isWhitespace).count <= Self.wordsOfOptOut
    default: true
    }
  }

  /// A reply by its parts.
  public init(
    id: ID, lead: Lead.ID, message: Message.ID?, mailbox: Mailbox.ID, kind: IncomingMail.Kind, match: Match, mode: SendMode,
    content: ReplyContent, headerID: String, at received: Timestamp
  ) {
    (self.id, leadID, messageID, mailboxID, self.kind, self.match) = (id, lead, message, mailbox, kind, match)
    (replyClass, reasons, state, self.mode, self.content) = (nil, [], .open, mode, content)
    (self.headerID, references, receivedAt) = (headerID, [], received)
  }
}

/// The sealed part of a reply.
public struct ReplyContent: Sendable, Hashable, Codable {
  public var from: MailAddress
  public var subject: String
  /// What the person newly wrote.
  public var text: String
  /// The whole text with quotes.
  public var body: String
  public var html: String?
  /// When an out-of-office says that the person is back.
  public var returnDate: Timestamp?

  /// Content by its parts.
  public init(from: MailAddress, subject: String, text: String, body: String, html: String?, returnDate: Timestamp?) {
    (self.from, self.subject, self.text, self.body) = (from, subject, text, body)
    (self.html, self.returnDate) = (html, returnDate)
  }
}
