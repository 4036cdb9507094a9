/// Text of a cell as it may be kept: no control characters, no invisible ones, bounded.
enum CellText {
  private static let placeholders: Set<String> = [
    "-", "--", "–", "—", "n/a", "n.a.", "#n/a", "null", "nil", "nan", "undefined", "k.a.", "k. a.", "?", "[]", "{}",
  ]

  /// Whether a cell holds nothing but blanks.
  static func isEmpty(_ text: String) -> Bool { text.utf8.allSatisfy { $0 <= 0x20 } }

  /// Whether a cell says that it says nothing.
  static func isPlaceholder(_ text: String) -> Bool {
    guard text.utf8.count <= 12 else { return false }
    return placeholders.contains(line(text, limit: 12).lowercased())
  }

  /// One line: breaks and controls become blanks, runs of blanks one, at most `limit` characters.
  static func line(_ text: String, limit: Int) -> String {
    if isTidy(text, limit: limit) { return text }
    var out = String.UnicodeScalarView()
    var wantsBlank = false
    for scalar in bounded(text).unicodeScalars where !isInvisible(scalar) {
      if scalar.properties.isWhitespace || isControl(scalar) {
        wantsBlank = !out.isEmpty
      } else {
        if wantsBlank { out.append(" ") }
        wantsBlank = false
        out.append(scalar)
      }
    }
    return cut(String(out), limit)
  }

  /// Several lines: line ends become LF, other controls go.
  static func lines(_ text: String, limit: Int) -> String {
    if isTidy(text, limit: limit) { return text }
    var out = String.UnicodeScalarView()
    var afterCR = false
    for scalar in bounded(text).unicodeScalars where !isInvisible(scalar) {
      defer { afterCR = scalar == "\r" }
      if scalar == "\n" && afterCR { continue }
      if scalar == "\r" || scalar == "\n" {
        out.append("\n")
      } else if scalar == "\t" {
        out.append(" ")
      } else if !isControl(scalar) {
        out.append(scalar)
      }
    }
    var kept = Substring(String(out)).drop { $0.isWhitespace }
    while kept.last?.isWhitespace == true { kept.removeLast() }
    return cut(String(kept), limit)
  }

  /// A number with point or comma, inside a range; nil for anything else.
  static func number(_ text: String, in range: ClosedRange<Double>) -> Double? {
    let plain = text.contains(".") ? text : String(text.map { $0 == "," ? "." : $0 })
    guard plain.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == 0x2E || $0 == 0x2D || $0 == 0x2B || $0 == 0x20 }) else {
      return nil
    }
    guard let number = Double(line(plain, limit: 40)), range.contains(number) else { return nil }
    return number
  }

  /// Whether this looks like an IANA zone name: `UTC`, `Europe/Berlin`, `America/Argentina/Salta`.
  static func isZoneName(_ text: String) -> Bool {
    if text == "UTC" { return true }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = text.utf8.allSatisfy { byte in
      (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "/_+-".utf8.contains(byte)
    }
    return isPlain && (2...3).contains(parts.count) && parts.allSatisfy { !$0.isEmpty } && text.utf8.count <= 64
  }

  private static func bounded(_ text: String) -> Substring {
    text.utf8.count <= LeadIntake.Limit.cellBytes ? text[...] : text.prefix(LeadIntake.Limit.cellBytes / 4)
  }

  private static func cut(_ text: String, _ limit: Int) -> String { text.utf8.count <= limit ? text : String(text.prefix(limit)) }

  /// Plain ASCII on one line without blanks to tidy: nearly every cell.
  private static func isTidy(_ text: String, limit: Int) -> Bool {
    guard text.utf8.count <= limit else { return false }
    var before: UInt8 = 0x20
    for byte in text.utf8 {
      guard byte > 0x20 && byte < 0x7F || byte == 0x20 && before != 0x20 else { return false }
      before = byte
    }
    return before != 0x20
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value == 0x2028 || scalar.value == 0x2029
  }

  /// Marks that show nothing and only harm comparing; the joiners of Persian and Indic scripts stay.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xAD, 0x200B, 0x200E, 0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF, 0xFFF9...0xFFFB: true
    default: false
    }
  }
}
