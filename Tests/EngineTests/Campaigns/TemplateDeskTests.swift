import Fakes
import Outreach
import Store
import Testing

@testable import Engine

/// What the editor of mails tells of the leads.
@Suite struct TemplateDeskTests {
  private static func bench() async throws -> MailBench {
    let bench = try await MailBench.make()
    for (name, city, contact) in [("One", "Town", "Anna Miller"), ("Two", "", "Tom Ashby"), ("Three", "", "")] {
      var edit = Leads.Edit()
      edit.texts = ["business_name": name, "email": "hello@\(name.lowercased()).example", "city": city, "contact_name": contact]
      edit.texts = edit.texts.filter { !$0.value.isEmpty }
      if name == "One" { edit.custom = ["Shoe size": "44"] }
      let lead = try await bench.leads.add(edit, as: MailBench.me)
      _ = try await bench.leads.decide(lead.id, .approve, as: MailBench.me)
    }
    return bench
  }

  private static func check(_ bench: MailBench, _ mails: [MailTemplate.Mail], after: Int = 0) async throws -> TemplateCheck.Page {
    let check = TemplateCheck(policy: bench.settings.policy)
    return try await bench.base.read { work in try check.page(mails, .approved, after: after, in: work) }
  }

  @Test func `what leads lack is counted once a lead, with all that one mail lacks`() async throws {
    let bench = try await Self.bench()
    let mails = [
      MailTemplate.Mail(
        subject: "{{ city }}", text: "{{ first_name }} in {{ city }}, {{ custom[\"shoe_size\"] }}", html: "<p>{{ lead.city }}</p>"),
      MailTemplate.Mail(subject: "", text: "{{ first_name }}"),
    ]
    let page = try await Self.check(bench, mails)
    #expect(page.lookedAt == 3 && page.affected == 2 && page.withoutEmail == 0 && page.next == nil && page.troubles.isEmpty)
    let rows = page.missing.map { "\($0.name) \($0.count) \($0.mails.sorted())" }
    #expect(rows == ["city 2 [0]", "custom[\"shoe_size\"] 2 [0]", "lead.city 2 [0]", "first_name 1 [0, 1]"])
    #expect(page.missing.first?.examples.map(\.name) == ["Two", "Three"])
  }

  @Test func `what a default or a condition takes care of is not missing`() async throws {
    let bench = try await Self.bench()
    let text =
      "{{ city | default('town') }} {% if first_name is defined %}{{ first_name }}{% endif %} {{ custom['shoe_size'] | default('') }}"
    let page = try await Self.check(bench, [MailTemplate.Mail(subject: "A", text: text)])
    #expect(page.affected == 0 && page.missing.isEmpty && page.troubles.isEmpty)
  }

  @Test func `other mistakes are told with their line, and a page goes on where it ended`() async throws {
    let bench = try await Self.bench()
    let page = try await Self.check(bench, [MailTemplate.Mail(subject: "A", text: "Hi\n{{ business_name.nothing() }}")], after: 1)
    #expect(page.lookedAt == 2 && page.affected == 2)
    #expect(page.troubles.map { "\($0.mail) \($0.field) \($0.line) \($0.count)" } == ["0 text 2 2"])
  }

  @Test func `the palette tells how many leads have a value, the person's own columns included`() async throws {
    let bench = try await Self.bench()
    let policy = bench.settings.policy
    let found = try await bench.base.read { work in try TemplateVariables.of(.approved, policy: policy, in: work) }
    #expect(found.lookedAt == 3 && !found.isCut)
    func have(_ name: String) -> Int? { found.variables.first { $0.name == name }?.have }
    #expect([have("business_name"), have("first_name"), have("city"), have("shoe_size")] == [3, 2, 1, 1])
    #expect(have("sender.name") == 3 && have("email") == nil)
  }

  @Test func `an audience is who is approved and free, who is in a campaign, or everybody`() async throws {
    let bench = try await Self.bench()
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("four@four.example")
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    let counts = try await bench.base.read { work in
      try [LeadAudience.approved, .campaign(campaign.id), .all].map { audience in
        #expect(try audience.page(after: 0, limit: 10, in: work).count == audience.count(in: work))
        return try audience.count(in: work)
      }
    }
    #expect(counts == [3, 1, 4])
  }

  @Test func `each body is made from the other, and tags stay as they are`() {
    let text =
      "Hi {{ name | default(\"a<b\") }},\n\nsee https://a.example/x?y=1&z. 1 < 2\nBye\n{% if city %}\n\nin {{ city }}\n{% endif %}"
    let html = """
      <p>Hi {{ name | default("a<b") }},</p>
      <p>see <a href="https://a.example/x?y=1&amp;z">https://a.example/x?y=1&amp;z</a>. 1 &lt; 2<br>
      Bye</p>
      {% if city %}
      <p>in {{ city }}</p>
      {% endif %}
      """
    #expect(BodyConversion.html(fromText: text) == html)
    #expect(
      BodyConversion.text(
        fromHTML:
          "<p>Hi {{ name }},</p><p>my <a href=\"{{ sender.calendar_link }}\">calendar</a> <a href='{{ website }}'>{{ website }}</a><br>&amp; more</p>"
      )
        == "Hi {{ name }},\n\nmy calendar <{{ sender.calendar_link }}> {{ website }}\n& more")
    for odd in ["{{", "{% a", "a } b {", "", "\u{F0000}{{ x }}\u{F0001}"] {
      #expect(
        BodyConversion.text(fromHTML: BodyConversion.html(fromText: odd))
          == odd.filter { !("\u{F0000}"..."\u{F0001}").contains($0) }, "\(odd)")
    }
  }

  @Test func `the conditions of the help hold for a lead of which nothing is known`() async throws {
    let builder = ContentBuilder(policy: try await MailBench.make().settings.policy)
    let lead = Lead(id: Lead.ID(rawValue: "x"), details: LeadDetails(), state: .approved, at: Timestamp(rawValue: 0))
    for entry in TemplateHelp.sections.first(where: { $0.title == "Conditions" })?.entries ?? [] {
      let found = builder.lacks(entry.source, field: "text", lead: lead)
      #expect(found.missing.isEmpty && found.problem == nil, "\(entry.source)")
    }
  }

  @Test func `outside a campaign an opening is an example and said to be one, in a step it is the lead's or lacks`() async throws {
    let policy = try await MailBench.make().settings.policy
    let lead = Lead(id: Lead.ID(rawValue: "x"), details: LeadDetails(), state: .approved, at: Timestamp(rawValue: 0))
    func shown(_ preview: Preview, _ lead: Lead?, _ text: String = "{{ opening }}") -> Preview.Result {
      preview.render(subject: "S", text: text, html: nil, lead: lead)
    }
    for lead in [lead, nil] {
      let loose = shown(Preview(policy: policy), lead)
      #expect(loose.text == Opening.example && loose.problems.isEmpty && loose.hasExampleOpening)
    }
    #expect(!shown(Preview(policy: policy), lead, "Our opening hours").hasExampleOpening)
    let accepted = shown(Preview(policy: policy, opening: "Mine.", isOfStep: true), lead)
    #expect(accepted.text == "Mine." && !accepted.hasExampleOpening)
    let none = shown(Preview(policy: policy, isOfStep: true), lead)
    #expect(none.problems.first?.detail.contains("No opening is accepted") == true && !none.hasExampleOpening)
  }

  @Test func `a name that is not known is told in plain words`() async throws {
    let preview = Preview(policy: try await MailBench.make().settings.policy)
    for (source, words) in [
      ("{{ custom[\"Shoe size\"] }}", "There is no “Shoe size”, or this lead has none."),
      ("{{ sender.nope }}", "There is no “nope”"),
      ("{{ xyzzy }}", "There is no “xyzzy”, or this lead has none."), ("{{ bussiness_name }}", "Did you mean “business_name”?"),
      ("{{ phone }}", "“phone” is not known of this lead."), ("{{ sender_name }}", "Write {{ sender.name }}."),
    ] {
      let result = preview.render(subject: "S", text: source, html: nil, lead: nil)
      #expect(result.problems.first?.detail.contains(words) == true, "\(source): \(result.problems)")
    }
  }

  @Test func `every example of the help gives what it says`() async throws {
    let preview = Preview(policy: try await MailBench.make(["SEND_WINDOW": "Mon-Fri 09:00-17:00"]).settings.policy)
    for entry in TemplateHelp.sections.flatMap(\.entries) {
      let result = preview.render(subject: "S", text: "x" + entry.source, html: nil, lead: nil)
      let allowed = entry.source.contains("spin") ? ["a question", "a word"] : [entry.result]
      #expect(allowed.map { "x" + $0 }.contains(result.text) && result.problems.isEmpty, "\(entry.source): \(result.problems)")
    }
  }
}

/// In which words a mail says how to get no more of them, and what it greets with.
@Suite struct MailMannerTests {
  private static let german =
    "Guten Tag,\n\nich habe Ihre Bäckerei gesehen und möchte Ihnen etwas zeigen. Haben Sie Zeit für ein Gespräch mit mir?"

  /// Mails of one or two sentences, in which what letters begin and end with tells the most; and what is in no language is in English.
  private static let short = [
    ("en", "Hi Anna,\n\ndo you have time tomorrow?\n\nBest,\nMira"), ("en", "Dear Ms Lindner,\n\nany news?\n\nKind regards"),
    ("en", "Hi Marco,\n\na quick question about La Trattoria e Pizzeria.\n\nThanks,\nMira"),
    ("en", "Hello,\n\na word on Die Bäckerei am Markt?\n\nMira"),
    ("de", "Hallo Anna,\n\nhaben Sie kurz Zeit?\n\nGrüße\nMira"), ("de", "Guten Tag Frau Lindner,\n\npasst Donnerstag?\n\nMira"),
    ("de", "Sehr geehrter Herr Kranz,\n\nwann passt es?\n\nMit freundlichen Grüßen"),
    ("fr", "Bonjour Anna,\n\navez-vous cinq minutes ?\n\nCordialement"), ("fr", "Madame, Monsieur,\n\nun essai gratuit ?\n\nMira"),
    ("es", "Hola Ana:\n\n¿tiene cinco minutos?\n\nSaludos"), ("es", "Buenos días:\n\n¿hablamos mañana?\n\nMira"),
    ("pt", "Olá Ana,\n\ntem cinco minutos?\n\nObrigada"), ("pt", "Bom dia,\n\nfalamos amanhã?\n\nCumprimentos"),
    ("it", "Buongiorno Anna,\n\nha cinque minuti?\n\nGrazie"), ("it", "Gentile signora Bianchi,\n\nci sentiamo domani?\n\nMira"),
    ("nl", "Hallo Anna,\n\nheeft u even tijd?\n\nGroet, Mira"), ("nl", "Geachte heer Smit,\n\nbellen?\n\nMira"),
    ("en", "Anna?\n\nMira"), ("en", "12345"), ("en", ""),
  ]

  @Test func `the footer speaks the language of the mail, and always names the word that is looked for`() {
    let texts = [
      ("de", Self.german), ("en", "Hello,\n\nI have seen your shop and would like to show you something."), ("en", "Hm"),
      ("fr", "Bonjour,\n\nj'ai vu votre boutique et je voudrais vous montrer une idée pour les vitrines."),
      ("es", "Hola:\n\nhe visto su tienda y me gustaría mostrarle una idea para las ventanas."),
      ("pt", "Olá,\n\nvi a sua loja e gostava de mostrar uma ideia para as montras. Não demora."),
      ("it", "Buongiorno,\n\nho visto il suo negozio e vorrei mostrarle una idea per le vetrine."),
      ("nl", "Goedendag,\n\nik zag uw winkel en wil u graag een idee voor het raam laten zien."),
    ]
    for (language, text) in texts + Self.short { #expect(OptOut.guess(text) == language, "\(text)") }
    for sentence in OptOut.sentences.values { #expect(sentence.contains(OptOut.word)) }
    #expect(OptOut.problem("No more? Say unsubscribe.") == nil)
    for wrong in ["No more? Say stop.", "unsubscribe\nnow", String(repeating: "unsubscribe ", count: 40)] {
      #expect(OptOut.problem(wrong) != nil)
    }
  }

  @Test func `a campaign's own sentence counts, and changing it writes what waits anew`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence([.init(subject: "Frage", text: Self.german, html: nil)])
    let lead = try await bench.lead("anna@firm.example")
    let message = try #require(try await bench.approved([lead], in: campaign).first)
    #expect(message.content.text.contains(OptOut.sentences["de"] ?? "-"))
    var change = Campaigns.Change()
    change.optOut = "Enough? Answer unsubscribe."
    _ = try await bench.campaigns.edit(campaign.id, change, as: MailBench.me)
    try await bench.messages.rewriteAll()
    let now = try await bench.now(message)
    #expect(now.content.text.contains("Enough? Answer unsubscribe.") && now.approvedHash == nil && now.state == .composed)
    change.optOut = "Enough?"
    await #expect(throws: Fault.self) { try await bench.campaigns.edit(campaign.id, change, as: MailBench.me) }
    (change.optOut, change.language) = (nil, "xx")
    await #expect(throws: Fault.self) { try await bench.campaigns.edit(campaign.id, change, as: MailBench.me) }
  }

  @Test func `a greeting says only what is true at every hour at which the mail may leave`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.sequence([.init(subject: "A question", text: "{{ greeting() }}, a word?", html: nil)])
    let message = try #require(try await bench.approved([try await bench.lead("anna@firm.example")], in: campaign).first)
    #expect(message.content.text.hasPrefix("Hello, a word?"))
    var change = Campaigns.Change()
    change.window = .some("Mon-Fri 08:00-11:30")
    _ = try await bench.campaigns.edit(campaign.id, change, as: MailBench.me)
    try await bench.messages.rewriteAll()
    let morning = try await bench.now(message)
    #expect(morning.content.text.hasPrefix("Good morning, a word?") && morning.approvedHash == nil)
    _ = try await bench.messages.approve(message.id, seen: morning.contentHash, as: MailBench.me)
    change.window = .some("Mon-Fri 08:00-12:30")
    _ = try await bench.campaigns.edit(campaign.id, change, as: MailBench.me)
    try await bench.messages.rewriteAll()
    #expect(try await bench.now(message).content.text.hasPrefix("Hello, a word?"))
    #expect(try await bench.now(message).approvedHash == nil)
  }
}
