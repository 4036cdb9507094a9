import Outreach

/// Understands received mail: what it is, what it says, and what it is about.
public struct RFC5322Reader: MailParser {
  private let sorter: LearningSorter

  /// A reader with a sorter of answers.
  public init(sorter: LearningSorter = LearningSorter()) { self.sorter = sorter }

  /// Reads a whole message.
  /// - Parameter now: the moment for dates without a year where the message has no date itself.
  public func read(_ bytes: [UInt8], now: Timestamp) -> IncomingMail {
    let content = MailContent(MIMETree(bytes[...]))
    var mail = Self.mail(ofHeader: content.tree)
    let shown = content.shownText
    mail.body = content.text ?? ""
    mail.html = content.html
    mail.attachmentNames = content.attachmentNames
    if !Self.readReport(content, &mail) {
      mail.text = ReplyText.extract(shown.text, isHTML: shown.isHTML)
      readWriting(&mail, now: now)
    }
    mail.originalMessageIDs = Self.originals(mail)
    return mail
  }

  /// Reads a header section only: kinds that the header alone proves are set, all others are `other`.
  public func readHeader(_ bytes: [UInt8]) -> IncomingMail {
    var mail = Self.mail(ofHeader: MIMETree(bytes[...], headerOnly: true))
    let signs = AutoReplySigns(mail: mail, text: "")
    if let reason = signs.reason {
      (mail.kind, mail.reasons) = (.autoReply, [reason])
    } else if mail.isThreaded, !signs.isGenerated {
      mail.kind = .reply
    }
    if BounceEvidence(mail: mail, text: ReportText("")).isBounce { mail.kind = .bounce }
    mail.originalMessageIDs = Self.originals(mail)
    return mail
  }

  /// The fields that the header alone gives.
  static func mail(ofHeader tree: MIMETree) -> IncomingMail {
    var mail = IncomingMail(kind: .other)
    let header = tree.nodes[0].header
    mail.headers = header.fields.map {
      IncomingMail.Header(name: $0.name, value: EncodedWords.decode($0.value, hint: header.charsetHint))
    }
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

  /// Complaints, receipts and delivery reports: what programs send about our mail. False where it is none of them.
  private static func readReport(_ content: MailContent, _ mail: inout IncomingMail) -> Bool {
    if let complaint = Complaints.read(content, mail: mail) {
      mail.kind = complaint.isComplaint ? .complaint : .other
      mail.bounce = complaint.isComplaint ? complaint.report : nil
      return true
    }
    if let (kind, report, ids) = Receipts.read(content, mail: mail) {
      (mail.kind, mail.bounce, mail.originalMessageIDs) = (kind, report, ids)
      return true
    }
    let signs = AutoReplySubject(mail.subject, topic: nil)
    let read = BounceReader.readWrapped(content, mail: mail) ?? BounceReader(content, mail: mail, plain: content.reportText).read()
    guard let (kind, report) = read,
      !signs.isStrong || !report.recipients.isEmpty
    else { return false }
    (mail.kind, mail.bounce) = (kind, report)
    return true
  }

  /// Automatic answers, list mail and what people write.
  private func readWriting(_ mail: inout IncomingMail, now: Timestamp) {
    let signs = AutoReplySigns(mail: mail, text: mail.text)
    if UnsubscribeWish.isWish(subject: mail.subject, text: mail.text), !signs.isGenerated || Self.isAppleUnsubscribe(mail) {
      let verdict = sorter.classifier.classify(subject: mail.subject, text: mail.text)
      (mail.kind, mail.replyClass, mail.reasons) = (
        .unsubscribe, .unsubscribe, verdict.replyClass == .unsubscribe ? verdict.reasons : ["It asks to be taken off the list."]
      )
      return
    }
    if let reason = signs.reason {
      (mail.kind, mail.reasons) = (.autoReply, [reason])
      let usDates = AmericanDates.isLikely(mail)
      mail.returnDate = ReturnDate.find(subject: mail.subject, text: mail.text, sent: mail.date ?? now, usDates: usDates)
      return
    }
    if signs.isGenerated {
      mail.reasons = ["A program sent it, and it answers nothing."]
      return
    }
    let verdict = sorter.classifier.classify(subject: mail.subject, text: mail.text)
    mail.kind = verdict.replyClass == .unsubscribe ? .unsubscribe : .reply
    (mail.replyClass, mail.reasons) = (verdict.replyClass, verdict.reasons)
  }

  /// Apple Mail answers List-Unsubscribe for the person and marks it as automatic.
  private static func isAppleUnsubscribe(_ mail: IncomingMail) -> Bool {
    mail.headers.contains { $0.name.lowercased() == "auto-submitted" }
      && !mail.headers.contains { $0.name.lowercased() == "list-unsubscribe" }
  }

  private static func originals(_ mail: IncomingMail) -> [String] {
    let parent =
      mail.headers.first { $0.name.lowercased() == "x-ms-exchange-parent-message-id" }.map {
        MessageIDs.read(Array($0.value.utf8)[...])
      } ?? []
    let all =
      mail.originalMessageIDs + [mail.bounce?.originalMessageID].compactMap { $0 } + mail.inReplyTo + parent
      + mail.references.reversed()
    var seen: Set<String> = []
    return all.filter { seen.insert($0).inserted }
  }
}
