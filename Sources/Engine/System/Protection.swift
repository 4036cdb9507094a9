import Dispatch
import Outreach
import SQLite
import Store
import Synchronization

/// The passphrase, the recovery key and the data key: what keeps the data readable to the person and to nobody else.
public final class Protection: Sendable {
  /// Whether there is a way back in when this computer is lost.
  public enum Recovery: String, Sendable, CaseIterable {
    /// Nobody was asked yet: backups can only be read on this computer.
    case open
    /// A recovery key was printed.
    case saved
    /// The person knows, and wants none.
    case declined
  }

  /// How the data is protected.
  public struct State: Sendable, Hashable {
    public var hasPassphrase: Bool
    public var recovery: Recovery
    /// When the recovery key was printed or declined.
    public var recoveryAt: Timestamp?
    /// The number of the data key; 1 at first.
    public var dataKey: Int
    /// Whether values are still being moved to it.
    public var isResealing: Bool
  }

  private static let recoveryKey = "state.recovery"
  private static let longestPassphrase = 1000

  private struct Pending {
    var paper: RecoveryPaper?
    var tries = WrongTries()
  }

  let base: Base
  private let clock: any Clock
  private let save: LiveKeys.Save
  private let guardOlder: @Sendable (_ keys: LiveKeys, _ isOpen: Bool) throws -> Void
  private let pending = Mutex(Pending())

  /// - Parameters:
  ///   - guardOlder: has key files from before a restore guarded as the present one is, or lie open.
  ///   - save: replaces the key file, durably.
  public init(
    base: Base, clock: any Clock, guardOlder: @escaping @Sendable (LiveKeys, Bool) throws -> Void = { _, _ in },
    save: @escaping LiveKeys.Save
  ) { (self.base, self.clock, self.guardOlder, self.save) = (base, clock, guardOlder, save) }

  /// How the data is protected now.
  public func state() async throws -> State {
    try await base.read { work in
      let keys = work.vault.keys
      let (recovery, at) = try Self.recovery(in: work)
      return State(
        hasPassphrase: keys.hasPassphrase, recovery: recovery, recoveryAt: at, dataKey: Int(keys.currentID),
        isResealing: try Resealing.isDue(in: work))
    }
  }

  /// Whether backups can only be read on this computer, and nobody said that this is fine.
  public static func isOnlyReadableHere(in work: Work) throws -> Bool { try recovery(in: work).0 == .open }

  /// Sets, changes or takes away the passphrase; data and backups are not touched.
  /// - Parameters:
  ///   - next: nil takes it away.
  ///   - current: the passphrase as it is, or the recovery key; needed where there is one.
  /// - Throws: `.unauthorized` for a wrong one, `.rateLimited` after several, `.badInput` for one that is too short.
  public func setPassphrase(_ next: String?, current: String?, as acting: ActingAs) async throws {
    if let next { try Self.check(next) }
    try await prove(current, field: "current")
    let had = base.vault.keys.hasPassphrase
    guard had || next != nil else { return }
    try await offPool { [base, save, guardOlder] in
      // What opens them goes with the passphrase.
      if next == nil { try guardOlder(base.vault.keys, true) }
      try base.vault.keys.setPassphrase(next, save: save)
      if next != nil { try guardOlder(base.vault.keys, false) }
    }
    try await base.write(as: acting) { work in
      try AuditTable.append(next == nil ? "remove" : had ? "change" : "set", "passphrase", nil, in: work)
      work.changed("status")
    }
  }

  /// Makes a recovery key, shown this once; it counts when `confirmRecoveryKey` has heard its end.
  /// - Parameter current: the passphrase, needed where there is one.
  public func makeRecoveryKey(current: String?) async throws -> String {
    try await prove(current, field: "current")
    let paper = try RecoveryPaper()
    pending.withLock { $0.paper = paper }
    return paper.printed
  }

  /// Takes the recovery key into use that was shown last.
  /// - Parameter ending: its last four letters, as proof that it was written down.
  /// - Throws: `.conflict` where none was shown, `.badInput` for another ending.
  public func confirmRecoveryKey(ending: String, as acting: ActingAs) async throws {
    guard let paper = pending.withLock({ $0.paper }) else {
      throw Fault(.conflict, "The recovery key that was shown is gone, because the program was started anew. Make another one.")
    }
    guard paper.endsWith(ending) else {
      throw Fault(
        .badInput, "These are not the last four letters of the recovery key.", fields: [.init("ending", "is not what was printed")])
    }
    try base.vault.keys.setRecoveryKey(paper, save: save)
    pending.withLock { $0.paper = nil }
    try await base.write(as: acting) { work in
      try RecoveryEnvelope.keep(in: work)
      try Self.note(.saved, in: work)
    }
  }

  /// Notes that the person wants no recovery key. - Throws: `.illegalState` where there is one.
  public func declineRecoveryKey(as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      guard try Self.recovery(in: work).0 != .saved else {
        throw Fault(.illegalState, "You have a recovery key already; keep it safe.")
      }
      try Self.note(.declined, in: work)
    }
  }

  /// Begins a new data key; a job moves every value to it, and both are readable until it is done.
  /// - Parameter current: the passphrase, needed where there is one.
  /// - Throws: `.conflict` while values are still being moved.
  public func changeDataKey(current: String?, as acting: ActingAs) async throws {
    try await prove(current, field: "current")
    guard try await !base.read({ work in try Resealing.isDue(in: work) }) else {
      throw Fault(.conflict, "The data is still being moved to the newest key; wait until that is done.")
    }
    try base.vault.keys.addDataKey(save: save)
    try await base.write(as: acting) { work in
      try RecoveryEnvelope.keep(in: work)
      try AuditTable.append("begin", "key", String(work.vault.keys.currentID), in: work)
      try Reseal().add(in: work)
      work.changed("status")
    }
  }

  /// At start, in the first transaction: puts right what a crash or a restored backup left.
  /// - Throws: `.storage` where the keys are not the ones of this base.
  public static func settle(in work: Work) throws {
    guard try KeyCheck.fits(in: work) != false else {
      throw Fault(.storage, "The key file belongs to other data. Put back the one that belongs to this, or restore a backup of it.")
    }
    try KeyCheck.keep(in: work)
    // A backup from before the recovery key was printed does not know of it; the keys do.
    if try RecoveryEnvelope.keep(in: work), try recovery(in: work).0 != .saved { try note(.saved, in: work) }
    if try Resealing.isDue(in: work) { try Reseal().add(in: work) }
  }

  private static func recovery(in work: Work) throws -> (Recovery, Timestamp?) {
    let words = try SettingTable.value(recoveryKey, in: work)?.split(separator: " ") ?? []
    guard words.count == 2, let state = Recovery(rawValue: String(words[0])), let at = Int64(words[1]) else { return (.open, nil) }
    return (state, Timestamp(rawValue: at))
  }

  private static func note(_ state: Recovery, in work: Work) throws {
    try SettingTable.note(recoveryKey, "\(state.rawValue) \(work.now.rawValue)", in: work)
    try AuditTable.append(state.rawValue, "recovery_key", nil, in: work)
    work.changed("status")
  }

  private static func check(_ passphrase: String) throws(Fault) {
    guard (LiveKeys.shortestPassphrase...longestPassphrase).contains(passphrase.count) else {
      throw Fault(
        .badInput, "Choose a longer passphrase.",
        fields: [.init("passphrase", "must have at least \(LiveKeys.shortestPassphrase) letters; four or five words are good")])
    }
  }

  /// Checks what was entered; wrong tries are slowed.
  private func prove(_ secret: String?, field: String) async throws {
    guard base.vault.keys.hasPassphrase else { return }
    // Counted before it is known, so that tries at the same time are slowed too.
    try pending.withLock { pending in
      try pending.tries.check(at: clock.now())
      pending.tries.failed(at: clock.now())
    }
    guard let secret, try await offPool({ [base] in try base.vault.keys.isKnown(secret) }) else {
      throw Fault(.refused, "That is not your passphrase.", fields: [.init(field, "is not your passphrase")])
    }
    pending.withLock { $0.tries.succeeded() }
  }

  /// scrypt takes half a second and 128 MiB: never on the task pool.
  private func offPool<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue(label: "protection").async { continuation.resume(with: Result { try work() }) }
    }
  }
}

/// Moves every sealed value to the present data key.
public struct Reseal: Job {
  /// `reseal`.
  public static let kind = "reseal"
  /// What the System screen calls it.
  public static let title = "Seal anew"
  /// Being killed in the middle is no fault of its own.
  public static let crashes = 1000

  /// A run.
  public init() {}
  /// One thing on the disk at a time.
  public var lane: String { "disk" }
  /// One is enough.
  public var once: String? { "reseal" }

  /// The handler over a base.
  public static func handler(_ base: Base) -> JobHandler {
    .on(Reseal.self) { _, progress in
      var position: Resealing.Position? = Resealing.Position()
      while let here = position {
        try Task.checkCancellation()
        position = try await base.write { work in try Resealing.step(here, in: work) }
        if let position { try await progress.report(position.moved, of: nil) }
      }
      try await base.database.checkpoint()
      try await base.write { work in work.changed("status") }
    }
  }
}
