import Outreach
import Synchronization

/// How the API served its requests in the last 24 hours, counted in half hours and in memory only.
public final class RequestTally: Sendable {
  /// What was counted.
  public struct Figures: Sendable, Hashable {
    /// Requests of people and scripts that are let in.
    public var requests = 0
    /// Those that failed inside (status 500 and above).
    public var failed = 0
    /// Those that were not possible as they were asked (status 400 to 499).
    public var refused = 0

    /// Nothing counted.
    public init() {}

    /// A part of all requests, 0 to 1.
    public func share(_ part: Int) -> Double { requests == 0 ? 0 : Double(part) / Double(requests) }
  }

  private struct Slot {
    /// Half hours since 1970.
    var number: Int64 = -1
    var figures = Figures()
  }

  private static let slots = 48
  private static let slotMilliseconds: Int64 = 1_800_000

  private let clock: any Clock
  private let ring = Mutex(Array(repeating: Slot(), count: slots))

  /// Nothing counted yet.
  public init(clock: any Clock) { self.clock = clock }

  /// Counts an answer by its status.
  public func note(status: Int) {
    let number = clock.now().rawValue / Self.slotMilliseconds
    ring.withLock { ring in
      let place = Int(number % Int64(Self.slots))
      if ring[place].number != number { ring[place] = Slot(number: number) }
      ring[place].figures.requests += 1
      if status >= 500 { ring[place].figures.failed += 1 } else if status >= 400 { ring[place].figures.refused += 1 }
    }
  }

  /// The sum over the last 24 hours.
  public func figures() -> Figures {
    let oldest = clock.now().rawValue / Self.slotMilliseconds - Int64(Self.slots)
    return ring.withLock { ring in
      ring.filter { $0.number > oldest }.reduce(into: Figures()) { sum, slot in
        sum.requests += slot.figures.requests
        sum.failed += slot.figures.failed
        sum.refused += slot.figures.refused
      }
    }
  }
}

/// How the API is used: what went wrong in 24 hours, and how much of the limit for scripts is taken.
public struct APIUse: Sendable, Hashable {
  /// Requests of the last 24 hours.
  public var figures = RequestTally.Figures()
  /// Requests of scripts that count against the limit now.
  public var used = 0
  /// The limit a minute; nil where there is none.
  public var limit: Int?

  /// Not used.
  public init() {}
}
