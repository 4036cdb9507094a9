import Outreach
import SQLite

/// Putting away what practice did, so that it counts nowhere.
public enum PracticeArchiving {
  /// Archives messages, replies and suppressions of practice, and empties the practice mailbox. Returns the leads that it was about.
  public static func putAway(in work: Work) throws -> [Lead.ID] {
    let leads = try work.tx.rows(
      """
      SELECT lead_id FROM message WHERE mode = 'practice' AND archived = 0
      UNION SELECT lead_id FROM reply WHERE mode = 'practice' AND archived = 0
      """
    ) { Lead.ID(rawValue: try $0.text("lead_id")) }
    try work.tx.run("UPDATE message SET archived = 1 WHERE mode = 'practice' AND archived = 0")
    try work.tx.run("UPDATE reply SET archived = 1 WHERE mode = 'practice' AND archived = 0")
    try work.tx.run("DELETE FROM suppression WHERE mode = 'practice'")
    // The numbers begin anew in an empty table, so the cursors must, too.
    try work.tx.run("DELETE FROM practice_mail")
    try work.tx.run("DELETE FROM inbox_cursor WHERE mailbox_id = $1", [Mailbox.practice.rawValue])
    try AuditTable.append("archive", "practice", nil, after: ["leads": String(leads.count)], in: work)
    return leads
  }
}

extension EnrollmentTable {
  /// Ends the enrollments of a mode that are not over, so that the leads can be enrolled anew; practice's are put away. Returns their
  /// leads. One whose mail left, may have left or lies in Drafts stays: a new one would be a second mail.
  public static func end(mode: SendMode, in work: Work) throws -> [Lead.ID] {
    let condition =
      mode == .practice
      ? "mode = 'practice'"
      : """
      mode = '\(mode.rawValue)' AND state IN ('active','held') AND position = 0 AND NOT EXISTS (SELECT 1 FROM message m
        WHERE m.enrollment_id = enrollment.id AND m.state NOT IN ('composed','approved','queued','failed','cancelled'))
      """
    let leads = try work.tx.rows("SELECT lead_id FROM enrollment WHERE archived = 0 AND \(condition)") {
      Lead.ID(rawValue: try $0.text("lead_id"))
    }
    try work.tx.run("UPDATE enrollment SET archived = 1 WHERE archived = 0 AND \(condition)")
    return mode == .practice ? leads : []
  }
}
