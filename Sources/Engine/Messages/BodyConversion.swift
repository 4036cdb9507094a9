import Finding
import Text

/// One body of a template made from the other: HTML from text, text from HTML. What stands in template tags stays as it is.
public enum BodyConversion {
  /// HTML that reads like the text: paragraphs, line ends and links.
  public static func html(fromText text: String) -> String {
    var tags = Tags()
    let lines = tags.hide(text.replacing("\r\n", with: "\n")).split(separator: "\n", omittingEmptySubsequences: false)
    var out: [String] = []
    var paragraph: [Substring] = []
    func close() {
      guard !paragraph.isEmpty else { return }
      out.append("<p>" + paragraph.map { link(escape($0)) }.joined(separator: "<br>\n") + "</p>")
      paragraph = []
    }
    for (index, line) in lines.enumerated() {
      if line.allSatisfy(\.isWhitespace) {
        close()
      } else if tags.isStatement(line), isEdge(index, lines, tags) {
        close()
        out.append(String(line))
      } else {
        paragraph.append(line)
      }
    }
    close()
    return tags.show(out.joined(separator: "\n"))
  }

  /// Text that reads like the HTML, with the targets of links behind them.
  public static func text(fromHTML html: String) -> String {
    var tags = Tags()
    var hidden = tags.hide(html)
    // Only addresses of pages are shown behind their links; a tag alone is one once it is filled in.
    for sign in tags.signs {
      for quote in ["\"", "'"] { hidden = hidden.replacing("href=\(quote)\(sign)", with: "href=\(quote)\(host)\(sign)") }
    }
    var text = HTMLText.text(of: hidden, options: HTMLText.Options(showsLinks: true))
    for sign in tags.signs { text = text.replacing("\(sign) <\(host)\(sign)>", with: sign) }
    return tags.show(text.replacing(host, with: ""))
  }

  /// Stands before a tag that begins the target of a link, while the HTML is read.
  private static let host = "https://tag.template.invalid/"

  /// Whether a line of statements stands at the edge of a paragraph, so that it can stand outside of it.
  private static func isEdge(_ index: Int, _ lines: [Substring], _ tags: Tags) -> Bool {
    func isOuter(_ at: Int) -> Bool { !lines.indices.contains(at) || lines[at].allSatisfy(\.isWhitespace) }
    var (before, after) = (index - 1, index + 1)
    while lines.indices.contains(before), tags.isStatement(lines[before]) { before -= 1 }
    while lines.indices.contains(after), tags.isStatement(lines[after]) { after += 1 }
    return isOuter(before) || isOuter(after)
  }

  private static func escape(_ text: Substring) -> String {
    String(text).replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  /// Addresses of pages become links; what ends a sentence is no part of them.
  private static func link(_ text: String) -> String {
    var (out, rest) = ("", text[...])
    while let start = ["https://", "http://"].compactMap({ rest.firstRange(of: $0)?.lowerBound }).min() {
      var url = rest[start...].prefix { !$0.isWhitespace && $0 != "\"" }
      if let cut = url.firstRange(of: "&gt;") { url = url[..<cut.lowerBound] }
      while let last = url.last, ".,;:!?)".contains(last) { url = url.dropLast() }
      out += rest[..<start] + "<a href=\"\(url)\">\(url)</a>"
      rest = rest[url.endIndex...]
      if url.isEmpty { break }
    }
    return out + rest
  }

  /// The tags of a template, each hidden behind one character that no text uses.
  private struct Tags {
    private static let first: UInt32 = 0xF0000
    private static let most = 1000
    private static let ends = ["{{": "}}", "{%": "%}", "{#": "#}"]
    private var sources: [Substring] = []
    /// The characters that stand for the tags.
    var signs: [String] { sources.indices.compactMap { Unicode.Scalar(Self.first + UInt32($0)).map { String(Character($0)) } } }

    /// The text with each tag as one private character (Unicode plane 15).
    mutating func hide(_ text: String) -> String {
      // A private character of the text's own would be taken for a tag.
      let clean = String(String.UnicodeScalarView(text.unicodeScalars.filter { !(0xF0000...0xFFFFD).contains($0.value) }))
      var (out, rest) = ("", clean[...])
      while let open = rest.firstIndex(of: "{") {
        let mark = String(rest[open...].prefix(2))
        guard let end = Self.ends[mark], let close = rest[open...].dropFirst(2).firstRange(of: end), sources.count < Self.most,
          let sign = Unicode.Scalar(Self.first + UInt32(sources.count))
        else {
          out += rest[...open]
          rest = rest[rest.index(after: open)...]
          continue
        }
        out += rest[..<open]
        let tag = rest[open..<close.upperBound]
        // The same tag is the same character, so that a link that shows its own target is seen to.
        if let known = sources.firstIndex(of: tag).flatMap({ Unicode.Scalar(Self.first + UInt32($0)) }) {
          out.unicodeScalars.append(known)
        } else {
          out.unicodeScalars.append(sign)
          sources.append(tag)
        }
        rest = rest[close.upperBound...]
      }
      return out + rest
    }

    /// The text with the tags back in their places.
    func show(_ text: String) -> String {
      var out = ""
      for scalar in text.unicodeScalars {
        if let source = source(scalar) { out += source } else { out.unicodeScalars.append(scalar) }
      }
      return out
    }

    /// Whether a line holds statements and comments only, which print nothing.
    func isStatement(_ line: Substring) -> Bool {
      var any = false
      for scalar in line.unicodeScalars where !scalar.properties.isWhitespace {
        guard let source = source(scalar), !source.hasPrefix("{{") else { return false }
        any = true
      }
      return any
    }

    private func source(_ scalar: Unicode.Scalar) -> Substring? {
      guard scalar.value >= Self.first, scalar.value < Self.first + UInt32(sources.count) else { return nil }
      return sources[Int(scalar.value - Self.first)]
    }
  }
}
