import Finding
import Net
import Text

/// A page as it was fetched, read once: the tree, its links, and what its head says.
struct SitePage {
  /// Bytes of a page that are read.
  static let maximumBytes = 2 << 20
  static let maximumLinks = 500
  /// Elements and texts that are looked at: ten times what a large page of a business has.
  private static let limits = {
    var limits = HTMLLimits()
    (limits.nodes, limits.depth) = (40_000, 100)
    return limits
  }()
  /// Nodes and bytes of what one element says; links that were never closed hold the whole page.
  private static let (wordNodes, wordBytes) = (200, 1_000)
  private static let excerptCharacters = 400

  /// A link and what it says.
  struct Link: Hashable {
    /// As written, without blanks around it.
    let target: String
    let words: String
  }

  let url: WebAddress
  /// What relative links are relative to: the address as it came, or what `<base>` says.
  private let base: String
  let bytes: [UInt8]
  let document: HTMLDocument
  let title: String
  /// As a person reads it.
  let text: String
  let links: [Link]
  /// `<meta>` by folded name or property; the first of each.
  let meta: [String: String]
  /// BCP 47; nil where the page does not say.
  let language: String?

  /// Reads a page.
  /// - Parameters:
  ///   - url: where it was found, after redirects.
  ///   - location: the same as it came, since a slash at the end matters to relative links.
  init(_ bytes: [UInt8], contentType: String, url: WebAddress, location: String? = nil) {
    let source = Self.decoded(Array(bytes.prefix(Self.maximumBytes)), contentType: contentType)
    let document = HTMLDocument.parse(source, limits: Self.limits)
    var meta: [String: String] = [:]
    for number in document.elements(where: { $0.tag == "meta" }) {
      let node = document.nodes[number]
      guard let name = node.attribute("name") ?? node.attribute("property") ?? node.attribute("http-equiv") else { continue }
      if meta[name.lowercased()] == nil { meta[name.lowercased()] = node.attribute("content") ?? "" }
    }
    (self.url, self.bytes, self.document, self.meta) = (url, bytes, document, meta)
    title = Self.line(document.firstElement { $0.tag == "title" }.map { Self.allText(of: $0, document) } ?? "")
    text = document.text()
    let declared = document.firstElement { $0.tag == "base" && $0.attribute("href") != nil }.flatMap {
      document.nodes[$0].attribute("href")
    }
    base = Self.base(declared, location ?? url.description, url)
    links = document.elements { $0.tag == "a" || $0.tag == "area" }.prefix(Self.maximumLinks).compactMap { number in
      guard let target = document.nodes[number].attribute("href") else { return nil }
      let words =
        Self.words(of: number, document) + " "
        + (document.nodes[number].attribute("title") ?? document.nodes[number].attribute("aria-label") ?? "")
      return Link(target: Self.line(target), words: Self.line(words))
    }
    let lang = document.firstElement { $0.tag == "html" }.flatMap {
      document.nodes[$0].attribute("lang") ?? document.nodes[$0].attribute("xml:lang")
    }
    language = Self.language(lang ?? meta["content-language"] ?? meta["og:locale"])
  }

  /// The first words that a person sees, or what the page says of itself.
  var excerpt: String {
    let own = Self.line(meta["description"] ?? meta["og:description"] ?? "")
    return String((own.isEmpty ? Self.line(text) : own).prefix(Self.excerptCharacters))
  }

  /// The contents of the `<script>` elements of a type, at most 256 kB each.
  func scripts(type: String) -> [String] {
    document.elements { $0.tag == "script" && ($0.attribute("type") ?? "").lowercased().hasPrefix(type) }
      .map { Self.allText(of: $0, document) }.filter { $0.utf8.count <= 1 << 18 }
  }

  /// What an element says, within limits, on one line.
  static func words(of number: Int, _ document: HTMLDocument) -> String {
    var out = ""
    for inner in document.nodes.indices.dropFirst(number + 1).prefix(wordNodes) {
      let node = document.nodes[inner]
      // Nodes are numbered in document order: the first whose parent lies before the element is outside it.
      if node.parent < number || out.utf8.count > wordBytes { break }
      let around = document.nodes[node.parent].tag
      if node.isText, !node.isRemoved, around != "script", around != "style" {
        out += node.text
      } else if node.tag == "br" {
        out += " "
      }
    }
    return line(out)
  }

  /// What people see who let no script run.
  var withoutScripts: [String] { document.elements { $0.tag == "noscript" }.prefix(20).map { Self.allText(of: $0, document) } }

  /// The address that a link leads to; nil for other schemes.
  func resolved(_ target: String) -> WebAddress? {
    if target.hasPrefix("#") || target.isEmpty { return nil }
    let lower = target.prefix(12).lowercased()
    if lower.hasPrefix("http:") || lower.hasPrefix("https:") { return WebAddress(target) }
    if target.hasPrefix("//") { return WebAddress(url.scheme + ":" + target) }
    if let colon = target.firstIndex(of: ":"), !target[..<colon].contains(where: { "/?#".contains($0) }) { return nil }
    guard let start = base.firstRange(of: "://") else { return nil }
    let slash = base[start.upperBound...].firstIndex(of: "/") ?? base.endIndex
    if target.hasPrefix("/") { return WebAddress(base[..<slash] + target) }
    let path = base[slash...].prefix { $0 != "?" && $0 != "#" }
    if target.hasPrefix("?") { return WebAddress(base[..<slash] + path + target) }
    let folder = path.lastIndex(of: "/").map { path[..<$0] } ?? ""
    return WebAddress(base[..<slash] + folder + "/" + target)
  }

  /// Pages inside this one: frames, and where it sends on after a moment.
  var inner: [(target: String, isWhole: Bool)] {
    var out = document.elements { $0.tag == "frame" || $0.tag == "iframe" }.prefix(20).compactMap { number in
      document.nodes[number].attribute("src").map { (target: Self.line($0), isWhole: document.nodes[number].tag == "frame") }
    }
    if let refresh = meta["refresh"], let mark = refresh.lowercased().firstRange(of: "url=") {
      let offset = refresh.lowercased().distance(from: refresh.lowercased().startIndex, to: mark.upperBound)
      out.append((target: refresh.dropFirst(offset).filter { !"'\"".contains($0) && !$0.isWhitespace }, isWhole: true))
    }
    return out
  }

  private static func base(_ declared: String?, _ location: String, _ url: WebAddress) -> String {
    guard let declared = declared.map(line), !declared.isEmpty else { return location }
    if declared.lowercased().hasPrefix("http") { return declared }
    let origin = url.scheme + "://" + url.host + (url.port.map { ":\($0)" } ?? "")
    if declared.hasPrefix("//") { return url.scheme + ":" + declared }
    return declared.hasPrefix("/") ? origin + declared : location
  }

  /// One line without blanks at its ends, single blanks between words; by bytes, since all of a page goes through it.
  static func line(_ text: String) -> String {
    var text = text
    return text.withUTF8 { bytes in
      var line: [UInt8] = []
      line.reserveCapacity(bytes.count)
      var (at, isApart) = (0, false)
      while at < bytes.count {
        let blank = Blank.length(in: bytes, at)
        if blank == 0 {
          if isApart, !line.isEmpty { line.append(0x20) }
          line.append(bytes[at])
        }
        (at, isApart) = (at + max(1, blank), blank > 0)
      }
      return String(decoding: line, as: UTF8.self)
    }
  }

  private static func allText(of number: Int, _ document: HTMLDocument) -> String {
    document.nodes[number].children.reduce(into: "") { $0 += document.nodes[$1].text }
  }

  private static func language(_ text: String?) -> String? {
    guard let text else { return nil }
    let tag = String(text.prefix { !$0.isWhitespace && $0 != "," }.map { $0 == "_" ? "-" : $0 })
    let first = tag.prefix { $0 != "-" }.lowercased()
    return (2...3).contains(first.utf8.count) && first.utf8.allSatisfy { (0x61...0x7A).contains($0) } ? first : nil
  }

  /// The text: by mark, then the header's charset, then the one that the page names in its first kilobyte, then by its looks
  /// (WHATWG HTML §13.2.3.2).
  private static func decoded(_ bytes: [UInt8], contentType: String) -> String {
    let marks: [[UInt8]] = [[0xEF, 0xBB, 0xBF], [0xFE, 0xFF], [0xFF, 0xFE]]
    if !marks.contains(where: { bytes.starts(with: $0) }) {
      if let charset = named(in: contentType) { return charset.decode(bytes).text }
      if let charset = named(in: String(decoding: bytes.prefix(1024), as: UTF8.self)) { return charset.decode(bytes).text }
    }
    return Charset.guess(bytes).charset.decode(bytes).text
  }

  private static func named(in text: String) -> Charset? {
    let lower = text.lowercased()
    guard let range = lower.firstRange(of: "charset=") else { return nil }
    let label = lower[range.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }.prefix { !"\"' ;/>".contains($0) }
    return Charset(label: label)
  }
}
