import Outreach
import SQLite

/// One durable job as it is stored.
public struct StoredJob: Sendable, Hashable {
  /// The id of a job.
  public typealias ID = Identifier<StoredJob>

  public var id: ID
  public var kind: String
  /// JSON with ids only, never personal data.
  public var payload: String
  /// One job a lane at a time.
  public var lane: String
  public var state: JobState
  public var attempts: Int
  public var notBefore: Timestamp
  public var done: Int?
  public var total: Int?
  /// Why it failed, for the person, without personal data.
  public var error: String?
  public var requestID: String?
  public var createdAt: Timestamp
  public var startedAt: Timestamp?
  public var finishedAt: Timestamp?
}

/// The `job` table: whatever leaves the computer, and whatever takes long, survives the program's end.
public enum JobTable {
  /// Adds a job in the transaction that asks for it.
  /// - Parameter once: with such a key only one job is pending or running; asking again gives the one that is there.
  @discardableResult
  public static func add(
    kind: String, payload: String, lane: String, notBefore: Timestamp? = nil, priority: Int = 0, once: String? = nil, in work: Work
  ) throws -> StoredJob.ID {
    if let once, let id = try work.tx.text("SELECT id FROM job WHERE once_key = $1 AND state IN ('pending','running')", [once]) {
      return StoredJob.ID(rawValue: id)
    }
    let id = StoredJob.ID(at: work.now.rawValue)
    try work.tx.run(
      """
      INSERT INTO job (id, kind, payload, lane, state, not_before, priority, once_key, request_id, created_at)
      VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7, $8, $9)
      """,
      [
        id.rawValue, kind, payload, lane, (notBefore ?? work.now).rawValue, priority, once, work.acting.requestID,
        work.now.rawValue,
      ])
    work.changed("job", id.rawValue)
    return id
  }

  /// How many web sites are read at once, all hosts together.
  private static let hostsAtOnce = 8

  /// Takes the next due job whose lane is free. `attempts` rises now, so that a job that kills the program is seen.
  /// - Parameter busy: lanes in which a cancelled job has not come to its end yet.
  public static func take(lease: String, busy: Set<String> = [], in work: Work) throws -> StoredJob? {
    let marks = (0..<busy.count).map { "$\($0 + 2)" }.joined(separator: ", ")
    let hosts = busy.count { $0.hasPrefix("host/") }
    let id = try work.tx.text(
      """
      SELECT id FROM job WHERE state = 'pending' AND not_before <= $1 AND lane NOT IN (\(marks))
        AND lane NOT IN (SELECT lane FROM job WHERE state = 'running')\(hosts < hostsAtOnce ? "" : " AND lane NOT LIKE 'host/%'") ORDER BY priority DESC, not_before, number LIMIT 1
      """, [work.now.rawValue] + busy.sorted())
    guard let id else { return nil }
    try work.tx.run(
      "UPDATE job SET state = 'running', lease = $1, attempts = attempts + 1, started_at = $2, done = NULL, total = NULL WHERE id = $3 AND state = 'pending'",
      [lease, work.now.rawValue, id])
    work.changed("job", id)
    return try find(StoredJob.ID(rawValue: id), in: work)
  }

  /// Ends a run: completed, failed, or pending again at `notBefore`. Nothing happens where the job was cancelled meanwhile.
  public static func end(
    _ id: StoredJob.ID, _ event: JobState.Event, error: String? = nil, notBefore: Timestamp? = nil, in work: Work
  ) throws {
    guard let next = JobState.running.next(event) else { return }
    try work.tx.run(
      "UPDATE job SET state = $1, error = $2, not_before = COALESCE($3, not_before), lease = NULL, finished_at = $4 WHERE id = $5 AND state = 'running'",
      [next.rawValue, error, notBefore?.rawValue, next == .pending ? nil : work.now.rawValue, id.rawValue])
    work.changed("job", id.rawValue)
  }

  /// Puts a job that was stopped without a fault of its own back, as if it had not been taken. Nothing happens where it was cancelled.
  public static func giveBack(_ id: StoredJob.ID, in work: Work) throws {
    try work.tx.run(
      "UPDATE job SET state = 'pending', lease = NULL, attempts = MAX(attempts - 1, 0), not_before = $1 WHERE id = $2 AND state = 'running'",
      [work.now.rawValue, id.rawValue])
    work.changed("job", id.rawValue)
  }

  /// Moves a job by the person's wish. - Throws: `.notFound`, `.illegalState`.
  public static func move(_ id: StoredJob.ID, _ event: JobState.Event, in work: Work) throws {
    guard let job = try find(id, in: work) else { throw Fault(.notFound, "There is no such job.") }
    let next = try job.state.after(event)
    do {
      try work.tx.run(
        """
        UPDATE job SET state = $1, not_before = $2, error = NULL, attempts = CASE WHEN $1 = 'pending' THEN 0 ELSE attempts END,
          finished_at = CASE WHEN $1 = 'pending' THEN NULL ELSE $2 END WHERE id = $3 AND state = $4
        """, [next.rawValue, work.now.rawValue, id.rawValue, job.state.rawValue])
    } catch let error as SQLiteError where error.isUniqueViolation {
      throw Fault(.conflict, "The same work waits or runs already.")
    }
    try AuditTable.append(
      event.rawValue, "job", id.rawValue, before: ["state": job.state.rawValue], after: ["state": next.rawValue], in: work)
    work.changed("job", id.rawValue)
  }

  /// Keeps what a job came to; sealed, since it may name leads.
  public static func setResult(_ id: StoredJob.ID, _ result: String, in work: Work) throws {
    try work.tx.run(
      "UPDATE job SET result_sealed = $1 WHERE id = $2",
      [try work.vault.seal(text: result, "job.result_sealed/\(id)"), id.rawValue])
    work.changed("job", id.rawValue)
  }

  /// What a job came to; nil where it kept nothing.
  public static func result(_ id: StoredJob.ID, in work: Work) throws -> String? {
    try work.tx.row("SELECT result_sealed FROM job WHERE id = $1", [id.rawValue]) { try $0.blobOrNil("result_sealed") }
      .flatMap { $0 }.map { try work.vault.openText($0, "job.result_sealed/\(id)") }
  }

  /// Writes how far a job is. Returns false where it was cancelled.
  public static func progress(_ id: StoredJob.ID, done: Int, total: Int?, in work: Work) throws -> Bool {
    work.changed("job", id.rawValue)
    return try work.tx.run("UPDATE job SET done = $1, total = $2 WHERE id = $3 AND state = 'running'", [done, total, id.rawValue])
      == 1
  }

  /// Jobs that another process left running; only at start, under the lock.
  public static func orphans(notLeasedBy lease: String, in work: Work) throws -> [StoredJob] {
    try work.tx.rows("SELECT * FROM job WHERE state = 'running' AND lease IS NOT $1", [lease]) { try job($0) }
  }

  /// The job with such a key that waits or runs; nil where none does.
  public static func active(once: String, in work: Work) throws -> StoredJob.ID? {
    try work.tx.text("SELECT id FROM job WHERE once_key = $1 AND state IN ('pending','running')", [once]).map(
      StoredJob.ID.init(rawValue:))
  }

  /// Whether a job of a kind waits or runs.
  public static func isOpen(_ kind: String, in work: Work) throws -> Bool {
    try work.tx.int("SELECT 1 FROM job WHERE state IN ('pending','running') AND kind = $1 LIMIT 1", [kind]) != nil
  }

  /// The job of a kind that runs, or else waits the longest; nil where there is none.
  public static func open(_ kind: String, in work: Work) throws -> StoredJob? {
    try work.tx.row(
      "SELECT * FROM job WHERE state IN ('pending','running') AND kind = $1 ORDER BY state DESC, number LIMIT 1", [kind]
    ) { try job($0) }
  }

  /// The newest job of a kind; nil where there is none.
  public static func newest(_ kind: String, in work: Work) throws -> StoredJob? {
    try work.tx.row("SELECT * FROM job WHERE kind = $1 ORDER BY number DESC LIMIT 1", [kind]) { try job($0) }
  }

  /// One job; nil where there is none.
  public static func find(_ id: StoredJob.ID, in work: Work) throws -> StoredJob? {
    try work.tx.row("SELECT * FROM job WHERE id = $1", [id.rawValue]) { try job($0) }
  }

  /// The newest jobs, of one state where given.
  public static func list(state: JobState?, limit: Int, in work: Work) throws -> [StoredJob] {
    try work.tx.rows("SELECT * FROM job WHERE $1 IS NULL OR state = $1 ORDER BY number DESC LIMIT $2", [state?.rawValue, limit]) {
      try job($0)
    }
  }

  /// When the next pending job is due; nil for none.
  public static func nextDue(in work: Work) throws -> Timestamp? {
    try work.tx.row("SELECT MIN(not_before) AS at FROM job WHERE state = 'pending'") { try $0.int64OrNil("at") }.flatMap { $0 }.map(
      Timestamp.init(rawValue:))
  }

  /// How many jobs are in each state that is not over, and how many failed.
  public static func counts(in work: Work) throws -> [String: Int] {
    let rows = try work.tx.rows("SELECT state, COUNT(*) AS n FROM job WHERE state IN ('pending','running','failed') GROUP BY state")
    {
      (try $0.text("state"), try $0.int("n"))
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Forgets jobs that were over before a moment.
  public static func prune(before moment: Timestamp, in work: Work) throws {
    try work.tx.run("DELETE FROM job WHERE state IN ('completed','failed','cancelled') AND finished_at < $1", [moment.rawValue])
  }

  private static func job(_ row: Row) throws -> StoredJob {
    StoredJob(
      id: StoredJob.ID(rawValue: try row.text("id")), kind: try row.text("kind"), payload: try row.text("payload"),
      lane: try row.text("lane"),
      state: JobState(rawValue: try row.text("state")) ?? .failed, attempts: try row.int("attempts"),
      notBefore: Timestamp(rawValue: try row.int64("not_before")), done: try row.intOrNil("done"), total: try row.intOrNil("total"),
      error: try row.textOrNil("error"), requestID: try row.textOrNil("request_id"),
      createdAt: Timestamp(rawValue: try row.int64("created_at")),
      startedAt: try row.int64OrNil("started_at").map(Timestamp.init(rawValue:)),
      finishedAt: try row.int64OrNil("finished_at").map(Timestamp.init(rawValue:)))
  }
}

/// The `recurring` table: when each recurring job ran and runs next.
public enum RecurringTable {
  /// When one recurring job ran and runs next.
  public struct Entry: Sendable, Hashable {
    public var lastAt: Timestamp?
    public var nextAt: Timestamp
    public var lastError: String?

    /// An entry by its parts.
    public init(lastAt: Timestamp?, nextAt: Timestamp, lastError: String?) {
      (self.lastAt, self.nextAt, self.lastError) = (lastAt, nextAt, lastError)
    }
  }

  /// Every entry by id.
  public static func all(in work: Work) throws -> [String: Entry] {
    let rows = try work.tx.rows("SELECT * FROM recurring") { row in
      (
        try row.text("id"),
        Entry(
          lastAt: try row.int64OrNil("last_at").map(Timestamp.init(rawValue:)),
          nextAt: Timestamp(rawValue: try row.int64("next_at")),
          lastError: try row.textOrNil("last_error"))
      )
    }
    return Dictionary(uniqueKeysWithValues: rows)
  }

  /// Writes an entry.
  public static func save(_ id: String, _ entry: Entry, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO recurring (id, last_at, next_at, last_error) VALUES ($1, $2, $3, $4)
      ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, next_at = excluded.next_at, last_error = excluded.last_error
      """, [id, entry.lastAt?.rawValue, entry.nextAt.rawValue, entry.lastError])
  }
}
