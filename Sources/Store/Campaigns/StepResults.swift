import Outreach
import SQLite

/// How the mails of each step and variant fared.
public enum StepResults {
  /// The figures of one variant of a step.
  public struct Row: Sendable, Hashable {
    public var step: Step.ID
    public var variant: Int
    /// Mails that left, or may have left.
    public var sent = 0
    /// Answers that people wrote, other than wishes for no more mail.
    public var replied = 0
    public var bounced = 0
    public var unsubscribed = 0

    /// Nothing happened yet.
    public init(step: Step.ID, variant: Int) { (self.step, self.variant) = (step, variant) }
  }

  /// The figures of a campaign's mails, by step and variant.
  public static func of(_ campaign: Campaign.ID, in work: Work) throws -> [Row] {
    try work.tx.rows(
      """
      SELECT m.step_id, m.variant, COUNT(*) AS sent, SUM(m.state = 'bounced') AS bounced,
        SUM(EXISTS (SELECT 1 FROM reply r WHERE r.message_id = m.id AND r.certainty = 'certain' AND r.kind = 'reply'
          AND r.class IS NOT 'unsubscribe')) AS replied,
        SUM(EXISTS (SELECT 1 FROM reply r WHERE r.message_id = m.id AND r.certainty = 'certain'
          AND (r.kind IN ('unsubscribe','complaint') OR r.class IS 'unsubscribe'))) AS unsubscribed
      FROM message m WHERE m.campaign_id = $1 AND m.archived = 0 AND m.step_id IS NOT NULL
        AND m.state IN ('sent','delivered','opened','replied','categorized','bounced','unsure') GROUP BY m.step_id, m.variant
      """, [campaign.rawValue]
    ) { row in
      var result = Row(step: Step.ID(rawValue: try row.text("step_id")), variant: try row.int("variant"))
      (result.sent, result.replied) = (try row.int("sent"), try row.int("replied"))
      (result.bounced, result.unsubscribed) = (try row.int("bounced"), try row.int("unsubscribed"))
      return result
    }
  }

  /// How many tasks of each step were done.
  public static func tasksDone(of campaign: Campaign.ID, in work: Work) throws -> [Step.ID: Int] {
    let rows = try work.tx.rows(
      "SELECT step_id, COUNT(*) AS n FROM task WHERE campaign_id = $1 AND state = 'done' GROUP BY step_id", [campaign.rawValue]
    ) { (Step.ID(rawValue: try $0.text("step_id")), try $0.int("n")) }
    return Dictionary(uniqueKeysWithValues: rows)
  }
}
