/// What dates know of the recipient, looked up when a template asks: templates have neither files nor clocks.
///
/// It is handed over in the context of a rendering, and must always answer the same.
public final class RecipientPlace: TemplateObject, @unchecked Sendable {
  /// Its name in the context, which no template can write and no column can have.
  static let name = ":place"

  let zone: @Sendable () -> String
  let language: @Sendable () -> String
  let offset: @Sendable (_ zone: String, _ seconds: Int) -> Int?

  /// A place by its look-ups.
  /// - Parameters:
  ///   - zone: the recipient's time zone, an IANA name.
  ///   - language: of the names of days and months, ISO 639-1.
  ///   - offset: seconds east of UTC of an IANA zone at a moment, in seconds since 1970; nil for a zone that is not known.
  public init(
    zone: @escaping @Sendable () -> String, language: @escaping @Sendable () -> String,
    offset: @escaping @Sendable (_ zone: String, _ seconds: Int) -> Int?
  ) {
    (self.zone, self.language, self.offset) = (zone, language, offset)
    super.init()
  }

  /// Itself as it stands in the context of a rendering.
  public var entry: (String, TemplateValue) { (Self.name, .object(self)) }

  /// That of a call; nil where the context has none.
  static func of(_ call: NativeCall) -> RecipientPlace? {
    if case .object(let object)? = call.contextValue(name) { object as? RecipientPlace } else { nil }
  }
}

/// Zones as one call of a filter sees them.
struct ZoneClock {
  private let place: RecipientPlace?
  private let minutes: Int

  init(_ call: NativeCall) {
    place = RecipientPlace.of(call)
    minutes = min(max(call.contextValue("zone_offset")?.wholeNumber ?? 0, -1080), 1080)
  }

  /// Seconds east of UTC at a moment, in a zone or at the recipient's.
  /// - Throws: `.value` for a zone that is not known.
  func offset(at moment: Int, in name: String?) throws(TemplateError) -> Int {
    if let name {
      guard let found = place?.offset(name, moment) ?? (name == "UTC" ? 0 : nil) else {
        throw TemplateError(.value, "there is no time zone '\(name)'; they are named like Europe/Berlin")
      }
      return found
    }
    guard let place else { return minutes * 60 }
    return place.offset(place.zone(), moment) ?? 0
  }

  /// When a clock on the wall of a zone shows a time. Of a time that comes twice in autumn it is the first, and one that is left out in
  /// spring counts as if the clocks had not gone forward yet.
  func moment(ofLocal local: Int, in name: String) throws(TemplateError) -> Int {
    // A day before and after there is no doubt which offset holds.
    let (before, after) = (try offset(at: local - 86_400, in: name), try offset(at: local + 86_400, in: name))
    for candidate in [before, after] where try offset(at: local - candidate, in: name) == candidate { return local - candidate }
    return local - before
  }
}

/// A day or a time as it is written in a text: `2026-05-04`, `2026-05-04T15:30`, `2026-05-04 15:30:12.5Z`, `2026-05-04T15:30+02:00`.
struct WrittenMoment {
  /// Since 1970, as if it were UTC.
  let seconds: Int
  let hasTime: Bool
  /// Seconds east of UTC where it says so.
  let offset: Int?

  /// Reads a text; nil for what is no such date.
  init?(_ text: String) {
    var body = UnicodeText.strip(text)[...]
    offset = Self.takeOffset(&body)
    var numbers: [Int] = []
    var current = ""
    for scalar in body.unicodeScalars {
      if ("0"..."9").contains(scalar), current.utf8.count < 9 {
        current.unicodeScalars.append(scalar)
      } else if "-T: .".unicodeScalars.contains(scalar), let number = Int(current) {
        numbers.append(number)
        current = ""
      } else {
        return nil
      }
    }
    if let number = Int(current) { numbers.append(number) }
    guard numbers.count >= 3, numbers.count <= 7, (1...9999).contains(numbers[0]),
      (1...12).contains(numbers[1])
    else { return nil }
    let lengths = [31, Self.isLeap(numbers[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...lengths[numbers[1] - 1]).contains(numbers[2]) else { return nil }
    let clock =
      Array(numbers[3...].prefix(3)) + Array(repeating: 0, count: max(0, 6 - numbers.count))
    guard clock[0] < 24, clock[1] < 60, clock[2] < 61 else { return nil }
    hasTime = numbers.count > 3
    seconds =
      CalendarDay.days(year: numbers[0], month: numbers[1], day: numbers[2]) * 86_400 + clock[0] * 3600 + clock[1] * 60 + clock[2]
  }

  /// Takes `Z`, `+02:00` or `+0200` from the end of a time.
  private static func takeOffset(_ body: inout Substring) -> Int? {
    if body.last == "Z" {
      body = body.dropLast()
      return 0
    }
    guard let sign = body.lastIndex(where: { $0 == "+" || $0 == "-" }), body[..<sign].contains(":") else { return nil }
    let digits = body[body.index(after: sign)...].filter { $0 != ":" }
    guard digits.utf8.count == 4, let number = Int(digits), number / 100 <= 18, number % 100 < 60 else { return nil }
    let seconds = number / 100 * 3600 + number % 100 * 60
    defer { body = body[..<sign] }
    return body[sign] == "-" ? -seconds : seconds
  }

  private static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }
}
