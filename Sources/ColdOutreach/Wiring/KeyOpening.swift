import Engine
import Outreach
import Platform
import SQLite
import Store

/// Where the key file lies, and how it is opened.
enum KeyOpening {
  /// Where it lies in a home.
  static func path(_ folders: Folders) -> String { folders.keys + "/keys" }

  /// Replaces it, for good once this returns.
  static func save(_ text: String, _ folders: Folders) throws {
    try Files.makePrivateFolder(folders.keys)
    try Files.replace(path(folders), with: Array(text.utf8))
  }

  /// Where the keys before a restore are kept: its backup of the state before is sealed with them.
  static func older(_ folders: Folders) -> String { path(folders) + "-before-" }

  /// Puts those that lie open under the passphrase that guards the present ones.
  static func guardOlder(_ keys: LiveKeys, _ folders: Folders) throws {
    guard keys.hasPassphrase else { return }
    for name in try Files.names(in: folders.keys) where (folders.keys + "/" + name).hasPrefix(older(folders)) {
      let text = try Files.text(folders.keys + "/" + name)
      guard !LiveKeys.isProtected(text) else { continue }
      let guarded = try keys.text(adopting: LiveKeys.open(text, secret: nil))
      try Files.replace(folders.keys + "/" + name, with: Array(guarded.utf8))
    }
  }

  /// The keys of a home; made at the first start only, since new ones would make a base unreadable for good.
  /// - Parameter secret: the passphrase or the recovery key, where it was asked for.
  /// - Throws: `StartTrouble`, for the page that asks.
  static func keys(_ folders: Folders, base file: String, secret: Secret?) async throws -> LiveKeys {
    guard Files.exists(path(folders)) else { return try await withoutKeyFile(folders, base: file, secret: secret) }
    let text = try Files.text(path(folders))
    do { return try await OwnThread.run { try LiveKeys.open(text, secret: secret?.value) } } catch let fault as Fault {
      guard fault.code == .unauthorized else { throw StartTrouble(.damaged, "\(fault.detail) It is \(path(folders)).") }
      throw StartTrouble(.needsPassphrase, secret == nil ? "" : fault.detail)
    }
  }

  /// What a command that opens the base itself enters: from the environment, else asked for on the terminal; nil where nothing is needed.
  static func secretForCommand(_ folders: Folders, _ context: Context) async throws -> Secret? {
    guard let text = try? Files.text(path(folders)), LiveKeys.isProtected(text) else { return nil }
    if let given = context.environment["COLD_OUTREACH_PASSPHRASE"], !given.isEmpty { return Secret(given) }
    return Secret(try SecretPrompt.ask("Passphrase or recovery key: ", context.terminal))
  }

  private static func withoutKeyFile(_ folders: Folders, base file: String, secret: Secret?) async throws -> LiveKeys {
    guard Files.exists(file) else {
      let keys = try LiveKeys()
      try save(try keys.text, folders)
      return keys
    }
    guard let envelope = try? await envelope(in: file) else {
      throw StartTrouble(
        .damaged,
        "The key file \(path(folders)) is missing, and without it your data can't be read. Put it back from where it was, then start again."
      )
    }
    guard let secret else { throw StartTrouble(.keysMissing) }
    do {
      let keys = try RecoveryEnvelope.open(envelope, typed: secret.value)
      try save(try keys.text, folders)
      return keys
    } catch let fault as Fault { throw StartTrouble(.keysMissing, fault.detail) }
  }

  /// What a base carries for the recovery key. - Throws: where the file can't be read.
  static func envelope(in file: String) async throws -> String? {
    let database = try await Database.open(.init(path: file, readers: 1, now: { SystemClock.milliseconds }, readOnly: true))
    do {
      let found = try await database.read { tx in try RecoveryEnvelope.stored(in: tx) }
      await database.close()
      return found
    } catch {
      await database.close()
      throw error
    }
  }
}
