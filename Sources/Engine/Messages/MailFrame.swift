import Finding
import Text

/// The HTML of a mail around the words that its text says, too: layout, pictures and signature, which stay where other words are put in.
///
/// The words are found as whole elements without another block in them, in the order of the text. Where one is not found there is no frame,
/// since then nobody knows what in the HTML has to go.
struct MailFrame {
  private static let leaves: Set<String> = ["p", "div", "td", "th", "li", "blockquote"]
  private static let blocks = leaves.union([
    "h1", "h2", "h3", "h4", "h5", "h6", "table", "tbody", "tr", "ul", "ol", "body", "html", "center", "section", "article", "hr",
    "pre",
  ])
  /// A longer mail is no letter; it also bounds the search.
  private static let mostParagraphs = 100
  private static let mostLeaves = 1_000

  /// An element that holds words and no other block.
  private struct Leaf {
    let name: String
    let whole: Range<String.Index>
    let inner: Range<String.Index>
    /// The paragraphs of the text that it says.
    var says = 0..<0
  }

  private let html: String
  private let parts: MailParts
  /// What says the middle of the text, from first to last; never empty.
  private var body: [Leaf]

  /// The frame of a mail; nil where the words of its text don't stand in its HTML as they are.
  init?(_ html: String, _ parts: MailParts) {
    (self.html, self.parts) = (html, parts)
    let paragraphs = parts.paragraphs.map(Self.words)
    guard paragraphs.count <= Self.mostParagraphs else { return nil }
    let middle = parts.middleRange
    let end = html.ranges(of: MailParts.htmlFooterMark).last?.lowerBound ?? html.endIndex
    var at = 0
    body = []
    for var leaf in Self.leaves(of: html[..<end]) {
      guard let says = Self.said(by: html[leaf.inner], paragraphs, from: at) else { continue }
      leaf.says = says
      at = says.upperBound
      guard says.overlaps(middle) else { continue }
      guard html[leaf.inner].lowercased().firstRange(of: "<img") == nil,
        body.last?.says.upperBound ?? middle.lowerBound >= says.lowerBound
      else {
        return nil
      }
      body.append(leaf)
    }
    guard let last = body.last, last.says.upperBound >= middle.upperBound else { return nil }
  }

  /// The HTML with other words in its middle, every sign of them escaped.
  func html(with middle: [String]) -> String {
    let (all, range) = (parts.paragraphs, parts.middleRange)
    var result = ""
    var from = html.startIndex
    for (number, leaf) in body.enumerated() {
      let before = number == 0 ? Array(all[min(leaf.says.lowerBound, range.lowerBound)..<range.lowerBound]) : []
      let after = Array(all[range.upperBound..<max(range.upperBound, leaf.says.upperBound)])
      result += html[from..<leaf.whole.lowerBound] + written(leaf, before + (number == 0 ? middle : []) + after)
      from = leaf.whole.upperBound
    }
    return result + html[from...]
  }

  /// The HTML with one more paragraph before its middle; nil where that stands in one element with the greeting, or in one that can't be two.
  func html(before words: String) -> String? {
    guard let first = body.first, first.name == "p", first.says.lowerBound >= parts.middleRange.lowerBound else { return nil }
    return html[..<first.whole.lowerBound] + written(first, [words]) + "\n" + html[first.whole.lowerBound...]
  }

  /// An element with other paragraphs: as many of the kind where it is a paragraph, else one with empty lines between them.
  private func written(_ leaf: Leaf, _ paragraphs: [String]) -> String {
    let open = html[leaf.whole.lowerBound..<leaf.inner.lowerBound]
    let close = html[leaf.inner.upperBound..<leaf.whole.upperBound]
    let texts = paragraphs.map(MailParts.escaped)
    // A cell of a table stays, empty, since its row counts it.
    if texts.isEmpty { return leaf.name.hasPrefix("t") ? "\(open)\(close)" : "" }
    let (before, after) = wrapping(leaf)
    if leaf.name == "p" { return texts.map { "\(open)\(before)\($0)\(after)\(close)" }.joined(separator: "\n") }
    return "\(open)\(before)\(texts.joined(separator: "<br><br>\n"))\(after)\(close)"
  }

  /// The one `span` or `font` that gives all words of an element their look.
  private func wrapping(_ leaf: Leaf) -> (Substring, String) {
    let inner = html[leaf.inner].drop(while: \.isWhitespace)
    for name in ["span", "font"] where inner.hasPrefix("<\(name)") && inner.ranges(of: "<\(name)").count == 1 {
      let end = "</\(name)>"
      guard let open = Self.tagEnd(inner), String(inner.reversed().drop(while: \.isWhitespace).reversed()).hasSuffix(end)
      else { continue }
      return (inner[..<open], end)
    }
    return ("", "")
  }

  /// Which paragraphs an element says, with the targets of its links or without.
  private static func said(by inner: Substring, _ paragraphs: [String], from: Int) -> Range<Int>? {
    let plain = find(words(HTMLText.text(of: String(inner))), in: paragraphs, from: from)
    return plain ?? find(words(BodyConversion.text(fromHTML: String(inner))), in: paragraphs, from: from)
  }

  /// Which paragraphs are these words; nil for none.
  private static func find(_ words: String, in paragraphs: [String], from: Int) -> Range<Int>? {
    guard !words.isEmpty else { return nil }
    for start in paragraphs.indices.dropFirst(from) where words.hasPrefix(paragraphs[start]) {
      var said = ""
      for end in start..<paragraphs.count where said.utf8.count < words.utf8.count {
        said += (end > start ? " " : "") + paragraphs[end]
        if said == words { return start..<(end + 1) }
      }
    }
    return nil
  }

  private static func words(_ text: String) -> String { text.split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  private static func leaves(of html: Substring) -> [Leaf] {
    var found: [Leaf] = []
    var open: (name: String, whole: String.Index, inner: String.Index)?
    var rest = html
    while let start = rest.utf8.firstIndex(of: UInt8(ascii: "<")), found.count < mostLeaves {
      rest = html[start...]
      guard let end = tagEnd(rest) else { break }
      let isClosing = rest.dropFirst().first == "/"
      let name = rest.dropFirst(isClosing ? 2 : 1).prefix { $0.isLetter || $0.isNumber }.lowercased()
      if isClosing, let one = open, one.name == name {
        found.append(Leaf(name: name, whole: one.whole..<end, inner: one.inner..<start))
        open = nil
      } else if blocks.contains(name) {
        open = !isClosing && leaves.contains(name) ? (name, start, end) : nil
      }
      rest = html[end...]
    }
    return found
  }

  /// Where the tag or the comment at the beginning ends; nil where it does not.
  private static func tagEnd(_ text: Substring) -> String.Index? {
    if text.hasPrefix("<!--") { return text.firstRange(of: "-->")?.upperBound }
    var quote: UInt8?
    for at in text.utf8.indices {
      let byte = text.utf8[at]
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if quote == nil, byte == UInt8(ascii: ">") {
        return text.utf8.index(after: at)
      }
    }
    return nil
  }
}
