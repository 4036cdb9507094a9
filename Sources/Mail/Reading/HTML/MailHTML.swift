/// Turns the HTML of a mail into plain text in which older mails are quoted with `>` as plain mails do it.
///
/// So one search for quotes serves both. Containers that mail programs put around older mails become quotes; marks after which
/// all is older become an `-----Original Message-----` line.
struct MailHTML {
  /// Octets of a page that are looked at.
  static let maximumOctets = 2 * 1024 * 1024
  /// Elements that are kept track of; deeper ones don't count.
  static let maximumDepth = 4000
  /// How far up an end tag looks for its beginning.
  static let closingReach = 100

  private struct Element {
    let name: String
    let isQuote: Bool
    let isDropped: Bool
  }

  private let marksQuotes: Bool
  private var scanner: MarkupScanner
  private var open: [Element] = []
  private var (quotes, dropped, preformatted) = (0, 0, 0)
  private var lines: [UInt8] = []
  private var line: [UInt8] = []
  private var pendingSpace = false
  private var blankLines = 2
  private var lineQuotes = 0

  private init(_ html: String, marksQuotes: Bool) {
    scanner = MarkupScanner(Array(html.utf8.prefix(Self.maximumOctets))[...])
    self.marksQuotes = marksQuotes
  }

  /// The visible text, quotes marked.
  static func quotedText(_ html: String) -> String {
    var page = MailHTML(html, marksQuotes: true)
    return page.run()
  }

  /// The visible text, nothing marked.
  static func text(_ html: String) -> String {
    var page = MailHTML(html, marksQuotes: false)
    return page.run()
  }

  private mutating func run() -> String {
    while let piece = scanner.next() {
      switch piece {
      case .text(let raw): take(raw)
      case .open(let name, let attributes): begin(name, attributes)
      case .close(let name): end(name)
      }
    }
    breakLine()
    return String(decoding: lines, as: UTF8.self)
  }

  // MARK: Elements

  private mutating func begin(_ name: String, _ raw: ArraySlice<UInt8>) {
    if Self.hidden.contains(name) { return scanner.skipContent(of: name) }
    if name == "br" { return hardBreak() }
    let attributes = MarkupAttributes(raw)
    if marksQuotes, attributes.beginsOlder, dropped == 0 { announceOlder() }
    if Self.blocks.contains(name) { breakLine() }
    if Self.paragraphs.contains(name) { blankLine() }
    if name == "td" || name == "th" { pendingSpace = true }
    guard !Self.empty.contains(name), raw.last != 0x2F, open.count < Self.maximumDepth else { return }
    let isQuote = name == "blockquote" || (attributes.isQuote && !holdsForward())
    let isDropped = marksQuotes && attributes.isAttribution && !holdsForward()
    if isQuote { quotes += 1 }
    if isDropped { dropped += 1 }
    if name == "pre" { preformatted += 1 }
    open.append(Element(name: name, isQuote: isQuote, isDropped: isDropped))
  }

  private mutating func end(_ name: String) {
    if name == "p" || name == "br" { breakLine() }
    guard let index = open.lastIndex(where: { $0.name == name }), open.count - index <= Self.closingReach else { return }
    if Self.blocks.contains(name) { breakLine() }
    if Self.paragraphs.contains(name) { blankLine() }
    while open.count > index, let element = open.popLast() {
      if element.isQuote { quotes -= 1 }
      if element.isDropped { dropped -= 1 }
      if element.name == "pre" { preformatted -= 1 }
    }
  }

  /// Gmail puts forwarded mails into the container of quotes, too; those are what the person wants to show.
  private func holdsForward() -> Bool {
    let head = scanner.rest.prefix(400)
    return Octets.index(of: "Forwarded message", in: head, from: head.startIndex) != nil
  }

  private mutating func announceOlder() {
    breakLine()
    line = Array("-----Original Message-----".utf8)
    breakLine()
  }

  // MARK: Text

  private mutating func take(_ raw: ArraySlice<UInt8>) {
    if dropped > 0 { return }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(raw.count)
    Entities.append(raw, to: &decoded)
    var at = 0
    while at < decoded.count {
      let byte = decoded[at]
      if preformatted > 0, byte == Octets.lineFeed {
        hardBreak()
      } else if Octets.isSpace(byte), preformatted == 0 {
        pendingSpace = true
      } else if byte == 0xC2, at + 1 < decoded.count, decoded[at + 1] == 0xA0 {
        pendingSpace = true
        at += 1
      } else {
        append(byte)
      }
      at += 1
    }
  }

  private mutating func append(_ byte: UInt8) {
    if line.isEmpty { lineQuotes = quotes } else if pendingSpace { line.append(Octets.space) }
    pendingSpace = false
    line.append(byte)
  }

  private mutating func hardBreak() {
    if line.isEmpty {
      if blankLines < 2 { emptyLine() }
    } else {
      breakLine()
    }
  }

  private mutating func breakLine() {
    pendingSpace = false
    guard !line.isEmpty else { return }
    if marksQuotes, lineQuotes > 0 { lines += [UInt8](repeating: 0x3E, count: min(lineQuotes, 9)) + [Octets.space] }
    lines += line + [Octets.lineFeed]
    line = []
    blankLines = 0
  }

  private mutating func blankLine() { if line.isEmpty, blankLines == 0 { emptyLine() } }

  private mutating func emptyLine() {
    lines.append(Octets.lineFeed)
    blankLines += 1
  }

  private static let hidden: Set<String> = [
    "script", "style", "title", "head", "template", "object", "noscript", "svg", "xml", "o:p-hidden", "select", "textarea",
  ]
  private static let empty: Set<String> = [
    "br", "hr", "img", "meta", "link", "input", "base", "col", "area", "wbr", "embed", "param", "source", "o:p",
  ]
  private static let paragraphs: Set<String> = ["p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "pre", "blockquote"]
  private static let blocks: Set<String> = [
    "p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "dl", "dt", "dd", "blockquote", "hr", "pre",
    "section", "article", "header", "footer", "center", "address", "form",
    "fieldset", "body", "html", "tbody", "thead", "main", "nav", "figure", "caption", "aside",
  ]
}
