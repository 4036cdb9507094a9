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

  /// Seconds east of UTC of the time shown; nil where the date does not say.
  let offset: Int?
  /// Which language names of days and months are in.
  let words: CalendarWords

  /// Where the arguments of `date` and `time` stand.
  enum Argument { static let (format, zone, from, language) = (0, 1, 2, 3) }

  /// The moment that the context says is now, at the recipient's.
  static func local(_ call: NativeCall) throws(TemplateError) -> CalendarDay {
    guard let now = call.contextValue("now") else {
      throw TemplateError(.undefined, "the time is not known here: the context has no 'now'")
    }
    return try CalendarDay(call, now, words: CalendarWords.english)
  }

  /// What the filters `date` and `time` print.
  static func text(_ call: NativeCall, standard: String) throws(TemplateError) -> String {
    func argument(_ position: Int) throws(TemplateError) -> String? {
      guard let value = call[position] else { return nil }
      if case .undefined(let missing) = value { throw missing.error }
      guard let text = value.text else { throw call.fail("a date is described by text, not by \(value.typeName)") }
      return text
    }
    let format = try argument(Argument.format) ?? standard
    let words: CalendarWords
    if let language = try argument(Argument.language) {
      guard let known = CalendarWords.of(language) else {
        throw TemplateError(
          .value, "no names of days and months are known in '\(language)'; it is one of \(CalendarWords.languages)")
      }
      words = known
    } else {
      words = RecipientPlace.of(call).flatMap { CalendarWords.of($0.language()) } ?? .english
    }
    let (zone, from) = (try argument(Argument.zone), try argument(Argument.from))
    return try CalendarDay(call, call.subject, zone: zone, from: from, words: words).text(format)
  }

  /// A moment from seconds since 1970 (UTC), or from text such as `2026-05-04`, `2026-05-04T15:30` or `2026-05-04T15:30+02:00`.
  ///
  /// A moment is shown in a zone: the one that is named, else the recipient's. A day, or a time that does not say where, stays as
  /// it is written, unless `from` says where.
  init(_ call: NativeCall, _ value: Value, zone: String? = nil, from: String? = nil, words: CalendarWords) throws(TemplateError) {
    let clock = ZoneClock(call)
    // Names are looked up first, so that a wrong one is told whatever the value is.
    for name in [zone, from] { if let name { _ = try clock.offset(at: 0, in: name) } }
    let moment: Int
    switch value {
    case .undefined(let missing): throw missing.error
    case .int(let seconds): moment = seconds
    case .float(let seconds): moment = try Self.whole(seconds)
    default:
      guard let text = value.text, let written = WrittenMoment(text) else {
        throw TemplateError(
          .value, "\(PythonText.repr(value)) is no date such as 2026-05-04 or 2026-05-04T15:30")
      }
      switch (written.offset, from) {
      case (let offset?, _): moment = written.seconds - offset
      case (nil, let from?) where written.hasTime: moment = try clock.moment(ofLocal: written.seconds, in: from)
      default:
        guard zone == nil || !written.hasTime else {
          throw TemplateError(
            .value,
            "\(PythonText.repr(value)) does not say in which zone it is; write from='Europe/Berlin', or end it in +02:00 or Z")
        }
        try self.init(local: written.seconds, offset: nil, words: words)
        return
      }
    }
    guard Self.range.contains(moment) else { throw Self.outside }
    let offset = try clock.offset(at: moment, in: zone)
    try self.init(local: moment + offset, offset: offset, words: words)
  }

  private static func whole(_ seconds: Double) throws(TemplateError) -> Int {
    guard case .int(let whole) = try Numbers.truncated(seconds.rounded(.down)) else {
      throw outside
    }
    return whole
  }

  private static let outside = TemplateError(.value, "the date is outside the years 1 to 9999")

  /// A day and time as a calendar and a clock on the wall show them, in seconds as if it were UTC.
  private init(local: Int, offset: Int?, words: CalendarWords) throws(TemplateError) {
    guard Self.range.contains(local) else { throw Self.outside }
    (self.offset, self.words) = (offset, words)
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

  static func days(year: Int, month: Int, day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The moment in a format of `strftime`'s letters: `%Y %y %m %d %e %H %I %M %S %p %j %A %a %B %b %F %T %z %%`.
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
    case "j":
      padded(
        Self.days(year: year, month: month, day: day) - Self.days(year: year, month: 1, day: 1) + 1,
        3)
    case "A": words.weekdays[weekday]
    case "a": words.shortWeekdays[weekday]
    case "B": words.months[month - 1]
    case "b": words.shortMonths[month - 1]
    case "z": try written(offset)
    case "F": try text("%Y-%m-%d")
    case "T": try text("%H:%M:%S")
    case "%": "%"
    default: throw TemplateError(.value, "unknown letter '%\(letter)' in a date format")
    }
  }

  private func written(_ offset: Int?) throws(TemplateError) -> String {
    guard let offset else { throw TemplateError(.value, "the date does not say in which zone it is, so there is no %z") }
    return (offset < 0 ? "-" : "+") + padded(abs(offset) / 3600, 2) + padded(abs(offset) / 60 % 60, 2)
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
  }
}
