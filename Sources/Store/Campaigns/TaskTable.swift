import Outreach
import SQLite

/// The `task` table: what the person does by hand in a sequence, its text sealed with the lead's key.
public enum TaskTable {
  /// Adds an open task. - Throws: `SQLiteError` where the step has one for this enrollment already.
  public static func insert(_ task: PersonTask, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO task (id, enrollment_id, campaign_id, step_id, lead_id, kind, mode, state, text_sealed, due_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      """,
      [
        task.id.rawValue, task.enrollmentID.rawValue, task.campaignID.rawValue, task.stepID.rawValue, task.leadID.rawValue,
        task.kind.rawValue, task.mode.rawValue, task.state.rawValue,
        try work.key(of: task.leadID).seal(Array(task.text.utf8), "task.text_sealed/\(task.id)"), task.dueAt.rawValue,
      ])
    try AuditTable.append("add", "task", task.id.rawValue, after: ["kind": task.kind.rawValue], lead: task.leadID, in: work)
    work.changed("task", task.id.rawValue)
  }

  /// Whether a step's task was given to the person for an enrollment and not cancelled.
  public static func contains(enrollment: Enrollment.ID, step: Step.ID, in work: Work) throws -> Bool {
    try work.tx.int(
      "SELECT 1 FROM task WHERE enrollment_id = $1 AND step_id = $2 AND state <> 'cancelled'",
      [enrollment.rawValue, step.rawValue]) != nil
  }

  /// Moves a task by an event, with audit row. - Throws: `.notFound`, `.illegalState`, `.conflict`.
  public static func move(_ id: PersonTask.ID, _ event: PersonTaskState.Event, in work: Work) throws {
    let task = try get(id, in: work)
    let next = try task.state.after(event)
    guard
      try work.tx.run(
        "UPDATE task SET state = $1, done_at = $2 WHERE id = $3 AND state = $4",
        [next.rawValue, next == .done ? work.now.rawValue : nil, id.rawValue, task.state.rawValue]) == 1
    else { throw Fault(.conflict, "The task changed meanwhile; load it again.") }
    try AuditTable.append(
      event.rawValue, "task", id.rawValue, before: ["state": task.state.rawValue], after: ["state": next.rawValue],
      lead: task.leadID, in: work)
    work.changed("task", id.rawValue)
  }

  /// Cancels an enrollment's open tasks, because it is over.
  static func cancelOpen(of enrollment: Enrollment.ID, in work: Work) throws {
    let ids = try work.tx.rows("SELECT id FROM task WHERE enrollment_id = $1 AND state = 'open'", [enrollment.rawValue]) {
      PersonTask.ID(rawValue: try $0.text("id"))
    }
    for id in ids { try move(id, .cancel, in: work) }
  }

  /// One task. - Throws: `.notFound`.
  public static func get(_ id: PersonTask.ID, in work: Work) throws -> PersonTask {
    guard let task = try work.tx.row("SELECT * FROM task WHERE id = $1", [id.rawValue], { try task($0, in: work) }) else {
      throw Fault(.notFound, "There is no such task.")
    }
    return task
  }

  /// Open tasks that are due by a moment, of sequences that run, the most urgent first.
  public static func open(dueBy moment: Timestamp, limit: Int, in work: Work) throws -> [PersonTask] {
    try work.tx.rows(
      """
      SELECT t.* FROM task t JOIN enrollment e ON e.id = t.enrollment_id JOIN campaign c ON c.id = t.campaign_id
      WHERE t.state = 'open' AND t.due_at <= $1 AND e.state = 'active' AND e.archived = 0 AND c.state = 'running'
      ORDER BY t.due_at, t.number LIMIT $2
      """, [moment.rawValue, limit]
    ) { try task($0, in: work) }
  }

  /// How many tasks `open` gives, without a limit.
  public static func countOpen(dueBy moment: Timestamp, in work: Work) throws -> Int {
    try work.tx.int(
      """
      SELECT COUNT(*) FROM task t JOIN enrollment e ON e.id = t.enrollment_id JOIN campaign c ON c.id = t.campaign_id
      WHERE t.state = 'open' AND t.due_at <= $1 AND e.state = 'active' AND e.archived = 0 AND c.state = 'running'
      """, [moment.rawValue]) ?? 0
  }

  /// A lead's tasks, whatever became of them.
  public static func list(of lead: Lead.ID, in work: Work) throws -> [PersonTask] {
    try work.tx.rows("SELECT * FROM task WHERE lead_id = $1 ORDER BY number", [lead.rawValue]) { try task($0, in: work) }
  }

  /// An enrollment's open task; nil where there is none.
  public static func open(of enrollment: Enrollment.ID, in work: Work) throws -> PersonTask? {
    try work.tx.row("SELECT * FROM task WHERE enrollment_id = $1 AND state = 'open' LIMIT 1", [enrollment.rawValue]) {
      try task($0, in: work)
    }
  }

  /// An enrollment's tasks that were done.
  public static func done(of enrollment: Enrollment.ID, in work: Work) throws -> [PersonTask] {
    try work.tx.rows("SELECT * FROM task WHERE enrollment_id = $1 AND state = 'done' LIMIT 100", [enrollment.rawValue]) {
      try task($0, in: work)
    }
  }

  private static func task(_ row: Row, in work: Work) throws -> PersonTask {
    let id = PersonTask.ID(rawValue: try row.text("id"))
    let lead = Lead.ID(rawValue: try row.text("lead_id"))
    let mode = SendMode(rawValue: try row.text("mode")) ?? .practice
    let campaign = Campaign.ID(rawValue: try row.text("campaign_id"))
    let due = Timestamp(rawValue: try row.int64("due_at"))
    let enrollment = Enrollment(
      id: Enrollment.ID(rawValue: try row.text("enrollment_id")), campaign: campaign, lead: lead, mode: mode, at: due)
    var step = Step(
      id: Step.ID(rawValue: try row.text("step_id")), campaign: campaign, position: 0, subject: "", text: "", html: nil)
    step.kind = Step.Kind(rawValue: try row.text("kind")) ?? .call
    let text = String(
      decoding: try work.key(of: lead).open(try row.blob("text_sealed"), "task.text_sealed/\(id)"), as: UTF8.self)
    var task = PersonTask(id: id, enrollment: enrollment, step: step, text: text, dueAt: due)
    task.state = PersonTaskState(rawValue: try row.text("state")) ?? .cancelled
    task.doneAt = try row.int64OrNil("done_at").map(Timestamp.init(rawValue:))
    return task
  }
}

extension TaskTable {
  /// Cancels the open tasks of steps that changed or went.
  public static func cancelOpen(ofSteps steps: Set<Step.ID>, campaign: Campaign.ID, in work: Work) throws {
    let open = try work.tx.rows("SELECT id, step_id FROM task WHERE campaign_id = $1 AND state = 'open'", [campaign.rawValue]) {
      (PersonTask.ID(rawValue: try $0.text("id")), Step.ID(rawValue: try $0.text("step_id")))
    }
    for (id, step) in open where steps.contains(step) { try move(id, .cancel, in: work) }
  }
}
