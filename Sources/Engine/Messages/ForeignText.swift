import Finding
import Text

/// What must not get from a foreign text into a mail, and not from a lead's pages to a service: links, addresses, telephone numbers.
enum ForeignText {
  /// Fewer digits are a year, a price or a house number.
  private static let fewestPhoneDigits = 7
  private static let bracketedAt = SignPattern(.one(of: "([{<"), .spaces, .word("at", "ät", "arroba"), .spaces, .one(of: ")]}>"))
  private static let bracketedDot = SignPattern(
    .one(of: "([{<"), .spaces, .word("dot", "punkt", "punto", "ponto", "point"), .spaces, .one(of: ")]}>"))
  private static let mailTo = SignPattern(.word("mailto"), .spaces, .one(of: ":"))
  private static let webScheme = SignPattern(.edge, .word("https", "http", "hxxps", "hxxp"), .edge, .spaces, .one(of: ":"))
  private static let otherScheme = SignPattern(
    .edge, .word("javascript", "data", "tel", "sms", "file", "ftp"), .spaces, .one(of: ":"), .solid)
  private static let phone = SignPattern(
    .maybe(of: "+("), .digits(1), .signs(4...Int.max) { $0.isNumber || " ()/.-–".contains($0) }, .digits(1))
  private static let twoYears = SignPattern(.digits(4), .maybe(of: " "), .one(of: "-–/"), .maybe(of: " "), .digits(4))
  private static let writtenAddress = SignPattern(
    .solid, .space, .one(of: "([{"), .space, .word("at", "ät"), .space, .one(of: ")]}"), .space, .solid)

  /// The text on one line, without signs that nobody sees: they hide words from people and from checks.
  static func tidied(_ text: String) -> String {
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: out.append(" ")
      case .format, .surrogate, .privateUse, .unassigned: continue
      default: if !scalar.properties.isVariationSelector { out.append(scalar) }
      }
    }
    return Composition.composed(String(out)).split(separator: " ").joined(separator: " ")
  }

  /// Every host that a mail program could make a link of, in lower case, also where full stops are written in another way.
  static func hosts(in text: String) -> [String] {
    let signs = Array(plainStops(text))
    var hosts: [String] = []
    var at = 0
    while at < signs.count {
      guard isHostSign(signs[at]) else {
        at += 1
        continue
      }
      var end = at
      while end < signs.count, isHostSign(signs[end]) || signs[end] == "." { end += 1 }
      let labels = signs[at..<end].split(separator: ".").map { String($0) }
      if labels.count > 1, let last = labels.last, looksLikeTop(last) || Domain.isAddress(labels.joined(separator: ".")) {
        hosts.append(labels.joined(separator: ".").lowercased())
      }
      at = end
    }
    return hosts
  }

  /// Whether a text holds an e-mail address or a handle, also one that is written out.
  static func hasAddress(_ text: String) -> Bool {
    let plain = text.replacing("＠", with: "@")
    return plain.contains("@") || bracketedAt.isIn(plain) || mailTo.isIn(plain)
  }

  /// Whether a text hides a host behind words, or names a kind of link that no host is in.
  static func hidesLink(_ text: String) -> Bool {
    text.contains("://") || [bracketedDot, webScheme, otherScheme].contains { $0.isIn(text) }
  }

  /// The telephone numbers in a text; two years in a row are none.
  static func phones(in text: String) -> [Range<String.Index>] {
    phone.places(in: text).filter { range in
      let digits = text[range].filter(\.isNumber)
      return digits.count >= fewestPhoneDigits && !twoYears.isAll(of: text[range])
    }
  }

  /// The text with addresses and telephone numbers covered, and these names and texts too.
  static func covered(_ text: String, names: Set<String>, texts: [String]) -> String {
    var text = tidied(text)
    for range in writtenAddress.places(in: text).reversed() { text.replaceSubrange(range, with: "[address]") }
    text = text.split(separator: " ").map { $0.contains("@") || $0.contains("＠") ? "[address]" : String($0) }.joined(separator: " ")
    for hidden in texts where hidden.count > 3 { text = replaced(text, tidied(hidden), by: "[hidden]") }
    for range in phones(in: text).reversed() { text.replaceSubrange(range, with: "[number]") }
    guard !names.isEmpty else { return text }
    return text.split(separator: " ").map { word in
      let parts = Folding.words(of: word)
      // The genitive is the name as well: Wolff’s folds to wolffs.
      let isName = parts.contains { names.contains($0) || ($0.hasSuffix("s") && names.contains(String($0.dropLast()))) }
      return isName ? "[name]" + word.suffix(while: \.isPunctuation) : String(word)
    }.joined(separator: " ")
  }

  private static func replaced(_ text: String, _ hidden: String, by mark: String) -> String {
    let (signs, wanted) = (Array(text), Array(hidden.lowercased()))
    guard !wanted.isEmpty, signs.count >= wanted.count else { return text }
    var out = ""
    var at = 0
    while at < signs.count {
      if at + wanted.count <= signs.count,
        zip(signs[at..<at + wanted.count], wanted).allSatisfy({ $0.lowercased() == String($1) })
      {
        out += mark
        at += wanted.count
      } else {
        out.append(signs[at])
        at += 1
      }
    }
    return out
  }

  private static func plainStops(_ text: String) -> String {
    String(text.map { "。．｡․".contains($0) ? "." : $0 })
  }

  private static func isHostSign(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber || sign == "-" || sign == "_" }

  /// What ends like a host: two letters or more, so that `3.5` and `e.g.` do not.
  private static func looksLikeTop(_ label: String) -> Bool {
    label.count >= 2 && (label.allSatisfy(\.isLetter) || label.lowercased().hasPrefix("xn--"))
  }
}

extension Substring {
  /// The signs at the end for which a rule holds.
  fileprivate func suffix(while rule: (Character) -> Bool) -> Substring {
    var start = endIndex
    while start > startIndex, rule(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}
