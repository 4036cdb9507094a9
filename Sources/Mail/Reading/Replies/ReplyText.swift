/// What a person newly wrote: a body without quotes and signature.
enum ReplyText {
  /// Octets and lines of a body that are looked at.
  static let maximumOctets = 1024 * 1024
  static let maximumLines = 5000

  /// The new text of a plain body.
  /// - Parameter isHTML: whether the body was HTML, with quotes marked.
  static func extract(_ body: String, isHTML: Bool) -> String {
    let lines = Self.lines(of: body)
    let kept = QuoteCutter(lines, keepsForwards: isHTML).kept
    return SignatureCutter.cut(kept).map(\.text).joined(separator: "\n").trimmedLines
  }

  private static func lines(of body: String) -> [ReplyLine] {
    let text = body.utf8.count > maximumOctets ? String(decoding: body.utf8.prefix(maximumOctets), as: UTF8.self) : body
    return text.utf8.split(separator: Octets.lineFeed, maxSplits: maximumLines, omittingEmptySubsequences: false).prefix(
      maximumLines
    )
    .map { ReplyLine(Substring($0)) }
  }
}

/// Walks once over the lines and leaves out what is quoted.
struct QuoteCutter {
  /// The lines that stay.
  private(set) var kept: [ReplyLine] = []
  private let lines: [ReplyLine]
  private let keepsForwards: Bool

  /// Cuts the quotes out of a body.
  /// - Parameter keepsForwards: whether a mail that is nothing but passed on keeps its header.
  init(_ lines: [ReplyLine], keepsForwards: Bool) {
    (self.lines, self.keepsForwards) = (lines, keepsForwards)
    run()
  }

  private mutating func run() {
    var at = 0
    while at < lines.count {
      let line = lines[at]
      if QuotedHeader.isForward(line.key), !line.isQuoted, keepsForwards || kept.contains(where: { !$0.isBlank }) {
        // A mail that the person passes on is what they want to show.
        kept += lines[at...]
        return
      }
      if line.isQuoted {
        if QuotedHeader.isOrange(line.key) || QuotedHeader.isGroupWise(line), kept.contains(where: { !$0.isBlank }) { return }
        at += 1
      } else if let count = Attribution.answerBefore(in: lines, at: at) {
        kept.append(ReplyLine(line.text.prefix(count)))
        at += 1
      } else if let count = Attribution.length(in: lines, at: at) {
        // An attribution on top with nothing quoted below it: the answer stands under it.
        if !Attribution.quoteFollows(lines, at + count), kept.contains(where: { !$0.isBlank }) { return }
        at += count
      } else if let next = leadingHeaderEnd(at) {
        at = next
      } else if endsAnswer(at) {
        return
      } else {
        kept.append(line)
        at += 1
      }
    }
  }

  /// Where a header block ends that stands above everything else: what follows it is the mail itself.
  private func leadingHeaderEnd(_ start: Int) -> Int? {
    guard kept.allSatisfy(\.isBlank), !lines[start].isBlank else { return nil }
    var at = start
    if QuotedHeader.isForward(lines[at].key) { at += 1 }
    while at < lines.count, at < start + 3, lines[at].isBlank { at += 1 }
    guard at < lines.count, QuotedHeader.begins(in: lines, at: at) else { return nil }
    while at < lines.count, !lines[at].isBlank { at += 1 }
    return at
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

/// Leaves out the signature of an answer. A closing formula with a name under it stays: the person wrote it.
enum SignatureCutter {
  /// A signature is at most that long; text after a separator that is longer stays.
  static let separatorReach = 40

  /// The lines above the signature.
  static func cut(_ lines: [ReplyLine]) -> [ReplyLine] {
    guard let first = lines.firstIndex(where: { !$0.isBlank }) else { return [] }
    var end = lines.count
    for index in lines.indices where index > first {
      let line = lines[index]
      if SignatureMark.isMobile(line.key) || (SignatureMark.isSeparator(line) && isSignature(lines[(index + 1)...]))
        || (lines[index - 1].isBlank && endsMail(lines[index...]))
      {
        end = index
        break
      }
    }
    if SignatureMark.isMobile(lines[first].key) { return [] }
    return withoutDashedName(lines[..<end], first: first)
  }

  /// Whether a paragraph is a notice, or the last lines name a mail program.
  private static func endsMail(_ rest: ArraySlice<ReplyLine>) -> Bool {
    guard let first = rest.first, !first.isBlank else { return false }
    if SignatureMark.isProgram(first.key), rest.prefix(10).count(where: { !$0.isBlank }) <= 2, rest.count <= 10 { return true }
    return Disclaimer.begins(rest)
  }

  private static func isSignature(_ rest: ArraySlice<ReplyLine>) -> Bool { rest.count { !$0.isBlank } <= separatorReach }

  /// Without `-Ada` as the last line.
  private static func withoutDashedName(_ lines: ArraySlice<ReplyLine>, first: Int) -> [ReplyLine] {
    guard let last = lines.lastIndex(where: { !$0.isBlank }), last > first + 1, lines[last - 1].isBlank,
      SignatureMark.isDashedName(lines[last].text)
    else { return Array(lines) }
    return Array(lines[..<last])
  }
}
