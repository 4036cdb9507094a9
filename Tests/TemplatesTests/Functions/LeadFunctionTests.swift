import Testing

@testable import Templates

/// What we add to Jinja for mail.
@Suite struct LeadFunctionTests {
  private func render(_ source: String, _ values: [String: TemplateValue] = [:]) throws -> String {
    try TemplateEnvironment.mail(html: false).compile(source, name: "t").render(values)
  }

  @Test func `spinning is the same for one seed and differs between seeds`() throws {
    let source = "{{ spin('a|b|c|d') }}{{ ['x', 'y', 'z']|spin }}"
    #expect(try render(source, ["seed": .string("lead-1/0")]) == (try render(source, ["seed": .string("lead-1/0")])))
    let all = try Set((0..<60).map { try render(source, ["seed": .string("lead-\($0)/0")]) })
    #expect(all.count > 8)
  }

  @Test func `first names are guessed with care`() throws {
    let rows = [
      ("Erika Muster", "Erika"), ("Dr. Anna-Lena Weiß", "Anna-Lena"), ("Muster, Erika", "Erika"), ("MAX MUSTER", "Max"),
      ("Herr Max Muster", "Max"), ("Muster & Söhne GmbH", "there"), ("J. Smith", "there"), ("info@shop.example", "there"),
      ("", "there"),
      ("The Bakery Team", "there"), ("jean-luc picard", "Jean-Luc"), ("McKenzie Jones", "McKenzie"), ("Bakery 24", "there"),
    ]
    for (name, expected) in rows {
      #expect(try render("{{ name|first_name('there') }}", ["name": .string(name)]) == expected, "\(name)")
    }
  }

  @Test func `greetings follow the recipient's clock`() throws {
    // 2026-05-04 07:30 UTC.
    let rows: [(Int, String, String)] = [
      (0, "en", "Good morning"), (60 * 6, "en", "Good afternoon"), (60 * 12, "de", "Guten Abend"), (-60 * 5, "pt", "Boa noite"),
      (60 * 6, "es-MX", "Buenos días"), (0, "xx", "Good morning"),
    ]
    for (offset, language, expected) in rows {
      let values: [String: TemplateValue] = ["now": .int(1_777_879_800), "zone_offset": .int(offset), "lang": .string(language)]
      #expect(try render("{{ greeting(lang) }}", values) == expected, "\(offset) \(language)")
    }
  }

  @Test func `a greeting says only what is true at all of the hours it is given`() throws {
    let rows: [([Int], String, String)] = [
      ([8, 11], "en", "Good morning"), ([8, 12], "en", "Hello"), ([9, 16], "de", "Guten Tag"), ([12, 17], "de", "Guten Tag"),
      ([9, 16], "fr", "Bonjour"), ([9, 16], "es", "Hola"), ([13, 16], "nl", "Goedemiddag"), ([0, 23], "it", "Salve"),
    ]
    for (hours, language, expected) in rows {
      let values: [String: TemplateValue] = [
        "greeting_hours": .list(hours.map(TemplateValue.int)), "lang": .string(language), "now": .int(0),
      ]
      #expect(try render("{{ greeting(lang) }}", values) == expected, "\(hours) \(language)")
    }
    for wrong in [[3], [24, 25], [5, 4]] {
      let values: [String: TemplateValue] = ["greeting_hours": .list(wrong.map(TemplateValue.int))]
      if wrong == [3] {
        #expect(try render("{{ greeting() }}", values) == "Good evening")
      } else {
        #expect(throws: TemplateError.self) { try render("{{ greeting() }}", values) }
      }
    }
  }

  @Test func `a surname after a title is no first name`() {
    #expect(LeadFunctions.firstName(of: "Frau Muster") == nil && LeadFunctions.firstName(of: "Lindner") == nil)
    #expect(LeadFunctions.firstName(of: "Frau Erika Muster") == "Erika" && LeadFunctions.firstName(of: "Muster, Erika") == "Erika")
  }

  @Test func `dates are shown in the zone of the context`() throws {
    let values: [String: TemplateValue] = ["at": .int(1_777_851_000), "zone_offset": .int(120)]
    let rows = [
      ("{{ at|date }} {{ at|time }}", "2026-05-04 01:30"), ("{{ at|date('%A, %e %B %Y') }}", "Monday, 4 May 2026"),
      ("{{ '2024-02-29'|date('%d.%m.%y %j %a') }}", "29.02.24 060 Thu"),
      ("{{ '1969-12-31T23:00Z'|date('%F %T') }}", "1970-01-01 01:00:00"),
    ]
    for (source, expected) in rows { #expect(try render(source, values) == expected, "\(source)") }
    for source in ["{{ '2026-02-30'|date }}", "{{ 'soon'|date }}", "{{ 10**17|date }}", "{{ at|date('%Q') }}"] {
      #expect(throws: TemplateError.self, "\(source)") { try render(source, values) }
    }
  }

  @Test func `a column named first_name stays a missing value where it is missing`() {
    #expect(throws: TemplateError.self) { try render("Hi {{ first_name }}") }
  }
}
