import Outreach
import SQLite

/// Leads that are past their time: of given states, unchanged since a moment, and with no mail on its way or in doubt.
public enum RetentionTable {
  private static func condition(_ states: [LeadState]) -> String {
    let marks = states.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
    return """
      updated_at < $1 AND state IN (\(marks)) AND NOT EXISTS (
        SELECT 1 FROM message m WHERE m.lead_id = lead.id
        AND (m.state IN ('approved', 'queued', 'sending', 'unsure') OR m.updated_at >= $1))
        AND NOT EXISTS (SELECT 1 FROM reply r WHERE r.lead_id = lead.id AND (r.state = 'open' OR r.received_at >= $1))
      """
  }

  /// How many there are.
  public static func count(_ states: [LeadState], before moment: Timestamp, in work: Work) throws -> Int {
    try work.tx.int(
      "SELECT COUNT(*) FROM lead WHERE \(condition(states))", [moment.rawValue] + states.map(\.rawValue)) ?? 0
  }

  /// The oldest of them.
  public static func find(_ states: [LeadState], before moment: Timestamp, limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      "SELECT id FROM lead WHERE \(condition(states)) ORDER BY updated_at LIMIT \(limit)",
      [moment.rawValue] + states.map(\.rawValue)
    ) { Lead.ID(rawValue: try $0.text("id")) }
  }
}
