import Synchronization

/// Keeps how long was waited, in seconds, without waiting.
public final class NotedWaits: Sendable {
  private let kept = Mutex<[Double]>([])

  /// None so far.
  public init() {}

  /// The waits so far.
  public var list: [Double] { kept.withLock { $0 } }

  /// Notes one more.
  public func add(_ seconds: Double) { kept.withLock { $0.append(seconds) } }
}
