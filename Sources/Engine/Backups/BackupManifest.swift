import JSONText
import Outreach
import Platform
import SQLite
import Store

/// What lies beside each backup: what is in it, its checksum, and where the audit chain stood.
struct BackupManifest: Codable, Sendable, Hashable {
  /// Where the audit chain stood just before; the backup holds at least so much of it.
  struct Head: Codable, Sendable, Hashable {
    var number: Int
    var mac: String
  }

  private static let largestBytes = 64 << 10

  var name = ""
  /// UTC milliseconds since 1970.
  var createdAt: Int64
  var bytes = 0
  var sha256 = ""
  /// The newest migration of the base.
  var schema: String
  /// Rows by table.
  var counts: [String: Int]
  var audit: Head
  /// Which keys sealed it: a keyed mark that says nothing about them. Nil in manifests from before.
  var ring: String?
  /// Whether a recovery key opens it on another computer.
  var isPortable: Bool?
  /// When it was last found sound; UTC milliseconds.
  var verifiedAt: Int64?
  /// What was wrong when it was looked at last.
  var problem: String?

  private enum CodingKeys: String, CodingKey {
    case name, bytes, sha256, schema, counts, audit, ring, problem
    case createdAt = "created_at"
    case isPortable = "portable"
    case verifiedAt = "verified_at"
  }

  /// What is known before the backup is written.
  init(in work: Work) throws {
    let head = try AuditTable.head(in: work)
    (createdAt, audit) = (work.now.rawValue, Head(number: head.number, mac: head.mac))
    schema = Schema.migrations.last?.name ?? ""
    ring = try work.vault.mark("ring")
    isPortable = try RecoveryEnvelope.stored(in: work.tx) != nil
    counts = [
      "lead": try LeadList.counts(in: work).states.values.reduce(0, +),
      "message": try MessageList.counts(in: work).values.reduce(0, +),
    ]
  }

  /// When the backup was made.
  var moment: Timestamp { Timestamp(rawValue: createdAt) }

  /// Where the manifest of a backup lies.
  static func path(beside backup: String) -> String { backup + ".json" }

  /// Writes it, whole or not at all. - Throws: `.storage`.
  func write(beside backup: String) throws {
    do {
      try Files.replace(Self.path(beside: backup), with: JSON.encode(self, [.sortedKeys, .indented, .plainSlashes]))
    } catch { throw Fault(.storage, "The backup's manifest could not be written; free some space.") }
  }

  /// Reads it; nil where there is none. - Throws: `.storage` where it can't be understood.
  static func read(beside backup: String) throws(Fault) -> BackupManifest? {
    let path = path(beside: backup)
    guard Files.exists(path) else { return nil }
    guard let bytes = try? Files.read(path, limit: largestBytes), let manifest = try? JSON.decode(BackupManifest.self, from: bytes)
    else {
      throw Fault(.storage, "The backup's manifest can't be read.")
    }
    return manifest
  }
}
