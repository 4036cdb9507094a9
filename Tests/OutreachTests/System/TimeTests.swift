import Foundation
import Outreach
import Testing

@Suite struct TimeTests {
  @Test func `no number of seconds, and no moment, is too far to reckon with`() {
    let moments = [Timestamp(rawValue: .min), Timestamp(rawValue: .max), Timestamp(rawValue: 0), Timestamp(rawValue: -1)]
    for moment in moments {
      for seconds in [Int.min, -1, 0, 1, Int.max] {
        let other = moment.adding(seconds: seconds)
        #expect(seconds >= 0 ? other >= moment : other <= moment)
        for offset in [Int.min, -50_000, 0, 50_000, Int.max] { #expect(!CivilTime(other, offset: offset).rfc3339.isEmpty) }
      }
      for other in moments { _ = moment.seconds(since: other) }
    }
    for part in [Int.min, -1, 0, 13, Int.max] {
      _ = CivilTime(year: part, month: part, day: part, hour: part, minute: part, second: part, offset: part).timestamp
      _ = CivilTime(year: part, month: part, day: part).weekday
    }
  }

  @Test func `civil dates equal Foundation's over eight hundred years`() {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = TimeZone(secondsFromGMT: 0) ?? .current
    for day in stride(from: -150_000, through: 150_000, by: 371) {
      let moment = Timestamp(rawValue: Int64(day) * 86_400_000 + 45_296_789)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .hour, .minute, .second, .weekday], from: Date(timeIntervalSince1970: Double(moment.rawValue) / 1000))
      let civil = moment.utc
      guard moment.rawValue > -12_219_292_800_000 else { continue }
      #expect(
        [civil.year, civil.month, civil.day, civil.hour, civil.minute, civil.second]
          == [parts.year, parts.month, parts.day, parts.hour, parts.minute, parts.second].map { $0 ?? -1 })
      #expect(civil.weekday % 7 + 1 == parts.weekday)
      #expect(civil.timestamp == moment)
    }
  }

  /// Berlin by the EU rule of 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
  private static func berlin(_ moment: Timestamp) -> Int {
    let begin = CivilTime(year: 2026, month: 3, day: 29, hour: 1).timestamp
    let end = CivilTime(year: 2026, month: 10, day: 25, hour: 1).timestamp
    return moment >= begin && moment < end ? 7200 : 3600
  }

  @Test func `the next opening is the first open minute, on the days when the clocks change too`() throws {
    let windows = [
      "Mon-Fri 09:00-17:00", "Sun 02:30-02:45", "Sun 01:30-02:15", "Sun 02:15-05:00", "Sun 02:00-03:00; Mon 00:00-00:10", "always",
      "Sat,Sun 23:30-24:00", "Sun 00:00-02:00,02:30-03:30",
    ]
    let starts = [
      CivilTime(year: 2026, month: 3, day: 28, hour: 20).timestamp, CivilTime(year: 2026, month: 10, day: 24, hour: 20).timestamp,
      CivilTime(year: 2026, month: 6, day: 6, hour: 20).timestamp,
    ]
    for text in windows {
      let window = try SendWindow(text)
      for start in starts {
        // Every minute of a day and a half, from the last backwards: what is the first open one?
        var expected: Timestamp?
        for minute in stride(from: 36 * 60, through: 0, by: -1) {
          let moment = start.adding(seconds: minute * 60)
          if window.contains(CivilTime(moment, offset: Self.berlin(moment))) { expected = moment }
          guard minute % 5 == 0, let expected else { continue }
          let answer = window.nextOpening(from: moment, offset: Self.berlin)
          #expect(answer == expected, "\(text) from \(moment)")
        }
      }
    }
  }
}
