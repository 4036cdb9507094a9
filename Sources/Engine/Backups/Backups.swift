import Dispatch
import Outreach
import Platform
import SQLite
import Store

/// Copies of the base, each verified after it was written.
public struct Backups: Sendable {
  static let prefix = "cold-outreach-"
  static let suffix = ".backup"

  /// One backup on disk.
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let createdAt: Timestamp
    public let bytes: Int
    /// `scheduled`, `manual`, `migration` or `restore`.
    public let reason: String
    /// Found sound or not when it was looked at last; nil where nobody looked.
    public var verified: Bool?
    /// Whether a recovery key opens it on another computer.
    public var isPortable: Bool
  }

  let base: Base
  let settings: Settings
  let folder: String
  /// The disk that they lie on.
  public let disk: BackupDisk
  /// Files anywhere on this computer; nil in a program that has no way to start again.
  public var files: BackupFiles?
  let log: any Log
  /// Other files are laid beside the base one at a time.
  public let beside = OneAtATime()
  /// Bytes that stay free besides what a backup needs: the base grows meanwhile.
  static let spareBytes = 16 << 20

  /// Over a base, into a folder that exists.
  public init(base: Base, settings: Settings, folder: String, disk: BackupDisk, log: any Log) {
    (self.base, self.settings, self.folder, self.disk, self.log) = (base, settings, folder, disk, log)
  }

  /// Makes a backup while the program works, verifies it, copies it to the second folder, and prunes old ones.
  /// - Throws: `.storage` where there is no room or what was written is not sound; nothing is left behind and nothing lost then.
  public func create(reason: String, as acting: ActingAs) async throws -> Entry {
    try makeRoom()
    var about = try await base.read { work in try BackupManifest(in: work) }
    let moment = about.moment
    let name = Self.name(at: moment, reason: reason)
    let path = folder + "/" + name
    do {
      try await base.database.backup(to: path)
    } catch let error as SQLiteError where error.isFull {
      throw Fault(.storage, "The disk is full, so no backup could be written; free some space.")
    } catch let error as SQLiteError where error.isReadOnly || error.isUnopenable {
      throw Fault(.storage, "The backup folder can't be written, so no backup was made. It is \(folder).")
    }
    let problems = try await verify(name)
    guard problems.isEmpty else {
      remove(name, in: folder)
      throw Fault(.storage, "The backup was written but is not sound, so it was removed: \(problems[0])")
    }
    (about.name, about.bytes) = (name, Self.bytes(of: path))
    about.sha256 = try await Self.digest(of: path)
    about.verifiedAt = moment.rawValue
    try about.write(beside: path)
    log.write(LogEvent(.database, .info, "backup_created", ["name": .text(name), "bytes": .number(about.bytes)]))
    try await base.write(as: acting) { work in
      try AuditTable.append("backup", "backup", name, after: ["reason": reason], in: work)
    }
    prune(in: folder, olderThan: moment.adding(seconds: -settings.policy.backupRetentionDays * 86_400), sparing: 2)
    do { try await copyToSecond() } catch {
      // The first one is there; the second is made up within the hour, and the list says that it is behind.
      log.write(
        LogEvent(.database, .warning, "backup_not_copied", ["error": .text((error as? Fault)?.code.rawValue ?? "\(error)")]))
    }
    guard let entry = list().first(where: { $0.name == name }) else {
      throw Fault(.storage, "The backup is not where it was written.")
    }
    return entry
  }

  /// The file of the base.
  public var file: String { base.database.configuration.path }

  /// The keys of this computer.
  public var vault: Vault { base.vault }

  /// Every backup, newest first; those of a clock that was ahead come last, since they are older than they say.
  public func list() -> [Entry] { list(in: folder) }

  func list(in folder: String) -> [Entry] {
    let names = (try? Files.names(in: folder)) ?? []
    let now = base.database.configuration.now()
    func order(_ entry: Entry) -> (Int, Int64) { (entry.createdAt.rawValue > now ? 0 : 1, entry.createdAt.rawValue) }
    return names.compactMap { entry($0, in: folder) }.sorted { order($0) > order($1) }
  }

  /// What is inside a backup. - Throws: `.notFound`, `.storage`.
  public func contents(_ name: String) async throws -> BackupContents { try await look(at: path(of: name)).contents }

  /// What is inside a file that nobody writes to, and which keys open it if not those in use: data that was swapped out leaves its own.
  /// - Throws: `.storage`.
  public func look(at path: String) async throws -> (contents: BackupContents, keys: LiveKeys?) {
    let contents = try await BackupContents.read(path, vault: base.vault)
    guard contents.access != .here else { return (contents, nil) }
    for keys in disk.keysBefore().compactMap(base.vault.keys.other) {
      let found = try await BackupContents.read(path, vault: Vault(keys: keys))
      if found.access == .here { return (found, keys) }
    }
    return (contents, nil)
  }

  /// What the base holds now, to compare.
  public func present() async throws -> BaseFigures { try await base.read { work in try BaseFigures.read(in: work.tx) } }

  /// Checks a backup; an empty list means that it is sound. - Throws: `.notFound`.
  public func verify(_ name: String) async throws -> [String] {
    guard entry(name) != nil else { throw Fault(.notFound, "There is no backup of this name.") }
    let path = folder + "/" + name
    var problems = try await Self.problems(of: path)
    guard var manifest = try? BackupManifest.read(beside: path) else { return problems }
    if problems.isEmpty, try await Self.digest(of: path) != manifest.sha256 {
      problems = ["The file is not the one that was written: its checksum differs from the one in its manifest."]
    }
    manifest.problem = problems.first
    if problems.isEmpty { manifest.verifiedAt = try await base.read { $0.now }.rawValue }
    // Where the folder can't be written the answer stands all the same.
    try? manifest.write(beside: path)
    return problems
  }

  /// What is wrong with a file; one that can't even be opened is damaged, too.
  private static func problems(of path: String) async throws -> [String] {
    do { return try await Database.verify(path: path) } catch is SQLiteError { return ["The file can't be opened as a database."] }
  }

  /// The SHA-256 of a file, on a thread of its own.
  static func digest(of path: String) async throws -> String {
    let queue = DispatchQueue(label: "backup.digest")
    return try await withCheckedThrowingContinuation { continuation in
      queue.async {
        continuation.resume(
          with: Result {
            let file = try ImportFile(path: path)
            return try Digest.hex { try file.next() }
          })
      }
    }
  }

  /// Whether the next scheduled backup is due.
  public func isDue(at moment: Timestamp) -> Bool {
    guard settings.policy.backupEnabled else { return false }
    guard let last = list().first(where: { $0.reason == "scheduled" || $0.reason == "manual" }) else { return true }
    return last.createdAt > moment || last.createdAt.adding(seconds: settings.policy.backupIntervalHours * 3600) <= moment
  }

  /// Why the last that was to be made or copied by itself was not; nil where all is well, or the person made a good one since.
  public func trouble() async throws -> String? {
    let job = try await base.read { work in try JobTable.newest(BackUp.kind, in: work) }
    guard let job, let error = job.error else { return nil }
    let good = list().first { $0.verified == true }
    return good.map { $0.reason != "scheduled" && $0.createdAt > job.startedAt ?? job.createdAt } == true ? nil : error
  }

  /// The path of a backup. - Throws: `.notFound`.
  public func path(of name: String) throws(Fault) -> String {
    guard entry(name) != nil else { throw Fault(.notFound, "There is no backup of this name.") }
    return folder + "/" + name
  }

  /// Deletes old backups of these keys, but never the newest ones that were found sound.
  /// - Parameter sparing: how many of those stay, whatever their age.
  func prune(in folder: String, olderThan limit: Timestamp, sparing: Int) {
    let all = list(in: folder)
    let spared = all.filter { $0.verified == true }.prefix(sparing).map(\.name) + all.prefix(1).map(\.name)
    for old in all where old.createdAt < limit && !spared.contains(old.name) && isOurs(old.name, in: folder) {
      remove(old.name, in: folder)
      log.write(LogEvent(.database, .info, "backup_pruned", ["name": .text(old.name)]))
    }
  }

  /// A synced folder may hold another computer's backups as well; those are its own to prune.
  private func isOurs(_ name: String, in folder: String) -> Bool {
    guard folder != self.folder else { return true }
    guard let ring = (try? BackupManifest.read(beside: folder + "/" + name))?.ring else { return false }
    return ring == (try? base.vault.mark("ring"))
  }

  func remove(_ name: String, in folder: String) {
    for path in [folder + "/" + name, BackupManifest.path(beside: folder + "/" + name)] {
      try? Files.remove(path)
    }
  }

  /// Sees to it that a backup fits: where it does not, the oldest ones go early, but two good ones stay.
  private func makeRoom() throws(Fault) {
    let file = base.database.configuration.path
    let needed = Self.bytes(of: file) + Self.bytes(of: file + "-wal") + Self.spareBytes
    func isTight() -> Bool { (disk.freeBytes(folder) ?? .max) < needed }
    guard isTight() else { return }
    let all = list()
    // The newest before an update is what a version that does not work is undone with.
    let spared = Set(
      all.filter { $0.verified == true }.prefix(2).map(\.name) + all.prefix(1).map(\.name)
        + all.filter { $0.reason == "update" }.prefix(1).map(\.name))
    for old in all.reversed() where !spared.contains(old.name) && isTight() {
      remove(old.name, in: folder)
      log.write(LogEvent(.database, .warning, "backup_pruned_for_room", ["name": .text(old.name)]))
    }
    guard isTight() else { return }
    throw Fault(
      .storage,
      "There is too little room for a backup: it needs \(ByteSize.text(needed)) where the backups lie, and \(ByteSize.text(disk.freeBytes(folder) ?? 0)) are free. Your data and the backups before are whole."
    )
  }

  private static func bytes(of path: String) -> Int {
    Files.size(path).map { Int($0) } ?? 0
  }

  /// `cold-outreach-20261121T090500123-manual.backup`, UTC.
  public static func name(at moment: Timestamp, reason: String) -> String {
    let digits = moment.utc.rfc3339.filter { $0.isNumber || $0 == "T" }
    return "\(prefix)\(digits)-\(reason)\(suffix)"
  }

  private func entry(_ name: String) -> Entry? { entry(name, in: folder) }

  private func entry(_ name: String, in folder: String) -> Entry? {
    guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix), !name.contains("/") else { return nil }
    let parts = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count).split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let moment = Self.moment(parts[0]) else { return nil }
    let path = folder + "/" + name
    let manifest = try? BackupManifest.read(beside: path)
    let verified: Bool? = manifest?.problem != nil ? false : manifest?.verifiedAt != nil ? true : nil
    guard Files.exists(path) else { return nil }
    return Entry(
      name: name, createdAt: moment, bytes: Self.bytes(of: path), reason: String(parts[1]), verified: verified,
      isPortable: manifest?.isPortable ?? false)
  }

  private static func moment(_ text: Substring) -> Timestamp? {
    let digits = text.utf8.filter { (0x30...0x39).contains($0) }.map { Int($0) - 0x30 }
    guard digits.count == 17 else { return nil }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    var time = CivilTime(
      year: number(0..<4), month: number(4..<6), day: number(6..<8), hour: number(8..<10), minute: number(10..<12),
      second: number(12..<14))
    time.millisecond = number(14..<17)
    return time.timestamp
  }
}

/// Makes a backup when one is due.
public struct BackUp: Job {
  /// `backup`.
  public static let kind = "backup"
  /// What the System screen calls it.
  public static let title = "Back up"

  /// A backup.
  public init() {}
  /// One thing on the disk at a time.
  public var lane: String { "disk" }
  /// One waiting backup is enough.
  public var once: String? { "backup" }
}
