import Outreach
import SQLite

/// The `guard_hold` table: enrollments that wait for the person because the base went back in time.
public enum GuardHoldTable {
  /// Holds active enrollments whose mail may leave this computer, at most `limit` at once. Returns how many.
  public static func holdActive(limit: Int, in work: Work) throws -> Int {
    let ids = try work.tx.rows(
      "SELECT id FROM enrollment WHERE state = 'active' AND archived = 0 AND mode <> 'practice' ORDER BY id LIMIT $1", [limit]
    ) { Enrollment.ID(rawValue: try $0.text("id")) }
    for id in ids { try hold(id, in: work) }
    return ids.count
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
