import Outreach
import Testing

@Suite struct StepTests {
  /// Berlin: an hour east of UTC, two between the last Sundays of March and October at 01:00 UTC.
  private static func berlin(_ moment: Timestamp) -> Int {
    let summer =
      CivilTime(year: 2026, month: 3, day: 29, hour: 1).timestamp...CivilTime(year: 2026, month: 10, day: 25, hour: 1).timestamp
    return summer.contains(moment) ? 7200 : 3600
  }

  @Test func `a wait of days is so many times 24 hours; business days keep the time of day and skip week-ends and holidays`() {
    // (what, wait, sent (local), over (local))
    let rows: [(String, Wait, CivilTime, CivilTime)] = [
      ("a day is 24 hours, also where the clocks change", Wait(1, .days), Self.local(3, 28, 12), Self.local(3, 29, 13)),
      ("none", Wait(0, .businessDays), Self.local(1, 3, 12), Self.local(1, 3, 12)),
      ("Monday to Thursday", Wait(3, .businessDays), Self.local(1, 5, 9), Self.local(1, 8, 9)),
      ("Thursday over the week-end", Wait(3, .businessDays), Self.local(1, 8, 9), Self.local(1, 13, 9)),
      ("sent on a Saturday", Wait(1, .businessDays), Self.local(1, 10, 9), Self.local(1, 12, 9)),
      ("sent on a Friday", Wait(1, .businessDays), Self.local(1, 9, 23), Self.local(1, 12, 23)),
      ("six over two week-ends", Wait(6, .businessDays), Self.local(1, 9, 9), Self.local(1, 19, 9)),
      ("the clocks go forward", Wait(2, .businessDays), Self.local(3, 27, 9), Self.local(3, 31, 9)),
      ("the clocks go back", Wait(1, .businessDays), Self.local(10, 23, 9), Self.local(10, 26, 9)),
      ("a holiday does not count", Wait(1, .businessDays), Self.local(12, 24, 9), Self.local(12, 28, 9)),
    ]
    for (what, wait, sent, over) in rows {
      let christmas = CivilTime.days(year: 2026, month: 12, day: 25)
      let end = wait.end(after: sent.timestamp, offset: Self.berlin) { $0 != christmas }
      #expect(end == over.timestamp, "\(what): \(CivilTime(end, offset: Self.berlin(end)).rfc3339)")
      #expect(wait.earliest(after: sent.timestamp) <= end, "\(what): never later than it is")
    }
    #expect(
      Wait(3, .businessDays).end(after: Self.local(1, 5, 9).timestamp, offset: Self.berlin) { _ in false }
        > Self.local(1, 5, 9).timestamp, "it ends")
  }

  private static func local(_ month: Int, _ day: Int, _ hour: Int) -> CivilTime {
    let naive = CivilTime(year: 2026, month: month, day: day, hour: hour).timestamp
    return CivilTime(year: 2026, month: month, day: day, hour: hour, offset: berlin(naive.adding(seconds: -3600)))
  }

  @Test func `a lead keeps its variant, and each variant gets its share`() {
    var step = Step(
      id: Step.ID(rawValue: "step"), campaign: Campaign.ID(rawValue: "c"), position: 0, subject: "", text: "", html: nil)
    for count in 2...5 {
      step.variants = (0..<count).map { Step.Variant(key: $0 * 7, subject: "s", text: "t", html: nil) }
      let keys = (0..<4000).map { step.variant(for: Lead.ID(at: Int64($0)))?.key ?? -1 }
      for variant in step.variants {
        let share = keys.filter { $0 == variant.key }.count
        #expect(abs(share - 4000 / count) < 200, "\(count) variants: \(share)")
      }
      let lead = Lead.ID(at: 5)
      #expect(Set((0..<20).map { _ in step.variant(for: lead)?.key }).count == 1)
    }
  }
}
