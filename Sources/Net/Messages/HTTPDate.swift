/// The date form of HTTP, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
public enum HTTPDate {
  private static let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
  private static let secondsADay = 86_400

  /// The text of a time.
  /// - Parameter seconds: since 1970, UTC; kept within the years 1970 to 9999.
  public static func text(_ seconds: Int) -> String {
    let time = min(max(0, seconds), 253_402_300_799)
    let (day, clock) = (time / secondsADay, time % secondsADay)
    let date = civil(day)
    let hours = "\(two(clock / 3600)):\(two(clock / 60 % 60)):\(two(clock % 60))"
    return "\(days[day % 7]), \(two(date.day)) \(months[date.month - 1]) \(four(date.year)) \(hours) GMT"
  }

  /// The seconds since 1970 of an IMF-fixdate; nil for the two obsolete forms, which no living client sends, and for anything else.
  public static func seconds(_ text: String) -> Int? {
    let bytes = Array(text.utf8)
    guard bytes.count == 29, bytes[3] == 0x2C, bytes[19] == 0x3A, bytes[22] == 0x3A, text.hasSuffix(" GMT") else { return nil }
    func number(_ range: Range<Int>) -> Int? { HTTPGrammar.decimal(bytes, range) }
    guard let day = number(5..<7), let year = number(12..<16), let hour = number(17..<19), let minute = number(20..<22),
      let second = number(23..<25), let month = months.firstIndex(of: String(decoding: bytes[8..<11], as: UTF8.self)),
      (1...31).contains(day), hour < 24, minute < 60, second <= 60, year >= 1970
    else { return nil }
    return dayNumber(year: year, month: month + 1, day: day) * secondsADay + hour * 3600 + minute * 60 + second
  }

  /// The civil date of a count of days since 1970, by counting 400-year eras from 1 March 0000.
  private static func civil(_ day: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = day + 719_468
    let (era, ofEra) = (shifted / 146_097, shifted % 146_097)
    let yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * ofYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, ofYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  private static func dayNumber(year: Int, month: Int, day: Int) -> Int {
    let shiftedYear = month <= 2 ? year - 1 : year
    let (era, ofEra) = (shiftedYear / 400, shiftedYear % 400)
    let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  private static func four(_ number: Int) -> String {
    String(repeating: "0", count: max(0, 4 - "\(number)".utf8.count)) + "\(number)"
  }
}
