import Outreach
import Store

/// Has the mailbox read before anything is sent: after the start, after the computer slept, and after its clock was set. Meanwhile an answer
/// may have come that ends a sequence.
public actor InboxTurn {
  /// After so many failed looks sending goes on: the servers for reading and sending are often two.
  private static let mostHeldPasses = 2
  /// The clock was set where it went on by so much more or less than time passed.
  private static let jumpNanoseconds: Int64 = 60_000_000_000

  private let check: @Sendable () async throws -> Inbox.Found
  private let notice: @Sendable () async throws -> Void
  private let isSetUp: @Sendable () -> Bool
  private let wallGap: @Sendable () -> Int64
  private let didSleep: @Sendable () -> Bool
  private var lastGap: Int64
  private var isDue = true
  private var held = 0
  private var isBusy = false
  private var waiters: [CheckedContinuation<Void, Never>] = []

  /// Over a check of the mailbox.
  /// - Parameters:
  ///   - notice: looks whether the base went back in time, as after a whole computer was put back.
  ///   - didSleep: whether the computer slept since the last question.
  ///   - wallGap: nanoseconds between the clock on the wall and the one that never jumps.
  public init(
    isSetUp: @escaping @Sendable () -> Bool, notice: @escaping @Sendable () async throws -> Void = {},
    didSleep: @escaping @Sendable () -> Bool = { false }, wallGap: @escaping @Sendable () -> Int64 = { 0 },
    check: @escaping @Sendable () async throws -> Inbox.Found
  ) {
    (self.isSetUp, self.notice, self.check, self.didSleep, self.wallGap) = (isSetUp, notice, check, didSleep, wallGap)
    lastGap = wallGap()
  }

  /// Reads the mailbox; one reading at a time.
  public func read() async throws -> Inbox.Found {
    if isBusy { await withCheckedContinuation { waiters.append($0) } }
    isBusy = true
    defer { if waiters.isEmpty { isBusy = false } else { waiters.removeFirst().resume() } }
    let found = try await check()
    (isDue, held) = (false, 0)
    return found
  }

  /// Has the mailbox read before the next mail: it was left alone for a while.
  public func require() { isDue = true }

  /// Reads the mailbox where that is due. Returns whether sending may go on.
  public func mayServe() async -> Bool {
    let slept = didSleep()
    let gap = wallGap()
    if slept || abs(gap &- lastGap) > Self.jumpNanoseconds { (isDue, held) = (true, 0) }
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

extension Outbox {
  /// A turn of sending from a mailbox: after an absence it is read first, then what is overdue is spread anew, and only then mail leaves.
  /// The program and the flight simulator take it alike.
  /// - Parameter begins: hears that mail may leave now.
  /// - Returns: what the pass did; nil where the mailbox has to be read before and could not be.
  @discardableResult
  public func serve(_ mailbox: Mailbox.ID, after turn: InboxTurn, begins: @Sendable () -> Void = {}) async throws -> Pass? {
    if try await isReturning(mailbox) { await turn.require() }
    guard await turn.mayServe() else { return nil }
    begins()
    try await spreadAfterAbsence(of: mailbox)
    return try await pass(of: mailbox)
  }

  /// Notes that every mailbox was looked after until now, as the program does each time it looks whether mail is due.
  public func keepWatch() async throws {
    try await base.write { [self] work in for mailbox in settings.policy.mailboxes { try noteServed(mailbox, in: work) } }
  }
}
