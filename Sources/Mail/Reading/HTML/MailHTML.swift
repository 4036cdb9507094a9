import Finding
import Text

/// Turns the HTML of a mail into plain text in which older mails are quoted with `>` as plain mails do it, or are gone.
///
/// So one search for quotes serves both. What mail programs put around older mails is taken out first; what they put as a
/// mark after which all is older is cut there.
enum MailHTML {
  /// Octets of a page that are looked at.
  static let maximumOctets = 2 * 1024 * 1024
  /// Containers that are looked into for a forwarded mail; further ones are taken for quotes.
  static let maximumContainers = 20

  /// The visible text, older mails taken out or quoted.
  static func quotedText(_ html: String) -> String {
    var page = HTMLDocument.parse(html, limits: limits)
    if let cut = page.firstElement(where: beginsOlder) { page.removeFrom(cut) }
    let blockquotes = page.elements { $0.tag == "blockquote" }
    var looked = 0
    for container in page.elements(where: isQuote) where !isGone(page, container) {
      looked += 1
      // Gmail puts forwarded mails into the container of quotes, too; those are what the person wants to show.
      if looked <= maximumContainers, page.text(of: container).prefix(400).contains("Forwarded message") { continue }
      // Answers between quotes stand inside the container, beside the blockquotes.
      if looked <= maximumContainers, blockquotes.contains(where: { page.isInside($0, container) }) { continue }
      page.remove(container)
    }
    for line in page.elements(where: isAttribution) where !page.text(of: line).contains("Forwarded message") { page.remove(line) }
    return withoutSignature(page)
  }

  /// What mail programs mark as a signature is left out, unless nothing else was written.
  private static func withoutSignature(_ page: HTMLDocument) -> String {
    let signatures = page.elements(where: isSignature)
    guard !signatures.isEmpty else { return page.text() }
    var bare = page
    for signature in signatures { bare.remove(signature) }
    let text = bare.text()
    let said = text.split(separator: "\n").contains { line in
      let line = line.drop { $0 == " " }
      return !line.isEmpty && !line.hasPrefix(">") && line != "--"
    }
    return said ? text : page.text()
  }

  /// A block that a mail program fills with the person's signature.
  private static func isSignature(_ node: HTMLDocument.Node) -> Bool {
    guard !node.isText, node.tag != "body", !node.attributes.isEmpty else { return false }
    if let id = bare(node.attribute("id")), signatureIdentifiers.contains(id) || id.hasPrefix("bloop_sign") { return true }
    if bare(node.attribute("name")) == "messagesignaturesection" { return true }
    if let marker = node.attribute("data-marker")?.lowercased(), marker.hasPrefix("__sig_") { return true }
    return classes(node).contains { name in
      signatureClasses.contains(name) || name.hasPrefix("ydp") && name.hasSuffix("signature")
        || ["_signature", "-signature", "_signature_block", "-signature-block"].contains { name.hasSuffix($0) }
    }
  }

  private static let signatureIdentifiers: Set<String> = [
    "signature", "ms-outlook-mobile-signature", "composer_signature", "zm-_id_-sgn", "_rc_sig", "applemailsignature",
  ]
  private static let signatureClasses: Set<String> = [
    "signature", "mb_sig", "moz-signature", "gmail_signature", "gmail_signature_prefix",
  ]

  /// The visible text, nothing marked.
  static func text(_ html: String) -> String {
    HTMLDocument.parse(html, limits: limits).text(options: .init(showsLinks: false, marksQuotes: false))
  }

  private static var limits: HTMLLimits {
    var limits = HTMLLimits()
    limits.bytes = maximumOctets
    limits.nodes = 100_000
    return limits
  }

  private static func isGone(_ page: HTMLDocument, _ number: Int) -> Bool {
    var at = number
    while at >= 0 {
      if page.nodes[at].isRemoved { return true }
      at = page.nodes[at].parent
    }
    return false
  }

  /// A container whose content is an older mail (Gmail, Yahoo, Proton, Zoho, GMX …).
  private static func isQuote(_ node: HTMLDocument.Node) -> Bool {
    guard !node.isText, node.tag != "blockquote", !node.attributes.isEmpty else { return false }
    if let name = bare(node.attribute("name")), name == "quote" || name == "messagereplysection" { return true }
    if let id = bare(node.attribute("id")), ["qt", "isreplycontent", "reply-intro"].contains(id) || id.contains("yahoo_quoted") {
      return true
    }
    return classes(node).contains { name in
      quoteClasses.contains(name) || ["_quote", "-quote", "_quoted", "-quoted"].contains { name.hasSuffix($0) }
    }
  }

  /// A line that introduces a quote and says nothing new.
  private static func isAttribution(_ node: HTMLDocument.Node) -> Bool {
    classes(node).contains { $0 == "moz-cite-prefix" || $0 == "gmail_attr" || $0 == "mailbox_attribution" || $0 == "airmail_on" }
  }

  /// A mark after which all is older (Outlook, Hotmail, Zimbra).
  private static func beginsOlder(_ node: HTMLDocument.Node) -> Bool {
    if node.isText || node.attributes.isEmpty { return false }
    if let id = bare(node.attribute("id")), cutIdentifiers.contains(id) { return true }
    if node.attribute("data-marker")?.lowercased() == "__divider__" { return true }
    guard node.attribute("style") != nil else { return false }
    let style = node.foldedStyle
    guard style.contains("border-top:solid") || style.contains("border-top:1") else { return false }
    return ["#e1e1e1", "#b5c4df", "rgb(181,196,223)", "rgb(225,225,225)"].contains { style.contains($0) }
  }

  private static func classes(_ node: HTMLDocument.Node) -> [String] {
    guard let list = node.attribute("class") else { return [] }
    return list.split(whereSeparator: \.isWhitespace).compactMap { bare(String($0)) }
  }

  /// A name in lower case without what mail programs put before it (`x_`, `ecx`).
  private static func bare(_ name: String?) -> String? {
    guard var rest = name?.lowercased()[...] else { return nil }
    while rest.hasPrefix("x_") { rest = rest.dropFirst(2) }
    if rest.hasPrefix("ecx") { rest = rest.dropFirst(3) }
    return String(rest)
  }

  private static let quoteClasses: Set<String> = [
    "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "tutanota_quote", "ymail_quoted",
    "front-blockquote", "yandex-quote", "history_container", "clean_bq",
  ]
  private static let cutIdentifiers: Set<String> = [
    "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line",
    "stopspelling",
    "replysplit", "orimsghtmlseperator",
  ]
}
