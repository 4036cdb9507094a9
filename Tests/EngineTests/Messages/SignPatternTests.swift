import Fakes
import Testing

@testable import Engine

/// Patterns of signs beside the regular expressions that say the same.
@Suite struct SignPatternTests {
  private static let pieces = [
    "(", ")", "[", "]", "{", "<", ">", " ", "\n", "at", "AT", "ät", "dot", "http", "hxxps", ":", "/", "tel", "data", "x", "1",
    "2024", "0301234", "-", "–", "+",
    ".", ",", "mailto", "ß", "名", "&", "#", ";", "_", "!", "?", "a",
  ]

  @Test func `each finds what its regular expression finds`() {
    var random = SeededRandom(1)
    let phone = SignPattern(
      .maybe(of: "+("), .digits(1), .signs(4...Int.max) { $0.isNumber || " ()/.-–".contains($0) }, .digits(1))
    let address = SignPattern(.solid, .space, .one(of: "([{"), .space, .word("at", "ät"), .space, .one(of: ")]}"), .space, .solid)
    let scheme = SignPattern(.edge, .word("data", "tel"), .spaces, .one(of: ":"), .solid)
    let years = SignPattern(.digits(4), .maybe(of: " "), .one(of: "-–/"), .maybe(of: " "), .digits(4))
    for _ in 0..<10_000 {
      let text = (0..<Int.random(in: 0...9, using: &random)).compactMap { _ in Self.pieces.randomElement(using: &random) }.joined()
      #expect(phone.places(in: text) == text.matches(of: /[+(]?\d[\d ()\/.\-–]{4,}\d/).map(\.range), "\(text)")
      #expect(address.places(in: text) == text.matches(of: /(?i)\S+\s?[\(\[\{]\s?(at|ät)\s?[\)\]\}]\s?\S+/).map(\.range), "\(text)")
      #expect(scheme.isIn(text) == text.contains(/(?i)\b(data|tel)\s*:\S/.wordBoundaryKind(.simple)), "\(text)")
      #expect(years.isAll(of: text) == (text.wholeMatch(of: /\d{4} ?[-–\/] ?\d{4}/) != nil), "\(text)")
    }
    #expect(years.isAll(of: "2019 – 2024") && !years.isAll(of: "2019 – 20245") && !years.isAll(of: ""))
  }
}
