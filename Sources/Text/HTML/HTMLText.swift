import Finding

/// Writes the readable text of HTML: blocks as lines, lists with marks, white space as browsers fold it.
public struct HTMLText {
  /// What the text shows beyond the words.
  public struct Options: Sendable {
    /// True to write the target behind a link whose text differs: `our page <https://…>`.
    public var showsLinks = false
    /// True to begin the lines of a blockquote with `> `.
    public var marksQuotes = true

    /// No links, quotes marked.
    public init() {}
    /// Options by their parts.
    public init(showsLinks: Bool, marksQuotes: Bool = true) { (self.showsLinks, self.marksQuotes) = (showsLinks, marksQuotes) }
  }

  private let document: HTMLDocument
  private let options: Options
  private var out: [UInt8] = []
  /// Line ends to write before the next word; 0, 1 or 2.
  private var breaks = 0
  private var space = false
  private var atLineStart = true
  private var quotes = 0
  private var preformatted = 0
  private var lists: [Int?] = []

  init(document: HTMLDocument, options: Options) {
    self.document = document
    self.options = options
  }

  /// The text of HTML in one call.
  public static func text(of html: String, options: Options = Options()) -> String {
    HTMLDocument.parse(html).text(options: options)
  }

  private static let dropped: Set<String> = [
    "script", "style", "head", "title", "meta", "link", "template", "noscript", "iframe", "object", "embed", "svg", "math",
    "canvas", "audio", "video", "select", "textarea", "xml", "noembed",
    "noframes", "datalist",
  ]
  private static let paragraphs: Set<String> = [
    "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "blockquote", "pre", "figure", "xmp", "listing",
  ]
  private static let lines: Set<String> = [
    "div", "tr", "li", "table", "section", "article", "header", "footer", "nav", "aside", "main", "address", "center", "form",
    "fieldset", "dt", "dd", "caption", "figcaption", "details", "summary",
    "body", "html", "dir", "menu", "legend", "optgroup", "tbody", "thead", "tfoot",
  ]

  /// The text of a node and what is in it, without blanks at the ends.
  mutating func text(of number: Int) -> String {
    guard document.nodes.indices.contains(number) else { return "" }
    write(number)
    while out.last == 0x20 || out.last == 0x0A { out.removeLast() }
    return String(decoding: out, as: UTF8.self)
  }

  /// Depth is bounded by the parser's limit, so plain recursion is safe.
  private mutating func write(_ number: Int) {
    let node = document.nodes[number]
    if node.isRemoved { return }
    if node.isText { return write(text: node.text) }
    if Self.dropped.contains(node.tag) || Self.isHidden(node) { return }
    switch node.tag {
    case "br":
      breakLine()
    case "hr": line(1)
    case "img": image(node)
    case "a": link(number, node)
    case "li": item(number, node)
    case "ul", "ol", "menu", "dir": list(number, node)
    case "blockquote": quote(number)
    case "pre", "xmp", "listing":
      line(2)
      preformatted += 1
      children(number)
      preformatted -= 1
      line(2)
    case "td", "th":
      if !atLineStart { space = true }
      children(number)
      space = true
    case "input", "button", "wbr", "area", "base": if node.tag == "button" { children(number) }
    default:
      let gap = Self.paragraphs.contains(node.tag) ? 2 : Self.lines.contains(node.tag) ? 1 : 0
      line(gap)
      children(number)
      line(gap)
    }
  }

  private mutating func children(_ number: Int) {
    for child in document.nodes[number].children { write(child) }
  }

  /// True for what the reader of the mail does not see, such as the preview line of newsletters.
  static func isHidden(_ node: HTMLDocument.Node) -> Bool {
    if node.attributes.contains(where: { $0.name == "hidden" }) { return true }
    guard node.attribute("style") != nil else { return false }
    let style = node.foldedStyle
    if style.contains("display:none") || style.contains("visibility:hidden") || style.contains("mso-hide:all") { return true }
    let declarations = style.split(separator: ";")
    let isFlat = declarations.contains {
      ["max-height:0", "max-height:0px", "height:0", "height:0px", "max-height:0!important"].contains(String($0))
    }
    return isFlat && style.contains("overflow:hidden") || declarations.contains("opacity:0")
  }

  private mutating func item(_ number: Int, _ node: HTMLDocument.Node) {
    line(1)
    var mark = "- "
    if let position = lists.last ?? nil {
      mark = "\(position). "
      lists[lists.count - 1] = position < Int.max ? position + 1 : position
    }
    let indent = max(0, min(lists.count, 6) - 1) * 2
    // The mark waits for the first word, so that an empty item leaves no trace.
    let before = out.count
    let wasStart = atLineStart
    write(text: mark)
    preserveIndent(from: before, count: indent)
    let marked = out.count
    space = false
    if out.last == 0x20 { out.removeLast() }
    space = true
    children(number)
    if out.count <= marked, wasStart, out.count >= before {
      out.removeSubrange(before...)
      atLineStart = out.isEmpty || out.last == 0x0A
    }
    line(1)
  }

  private mutating func preserveIndent(from: Int, count: Int) {
    guard count > 0, let start = out[from...].lastIndex(of: 0x0A).map({ $0 + 1 }) ?? (from == 0 ? 0 : nil) else { return }
    out.insert(contentsOf: Array(repeating: 0x20, count: count), at: start)
  }

  private mutating func list(_ number: Int, _ node: HTMLDocument.Node) {
    line(lists.isEmpty ? 2 : 1)
    lists.append(node.tag == "ol" ? Int(node.attribute("start") ?? "1") ?? 1 : nil)
    children(number)
    lists.removeLast()
    line(lists.isEmpty ? 2 : 1)
  }

  private mutating func quote(_ number: Int) {
    line(2)
    flushBreaks()
    quotes += 1
    children(number)
    quotes -= 1
    line(2)
  }

  private mutating func link(_ number: Int, _ node: HTMLDocument.Node) {
    let from = out.count
    children(number)
    guard options.showsLinks, let target = node.attribute("href").map({ InvisibleText.removed(from: $0) }), out.count > from else {
      return
    }
    let lower = target.prefix(8).lowercased()
    guard lower.hasPrefix("http://") || lower.hasPrefix("https://") || lower.hasPrefix("mailto:"), target.utf8.count <= 2000 else {
      return
    }
    let shown = String(decoding: out[from...], as: UTF8.self)
    let bare = target.split(separator: ":", maxSplits: 1).last.map { String($0.drop { $0 == "/" }) } ?? target
    if shown.contains(target) || InvisibleText.trimmed(shown) == bare { return }
    write(text: " <\(target)>")
  }

  /// Pictures are silent, but mail programs write emoji as pictures.
  private mutating func image(_ node: HTMLDocument.Node) {
    guard let alt = node.attribute("alt"), alt.utf8.count <= 40, !alt.utf8.contains(where: { (0x21...0x7E).contains($0) }) else {
      return
    }
    write(text: alt)
  }

  /// Asks for line ends before the next word: 1 ends the line, 2 leaves a blank one.
  private mutating func line(_ count: Int) {
    guard count > 0 else { return }
    space = false
    breaks = max(breaks, out.isEmpty ? 0 : atLineStart ? count - 1 : count)
  }

  private mutating func breakLine() {
    flushBreaks()
    trimLine()
    newline()
  }

  private mutating func newline() {
    if atLineStart { prefix() }
    if out.last == 0x20, preformatted == 0 { trimLine() }
    out.append(0x0A)
    atLineStart = true
    space = false
  }

  private mutating func trimLine() {
    while out.last == 0x20 { out.removeLast() }
  }

  private mutating func flushBreaks() {
    if breaks > 0 {
      trimLine()
      if !atLineStart {
        out.append(0x0A)
        breaks -= 1
      }
      if breaks > 0 { out.append(0x0A) }
      atLineStart = true
    }
    breaks = 0
  }

  private mutating func prefix() {
    guard options.marksQuotes, quotes > 0 else { return }
    for _ in 0..<min(quotes, 10) { out += [0x3E] }
    out.append(0x20)
  }

  private mutating func write(text: String) {
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x20, 0x09, 0x0A, 0x0C, 0x0D, 0xA0:
        if preformatted > 0 {
          if scalar.value == 0x0A { preformattedBreak() } else if scalar.value != 0x0D { put(scalar.value == 0x09 ? 0x09 : 0x20) }
        } else {
          space = true
        }
      case 0x200B, 0xFEFF, 0xAD, 0x34F, 0...0x1F, 0x7F: continue
      default: put(scalar.value)
      }
    }
  }

  private mutating func preformattedBreak() {
    flushBreaks()
    newline()
  }

  private mutating func put(_ point: UInt32) {
    flushBreaks()
    if atLineStart {
      prefix()
      atLineStart = false
    } else if space, out.last != 0x20 {
      out.append(0x20)
    }
    space = false
    UTF8Validity.append(point, to: &out)
  }
}
