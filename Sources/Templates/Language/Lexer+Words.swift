extension Lexer {
  /// Reads a number, a name, a text or an operator inside a tag.
  mutating func readWord() throws(TemplateError) -> Token {
    let start = position
    let first = bytes[start]
    if isDigit(first) { return try number() }
    if first == UInt8(ascii: "'") || first == UInt8(ascii: "\""), let token = try text(first) {
      return token
    }
    if isNameScalar(scalar(start)) { return try nameToken() }
    if let kind = operatorKind(start) {
      let token = Token(kind: kind, text: kind.rawValue, line: line)
      if kind.rawValue.utf8.count == 1 { try balance(first) }
      position += kind.rawValue.utf8.count
      return token
    }
    let index = string(0..<start).unicodeScalars.count
    throw fail("unexpected char \(PythonText.quote(String(scalar(start)))) at \(index)")
  }

  private func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  private func byte(_ at: Int) -> UInt8 { at < bytes.count ? bytes[at] : 0 }

  private func operatorKind(_ at: Int) -> Token.Kind? {
    if at + 1 < bytes.count, bytes[at] < 0x80, bytes[at + 1] < 0x80,
      let kind = Self.operators[string(at..<(at + 2))]
    {
      return kind
    }
    return bytes[at] < 0x80 ? Self.operators[string(at..<(at + 1))] : nil
  }

  private static let operators: [String: Token.Kind] = {
    let kinds: [Token.Kind] = [
      .add, .subtract, .divide, .floorDivide, .multiply, .modulo, .power, .tilde, .leftBracket,
      .rightBracket, .leftParenthesis,
      .rightParenthesis, .leftBrace, .rightBrace, .equal, .notEqual, .greater, .greaterOrEqual,
      .less, .lessOrEqual, .assign, .dot,
      .colon, .pipe, .comma, .semicolon,
    ]
    return Dictionary(uniqueKeysWithValues: kinds.map { ($0.rawValue, $0) })
  }()

  // MARK: Names

  private func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    UnicodeText.isWord(scalar) || (!scalar.isASCII && scalar.properties.isXIDContinue)
  }

  private mutating func nameToken() throws(TemplateError) -> Token {
    let start = position
    var end = start
    while end < bytes.count, isNameScalar(scalar(end)) { end += width(end) }
    let text = string(start..<end)
    let scalars = text.unicodeScalars
    guard let first = scalars.first, first == "_" || first.properties.isXIDStart,
      scalars.allSatisfy({ $0.properties.isXIDContinue })
    else { throw fail("Invalid character in identifier") }
    position = end
    return Token(kind: .name, text: text, line: line)
  }

  // MARK: Numbers

  /// Digits with single underscores between them; the end, or nil where there is no digit.
  private func digits(_ start: Int, _ isPart: (UInt8) -> Bool) -> Int? {
    var at = start
    guard isPart(byte(at)) else { return nil }
    while true {
      if isPart(byte(at)) {
        at += 1
      } else if byte(at) == UInt8(ascii: "_"), isPart(byte(at + 1)) {
        at += 2
      } else {
        return at
      }
    }
  }

  private mutating func number() throws(TemplateError) -> Token {
    let start = position
    if start == 0 || bytes[start - 1] != UInt8(ascii: "."), let end = floatEnd(start) {
      return take(.float, end)
    }
    if byte(start) == 48 {
      let letter = byte(start + 1) | 0x20
      let isPart: ((UInt8) -> Bool)? =
        switch letter {
        case UInt8(ascii: "b"): { $0 == 48 || $0 == 49 }
        case UInt8(ascii: "o"): { (48...55).contains($0) }
        case UInt8(ascii: "x"): { (48...57).contains($0) || (97...102).contains($0 | 0x20) }
        default: nil
        }
      if let isPart {
        let first = byte(start + 2) == UInt8(ascii: "_") ? start + 3 : start + 2
        if let end = digits(first, isPart) { return take(.integer, end) }
      }
      return take(.integer, digits(start) { $0 == 48 } ?? start + 1)
    }
    return take(.integer, digits(start, isDigit) ?? start + 1)
  }

  private func floatEnd(_ start: Int) -> Int? {
    guard let whole = digits(start, isDigit) else { return nil }
    let fraction = byte(whole) == UInt8(ascii: ".") ? digits(whole + 1, isDigit) : nil
    let mantissa = fraction ?? whole
    if byte(mantissa) | 0x20 == UInt8(ascii: "e") {
      let sign = byte(mantissa + 1)
      let first =
        sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? mantissa + 2 : mantissa + 1
      if let end = digits(first, isDigit) { return end }
    }
    return fraction
  }

  private mutating func take(_ kind: Token.Kind, _ end: Int) -> Token {
    let text = String(
      decoding: bytes[position..<end].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    position = end
    return Token(kind: kind, text: text, line: line)
  }

  // MARK: Texts

  private mutating func text(_ quote: UInt8) throws(TemplateError) -> Token? {
    var end = position + 1
    while end < bytes.count, bytes[end] != quote { end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1 }
    guard end < bytes.count else { return nil }
    let value = try unescaped((position + 1)..<end)
    let token = Token(kind: .string, text: value, line: line)
    countLines(position..<end)
    position = end + 1
    return token
  }

  private func unescaped(_ range: Range<Int>) throws(TemplateError) -> String {
    guard bytes[range].contains(UInt8(ascii: "\\")) else { return string(range) }
    var out: [UInt8] = []
    var at = range.lowerBound
    while at < range.upperBound {
      guard bytes[at] == UInt8(ascii: "\\"), at + 1 < range.upperBound else {
        out.append(bytes[at])
        at += 1
        continue
      }
      at = try escape(at + 1, range.upperBound, &out)
    }
    return String(decoding: out, as: UTF8.self)
  }

  private static let simple: [UInt8: UInt8] = [
    UInt8(ascii: "n"): 10, UInt8(ascii: "t"): 9, UInt8(ascii: "r"): 13, UInt8(ascii: "a"): 7,
    UInt8(ascii: "b"): 8,
    UInt8(ascii: "f"): 12, UInt8(ascii: "v"): 11, UInt8(ascii: "\\"): 92, UInt8(ascii: "'"): 39,
    UInt8(ascii: "\""): 34,
  ]

  /// Reads what follows a backslash, appends it and returns where it ends.
  private func escape(_ at: Int, _ end: Int, _ out: inout [UInt8]) throws(TemplateError) -> Int {
    let letter = bytes[at]
    if let plain = Self.simple[letter] {
      out.append(plain)
      return at + 1
    }
    switch letter {
    case 10: return at + 1
    case 48...55:
      var value: UInt32 = 0
      var next = at
      while next < min(at + 3, end), (48...55).contains(bytes[next]) {
        value = value * 8 + UInt32(bytes[next] - 48)
        next += 1
      }
      append(value, &out)
      return next
    case UInt8(ascii: "x"): return try hexEscape(at, 2, "truncated \\xXX escape", end, &out)
    case UInt8(ascii: "u"): return try hexEscape(at, 4, "truncated \\uXXXX escape", end, &out)
    case UInt8(ascii: "U"): return try hexEscape(at, 8, "truncated \\UXXXXXXXX escape", end, &out)
    case UInt8(ascii: "N"): throw fail("malformed \\N character escape")
    default:
      out.append(UInt8(ascii: "\\"))
      guard letter >= 0x80 else { return at }
      // Jinja turns letters beyond ASCII into escapes first, which a backslash before them then spoils.
      let code = scalar(at).value
      let (mark, digits) = code < 0x100 ? ("x", 2) : (code < 0x10000 ? ("u", 4) : ("U", 8))
      out.append(contentsOf: (mark + PythonText.hex(code, width: digits)).utf8)
      return at + width(at)
    }
  }

  private func hexEscape(
    _ at: Int, _ count: Int, _ problem: String, _ end: Int, _ out: inout [UInt8]
  ) throws(TemplateError) -> Int {
    guard at + 1 + count <= end, let value = UInt32(string((at + 1)..<(at + 1 + count)), radix: 16),
      bytes[at + 1] != 43
    else {
      throw fail(problem)
    }
    guard value <= 0x10ffff else { throw fail("illegal Unicode character") }
    append(value, &out)
    return at + 1 + count
  }

  private func append(_ value: UInt32, _ out: inout [UInt8]) {
    out.append(contentsOf: String(Unicode.Scalar(value) ?? "\u{FFFD}").utf8)
  }
}
