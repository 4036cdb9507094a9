/// Builds the tree from tags, closing what authors left open (WHATWG HTML §13.2.6, much reduced).
struct HTMLTreeBuilder {
  private(set) var nodes: [HTMLDocument.Node] = [HTMLDocument.Node(tag: "#root", attributes: [], text: "", parent: -1)]
  private(set) var isFull = false
  private var open: [Int] = [0]
  /// How many paragraphs are open, so that most tags need not look for one.
  private var paragraphs = 0
  private let limits: HTMLLimits

  init(limits: HTMLLimits) {
    self.limits = limits
  }

  /// Elements that have no content.
  static let void: Set<String> = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr", "frame",
    "bgsound", "keygen",
  ]
  private static let headElements: Set<String> = [
    "meta", "link", "title", "style", "script", "base", "noscript", "template", "head", "xml", "o:p",
  ]
  private static let closesParagraph: Set<String> = [
    "address", "article", "aside", "blockquote", "center", "details", "dir", "div", "dl", "fieldset", "figcaption", "figure",
    "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "main", "menu", "nav", "ol", "p", "pre", "section", "table", "ul",
  ]
  /// End tags and implied ends don't reach through these.
  private static let scopes: Set<String> = ["#root", "table", "td", "th", "caption", "html", "body", "object", "button"]
  /// What a start tag ends: the elements it closes and where the search stops.
  private static let implied: [String: (closes: Set<String>, stops: Set<String>)] = [
    "li": (["li"], ["ul", "ol", "menu", "dir"]), "dt": (["dt", "dd"], ["dl"]), "dd": (["dt", "dd"], ["dl"]),
    "option": (["option"], ["select"]),
    "td": (["td", "th"], ["table", "tr"]), "th": (["td", "th"], ["table", "tr"]), "tr": (["tr"], ["table"]),
    "tbody": (["tbody", "thead", "tfoot"], ["table"]), "tfoot": (["tbody", "thead", "tfoot"], ["table"]),
  ]

  /// Takes the next piece of the text.
  mutating func take(_ token: HTMLToken) {
    switch token {
    case .text(let text): appendText(text)
    case .start(let name, let attributes, let isClosed): start(name, attributes, isClosed)
    case .end(let name): end(name)
    }
  }

  private mutating func appendText(_ text: String) {
    if isInHead, text.utf8.contains(where: { $0 > 0x20 }) { closeHead() }
    _ = append(HTMLDocument.Node(tag: "", attributes: [], text: text, parent: open.last ?? 0))
  }

  /// True directly inside head; a title's text is inside the title.
  private var isInHead: Bool { open.last.map { nodes[$0].tag == "head" } ?? false }

  private mutating func closeHead() { open.removeLast() }

  private mutating func start(_ name: String, _ attributes: [HTMLAttribute], _ isClosed: Bool) {
    if isInHead, !Self.headElements.contains(name) { closeHead() }
    if paragraphs > 0, Self.closesParagraph.contains(name) { close("p", stops: Self.scopes) }
    if let rule = Self.implied[name] {
      for index in open.indices.reversed() {
        let tag = nodes[open[index]].tag
        if rule.closes.contains(tag) {
          if index > 0 { pop(to: index) }
          break
        }
        if rule.stops.contains(tag) || index == 0 { break }
        if name == "li" || name.hasPrefix("d"), Self.scopes.contains(tag) { break }
      }
    }
    guard let number = append(HTMLDocument.Node(tag: name, attributes: attributes, text: "", parent: open.last ?? 0)) else {
      return
    }
    // "<p/>" opens a paragraph all the same; only foreign names with a slash are closed.
    let isEmpty = Self.void.contains(name) || (isClosed && name.contains(":"))
    guard !isEmpty, open.count < limits.depth else { return }
    open.append(number)
    if name == "p" { paragraphs += 1 }
  }

  private mutating func end(_ name: String) {
    if name == "br" || name == "p" {
      // "</br>" is a line break, a lone "</p>" an empty paragraph.
      if name == "br" || paragraphs == 0 {
        _ = append(HTMLDocument.Node(tag: name, attributes: [], text: "", parent: open.last ?? 0))
        return
      }
    }
    let isTablePart = ["table", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "html", "body", "object", "button"]
      .contains(name)
    close(name, stops: isTablePart ? (name == "table" ? ["#root"] : ["#root", "table"]) : Self.scopes)
  }

  /// Closes the innermost open element of that name, and what is open inside it.
  private mutating func close(_ name: String, stops: Set<String>) {
    for index in open.indices.reversed() where index > 0 {
      let tag = nodes[open[index]].tag
      if tag == name {
        pop(to: index)
        return
      }
      if stops.contains(tag) { return }
    }
  }

  /// Closes everything from that place of the stack on.
  private mutating func pop(to index: Int) {
    if paragraphs > 0 { paragraphs -= open[index...].count { nodes[$0].tag == "p" } }
    open.removeSubrange(index...)
  }

  private mutating func append(_ node: HTMLDocument.Node) -> Int? {
    guard nodes.count < limits.nodes else {
      isFull = true
      return nil
    }
    nodes.append(node)
    let number = nodes.count - 1
    nodes[node.parent].children.append(number)
    return number
  }
}
