import Foundation
import Outreach
import Synchronization

/// A folder of its own for one test, gone when the test is.
final class Place: Sendable {
  let path: String
  init() throws {
    path = NSTemporaryDirectory() + "launch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }
}

/// A clock that is turned by hand.
final class HandClock: Outreach.Clock {
  private let time = Mutex(Timestamp(rawValue: 1_800_000_000_000))
  func now() -> Timestamp { time.withLock { $0 } }
  func advance(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
}
