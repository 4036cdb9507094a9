import Engine
import Outreach
import Platform

/// Has the mailbox read before anything is sent: after the start, after the computer slept, and after its clock was set. Meanwhile an answer
/// may have come that ends a sequence.
actor InboxTurn {
  /// After so many failed looks sending goes on: the servers for reading and sending are often two.
  private static let mostHeldPasses = 2
  /// The clock was set where it went on by so much more or less than time passed.
  private static let jumpNanoseconds: Int64 = 60_000_000_000

  private let check: @Sendable () async throws -> Inbox.Found
  private let notice: @Sendable () async throws -> Void
  private let isSetUp: @Sendable () -> Bool
  private let wallGap: @Sendable () -> Int64
  private var sleepWatch: SleepWatch
  private var lastGap: Int64
  private var isDue = true
  private var held = 0
  private var isBusy = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  /// Over a check of the mailbox.
  /// - Parameter notice: looks whether the base went back in time, as after a whole computer was put back.
  /// - Parameter wallGap: nanoseconds between the clock on the wall and the one that never jumps.
  init(
    isSetUp: @escaping @Sendable () -> Bool, notice: @escaping @Sendable () async throws -> Void = {},
    sleepWatch: SleepWatch = SleepWatch(),
    wallGap: @escaping @Sendable () -> Int64 = { SystemClock.milliseconds &* 1_000_000 &- SystemClock.bootNanoseconds },
    check: @escaping @Sendable () async throws -> Inbox.Found
  ) {
    (self.isSetUp, self.notice, self.check, self.sleepWatch, self.wallGap) = (isSetUp, notice, check, sleepWatch, wallGap)
    lastGap = wallGap()
  }

  /// Reads the mailbox; one reading at a time.
  func read() async throws -> Inbox.Found {
    if isBusy { await withCheckedContinuation { waiters.append($0) } }
    isBusy = true
    defer { if waiters.isEmpty { isBusy = false } else { waiters.removeFirst().resume() } }
    let found = try await check()
    (isDue, held) = (false, 0)
    return found
  }

  /// Has the mailbox read before the next mail: it was left alone for a while.
  func require() { isDue = true }

  /// Reads the mailbox where that is due. Returns whether sending may go on.
  func mayServe() async -> Bool {
    let didSleep = sleepWatch.sleptSeconds() > 0
    let gap = wallGap()
    if didSleep || abs(gap &- lastGap) > Self.jumpNanoseconds { (isDue, held) = (true, 0) }
    lastGap = gap
    guard isDue, isSetUp() else { return true }
    do {
      _ = try await read()
      try await notice()
      return true
    } catch {
      held += 1
      return held > Self.mostHeldPasses
    }
  }
}
