/// An address with the name shown beside it.
public struct MailAddress: Hashable, Sendable, Codable {
  /// Shown beside the address; nil or empty for none.
  public var name: String?
  /// The addr-spec, `local@domain`.
  public var address: String

  /// An address with a name.
  public init(name: String? = nil, address: String) { (self.name, self.address) = (name, address) }
}

/// A file that goes with a mail.
public struct MailAttachment: Hashable, Sendable {
  /// The file's name without a path.
  public var name: String
  /// Its media type, `application/pdf`.
  public var type: String
  /// Its content.
  public var bytes: [UInt8]

  /// A file by its parts.
  public init(name: String, type: String, bytes: [UInt8]) { (self.name, self.type, self.bytes) = (name, type, bytes) }
}

/// Everything that a mail's bytes are made of. The same value always gives the same bytes.
public struct OutgoingMail: Hashable, Sendable {
  /// `<unique@domain>`, made and stored before sending.
  public var messageID: String
  /// Written as Date, in UTC.
  public var date: Timestamp
  /// Seconds east of UTC for the Date header.
  public var dateOffset: Int
  public var from: MailAddress
  public var replyTo: MailAddress?
  public var to: MailAddress
  /// Line breaks in it are collapsed to a space.
  public var subject: String
  /// The plain-text body, any line ends.
  public var text: String
  /// The HTML body, or nil for plain text only.
  public var html: String?
  public var attachments: [MailAttachment]
  /// The parent's Message-ID.
  public var inReplyTo: String?
  /// The thread, oldest first.
  public var references: [String]
  /// Where an unsubscribe mail goes: `mailto:` and `https:` URIs for List-Unsubscribe (RFC 2369 §3.2).
  public var listUnsubscribe: [String]
  /// Whether List-Unsubscribe-Post is written too (RFC 8058), which needs an https URI.
  public var oneClickUnsubscribe: Bool
  /// Our own headers, names starting `X-`.
  public var extraHeaders: [(name: String, value: String)] { extra.map { ($0.name, $0.value) } }
  private var extra: [Header]

  private struct Header: Hashable, Sendable {
    var name: String
    var value: String
  }

  /// A mail with what every mail has; the rest is set afterwards.
  public init(messageID: String, date: Timestamp, from: MailAddress, to: MailAddress, subject: String, text: String) {
    (self.messageID, self.date, self.from, self.to, self.subject, self.text) = (messageID, date, from, to, subject, text)
    (dateOffset, replyTo, html, attachments, inReplyTo, references) = (0, nil, nil, [], nil, [])
    (listUnsubscribe, oneClickUnsubscribe, extra) = ([], false, [])
  }

  /// Adds one of our own headers.
  public mutating func addHeader(_ name: String, _ value: String) { extra.append(Header(name: name, value: value)) }
}

/// Turns a mail into its bytes.
public protocol MailComposer: Sendable {
  /// The bytes of a mail, CRLF line ends, by RFC 5322 and 2045 to 2049.
  /// - Throws: `.badInput` for a line break or NUL in a header value, or an address that is none.
  func bytes(of mail: OutgoingMail) throws(Fault) -> [UInt8]
}
