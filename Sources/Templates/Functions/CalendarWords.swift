/// The names of days and months in one language, as they stand within a sentence. Source: Unicode CLDR 44, format names.
struct CalendarWords: Sendable {
  /// Monday first.
  let weekdays: [String]
  let shortWeekdays: [String]
  let months: [String]
  let shortMonths: [String]

  /// The words of a language by its code, such as `de` or `de-AT`; nil for one that is not known.
  static func of(_ language: String) -> CalendarWords? {
    let code = UnicodeText.lower(language)
    guard code.utf8.count == 2 || code.dropFirst(2).first.map({ "-_".contains($0) }) == true else { return nil }
    return table[String(code.prefix(2))]
  }

  /// What counts where no language is known.
  static let english = CalendarWords(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday", "Mon Tue Wed Thu Fri Sat Sun",
    "January February March April May June July August September October November December",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec")

  /// The codes that are known, for messages.
  static let languages = table.keys.sorted().joined(separator: ", ")

  private static let table: [String: CalendarWords] = [
    "en": english,
    "de": CalendarWords(
      "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag", "Mo. Di. Mi. Do. Fr. Sa. So.",
      "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
      "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez."),
    "fr": CalendarWords(
      "lundi mardi mercredi jeudi vendredi samedi dimanche", "lun. mar. mer. jeu. ven. sam. dim.",
      "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
      "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc."),
    "es": CalendarWords(
      "lunes martes miércoles jueves viernes sábado domingo", "lun mar mié jue vie sáb dom",
      "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
      "ene feb mar abr may jun jul ago sept oct nov dic"),
    "pt": CalendarWords(
      "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo", "seg. ter. qua. qui. sex. sáb. dom.",
      "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
      "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez."),
    "it": CalendarWords(
      "lunedì martedì mercoledì giovedì venerdì sabato domenica", "lun mar mer gio ven sab dom",
      "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
      "gen feb mar apr mag giu lug ago set ott nov dic"),
    "nl": CalendarWords(
      "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag", "ma di wo do vr za zo",
      "januari februari maart april mei juni juli augustus september oktober november december",
      "jan. feb. mrt. apr. mei jun. jul. aug. sep. okt. nov. dec."),
  ]

  private init(_ weekdays: String, _ shortWeekdays: String, _ months: String, _ shortMonths: String) {
    func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }
    (self.weekdays, self.shortWeekdays) = (words(weekdays), words(shortWeekdays))
    (self.months, self.shortMonths) = (words(months), words(shortMonths))
  }
}
