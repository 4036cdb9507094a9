import Net

/// Lets one call after the other through, with a pause between them, as a service's rules of use ask.
public actor Turnstile {
  private let gapSeconds: Double
  private let wait: @Sendable (Double) async throws -> Void
  private let now: @Sendable () -> Double
  private var nextAt = 0.0

  /// A turnstile.
  /// - Parameters:
  ///   - gapSeconds: from the start of one call to the start of the next.
  ///   - now: seconds on a clock that never goes back; tests bring their own.
  ///   - wait: sleeps for so many seconds.
  public init(
    gapSeconds: Double, now: @escaping @Sendable () -> Double = Turnstile.uptime,
    wait: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    (self.gapSeconds, self.now, self.wait) = (gapSeconds, now, wait)
  }

  /// Seconds since some moment, never going back.
  public static let uptime: @Sendable () -> Double = {
    let time = ContinuousClock.now - start
    return Double(time.components.seconds) + Double(time.components.attoseconds) / 1e18
  }
  private static let start = ContinuousClock.now

  /// Waits for this call's turn. - Throws: `CancellationError`.
  public func pass() async throws {
    let mine = max(nextAt, now())
    nextAt = mine + gapSeconds
    let pause = mine - now()
    if pause > 0 { try await wait(pause) }
  }

  /// Nobody passes for so many seconds: the service asked for a rest.
  public func rest(_ seconds: Double) { nextAt = max(nextAt, now() + seconds) }
}
