/// A date and a time of day on the proleptic Gregorian calendar at a fixed offset from UTC.
public struct CivilTime: Hashable, Sendable {
  /// The year, such as 2026.
  public var year: Int
  /// 1 to 12.
  public var month: Int
  /// 1 to 31.
  public var day: Int
  /// 0 to 23.
  public var hour: Int
  /// 0 to 59.
  public var minute: Int
  /// 0 to 59.
  public var second: Int
  /// 0 to 999.
  public var millisecond: Int
  /// Seconds east of UTC.
  public var offset: Int

  /// The civil time of a moment at an offset from UTC.
  /// - Parameter offset: seconds east of UTC.
  public init(_ moment: Timestamp, offset: Int) {
    // Beyond the years that anything of ours can mean, a moment counts as the last of them: no input may overflow.
    let offset = min(max(offset, -86_400), 86_400)
    let local = min(max(moment.rawValue, -Self.furthest), Self.furthest) + Int64(offset) * 1000
    let days = Int(local.quotientFloor(86_400_000))
    let rest = Int(local - Int64(days) * 86_400_000)
    (year, month, day) = Self.date(daysSince1970: days)
    (hour, minute, second, millisecond) = (rest / 3_600_000, rest / 60_000 % 60, rest / 1000 % 60, rest % 1000)
    self.offset = offset
  }

  /// About 100 000 years in milliseconds.
  private static let furthest: Int64 = 3_155_760_000_000_000

  /// A civil time by its parts.
  public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, offset: Int = 0) {
    (self.year, self.month, self.day, self.hour, self.minute, self.second) = (year, month, day, hour, minute, second)
    (millisecond, self.offset) = (0, min(max(offset, -86_400), 86_400))
  }

  /// The moment that it names.
  public var timestamp: Timestamp {
    let days = Int64(Self.days(year: year, month: month, day: day))
    let seconds = Int64(hour &* 3600 &+ minute &* 60 &+ second &- offset)
    return Timestamp(rawValue: days &* 86_400_000 &+ seconds &* 1000 &+ Int64(millisecond))
  }

  /// 1 for Monday to 7 for Sunday (ISO 8601).
  public var weekday: Int {
    let days = Self.days(year: year, month: month, day: day)
    return ((days + 3) % 7 + 7) % 7 + 1
  }

  /// `YYYY-MM-DD`.
  public var date: String { "\(Self.pad(year, 4))-\(Self.pad(month))-\(Self.pad(day))" }

  /// RFC 3339 with milliseconds; `Z` at offset 0.
  public var rfc3339: String {
    let zone = offset == 0 ? "Z" : "\(offset < 0 ? "-" : "+")\(Self.pad(abs(offset) / 3600)):\(Self.pad(abs(offset) / 60 % 60))"
    return "\(date)T\(Self.pad(hour)):\(Self.pad(minute)):\(Self.pad(second)).\(Self.pad(millisecond, 3))\(zone)"
  }

  /// Days from 1970-01-01 to a date.
  /// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
  public static func days(year: Int, month: Int, day: Int) -> Int {
    let y = min(max(month <= 2 ? year &- 1 : year, -200_000), 200_000)
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 &* (month &+ (month > 2 ? -3 : 9)) &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 &+ dayOfYear
    return era * 146_097 &+ dayOfEra &- 719_468
  }

  /// The date so many days after 1970-01-01.
  /// Source: the same, civil_from_days.
  public static func date(daysSince1970 days: Int) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func pad(_ value: Int, _ width: Int = 2) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  fileprivate func quotientFloor(_ divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}
