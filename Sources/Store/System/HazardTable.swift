import Outreach
import SQLite

/// The `hazard` table: what is being read now, and what ended the program while it was read.
public enum HazardTable {
  /// Notes that something is about to be read; to be committed before the reading.
  /// - Parameter crashes: it counts as having crashed at least so often, because something that it is a part of did.
  public static func begin(_ kind: Hazard.Kind, _ id: String, crashes: Int = 0, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO hazard (id, kind, crashes, in_progress, at) VALUES ($1, $2, $3, 1, $4)
      ON CONFLICT (id) DO UPDATE SET in_progress = 1, at = excluded.at, crashes = MAX(crashes, excluded.crashes)
      """, [id, kind.rawValue, crashes, work.now.rawValue])
  }

  /// Notes that a part of the reading went well, and leaves what was known before.
  /// - Parameter crashes: what it had before `begin`.
  public static func rest(_ id: String, crashes: Int, in work: Work) throws {
    guard crashes > 0 else { return try clear(id, in: work) }
    try work.tx.run("UPDATE hazard SET in_progress = 0, crashes = $2 WHERE id = $1", [id, crashes])
  }

  /// Notes that it was read well.
  public static func clear(_ id: String, in work: Work) throws { try work.tx.run("DELETE FROM hazard WHERE id = $1", [id]) }

  /// Forgets all whose id begins with a text.
  public static func clear(prefix: String, in work: Work) throws {
    try work.tx.run("DELETE FROM hazard WHERE substr(id, 1, length($1)) = $1", [prefix])
  }

  /// One hazard; nil where nothing is known.
  public static func find(_ id: String, in work: Work) throws -> Hazard? {
    try work.tx.row("SELECT * FROM hazard WHERE id = $1", [id]) { try hazard($0) }
  }

  /// All whose id begins with a text.
  public static func list(prefix: String, in work: Work) throws -> [Hazard] {
    try work.tx.rows("SELECT * FROM hazard WHERE substr(id, 1, length($1)) = $1 ORDER BY id", [prefix]) { try hazard($0) }
  }

  /// What is skipped, newest first.
  public static func setAside(in work: Work) throws -> [Hazard] {
    try work.tx.rows("SELECT * FROM hazard WHERE crashes > 1 ORDER BY at DESC, id") { try hazard($0) }.filter(\.isSetAside)
  }

  /// At start, before anything is read: whatever is still in progress ended the program. Returns what was counted.
  public static func countCrashes(in work: Work) throws -> [Hazard] {
    try work.tx.run("UPDATE hazard SET crashes = crashes + 1, in_progress = 2, at = $1 WHERE in_progress = 1", [work.now.rawValue])
    let found = try work.tx.rows("SELECT * FROM hazard WHERE in_progress = 2 ORDER BY id") { try hazard($0) }
    try work.tx.run("UPDATE hazard SET in_progress = 0 WHERE in_progress = 2")
    return found.map { Hazard(id: $0.id, kind: $0.kind, crashes: $0.crashes, isInProgress: false, at: $0.at) }
  }

  /// At a clean end: what was broken off is not to blame.
  public static func calm(in work: Work) throws {
    try work.tx.run("DELETE FROM hazard WHERE in_progress = 1 AND crashes = 0")
    try work.tx.run("UPDATE hazard SET in_progress = 0 WHERE in_progress = 1")
  }

  /// Lets what was set aside be tried once more; another crash sets it aside again at once. - Throws: `.notFound`.
  public static func retry(_ id: String, in work: Work) throws {
    guard let found = try find(id, in: work), found.isSetAside, let limit = found.kind.limit else {
      throw Fault(.notFound, "Nothing of this name is set aside.")
    }
    try work.tx.run("UPDATE hazard SET crashes = $2, in_progress = 0 WHERE id = $1", [id, limit - 1])
    try AuditTable.append("retry", "hazard", id, before: ["crashes": String(found.crashes)], in: work)
    work.changed("status")
  }

  /// Forgets what nobody looked at since a moment.
  public static func prune(before moment: Timestamp, in work: Work) throws {
    try work.tx.run("DELETE FROM hazard WHERE at < $1 AND in_progress = 0", [moment.rawValue])
  }

  private static func hazard(_ row: Row) throws -> Hazard {
    Hazard(
      id: try row.text("id"), kind: Hazard.Kind(rawValue: try row.text("kind")) ?? .mails, crashes: try row.int("crashes"),
      isInProgress: try row.int("in_progress") != 0, at: Timestamp(rawValue: try row.int64("at")))
  }
}
