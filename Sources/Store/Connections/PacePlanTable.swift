import Outreach
import SQLite

/// The `pace_plan` table: the dice of each mailbox, and how far its day's plan is used.
public enum PacePlanTable {
  /// A mailbox's plan; nil before it was rolled.
  public static func find(_ mailbox: Mailbox.ID, in work: Work) throws -> PacePlan? {
    try work.tx.row("SELECT * FROM pace_plan WHERE mailbox_id = $1", [mailbox.rawValue]) { row in
      var plan = PacePlan(mailbox: mailbox, seed: try row.int64("seed"), day: try row.int("day"))
      plan.drawn = try row.int("drawn")
      plan.servedAt = try row.int64OrNil("served_at").map(Timestamp.init(rawValue:))
      return plan
    }
  }

  /// Writes a plan; the dice of one that is there stay.
  public static func save(_ plan: PacePlan, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO pace_plan (mailbox_id, seed, day, drawn, served_at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (mailbox_id) DO UPDATE SET day = excluded.day, drawn = excluded.drawn, served_at = excluded.served_at
      """, [plan.mailboxID.rawValue, plan.seed, plan.day, plan.drawn, plan.servedAt?.rawValue])
  }
}
