import Glibc

/// The computer's clocks.
public enum SystemClock {
  /// UTC milliseconds since 1970; jumps when the clock is set.
  public static var milliseconds: Int64 { nanoseconds(CLOCK_REALTIME) / 1_000_000 }
  /// Nanoseconds since some moment, without the time asleep; never jumps.
  public static var awakeNanoseconds: Int64 { nanoseconds(CLOCK_MONOTONIC) }
  /// Nanoseconds since the start of the computer, time asleep included; never jumps.
  public static var bootNanoseconds: Int64 { nanoseconds(CLOCK_BOOTTIME) }

  private static func nanoseconds(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    guard clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
  }
}

/// Notices that the computer slept: the one clock went on, the other didn't.
public struct SleepWatch: Sendable {
  private var lastGap: Int64
  private let gap: @Sendable () -> Int64
  /// Less than this is jitter of two readings.
  private static let jitterNanoseconds: Int64 = 1_000_000_000

  /// Watches the computer's clocks.
  public init() { self.init { SystemClock.bootNanoseconds - SystemClock.awakeNanoseconds } }

  /// Watches a gap between two clocks, nanoseconds.
  init(gap: @escaping @Sendable () -> Int64) { (self.gap, lastGap) = (gap, gap()) }

  /// Seconds that the computer slept since the last question; 0 where it didn't.
  public mutating func sleptSeconds() -> Int {
    let now = gap()
    let slept = now - lastGap
    guard slept >= Self.jitterNanoseconds else { return 0 }
    lastGap = now
    return Int(slept / 1_000_000_000)
  }
}
