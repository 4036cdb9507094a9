import Foundation
import Outreach
import Testing

@Suite struct HolidayTests {
  private static func fixture(_ name: String) throws -> [Substring] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../Fixtures/\(name)").path
    return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").filter { !$0.hasPrefix("#") }
  }

  private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int { CivilTime.days(year: year, month: month, day: day) }
  private static func date(_ day: Int) -> String { CivilTime(Timestamp(rawValue: Int64(day) * 86_400_000), offset: 0).date }

  @Test func `38 countries' holidays of 2024 to 2030 are those of Python's holidays`() throws {
    var countries: Set<String> = []
    for line in try Self.fixture("holidays.txt") {
      let words = line.split(separator: " ").map(String.init)
      let found = Holidays.days(of: words[0], in: Int(words[1]) ?? 0).map { String(Self.date($0).dropFirst(5)) }
      countries.insert(words[0])
      #expect(found == Array(words.dropFirst(2)), "\(words[0]) \(words[1])")
    }
    #expect(countries.sorted() == Holidays.countries && countries.count == 38)
  }

  @Test func `years without Easter's rules, and countries that nobody knows, have no holidays and never trap`() {
    for year in [Int.min, -1, 0, 1969, 2200, Int.max] { #expect(Holidays.days(of: "DE", in: year).isEmpty) }
    for day in [Int.min / 4, -1_000_000, 10_000_000, Int.max / 4] { #expect(!Holidays.contains(day, country: "DE")) }
    #expect(!Holidays.knows("XX") && !Holidays.contains(Self.day(2026, 1, 1), country: "XX"))
    for country in Holidays.countries { for year in 1970...2199 { #expect(Holidays.days(of: country, in: year).count > 3) } }
  }

  @Test func `business days leave out weekends and holidays`() {
    // 2026-04-02 is the Thursday before Easter.
    let rows: [(country: String?, count: Int, from: (Int, Int, Int), expected: String)] = [
      (nil, 1, (2026, 4, 2), "2026-04-03"), ("DE", 1, (2026, 4, 2), "2026-04-07"), ("US", 1, (2026, 4, 2), "2026-04-03"),
      ("DE", 3, (2026, 4, 1), "2026-04-08"), ("DE", 0, (2026, 4, 3), "2026-04-07"), ("DE", 0, (2026, 4, 2), "2026-04-02"),
      ("DE", 1, (2026, 4, 4), "2026-04-07"), ("DE", 6, (2026, 12, 23), "2027-01-04"), ("GB", 1, (2027, 12, 24), "2027-12-29"),
      ("XX", 5, (2026, 4, 2), "2026-04-09"), ("JP", 1, (2026, 9, 18), "2026-09-24"), ("DE", -4, (2026, 4, 2), "2026-04-02"),
    ]
    for row in rows {
      let calendar = BusinessCalendar(country: row.country)
      #expect(Self.date(calendar.day(row.count, after: Self.day(row.from.0, row.from.1, row.from.2))) == row.expected, "\(row)")
    }
    #expect(Self.date(BusinessCalendar(country: "DE", skipsHolidays: false).day(1, after: Self.day(2026, 4, 2))) == "2026-04-03")
  }

  @Test func `days are counted on the local calendar, so that a change of the clocks moves no hour`() {
    // Berlin in 2026: +2 h from 29 March 01:00 UTC to 25 October 01:00 UTC.
    let (spring, autumn) = (
      CivilTime(year: 2026, month: 3, day: 29, hour: 1).timestamp, CivilTime(year: 2026, month: 10, day: 25, hour: 1).timestamp
    )
    let offset = { @Sendable (moment: Timestamp) -> Int in moment >= spring && moment < autumn ? 7200 : 3600 }
    let rows: [(from: String, count: Int, expected: String)] = [
      ("2026-03-27T08:30:00.000Z", 1, "2026-03-30T07:30:00.000Z"), ("2026-10-23T07:30:00.000Z", 1, "2026-10-26T08:30:00.000Z"),
      ("2026-03-26T22:59:59.000Z", 2, "2026-03-30T21:59:59.000Z"), ("2026-07-01T10:00:00.250Z", 3, "2026-07-06T10:00:00.250Z"),
    ]
    for row in rows {
      let parts = row.from.split(whereSeparator: { "-T:.Z".contains($0) }).compactMap { Int($0) }
      var from = CivilTime(year: parts[0], month: parts[1], day: parts[2], hour: parts[3], minute: parts[4], second: parts[5])
      from.millisecond = parts[6]
      let moment = BusinessCalendar(country: nil).moment(row.count, after: from.timestamp, offset: offset)
      #expect(moment.description == row.expected, "\(row)")
    }
    // 02:30 does not exist on 29 March, and comes twice on 25 October.
    let night = CivilTime(year: 2026, month: 3, day: 28, hour: 1, minute: 30).timestamp
    #expect(BusinessCalendar.moment(days: 1, after: night, offset: offset).description == "2026-03-29T01:30:00.000Z")
    let autumnNight = CivilTime(year: 2026, month: 10, day: 24, hour: 0, minute: 30).timestamp
    #expect(BusinessCalendar.moment(days: 1, after: autumnNight, offset: offset).description == "2026-10-25T00:30:00.000Z")
  }

  @Test func `a window stays closed on holidays, also where they fall on its only days`() throws {
    let calendar = BusinessCalendar(country: "DE")
    let rows: [(window: String, from: (Int, Int, Int, Int), opens: String?)] = [
      ("Mon-Fri 09:00-17:00", (2026, 4, 2, 18), "2026-04-07T09:00:00.000Z"),
      ("Mon-Fri 09:00-17:00", (2026, 4, 3, 12), "2026-04-07T09:00:00.000Z"),
      ("Mon-Fri 09:00-17:00", (2026, 4, 7, 12), "2026-04-07T12:00:00.000Z"),
      ("Fri 09:00-17:00", (2026, 12, 19, 0), "2027-01-08T09:00:00.000Z"),
    ]
    for row in rows {
      let moment = CivilTime(year: row.from.0, month: row.from.1, day: row.from.2, hour: row.from.3).timestamp
      let opens = try SendWindow(row.window).nextOpening(from: moment, isClosed: calendar.isHoliday) { _ in 0 }
      #expect(opens?.description == row.opens, "\(row)")
    }
    #expect(try SendWindow("always").nextOpening(from: Timestamp(rawValue: 0), isClosed: { _ in true }) { _ in 0 } == nil)
  }
}
