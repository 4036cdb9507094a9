/// The footer of a TZif file: the rule that holds after the last transition (RFC 8536 §3.3, POSIX.1-2017 8.3 `TZ`).
struct PosixZone: Sendable, Hashable {
  /// When the clocks change, in a year.
  enum Day: Sendable, Hashable {
    /// `Jn`: 1 to 365, 29 February never counted.
    case julian(Int)
    /// `n`: 0 to 365, 29 February counted.
    case zeroBased(Int)
    /// `Mm.w.d`: month, week (5 is the last), weekday (0 is Sunday).
    case weekday(month: Int, week: Int, day: Int)
  }

  /// A day with the local time of the change, seconds; may be negative or past 24 h (RFC 8536 §3.3.1).
  struct Change: Sendable, Hashable {
    let day: Day
    let seconds: Int
  }

  let standard: TimeZoneFile.Kind
  let daylight: TimeZoneFile.Kind?
  let start: Change?
  let end: Change?

  /// Reads a rule such as `CET-1CEST,M3.5.0,M10.5.0/3`; nil where it is none.
  init?(_ text: String) {
    var scanner = Scanner(bytes: Array(text.utf8))
    guard let name = scanner.name(), let west = scanner.time() else { return nil }
    standard = TimeZoneFile.Kind(offset: -west, isDaylight: false, name: name)
    guard !scanner.isAtEnd else {
      (daylight, start, end) = (nil, nil, nil)
      return
    }
    guard let summer = scanner.name() else { return nil }
    let offset = scanner.peek == 0x2C ? -west + 3600 : -(scanner.time() ?? west - 3600)
    daylight = TimeZoneFile.Kind(offset: offset, isDaylight: true, name: summer)
    guard scanner.take(0x2C), let start = scanner.change(), scanner.take(0x2C), let end = scanner.change(), scanner.isAtEnd else {
      return nil
    }
    (self.start, self.end) = (start, end)
  }

  private static let farthestSeconds: Int64 = 300_000_000_000

  /// What holds at a moment.
  /// - Parameter seconds: since 1970, UTC.
  func kind(at seconds: Int64) -> TimeZoneFile.Kind {
    guard let daylight, let start, let end else { return standard }
    // Kept within about ±9999 years; a time beyond has no civil date that anybody asks for.
    let moment = Int(min(max(seconds, -Self.farthestSeconds), Self.farthestSeconds))
    let year = Self.year(moment + standard.offset)
    let first = Self.moment(start, year: year, offset: standard.offset)
    let last = Self.moment(end, year: year, offset: daylight.offset)
    let isSummer = first < last ? (first..<last).contains(moment) : !(last..<first).contains(moment)
    return isSummer ? daylight : standard
  }

  private static func moment(_ change: Change, year: Int, offset: Int) -> Int {
    let newYear = days(year)
    let isLeap = days(year + 1) - newYear == 366
    let day: Int
    switch change.day {
    case .julian(let number): day = newYear + number - 1 + (isLeap && number >= 60 ? 1 : 0)
    case .zeroBased(let number): day = newYear + number
    case .weekday(let month, let week, let weekday):
      let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
      let first = newYear + lengths.prefix(month - 1).reduce(0, +)
      // 1970-01-01 was a Thursday (4).
      let firstWeekday = ((first + 4) % 7 + 7) % 7
      var offset = (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      if offset >= lengths[month - 1] { offset -= 7 }
      day = first + offset
    }
    return day * 86_400 + change.seconds - offset
  }

  /// Days from 1970-01-01 to the first of a year.
  private static func days(_ year: Int) -> Int {
    let y = year - 1
    func quotient(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((-a + b - 1) / b) }
    return 365 * (year - 1970) + quotient(y, 4) - quotient(y, 100) + quotient(y, 400) - 477
  }

  private static func year(_ seconds: Int) -> Int {
    let day = seconds / 86_400 - (seconds % 86_400 < 0 ? 1 : 0)
    var year = 1970 + day / 366
    while days(year + 1) <= day { year += 1 }
    while days(year) > day { year -= 1 }
    return year
  }
}

/// Reads the parts of a POSIX rule from left to right.
private struct Scanner {
  let bytes: [UInt8]
  var index = 0

  var isAtEnd: Bool { index >= bytes.count }
  var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

  mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte else { return false }
    index += 1
    return true
  }

  mutating func number() -> Int? {
    var (value, digits) = (0, 0)
    while let byte = peek, (0x30...0x39).contains(byte), digits < 4 {
      (value, digits, index) = (value * 10 + Int(byte - 0x30), digits + 1, index + 1)
    }
    return digits > 0 ? value : nil
  }

  /// Letters, or anything but `>` within angle brackets.
  mutating func name() -> String? {
    let start = index
    if take(0x3C) {
      while let byte = peek, byte != 0x3E { if byte < 0x21 { return nil } else { index += 1 } }
      let text = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
      return take(0x3E) && !text.isEmpty ? text : nil
    }
    while let byte = peek, (0x41...0x5A).contains(byte & 0xDF) { index += 1 }
    return index - start >= 3 ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
  }

  /// `[+-]hh[:mm[:ss]]`, seconds; hours up to 167.
  mutating func time() -> Int? {
    let isNegative = take(0x2D)
    if !isNegative { _ = take(0x2B) }
    guard let hours = number(), hours <= 167 else { return nil }
    var seconds = hours * 3600
    for unit in [60, 1] where take(0x3A) {
      guard let part = number(), part < 60 else { return nil }
      seconds += part * unit
    }
    return isNegative ? -seconds : seconds
  }

  mutating func change() -> PosixZone.Change? {
    guard let day = day() else { return nil }
    // 02:00 where the rule gives no time.
    guard take(0x2F) else { return PosixZone.Change(day: day, seconds: 7200) }
    guard let seconds = time() else { return nil }
    return PosixZone.Change(day: day, seconds: seconds)
  }

  private mutating func day() -> PosixZone.Day? {
    if take(0x4A) {
      guard let number = number(), (1...365).contains(number) else { return nil }
      return .julian(number)
    }
    guard take(0x4D) else {
      guard let number = number(), number <= 365 else { return nil }
      return .zeroBased(number)
    }
    guard let month = number(), (1...12).contains(month), take(0x2E), let week = number(), (1...5).contains(week), take(0x2E),
      let day = number(), day <= 6
    else { return nil }
    return .weekday(month: month, week: week, day: day)
  }
}
