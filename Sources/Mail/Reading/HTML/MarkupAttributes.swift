/// The attributes of a tag that tell quotes apart.
struct MarkupAttributes {
  private(set) var identifier = ""
  private(set) var classes: [String] = []
  private(set) var style = ""
  private(set) var type = ""
  private(set) var name = ""
  private(set) var marker = ""

  /// Reads raw attributes; all in lower case, mail programs' prefixes (`x_`, `ecx`) dropped.
  init(_ bytes: ArraySlice<UInt8>) {
    var at = bytes.startIndex
    let limit = min(bytes.endIndex, bytes.startIndex + 4000)
    while at < limit {
      while at < limit, !Octets.isLetter(bytes[at]) { at += 1 }
      let start = at
      while at < limit, Octets.isLetter(bytes[at]) || bytes[at] == 0x2D || bytes[at] == 0x5F { at += 1 }
      let key = Octets.token(bytes[start..<at])
      while at < limit, Octets.isSpace(bytes[at]) { at += 1 }
      guard at < limit, bytes[at] == 0x3D else { continue }
      at += 1
      while at < limit, Octets.isSpace(bytes[at]) { at += 1 }
      set(key, Octets.token(Self.value(bytes, &at, limit)))
    }
  }

  private static func value(_ bytes: ArraySlice<UInt8>, _ at: inout Int, _ limit: Int) -> ArraySlice<UInt8> {
    guard at < limit else { return [] }
    let quote = bytes[at]
    if quote == 0x22 || quote == 0x27 {
      let start = at + 1
      at = start
      while at < limit, bytes[at] != quote { at += 1 }
      defer { at = min(at + 1, limit) }
      return bytes[start..<at]
    }
    let start = at
    while at < limit, !Octets.isSpace(bytes[at]) { at += 1 }
    return bytes[start..<at]
  }

  private mutating func set(_ key: String, _ value: String) {
    switch key {
    case "id": identifier = Self.bare(value)
    case "class": classes = value.split(separator: " ").map { Self.bare(String($0)) }
    case "style": style = value.filter { $0 != " " }
    case "type": type = value
    case "name": name = Self.bare(value)
    case "data-marker": marker = value
    default: break
    }
  }

  private static func bare(_ name: String) -> String {
    var rest = name[...]
    while rest.hasPrefix("x_") { rest = rest.dropFirst(2) }
    if rest.hasPrefix("ecx") { rest = rest.dropFirst(3) }
    return String(rest)
  }

  /// A container whose content is an older mail (mail-standards: Gmail, Yahoo, Proton, Zoho, GMX, Thunderbird …).
  var isQuote: Bool {
    classes.contains(where: Self.quoteClasses.contains) || Self.quoteIdentifiers.contains(identifier) || name == "quote"
  }

  /// A line that introduces a quote and says nothing new.
  var isAttribution: Bool { classes.contains { $0 == "moz-cite-prefix" || $0 == "gmail_attr" || $0 == "mailbox_attribution" } }

  /// A mark after which all is older (Outlook, Hotmail, Zimbra).
  var beginsOlder: Bool {
    if Self.cutIdentifiers.contains(identifier) || marker == "__divider__" { return true }
    guard
      style.contains("border-top:solid") || style.contains("border-top:1") || style.contains("border-style:solidnonenone")
        || style.contains("border:none;border-top")
    else { return false }
    return style.contains("#e1e1e1") || style.contains("#b5c4df") || style.contains("rgb(181,196,223)")
      || style.contains("rgb(225,225,225)")
  }

  private static let quoteClasses: Set<String> = [
    "gmail_quote", "gmail_quote_container", "yahoo_quoted", "protonmail_quote", "zmail_extra", "tutanota_quote",
    "moz-forward-container-quote", "hmmessage_quote", "iwm-quote", "ymail_quoted", "mailmapquote", "front-blockquote",
    "yandex-quote", "wordsection-quote", "intercom-quote",
  ]
  private static let quoteIdentifiers: Set<String> = ["yahoo_quoted", "qt", "oriMsgHtmlSeperator".lowercased(), "isreplycontent"]
  private static let cutIdentifiers: Set<String> = [
    "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "ms-outlook-mobile-body-separator-line",
    "stopspelling", "replysplit", "orimsghtmlseperator", "zwchr",
    "_rc_sig_cut",
  ]
}
