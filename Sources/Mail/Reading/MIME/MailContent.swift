/// What of a message is shown: its text, its HTML, its attachments, and the messages and reports that it carries.
struct MailContent {
  /// Octets of one text that are decoded; the rest is cut off.
  static let maximumText = 4 * 1024 * 1024

  let tree: MIMETree
  /// The first plain text that is no attachment; nil where there is none.
  let text: String?
  /// The first HTML that is no attachment.
  let html: String?
  /// Names of attachments in order.
  let attachmentNames: [String]

  /// Chooses from a parsed message.
  init(_ tree: MIMETree) {
    self.tree = tree
    let own = tree.ownNodes
    // A multipart without parts, its boundary missing or wrong, is shown as it stands.
    text =
      tree.nodes[0].isMultipart && tree.nodes.count == 1
      ? tree.unparsedBody : own.first { tree.nodes[$0].type == "text/plain" && !tree.isAttachment($0) }.map { tree.nodes[$0].text }
    html = own.first { tree.nodes[$0].type == "text/html" && !tree.isAttachment($0) }.map { tree.nodes[$0].text }
    attachmentNames = own.filter { tree.isAttachment($0) }.compactMap { tree.nodes[$0].fileName }
  }
}

extension MailContent {
  /// The text that a person sees: the plain one, else the HTML without its quotes, else a named text part.
  var shownText: (text: String, isHTML: Bool) {
    if let text, !text.isBlankText { return (text, false) }
    if let html { return (MailHTML.quotedText(html), true) }
    let named = tree.ownNodes.first { tree.nodes[$0].type == "text/plain" }
    return (named.map { tree.nodes[$0].text } ?? "", false)
  }

  /// Everything that the message itself says, for reports: preamble and plain texts, or the HTML made plain.
  var reportText: String {
    var texts: [String] = []
    var octets = 0
    for index in tree.ownNodes {
      let node = tree.nodes[index]
      if octets < ReportText.maximumOctets, node.type == "text/plain" {
        texts.append(node.text(maximum: ReportText.maximumOctets))
        octets += texts[texts.count - 1].utf8.count
      }
    }
    let joined = texts.joined(separator: "\n\n")
    if !joined.isBlankText { return joined }
    if let html { return MailHTML.text(html) }
    // A multipart without parts is shown as it stands.
    return tree.nodes[0].isMultipart && tree.nodes.count == 1 ? tree.unparsedBody : ""
  }
}

extension MIMETree {
  /// The body of the message as it stands.
  var unparsedBody: String { MailCharset.text(afterHeader.prefix(MailContent.maximumText), charset: nil).withLineFeeds }

  /// The leaves and carriers that belong to the message itself, not to a message carried in it.
  var ownNodes: [Int] {
    var isForeign = [Bool](repeating: false, count: nodes.count)
    var own: [Int] = []
    for (index, node) in nodes.enumerated() {
      if let parent = node.parent { isForeign[index] = isForeign[parent] || nodes[index].isEmbeddedMessage }
      if !isForeign[index] { own.append(index) }
    }
    return own
  }

  /// Whether a leaf is offered as a file instead of being shown.
  func isAttachment(_ index: Int) -> Bool {
    let node = nodes[index]
    if node.isMultipart { return false }
    if node.disposition.value == "attachment" { return true }
    return node.fileName != nil
  }
}
