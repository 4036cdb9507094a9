import Outreach
import SQLite

/// The `step` table: the steps of campaigns, their wordings sealed. A step that was taken out keeps its row below position 0.
public enum StepTable {
  /// Adds a step.
  public static func insert(_ step: Step, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO step (id, campaign_id, position, kind, audience, wait_count, wait_unit, content_sealed, version)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
      """,
      [
        step.id.rawValue, step.campaignID.rawValue, step.position, step.kind.rawValue, step.audience.rawValue, step.wait.count,
        step.wait.unit.rawValue, try seal(step, in: work), step.version,
      ])
    try AttachmentTable.use(step.attachments, by: step.id, in: work)
  }

  /// Writes a step's place, wait and wordings; its version rises.
  public static func update(_ step: Step, in work: Work) throws {
    try work.tx.run(
      """
      UPDATE step SET content_sealed = $1, position = $2, kind = $3, audience = $4, wait_count = $5, wait_unit = $6, version = version + 1
      WHERE id = $7
      """,
      [
        try seal(step, in: work), step.position, step.kind.rawValue, step.audience.rawValue, step.wait.count,
        step.wait.unit.rawValue, step.id.rawValue,
      ])
    try AttachmentTable.use(step.attachments, by: step.id, in: work)
    try AuditTable.append("edit", "step", step.id.rawValue, after: ["campaign": step.campaignID.rawValue], in: work)
    work.changed("campaign", step.campaignID.rawValue)
  }

  /// Takes steps out of their places, so that they can be put in another order or stay out.
  public static func takeOut(_ ids: [Step.ID], of campaign: Campaign.ID, in work: Work) throws {
    for id in ids {
      try work.tx.run(
        "UPDATE step SET position = (SELECT MIN(MIN(position), 0) - 1 FROM step WHERE campaign_id = $1) WHERE id = $2",
        [campaign.rawValue, id.rawValue])
    }
  }

  /// A campaign's steps in order.
  public static func list(of id: Campaign.ID, in work: Work) throws -> [Step] {
    try work.tx.rows("SELECT * FROM step WHERE campaign_id = $1 AND position >= 0 ORDER BY position LIMIT 50", [id.rawValue]) {
      try step($0, in: work)
    }
  }

  /// One step, also one that was taken out; nil where there is none.
  public static func find(_ id: Step.ID, in work: Work) throws -> Step? {
    try work.tx.row("SELECT * FROM step WHERE id = $1", [id.rawValue]) { try step($0, in: work) }
  }

  /// Steps of a campaign that somebody reached: their mail left or may have left, or their task was done.
  public static func reached(of campaign: Campaign.ID, in work: Work) throws -> Set<Step.ID> {
    let ids = try work.tx.rows(
      """
      SELECT id FROM step s WHERE campaign_id = $1 AND position >= 0 AND (
        EXISTS (SELECT 1 FROM message m WHERE m.campaign_id = $1 AND m.step_id = s.id
          AND m.state NOT IN ('composed','approved','queued','failed','cancelled'))
        OR EXISTS (SELECT 1 FROM task t WHERE t.step_id = s.id AND t.state = 'done')
        OR EXISTS (SELECT 1 FROM enrollment e WHERE e.campaign_id = $1 AND e.position > s.position AND e.archived = 0))
      """, [campaign.rawValue]
    ) { Step.ID(rawValue: try $0.text("id")) }
    return Set(ids)
  }

  /// The first key that no wording of a step has or had.
  public static func nextKey(of step: Step, in work: Work) throws -> Int {
    let used = try work.tx.int("SELECT MAX(variant) FROM message WHERE step_id = $1", [step.id.rawValue]) ?? 0
    return max(used, step.variants.map(\.key).max() ?? 0) + 1
  }

  private static func step(_ row: Row, in work: Work) throws -> Step {
    let id = try row.text("id")
    var step = Step(
      id: Step.ID(rawValue: id), campaign: Campaign.ID(rawValue: try row.text("campaign_id")), position: try row.int("position"),
      subject: "", text: "", html: nil)
    let fields = Packed.fields(try work.vault.open(try row.blob("content_sealed"), "step.content_sealed/\(id)"))
    step.variants = variants(fields.filter { $0.name != "attachment" })
    step.attachments = fields.filter { $0.name == "attachment" }.compactMap { AttachedFile(line: $0.value) }
    step.kind = Step.Kind(rawValue: try row.text("kind")) ?? .mail
    step.audience = Step.Audience(rawValue: try row.text("audience")) ?? .everyone
    step.wait = Wait(try row.int("wait_count"), Wait.Unit(rawValue: try row.text("wait_unit")) ?? .businessDays)
    step.version = try row.int("version")
    return step
  }

  /// What a person wrote is sealed, whether or not it names anybody.
  private static func seal(_ step: Step, in work: Work) throws -> [UInt8] {
    let fields = step.variants.flatMap { variant -> [(String, String?)] in
      [("key", String(variant.key)), ("subject", variant.subject), ("text", variant.text), ("html", variant.html)]
    }
    return try work.vault.seal(
      Packed.bytes(fields + step.attachments.map { ("attachment", $0.line) }), "step.content_sealed/\(step.id)")
  }

  private static func variants(_ fields: [(name: String, value: String)]) -> [Step.Variant] {
    var variants: [Step.Variant] = []
    for (name, value) in fields {
      // Before there were variants the fields stood alone.
      if name == "key" || variants.isEmpty {
        variants.append(Step.Variant(key: name == "key" ? Int(value) ?? 0 : 0, subject: "", text: "", html: nil))
      }
      switch name {
      case "subject": variants[variants.count - 1].subject = value
      case "text": variants[variants.count - 1].text = value
      case "html": variants[variants.count - 1].html = value
      default: break
      }
    }
    return variants
  }
}
