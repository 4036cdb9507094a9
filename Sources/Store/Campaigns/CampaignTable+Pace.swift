import Outreach
import SQLite

extension CampaignTable {
  /// Writes a campaign's own limits.
  static func write(_ pace: CampaignPace, of id: Campaign.ID, in work: Work) throws {
    let columns = CampaignPace.fields.enumerated().map { "\($0.element.name) = $\($0.offset + 2)" }.joined(separator: ", ")
    try work.tx.run(
      "UPDATE campaign SET \(columns) WHERE id = $1", [id.rawValue] + CampaignPace.fields.map { pace[keyPath: $0.path] })
  }

  /// A campaign's own limits from its row.
  static func pace(_ row: Row) throws -> CampaignPace {
    try CampaignPace.fields.reduce(into: CampaignPace()) { $0[keyPath: $1.path] = try row.intOrNil($1.name) }
  }

  /// What left, or may have left, of a campaign from whatever mailbox.
  public enum Departures {
    /// When, since a moment, oldest first.
    public static func list(of campaign: Campaign.ID, since moment: Timestamp, in work: Work) throws -> [Timestamp] {
      try work.tx.rows(
        """
        SELECT started_at FROM send_attempt INDEXED BY send_attempt_pace
        WHERE mode IN ('draft','real') AND mailbox_id IN (SELECT id FROM mailbox) AND started_at > $1
          AND (outcome IS NULL OR outcome IN ('accepted','unknown'))
          AND (SELECT campaign_id FROM message WHERE message.id = message_id) = $2 ORDER BY started_at
        """, [moment.rawValue, campaign.rawValue]
      ) { Timestamp(rawValue: try $0.int64("started_at")) }
    }

    /// How many there were ever; a longer pause comes after so many.
    public static func count(of campaign: Campaign.ID, in work: Work) throws -> Int {
      try work.tx.int(
        "SELECT COUNT(*) FROM message WHERE campaign_id = $1 AND archived = 0 AND mode = 'real' AND (sent_at IS NOT NULL OR state = 'unsure')",
        [campaign.rawValue]) ?? 0
    }

    /// On how many days it sent for real before a moment; its ramp rises with them.
    public static func days(of campaign: Campaign.ID, before moment: Timestamp, in work: Work) throws -> Int {
      try work.tx.int(
        """
        SELECT COUNT(DISTINCT sent_at / 86400000) FROM message
        WHERE campaign_id = $1 AND archived = 0 AND mode = 'real' AND sent_at < $2
        """, [campaign.rawValue, moment.rawValue]) ?? 0
    }
  }
}
