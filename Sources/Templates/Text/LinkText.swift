/// Turns addresses in text into links, by the rules of Jinja's `urlize`.
struct LinkText {
  private let limit: Int?
  private let attributes: String
  private let schemes: [String]

  /// The escaped text of a filter call, with links.
  static func urlize(_ call: NativeCall) throws(TemplateError) -> String {
    var rel: Set<String> = ["noopener"]
    if let given = call[3]?.text { rel.formUnion(UnicodeText.words(given)) }
    if try call.flag(1, false) { rel.insert("nofollow") }
    var attributes =
      " rel=\"\(HTMLText.escape(rel.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.joined(separator: " ")))\""
    if let target = call[2], !target.isNone, try target.isTrue() {
      attributes += " target=\"\(try HTMLText.escape(target))\""
    }
    var schemes: [String] = []
    if let given = call[4], !given.isNone {
      for scheme in try given.allItems(call.renderer) {
        guard let text = scheme.text, isScheme(text) else {
          throw TemplateError(
            .value, "\(PythonText.repr(scheme)) is not a valid URI scheme prefix.")
        }
        schemes.append(text)
      }
    }
    var limit: Int?
    if let given = call[0], !given.isNone { limit = try call.int(0, 0) }
    let linker = LinkText(limit: limit, attributes: attributes, schemes: schemes)
    var out = ""
    for piece in pieces(try HTMLText.escape(call.subject)) {
      try call.renderer.step(1 + piece.utf8.count / 32)
      out += linker.linked(piece)
    }
    try call.renderer.checkText(out.utf8.count)
    return out
  }

  private static func isScheme(_ text: String) -> Bool {
    let parts = TextSearch.split(text, ":")
    guard parts.count == 2, parts[0].unicodeScalars.count >= 2, ["", "/", "//"].contains(parts[1])
    else { return false }
    return parts[0].unicodeScalars.allSatisfy {
      UnicodeText.isWord($0) || ".+-".unicodeScalars.contains($0)
    }
  }

  /// Words and the white space between them.
  private static func pieces(_ text: String) -> [String] {
    var pieces: [String] = []
    var current = String.UnicodeScalarView()
    var isSpace = false
    for scalar in text.unicodeScalars {
      if UnicodeText.isSpace(scalar) != isSpace, !current.isEmpty {
        pieces.append(String(current))
        current = String.UnicodeScalarView()
      }
      isSpace = UnicodeText.isSpace(scalar)
      current.append(scalar)
    }
    if !current.isEmpty { pieces.append(String(current)) }
    return pieces
  }

  private func linked(_ word: String) -> String {
    var middle = Array(word.utf8)[...]
    var head = 0
    while let mark = Self.mark(["(", "<", "&lt;"], middle, atEnd: false) {
      head += mark
      middle = middle.dropFirst(mark)
    }
    var tail: [UInt8] = []
    while let mark = Self.mark([")", ">", ".", ",", "&gt;"], middle, atEnd: true) {
      tail = middle.suffix(mark) + tail
      middle = middle.dropLast(mark)
    }
    balance(&middle, &tail)
    return String(decoding: Array(word.utf8.prefix(head)), as: UTF8.self)
      + link(String(decoding: middle, as: UTF8.self))
      + String(decoding: tail, as: UTF8.self)
  }

  private static func mark(_ marks: [String], _ bytes: ArraySlice<UInt8>, atEnd: Bool) -> Int? {
    marks.first { mark in
      let wanted = Array(mark.utf8)
      return bytes.count >= wanted.count
        && (atEnd ? bytes.suffix(wanted.count) : bytes.prefix(wanted.count)).elementsEqual(wanted)
    }?.utf8.count
  }

  /// Gives closing brackets back to an address that has more opening ones.
  private func balance(_ middle: inout ArraySlice<UInt8>, _ tail: inout [UInt8]) {
    for (open, close) in [("(", ")"), ("<", ">"), ("&lt;", "&gt;")] {
      let (opening, closing) = (Array(open.utf8), Array(close.utf8))
      let starts = TextSearch.positions(of: opening, in: Array(middle)).count
      guard starts > TextSearch.positions(of: closing, in: Array(middle)).count else { continue }
      for _ in 0..<min(starts, TextSearch.positions(of: closing, in: tail).count) {
        guard let first = TextSearch.positions(of: closing, in: tail, limit: 1).first else { break }
        middle += tail[..<(first + closing.count)]
        tail.removeFirst(first + closing.count)
      }
    }
  }

  private func link(_ text: String) -> String {
    if Self.isAddress(text) {
      let isFull = text.hasPrefix("https://") || text.hasPrefix("http://")
      return "<a href=\"\(isFull ? "" : "https://")\(text)\"\(attributes)>\(shortened(text))</a>"
    }
    if text.hasPrefix("mailto:"), Self.isMail(String(text.dropFirst(7))) {
      return "<a href=\"\(text)\">\(text.dropFirst(7))</a>"
    }
    if text.utf8.contains(UInt8(ascii: "@")), !text.hasPrefix("www."), !text.hasPrefix("@"),
      !text.utf8.contains(UInt8(ascii: ":")),
      Self.isMail(text)
    {
      return "<a href=\"mailto:\(text)\">\(text)</a>"
    }
    var result = text
    for scheme in schemes where result != scheme && result.hasPrefix(scheme) {
      result = "<a href=\"\(result)\"\(attributes)>\(result)</a>"
    }
    return result
  }

  private func shortened(_ text: String) -> String {
    guard let limit, PythonText.length(text) > limit else { return text }
    let kept = limit >= 0 ? limit : max(0, PythonText.length(text) + limit)
    return String(String.UnicodeScalarView(text.unicodeScalars.prefix(kept))) + "..."
  }

  // MARK: What is an address

  private static let domains: Set<String> = [
    "com", "net", "int", "edu", "gov", "org", "info", "mil",
  ]

  private static func isAddress(_ text: String) -> Bool {
    let lower = lowered(text)
    for scheme in ["https://", "http://"] where lower.hasPrefix(scheme) {
      let (host, rest) = split(String(lower.dropFirst(scheme.count)))
      return isRest(rest) && (isHost(host) || isNumeric(host))
        || isBracketed(String(lower.dropFirst(scheme.count)))
    }
    let (host, rest) = split(lower)
    guard isRest(rest) else { return false }
    if lower.hasPrefix("www."), isHost(String(host.dropFirst(4))) { return true }
    let labels = TextSearch.split(host, ".")
    guard labels.count >= 2, let last = labels.last, domains.contains(last) else { return false }
    return labels.dropLast().allSatisfy { isLabel($0, 2...63) }
  }

  /// Small letters in place of all that Python's regular expressions take for a capital of one.
  private static func lowered(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 65...90: out.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case 0x130, 0x131: out.append("i")
      case 0x17F: out.append("s")
      case 0x212A: out.append("k")
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  /// The part up to a port, a path or a query, and the rest.
  private static func split(_ text: String) -> (host: String, rest: String) {
    let bytes = Array(text.utf8)
    let end = bytes.firstIndex { [58, 47, 63, 35].contains($0) } ?? bytes.count
    return (
      String(decoding: bytes[..<end], as: UTF8.self), String(decoding: bytes[end...], as: UTF8.self)
    )
  }

  /// An optional port of up to five digits, then nothing, or a path, query or fragment.
  private static func isRest(_ text: String) -> Bool {
    var bytes = Array(text.utf8)[...]
    if bytes.first == UInt8(ascii: ":") {
      let digits = bytes.dropFirst().prefix { (48...57).contains($0) }
      guard (1...5).contains(digits.count) else { return false }
      bytes = bytes.dropFirst(digits.count + 1)
    }
    return bytes.first.map { [47, 63, 35].contains($0) } ?? true
  }

  private static func isLabel(_ text: String, _ length: ClosedRange<Int>) -> Bool {
    length.contains(text.unicodeScalars.count)
      && text.unicodeScalars.allSatisfy { UnicodeText.isWord($0) || $0 == "%" || $0 == "-" }
  }

  private static func isHost(_ host: String) -> Bool {
    let labels = TextSearch.split(host, ".")
    guard let last = labels.last, labels.dropLast().allSatisfy({ isLabel($0, 1...Int.max) }) else {
      return false
    }
    if last.hasPrefix("xn--") {
      return (2...59).contains(last.unicodeScalars.count - 4)
        && last.unicodeScalars.dropFirst(4).allSatisfy { UnicodeText.isWord($0) || $0 == "%" }
    }
    return (2...63).contains(last.utf8.count) && last.utf8.allSatisfy { (97...122).contains($0) }
  }

  private static func isNumeric(_ host: String) -> Bool {
    let parts = TextSearch.split(host, ".")
    return parts.count == 4
      && parts.allSatisfy {
        (1...3).contains($0.utf8.count) && $0.utf8.allSatisfy { (48...57).contains($0) }
      }
  }

  /// An IPv6 address in brackets.
  private static func isBracketed(_ text: String) -> Bool {
    guard text.hasPrefix("["), let end = text.utf8.firstIndex(of: UInt8(ascii: "]")) else {
      return false
    }
    let inside = String(text[text.index(after: text.startIndex)..<end])
    let groups = TextSearch.split(inside, ":")
    guard (3...9).contains(groups.count) else { return false }
    let isHex = groups.allSatisfy { group in
      group.utf8.count <= 4
        && group.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
    return isHex && isRest(String(text[end...].dropFirst()))
  }

  private static func isMail(_ text: String) -> Bool {
    let parts = TextSearch.splitFromRight(text, "@", limit: 1)
    guard parts.count == 2, !parts[0].isEmpty else { return false }
    let domain = TextSearch.splitFromRight(parts[1], ".", limit: 1)
    guard domain.count == 2, let first = domain[0].unicodeScalars.first, UnicodeText.isWord(first)
    else { return false }
    return domain[0].unicodeScalars.allSatisfy { UnicodeText.isWord($0) || $0 == "." || $0 == "-" }
      && !domain[1].isEmpty && domain[1].unicodeScalars.allSatisfy(UnicodeText.isWord)
  }
}
