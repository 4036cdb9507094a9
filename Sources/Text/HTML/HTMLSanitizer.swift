/// Makes the HTML of a received mail harmless for showing in a sandboxed frame.
///
/// Works by permission: known formatting elements, attributes and style properties stay; scripts, forms, frames, style sheets, event handlers, CSS that loads
/// or positions, and every picture that is not part of the mail go. The frame's sandbox and policy stand behind it.
public enum HTMLSanitizer {
  /// Clean HTML, and what was taken out that the reader may want to know.
  public struct Result: Hashable, Sendable {
    /// A fragment without html, head and body.
    public let html: String
    /// Pictures on other computers that were left out; they could tell the sender that the mail was read.
    public let remoteImages: Int
    /// True where a limit cut something off.
    public let isTruncated: Bool
  }

  /// Cleans HTML of any kind.
  public static func clean(_ html: String, limits: HTMLLimits = HTMLLimits()) -> Result {
    clean(HTMLDocument.parse(html, limits: limits))
  }

  /// Cleans a parsed document; removed nodes stay away.
  public static func clean(_ document: HTMLDocument) -> Result {
    var writer = Writer(document: document)
    writer.write(0)
    return Result(
      html: String(decoding: writer.out, as: UTF8.self), remoteImages: writer.remoteImages, isTruncated: document.isTruncated)
  }

  private static let kept: Set<String> = [
    "a", "abbr", "address", "b", "bdi", "bdo", "big", "blockquote", "br", "caption", "center", "cite", "code", "col", "colgroup",
    "dd", "del", "dfn", "div", "dl", "dt", "em", "font", "h1", "h2",
    "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "tt", "u", "ul", "var", "wbr", "section", "article", "header", "footer", "figure", "figcaption",
  ]
  /// Elements that go with all that is in them; other unknown ones go alone.
  private static let dropped: Set<String> = [
    "script", "style", "head", "title", "meta", "link", "base", "template", "noscript", "iframe", "frame", "frameset", "noframes",
    "object", "embed", "applet", "svg", "math", "canvas", "audio", "video",
    "source", "track", "input", "select", "option", "textarea", "datalist", "xml", "noembed", "xmp", "plaintext", "portal",
    "dialog", "param",
  ]
  private static let plainAttributes: Set<String> = [
    "align", "valign", "width", "height", "border", "cellpadding", "cellspacing", "colspan", "rowspan", "dir", "lang", "title",
    "alt", "color", "bgcolor", "face", "size", "start", "nowrap", "type",
  ]
  private static let properties: Set<String> = [
    "color", "background-color", "font", "font-family", "font-size", "font-style", "font-weight", "font-variant", "line-height",
    "letter-spacing", "text-align", "text-decoration", "text-indent",
    "text-transform", "vertical-align", "white-space", "word-break", "word-wrap", "overflow-wrap", "width", "max-width",
    "min-width", "height", "max-height", "padding", "padding-top", "padding-right",
    "padding-bottom", "padding-left", "margin", "margin-top", "margin-right", "margin-bottom", "margin-left", "border",
    "border-top", "border-right", "border-bottom", "border-left", "border-color",
    "border-style", "border-width", "border-collapse", "border-spacing", "border-radius", "list-style-type", "display",
    "visibility", "overflow", "opacity", "direction", "table-layout", "float", "clear",
  ]

  private struct Writer {
    let document: HTMLDocument
    var out: [UInt8] = []
    var remoteImages = 0

    init(document: HTMLDocument) {
      self.document = document
    }

    mutating func write(_ number: Int) {
      let node = document.nodes[number]
      if node.isRemoved { return }
      if node.isText { return escape(node.text) }
      if HTMLSanitizer.dropped.contains(node.tag) { return }
      let isKept = HTMLSanitizer.kept.contains(node.tag) && (node.tag != "img" || isLocalImage(node))
      if isKept { tag(node) } else if node.tag == "img" { placeholder(node) }
      for child in node.children { write(child) }
      if isKept, !HTMLTreeBuilder.void.contains(node.tag) { out += Array("</\(node.tag)>".utf8) }
    }

    private mutating func tag(_ node: HTMLDocument.Node) {
      out += Array("<\(node.tag)".utf8)
      for attribute in node.attributes {
        if let value = HTMLSanitizer.value(of: attribute, on: node.tag) { put(attribute.name, value) }
      }
      if node.tag == "a", node.attribute("href") != nil {
        put("rel", "noopener noreferrer nofollow")
        put("target", "_blank")
      }
      out.append(0x3E)
    }

    private mutating func put(_ name: String, _ value: String) {
      out += Array(" \(name)=\"".utf8)
      escape(value)
      out.append(0x22)
    }

    /// True for pictures that came with the mail.
    private func isLocalImage(_ node: HTMLDocument.Node) -> Bool {
      HTMLSanitizer.imageSource(node.attribute("src") ?? "") != nil
    }

    private mutating func placeholder(_ node: HTMLDocument.Node) {
      if node.attribute("src")?.isEmpty == false { remoteImages += 1 }
      if let alt = node.attribute("alt"), !alt.isEmpty { escape(alt) }
    }

    private mutating func escape(_ text: String) {
      for byte in text.utf8 {
        switch byte {
        case 0x26: out += Array("&amp;".utf8)
        case 0x3C: out += Array("&lt;".utf8)
        case 0x3E: out += Array("&gt;".utf8)
        case 0x22: out += Array("&quot;".utf8)
        case 0x27: out += Array("&#39;".utf8)
        case 0x60: out += Array("&#96;".utf8)
        case 0: continue
        default: out.append(byte)
        }
      }
    }
  }

  /// The value under which an attribute may stay; nil where it goes.
  private static func value(of attribute: HTMLAttribute, on tag: String) -> String? {
    switch attribute.name {
    case "href": tag == "a" ? target(attribute.value) : nil
    case "src": tag == "img" ? imageSource(attribute.value) : nil
    case "style": style(attribute.value)
    default: plainAttributes.contains(attribute.name) && attribute.value.utf8.count <= 1000 ? attribute.value : nil
    }
  }

  /// A link without blanks and control characters, where its scheme is one that opens a page, a mail or a call.
  private static func target(_ text: String) -> String? {
    let bare = String(
      String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && !InvisibleText.contains($0) }))
    let lower = bare.prefix(10).lowercased()
    return ["https://", "http://", "mailto:", "tel:"].contains { lower.hasPrefix($0) } && bare.utf8.count <= 8000 ? bare : nil
  }

  /// A picture inside the mail, or one written into the HTML itself; SVG can hold scripts and stays out.
  static func imageSource(_ text: String) -> String? {
    let bare = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value > 0x20 }))
    let lower = bare.prefix(32).lowercased()
    let isLocal = ["cid:", "data:image/png;", "data:image/jpeg;", "data:image/jpg;", "data:image/gif;", "data:image/webp;"].contains
    { lower.hasPrefix($0) }
    return isLocal ? bare : nil
  }

  /// The declarations that only format; nil where none is left. Escapes and comments could hide a URL, so they go.
  private static func style(_ text: String) -> String? {
    guard text.utf8.count <= 8000 else { return nil }
    let kept = text.split(separator: ";").compactMap { declaration -> String? in
      let parts = declaration.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return nil }
      let name = InvisibleText.trimmed(String(parts[0])).lowercased()
      let value = InvisibleText.trimmed(String(parts[1]))
      let lower = value.lowercased()
      let isSafe =
        value.unicodeScalars.allSatisfy { !"\\/<>{}@\"".unicodeScalars.contains($0) } && !lower.contains("(")
        || lower.hasPrefix("rgb")
      guard properties.contains(name), isSafe, isBalanced(lower) else { return nil }
      return name + ":" + value
    }
    return kept.isEmpty ? nil : kept.joined(separator: ";")
  }

  /// True for values without functions, or with nothing but a colour function.
  private static func isBalanced(_ value: String) -> Bool {
    guard value.contains("(") else { return true }
    return (value.hasPrefix("rgb(") || value.hasPrefix("rgba("))
      && value.allSatisfy { "rgba(0123456789.,%) !important".contains($0) }
  }
}
