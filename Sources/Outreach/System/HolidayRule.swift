/// One word of `HolidayRules`: when a holiday is, in any year.
///
/// - `12-25` a date; `E+1`, `O-2` days after or before Easter, western or orthodox; `2026-01-02` one day.
/// - `mon1/5`, `thu4/11`, `mon-1/5` the first, fourth, last such weekday of a month; `sat@6-20` the first on or after a date.
/// - `vernal`, `autumnal` the equinoxes in Japan; `substitutes` Japan's rule for holidays on Sundays and days between two of them.
/// - After a date: `+` besides, where it falls on a weekend, the next day that is neither weekend nor holiday; `~` besides, the Friday before a
///   Saturday or the Monday after a Sunday; `*` never on a Sunday; `<` the day before, where it falls on a Sunday; `=fri` only on such a weekday,
///   `=rest` only where that date is no Friday; `%5` only in years that it divides, `%6:2` only with such a rest; `!2026` not in this year; `[2026-]`, `[-2024]` from, until a year.
struct HolidayRule: Sendable {
  /// What is done where it falls on a weekend.
  enum Shift: Sendable { case none, nextFree, nearest, notSunday, dayBeforeSunday }

  private enum Base: Sendable {
    case date(Int, Int)
    case easter(Int, orthodox: Bool)
    case nth(Int, weekday: Int, month: Int)
    case onOrAfter(weekday: Int, month: Int, day: Int)
    case once(Int)
    case equinox(autumnal: Bool)
  }

  private let base: Base
  let shift: Shift
  private var years = Int.min...Int.max
  private var without: Int?
  private var every = (years: 1, rest: 0)
  private var isFriday: Bool?

  private static let weekdays = ["mon": 1, "tue": 2, "wed": 3, "thu": 4, "fri": 5, "sat": 6, "sun": 7]

  /// Reads a word; nil where it is none.
  init?(_ word: Substring) {
    var text = word
    if text.last == "]", let open = text.firstIndex(of: "[") {
      let ends = text[text.index(after: open)...].dropLast().split(separator: "-", omittingEmptySubsequences: false)
      guard ends.count == 2 else { return nil }
      let (from, through) = (Int(ends[0]) ?? Int.min, Int(ends[1]) ?? Int.max)
      guard from <= through else { return nil }
      (years, text) = (from...through, text[..<open])
    }
    without = Self.take("!", &text).flatMap { Int($0) }
    if let numbers = Self.take("%", &text)?.split(separator: ":").compactMap({ Int($0) }), let years = numbers.first {
      every = (years, numbers.count > 1 ? numbers[1] : 0)
    }
    isFriday = Self.take("=", &text).map { $0 == "fri" }
    let marks: [Character: Shift] = ["+": .nextFree, "~": .nearest, "*": .notSunday, "<": .dayBeforeSunday]
    shift = text.last.flatMap { marks[$0] } ?? .none
    if shift != .none { text = text.dropLast() }
    guard every.years > 0, let base = Self.base(text) else { return nil }
    self.base = base
  }

  /// Its day in a year, counted from 1970; nil where it has none.
  func day(in year: Int) -> Int? {
    guard years.contains(year), year != without, year % every.years == every.rest, let day = plainDay(year) else { return nil }
    switch shift {
    case .notSunday: return Self.weekday(day) == 7 ? nil : day
    case .dayBeforeSunday: return Self.weekday(day) == 7 ? day - 1 : day
    case .none, .nextFree, .nearest: return day
    }
  }

  private func plainDay(_ year: Int) -> Int? {
    switch base {
    case .date(let month, let day):
      let day = CivilTime.days(year: year, month: month, day: day)
      return isFriday == true && Self.weekday(day) != 5 ? nil : day
    case .easter(let offset, let orthodox): return (orthodox ? Easter.orthodox(year) : Easter.western(year)) + offset
    case .nth(let number, let weekday, let month): return Self.nth(number, weekday, month, year)
    case .onOrAfter(let weekday, let month, let day):
      let first = CivilTime.days(year: year, month: month, day: day)
      if isFriday == false, Self.weekday(first) == 5 { return nil }
      return first + (weekday - Self.weekday(first) + 7) % 7
    case .once(let day): return CivilTime.date(daysSince1970: day).year == year ? day : nil
    case .equinox(let autumnal): return Easter.japaneseEquinox(year, autumnal: autumnal)
    }
  }

  private static func nth(_ number: Int, _ weekday: Int, _ month: Int, _ year: Int) -> Int {
    let first = CivilTime.days(year: year, month: month, day: 1)
    let start = first + (weekday - Self.weekday(first) + 7) % 7
    if number > 0 { return start + (number - 1) * 7 }
    let next = month == 12 ? CivilTime.days(year: year + 1, month: 1, day: 1) : CivilTime.days(year: year, month: month + 1, day: 1)
    return start + (next - 1 - start) / 7 * 7
  }

  /// 1 for Monday to 7 for Sunday, of a day since 1970-01-01, a Thursday.
  static func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 + 1 }

  /// Cuts off a part that begins with a mark, and gives what follows the mark.
  private static func take(_ mark: Character, _ text: inout Substring) -> Substring? {
    guard let at = text.lastIndex(of: mark) else { return nil }
    defer { text = text[..<at] }
    return text[text.index(after: at)...]
  }

  private static func base(_ text: Substring) -> Base? {
    if text == "vernal" || text == "autumnal" { return .equinox(autumnal: text == "autumnal") }
    if let first = text.first, first == "E" || first == "O" {
      return Int(text.dropFirst()).map { .easter($0, orthodox: first == "O") }
    }
    if let weekday = weekdays[String(text.prefix(3))] { return weekdayRule(weekday, text.dropFirst(3)) }
    let numbers = text.split(separator: "-").compactMap { Int($0) }
    switch numbers.count {
    case 2: return .date(numbers[0], numbers[1])
    case 3: return .once(CivilTime.days(year: numbers[0], month: numbers[1], day: numbers[2]))
    default: return nil
    }
  }

  private static func weekdayRule(_ weekday: Int, _ rest: Substring) -> Base? {
    if rest.first == "@" {
      let date = rest.dropFirst().split(separator: "-").compactMap { Int($0) }
      return date.count == 2 ? .onOrAfter(weekday: weekday, month: date[0], day: date[1]) : nil
    }
    let parts = rest.split(separator: "/").compactMap { Int($0) }
    return parts.count == 2 && parts[0] != 0 ? .nth(parts[0], weekday: weekday, month: parts[1]) : nil
  }
}

/// Feasts that follow sun and moon, as days since 1970-01-01.
enum Easter {
  /// Easter Sunday of the western churches. Source: the anonymous Gregorian algorithm (Meeus, Astronomical Algorithms, chapter 8).
  static func western(_ year: Int) -> Int {
    let (a, b, c) = (year % 19, year / 100, year % 100)
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25)
    let g = (b - f + 1) / 3
    let h = (19 * a + b - d - g + 15) % 30
    let (i, k) = (c / 4, c % 4)
    let l = (32 + 2 * e + 2 * i - h - k) % 7
    let m = (a + 11 * h + 22 * l) / 451
    let n = h + l - 7 * m + 114
    return CivilTime.days(year: year, month: n / 31, day: n % 31 + 1)
  }

  /// Easter Sunday of the orthodox churches, as a Gregorian date. Source: Meeus, the same chapter, Julian calendar; 13 days apart from 1900 to 2099.
  static func orthodox(_ year: Int) -> Int {
    let d = (19 * (year % 19) + 15) % 30
    let e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    let n = d + e + 114
    let apart = year / 100 - year / 400 - 2
    return CivilTime.days(year: year, month: n / 31, day: n % 31 + 1) + apart
  }

  /// The equinox in Japan's time, 1980 to 2099: the customary formula of the National Astronomical Observatory's yearly notices.
  static func japaneseEquinox(_ year: Int, autumnal: Bool) -> Int {
    let years = year - 1980
    let day = Int((autumnal ? 23.2488 : 20.8431) + 0.242194 * Double(years)) - years / 4
    return CivilTime.days(year: year, month: autumnal ? 9 : 3, day: day)
  }
}
