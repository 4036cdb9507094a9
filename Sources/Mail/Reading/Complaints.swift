import Finding
import Outreach

/// Reads complaints: abuse reports (RFC 5965), Hotmail's own form, and Amazon's notifications.
enum Complaints {
  /// Feedback types that say that the person doesn't want our mail.
  static let types: Set<String> = ["abuse", "fraud", "virus", "other", "opt-out", "opt-out-list", "miscategorized", "complaint"]

  /// What a complaint says: who complained, and the id of the mail. Nil where it is none.
  /// - Returns: `isComplaint` false for reports of another sort (`not-spam`, `auth-failure`).
  static func read(_ content: MailContent, mail: IncomingMail) -> (isComplaint: Bool, report: BounceReport)? {
    let parts = content.tree.ownNodes.map { content.tree.nodes[$0] }
    if let node = parts.first(where: { $0.type == "message/feedback-report" || $0.type == "text/feedback-report" }) {
      return fromReport(node, content)
    }
    let returned = ReturnedMail(content.tree, text: nil)
    if let recipient = returned.complainedRecipient, mail.subject.lowercased().contains("complaint") {
      return (true, report([recipient], returned.messageID))
    }
    if let json = NotificationJSON(plain: mail.body), json.isComplaint {
      return (true, report(json.recipients.map(\.address), json.messageID))
    }
    return nil
  }

  private static func fromReport(_ node: MailEntity, _ content: MailContent) -> (Bool, BounceReport) {
    let lines = Array(ByteLines(node.decoded.prefix(ReportText.maximumOctets)))
    // Some put MIME fields and an empty line before the report's own fields.
    var fields = ReturnedMail.header(in: lines)
    if fields.raw("feedback-type") == nil, let at = lines.firstIndex(where: { Octets.begins($0, "feedback-type:") }) {
      fields = ReturnedMail.header(in: lines[at...])
    }
    let type = (fields.text("feedback-type") ?? "abuse").lowercased().foldedWhiteSpace
    var addresses: [String] = []
    for name in ["original-rcpt-to", "removal-recipient", "redacted-address"] where addresses.isEmpty {
      if let raw = fields.raw(name) { addresses = AddressFinder.all(in: raw).map(\.address) }
    }
    let returned = ReturnedMail(content.tree, text: nil)
    if addresses.isEmpty, returned.to.count == 1 { addresses = returned.to }
    return (
      types.contains(type), report(addresses.filter { !$0.hasPrefix("redacted@") || addresses.count == 1 }, returned.messageID)
    )
  }

  private static func report(_ addresses: [String], _ id: String?) -> BounceReport {
    BounceReport(
      recipients: addresses.map { .init(address: $0, status: nil, permanent: nil, addressIsDead: false, diagnostic: nil) },
      originalMessageID: id)
  }
}
