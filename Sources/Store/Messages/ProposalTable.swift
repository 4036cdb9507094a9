import JSONText
import Outreach
import SQLite

/// The `proposal` table: one text a lead, step and kind, sealed with the lead's key, so that a retry costs nothing.
public enum ProposalTable {
  /// Notes that a text is asked for; one that is written stays.
  /// - Parameters:
  ///   - again: forgets what is written, since the person wants another.
  ///   - batch: which texts are asked for together; nil for one alone.
  public static func ask(
    lead: Lead.ID, step: Step.ID, kind: WriterAsk.Kind, again: Bool, batch: ProposalBatch.ID? = nil, in work: Work
  ) throws {
    let kept = again ? ", content_sealed = NULL, accepted_at = NULL" : ""
    try work.tx.run(
      """
      INSERT INTO proposal (id, lead_id, step_id, kind, asked_at, batch_id) VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (lead_id, step_id, kind)
        DO UPDATE SET asked_at = excluded.asked_at, batch_id = excluded.batch_id, problem = NULL\(kept)
      """,
      [
        Proposal.ID(at: work.now.rawValue).rawValue, lead.rawValue, step.rawValue, kind.rawValue, work.now.rawValue,
        batch?.rawValue,
      ])
    work.changed("proposal")
  }

  /// Keeps what was written.
  public static func keep(_ content: ProposalContent, lead: Lead.ID, step: Step.ID, kind: WriterAsk.Kind, in work: Work) throws {
    guard let id = try find(lead: lead, step: step, kind: kind, in: work)?.id else {
      throw Fault(.notFound, "Nobody asked for this text any more.")
    }
    let bytes = try JSON.encode(content)
    try work.tx.run(
      "UPDATE proposal SET content_sealed = $1, problem = NULL, written_at = $2 WHERE id = $3",
      [try work.key(of: lead).seal(bytes, "proposal.content_sealed/\(id)"), work.now.rawValue, id.rawValue])
    work.changed("proposal", id.rawValue)
  }

  /// Keeps why nothing was written. - Parameter problem: plain words without anybody's data.
  public static func fail(_ problem: String, lead: Lead.ID, step: Step.ID, kind: WriterAsk.Kind, in work: Work) throws {
    try work.tx.run(
      "UPDATE proposal SET problem = $1 WHERE lead_id = $2 AND step_id = $3 AND kind = $4 AND content_sealed IS NULL",
      [problem, lead.rawValue, step.rawValue, kind.rawValue])
    work.changed("proposal")
  }

  /// The text of one kind for a lead's step; nil where nobody asked.
  public static func find(lead: Lead.ID, step: Step.ID, kind: WriterAsk.Kind, in work: Work) throws -> Proposal? {
    try work.tx.row(
      "SELECT * FROM proposal WHERE lead_id = $1 AND step_id = $2 AND kind = $3", [lead.rawValue, step.rawValue, kind.rawValue]
    ) { try proposal($0, in: work) }
  }

  /// The texts for a lead's step.
  public static func list(lead: Lead.ID, step: Step.ID, in work: Work) throws -> [Proposal] {
    try work.tx.rows(
      "SELECT * FROM proposal WHERE lead_id = $1 AND step_id = $2 ORDER BY kind", [lead.rawValue, step.rawValue]
    ) { try proposal($0, in: work) }
  }

  /// Every text for a lead, for the answer to what is held.
  public static func list(of lead: Lead.ID, in work: Work) throws -> [Proposal] {
    try work.tx.rows("SELECT * FROM proposal WHERE lead_id = $1 ORDER BY number", [lead.rawValue]) { try proposal($0, in: work) }
  }

  /// One text. - Throws: `.notFound`.
  public static func get(_ id: Proposal.ID, in work: Work) throws -> Proposal {
    guard let found = try work.tx.row("SELECT * FROM proposal WHERE id = $1", [id.rawValue], { try proposal($0, in: work) }) else {
      throw Fault(.notFound, "There is no such text.")
    }
    return found
  }

  /// Notes that the person takes a text over, or no longer does.
  public static func accept(_ id: Proposal.ID, _ isAccepted: Bool, in work: Work) throws {
    try work.tx.run(
      "UPDATE proposal SET accepted_at = $1 WHERE id = $2", [isAccepted ? work.now.rawValue : nil, id.rawValue])
    work.changed("proposal", id.rawValue)
  }

  /// Forgets a text.
  public static func remove(_ id: Proposal.ID, in work: Work) throws {
    try work.tx.run("DELETE FROM proposal WHERE id = $1", [id.rawValue])
    work.changed("proposal")
  }

  static func proposal(_ row: Row, in work: Work) throws -> Proposal {
    let (id, lead) = (Proposal.ID(rawValue: try row.text("id")), Lead.ID(rawValue: try row.text("lead_id")))
    var proposal = Proposal(
      id: id, lead: lead, step: Step.ID(rawValue: try row.text("step_id")),
      kind: WriterAsk.Kind(rawValue: try row.text("kind")) ?? .mail, askedAt: Timestamp(rawValue: try row.int64("asked_at")))
    proposal.content = try row.blobOrNil("content_sealed").map {
      try JSON.decode(ProposalContent.self, from: try work.key(of: lead).open($0, "proposal.content_sealed/\(id)"))
    }
    proposal.problem = try row.textOrNil("problem")
    proposal.writtenAt = try row.int64OrNil("written_at").map(Timestamp.init(rawValue:))
    proposal.acceptedAt = try row.int64OrNil("accepted_at").map(Timestamp.init(rawValue:))
    return proposal
  }
}
