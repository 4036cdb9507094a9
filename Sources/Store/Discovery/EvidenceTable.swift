import Outreach
import SQLite

/// A page that facts about a lead were read from, as it was then.
public struct PageEvidence: Sendable, Hashable {
  public var url: String
  public var title: String
  public var excerpt: String
  /// SHA-256 of the page's bytes, as hex.
  public var hash: String
  public var at: Timestamp
}

/// The `evidence` table: an excerpt of each page that was read, sealed with the lead's key.
public enum EvidenceTable {
  /// Keeps a page; an older copy of it goes.
  public static func keep(_ page: WebsiteFindings.Page, of lead: Lead.ID, in work: Work) throws {
    let key = try work.key(of: lead)
    try work.tx.run(
      """
      INSERT INTO evidence (lead_id, url, title_sealed, excerpt_sealed, hash, at) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (lead_id, url) DO UPDATE SET title_sealed = excluded.title_sealed, excerpt_sealed = excluded.excerpt_sealed,
        hash = excluded.hash, at = excluded.at
      """,
      [
        lead.rawValue, page.url, try key.seal(Array(page.title.utf8), "evidence.title_sealed/\(lead)"),
        try key.seal(Array(page.excerpt.utf8), "evidence.excerpt_sealed/\(lead)"), try Digest.hex(page.bytes), work.now.rawValue,
      ])
  }

  /// The pages of a lead, the first read first.
  public static func list(of lead: Lead.ID, in work: Work) throws -> [PageEvidence] {
    let key = try work.key(of: lead)
    return try work.tx.rows("SELECT * FROM evidence WHERE lead_id = $1 ORDER BY number LIMIT 100", [lead.rawValue]) { row in
      PageEvidence(
        url: try row.text("url"),
        title: String(decoding: try key.open(try row.blob("title_sealed"), "evidence.title_sealed/\(lead)"), as: UTF8.self),
        excerpt: String(decoding: try key.open(try row.blob("excerpt_sealed"), "evidence.excerpt_sealed/\(lead)"), as: UTF8.self),
        hash: try row.text("hash"), at: Timestamp(rawValue: try row.int64("at")))
    }
  }
}
