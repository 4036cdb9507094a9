import Outreach

extension OutgoingMail {
  /// The mail that a message becomes; a message that never left gets a Message-ID that shows so.
  public init(_ message: Message, at moment: Timestamp) {
    self.init(
      messageID: message.headerID ?? "<\(message.id)@not-sent-yet.invalid>", date: moment, from: message.content.from,
      to: message.content.to,
      subject: message.content.subject, text: message.content.text)
    (replyTo, html, listUnsubscribe) = (message.content.replyTo, message.content.html, message.content.listUnsubscribe)
    // RFC 8058 §3.1: only where there is an https address that takes the POST.
    oneClickUnsubscribe = listUnsubscribe.contains { $0.hasPrefix("https://") }
    (inReplyTo, references) = (message.inReplyTo, message.references)
  }
}
