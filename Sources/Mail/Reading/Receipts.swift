import Finding
import Outreach

/// Reads message disposition notifications (RFC 8098): receipts, and the refusals that Sieve sends as such.
enum Receipts {
  /// The kind and, for a refusal, the report; nil where the mail holds no notification.
  static func read(_ content: MailContent, mail: IncomingMail) -> (IncomingMail.Kind, BounceReport?, [String])? {
    let parts = content.tree.ownNodes.map { content.tree.nodes[$0] }
    guard
      let node = parts.first(where: {
        $0.type == "message/disposition-notification" || $0.type == "message/global-disposition-notification"
      })
    else {
      return isPlainReceipt(mail) ? (.receipt, nil, mail.inReplyTo) : nil
    }
    let fields = ReturnedMail.header(in: ByteLines(node.decoded.prefix(ReportText.maximumOctets)))
    let disposition = fields.text("disposition")?.lowercased() ?? ""
    let id = fields.raw("original-message-id").flatMap { MessageIDs.read($0).first }
    let returned = ReturnedMail(content.tree, text: nil).messageID
    guard isRefusal(disposition, mail: mail, content: content) else { return (.receipt, nil, [id ?? returned].compactMap { $0 }) }
    let field = fields.text("final-recipient") ?? fields.text("original-recipient") ?? ""
    let addresses = AddressFinder.all(in: Array(field.utf8)[...]).map(\.address)
    let words = content.text.map { String($0.foldedWhiteSpace.prefix(1000)) }
    let meaning = FailureMeaning(field: nil, words: words)
    let recipients = addresses.map {
      BounceReport.Recipient(
        address: $0, status: meaning.status, permanent: meaning.permanent ?? true, addressIsDead: meaning.addressIsDead,
        diagnostic: words)
    }
    return (.bounce, BounceReport(recipients: recipients, originalMessageID: id ?? returned), [])
  }

  /// "Deleted" by a program with the words of a refusal (RFC 5429 §2.2.2).
  private static func isRefusal(_ disposition: String, mail: IncomingMail, content: MailContent) -> Bool {
    if disposition.contains("error") || disposition.contains("failed") || disposition.contains("denied") {
      return !disposition.contains("displayed")
    }
    guard disposition.contains("deleted"), disposition.contains("automatic") || disposition.contains("mdn-sent-automatically")
    else { return false }
    let said = ReportText.Line(Array("\(mail.subject) \((content.text ?? "").prefix(500))".lowercased().utf8)[...])
    return said.holds(["reject", "refused", "quota", "not accepted", "abgelehnt", "refusé"])
  }

  /// The container says so, although the part that should is missing.
  private static func isPlainReceipt(_ mail: IncomingMail) -> Bool {
    mail.headers.contains {
      $0.name.lowercased() == "content-type" && $0.value.lowercased().contains("report-type=disposition-notification")
    }
  }
}
