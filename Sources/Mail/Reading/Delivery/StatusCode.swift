/// Reply codes (RFC 5321 §4.2) and enhanced status codes (RFC 3463) found in text.
enum StatusCode {
  /// The first enhanced code of class 2, 4 or 5 in a text: `5.1.1`. Parts of version numbers and IP addresses don't count.
  static func enhanced(in text: ArraySlice<UInt8>) -> String? {
    var best: String?
    var at = text.startIndex
    while at + 4 < text.endIndex {
      if let end = enhancedEnd(text, at) {
        let code = String(decoding: text[at..<end], as: UTF8.self)
        // 5.0.0 says nothing: a better one may follow.
        if !code.hasSuffix(".0.0") { return code }
        if best == nil { best = code }
        at = end
      } else {
        at += 1
      }
    }
    return best
  }

  private static func enhancedEnd(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
    guard text[start] == 0x34 || text[start] == 0x35, text[start + 1] == 0x2E else { return nil }
    if start > text.startIndex {
      let before = text[start - 1]
      if Octets.isDigit(before) || before == 0x2E || Octets.isLetter(before) || before == 0x2F
        || before == 0x2D && isDigitAt(text, start - 2) == false
          && Octets.isLetter(before)
      {
        return nil
      }
    }
    guard let second = digits(text, from: start + 2), second < text.endIndex, text[second] == 0x2E,
      let third = digits(text, from: second + 1)
    else { return nil }
    if third < text.endIndex, Octets.isDigit(text[third]) || Octets.isLetter(text[third]) { return nil }
    if third + 1 < text.endIndex, text[third] == 0x2E, Octets.isDigit(text[third + 1]) { return nil }
    return third
  }

  private static func isDigitAt(_ text: ArraySlice<UInt8>, _ index: Int) -> Bool {
    index >= text.startIndex && index < text.endIndex && Octets.isDigit(text[index])
  }

  /// One to three digits.
  private static func digits(_ text: ArraySlice<UInt8>, from start: Int) -> Int? {
    var at = start
    while at < text.endIndex, at - start < 3, Octets.isDigit(text[at]) { at += 1 }
    return at > start ? at : nil
  }

  /// The first SMTP reply code of class 4 or 5 that stands alone.
  static func reply(in text: ArraySlice<UInt8>) -> Int? {
    var at = text.startIndex
    while at + 2 < text.endIndex {
      if let code = replyCode(text, at) { return code }
      at += 1
    }
    return nil
  }

  private static func replyCode(_ text: ArraySlice<UInt8>, _ at: Int) -> Int? {
    guard text[at] == 0x34 || text[at] == 0x35, Octets.isDigit(text[at + 1]), Octets.isDigit(text[at + 2]) else { return nil }
    if at > text.startIndex {
      let before = text[at - 1]
      if !(Octets.isSpace(before) || [0x3A, 0x28, 0x5B, 0x22, 0x27, 0x23, 0x3D, 0x3E, 0x3C, 0x3B].contains(before)) { return nil }
    }
    let after = at + 3 < text.endIndex ? text[at + 3] : Octets.space
    guard Octets.isSpace(after) || [0x2D, 0x3A, 0x2C, 0x3B, 0x22, 0x27, 0x29, 0x5D, 0x3C, 0x2E, 0x23].contains(after) else {
      return nil
    }
    if after == 0x2E, at + 4 < text.endIndex, Octets.isDigit(text[at + 4]) { return nil }
    let code = Int(text[at] - 48) * 100 + Int(text[at + 1] - 48) * 10 + Int(text[at + 2] - 48)
    return known.contains(code) ? code : nil
  }

  /// Codes that servers send; other numbers of three digits are most often something else.
  private static let known: Set<Int> = [
    420, 421, 422, 430, 431, 432, 441, 442, 446, 447, 449, 450, 451, 452, 453, 454, 455, 471, 472, 500, 501, 502, 503, 504, 505,
    510, 511,
    512, 513, 515, 517, 521, 522, 523, 525, 530, 531, 532, 533, 534, 535, 538, 540, 541, 542, 543, 544, 550, 551, 552, 553, 554,
    555, 556,
    557, 558, 559, 560, 561, 570, 571, 572, 573, 574, 575, 576, 577, 578, 580, 591, 592, 598, 599,
  ]
}
