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
    let lead = Self.withoutIndent(text)
    isQuoted = Self.beginsQuote(lead)
    // Marks stand in short lines; of long ones only the beginning matters.
    let head = lead.utf8.count > Self.maximumKey ? Substring(lead.unicodeScalars.prefix(Self.maximumKey)) : lead
    key = Self.plainMarks(String(head.drop { $0 == ">" || $0 == " " }).lowercased()).foldedWhiteSpace
  }

  /// Without stars and marks of direction; the digits of other scripts as 0 to 9, the hyphens of Unicode as `-`.
  private static func plainMarks(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 >= 0x80 || $0 == 0x2A }) else { return text }
    var out = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where scalar != "*" && !isDirection(scalar) && scalar != "\u{FEFF}" {
      switch scalar.value {
      case 0x2010...0x2012: out.append("-")
      case 0x0660...0x0669, 0x06F0...0x06F9, 0x0966...0x096F, 0xFF10...0xFF19:
        out.append(Unicode.Scalar(UInt8(ascii: "0") + UInt8(scalar.properties.numericValue ?? 0)))
      default: out.append(scalar)
      }
    }
    return String(out)
  }

  private static func isDirection(_ scalar: Unicode.Scalar) -> Bool {
    (0x200E...0x200F).contains(scalar.value) || (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
  }

  private static func withoutIndent(_ text: String) -> Substring {
    text[(text.unicodeScalars.firstIndex { $0 != " " && $0 != "\t" && $0 != "\u{A0}" } ?? text.endIndex)...]
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
    let bytes = utf8
    var end = bytes.endIndex
    while end > bytes.startIndex {
      let before = bytes.index(before: end)
      let byte = bytes[before]
      if Octets.isSpace(byte) {
        end = before
      } else if byte == 0xA0, before > bytes.startIndex, bytes[bytes.index(before: before)] == 0xC2 {
        end = bytes.index(before: before)
      } else {
        break
      }
    }
    return end == bytes.endIndex ? self : String(self[..<end])
  }

  /// The text without empty lines and white space at both ends; inner indentation stays.
  var trimmedLines: String {
    var lines = utf8.split(separator: Octets.lineFeed, omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(Octets.isSpace) { lines = lines.dropFirst() }
    while let last = lines.last, last.allSatisfy(Octets.isSpace) { lines = lines.dropLast() }
    return lines.map { String($0) ?? "" }.joined(separator: "\n").trimmedEnd
  }
}
