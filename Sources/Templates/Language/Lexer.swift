/// Cuts a template's source into tokens, one at a time, with Jinja's rules for white space around tags.
struct Lexer {
  private enum State { case text, variable, block }

  let bytes: [UInt8]
  private let options: TemplateOptions
  private let name: String?
  var position = 0
  var line = 1
  private var state = State.text
  /// The closing brackets that are still expected inside a tag.
  private var open: [UInt8] = []
  /// Whether what came before ended a line, so that `lstrip_blocks` may act at once.
  private var isLineStart = true
  private var waiting: [Token] = []

  /// Prepares to read; line ends become `\n`, and the last one goes unless it is to be kept.
  init(_ source: String, options: TemplateOptions, name: String?) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.utf8.count)
    var wasReturn = false
    for byte in source.utf8 {
      if byte == 13 {
        bytes.append(10)
      } else if byte != 10 || !wasReturn {
        bytes.append(byte)
      }
      wasReturn = byte == 13
    }
    if !options.keepTrailingNewline, bytes.last == 10 { bytes.removeLast() }
    self.bytes = bytes
    self.options = options
    self.name = name
  }

  /// The next token, or nil at the end of the source.
  mutating func next() throws(TemplateError) -> Token? {
    while waiting.isEmpty {
      guard position < bytes.count else { return nil }
      switch state {
      case .text: try readText()
      case .variable, .block: if let token = try readInTag() { return token }
      }
    }
    return waiting.removeFirst()
  }

  func fail(_ message: String) -> TemplateError {
    TemplateError(.syntax, message, name: name, line: line)
  }

  // MARK: Text

  private mutating func readText() throws(TemplateError) {
    let start = position
    var tag = start
    while tag + 1 < bytes.count {
      if bytes[tag] == UInt8(ascii: "{"), isTagMark(bytes[tag + 1]) { break }
      tag += 1
    }
    guard tag + 1 < bytes.count else {
      emitData(start..<bytes.count)
      position = bytes.count
      return
    }
    let mark = bytes[tag + 1]
    let raw = mark == UInt8(ascii: "%") ? rawBegin(tag) : nil
    var after = tag + 2
    var sign: UInt8 = 0
    if after < bytes.count, bytes[after] == UInt8(ascii: "-") || bytes[after] == UInt8(ascii: "+") {
      sign = bytes[after]
      after += 1
    }
    emitData(
      start..<textEnd(start, tag, sign, isVariable: mark == UInt8(ascii: "{")),
      newlines: start..<tag)
    if let raw {
      countLines(tag..<raw)
      isLineStart = bytes[raw - 1] == 10
      position = raw
      return try readRaw()
    }
    isLineStart = false
    position = after
    switch mark {
    case UInt8(ascii: "#"): try skipComment()
    case UInt8(ascii: "{"): begin(.variable, .variableBegin)
    default: begin(.block, .blockBegin)
    }
  }

  private func isTagMark(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "#")
  }

  private mutating func begin(_ next: State, _ kind: Token.Kind) {
    state = next
    waiting.append(Token(kind: kind, text: "", line: line))
  }

  /// Where the text before a tag ends, once its white space is cut as the tag or the options say.
  private func textEnd(_ start: Int, _ tag: Int, _ sign: UInt8, isVariable: Bool) -> Int {
    if sign == UInt8(ascii: "-") { return trimmedEnd(start, tag) }
    guard sign == 0, options.lstripBlocks, !isVariable else { return tag }
    var lineStart = tag
    while lineStart > start, bytes[lineStart - 1] != 10 { lineStart -= 1 }
    guard lineStart > start || isLineStart else { return tag }
    return trimmedEnd(lineStart, tag) == lineStart ? lineStart : tag
  }

  private func trimmedEnd(_ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start {
      var first = end - 1
      while first > start, bytes[first] & 0xC0 == 0x80 { first -= 1 }
      guard UnicodeText.isSpace(scalar(first)) else { break }
      end = first
    }
    return end
  }

  private mutating func emitData(_ range: Range<Int>, newlines: Range<Int>? = nil) {
    if !range.isEmpty { waiting.append(Token(kind: .data, text: string(range), line: line)) }
    countLines(newlines ?? range)
  }

  mutating func countLines(_ range: Range<Int>) {
    for byte in bytes[range] where byte == 10 { line += 1 }
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  // MARK: Comments and raw blocks

  /// The end of `{% raw %}` if one starts at `tag`.
  private func rawBegin(_ tag: Int) -> Int? {
    var at = tag + 2
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      at += 1
    }
    at = skipSpace(at)
    guard bytes[min(at, bytes.count)...].starts(with: "raw".utf8) else { return nil }
    at = skipSpace(at + 3)
    if bytes[min(at, bytes.count)...].starts(with: "%}".utf8) { return at + 2 }
    return bytes[min(at, bytes.count)...].starts(with: "-%}".utf8) ? skipSpace(at + 3) : nil
  }

  private func skipSpace(_ start: Int) -> Int {
    var at = start
    while at < bytes.count, UnicodeText.isSpace(scalar(at)) { at += width(at) }
    return at
  }

  /// Where a tag that ends with `close` ends, sign and trimmed white space included; nil if there is none at `at`.
  private func tagEnd(_ at: Int, _ close: String) -> Int? {
    let sign = at < bytes.count ? bytes[at] : 0
    if sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
      guard bytes[(at + 1)...].starts(with: close.utf8) else { return nil }
      return sign == UInt8(ascii: "-") ? skipSpace(at + 3) : (close == "}}" ? nil : at + 3)
    }
    guard bytes[min(at, bytes.count)...].starts(with: close.utf8) else { return nil }
    let end = at + 2
    return options.trimBlocks && close != "}}" && end < bytes.count && bytes[end] == 10
      ? end + 1 : end
  }

  private mutating func skipComment() throws(TemplateError) {
    guard position < bytes.count else { return }
    var at = position
    while at < bytes.count {
      if let end = tagEnd(at, "#}") {
        countLines(position..<end)
        isLineStart = bytes[end - 1] == 10
        position = end
        return
      }
      at += 1
    }
    throw fail("Missing end of comment tag")
  }

  private mutating func readRaw() throws(TemplateError) {
    guard position < bytes.count else { return }
    let start = position
    var at = start
    while at + 1 < bytes.count {
      if bytes[at] == UInt8(ascii: "{"), bytes[at + 1] == UInt8(ascii: "%"),
        let (sign, end) = rawEnd(at)
      {
        emitData(start..<textEnd(start, at, sign, isVariable: false), newlines: start..<at)
        countLines(at..<end)
        isLineStart = bytes[end - 1] == 10
        position = end
        return
      }
      at += 1
    }
    throw fail("Missing end of raw directive")
  }

  private func rawEnd(_ tag: Int) -> (sign: UInt8, end: Int)? {
    var at = tag + 2
    var sign: UInt8 = 0
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") || bytes[at] == UInt8(ascii: "+") {
      sign = bytes[at]
      at += 1
    }
    at = skipSpace(at)
    guard bytes[min(at, bytes.count)...].starts(with: "endraw".utf8) else { return nil }
    return tagEnd(skipSpace(at + 6), "%}").map { (sign, $0) }
  }

  // MARK: Inside tags

  private mutating func readInTag() throws(TemplateError) -> Token? {
    let isVariable = state == .variable
    if open.isEmpty, let end = tagEnd(position, isVariable ? "}}" : "%}") {
      let token = Token(kind: isVariable ? .variableEnd : .blockEnd, text: "", line: line)
      countLines(position..<end)
      isLineStart = bytes[end - 1] == 10
      position = end
      state = .text
      return token
    }
    let end = skipSpace(position)
    if end > position {
      countLines(position..<end)
      position = end
      return nil
    }
    return try readWord()
  }

  /// Keeps the balance of brackets; a tag ends only where all are closed.
  mutating func balance(_ byte: UInt8) throws(TemplateError) {
    switch byte {
    case UInt8(ascii: "("): open.append(UInt8(ascii: ")"))
    case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
    case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
    case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
      let shown = Character(Unicode.Scalar(byte))
      guard let expected = open.popLast() else { throw fail("unexpected '\(shown)'") }
      guard expected == byte else {
        throw fail("unexpected '\(shown)', expected '\(Character(Unicode.Scalar(expected)))'")
      }
    default: break
    }
  }

  /// The code point that starts at a byte.
  func scalar(_ at: Int) -> Unicode.Scalar {
    let byte = bytes[at]
    if byte < 0x80 { return Unicode.Scalar(byte) }
    return String(decoding: bytes[at..<min(at + width(at), bytes.count)], as: UTF8.self)
      .unicodeScalars.first ?? "\u{FFFD}"
  }

  /// How many bytes the code point at a byte takes.
  func width(_ at: Int) -> Int {
    switch bytes[at] {
    case 0xF0...: 4
    case 0xE0...: 3
    case 0xC0...: 2
    default: 1
    }
  }
}
