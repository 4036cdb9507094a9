import Outreach
import SQLite

/// Texts that are asked for together.
public enum ProposalBatch {
  /// The id of a batch.
  public typealias ID = Identifier<ProposalBatch>
}

extension ProposalTable {
  /// One text of a batch that is still to be written.
  public struct Waiting: Sendable, Hashable {
    /// Of the row, to go on from.
    public let number: Int
    public let lead: Lead.ID
    public let step: Step.ID
  }

  private static let isWaiting = "content_sealed IS NULL AND problem IS NULL"

  /// The next text of a batch that is to be written.
  /// - Parameter number: of the one before it; 0 for the first.
  public static func next(of batch: ProposalBatch.ID, after number: Int, in work: Work) throws -> Waiting? {
    try work.tx.row(
      "SELECT number, lead_id, step_id FROM proposal WHERE batch_id = $1 AND number > $2 AND \(isWaiting) ORDER BY number LIMIT 1",
      [batch.rawValue, number]
    ) {
      Waiting(
        number: try $0.int("number"), lead: Lead.ID(rawValue: try $0.text("lead_id")),
        step: Step.ID(rawValue: try $0.text("step_id")))
    }
  }

  /// How many texts a batch has, how many are written, and how many could not be.
  public static func counts(of batch: ProposalBatch.ID, in work: Work) throws -> (all: Int, written: Int, failed: Int) {
    try work.tx.row(
      """
      SELECT COUNT(*) AS n, COALESCE(SUM(content_sealed IS NOT NULL), 0) AS written,
        COALESCE(SUM(content_sealed IS NULL AND problem IS NOT NULL), 0) AS failed FROM proposal WHERE batch_id = $1
      """, [batch.rawValue]
    ) { (try $0.int("n"), try $0.int("written"), try $0.int("failed")) } ?? (0, 0, 0)
  }

  /// Says of all of a batch that are still to be written why they are not. - Parameter problem: plain words without anybody's data.
  public static func failRest(of batch: ProposalBatch.ID, _ problem: String, in work: Work) throws {
    try work.tx.run("UPDATE proposal SET problem = $1 WHERE batch_id = $2 AND \(isWaiting)", [problem, batch.rawValue])
    work.changed("proposal")
  }

  /// The texts of a batch that could not be written, with the reason.
  public static func failures(of batch: ProposalBatch.ID, limit: Int, in work: Work) throws -> [(lead: Lead.ID, problem: String)] {
    try work.tx.rows(
      "SELECT lead_id, problem FROM proposal WHERE batch_id = $1 AND content_sealed IS NULL AND problem IS NOT NULL ORDER BY number LIMIT $2",
      [batch.rawValue, limit]
    ) { (Lead.ID(rawValue: try $0.text("lead_id")), try $0.text("problem")) }
  }

  /// Texts that were asked for and are not there, newest first. - Parameter kind: nil for both.
  public static func missing(_ kind: WriterAsk.Kind? = nil, limit: Int, in work: Work) throws -> [Proposal] {
    try work.tx.rows(
      """
      SELECT * FROM proposal WHERE accepted_at IS NULL AND content_sealed IS NULL AND ($1 IS NULL OR kind = $1)
      ORDER BY number DESC LIMIT $2
      """, [kind?.rawValue, limit]
    ) { try proposal($0, in: work) }
  }

  /// Texts that are written, and that the person neither took over nor forgot, newest first: whole mails only while theirs waits for
  /// approval.
  public static func unread(limit: Int, in work: Work) throws -> [Proposal] {
    try work.tx.rows(
      """
      SELECT * FROM proposal WHERE accepted_at IS NULL AND content_sealed IS NOT NULL AND (kind = 'snippet' OR EXISTS (
        SELECT 1 FROM message m WHERE m.lead_id = proposal.lead_id AND m.step_id = proposal.step_id AND m.archived = 0
          AND m.state = 'composed'))
      ORDER BY number DESC LIMIT $1
      """, [limit]
    ) { try proposal($0, in: work) }
  }

  /// The opening that the person accepted for a lead's step, as one paragraph; nil where there is none.
  public static func opening(lead: Lead.ID, step: Step.ID, in work: Work) throws -> String? {
    guard let found = try find(lead: lead, step: step, kind: .snippet, in: work), found.acceptedAt != nil else { return nil }
    return found.content.map(\.line).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The opening of a lead in a campaign, of its first step that has one; nil where there is none.
  public static func opening(lead: Lead.ID, in campaign: Campaign.ID, work: Work) throws -> String? {
    let steps = try work.tx.rows(
      """
      SELECT p.step_id FROM proposal p JOIN step s ON s.id = p.step_id
      WHERE p.lead_id = $1 AND s.campaign_id = $2 AND s.position >= 0 AND p.kind = 'snippet' AND p.accepted_at IS NOT NULL
      ORDER BY s.position
      """, [lead.rawValue, campaign.rawValue]
    ) { Step.ID(rawValue: try $0.text("step_id")) }
    for step in steps { if let found = try opening(lead: lead, step: step, in: work) { return found } }
    return nil
  }
}
