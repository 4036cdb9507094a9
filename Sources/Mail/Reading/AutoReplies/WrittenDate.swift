import Outreach

/// Finds dates in running text of many languages.
struct WrittenDate {
  /// Where it begins and ends in the text's words.
  let start: Int
  let end: Int
  let date: CivilTime
  /// Whether it is the second of a range: `10.-24. Dezember`.
  let endsRange: Bool
  /// Whether no day was named, so that it is the month's first.
  var isWholeMonth = false

  /// Words looked at.
  static let maximumWords = 400

  /// The dates among some lower-case words.
  /// - Parameters:
  ///   - sent: when the mail was written; a date without a year is the first one not long before it.
  ///   - monthFirst: whether `5/6` is the sixth of May.
  static func all(in words: [String], sent: CivilTime, monthFirst: Bool) -> [WrittenDate] {
    var out: [WrittenDate] = []
    var at = 0
    while at < words.count {
      if let found = read(words, at, sent, monthFirst) {
        out.append(found)
        at = max(found.end, at + 1)
      } else {
        at += 1
      }
    }
    return out
  }

  private static func read(_ words: [String], _ at: Int, _ sent: CivilTime, _ monthFirst: Bool) -> WrittenDate? {
    byNumbers(words, at, sent, monthFirst) ?? byMonthName(words, at, sent) ?? byCharacters(words, at, sent)
      ?? byMonth(words, at, sent)
  }

  // MARK: Numbers

  /// `2026-11-25`, `25.11.2026`, `25.11.`, `11/25/2026`, also the end of `10.11.-25.11.`
  private static func byNumbers(_ words: [String], _ at: Int, _ sent: CivilTime, _ monthFirst: Bool) -> WrittenDate? {
    var word = words[at][...]
    // A sentence's end, but not the dot of `25.11.`
    while let last = word.last, last == "." || last == "/" || last == "-", !word.dropLast().contains(".") { word = word.dropLast() }
    var isRange = false
    if let dash = word.firstIndex(where: { $0 == "–" }) ?? rangeDash(word) {
      word = word[word.index(after: dash)...]
      isRange = true
    }
    let separators = word.filter { $0 == "." || $0 == "/" || $0 == "-" }
    guard let mark = separators.first, separators.allSatisfy({ $0 == mark }) else { return nil }
    let parts = word.split(separator: mark).map { String($0.prefix { $0.isASCII && $0.isNumber }) }
    guard parts.count == 2 || parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 4 }) else { return nil }
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count else { return nil }
    // `9.30` is a time, `25.11.` is none.
    if parts.count == 2, mark == ".", separators.count < 2 || parts[0].utf8.count > 2 { return nil }
    if parts.count == 2, mark == "-" { return nil }
    var next = at + 1
    var year: Int? = nil
    if parts.count == 2, next < words.count, let number = Int(words[next].filter { $0.isNumber }), (2000...2100).contains(number) {
      year = number
      next += 1
    }
    guard let date = resolve(numbers, year: year, mark: mark, sent: sent, monthFirst: monthFirst) else { return nil }
    return WrittenDate(start: at, end: next, date: date, endsRange: isRange)
  }

  /// A dash after a dot or between two full dates.
  private static func rangeDash(_ word: Substring) -> String.Index? {
    guard let dash = word.firstIndex(of: "-"), dash > word.startIndex, word.contains(".") || word.contains("/") else { return nil }
    let rest = word[word.index(after: dash)...]
    return rest.contains(".") || rest.contains("/") ? dash : nil
  }

  private static func resolve(_ numbers: [Int], year: Int?, mark: Character, sent: CivilTime, monthFirst: Bool) -> CivilTime? {
    if numbers.count == 3, numbers[0] > 1000 { return make(numbers[0], numbers[1], numbers[2]) }
    var (day, month) = (numbers[0], numbers[1])
    if mark == "/", monthFirst || numbers[1] > 12 { swap(&day, &month) }
    if numbers.count == 3 { return make(numbers[2] < 100 ? 2000 + numbers[2] : numbers[2], month, day) }
    return year.flatMap { make($0, month, day) } ?? upcoming(month, day, sent)
  }

  // MARK: Names

  /// `5 May 2026`, `May 5th, 2026`, `5. Mai`, `5 de mayo de 2026`, `den 5 maj`, `July 10-31`.
  private static func byMonthName(_ words: [String], _ at: Int, _ sent: CivilTime) -> WrittenDate? {
    guard let month = SpokenDates.number(of: words[at]) else { return nil }
    // The day before the name, with "de", "of" or "the" between.
    var before = at - 1
    while before >= 0, before > at - 3, ["de", "of", "the", "di", "d'"].contains(words[before]) { before -= 1 }
    var (day, isRange) = before >= 0 ? dayNumber(words[before]) ?? (0, false) : (0, false)
    var next = at + 1
    var start = max(before, 0)
    if day == 0 || (before == at - 1 && isYearWord(words[before])) {
      guard next < words.count, let following = dayNumber(words[next]) else { return nil }
      (day, isRange) = following
      start = at
      next += 1
    }
    while next < words.count, next < at + 4, ["de", "del", "of"].contains(words[next]) { next += 1 }
    var year: Int?
    if next < words.count, let number = Int(words[next].filter { $0.isASCII && $0.isNumber }), (2000...2100).contains(number) {
      year = number
      next += 1
    }
    guard let date = year.flatMap({ make($0, month, day) }) ?? (year == nil ? upcoming(month, day, sent) : nil) else { return nil }
    return WrittenDate(start: start, end: next, date: date, endsRange: isRange)
  }

  /// `March 2027`, and `until January`: the month's first day.
  private static func byMonth(_ words: [String], _ at: Int, _ sent: CivilTime) -> WrittenDate? {
    guard let month = SpokenDates.number(of: words[at]) else { return nil }
    let next = at + 1
    let year =
      next < words.count
      ? Int(words[next].filter { $0.isASCII && $0.isNumber }).flatMap { (2000...2100).contains($0) ? $0 : nil } : nil
    // A bare "may" or "mars" is a month only where a time is told.
    guard year != nil || at > 0 && ReturnDate.untilWords.contains(words[at - 1].filter(\.isLetter)) && words[at].utf8.count > 3
    else {
      return nil
    }
    guard let date = year.flatMap({ make($0, month, 1) }) ?? (year == nil ? upcoming(month, 1, sent) : nil) else { return nil }
    return WrittenDate(start: at, end: year == nil ? next : next + 1, date: date, endsRange: false, isWholeMonth: true)
  }

  private static func isYearWord(_ word: String) -> Bool { word.filter { $0.isNumber }.count == 4 }

  /// `5`, `5.`, `5th`, `1er`, `10-31` (the latter's end).
  private static func dayNumber(_ word: String) -> (Int, Bool)? {
    var pieces = word.split(whereSeparator: { $0 == "-" || $0 == "–" || $0 == "/" })
    // Hungarian hangs its endings on: `4-ig`, `4-én`.
    if pieces.count == 2, pieces[1].allSatisfy({ $0.isLetter || $0 == "." }) { pieces.removeLast() }
    guard let last = pieces.last, pieces.count <= 2 else { return nil }
    let digits = last.prefix { $0.isASCII && $0.isNumber }
    guard (1...2).contains(digits.utf8.count), let number = Int(digits), (1...31).contains(number) else { return nil }
    var tail = last.dropFirst(digits.count)
    // A sentence ends: `December 3rd.`
    if tail.utf8.count > 1, tail.last == "." { tail = tail.dropLast() }
    guard tail.utf8.count <= 3,
      tail.isEmpty || ["st", "nd", "rd", "th", ".", "º", "°", "er", "e", "ª", "o", "a", "de", "."].contains(String(tail))
    else { return nil }
    return (number, pieces.count == 2)
  }

  // MARK: Chinese, Japanese, Korean

  /// `2026年11月25日`, `11月25日(水)`, `11월 25일`.
  private static func byCharacters(_ words: [String], _ at: Int, _ sent: CivilTime) -> WrittenDate? {
    let word = at + 1 < words.count && words[at].contains("월") ? words[at] + words[at + 1] : words[at]
    guard let monthMark = monthMark(word) else { return nil }
    let head = word[..<monthMark]
    let monthDigits = head.reversed().prefix { $0.isASCII && $0.isNumber }.reversed()
    let dayDigits = word[word.index(after: monthMark)...].drop { $0 == " " }.prefix { $0.isASCII && $0.isNumber }
    guard let month = Int(String(monthDigits)), let day = Int(dayDigits) else { return nil }
    var year: Int?
    if let yearMark = head.lastIndex(where: { $0 == "年" || $0 == "년" }) {
      year = Int(String(head[..<yearMark].reversed().prefix { $0.isASCII && $0.isNumber }.reversed()))
    }
    guard let date = year.flatMap({ make($0, month, day) }) ?? upcoming(month, day, sent) else { return nil }
    return WrittenDate(start: at, end: at + 1, date: date, endsRange: false)
  }

  /// The first sign for a month that a number stands before; `（月）` is a Monday.
  private static func monthMark(_ word: String) -> String.Index? {
    var previous: Character?
    for index in word.indices {
      if word[index] == "月" || word[index] == "월", let before = previous, before.isASCII, before.isNumber { return index }
      previous = word[index]
    }
    return nil
  }

  // MARK: Making

  private static func make(_ year: Int, _ month: Int, _ day: Int) -> CivilTime? {
    guard (2000...2100).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let lengths = [31, year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[month - 1] ? CivilTime(year: year, month: month, day: day) : nil
  }

  /// The first such day that is not more than a month before the mail.
  private static func upcoming(_ month: Int, _ day: Int, _ sent: CivilTime) -> CivilTime? {
    let today = CivilTime.days(year: sent.year, month: sent.month, day: sent.day)
    for year in [sent.year - 1, sent.year, sent.year + 1] {
      if let date = make(year, month, day), CivilTime.days(year: year, month: month, day: day) >= today - 31 { return date }
    }
    return nil
  }
}
