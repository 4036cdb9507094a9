import Outreach
import Synchronization

/// So many a minute, refilled evenly (a token bucket).
public final class RateLimit: Sendable {
  private struct Bucket {
    /// Thousandths of a request that are left.
    var left: Int
    var at: Timestamp
  }
  private let clock: any Clock
  private let bucket: Mutex<Bucket?> = Mutex(nil)

  /// A full bucket.
  public init(clock: any Clock) { self.clock = clock }

  /// How many of a limit are taken now: the bucket fills again within a minute.
  public func used(limit: Int) -> Int {
    let (now, full) = (clock.now(), max(1, limit) * 1000)
    return bucket.withLock { bucket in
      guard let bucket else { return 0 }
      let passed = min(max(0, now.rawValue - bucket.at.rawValue), 60_000)
      return max(0, full - bucket.left - Int(passed) * max(1, limit) / 60 + 999) / 1000
    }
  }

  /// Takes one.
  /// - Parameter limit: requests a minute; also how many may come at once.
  /// - Returns: nil where there was one, else the seconds until there is, 1 to 60.
  public func take(limit: Int) -> Int? {
    let (now, full) = (clock.now(), max(1, limit) * 1000)
    return bucket.withLock { bucket in
      var current = bucket ?? Bucket(left: full, at: now)
      let passed = min(max(0, now.rawValue - current.at.rawValue), 60_000)
      current.left = min(full, current.left + Int(passed) * max(1, limit) / 60)
      current.at = now
      defer { bucket = current }
      guard current.left < 1000 else {
        current.left -= 1000
        return nil
      }
      let rate = max(1, limit) * 1000
      return min(60, max(1, ((1000 - current.left) * 60 + rate - 1) / rate))
    }
  }
}
