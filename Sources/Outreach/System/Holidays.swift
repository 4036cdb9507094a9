import Synchronization

/// The public holidays of a country; only such as hold for all of it.
public enum Holidays {
  private struct Year: Hashable {
    let country: String
    let number: Int
  }

  private static let rules: [String: [HolidayRule]] = HolidayRules.byCountry.mapValues { text in
    text.split(whereSeparator: { $0 == " " || $0 == "\n" }).compactMap { HolidayRule($0) }
  }
  private static let known = Mutex<[Year: Set<Int>]>([:])
  /// Years beyond make no sense to anybody, and the rules of Easter hold in these.
  private static let years = 1970...2199

  /// The countries whose holidays are known, by ISO 3166 code.
  public static var countries: [String] { rules.keys.sorted() }

  /// Whether the holidays of a country are known.
  public static func knows(_ country: String) -> Bool { rules[country] != nil }

  /// Whether a day is a public holiday; no for a country whose holidays are not known.
  /// - Parameter day: days since 1970-01-01.
  public static func contains(_ day: Int, country: String) -> Bool {
    let year = CivilTime.date(daysSince1970: day).year
    guard years.contains(year), let rules = rules[country] else { return false }
    let key = Year(country: country, number: year)
    return known.withLock { known in
      if let days = known[key] { return days.contains(day) }
      let days = Set(compute(rules, year, substitutes: country == "JP"))
      known[key] = days
      return days.contains(day)
    }
  }

  /// The holidays of a year, in order, as days since 1970-01-01.
  public static func days(of country: String, in year: Int) -> [Int] {
    guard years.contains(year), let rules = rules[country] else { return [] }
    return compute(rules, year, substitutes: country == "JP")
  }

  private static func compute(_ rules: [HolidayRule], _ year: Int, substitutes: Bool) -> [Int] {
    // The neighbours' too: what is given back for one may lie in another.
    var (days, shifted) = (Set<Int>(), [(day: Int, shift: HolidayRule.Shift)]())
    for number in (year - 1)...(year + 1) {
      for rule in rules {
        guard let day = rule.day(in: number) else { continue }
        days.insert(day)
        if rule.shift != .none { shifted.append((day, rule.shift)) }
      }
    }
    for (day, shift) in shifted.sorted(by: { $0.day < $1.day }) {
      let weekday = HolidayRule.weekday(day)
      guard weekday > 5 else { continue }
      switch shift {
      case .nearest: days.insert(weekday == 6 ? day - 1 : day + 1)
      case .nextFree: days.insert(nextFree(after: day, days))
      case .none, .notSunday, .dayBeforeSunday: break
      }
    }
    if substitutes { days.formUnion(japaneseSubstitutes(days)) }
    return days.filter { CivilTime.date(daysSince1970: $0).year == year }.sorted()
  }

  private static func nextFree(after day: Int, _ days: Set<Int>) -> Int {
    var next = day + 1
    while HolidayRule.weekday(next) > 5 || days.contains(next) { next += 1 }
    return next
  }

  /// Act on National Holidays, article 3: the first free day after a holiday on a Sunday, and a day between two holidays.
  private static func japaneseSubstitutes(_ days: Set<Int>) -> Set<Int> {
    var more = Set<Int>()
    for day in days {
      if HolidayRule.weekday(day) == 7 {
        var next = day + 1
        while days.contains(next) { next += 1 }
        more.insert(next)
      }
      if days.contains(day + 2), !days.contains(day + 1), HolidayRule.weekday(day + 1) != 7 { more.insert(day + 1) }
    }
    return more
  }
}
