import Fakes
import Testing
import _StringProcessing

/// The toolchain's own search is the model; it may be used here, where its size does not count.
@Suite struct FindingTests {
  /// Letters that join with their neighbours, and some that have two forms.
  private static let signs = [
    "a", "b", "e", "\u{301}", "é", "\r", "\n", "\r\n", "🇩", "🇪", "👨", "\u{200D}", "ß", "ab", "K", " ", "x", "ä", "a\u{308}",
  ]

  private static func text(_ longest: Int, _ random: inout some RandomNumberGenerator) -> String {
    (0..<Int.random(in: 0...longest, using: &random)).compactMap { _ in signs.randomElement(using: &random) }.joined()
  }

  @Test func `texts are found where the toolchain finds them`() {
    var random = SeededRandom(1)
    for _ in 0..<20_000 {
      let (text, part) = (Self.text(8, &random), Self.text(3, &random))
      let shown = "\(text.unicodeScalars.map(\.value)) \(part.unicodeScalars.map(\.value))"
      #expect(Ours.contains(text, part) == text.contains(part), "\(shown)")
      #expect(Ours.first(text, part) == text.firstRange(of: part), "\(shown)")
      guard !part.isEmpty else { continue }
      #expect(Ours.all(text, part) == text.ranges(of: part), "\(shown)")
      #expect(Ours.replaced(text, part, "<>") == text.replacing(part, with: "<>"), "\(shown)")
    }
  }

  @Test func `a rest of a text is searched by itself`() {
    let text = "one two one"
    let rest = text.dropFirst(3)
    #expect(Ours.firstInRest(rest, "one").map { text.distance(from: text.startIndex, to: $0.lowerBound) } == 8)
    #expect(Ours.firstInRest(rest, "one two") == nil)
  }

  @Test func `half a line end, half a flag and a letter without its accent are not there`() {
    // Text, part.
    for (text, part) in [("a\r\nb", "\n"), ("🇩🇪", "🇩"), ("e\u{301}", "e"), ("", "a")] { #expect(!Ours.contains(text, part)) }
    for (text, part) in [("a\r\nb", "\r\n"), ("cafe\u{301}", "é"), ("é", "e\u{301}"), ("", "")] {
      #expect(Ours.contains(text, part))
    }
  }

  @Test(.timeLimit(.minutes(20))) func `a text that nearly matches everywhere does not take forever`() {
    let text = String(repeating: "größ ", count: 50_000)
    #expect(!Ours.contains(text, "größer"))
    #expect(Ours.replaced(text, "ö", "o").utf8.count == 50_000 * 6)
  }
}
