import Testing

@testable import Connectors

@Suite struct WordListTests {
  @Test func `words are found where they may stand`() {
    let list = WordList(["hosting", "design by", "über"])
    let rows: [(String, anywhere: Bool, atWord: Bool)] = [
      ("hosting", true, true), ("our hosting", true, true), ("webhosting", true, false), ("webhosting and hosting", true, true),
      ("design b", false, false), ("the design by us", true, true), ("wir über uns", true, true), ("xüber", true, false),
      ("", false, false), ("hostin", false, false), ("h hosting", true, true),
    ]
    for (text, anywhere, atWord) in rows {
      #expect(list.occurs(in: text) == anywhere, "\(text)")
      #expect(list.occurs(in: text, .atWord) == atWord, "\(text)")
    }
    #expect(!WordList([]).occurs(in: "anything"))
  }

  @Test func `one line has single blanks, whatever the blanks were`() {
    for scalar in (0...0x3100).compactMap(Unicode.Scalar.init) where scalar.value != 0xD {
      let text = "\(scalar)a\(scalar)\(scalar)b\(scalar)"
      let isBlank = scalar.properties.isWhitespace
      #expect((SitePage.line(text) == "a b") == isBlank, "\(String(scalar.value, radix: 16))")
      if !isBlank { #expect(SitePage.line(text) == text, "\(String(scalar.value, radix: 16))") }
    }
    #expect(SitePage.line("\r\n Straße\t\r\n 12 \n") == "Straße 12")
    #expect(SitePage.line(" \u{2028} ").isEmpty)
  }
}
