import Dispatch
import FoundationEssentials
import Outreach
import SQLite
import Store

/// Copies of the base, each verified after it was written.
public struct Backups: Sendable {
  private static let prefix = "cold-outreach-"
  private static let suffix = ".backup"

  /// One backup on disk.
  public struct Entry: Sendable, Hashable {
    public let name: String
    public let createdAt: Timestamp
    public let bytes: Int
    /// `scheduled`, `manual`, `migration` or `restore`.
    public let reason: String
  }

  let base: Base
  let settings: Settings
  let folder: String
  let log: any Log

  /// Over a base, into a folder that exists.
  public init(base: Base, settings: Settings, folder: String, log: any Log) {
    (self.base, self.settings, self.folder, self.log) = (base, settings, folder, log)
  }

  /// Makes a backup while the program works, verifies it, and prunes old ones.
  public func create(reason: String, as acting: ActingAs) async throws -> Entry {
    var about = try await base.read { work in try BackupManifest(in: work) }
    let moment = about.moment
    let name = Self.name(at: moment, reason: reason)
    let path = folder + "/" + name
    do {
      try await base.database.backup(to: path)
    } catch let error as SQLiteError where error.isFull {
      throw Fault(.storage, "The disk is full, so no backup could be written; free some space.")
    }
    let problems = try await verify(name)
    guard problems.isEmpty else {
      try? FileManager.default.removeItem(atPath: path)
      throw Fault(.storage, "The backup was written but is not sound, so it was removed: \(problems[0])")
    }
    (about.name, about.bytes) = (name, entry(name)?.bytes ?? 0)
    about.sha256 = try await Self.digest(of: path)
    try about.write(beside: path)
    log.write(LogEvent(.database, .info, "backup_created", ["name": .text(name), "bytes": .number(about.bytes)]))
    try await base.write(as: acting) { work in
      try AuditTable.append("backup", "backup", name, after: ["reason": reason], in: work)
    }
    prune(now: moment)
    guard let entry = list().first(where: { $0.name == name }) else {
      throw Fault(.storage, "The backup is not where it was written.")
    }
    return entry
  }

  /// Every backup, newest first.
  public func list() -> [Entry] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.compactMap(entry).sorted { $0.createdAt > $1.createdAt }
  }

  /// Checks a backup; an empty list means that it is sound. - Throws: `.notFound`.
  public func verify(_ name: String) async throws -> [String] {
    guard entry(name) != nil else { throw Fault(.notFound, "There is no backup of this name.") }
    let path = folder + "/" + name
    let problems = try await Database.verify(path: path)
    guard problems.isEmpty, let manifest = try BackupManifest.read(beside: path) else { return problems }
    return try await Self.digest(of: path) == manifest.sha256
      ? [] : ["The file is not the one that was written: its checksum differs from the one in its manifest."]
  }

  /// The SHA-256 of a file, on a thread of its own.
  private static func digest(of path: String) async throws -> String {
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
    return last.createdAt.adding(seconds: settings.policy.backupIntervalHours * 3600) <= moment
  }

  /// The path of a backup. - Throws: `.notFound`.
  public func path(of name: String) throws(Fault) -> String {
    guard entry(name) != nil else { throw Fault(.notFound, "There is no backup of this name.") }
    return folder + "/" + name
  }

  /// Deletes what is older than the retention, but never the newest.
  private func prune(now: Timestamp) {
    let limit = now.adding(seconds: -settings.policy.backupRetentionDays * 86_400)
    for old in list().dropFirst() where old.createdAt < limit {
      for path in [folder + "/" + old.name, BackupManifest.path(beside: folder + "/" + old.name)] {
        try? FileManager.default.removeItem(atPath: path)
      }
      log.write(LogEvent(.database, .info, "backup_pruned", ["name": .text(old.name)]))
    }
  }

  /// `cold-outreach-20261121T090500123-manual.backup`, UTC.
  public static func name(at moment: Timestamp, reason: String) -> String {
    let digits = moment.utc.rfc3339.filter { $0.isNumber || $0 == "T" }
    return "\(prefix)\(digits)-\(reason)\(suffix)"
  }

  private func entry(_ name: String) -> Entry? {
    guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix), !name.contains("/") else { return nil }
    let parts = name.dropFirst(Self.prefix.count).dropLast(Self.suffix.count).split(separator: "-", maxSplits: 1)
    guard parts.count == 2, let moment = Self.moment(parts[0]) else { return nil }
    let attributes = try? FileManager.default.attributesOfItem(atPath: folder + "/" + name)
    let size = (attributes?[.size] as? any BinaryInteger).flatMap { Int(exactly: $0) }
    return Entry(name: name, createdAt: moment, bytes: size ?? 0, reason: String(parts[1]))
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
