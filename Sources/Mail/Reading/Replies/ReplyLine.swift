/// One line of an answer, with what the search for quotes needs to know of it.
struct ReplyLine {
  /// The line without white space at its end.
  let text: String
  /// Lower case, white space folded, bold stars and leading quote marks dropped.
  let key: String
  /// Whether it begins with `>`.
  let isQuoted: Bool
  var isBlank: Bool { key.isEmpty && !isQuoted }

  /// Octets of one line that are looked at for marks.
  static let maximumKey = 600

  /// Understands a line.
  init(_ raw: Substring) {
    text = String(raw).trimmedEnd
    let lead = text.drop { $0 == " " || $0 == "\t" || $0 == "\u{A0}" }
    isQuoted = Self.beginsQuote(lead)
    // Marks stand in short lines; of long ones only the beginning matters.
    let head = lead.utf8.count > Self.maximumKey ? lead.prefix(Self.maximumKey) : lead
    key =
      String(head.drop { $0 == ">" || $0 == " " }).lowercased().filter { $0 != "*" && $0 != "\u{200E}" && $0 != "\u{200F}" }
      .foldedWhiteSpace
  }

  /// `>` quotes, but `>>> >>> http://… <<<` is an ornament.
  private static func beginsQuote(_ lead: Substring) -> Bool {
    guard lead.first == ">" else { return false }
    if lead.hasPrefix(">>> >>>") || lead.hasSuffix("<<<") { return false }
    // A run of hundreds is no quote level.
    return lead.utf8.prefix(101).contains { $0 != 0x3E } || lead.utf8.count <= 100
  }
}

extension String {
  /// The text without white space at its end.
  var trimmedEnd: String {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return end == endIndex ? self : String(self[..<end])
  }

  /// The text without empty lines and white space at both ends; inner indentation stays.
  var trimmedLines: String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines = lines.dropFirst() }
    while let last = lines.last, last.allSatisfy(\.isWhitespace) { lines = lines.dropLast() }
    return lines.joined(separator: "\n").trimmedEnd
  }
}
