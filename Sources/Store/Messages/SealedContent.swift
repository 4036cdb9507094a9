import Outreach

/// The contents of messages and replies as packed fields, the form in which they are sealed.
enum SealedContent {
  /// A message's content as fields.
  static func fields(_ content: MessageContent) -> [(String, String?)] {
    let parts: [(String, String?)] = [
      ("from_name", content.from.name), ("from", content.from.address), ("reply_to_name", content.replyTo?.name),
      ("reply_to", content.replyTo?.address), ("to_name", content.to.name), ("to", content.to.address),
      ("subject", content.subject),
      ("text", content.text), ("html", content.html),
    ]
    return parts + content.listUnsubscribe.map { ("list_unsubscribe", $0) } + content.attachments.map { ("attachment", $0.line) }
  }

  /// A message's content from its fields.
  static func message(_ fields: [(name: String, value: String)]) -> MessageContent {
    let one = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    var content = MessageContent(
      from: MailAddress(name: one["from_name"], address: one["from"] ?? ""),
      replyTo: one["reply_to"].map { MailAddress(name: one["reply_to_name"], address: $0) },
      to: MailAddress(name: one["to_name"], address: one["to"] ?? ""), subject: one["subject"] ?? "", text: one["text"] ?? "",
      html: one["html"],
      listUnsubscribe: fields.filter { $0.name == "list_unsubscribe" }.map(\.value))
    content.attachments = fields.filter { $0.name == "attachment" }.compactMap { AttachedFile(line: $0.value) }
    return content
  }

  /// A reply's content as fields.
  static func fields(_ content: ReplyContent) -> [(String, String?)] {
    [
      ("from_name", content.from.name), ("from", content.from.address), ("subject", content.subject), ("text", content.text),
      ("body", content.body), ("html", content.html), ("return_date", content.returnDate.map { String($0.rawValue) }),
    ]
  }

  /// A reply's content from its fields.
  static func reply(_ fields: [(name: String, value: String)]) -> ReplyContent {
    let one = Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    return ReplyContent(
      from: MailAddress(name: one["from_name"], address: one["from"] ?? ""), subject: one["subject"] ?? "", text: one["text"] ?? "",
      body: one["body"] ?? "", html: one["html"], returnDate: one["return_date"].flatMap(Int64.init).map(Timestamp.init(rawValue:)))
  }
}
