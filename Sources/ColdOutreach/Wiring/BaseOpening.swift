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
    try Restore.swapIn(file: file, folders: folders)
    let vault = try Vault(keys: try await KeyOpening.keys(folders, base: file, secret: configuration.passphrase))
    let database = try await Database.open(.init(path: file, now: { SystemClock.milliseconds }))
    let applied = try await database.migrate(Schema.migrations) {
      let name = Backups.name(at: Timestamp(rawValue: SystemClock.milliseconds), reason: "migration")
      try await database.backup(to: folders.backups + "/" + name)
    }
    if let newest = applied.last {
      configuration.log.write(
        LogEvent(.database, .info, "migrated", ["migrations": .number(applied.count), "schema": .text(newest)]))
    }
    let base = Base(database: database, vault: vault)
    let restored = Files.exists(Restore.markFile(folders))
    let crashes = try await base.write { work in
      try MailboxTable.ensure(in: work)
      try Protection.settle(in: work)
      if restored {
        try Sending.freeze(in: work)
        try AuditTable.append("restore", "backup", nil, in: work)
      }
      return try Hazards.count(in: work)
    }
    for hazard in crashes {
      configuration.log.write(
        LogEvent(
          .application, .error, "crashed_while_reading",
          ["kind": .text(hazard.kind.rawValue), "hazard": .text(hazard.id), "crashes": .number(hazard.crashes)]))
    }
    if restored {
      try Files.remove(Restore.markFile(folders))
      // What the trail had after that backup is gone with the base that was swapped out.
      try Files.remove(AuditHeadFile.path(folders))
      configuration.log.write(LogEvent(.database, .warning, "restored"))
    }
    return (base, lock)
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

/// Restoring: the chosen backup is laid beside the base and swapped in at the next start, before the base is opened.
enum Restore {
  private static let waiting = ".restore"

  /// The mark that the base was just restored, so that sending starts frozen.
  static func markFile(_ folders: Folders) -> String { folders.state + "/restored" }

  /// Checks a backup, backs up the present state, lays the backup ready and starts again.
  /// - Throws: `.notFound`; `.storage` where the backup is not sound.
  static func prepare(_ name: String, backups: Backups, folders: Folders, as acting: ActingAs, restart: @Sendable () -> Void)
    async throws
  {
    let problems = try await backups.verify(name)
    if let problem = problems.first { throw Fault(.storage, "This backup is not sound, so nothing was changed: \(problem)") }
    _ = try await backups.create(reason: "restore", as: acting)
    try layReady(try backups.path(of: name), folders: folders, aside: nil)
    restart()
  }

  /// Lays a backup ready to be swapped in.
  /// - Parameter damaged: a base that can't be read, kept beside it under another name; nil where there is none.
  static func layReady(_ backup: String, folders: Folders, aside damaged: String?) throws {
    try Files.copy(backup, to: folders.data + "/" + waiting)
    if let damaged, Files.exists(damaged) { try Files.move(damaged, to: damaged + ".damaged") }
  }

  /// Swaps a backup in that waits; the base is not open yet.
  static func swapIn(file: String, folders: Folders) throws {
    let next = folders.data + "/" + waiting
    guard Files.exists(next) else { return }
    try Files.replace(markFile(folders), with: [UInt8]("restored\n".utf8))
    for suffix in ["-wal", "-shm"] where Files.exists(file + suffix) { try Files.remove(file + suffix) }
    try Files.move(next, to: file)
  }
}
