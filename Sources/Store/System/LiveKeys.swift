import Crypto
import Outreach
import SQLite
import Synchronization

/// The keys while the program runs. A change is written to the key file first and used only then, so that nothing is ever sealed with a
/// key that a crash could lose.
public final class LiveKeys: Sendable {
  /// Writes the text of the key file, whole and durable.
  public typealias Save = @Sendable (String) throws -> Void
  /// Letters that a passphrase has at least.
  public static let shortestPassphrase = 10

  private let file: Mutex<KeyFile>
  /// One change at a time; a reader never waits for the disk.
  private let changing = Mutex(())

  /// Keys in a file that is not protected.
  init(_ ring: KeyRing) { file = Mutex(KeyFile(ring: ring)) }

  private init(_ opened: KeyFile) { file = Mutex(opened) }

  /// New keys, for a first start.
  public convenience init() throws { self.init(try KeyRing()) }

  /// Opens the keys of a key file. Takes half a second where it is protected: never call it on the task pool.
  /// - Parameter secret: the passphrase or the recovery key.
  /// - Throws: `Fault`: `.unauthorized` where a secret is needed or wrong, `.storage` where the file can't be read.
  public static func open(_ text: String, secret: String?) throws -> LiveKeys {
    do { return LiveKeys(try KeyFile(text: text, secret: secret)) } catch KeyFile.Trouble.needsSecret {
      throw Fault(.unauthorized, "Your data is protected by a passphrase.")
    } catch KeyFile.Trouble.wrongSecret {
      throw Fault(.unauthorized, "That was neither the passphrase nor the recovery key. Capital letters and blanks count.")
    } catch { throw Fault(.storage, "The key file can't be read. Put back a copy of it, or use the recovery key.") }
  }

  /// Whether the text of a key file asks for a secret.
  public static func isProtected(_ text: String) -> Bool { KeyFile.isProtected(text) }

  /// The text of the key file as it is now.
  public var text: String { get throws { try file.withLock { $0 }.text() } }
  /// The text of a key file with other keys, guarded as this one is: for data that comes from another computer.
  public func text(adopting other: LiveKeys) throws -> String {
    try KeyFile(ring: other.ring, wrapping: file.withLock { $0.wrapping }).text()
  }
  /// Other keys from the text of a key file that lies open or is guarded as this one is; nil for any other.
  public func other(in text: String) -> LiveKeys? { file.withLock { $0 }.ring(in: text).map { LiveKeys($0) } }
  /// Whether a passphrase guards the file.
  public var hasPassphrase: Bool { file.withLock { $0.wrapping != nil } }
  /// The id of the data key that new values are sealed with; 1 at first.
  public var currentID: UInt32 { ring.current }

  /// Whether a secret is the passphrase or the recovery key; true where there is nothing to ask for. Half a second.
  public func isKnown(_ secret: String) throws -> Bool {
    let now = file.withLock { $0 }
    guard let wrapping = now.wrapping else { return true }
    if let recovery = now.ring.recoveryKey, let typed = try? RecoveryKey(reading: secret), typed.key == recovery { return true }
    return try wrapping.opens(with: secret)
  }

  /// Guards the file with a passphrase, another one than before, or none. Wraps one key anew; no data is touched.
  public func setPassphrase(_ passphrase: String?, cost: UInt64? = nil, save: Save) throws {
    try change(save) { file in
      file.wrapping = try passphrase.map {
        try KeyFile.Wrapping(passphrase: $0, cost: cost ?? ScryptRecipe.usualCost, key: file.wrapping?.key)
      }
    }
  }

  /// Begins a new data key. Values sealed with the one before stay readable; `Resealing` moves them.
  public func addDataKey(save: Save) throws {
    try change(save) { file in
      let next = (file.ring.dataKeys.keys.max() ?? file.ring.current) + 1
      file.ring.dataKeys[next] = try SymmetricKey.random()
      file.ring.current = next
    }
  }

  /// Takes a recovery key into use; the one before opens only backups from before.
  public func setRecoveryKey(_ next: RecoveryPaper, save: Save) throws {
    try change(save) { $0.ring.recoveryKey = next.key }
  }

  var ring: KeyRing { file.withLock { $0.ring } }

  /// The key that new values are sealed with. - Throws: never for a ring that was read.
  func current() throws -> (id: UInt32, key: SymmetricKey) {
    try file.withLock { file in
      guard let key = file.ring.dataKeys[file.ring.current] else { throw CryptoError.notAuthentic }
      return (file.ring.current, key)
    }
  }

  func dataKey(_ id: UInt32) -> SymmetricKey? { file.withLock { $0.ring.dataKeys[id] } }

  private func change(_ save: Save, _ body: (inout KeyFile) throws -> Void) throws {
    try changing.withLock { _ in
      var next = file.withLock { $0 }
      try body(&next)
      try save(try next.text())
      file.withLock { $0 = next }
    }
  }
}

/// A recovery key on its way to paper: shown once, in force once the person has proved to have it.
public struct RecoveryPaper: Sendable {
  let key: SymmetricKey
  /// Fourteen groups of four letters and digits.
  public let printed: String

  /// A new one.
  public init() throws {
    key = try SymmetricKey.random()
    printed = try RecoveryKey(key).printed()
  }

  /// Whether a text is the last group of the printed key; case and blanks don't matter.
  public func endsWith(_ group: String) -> Bool {
    let typed = group.uppercased().filter { $0.isLetter || $0.isNumber }
    return typed.count == 4 && printed.hasSuffix("-" + typed)
  }
}

/// The key ring as each base, and so each backup, carries it: sealed under the recovery key, for another computer.
public enum RecoveryEnvelope {
  private static let note = "state.recovery_envelope"
  private static let context = Array("recovery envelope".utf8)

  /// Writes it where it is not the present ring's. - Returns: whether there is one.
  @discardableResult
  public static func keep(in work: Work) throws -> Bool {
    let ring = work.vault.keys.ring
    guard let recovery = ring.recoveryKey else { return false }
    let stored = try SettingTable.value(note, in: work)
    if let stored, let text = open(stored, recovery), text == ring.text { return true }
    let sealed = try AEAD.seal(Array(ring.text.utf8), with: recovery, context: context)
    try SettingTable.note(note, Base64URL.encode(sealed), in: work)
    return true
  }

  /// What a base carries; nil for none. Plain SQL, because it is read from files whose keys are not known yet.
  public static func stored(in tx: Transaction) throws -> String? {
    try tx.text("SELECT value FROM setting WHERE key = $1", [note])
  }

  /// The keys in an envelope.
  /// - Parameter typed: the recovery key as the person typed it.
  /// - Throws: `.badInput` where it is none or not the one of this envelope, with what to look at.
  public static func open(_ envelope: String, typed: String) throws -> LiveKeys {
    let recovery: RecoveryKey
    do { recovery = try RecoveryKey(reading: typed) } catch let error as RecoveryKey.ReadError {
      throw Fault(.badInput, error.description)
    }
    guard let text = open(envelope, recovery.key), let ring = try? KeyRing(text: text) else {
      throw Fault(.badInput, "This recovery key is for other data. If you printed more than one, use the one that was newest then.")
    }
    return LiveKeys(ring)
  }

  private static func open(_ envelope: String, _ key: SymmetricKey) -> String? {
    guard let sealed = Base64URL.decode(envelope), let plain = try? AEAD.open(sealed, with: key, context: context) else {
      return nil
    }
    return String(decoding: plain, as: UTF8.self)
  }
}
