/// A moment as calendar and clock show it in one zone. All arithmetic is ours: no locale, no clock.
struct CalendarDay {
  let year: Int
  let month: Int
  let day: Int
  let hour: Int
  let minute: Int
  let second: Int
  /// 0 is Monday.
  let weekday: Int

  /// Seconds since 1970, UTC, that dates may have: the years 1 to 9999.
  private static let range = -62_135_596_800...253_402_300_799

  /// The moment that the context says is now, at the recipient's.
  static func local(_ call: NativeCall) throws(TemplateError) -> CalendarDay {
    guard let now = call.contextValue("now") else {
      throw TemplateError(.undefined, "the time is not known here: the context has no 'now'")
    }
    return try CalendarDay(call, now)
  }

  /// A moment from seconds since 1970 (UTC), or from text such as `2026-05-04` or `2026-05-04T15:30`.
  init(_ call: NativeCall, _ value: Value) throws(TemplateError) {
    switch value {
    case .undefined(let missing): throw missing.error
    case .int(let seconds): try self.init(seconds: seconds, offsetMinutes: Self.offset(call))
    case .float(let seconds):
      try self.init(seconds: try Self.whole(seconds), offsetMinutes: Self.offset(call))
    default:
      guard let text = value.text, let seconds = Self.parse(text, offsetMinutes: Self.offset(call)) else {
        throw TemplateError(.value, "\(PythonText.repr(value)) is no date such as 2026-05-04 or 2026-05-04T15:30")
      }
      try self.init(seconds: seconds, offsetMinutes: Self.offset(call))
    }
  }

  private static func whole(_ seconds: Double) throws(TemplateError) -> Int {
    guard case .int(let whole) = try Numbers.truncated(seconds.rounded(.down)) else {
      throw TemplateError(.value, "the date is outside the years 1 to 9999")
    }
    return whole
  }

  private static func offset(_ call: NativeCall) -> Int {
    let minutes = call.contextValue("zone_offset")?.wholeNumber ?? 0
    return min(max(minutes, -1080), 1080)
  }

  private init(seconds: Int, offsetMinutes: Int) throws(TemplateError) {
    guard Self.range.contains(seconds) else { throw TemplateError(.value, "the date is outside the years 1 to 9999") }
    let local = seconds + offsetMinutes * 60
    let days = Int((Double(local) / 86_400).rounded(.down))
    let rest = local - days * 86_400
    (hour, minute, second) = (rest / 3600, rest / 60 % 60, rest % 60)
    weekday = ((days + 3) % 7 + 7) % 7
    // Howard Hinnant's days-to-civil: eras of 400 years that begin in March.
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  private static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// A text without a zone is meant in the zone of the context; one that ends in `Z` is UTC.
  private static func parse(_ text: String, offsetMinutes: Int) -> Int? {
    var isUniversal = false
    var numbers: [Int] = []
    var current = ""
    for scalar in UnicodeText.strip(text).unicodeScalars {
      if ("0"..."9").contains(scalar), !isUniversal, current.utf8.count < 9 {
        current.unicodeScalars.append(scalar)
      } else if "-T: .".unicodeScalars.contains(scalar), let number = Int(current) {
        numbers.append(number)
        current = ""
      } else if scalar == "Z", !isUniversal {
        isUniversal = true
      } else {
        return nil
      }
    }
    if let number = Int(current) { numbers.append(number) }
    guard numbers.count >= 3, numbers.count <= 7, (1...9999).contains(numbers[0]), (1...12).contains(numbers[1]) else { return nil }
    let lengths = [31, isLeap(numbers[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[numbers[1] - 1]).contains(numbers[2]) else { return nil }
    let clock = Array(numbers[3...].prefix(3)) + Array(repeating: 0, count: max(0, 6 - numbers.count))
    guard clock[0] < 24, clock[1] < 60, clock[2] < 61 else { return nil }
    let seconds = days(year: numbers[0], month: numbers[1], day: numbers[2]) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
    return isUniversal ? seconds : seconds - offsetMinutes * 60
  }

  private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
  ]
  private static let weekdays = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]

  /// The moment in a format of `strftime`'s letters: `%Y %y %m %d %e %H %I %M %S %p %j %A %a %B %b %F %T %%`.
  func text(_ format: String) throws(TemplateError) -> String {
    var out = ""
    var isDirective = false
    for scalar in format.unicodeScalars {
      if isDirective {
        out += try field(scalar)
        isDirective = false
      } else if scalar == "%" {
        isDirective = true
      } else {
        out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private func field(_ letter: Unicode.Scalar) throws(TemplateError) -> String {
    switch letter {
    case "Y": padded(year, 4)
    case "y": padded(year % 100, 2)
    case "m": padded(month, 2)
    case "d": padded(day, 2)
    case "e": String(day)
    case "H": padded(hour, 2)
    case "I": padded(hour % 12 == 0 ? 12 : hour % 12, 2)
    case "M": padded(minute, 2)
    case "S": padded(second, 2)
    case "p": hour < 12 ? "AM" : "PM"
    case "j": padded(Self.days(year: year, month: month, day: day) - Self.days(year: year, month: 1, day: 1) + 1, 3)
    case "A": Self.weekdays[weekday]
    case "a": String(Self.weekdays[weekday].prefix(3))
    case "B": Self.months[month - 1]
    case "b": String(Self.months[month - 1].prefix(3))
    case "F": try text("%Y-%m-%d")
    case "T": try text("%H:%M:%S")
    case "%": "%"
    default: throw TemplateError(.value, "unknown letter '%\(letter)' in a date format")
    }
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
