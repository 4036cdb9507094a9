import JSONText
import Outreach
import Store

/// What stands between a base that went back in time and the next mail: nothing is sent until the mailbox was compared and the person
/// has said how to go on.
public struct RestoreGuard: Sendable {
  /// How it was noticed.
  public enum Cause: String, Codable, Sendable {
    /// A backup was opened by this program.
    case restored
    /// The base knows of fewer mails than the ledger's count outside it: a copy was laid in its place.
    case older
    /// Everything was taken over from another computer, which may still be sending.
    case moved
    /// Mail of ours lies in the Sent folder that the base does not know: all of the computer went back.
    case unknownMail = "unknown_mail"
  }

  /// What the Sent folder could prove.
  public enum Proof: String, Codable, Sendable {
    /// The mailbox was not compared yet.
    case unread
    /// The provider files every mail there, so what is missing did not leave.
    case complete
    /// Only this program files copies there: what is missing may have left all the same.
    case ownCopies = "own_copies"
    case missing, offline
    case notSetUp = "not_set_up"

    /// How little is proved, for the sum of several mailboxes: one that could not be read yet comes first, since it is tried again.
    var doubt: Int {
      switch self {
      case .complete: 0
      case .ownCopies: 1
      case .missing: 2
      case .notSetUp: 3
      case .unread, .offline: 4
      }
    }
  }

  /// Where the guard stands.
  public struct State: Codable, Sendable, Hashable {
    public var cause: Cause
    /// The last moment that the base knows of; UTC milliseconds.
    public var since: Int64
    public var noticedAt: Int64
    public var proof = Proof.unread
    public var checkedAt: Int64?
    /// Mails that had left without the base knowing.
    public var found = 0
    /// Mailboxes that mail left from and that the base does not know: what they sent can't be looked for.
    public var lostMailboxes: Int?
  }

  static let key = "state.guard"
  /// Enrollments moved in one transaction.
  private static let batch = 500

  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// The guard's state; nil where nothing is guarded.
  public static func state(in work: Work) throws -> State? {
    try SettingTable.value(key, in: work).flatMap { try? JSON.decode(State.self, from: $0) }
  }

  /// Whether the base knows less than what was noted outside it: it went back in time.
  /// - Parameters:
  ///   - ledger: tries to send that there were ever.
  ///   - trail: rows that the audit trail had.
  public static func isOlder(than ledger: Int, trail: Int, in work: Work) throws -> Bool {
    try SendAttemptTable.count(in: work) < ledger || AuditTable.head(in: work).number < trail
  }

  /// Begins to guard: nothing is sent from now on. A guard that stands already keeps the earlier moment.
  public static func begin(_ cause: Cause, since: Timestamp, in work: Work) throws {
    let old = try state(in: work)
    let earliest = min(old?.since ?? Int64.max, since.rawValue)
    // Who moved must still say that the other computer stopped.
    let cause = old?.cause == .moved ? .moved : cause
    var state = State(cause: cause, since: earliest, noticedAt: work.now.rawValue, found: old?.found ?? 0)
    state.lostMailboxes = old?.lostMailboxes
    try save(state, in: work)
    try Sending.freeze(in: work)
    try AuditTable.append("guard", "base", nil, after: ["cause": cause.rawValue], in: work)
  }

  /// Notes how many of the mailboxes that mail left from the base does not know; nothing where it knows them all.
  public static func noteLost(of used: [Mailbox.ID], in work: Work) throws {
    let lost = try used.filter { try !MailboxTable.isKnown($0, in: work) }.count
    guard lost > 0, var state = try state(in: work) else { return }
    state.lostMailboxes = lost
    try save(state, in: work)
  }

  /// Writes the state; nil ends the guard.
  static func save(_ state: State?, in work: Work) throws {
    let text = try state.map { try JSON.encoded($0, .sortedKeys) }
    try SettingTable.set(key, text, sealed: false, in: work)
    work.changed("status")
  }

  /// The person says of one held enrollment whether its mail had arrived.
  /// - Throws: `.notFound` where it isn't held by the guard.
  public func decide(_ id: Enrollment.ID, wasWritten: Bool, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      guard try GuardHoldTable.remove(id, in: work) else { throw Fault(.notFound, "This lead is not held any more.") }
      try Self.settle(id, wasWritten: wasWritten, in: work)
      work.changed("status")
    }
  }

  /// Ends the guard: all that is still held goes on, or is stopped as written to, and sending may go on.
  /// - Parameter otherStopped: the person says that the computer that all of this comes from sends no more; needed after a move.
  /// - Throws: `.conflict` while the mailbox was not compared yet, `.refused` where the other computer may still be sending.
  public func end(heldWereWritten: Bool, otherStopped: Bool = false, as acting: ActingAs) async throws {
    let state = try await base.read { work in try Self.state(in: work) }
    if state?.cause == .moved, !otherStopped {
      throw Fault(
        .refused, "Say first that the program on the other computer no longer sends: two at once would write to everybody twice.")
    }
    if let state, state.checkedAt == nil {
      throw Fault(.conflict, "Your mailbox is still being compared with this base; wait for that, then decide.")
    }
    while try await endBatch(heldWereWritten: heldWereWritten, as: acting) {}
    try await base.write(as: acting) { work in
      try Self.save(nil, in: work)
      try SettingTable.set(Sending.frozenKey, "false", sealed: false, in: work)
      // The pause came along from the computer that stopped.
      if state?.cause == .moved { try SettingTable.set(Sending.pausedKey, "false", sealed: false, in: work) }
    }
  }

  private func endBatch(heldWereWritten: Bool, as acting: ActingAs) async throws -> Bool {
    try await base.write(as: acting) { work in
      let held = try GuardHoldTable.list(limit: Self.batch, in: work)
      for enrollment in held {
        _ = try GuardHoldTable.remove(enrollment.id, in: work)
        try Self.settle(enrollment.id, wasWritten: heldWereWritten, in: work)
      }
      return !held.isEmpty
    }
  }

  private static func settle(_ id: Enrollment.ID, wasWritten: Bool, in work: Work) throws {
    guard let enrollment = try EnrollmentTable.find(id, in: work) else { return }
    guard wasWritten else {
      if try !ReplyTable.hasOpenPossible(for: enrollment.leadID, in: work) { try EnrollmentTable.move(id, .release, in: work) }
      return
    }
    try EnrollmentTable.move(id, .stop, in: work)
    for message in try MessageList.of(enrollment.leadID, in: work)
    where message.enrollmentID == id && [.composed, .approved, .queued, .failed].contains(message.state) {
      try MessageTable.move(message.id, .cancel, detail: "You said that it had been sent before the restore.", in: work)
    }
  }
}
