import Outreach
import SQLite

/// The `guard_hold` table: enrollments that wait for the person because the base went back in time.
public enum GuardHoldTable {
  /// Holds a page of the active enrollments of which one can't be sure, whose mail may leave this computer.
  /// - Parameters:
  ///   - after: the last id of the page before; empty from the beginning.
  ///   - isUnsure: asked of each.
  /// - Returns: the id to go on from; nil at the end.
  public static func holdActive(
    after: String, limit: Int, in work: Work, where isUnsure: (Enrollment) throws -> Bool
  ) throws -> String? {
    let ids = try work.tx.rows(
      "SELECT id FROM enrollment WHERE state = 'active' AND archived = 0 AND mode <> 'practice' AND id > $1 ORDER BY id LIMIT $2",
      [after, limit]
    ) { Enrollment.ID(rawValue: try $0.text("id")) }
    for id in ids {
      if let enrollment = try EnrollmentTable.find(id, in: work), try isUnsure(enrollment) { try hold(id, in: work) }
    }
    return ids.count == limit ? ids.last?.rawValue : nil
  }

  /// Holds one enrollment, where it is active.
  public static func hold(_ id: Enrollment.ID, in work: Work) throws {
    guard try EnrollmentTable.move(id, .hold, in: work) else { return }
    try work.tx.run(
      "INSERT INTO guard_hold (enrollment_id, lead_id, at) SELECT id, lead_id, $2 FROM enrollment WHERE id = $1 ON CONFLICT DO NOTHING",
      [id.rawValue, work.now.rawValue])
  }

  /// Enrollments that wait, at most `limit`.
  public static func list(limit: Int, in work: Work) throws -> [Enrollment] {
    try work.tx.rows("SELECT enrollment_id FROM guard_hold ORDER BY enrollment_id LIMIT $1", [limit]) {
      Enrollment.ID(rawValue: try $0.text("enrollment_id"))
    }.compactMap { try EnrollmentTable.find($0, in: work) }
  }

  /// How many wait.
  public static func count(in work: Work) throws -> Int { try work.tx.int("SELECT COUNT(*) FROM guard_hold") ?? 0 }

  /// Takes an enrollment off the list. Returns whether it was on it.
  public static func remove(_ id: Enrollment.ID, in work: Work) throws -> Bool {
    try work.tx.run("DELETE FROM guard_hold WHERE enrollment_id = $1", [id.rawValue]) == 1
  }
}
