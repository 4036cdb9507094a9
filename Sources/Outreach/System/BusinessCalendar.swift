/// Which days somebody works: Monday to Friday, without the public holidays of their country.
public struct BusinessCalendar: Hashable, Sendable {
  /// ISO 3166 code; nil where it is not known, and then no holiday is.
  public let country: String?
  private let skipsHolidays: Bool

  /// The calendar of a country.
  /// - Parameter skipsHolidays: whether holidays count as days off (the setting SKIP_HOLIDAYS).
  public init(country: String?, skipsHolidays: Bool = true) { (self.country, self.skipsHolidays) = (country, skipsHolidays) }

  /// Whether a day is a holiday that this calendar skips.
  /// - Parameter day: days since 1970-01-01.
  public func isHoliday(_ day: Int) -> Bool {
    guard skipsHolidays, let country else { return false }
    return Holidays.contains(day, country: country)
  }

  /// Whether somebody works on a day.
  /// - Parameter day: days since 1970-01-01.
  public func isBusinessDay(_ day: Int) -> Bool { HolidayRule.weekday(day) <= 5 && !isHoliday(day) }

  /// The day so many business days after another; for 0 the day itself, or the next business day where it is none.
  /// - Parameter day: days since 1970-01-01.
  public func day(_ count: Int, after day: Int) -> Int {
    var (next, left) = (day, max(0, count))
    while left > 0 || !isBusinessDay(next) {
      next += 1
      if left > 0, isBusinessDay(next) { left -= 1 }
    }
    return next
  }

  /// The moment so many business days after another, at the same local time of day.
  ///
  /// Where the clocks jump over that time, it lies behind the jump; where it comes twice, it is the first.
  /// - Parameter offset: seconds east of UTC of the local time at a moment.
  public func moment(_ count: Int, after moment: Timestamp, offset: (Timestamp) -> Int) -> Timestamp {
    let local = CivilTime(moment, offset: offset(moment))
    let start = CivilTime.days(year: local.year, month: local.month, day: local.day)
    return Self.same(timeOfDay: local, on: day(count, after: start), offset: offset)
  }

  /// The moment so many calendar days after another, at the same local time of day.
  /// - Parameter offset: seconds east of UTC of the local time at a moment.
  public static func moment(days count: Int, after moment: Timestamp, offset: (Timestamp) -> Int) -> Timestamp {
    let local = CivilTime(moment, offset: offset(moment))
    let start = CivilTime.days(year: local.year, month: local.month, day: local.day)
    return same(timeOfDay: local, on: start + count, offset: offset)
  }

  private static func same(timeOfDay local: CivilTime, on day: Int, offset: (Timestamp) -> Int) -> Timestamp {
    let seconds = local.hour * 3600 + local.minute * 60 + local.second
    let wall = Timestamp(rawValue: (Int64(day) * 86_400 + Int64(seconds)) * 1000 + Int64(local.millisecond))
    let (before, after) = (offset(wall.adding(seconds: -86_400)), offset(wall.adding(seconds: 86_400)))
    // The larger offset is the earlier moment; a time that does not exist is counted on from before the jump.
    let first = wall.adding(seconds: -max(before, after))
    return offset(first) == max(before, after) ? first : wall.adding(seconds: -min(before, after))
  }
}
