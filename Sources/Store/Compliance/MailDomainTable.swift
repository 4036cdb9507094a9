import Outreach
import SQLite
import Text

/// The `mail_domain` table: what name servers told of the domains that mail is to go to, kept until it is time to look again.
public enum MailDomainTable {
  /// Seconds until a verdict is looked up again: what works seldom breaks; what fails may be put right; silence passes.
  private static func freshSeconds(_ verdict: MailDomainVerdict) -> Int {
    switch verdict {
    case .takes: 7 * 86_400
    case .nullMX, .noDomain, .noHost: 6 * 3600
    case .unknown: 900
    }
  }

  /// Keeps a verdict. Silence never takes back what was told before.
  public static func keep(_ verdict: MailDomainVerdict, of address: String, in work: Work) throws {
    let hash = try SuppressionTable.hash(domainOf: address, in: work)
    let next = work.now.adding(seconds: freshSeconds(verdict)).rawValue
    let old = try of(address, in: work)
    try work.tx.run(
      """
      INSERT INTO mail_domain (domain_hash, verdict, at, next_at) VALUES ($1, $2, $3, $4)
      ON CONFLICT (domain_hash) DO UPDATE SET next_at = excluded.next_at,
        verdict = CASE WHEN excluded.verdict = 'unknown' THEN verdict ELSE excluded.verdict END,
        at = CASE WHEN excluded.verdict = 'unknown' AND verdict <> 'unknown' THEN at ELSE excluded.at END
      """, [hash, verdict.rawValue, work.now.rawValue, next])
    guard verdict.isFailing || old != nil else { return }
    work.changed("message")
    work.changed("lead")
  }

  /// What is known of an address's domain; nil where nobody looked.
  public static func of(_ address: String, in work: Work) throws -> KnownMailDomain? {
    try work.tx.row(
      "SELECT verdict, at FROM mail_domain WHERE domain_hash = $1", [SuppressionTable.hash(domainOf: address, in: work)]
    ) { row in
      KnownMailDomain(
        MailDomainVerdict(rawValue: try row.text("verdict")) ?? .unknown, at: Timestamp(rawValue: try row.int64("at")))
    }
  }

  /// Whether an address's domain is to be looked up. Reserved ones belong to nobody.
  public static func isDue(_ address: String, in work: Work) throws -> Bool {
    guard let domain = EmailAddress(address)?.domain, !Domain.isReserved(domain) else { return false }
    let hash = try SuppressionTable.hash(domainOf: address, in: work)
    return try work.tx.int("SELECT 1 FROM mail_domain WHERE domain_hash = $1 AND next_at > $2", [hash, work.now.rawValue]) == nil
  }

  /// Mails that wait to leave for real and whose domain is to be looked up, those first that leave first; one a domain.
  public static func due(limit: Int, in work: Work) throws -> [Message.ID] {
    var (found, seen): ([Message.ID], Set<[UInt8]>) = ([], [])
    for state in [MessageState.queued, .approved, .composed] where found.count < limit {
      try work.tx.forEach(
        """
        SELECT m.id AS id, m.to_domain_hash AS domain FROM message m WHERE m.archived = 0 AND m.state = $1 AND m.mode <> 'practice'
          AND NOT EXISTS (SELECT 1 FROM mail_domain d WHERE d.domain_hash = m.to_domain_hash AND d.next_at > $2) ORDER BY m.number
        """, [state.rawValue, work.now.rawValue]
      ) { row in
        if seen.insert(try row.blob("domain")).inserted { found.append(Message.ID(rawValue: try row.text("id"))) }
        return found.count < limit
      }
    }
    return found
  }

  /// The leads of a campaign that wait for mail at a domain that takes none; at most so many.
  public static func failing(in campaign: Campaign.ID, limit: Int, in work: Work) throws -> [Lead.ID] {
    try work.tx.rows(
      """
      SELECT DISTINCT m.lead_id AS lead_id FROM message m JOIN mail_domain d ON d.domain_hash = m.to_domain_hash
      WHERE m.campaign_id = $1 AND m.archived = 0 AND m.state IN ('composed','approved','queued')
        AND d.verdict IN ('null_mx','no_domain','no_host') AND d.at > $2 LIMIT $3
      """, [campaign.rawValue, work.now.adding(seconds: -KnownMailDomain.countsForSeconds).rawValue, limit]
    ) { Lead.ID(rawValue: try $0.text("lead_id")) }
  }

  /// How many leads of a campaign wait for mail at a domain of which nothing is known yet.
  public static func countUnknown(in campaign: Campaign.ID, in work: Work) throws -> Int {
    try work.tx.int(
      """
      SELECT COUNT(DISTINCT m.lead_id) FROM message m WHERE m.campaign_id = $1 AND m.archived = 0
        AND m.state IN ('composed','approved','queued') AND m.mode <> 'practice'
        AND NOT EXISTS (SELECT 1 FROM mail_domain d WHERE d.domain_hash = m.to_domain_hash AND d.verdict <> 'unknown')
      """, [campaign.rawValue]) ?? 0
  }

  /// Forgets what was told so long ago that it says nothing any more.
  public static func prune(in work: Work) throws {
    try work.tx.run("DELETE FROM mail_domain WHERE next_at < $1", [work.now.adding(seconds: -30 * 86_400).rawValue])
  }
}
