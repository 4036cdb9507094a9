import Outreach
import Testing

@testable import Engine

@Suite struct LintTests {
  private static let body =
    "Dear team, I saw your new shop on Main Street and thought that a short list of ideas might help you. May I send it?"

  private func codes(
    _ subject: String = "A question about your shop", _ text: String = body, html: String? = nil, country: String? = nil,
    to: String? = nil
  )
    -> [String]
  {
    var policy = Policy()
    policy.sender.postalAddress = "Main Street 1"
    return Lint.findings(subject: subject, text: text, html: html, policy: policy, country: country, to: to).map(\.code)
  }

  @Test func `a plain, honest mail has no finding`() {
    #expect(codes().isEmpty)
    #expect(codes("Re-opening of your shop", Self.body).isEmpty, "a word that begins like a prefix")
  }

  @Test func `each fault is found, and named`() {
    let long = Array(repeating: "word", count: 201).joined(separator: " ")
    let rows: [(String, String, String?, String)] = [
      ("Hello {{ name }}", Self.body, nil, "unresolved"), ("Hello", Self.body + " {% if x %}", nil, "unresolved"),
      ("Hello [First name]", Self.body, nil, "unresolved"),
      ("Hello", Self.body, "<p>{{ x }}</p>", "unresolved"), ("Hello", Self.body + " %%NAME%%", nil, "unresolved"),
      (String(repeating: "a", count: 61), Self.body, nil, "subject_length"), ("BIG NEWS FOR YOU", Self.body, nil, "capitals"),
      ("Re: our talk", Self.body, nil, "false_reply"), ("AW: Angebot", Self.body, nil, "false_reply"),
      ("Fwd: offer", Self.body, nil, "false_reply"),
      ("Hello!!", Self.body, nil, "exclamation"), ("Hello", long, nil, "length"), ("Hello", "Too short.", nil, "short"),
      ("Hello", Self.body + " https://a.example https://b.example https://c.example", nil, "links"),
      ("Hello", Self.body + " https://bit.ly/x", nil, "short_link"),
      ("Hello", Self.body + " http://192.0.2.7/x", nil, "number_link"),
      ("Hello", Self.body + " http://a.example", nil, "plain_link"), ("Hello", Self.body + " Act now, click here", nil, "phrase"),
      ("Hello", Self.body + " FREE GREAT OFFER TODAY", nil, "capitals"),
      ("Hello", Self.body + " Wow! Great! Yes!", nil, "exclamation"),
    ]
    for (subject, text, html, code) in rows {
      #expect(codes(subject, text, html: html).contains(code), "\(subject) \(text.suffix(30)): \(code)")
    }
    #expect(!codes("Hello", Self.body + " The breadwinners of guaranteedly").contains("phrase"), "whole words only")
  }

  @Test func `every placeholder is named, each once`() {
    func text(_ subject: String, _ text: String) -> String {
      Lint.findings(subject: subject, text: text, html: "<p>\(text)</p>", policy: Policy()).filter { $0.code == "unresolved" }.map(
        \.text
      )
      .joined(separator: "\n")
    }
    let rows: [(String, String, [String])] = [
      ("Hello", Self.body, []), ("Hello", Self.body + " [1] {as it was} [sic] [EN] [", []),
      ("Hello [your name]", Self.body, ["[your name]"]), ("Hello [Ihr Name]", "{company} [1]", ["[Ihr Name]", "{company}"]),
      (
        "{{ a }} {{b}}", "[[c]] TODO {% if d %} {{ a }} [First name] xxx",
        ["{{ a }}", "{{b}}", "{% if d %}", "[[c]]", "[First name]", "TODO", "xxx"]
      ),
      ("Hello {{ open", Self.body, ["{{"]), ("Hello", "{{ of\ntwo lines }} and {{ one }}", ["{{ one }}"]),
    ]
    for (subject, body, names) in rows {
      let found = text(subject, body)
      #expect(found.isEmpty == names.isEmpty && names.allSatisfy(found.contains), "\(subject) \(body): \(found)")
      if names.count > 1 { #expect(found.hasPrefix("\(names.count) placeholders"), "\(found)") }
    }
  }

  @Test func `an address tells whether a person reads there`() {
    let rows: [(String, [String])] = [
      ("anna@firm.de", []), ("info@firm.de", ["role"]), ("noreply@firm.de", ["unread"]), ("x@mailinator.com", ["disposable"]),
      ("x@sub.yopmail.com", ["disposable"]), ("nonsense", ["address"]),
    ]
    for (address, expected) in rows { #expect(codes(to: address) == expected, "\(address)") }
  }

  @Test func `the law of a known country is hinted at, whatever its name`() {
    for name in ["DE", "Germany", "Deutschland", "US", "Canada", "United Kingdom", "Portugal"] {
      let hint = CountryHint.of(name)
      #expect(hint?.contains("not legal advice") == true, "\(name)")
      #expect(codes(country: name) == ["country"], "\(name)")
    }
    for name in [nil, "", "Atlantis"] { #expect(CountryHint.of(name) == nil, "\(name ?? "nil")") }
    #expect(CountryHint.all.count > 30)
  }

  @Test func `the weightiest comes first`() {
    var policy = Policy()
    policy.sender.postalAddress = ""
    let levels = Lint.findings(subject: "BIG NEWS FOR YOU", text: "Wow! Yes! Now!", html: nil, policy: policy, country: "US").map(
      \.level)
    #expect(levels == [.error, .warn, .info, .info, .info])
  }

  @Test func `a file with a first mail is warned of, with a follow-up only where it is large`() {
    let small = AttachedFile(id: AttachedFile.ID(at: 0), name: "a.pdf", type: "application/pdf", size: 90_000, hash: "h")
    var large = small
    large.size = 2 << 20
    let rows: [([AttachedFile], Bool, [String])] = [
      ([], true, []), ([small], true, ["attachment"]), ([small], false, []), ([large], false, ["attachment_size"]),
      ([small, large], true, ["attachment", "attachment_size"]),
    ]
    for (files, isFirst, codes) in rows { #expect(Lint.findings(files: files, isFirst: isFirst).map(\.code) == codes) }
  }
}
