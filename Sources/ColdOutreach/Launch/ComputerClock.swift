import Outreach
import Platform

/// The computer's clock, as the rest of the program asks it.
struct ComputerClock: Clock {
  /// The present moment, UTC.
  func now() -> Timestamp { Timestamp(rawValue: SystemClock.milliseconds) }
}
