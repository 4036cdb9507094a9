import Outreach
import Testing

@testable import Engine

@Suite struct ProposalCheckTests {
  private static let evidence = [
    one("e1", .field, "Business", "Bakery Kranz"), one("e2", .field, "City", "Bremen"),
    one(
      "e3", .page, "About us",
      "Since 1924 our family bakes sourdough bread with 3,5 tons of rye each month. Visit evil-shop.com or call [number]!"),
    one("e4", .own, "Your own words", "We photograph bread and cake for the web sites of bakeries, at 290 euros a day."),
  ]

  private static func one(_ id: String, _ kind: ProposalEvidence.Kind, _ title: String, _ text: String) -> ProposalEvidence {
    ProposalEvidence(id: id, kind: kind, title: title, excerpt: text, url: nil, hash: "h", at: Timestamp(rawValue: 0))
  }

  private func check(language: String = "en") -> ProposalCheck {
    var lead = LeadDetails()
    lead.website = "https://www.kranz-bread.example/about"
    var sender = Policy.Sender()
    (sender.address, sender.calendarLink) = ("mia@sender-studio.example", "https://calendly.com/mia/ten-minutes")
    return ProposalCheck(
      evidence: Self.evidence, links: OwnLinks(lead: lead, sender: sender), ownWords: ["Mia Falk", "Falk Studio"],
      language: language)
  }

  @Test func `nothing that a page could plant gets into a mail`() {
    let rows: [(String, String)] = [
      ("Look at https://evil-shop.com for more.", "link"), ("Look at evil-shop.com for more.", "link"),
      ("Look at EVIL-SHOP．COM now.", "link"), ("Look at evil-shop。com now.", "link"),
      ("Look at evil\u{200B}-shop.com now.", "link"),
      ("Look at bücher-böse.de now.", "link"), ("See kranz-bread.example.evil.com today.", "link"),
      ("See https://kranz-bread.example.evil.com today.", "link"),
      ("See https://www.kranz-bread.example/r?to=evil.com today.", "link"),
      ("See https://calendly.com/evil today.", "link"), ("See https://calendly.com/mia/ten-minutes.evil.com today.", "link"),
      ("See http://192.0.2.7/x today.", "link"), ("See http://localhost/x today.", "link"), ("See ftp://x today.", "link"),
      ("Write evil-shop (dot) com into your browser.", "link"), ("Go to hxxps: evil.", "link"),
      ("Press javascript:alert(1) now.", "link"),
      ("Call tel:+491234 now.", "link"),
      ("Write to boss@kranz-bread.example soon.", "address"), ("Write to boss (at) evil soon.", "address"),
      ("Write to boss＠evil soon.", "address"), ("See https://kranz-bread.example@evil/x now.", "address"),
      ("Ask mailto:boss now.", "address"),
      ("Call +49 421 123456 today.", "phone"), ("Call 0421/123-456-7 today.", "phone"),
      ("<b>Bread</b> for all.", "markup"), ("Bread<img src=x onerror=y>", "markup"), ("Bread &lt; cake &amp; more.", "markup"),
      ("Press [here](x) now.", "markup"), ("<!-- x --> Bread", "markup"),
      ("Dear {{ first_name }}, bread.", "placeholder"), ("{% include 'x' %}", "placeholder"), ("{# x #} Bread", "placeholder"),
      ("Dear [[name]], bread.", "placeholder"), ("Dear [name], bread.", "placeholder"), ("Dear <<name>>, bread.", "markup"),
      (String(repeating: "bread ", count: 90), "length"),
    ]
    for (text, code) in rows {
      let sentence = check().sentence(text, ["e3"], startsParagraph: false)
      #expect(sentence.isDropped && sentence.flags.map(\.code) == [code], "\(text): \(sentence.flags)")
    }
  }

  @Test func `their own site and the person's own links may stand`() {
    for text in [
      "On kranz-bread.example I read about your rye bread.", "Your page https://www.kranz-bread.example/about tells of rye bread.",
      "Bread pictures are on shop.sender-studio.example for you.",
      "Choose a time for your bread: https://calendly.com/mia/ten-minutes.",
      "In 1924-2024 a hundred years of bread went by, e.g. rye, 3.5 tons.",
    ] {
      let sentence = check().sentence(text, ["e3", "e4"], startsParagraph: false)
      #expect(!sentence.isDropped, "\(text): \(sentence.flags)")
    }
  }

  @Test func `each sentence is held against the evidence that it names`() {
    let rows: [(String, [String], [String], String)] = [
      ("Your family has baked sourdough bread since 1924.", ["e3"], [], "en"),
      ("We photograph bread for bakeries at 290 euros a day.", ["e4"], [], "en"),
      ("Would ten minutes next week suit you?", [], ["no_evidence"], "en"),
      ("Your bread is baked by a family.", ["e9"], ["unknown_evidence", "no_evidence"], "en"),
      ("Your bread is baked by a family.", ["e3", "e9"], ["unknown_evidence"], "en"),
      ("Your bread won 40 prizes.", ["e3"], ["number"], "en"),
      ("Since 1924 you bake bread.", ["e2"], ["number", "far_from_evidence"], "en"),
      ("You bake 3.5 tons of rye.", ["e3"], [], "en"),
      ("Congratulations on your new branch.", ["e3"], ["far_from_evidence"], "en"),
      ("Your bread is praised by Angela Merkel.", ["e3"], ["name"], "en"),
      ("Angela Merkel likes your bread.", ["e3"], ["name"], "en"),
      ("Mia Falk photographs bread in Bremen on Monday.", ["e2", "e4"], [], "en"),
      ("Bakery Kranz's sourdough bread is old.", ["e1", "e3"], [], "en"),
      ("Sourdough ist das Brot Ihrer Familie in Bremen.", ["e2", "e3"], [], "de"),
      ("Ihr Brot lobt auch Angela Merkel sehr, in Bremen.", ["e2"], ["name"], "de"),
    ]
    for (text, ids, codes, language) in rows {
      let sentence = check(language: language).sentence(text, ids, startsParagraph: false)
      #expect(!sentence.isDropped && sentence.flags.map(\.code) == codes, "\(text): \(sentence.flags)")
    }
  }

  @Test func `an answer of another shape is refused whole, and invisible signs go`() throws {
    func read(_ text: String) throws(WriterRefusal) -> ProposalContent {
      try check().content(WriterAnswer(text: text, tokens: WriterTokens(input: 1, output: 2)), requestHash: "h", model: "m")
    }
    let many = Array(repeating: #"{"text":"a","evidence":[]}"#, count: 16).joined(separator: ",")
    for text in [
      "", "{", "[]", "null", #""text""#, "{}", #"{"sentences":[]}"#, #"{"sentences":"x"}"#,
      #"{"sentences":[{"text":1,"evidence":[]}]}"#,
      #"{"sentences":[{"text":"a"}]}"#, "{\"sentences\":[\(many)]}",
      "```json\n{\"sentences\":[{\"text\":\"a\",\"evidence\":[]}]}\n```",
      #"{"sentences":[{"text":"\#(String(repeating: "x", count: 70_000))","evidence":[]}]}"#,
    ] {
      let refusal = #expect(throws: WriterRefusal.self) { try read(text) }
      #expect(refusal?.reason == .unreadable && refusal?.tokens.output == 2, "\(text.prefix(40))")
    }
    #expect(throws: WriterRefusal.self) { try read(#"{"sentences":[{"text":" \u200b ","evidence":[]}]}"#) }
    let content = try read(
      #"{"subject":{"text":"Bread\nBcc: x","evidence":["e3"]},"extra":1,"sentences":[{"text":"Your\u202e bread\r\nis old.","evidence":["e3"],"new_paragraph":true},{"text":"See evil.com now.","evidence":["e3"]},{"text":"It is rye.","evidence":["e3"],"new_paragraph":true}]}"#
    )
    #expect(content.subject?.text == "Bread Bcc: x" && content.paragraphs == ["Your bread is old.", "It is rye."])
  }

  @Test func `a mail's parts come apart and together again`() {
    let text =
      "Hello Leo,\n\nfirst thought.\n\nSecond thought?\n\nBest regards\nMia Falk\n\n-- \nMia Falk\nMain Street 1\nAnswer “unsubscribe”.\n"
    let parts = MailParts(text)
    #expect(
      parts.greeting == "Hello Leo," && parts.middle == ["first thought.", "Second thought?"]
        && parts.closing == ["Best regards\nMia Falk"])
    #expect(parts.text == text)
    var other = parts
    other.middle = ["<b> & “x”", "two"]
    #expect(
      other.html(instead: "<p>Hello</p>\n<p>-- <br>Mia &amp; Co</p>\n")
        == "<p>Hello Leo,</p>\n<p>&lt;b&gt; &amp; “x”</p>\n<p>two</p>\n<p>Best regards<br>Mia Falk</p>\n<p>-- <br>Mia &amp; Co</p>\n"
    )
    #expect(MailParts("Only this").middle == ["Only this"] && MailParts("Hi there, friend").greeting == nil)
    #expect(MailParts.html("<p>Hello</p><p>x</p>", with: "a<b") == "<p>Hello</p>\n<p>a&lt;b</p><p>x</p>")
  }

  @Test func `the HTML around a text's words stays where other words are put in`() throws {
    let parts = MailParts("Hello Leo,\n\nFirst & thought.\n\nSecond\nthought?\n\nBest regards\nMia\n\n-- \nMia\n")
    let footer = "\n<p>-- <br>Second thought?</p>\n"
    func put(_ html: String, _ words: [String] = ["a <b>", "{{ c }}"]) -> String? {
      MailFrame(html + footer, parts)?.html(with: words)
    }
    // Styles, pictures and signature stay, and paragraphs are as many as there are words for.
    #expect(
      put(
        "<!-- <p>x --><img alt='a>b'><p>Hello <b>Leo</b>,</p>\n<p class=\"m\">First &amp;\n thought.</p><p>Second<br>thought?</p>\n<p>Best regards<br>Mia</p><table><tr><td>Logo</td></tr></table>"
      )
        == "<!-- <p>x --><img alt='a>b'><p>Hello <b>Leo</b>,</p>\n<p class=\"m\">a &lt;b&gt;</p>\n<p class=\"m\">{{ c }}</p>\n<p>Best regards<br>Mia</p><table><tr><td>Logo</td></tr></table>"
        + footer)
    // The look that a span gives, and an element between that the text does not have.
    #expect(
      put(
        "<p><span style=\"x>y\">First &amp; thought.</span></p><p>A button</p><p><span>Second thought?</span></p>", ["new"])
        == "<p><span style=\"x>y\">new</span></p><p>A button</p>" + footer)
    // All in one cell, and cells that have to stay.
    #expect(
      put("<td>Hello Leo,<br><br>First &amp; thought.<br><br>Second thought?<br><br>Best regards<br>Mia</td>")
        == "<td>Hello Leo,<br><br>\na &lt;b&gt;<br><br>\n{{ c }}<br><br>\nBest regards<br>Mia</td>" + footer)
    #expect(
      put("<tr><td>First &amp; thought.</td></tr><tr><td w>Second thought?</td></tr>")
        == "<tr><td>a &lt;b&gt;<br><br>\n{{ c }}</td></tr><tr><td w></td></tr>" + footer)
    // A link with its target in the text.
    let linked = MailParts("See our page <https://a.example/b>.")
    #expect(MailFrame("<p>See <a href=\"https://a.example/b\">our page</a>.</p>", linked)?.html(with: ["w"]) == "<p>w</p>")
    // What says other words, has them twice apart, a picture among them or no end, is no frame.
    for html in [
      "<p>x</p>", "<p>First &amp; thought.</p>", "<p>Second thought?</p><p>First &amp; thought.</p>",
      "First &amp; thought. Second thought?",
      "<p>First &amp; thought.<img src=cid:x></p><p>Second thought?</p>", "<p>First &amp; thought.<p>Second thought?",
      "<p>First &amp; <div>thought. Second thought?</div></p>",
      "", "<", "<!--", "<p title=\"First &amp; thought.</p>",
    ] { #expect(put(html) == nil, "\(html)") }
    #expect(
      MailFrame("<p a>First &amp; thought.</p><p>Second thought?</p>", parts)?.html(before: "<w>")
        == "<p a>&lt;w&gt;</p>\n<p a>First &amp; thought.</p><p>Second thought?</p>")
    #expect(MailFrame("<td>First &amp; thought.</td><td>Second thought?</td>", parts)?.html(before: "w") == nil)
  }

  @Test func `what is personal is covered before it leaves`() {
    let text =
      "Ask Käthe Kranz-Meyer, kaethe@kranz.example or info (at) kranz.example, +49 (421) 123 456 7, AM DEICH 4, since 1924–2024."
    let covered = ForeignText.covered(text, names: ["kathe", "meyer"], texts: ["Am Deich 4", "0421 1234567"])
    for word in ["Käthe", "Meyer", "kaethe", "@", "(at)", "421", "DEICH"] {
      #expect(!covered.contains(word), "\(word) in \(covered)")
    }
    #expect(
      covered.contains("1924–2024") && covered.contains("[name]") && covered.contains("[address]") && covered.contains("[number]"))
  }
}
