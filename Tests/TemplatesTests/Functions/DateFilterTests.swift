import Testing

@testable import Templates

/// Days and times in the zone and the language that they are wanted in.
@Suite struct DateFilterTests {
  /// A recipient in a zone; Berlin's clocks change on 29 March 2026 and 25 October 2026 at 01:00 UTC.
  private func render(_ source: String, zone: String = "Asia/Kolkata", language: String = "en", at: TemplateValue? = nil) throws
    -> String
  {
    let place = RecipientPlace(zone: { zone }, language: { language }) { name, seconds in
      switch name {
      case "UTC": 0
      case "Europe/Berlin": (1_774_746_000..<1_792_890_000).contains(seconds) ? 7200 : 3600
      case "Asia/Kolkata": 19_800
      case "America/New_York": -14_400
      default: nil
      }
    }
    var values = Dictionary(uniqueKeysWithValues: [place.entry])
    values["at"] = at ?? .int(1_777_879_800)
    return try TemplateEnvironment.mail(html: false).compile(source, name: "t").render(values)
  }

  @Test func `a moment is shown where the recipient is, or where it is wanted`() throws {
    let rows = [
      // 2026-05-04 07:30 UTC.
      ("{{ at|date }} {{ at|time }}", "2026-05-04 13:00"), ("{{ at|time('%H:%M %z', zone='Europe/Berlin') }}", "09:30 +0200"),
      ("{{ at|time('%H:%M %z', 'America/New_York') }}", "03:30 -0400"), ("{{ '2026-05-04T07:30Z'|time }}", "13:00"),
      ("{{ '2026-05-04T07:30+02:00'|time('%F %H:%M') }}", "2026-05-04 11:00"),
      ("{{ '2026-05-04T22:30-0400'|date }}", "2026-05-05"), ("{{ '2026-05-04T22:30-04:00'|date(zone='UTC') }}", "2026-05-05"),
      // Half past three in Berlin, in summer and in winter.
      ("{{ '2026-05-04T15:30'|time(from='Europe/Berlin') }}", "19:00"),
      ("{{ '2026-12-04 15:30'|time(from='Europe/Berlin') }}", "20:00"),
      ("{{ '2026-05-04T20:30'|date(from='America/New_York', zone='Europe/Berlin') }}", "2026-05-05"),
      // A day has no zone, and a time that does not say where stays as it is.
      ("{{ '2026-05-04'|date('%A, %d %B', zone='Europe/Berlin') }}", "Monday, 04 May"),
      ("{{ '2026-05-04'|date(from='America/New_York') }}", "2026-05-04"),
      ("{{ '2026-05-04T23:30'|date('%F %H:%M') }}", "2026-05-04 23:30"),
    ]
    for (source, expected) in rows { #expect(try render(source) == expected, "\(source)") }
  }

  @Test func `a time that a clock shows twice is the first one, and one that it leaves out is an hour on`() throws {
    let rows = [
      ("2026-10-25T02:30", "2026-10-25 00:30"), ("2026-10-25T03:30", "2026-10-25 02:30"), ("2026-03-29T02:30", "2026-03-29 01:30"),
      ("2026-03-29T01:59", "2026-03-29 00:59"), ("2026-03-29T03:00", "2026-03-29 01:00"),
    ]
    for (written, expected) in rows {
      #expect(try render("{{ '\(written)'|date('%F %H:%M', from='Europe/Berlin', zone='UTC') }}") == expected, "\(written)")
    }
  }

  @Test func `names are in the language of the mail, or in the one that is wanted`() throws {
    let source = "{{ '2026-03-04'|date('%A %e %B %a %b') }}"
    let rows = [
      ("en", "Wednesday 4 March Wed Mar"), ("de", "Mittwoch 4 März Mi. März"), ("fr", "mercredi 4 mars mer. mars"),
      ("es", "miércoles 4 marzo mié mar"), ("pt", "quarta-feira 4 março qua. mar."), ("it", "mercoledì 4 marzo mer mar"),
      ("nl", "woensdag 4 maart wo mrt."), ("xx", "Wednesday 4 March Wed Mar"), ("de-AT", "Mittwoch 4 März Mi. März"),
    ]
    for (language, expected) in rows { #expect(try render(source, language: language) == expected, "\(language)") }
    #expect(try render("{{ '2026-03-04'|date('%B', language='fr') }}", language: "de") == "mars")
    for language in CalendarWords.languages.split(separator: ",").map({ $0.filter { $0 != " " } }) {
      let words = try #require(CalendarWords.of(String(language)))
      #expect([words.weekdays.count, words.shortWeekdays.count, words.months.count, words.shortMonths.count] == [7, 7, 12, 12])
    }
  }

  @Test func `what can't be shown says why`() {
    let rows = [
      ("{{ at|date(zone='Mars/Crater') }}", "there is no time zone 'Mars/Crater'"),
      ("{{ '2026-05-04'|date(from='Nowhere') }}", "there is no time zone 'Nowhere'"),
      ("{{ '2026-05-04T15:30'|time(zone='Europe/Berlin') }}", "does not say in which zone it is; write from="),
      ("{{ '2026-05-04'|date('%z') }}", "there is no %z"),
      ("{{ at|date(language='xx') }}", "it is one of de, en, es, fr, it, nl, pt"),
      ("{{ at|date(language='german') }}", "no names of days"), ("{{ at|date(5) }}", "described by text"),
      ("{{ '2026-05-04T15:30+25:00'|time }}", "is no date"), ("{{ '2026-05-04+02:00'|date }}", "is no date"),
      ("{{ '9999-12-31T23:59Z'|date }}", "outside the years"), ("{{ soon|date }}", "'soon' is undefined"),
      ("{{ plaze }}", "'plaze' is undefined"),
    ]
    for (source, expected) in rows {
      let error = #expect(throws: TemplateError.self, "\(source)") { try render(source) }
      #expect(
        error?.message.contains(expected) == true && error?.message.contains(":place") == false,
        "\(source): \(error?.message ?? "")")
    }
  }
}
