/// What a person newly wrote: a body without quotes and signature.
enum ReplyText {
  /// Octets and lines of a body that are looked at.
  static let maximumOctets = 128 * 1024
  static let maximumLines = 4000

  /// The new text of a plain body.
  static func extract(_ body: String) -> String {
    let lines = Self.lines(of: body)
    let kept = QuoteCutter(lines).kept
    return SignatureCutter.cut(kept).map(\.text).joined(separator: "\n").trimmedLines
  }

  private static func lines(of body: String) -> [ReplyLine] {
    let text = body.utf8.count > maximumOctets ? String(decoding: body.utf8.prefix(maximumOctets), as: UTF8.self) : body
    return text.split(separator: "\n", maxSplits: maximumLines, omittingEmptySubsequences: false).prefix(maximumLines).map(ReplyLine.init)
  }
}

/// Walks once over the lines and leaves out what is quoted.
struct QuoteCutter {
  /// The lines that stay.
  private(set) var kept: [ReplyLine] = []
  private let lines: [ReplyLine]

  /// Cuts the quotes out of a body.
  init(_ lines: [ReplyLine]) {
    self.lines = lines
    run()
  }

  private mutating func run() {
    var at = 0
    while at < lines.count {
      let line = lines[at]
      if line.isQuoted {
        at += 1
      } else if let count = Attribution.length(in: lines, at: at) {
        if !Attribution.quoteFollows(lines, at + count) { return }
        at += count
      } else if endsAnswer(at) {
        return
      } else {
        kept.append(line)
        at += 1
      }
    }
  }

  /// Whether everything from here on is an older mail.
  private func endsAnswer(_ at: Int) -> Bool {
    let key = lines[at].key
    if key.isEmpty { return false }
    if QuotedHeader.isSeparator(key) { return true }
    if QuotedHeader.begins(in: lines, at: at) { return true }
    guard QuotedHeader.isRule(key) else { return false }
    var next = at + 1
    while next < lines.count, next < at + 4, lines[next].isBlank { next += 1 }
    return next < lines.count && QuotedHeader.begins(in: lines, at: next)
  }
}

/// Leaves out the signature of an answer.
enum SignatureCutter {
  /// A closing formula counts as signature only that near to the end.
  static let closingReach = 10
  /// A signature is at most that long; text after a separator that is longer stays.
  static let separatorReach = 40

  /// The lines above the signature.
  static func cut(_ lines: [ReplyLine]) -> [ReplyLine] {
    guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return [] }
    var end = lines.count
    for index in lines.indices where index > first {
      let line = lines[index]
      if SignatureMark.isMobile(line.key) || (SignatureMark.isSeparator(line) && isSignature(lines[(index + 1)...])) {
        end = index
        break
      }
    }
    if SignatureMark.isMobile(lines[first].key) { return [] }
    return withoutClosing(lines[..<end], first: first)
  }

  private static func isSignature(_ rest: ArraySlice<ReplyLine>) -> Bool { rest.count { !$0.isBlank } <= separatorReach }

  /// Without `Best regards,` and the name below it.
  private static func withoutClosing(_ lines: ArraySlice<ReplyLine>, first: Int) -> [ReplyLine] {
    var seen = 0
    for index in lines.indices.reversed() where index > first {
      let line = lines[index]
      if line.isBlank { continue }
      if SignatureMark.isClosing(line.key) { return Array(lines[..<index]) }
      seen += 1
      if seen > closingReach { break }
    }
    return Array(lines)
  }
}
