/// A received mail as the reader understood it.
public struct IncomingMail: Sendable {
  /// What it is.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case bounce, delayed, delivered, autoReply = "auto_reply", reply, unsubscribe, complaint, receipt, other
  }
  /// What a person's answer means.
  public enum ReplyClass: String, Codable, CaseIterable, Sendable {
    case interested, question, notInterested = "not_interested", wrongPerson = "wrong_person", unsubscribe
  }

  public var kind: Kind
  public var from: MailAddress?
  public var to: [MailAddress]
  public var cc: [MailAddress]
  public var subject: String
  /// From the Date header; nil where it is missing or not to be read.
  public var date: Timestamp?
  public var messageID: String?
  public var inReplyTo: [String]
  public var references: [String]
  /// The whole text part, decoded.
  public var body: String
  /// What the person newly wrote: without quotes and signature.
  public var text: String
  /// The HTML part, decoded, or nil.
  public var html: String?
  /// Nil where it is no person's answer.
  public var replyClass: ReplyClass?
  /// Why it was classed so, in plain words.
  public var reasons: [String]
  /// When an out-of-office says that the person is back.
  public var returnDate: Timestamp?
  /// Filled for a bounce, delay or delivery report; for a complaint its recipients are who complained, as far as that is told.
  public var bounce: BounceReport?
  /// Message-IDs of ours that it is about: from returned headers, reports and the thread.
  public var originalMessageIDs: [String]
  public var attachmentNames: [String]
  /// Every header field, decoded, in order.
  public var headers: [Header]

  /// A decoded header field.
  public struct Header: Hashable, Sendable {
    public var name: String
    public var value: String

    /// A field by name and value.
    public init(name: String, value: String) { (self.name, self.value) = (name, value) }
  }

  /// An empty mail of a kind; the reader fills in the rest.
  public init(kind: Kind) {
    self.kind = kind
    (from, to, cc, subject, date, messageID, inReplyTo, references) = (nil, [], [], "", nil, nil, [], [])
    (body, text, html, replyClass, reasons, returnDate, bounce) = ("", "", nil, nil, [], nil, nil)
    (originalMessageIDs, attachmentNames, headers) = ([], [], [])
  }
}

/// What a delivery report says (RFC 3464, and the others).
public struct BounceReport: Hashable, Sendable {
  /// One address that it is about.
  public struct Recipient: Hashable, Sendable {
    /// Lower case.
    public var address: String
    /// `5.1.1`, or nil where none is to be found.
    public var status: String?
    /// Class 5 true, class 4 false, nil where it can't be told.
    public var permanent: Bool?
    /// Whether the address itself is dead, and so to be suppressed; a full mailbox or a policy refusal is not.
    public var addressIsDead: Bool
    /// The remote server's words.
    public var diagnostic: String?

    /// A recipient by its parts.
    public init(address: String, status: String?, permanent: Bool?, addressIsDead: Bool, diagnostic: String?) {
      (self.address, self.status, self.permanent) = (address, status, permanent)
      (self.addressIsDead, self.diagnostic) = (addressIsDead, diagnostic)
    }
  }

  public var recipients: [Recipient]
  /// The Message-ID of the mail that came back, with angle brackets as found.
  public var originalMessageID: String?

  /// A report by its parts.
  public init(recipients: [Recipient], originalMessageID: String?) {
    (self.recipients, self.originalMessageID) = (recipients, originalMessageID)
  }
}

/// Understands received mail. Never traps, never takes long, whatever the bytes.
public protocol MailParser: Sendable {
  /// Reads a whole message.
  /// - Parameter now: the moment for dates without a year.
  func read(_ bytes: [UInt8], now: Timestamp) -> IncomingMail
  /// Reads a header section only: from, to, subject, ids and kind as far as headers tell; body and text stay empty.
  func readHeader(_ bytes: [UInt8]) -> IncomingMail
}
