/// The little that must be known about SQL text before SQLite reads it.
enum SQLText {
  /// Words that begin a statement which would end, nest or leave the transaction of a closure.
  static let endsTransactions: Set<String> = [
    "BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE", "ATTACH", "DETACH", "VACUUM",
  ]

  /// The first word in capitals, after blanks and comments; empty when there is none.
  static func firstWord(_ sql: Substring) -> String {
    let start = skippingBlanks(sql.utf8)
    let word = start.prefix { isLetter($0) }
    return String(decoding: word.map { $0 & 0xDF }, as: UTF8.self)
  }

  /// What follows blanks, semicolons, `-- …` and `/* … */`.
  static func skippingBlanks(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text
    while let byte = rest.first {
      if byte == UInt8(ascii: " ") || (9...13).contains(byte) || byte == UInt8(ascii: ";") {
        rest = rest.dropFirst()
      } else if rest.starts(with: "--".utf8) {
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else if rest.starts(with: "/*".utf8) {
        rest = afterComment(rest.dropFirst(2))
      } else {
        break
      }
    }
    return rest
  }

  private static func afterComment(_ text: Substring.UTF8View) -> Substring.UTF8View {
    var rest = text
    while !rest.isEmpty {
      if rest.starts(with: "*/".utf8) { return rest.dropFirst(2) }
      rest = rest.dropFirst()
    }
    return rest
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
