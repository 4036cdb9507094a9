import Outreach
import SQLite

/// The `email_verdict` table: whether a lead's address takes mail. A verdict on an address that the lead no longer has does not count.
public enum EmailVerdictTable {
  /// Keeps a verdict on the address that the lead has now, also as a fact; an earlier one goes. Nothing where it has no address.
  public static func keep(_ known: KnownVerdict, of lead: Lead, in work: Work) throws {
    guard let email = lead.details.email else { return }
    try work.tx.run(
      """
      INSERT INTO email_verdict (lead_id, email_hash, verdict, source, at) VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (lead_id) DO UPDATE SET email_hash = excluded.email_hash, verdict = excluded.verdict, source = excluded.source, at = excluded.at
      """, [lead.id.rawValue, work.vault.hash(email, "email"), known.verdict.rawValue, known.source, known.at.rawValue])
    try LeadEventTable.add(
      ContactFact(field: "email_verdict", value: known.verdict.rawValue, source: known.source, url: nil, at: known.at), to: lead.id,
      in: work)
    work.changed("lead", lead.id.rawValue)
  }

  /// Forgets what is known of a lead's address.
  public static func forget(_ id: Lead.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM email_verdict WHERE lead_id = $1", [id.rawValue])
    work.changed("lead", id.rawValue)
  }

  /// The verdict on the address that a lead has now; nil where nobody checked it.
  public static func of(_ id: Lead.ID, in work: Work) throws -> KnownVerdict? {
    try work.tx.row(
      """
      SELECT v.verdict, v.source, v.at FROM email_verdict v JOIN lead ON lead.id = v.lead_id AND lead.email_hash = v.email_hash
      WHERE v.lead_id = $1
      """, [id.rawValue]
    ) { row in
      KnownVerdict(
        EmailVerdict(rawValue: try row.text("verdict")) ?? .unknown, source: try row.text("source"),
        at: Timestamp(rawValue: try row.int64("at")))
    }
  }

  /// The leads of a campaign that wait for mail at an address that takes none; at most so many.
  public static func bad(in campaign: Campaign.ID, limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      """
      SELECT e.lead_id FROM enrollment e JOIN lead ON lead.id = e.lead_id
      JOIN email_verdict v ON v.lead_id = lead.id AND v.email_hash = lead.email_hash
      WHERE e.campaign_id = $1 AND e.archived = 0 AND e.state IN ('active','held') AND v.verdict IN ('invalid','disposable') LIMIT $2
      """, [campaign.rawValue, limit]
    ) { Lead.ID(rawValue: try $0.text("lead_id")) }
  }
}

/// The `site_failure` table: leads whose web site could not be read, until it can.
public enum SiteFailureTable {
  /// Notes that a site could not be read, and why.
  public static func note(_ detail: String, of lead: Lead.ID, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO site_failure (lead_id, detail, at) VALUES ($1, $2, $3)
      ON CONFLICT (lead_id) DO UPDATE SET detail = excluded.detail, at = excluded.at
      """, [lead.rawValue, detail, work.now.rawValue])
  }

  /// The site was read after all.
  public static func clear(_ lead: Lead.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM site_failure WHERE lead_id = $1", [lead.rawValue])
  }

  /// Why a lead's site could not be read the last time; nil where it could, or was not tried.
  public static func detail(of lead: Lead.ID, in work: Work) throws -> String? {
    try work.tx.text("SELECT detail FROM site_failure WHERE lead_id = $1", [lead.rawValue])
  }

  /// The leads whose site could not be read, at most so many.
  public static func leads(limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows("SELECT lead_id FROM site_failure ORDER BY at LIMIT $1", [limit]) { Lead.ID(rawValue: try $0.text("lead_id")) }
  }
}

/// The `score_table` table: every table of scores that was in force, for looking back and going back.
public enum ScoreTable {
  /// A table that was put in force.
  public struct Entry: Sendable {
    public let at: Timestamp
    public let actor: Actor
    public let rules: [ScoreRule]
  }

  /// Keeps a table that is put in force.
  public static func keep(_ rules: [ScoreRule], in work: Work) throws {
    try work.tx.run(
      "INSERT INTO score_table (at, actor, rules) VALUES ($1, $2, $3)",
      [work.now.rawValue, work.acting.actor.rawValue, try JSONText.encode(rules)])
  }

  /// The newest ones first.
  public static func list(limit: Int, in work: Work) throws -> [Entry] {
    try work.tx.rows("SELECT * FROM score_table ORDER BY number DESC LIMIT $1", [limit]) { row in
      Entry(
        at: Timestamp(rawValue: try row.int64("at")), actor: Actor(rawValue: try row.text("actor")) ?? .system,
        rules: JSONText.decode([ScoreRule].self, try row.text("rules")) ?? [])
    }
  }
}
