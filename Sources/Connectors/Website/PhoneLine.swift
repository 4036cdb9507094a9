import Text

/// Finds telephone numbers where a page says that they are some.
enum PhoneLine {
  /// Folded, the longer first.
  private static let labels = [
    "mobiltelefon", "telefonnummer", "telefonisch", "telephone", "telefono", "telefone", "rufnummer", "festnetz", "telefoon",
    "telefon",
    "rufen sie uns an", "call us on", "call us at", "call us", "give us a call", "anrufen", "zentrale", "mobile", "mobil", "handy",
    "movil",
    "phone", "komorka", "cell", "call", "tel", "fon", "tlf", "tfn", "puh", "gsm", "ph", "тел", "телефон", "τηλ", "電話", "t", "m",
  ]
  private static let notLabels = ["telefax", "fax", "faks", "email", "mail"]
  private static let separators = Set("|·•‧;,\u{3000}／│⋅–".unicodeScalars)

  /// The numbers as written, in order. - Parameter lines: of a page, none blank.
  static func numbers(in lines: [String]) -> [String] {
    var out: [String] = []
    for (index, line) in lines.enumerated() where line.utf8.count <= 300 {
      for part in parts(of: line).prefix(20) {
        if let found = number(in: part) {
          out.append(found)
        } else if isLabel(part), index + 1 < lines.count, let found = digits(lines[index + 1].prefix(40)[...], startsThere: true) {
          out.append(found)
        }
      }
      if out.count >= 20 { break }
    }
    return out
  }

  private static func parts(of line: String) -> [Substring] {
    line[...].unicodeScalars.split { scalar in
      // Letters, digits and blanks are most of a line, and none of them parts it.
      switch scalar.value {
      case 0x20, 0x30...0x39, 0x41...0x7A: false
      default: separators.contains(scalar)
      }
    }.map(Substring.init)
  }

  /// The number of one line or part of a line, as written; nil where it has none or is about fax.
  static func number(in part: Substring) -> String? {
    guard part.utf8.count <= 200 else { return nil }
    let text = SitePage.line(String(part))
    guard let label = label(of: text) else { return nil }
    return digits(text.dropFirst(label.count), startsThere: label.count == 1)
  }

  /// The label that a text begins with; nil for none, and for a longer word that only begins so.
  private static func label(of text: String) -> String? {
    let folded = Folding.text(text.prefix(60))
    guard !notLabels.contains(where: { folded.hasPrefix($0) }) else { return nil }
    return labels.first { label in
      guard folded.hasPrefix(label) else { return false }
      let next = folded.dropFirst(label.count).first
      return next.map { !$0.isLetter } ?? true
    }
  }

  /// Whether a text is a label and nothing else: tables and lists set the number into the next line.
  private static func isLabel(_ part: Substring) -> Bool {
    guard part.utf8.count <= 40 else { return false }
    let folded = Folding.text(part)
    return folded.count > 1 && labels.contains(folded)
  }

  private static func digits(_ text: Substring, startsThere: Bool) -> String? {
    let from = text.drop { startsThere ? " .:/".contains($0) : !$0.isNumber && $0 != "+" && $0 != "(" }
    guard let first = from.first, first.isNumber || first == "+" || first == "(" else { return nil }
    let number = from.prefix { $0.isNumber || " +()/-.\u{A0}".contains($0) }
    let count = number.filter(\.isNumber).count
    return (6...15).contains(count) ? SitePage.line(String(number)) : nil
  }
}
