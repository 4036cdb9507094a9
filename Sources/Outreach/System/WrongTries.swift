/// How long to wait after wrong tries at a secret: two are free, then 2, 4, 8 … 60 seconds.
public struct WrongTries: Sendable {
  private static let free = 2
  private static let longestSeconds = 60

  private var count = 0
  private var openAt = Timestamp(rawValue: 0)

  /// No tries yet.
  public init() {}

  /// Seconds until the next try may be made; nil for now.
  public func wait(at moment: Timestamp) -> Int? {
    let left = openAt.seconds(since: moment)
    return left > 0 ? min(left, Self.longestSeconds) : nil
  }

  /// Notes a try that was wrong, or one whose end is not known yet.
  public mutating func failed(at moment: Timestamp) {
    count += 1
    guard count > Self.free else { return }
    openAt = moment.adding(seconds: min(Self.longestSeconds, 1 << min(count - Self.free, 10)))
  }

  /// Notes that the secret was right.
  public mutating func succeeded() { self = WrongTries() }

  /// Lets a try pass, or says when. - Throws: `.rateLimited`.
  public func check(at moment: Timestamp) throws(Fault) {
    guard let seconds = wait(at: moment) else { return }
    throw Fault(.rateLimited, "That was wrong several times. Wait \(seconds) seconds, then try again.")
  }
}
