import Outreach

/// Understands received mail: what it is, what it says, and what it is about.
public struct RFC5322Reader: MailParser {
  private let classifier: ReplyClassifier

  /// A reader with a classifier of answers.
  public init(classifier: ReplyClassifier = ReplyClassifier()) { self.classifier = classifier }

  /// Reads a whole message.
  /// - Parameter now: the moment for dates without a year where the message has no date itself.
  public func read(_ bytes: [UInt8], now: Timestamp) -> IncomingMail {
    let content = MailContent(MIMETree(bytes[...]))
    var mail = Self.mail(ofHeader: content.tree)
    mail.body = content.text ?? ""
    mail.html = content.html
    mail.attachmentNames = content.attachmentNames
    if let (kind, report) = BounceReader(content, mail: mail, plain: content.reportText).read() {
      (mail.kind, mail.bounce) = (kind, report)
    }
    mail.text = ReplyText.extract(content.shownText.text, isHTML: content.shownText.isHTML)
    return mail
  }

  /// Reads a header section only.
  public func readHeader(_ bytes: [UInt8]) -> IncomingMail {
    Self.mail(ofHeader: MIMETree(bytes[...], headerOnly: true))
  }

  /// The fields that the header alone gives.
  static func mail(ofHeader tree: MIMETree) -> IncomingMail {
    var mail = IncomingMail(kind: .other)
    let header = tree.nodes[0].header
    mail.headers = header.fields.map { IncomingMail.Header(name: $0.name, value: EncodedWords.decode($0.value, hint: header.charsetHint)) }
    mail.from = header.addresses("from").first
    mail.to = header.addresses("to")
    mail.cc = header.addresses("cc")
    mail.subject = header.lastRaw("subject").map { EncodedWords.decode($0, hint: header.charsetHint).foldedWhiteSpace } ?? ""
    mail.date = header.text("date").flatMap(MailDate.read)
    mail.messageID = header.raw("message-id").flatMap { MessageIDs.read($0).first }
    mail.inReplyTo = header.raw("in-reply-to").map(MessageIDs.read) ?? []
    mail.references = header.raw("references").map(MessageIDs.read) ?? []
    return mail
  }
}
