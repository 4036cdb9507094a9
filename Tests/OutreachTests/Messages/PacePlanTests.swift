import Outreach
import Testing

@Suite struct PacePlanTests {
  @Test func `each gap of a day is another one, evenly spread, and the same whenever it is asked for`() {
    let plan = PacePlan(mailbox: Mailbox.primary, seed: 42, day: 20_000)
    let gaps = (0..<2000).map { plan.value(.gap, day: 20_000, number: $0, in: 180...420) }
    #expect(
      gaps
        == (0..<2000).map {
          PacePlan(mailbox: Mailbox.primary, seed: 42, day: 1).value(.gap, day: 20_000, number: $0, in: 180...420)
        })
    #expect(gaps.min() == 180 && gaps.max() == 420, "both ends are reached")
    let mean = gaps.reduce(0, +) / gaps.count
    #expect((290...310).contains(mean), "\(mean)")
    #expect(Set(gaps).count > 200)
    let other = (0..<2000).map { plan.value(.gap, day: 20_001, number: $0, in: 180...420) }
    #expect(zip(gaps, other).filter { $0 == $1 }.count < 30, "another day is another day")
    #expect(plan.value(.gap, day: 20_000, number: 7, in: 5...5) == 5)
  }

  @Test func `a campaign's own gap hangs on its last mail alone`() {
    let plan = PacePlan(mailbox: Mailbox.primary, seed: -7, day: 0)
    let (one, two) = (Campaign.ID(rawValue: "one"), Campaign.ID(rawValue: "two"))
    let moments = (0..<200).map { Timestamp(rawValue: 1_700_000_000_000 + $0 * 1000) }
    let gaps = moments.map { plan.gap(of: one, after: $0, in: 0...1000) }
    #expect(gaps == moments.map { plan.gap(of: one, after: $0, in: 0...1000) } && Set(gaps).count > 150)
    #expect(gaps != moments.map { plan.gap(of: two, after: $0, in: 0...1000) })
  }
}
