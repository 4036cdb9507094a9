import Outreach
import Store
import Text

/// What the person does in the practice mailbox: reads what would have arrived, and answers as the recipient.
public struct Practice: Sendable {
  /// How the person answers as the recipient.
  public enum Answer: String, Sendable, CaseIterable {
    case reply, outOfOffice = "out_of_office", bounce, unsubscribe
  }

  let base: Base
  let settings: Settings
  let parser: any MailParser
  let composer: any MailComposer

  /// Over a base, with what reads and writes mail.
  public init(base: Base, settings: Settings, parser: any MailParser, composer: any MailComposer) {
    (self.base, self.settings, self.parser, self.composer) = (base, settings, parser, composer)
  }

  /// A mail as it lies in the practice mailbox.
  public struct Item: Sendable {
    public let id: String
    public let mail: IncomingMail
    public let raw: [UInt8]
    public let at: Timestamp
    public let answered: Bool
  }

  /// The newest mails.
  public func list(limit: Int = 200) async throws -> [Item] {
    let mails = try await base.read { work in try PracticeTable.newest(folder: "Sent", limit: limit, in: work) }
    return mails.map(item)
  }

  /// One mail. - Throws: `.notFound`.
  public func get(_ id: String) async throws -> Item {
    guard let mail = try await base.read({ work in try PracticeTable.find(id, in: work) }) else {
      throw Fault(.notFound, "There is no such mail in the practice mailbox.")
    }
    return item(mail)
  }

  /// Answers as the recipient would; the answer arrives in the practice inbox and is read like any other mail.
  public func answer(_ id: String, _ kind: Answer, text: String, as acting: ActingAs) async throws {
    let item = try await get(id)
    guard let recipient = item.mail.to.first, let sender = item.mail.from else {
      throw Fault(.notFound, "This mail has no recipient.")
    }
    try await base.write(as: acting) { [self] work in
      let raw =
        kind == .bounce
        ? Self.bounce(of: item, to: sender, recipient, at: work.now)
        : try composer.bytes(of: answer(to: item, kind, text, recipient, sender, in: work))
      try PracticeTable.insert(raw, folder: "INBOX", headerID: nil, in: work)
      try PracticeTable.markAnswered(id, in: work)
      try CheckInbox(Mailbox.practice).add(in: work)
    }
  }

  /// HTML of a received mail without scripts, forms and remote content, for a sandboxed frame.
  public static func clean(html: String) -> String { HTMLSanitizer.clean(html).html }

  private func item(_ mail: PracticeTable.Mail) -> Item {
    Item(id: mail.id, mail: parser.read(mail.raw, now: mail.at), raw: mail.raw, at: mail.at, answered: mail.answered)
  }

  private func answer(to item: Item, _ kind: Answer, _ text: String, _ recipient: MailAddress, _ sender: MailAddress, in work: Work)
    throws -> OutgoingMail
  {
    let words: String =
      switch kind {
      case .unsubscribe: "unsubscribe"
      case .outOfOffice: text.isEmpty ? "I am out of the office and will answer when I am back." : text
      case .reply, .bounce: text
      }
    guard !words.allSatisfy(\.isWhitespace) else {
      throw Fault(.badInput, "The answer is empty.", fields: [.init("text", "is empty")])
    }
    let subject = kind == .outOfOffice ? "Automatic reply: " + item.mail.subject : ThreadSubject.answer(to: item.mail.subject)
    let domain = recipient.address.split(separator: "@").last.map(String.init) ?? "practice.invalid"
    var mail = OutgoingMail(
      messageID: "<\(Identifier<Item>(at: work.now.rawValue))@\(domain)>", date: work.now, from: recipient, to: sender,
      subject: subject,
      text: words + "\n\n" + quote(of: item))
    mail.inReplyTo = item.mail.messageID
    mail.references = item.mail.messageID.map { [$0] } ?? []
    if kind == .outOfOffice { mail.addHeader("X-Autoreply", "yes") }
    return mail
  }

  private func quote(of item: Item) -> String {
    let who = item.mail.from.map { $0.name ?? $0.address } ?? ""
    let date = item.at.utc
    return "On \(date.date), \(who) wrote:\n"
      + item.mail.body.split(separator: "\n", omittingEmptySubsequences: false).map { "> " + $0 }.joined(separator: "\n") + "\n"
  }

  /// A delivery report as a mail server writes it (RFC 3464).
  private static func bounce(of item: Item, to sender: MailAddress, _ recipient: MailAddress, at now: Timestamp) -> [UInt8] {
    let boundary = "practice-\(now.rawValue)"
    let lines = [
      "Return-Path: <>", "From: Mail Delivery System <mailer-daemon@practice.invalid>", "To: \(sender.address)",
      "Message-ID: <bounce-\(Identifier<Item>(at: now.rawValue))@practice.invalid>", "Subject: Undelivered Mail Returned to Sender",
      "Auto-Submitted: auto-replied", "MIME-Version: 1.0",
      "Content-Type: multipart/report; report-type=delivery-status; boundary=\"\(boundary)\"", "",
      "--\(boundary)", "Content-Type: text/plain", "", "The address does not exist.", "", "--\(boundary)",
      "Content-Type: message/delivery-status", "",
      "Reporting-MTA: dns; practice.invalid", "", "Final-Recipient: rfc822; \(recipient.address)", "Action: failed",
      "Status: 5.1.1",
      "Diagnostic-Code: smtp; 550 5.1.1 no such user", "", "--\(boundary)", "Content-Type: text/rfc822-headers", "",
      "Message-ID: \(item.mail.messageID ?? "")", "", "--\(boundary)--", "",
    ]
    return Array(lines.joined(separator: "\r\n").utf8)
  }
}
