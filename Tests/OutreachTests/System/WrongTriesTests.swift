import Outreach
import Testing

@Suite struct WrongTriesTests {
  @Test func `two tries are free, then each waits longer, up to a minute, until one is right`() throws {
    var tries = WrongTries()
    var now = Timestamp(rawValue: 1_000_000)
    for expected in [nil, nil, 2, 4, 8, 16, 32, 60, 60, 60] as [Int?] {
      #expect(tries.wait(at: now) == nil)
      tries.failed(at: now)
      #expect(tries.wait(at: now) == expected)
      now = now.adding(seconds: expected ?? 0)
    }
    tries.failed(at: now)
    #expect(throws: Fault.self) { try tries.check(at: now.adding(seconds: 59)) }
    // A clock that is set back keeps nobody out for longer than a minute.
    #expect(tries.wait(at: Timestamp(rawValue: 0)) == 60)
    tries.succeeded()
    #expect(tries.wait(at: now) == nil)
  }
}
