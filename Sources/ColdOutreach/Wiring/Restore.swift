import Engine
import Finding
import Outreach
import Platform
import SQLite
import Store

/// Restoring: the chosen backup is laid beside the base and swapped in at the next start, before the base is opened.
///
/// Whatever instant the computer stops at, the next start finds either the base as it was or goes on with the swap: the file that waits
/// is renamed into its place last.
struct Restore: Sendable {
  let backups: Backups
  let folders: Folders
  /// Starts the program again.
  let restart: @Sendable () -> Void

  /// The base.
  private var file: String { backups.file }

  /// The backups of a home, with the way back to a file of another place.
  static func backups(_ base: Base, _ settings: Settings, _ configuration: Application.Configuration) -> Backups {
    let folders = configuration.folders
    var backups = Backups(
      base: base, settings: settings, folder: folders.backups, disk: .computer(configuration.environment, folders),
      log: configuration.log)
    let restore = Restore(backups: backups, folders: folders, restart: configuration.restart)
    backups.files = BackupFiles(
      look: { try await restore.look(at: $0) }, goBack: { try await restore.prepare(file: $0, typed: $1, as: $2) })
    return backups
  }

  /// The mark that the base was just restored, so that sending starts frozen.
  static func markFile(_ folders: Folders) -> String { folders.state + "/restored" }

  private static func waiting(_ file: String) -> String { file + ".restore" }
  private static func candidate(_ file: String) -> String { file + ".candidate" }
  private static func waitingKeys(_ folders: Folders) -> String { KeyOpening.path(folders) + ".next" }

  /// Goes back to a backup of this computer: checks it, backs up the present state, lays it ready and starts again.
  /// - Throws: `.notFound`; `.storage` where it is not sound or can't be read here. Nothing was changed then.
  static func prepare(_ name: String, backups: Backups, folders: Folders, as acting: ActingAs, restart: @Sendable () -> Void)
    async throws
  {
    try await backups.beside.run {
      try checkNothingWaits(file: backups.file)
      if let problem = try await backups.verify(name).first {
        throw Fault(.storage, "This backup is not sound, so nothing was changed: \(problem)")
      }
      let (contents, keys) = try await backups.look(at: backups.path(of: name))
      try check(contents, isRecovered: false)
      _ = try await backups.create(reason: "restore", as: acting)
      do {
        try lay(keys: keys, backups, folders)
        try layReady(try backups.path(of: name), file: backups.file, aside: nil)
      } catch let error as SystemError {
        throw Fault(.storage, "The program \(error). Nothing was changed.")
      }
    }
    restart()
  }

  /// What is inside a file anywhere on this computer.
  /// - Throws: `.notFound`, `.badInput`, `.storage`.
  func look(at path: String) async throws -> BackupContents {
    try await withCandidate(path) { copy in try await backups.look(at: copy).contents }
  }

  /// Goes back to a backup file, such as one of another computer.
  /// - Parameter typed: the recovery key, needed where the file's keys are not the ones of this computer.
  /// - Throws: as `prepare`, and `.badInput` for a recovery key that does not fit.
  func prepare(file path: String, typed: String?, as acting: ActingAs) async throws {
    try await withCandidate(path) { copy in
      try Self.checkNothingWaits(file: file)
      if let problem = try await Database.verify(path: copy).first {
        throw Fault(.storage, "This backup is not sound, so nothing was changed: \(problem)")
      }
      let (contents, before) = try await backups.look(at: copy)
      let recovers = contents.access == .recoveryKey && typed?.isEmpty == false
      try Self.check(contents, isRecovered: recovers)
      var keys = before
      if recovers, let envelope = try await KeyOpening.envelope(in: copy) {
        let found = try RecoveryEnvelope.open(envelope, typed: typed ?? "")
        guard try await BackupContents.read(copy, vault: Vault(keys: found)).access == .here else {
          throw Fault(.storage, "The recovery key is right, but the backup is damaged; nothing was changed.")
        }
        keys = found
      }
      _ = try await backups.create(reason: "restore", as: acting)
      try Self.lay(keys: keys, backups, folders)
      try Files.move(copy, to: Self.waiting(file))
    }
    restart()
  }

  /// Another one that waits for the next start may have brought keys of its own.
  static func checkNothingWaits(file: String) throws(Fault) {
    guard !Files.exists(waiting(file)) else {
      throw Fault(.conflict, "Your data is about to be swapped already; the program starts again for it.")
    }
  }

  /// Lays the keys ready that go with what will wait, guarded as the present ones are; nil for those in use.
  private static func lay(keys: LiveKeys?, _ backups: Backups, _ folders: Folders) throws {
    guard let keys else { return }
    try Files.replace(waitingKeys(folders), with: Array(backups.vault.keys.text(adopting: keys).utf8))
  }

  /// Lays a backup ready to be swapped in.
  /// - Parameter damaged: a base that can't be read, kept beside it under another name; nil where there is none.
  static func layReady(_ backup: String, file: String, aside damaged: String?) throws {
    try Files.copy(backup, to: waiting(file))
    // With its log: what was written last may lie there only.
    for suffix in ["", "-wal"] {
      if let damaged, Files.exists(damaged + suffix) { try Files.move(damaged + suffix, to: damaged + ".damaged" + suffix) }
    }
  }

  /// Lays a workspace ready that was moved here, with its keys.
  static func layReady(moved copy: String, keys: String, file: String, folders: Folders) throws {
    try Files.replace(movedFile(folders), with: [UInt8]("moved\n".utf8))
    try Files.replace(waitingKeys(folders), with: Array(keys.utf8))
    try Files.move(copy, to: waiting(file))
  }

  /// Says that what waits is another computer's workspace, which may still be sending there.
  static func movedFile(_ folders: Folders) -> String { folders.state + "/moved" }

  /// Swaps a backup in that waits; neither keys nor base are open yet.
  static func swapIn(file: String, folders: Folders) throws {
    removeTorn(file: file, folders: folders)
    let (next, keys) = (waiting(file), waitingKeys(folders))
    guard Files.exists(next) else {
      if !Files.exists(markFile(folders)) { try Files.remove(movedFile(folders)) }
      return try Files.remove(keys)
    }
    try Files.replace(markFile(folders), with: [UInt8]("restored\n".utf8))
    if Files.exists(keys) {
      // The backup of the state before is sealed with the keys before.
      if Files.exists(KeyOpening.path(folders)) { try KeyOpening.keepOlder(folders) }
      try Files.move(keys, to: KeyOpening.path(folders))
    }
    for suffix in ["-wal", "-shm"] where Files.exists(file + suffix) { try Files.remove(file + suffix) }
    try Files.move(next, to: file)
  }

  /// What was being written when the program was killed: as large as the base, or keys that lie open beside a file that is not.
  private static func removeTorn(file: String, folders: Folders) {
    let base = file.split(separator: "/").last ?? ""
    for folder in [Files.parent(of: file), folders.backups, folders.keys] {
      for name in (try? Files.names(in: folder)) ?? [] {
        let isOurs = folder != Files.parent(of: file) || name.hasPrefix(base + ".")
        guard isOurs, name.contains(".new-") || name.contains(".partial") || name.hasPrefix(base + ".candidate") else { continue }
        try? Files.remove("\(folder)/\(name)")
      }
    }
  }

  /// The newest backup of a folder that is sound, without its manifest: for a start at which the base can't be read.
  static func newestSound(in folder: String) async -> String? {
    let names = (try? Files.names(in: folder))?.filter { $0.hasSuffix(".backup") }.sorted(by: >) ?? []
    // Those of a clock that was ahead come last.
    let now = Backups.name(at: Timestamp(rawValue: SystemClock.milliseconds), reason: "")
    for name in names.filter({ $0 <= now }) + names.filter({ $0 > now }) {
      if (try? await Database.verify(path: folder + "/" + name).isEmpty) == true { return folder + "/" + name }
    }
    return nil
  }

  /// Works on a copy beside the base, so that a stick that is pulled out in between does no harm.
  private func withCandidate<T: Sendable>(_ path: String, _ work: (String) async throws -> T) async throws -> T {
    guard path.hasPrefix("/") else { throw Fault(.badInput, "Name the file by its whole path, from / on.") }
    guard let about = Files.about(path), !Files.isFolder(path) else { throw Fault(.notFound, "There is no file at this path.") }
    guard (Files.freeBytes(at: Files.parent(of: file)) ?? .max) > 2 * about.bytes + Self.spareBytes else {
      throw Fault(.storage, "There is too little room to look at this backup; free some space. Nothing was changed.")
    }
    let copy = Self.candidate(file)
    return try await backups.beside.run {
      do {
        try await OwnThread.run { try Files.copy(path, to: copy) }
        let result = try await work(copy)
        try Files.remove(copy)
        return result
      } catch {
        try? Files.remove(copy)
        if let error = error as? SystemError { throw Fault(.storage, "The program \(error). Nothing was changed.") }
        throw error
      }
    }
  }

  private static let spareBytes = 16 << 20

  private static func check(_ contents: BackupContents, isRecovered: Bool) throws(Fault) {
    guard !contents.isNewer else {
      throw Fault(.storage, "This backup was made by a newer version of the program; install that one first. Nothing was changed.")
    }
    switch contents.access {
    case .here: return
    case .recoveryKey where isRecovered: return
    case .recoveryKey:
      throw Fault(.notConfigured, "This backup comes from another computer. Type the recovery key that was printed there.")
    case .never:
      throw Fault(
        .storage,
        "This backup was sealed on another computer before a recovery key was made there, so it can only be read there. Nothing was changed."
      )
    }
  }
}
