import Crypto
import Engine
import Outreach
import Platform
import SQLite
import Store

/// Opening the base: keys, file, migrations with a backup before them, and what a restore left to be swapped in.
enum BaseOpening {
  /// Opens the base of a home.
  static func open(_ configuration: Application.Configuration) async throws -> (base: Base, lock: FileLock?) {
    let folders = configuration.folders
    try folders.make()
    try Files.makePrivateFolder(folders.backups)
    let file = SettingsValues(environment: configuration.environment).databaseFile ?? folders.database
    let lock = try lock(beside: file, folders)
    try await UpdateTrial.settle(folders, environment: configuration.environment)
    try Restore.swapIn(file: file, folders: folders)
    let existed = Files.exists(file)
    let (database, keys) = try await openFile(file, configuration)
    let vault = try Vault(keys: keys)
    try await migrate(database, configuration)
    let base = Base(database: database, vault: vault)
    base.onDeparture { LedgerFile(folders).write($0) }
    let restored = Files.exists(Restore.markFile(folders))
    let cause: RestoreGuard.Cause = !restored ? .older : Files.exists(Restore.movedFile(folders)) ? .moved : .restored
    let (ledger, trail) = (LedgerFile(folders).read(), AuditHeadFile(path: AuditHeadFile.path(folders)).read()?.number ?? 0)
    let used = UsedMailboxesFile(folders).read()
    let (crashes, wentBack) = try await base.write { work in
      // Before anything is written: the trail's end tells from when the base is.
      let last = try AuditTable.lastMoment(in: work) ?? work.now
      let isOlder = try existed && RestoreGuard.isOlder(than: ledger, trail: trail, in: work)
      if restored || isOlder { try RestoreGuard.begin(cause, since: last, in: work) }
      try MailboxTable.ensure(in: work)
      if restored || isOlder { try RestoreGuard.noteLost(of: used, in: work) }
      try Protection.settle(in: work)
      if restored { try AuditTable.append("restore", "backup", nil, in: work) }
      return (try Hazards.count(in: work), restored || isOlder ? try SendAttemptTable.count(in: work) : nil)
    }
    for hazard in crashes {
      configuration.log.write(
        LogEvent(
          .application, .error, "crashed_while_reading",
          ["kind": .text(hazard.kind.rawValue), "hazard": .text(hazard.id), "crashes": .number(hazard.crashes)]))
    }
    if let wentBack {
      // The base guards itself from here on.
      if restored {
        try Files.remove(Restore.movedFile(folders))
        try Files.remove(Restore.markFile(folders))
        // What the trail had after that backup is gone with the base that was swapped out.
        try Files.remove(AuditHeadFile.path(folders))
      }
      LedgerFile(folders).write(wentBack)
      configuration.log.write(LogEvent(.database, .warning, restored ? "restored" : "base_is_older"))
    }
    let erased = try ErasureJournal(folders).lines()
    if !erased.isEmpty { _ = try await base.write { work in try Privacy.replay(erased, isAll: wentBack != nil, in: work) } }
    return (base, lock)
  }

  /// Opens the file, with the keys that open what is in it.
  private static func openFile(_ file: String, _ configuration: Application.Configuration) async throws -> (Database, LiveKeys) {
    let (folders, secret) = (configuration.folders, configuration.passphrase)
    let keys = try await KeyOpening.keys(folders, base: file, secret: secret)
    let database = try await Database.open(.init(path: file, now: { SystemClock.milliseconds }))
    do { return (database, try await KeyOpening.fitting(keys, database, folders, secret: secret)) } catch {
      await database.close()
      throw error
    }
  }

  /// Brings a file to this version, with a verified backup before.
  private static func migrate(_ database: Database, _ configuration: Application.Configuration) async throws {
    let folders = configuration.folders
    let applied = try await database.migrate(Schema.migrations) {
      let name = Backups.name(at: Timestamp(rawValue: SystemClock.milliseconds), reason: "migration")
      try await database.backup(to: folders.backups + "/" + name)
      guard try await Database.verify(path: folders.backups + "/" + name).isEmpty else {
        throw StartTrouble(
          .failed, "The backup before the update is not sound, so nothing was changed. Look whether the disk is full or failing.")
      }
    }
    if let newest = applied.last {
      configuration.log.write(
        LogEvent(.database, .info, "migrated", ["migrations": .number(applied.count), "schema": .text(newest)]))
    }
  }

  /// A base that lies elsewhere has a lock of its own: two homes that name it must not both write it.
  /// - Throws: `StartTrouble` where another home has it.
  private static func lock(beside file: String, _ folders: Folders) throws -> FileLock? {
    guard Files.parent(of: file) != folders.data else { return nil }
    switch try FileLock.take(file + ".lock") {
    case .taken(let lock): return lock
    case .held(let pid):
      let who = pid.map { " (process \($0))" } ?? ""
      throw StartTrouble(.locked, "The file \(file) is in use by this program with another home\(who).")
    }
  }
}
