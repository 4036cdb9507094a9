import Outreach
import SQLite

/// Whom mails would be written to.
public enum LeadAudience: Sendable, Hashable {
  /// Approved and in no campaign yet.
  case approved
  /// In a campaign, wherever they stand in it.
  case campaign(Campaign.ID)
  /// Everybody.
  case all

  /// A page of its leads in the order of their rows, with the numbers to go on from.
  /// - Parameter after: the number of the last row of the page before; 0 for the first.
  public func page(after: Int, limit: Int, in work: Work) throws -> [(number: Int, lead: Lead)] {
    let (sql, values) = condition(from: 3)
    return try work.tx.rows(
      "SELECT lead.* FROM lead WHERE number > $1 AND \(sql) ORDER BY number LIMIT $2", [after, limit] + values
    ) { (try $0.int("number"), try LeadTable.lead($0, in: work)) }
  }

  /// How many there are.
  public func count(in work: Work) throws -> Int {
    if case .all = self { return try LeadList.counts(in: work).states.values.reduce(0, +) }
    let (sql, values) = condition(from: 1)
    return try work.tx.int("SELECT COUNT(*) FROM lead WHERE \(sql)", values) ?? 0
  }

  /// Leads that are approved and were not written to yet, in a campaign or not, the oldest first.
  public static func approvedLeads(limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows("SELECT id FROM lead WHERE state IN ('approved','ready_for_outreach') ORDER BY number LIMIT $1", [limit]) {
      Lead.ID(rawValue: try $0.text("id"))
    }
  }

  /// Constant SQL over `lead` with bound values, whose numbers begin at `first`.
  private func condition(from first: Int) -> (sql: String, values: [(any SQLiteBindable)?]) {
    switch self {
    case .approved:
      (
        """
        state IN ('approved','ready_for_outreach')
          AND NOT EXISTS (SELECT 1 FROM enrollment e WHERE e.lead_id = lead.id AND e.archived = 0)
        """, []
      )
    case .campaign(let id):
      ("id IN (SELECT lead_id FROM enrollment WHERE campaign_id = $\(first) AND archived = 0)", [id.rawValue])
    case .all: ("1", [])
    }
  }
}
