/// A pattern of signs, looked for at each place from left to right; a repeat takes as many as let the rest match.
///
/// The few patterns that foreign texts are searched for: less than the toolchain's regular expressions, which are a tenth of a program.
struct SignPattern: Sendable {
  /// One step of a pattern.
  enum Part: Sendable {
    /// So many signs for which a rule holds.
    case signs(ClosedRange<Int>, @Sendable (Character) -> Bool)
    /// One of these words, in small letters; in the text they may be large.
    case words([[Character]])
    /// Where a word begins or ends.
    case edge
  }

  private let parts: [Part]

  /// A pattern by its steps.
  init(_ parts: Part...) { self.parts = parts }

  /// Whether it is somewhere in a text.
  func isIn(_ text: String) -> Bool {
    let signs = Array(text)
    return signs.indices.contains { end(in: signs[...], at: $0) != nil }
  }

  /// Whether a text is nothing but this.
  func isAll(of text: some StringProtocol) -> Bool {
    let signs = Array(text)
    return end(in: signs[...], at: 0, goal: signs.count) != nil
  }

  /// The places where it is, from left to right, without overlap; none of them empty.
  func places(in text: String) -> [Range<String.Index>] {
    let signs = Array(text)
    var (found, at, index) = ([Range<String.Index>](), 0, text.startIndex)
    while at < signs.count {
      let stop = max(end(in: signs[...], at: at) ?? at, at)
      let next = text.index(index, offsetBy: max(stop - at, 1))
      if stop > at { found.append(index..<next) }
      (at, index) = (max(stop, at + 1), next)
    }
    return found
  }

  /// Where a match that begins at a place ends; nil where none does.
  private func end(in signs: ArraySlice<Character>, at place: Int, goal: Int? = nil, part: Int = 0) -> Int? {
    guard part < parts.count else { return goal.map { $0 == place } ?? true ? place : nil }
    switch parts[part] {
    case .signs(let count, let rule):
      var most = 0
      while most < count.upperBound, place + most < signs.endIndex, rule(signs[place + most]) { most += 1 }
      guard most >= count.lowerBound else { return nil }
      for count in stride(from: most, through: count.lowerBound, by: -1) {
        if let end = end(in: signs, at: place + count, goal: goal, part: part + 1) { return end }
      }
      return nil
    case .words(let words):
      for word in words where signs[place...].prefix(word.count).elementsEqual(word, by: { $0.lowercased() == String($1) }) {
        if let end = end(in: signs, at: place + word.count, goal: goal, part: part + 1) { return end }
      }
      return nil
    case .edge:
      let before = place > 0 && Self.isWord(signs[place - 1])
      let after = place < signs.endIndex && Self.isWord(signs[place])
      return before == after ? nil : end(in: signs, at: place, goal: goal, part: part + 1)
    }
  }

  private static func isWord(_ sign: Character) -> Bool { sign.isLetter || sign.isNumber || sign == "_" }
}

extension SignPattern.Part {
  /// One of these signs.
  static func one(of signs: String) -> Self { .signs(1...1) { signs.contains($0) } }
  /// One of these signs, or none.
  static func maybe(of signs: String) -> Self { .signs(0...1) { signs.contains($0) } }
  /// One of these words.
  static func word(_ words: String...) -> Self { .words(words.map { Array($0) }) }
  /// Any space, or none.
  static var spaces: Self { .signs(0...Int.max) { $0.isWhitespace } }
  /// A space, or none.
  static var space: Self { .signs(0...1) { $0.isWhitespace } }
  /// So many digits.
  static func digits(_ count: Int) -> Self { .signs(count...count) { $0.isNumber } }
  /// At least one sign that is no space.
  static var solid: Self { .signs(1...Int.max) { !$0.isWhitespace } }
}
