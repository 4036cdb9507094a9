/// What was waited for did not come.
public struct NeverCame: Error, CustomStringConvertible {
  /// Says so.
  public let description: String
}

/// Waits until something holds, and leaves the processor to others meanwhile. The time is for a computer that hangs, not for one that
/// is slow: nothing is said about speed.
/// - Throws: ``NeverCame`` after ten minutes.
public func wait(for what: String = "a state", until holds: () async throws -> Bool) async throws {
  let start = ContinuousClock.now
  while try await !holds() {
    if ContinuousClock.now - start > .seconds(600) { throw NeverCame(description: "waited ten minutes for \(what)") }
    try await Task.sleep(for: .milliseconds(2))
  }
}
