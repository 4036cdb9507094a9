import Finding
import Outreach

/// When the writer of an out-of-office is back.
enum ReturnDate {
  /// Days ahead that are believed.
  static let farthest = 400

  /// The day at which the person is back, at midnight UTC, or nil where the text doesn't say.
  static func find(subject: String, text: String, sent: Timestamp, usDates: Bool) -> Timestamp? {
    let today = sent.utc
    let words = Self.words(of: subject + " \n " + text)
    let base = CivilTime.days(year: today.year, month: today.month, day: today.day)
    let found = WrittenDate.all(in: words, sent: today, monthFirst: usDates).filter { candidate in
      let days = CivilTime.days(year: candidate.date.year, month: candidate.date.month, day: candidate.date.day)
      return days >= base && days <= base + farthest
    }
    let ranked = found.map { ($0, rank(words, before: $0.start, after: $0.end, endsRange: $0.endsRange)) }
      // "In December" may be said of anything; "until December" is a day.
      .filter { $0.1 > 0 || !$0.0.isWholeMonth }
    if let best = ranked.max(by: { ($0.1, $0.0.date.timestamp) < ($1.1, $1.0.date.timestamp) }), best.1 > 0 {
      let before = found.last { $0.end <= best.0.start }?.end ?? 0
      return day(after: best.0.date, if: isInclusive(words, around: best.0, notBefore: before))
    }
    return byWeekday(words, today: today) ?? byOrdinal(words, today: today)
      ?? ranked.max { $0.0.date.timestamp < $1.0.date.timestamp }?.0.date.timestamp
  }

  private static func words(of text: String) -> [String] {
    let lower = apart(text.prefix(3000).lowercased())
    return lower.split(whereSeparator: {
      $0.isWhitespace || $0 == "," || $0 == ";" || $0 == "(" || $0 == ")" || $0 == "!" || $0 == "*" || $0 == "\u{A0}" || $0 == "（"
        || $0 == "）" || $0 == "，" || $0 == "、"
    })
    .prefix(WrittenDate.maximumWords).map { word in
      var word = word
      while word.last == ":" || word.last == "\"" { word = word.dropLast() }
      return String(word)
    }
  }

  /// With a space before each date of a Chinese or Japanese text, which has none: `11月23日から12月4日まで`.
  private static func apart(_ text: String) -> String {
    guard text.contains("月") else { return text }
    var out = ""
    var previous: Character = " "
    for character in text {
      let begins = character.isASCII && character.isNumber && !previous.isASCII && !"年月".contains(previous)
      if begins { out.append(" ") }
      out.append(character)
      previous = character
    }
    return out
  }

  /// 3 after words of coming back, 2 after "until" or for a range's end, 1 after "through", 0 otherwise.
  private static func rank(_ words: [String], before start: Int, after end: Int, endsRange: Bool) -> Int {
    let near = words[max(0, start - 7)..<min(start, words.count)]
    var best = endsRange ? 2 : 0
    for (offset, word) in near.reversed().enumerated() {
      let bare = word.filter { $0.isLetter || $0 == "'" }
      if backWords.contains(where: { bare.hasPrefix($0) }) { best = max(best, offset < 6 ? 3 : 2) }
      if offset < 4, untilWords.contains(bare) { best = max(best, 2) }
      if offset < 3, fromWords.contains(bare), best < 2 { best = 0 }
    }
    // German says it behind: "ab dem 2. Dezember wieder erreichbar".
    let behind = words[min(end, words.count)..<min(end + 3, words.count)]
    // "Today, November 23, and will return on …" tells of another day.
    for word in behind where !["and", "und", "et", "y", "e", "en", "och", "og"].contains(behind.first ?? "") {
      let bare = word.filter { $0.isLetter }
      if backWords.contains(where: { bare.hasPrefix($0) }) { best = 3 }
    }
    // Chinese and Japanese write the word behind: `11月25日まで`.
    // A weekday in brackets may stand between: `12月7日（月）より`.
    let own = words[min(start, words.count)..<min(end + 2, words.count)]
    for (offset, word) in own.enumerated() {
      if offset > 0, word.first?.isNumber == true { break }
      if cjkWords.contains(where: { word.contains($0) }) { best = max(best, 2) }
    }
    return best
  }

  /// "through the 5th", "bis einschließlich 5. Mai": back the day after.
  private static func isInclusive(_ words: [String], around date: WrittenDate, notBefore: Int) -> Bool {
    let near = words[min(date.start, max(notBefore, date.start - 4))..<min(words.count, date.end + 2)]
    let said = near.joined(separator: " ")
    if ["tot en met", "till och med", "til og med"].contains(where: { said.contains($0) }) { return true }
    return near.contains {
      [
        "through", "einschließlich", "inclusive", "inclus", "inkl", "einschl", "incluido", "compreso", "incluso", "including",
        "t/m", "tom", "einschliesslich", "inklusive", "inclusief", "включительно", "включно", "włącznie", "včetně", "vrátane",
        "bezárólag", "dahil", "inkluderet", "inklusiv", "inclusiv", "zaključno", "uključivo", "incloent", "inclòs", "mukaan",
      ].contains($0.filter { $0.isLetter || $0 == "/" })
    }
  }

  private static func day(after date: CivilTime, if adds: Bool) -> Timestamp {
    adds ? date.timestamp.adding(seconds: 86_400) : date.timestamp
  }

  /// "Back on Monday", "tomorrow".
  private static func byWeekday(_ words: [String], today: CivilTime) -> Timestamp? {
    let midnight = CivilTime(year: today.year, month: today.month, day: today.day)
    for (index, word) in words.enumerated() {
      let near = words[max(0, index - 5)..<index]
      let says = near.contains { before in
        let bare = before.filter { $0.isLetter || $0 == "'" }
        return backWords.contains { bare.hasPrefix($0) } || untilWords.contains(bare)
      }
      guard says else { continue }
      if let weekday = SpokenDates.weekday(of: word) {
        let ahead = (weekday - midnight.weekday + 6) % 7 + 1
        return midnight.timestamp.adding(seconds: ahead * 86_400)
      }
      if ["tomorrow", "morgen", "demain", "mañana", "amanhã", "domani", "imorgon", "jutro", "завтра", "明日"].contains(
        word.filter { $0.isLetter })
      {
        return midnight.timestamp.adding(seconds: 86_400)
      }
    }
    return nil
  }

  /// "Back on the 25th": the next such day.
  private static func byOrdinal(_ words: [String], today: CivilTime) -> Timestamp? {
    for (index, word) in words.enumerated() {
      let (digits, ending) = (word.prefix { $0.isASCII && $0.isNumber }, word.drop { $0.isASCII && $0.isNumber }.filter(\.isLetter))
      guard ["st", "nd", "rd", "th"].contains(ending), let day = Int(digits), (1...31).contains(day) else { continue }
      let near = words[max(0, index - 5)..<index].map { $0.filter { $0.isLetter || $0 == "'" } }
      guard near.contains(where: { word in untilWords.contains(word) || backWords.contains { word.hasPrefix($0) } }) else {
        continue
      }
      for ahead in 0..<62 {
        let moment = CivilTime(year: today.year, month: today.month, day: today.day).timestamp.adding(seconds: ahead * 86_400)
        if moment.utc.day == day { return moment }
      }
    }
    return nil
  }

  private static let backWords = [
    "return", "back", "resum", "wieder", "zurück", "zurueck", "retour", "reviens", "reprend", "vuelv", "volver", "regres", "vuelta",
    "incorpor", "retorn", "volta", "rientr", "ritorn", "tornerò", "terug", "weer", "tillbaka", "åter",
    "tilbage", "tilbake", "takaisin", "palaan", "wracam", "wrócę", "powrót", "zpět", "vrátím", "späť", "vissza", "revin", "întorc",
    "верн", "выйду", "повернусь", "döneceğim", "dönüş", "επιστρέ", "επιστροφή", "reachable", "erreichbar", "available", "joignable",
    "reincorpor", "reanud", "reopen", "reprise", "rentr", "riprend", "hervat", "ponownie", "vrac", "vrátí", "vráti", "zpátky",
    "naspäť",
    "поверн", "върн", "vrać", "natrag", "vrn", "nazaj", "reven", "újra", "ismét", "dön", "grįš", "grįž", "atgriez", "tagasi",
    "torn",
    "kembali", "trở", "אחזור", "חוזר", "أعود", "سأعود", "العودة", "wrac", "wróc",
  ]
  static let untilWords: Set<String> = [
    "until", "till", "til", "to", "through", "thru", "bis", "jusqu'au", "jusqu’au", "jusquau", "au", "hasta", "al", "até", "ao",
    "a", "fino", "tot", "tm", "till", "indtil", "asti", "saakka", "do", "po", "ig", "până", "до", "по", "kadar", "μέχρι", "έως",
    "līdz", "tom", "kuni", "iki", "fins", "sampai", "hingga", "đến", "עד", "حتى", "ate", "jusque", "untill",
  ]
  private static let fromWords: Set<String> = [
    "from", "since", "starting", "vom", "von", "ab", "seit", "du", "depuis", "desde", "del", "dal", "van", "vanaf", "från", "fra",
    "od", "с", "από",
  ]
  private static let cjkWords = ["まで", "迄", "から復帰", "に戻", "から出社", "より出社", "まで休", "より復帰", "至", "까지", "返回", "回来"]
}
