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

  /// Keeps the present ones as such, too.
  static func keepOlder(_ folders: Folders) throws(SystemError) {
    try Files.copy(path(folders), to: "\(older(folders))\(SystemClock.milliseconds)")
  }

  /// Their files.
  static func olderFiles(_ folders: Folders) throws(SystemError) -> [String] {
    try Files.names(in: folders.keys).map { folders.keys + "/" + $0 }.filter { $0.hasPrefix(older(folders)) }
  }

  /// Puts them under the passphrase that guards the present ones, since the one before may be known to others.
  /// - Parameter isOpen: they are to lie open, because there will be none.
  static func guardOlder(_ keys: LiveKeys, isOpen: Bool, _ folders: Folders) throws {
    for file in try olderFiles(folders) {
      guard let found = keys.other(in: try Files.text(file)) else { continue }
      let text = try isOpen ? found.openText : keys.text(adopting: found)
      try Files.replace(file, with: Array(text.utf8))
    }
  }

  /// The keys of a home; made at the first start only, since new ones would make a base unreadable for good.
  /// - Parameter secret: the passphrase or the recovery key, where it was asked for.
  /// - Throws: `StartTrouble`, for the page that asks.
  static func keys(_ folders: Folders, base file: String, secret: Secret?) async throws -> LiveKeys {
    guard Files.exists(path(folders)) else {
      if Files.exists(file) { return try await recovered(folders, base: file, secret: secret, because: "is missing") }
      let keys = try LiveKeys()
      try save(try keys.text, folders)
      return keys
    }
    let text = try Files.text(path(folders))
    do { return try await OwnThread.run { try LiveKeys.open(text, secret: secret?.value) } } catch let fault as Fault {
      guard fault.code == .unauthorized else {
        return try await recovered(folders, base: file, secret: secret, because: "can't be read")
      }
      // The base may come from elsewhere, and its recovery key be what was asked for.
      if secret != nil, let keys = try? await recovered(folders, base: file, secret: secret, because: "") { return keys }
      throw StartTrouble(.needsPassphrase, secret == nil ? "" : fault.detail)
    }
  }

  /// The keys that open a base: those of the key file, else what the recovery key finds in it, as for data that was copied here.
  static func fitting(_ keys: LiveKeys, _ database: Database, _ folders: Folders, secret: Secret?) async throws -> LiveKeys {
    let vault = try Vault(keys: keys)
    let fits = try? await Base(database: database, vault: vault).read { work in try KeyCheck.fits(in: work) }
    guard fits == false else { return keys }
    // A secret that opened the key file is not meant for the base.
    let secret = keys.hasPassphrase ? nil : secret
    return try await recovered(folders, base: database.configuration.path, secret: secret, because: "belongs to other data")
  }

  /// What a command that opens the base itself enters: from the environment, else asked for on the terminal; nil where nothing is needed.
  static func secretForCommand(_ folders: Folders, _ context: Context) async throws -> Secret? {
    guard let text = try? Files.text(path(folders)), LiveKeys.isProtected(text) else { return nil }
    if let given = context.environment["COLD_OUTREACH_PASSPHRASE"], !given.isEmpty { return Secret(given) }
    return Secret(try SecretPrompt.ask("Passphrase or recovery key: ", context.terminal))
  }

  /// The keys that a base carries for the recovery key; they become the key file, and one that was there is kept under another name.
  /// - Parameter reason: what is wrong with the key file.
  private static func recovered(_ folders: Folders, base file: String, secret: Secret?, because reason: String) async throws
    -> LiveKeys
  {
    let wrong = "The key file \(path(folders)) \(reason)"
    guard let envelope = try? await envelope(in: file) else {
      throw StartTrouble(
        .damaged, "\(wrong), and without it your data can't be read. Put it back from where it was, then start again.")
    }
    guard let secret else { throw StartTrouble(.keysMissing, Files.exists(path(folders)) ? "\(wrong)." : "") }
    do {
      let keys = try RecoveryEnvelope.open(envelope, typed: secret.value)
      if Files.exists(path(folders)) { try keepOlder(folders) }
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
