import Outreach
import SQLite

/// One import of a file.
public struct ImportRun: Sendable, Hashable {
  /// The id of an import.
  public typealias ID = Identifier<ImportRun>

  /// Where an import stands.
  public enum State: String, Codable, CaseIterable, Sendable { case uploading, ready, running, completed, failed, cancelled }

  public var id: ID
  public var name: String
  public var state: State
  /// Bytes that were received so far.
  public var bytes: Int
  /// Bytes of the whole file as they were announced.
  public var size: Int
  /// Records below the header; 0 before the file was inspected.
  public var records: Int
  /// How many records are dealt with; an import that was broken off goes on here.
  public var position: Int
  public var imported: Int
  public var updated: Int
  public var skipped: Int
  public var failed: Int
  /// Imported or updated leads whose address gets no mail because it is suppressed.
  public var suppressed: Int
  /// Cells that could not be used.
  public var warnings: Int
  /// The names of the file's columns once it runs; sealed at rest.
  public var columns: [String]
  /// The mapping as JSON once it runs.
  public var mapping: String?
  public var error: String?
  /// The job that runs it, where it runs; worked out, not stored.
  public var job: StoredJob.ID?
  public var createdAt: Timestamp
  public var finishedAt: Timestamp?

  /// A new import that waits for its content.
  public init(id: ID, name: String, size: Int = 0, at now: Timestamp) {
    (self.id, self.name, state, bytes, self.size, records, position) = (id, name, .uploading, 0, size, 0, 0)
    (imported, updated, skipped, failed, suppressed, warnings, columns) = (0, 0, 0, 0, 0, 0, [])
    (mapping, error, job, createdAt, finishedAt) = (nil, nil, nil, now, nil)
  }
}

/// The `import_run` and `import_problem` tables.
public enum ImportTable {
  /// Adds or replaces an import's row.
  public static func save(_ run: ImportRun, in work: Work) throws {
    try work.tx.run(
      """
      INSERT INTO import_run (id, name_sealed, state, bytes, records, position, imported, updated, skipped, failed, mapping, error, created_at, finished_at,
        size, suppressed, warnings, columns_sealed)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
      ON CONFLICT (id) DO UPDATE SET state = excluded.state, bytes = excluded.bytes, records = excluded.records, position = excluded.position,
        imported = excluded.imported, updated = excluded.updated, skipped = excluded.skipped, failed = excluded.failed, mapping = excluded.mapping,
        error = excluded.error, finished_at = excluded.finished_at, suppressed = excluded.suppressed, warnings = excluded.warnings,
        columns_sealed = excluded.columns_sealed
      """,
      [
        run.id.rawValue, try work.vault.seal(text: run.name, "import_run.name_sealed/\(run.id)"), run.state.rawValue, run.bytes,
        run.records,
        run.position, run.imported, run.updated, run.skipped, run.failed, run.mapping, run.error, run.createdAt.rawValue,
        run.finishedAt?.rawValue,
        run.size, run.suppressed, run.warnings,
        try work.vault.seal(Packed.bytes(run.columns.map { ("", $0) }), "import_run.columns_sealed/\(run.id)"),
      ])
    work.changed("import", run.id.rawValue)
  }

  /// One import. - Throws: `.notFound`.
  public static func get(_ id: ImportRun.ID, in work: Work) throws -> ImportRun {
    guard let run = try work.tx.row("SELECT * FROM import_run WHERE id = $1", [id.rawValue], { try run($0, in: work) }) else {
      throw Fault(.notFound, "There is no such import.")
    }
    return run
  }

  /// The newest imports.
  public static func list(limit: Int, in work: Work) throws -> [ImportRun] {
    try work.tx.rows("SELECT * FROM import_run ORDER BY id DESC LIMIT $1", [limit]) { try run($0, in: work) }
  }

  /// Keeps a record that could not be imported, and why.
  public static func addProblem(_ id: ImportRun.ID, line: Int, detail: String, record: [String], in work: Work) throws {
    let sealed = try work.vault.seal(Packed.bytes(record.map { ("", $0) }), "import_problem.record_sealed/\(id)/\(line)")
    try work.tx.run(
      "INSERT INTO import_problem (import_id, line, detail, record_sealed) VALUES ($1, $2, $3, $4)",
      [id.rawValue, line, detail, sealed])
  }

  /// A record that could not be imported.
  public struct Problem: Sendable, Hashable {
    /// Its row's number, to go on from.
    public let number: Int
    public let line: Int
    public let detail: String
    public let record: [String]
  }

  /// The records that could not be imported, in the file's order.
  /// - Parameter after: only rows with a higher number; 0 from the first.
  public static func problems(of id: ImportRun.ID, after: Int = 0, limit: Int, in work: Work) throws -> [Problem] {
    try work.tx.rows(
      "SELECT * FROM import_problem WHERE import_id = $1 AND number > $2 ORDER BY number LIMIT $3", [id.rawValue, after, limit]
    ) { row in
      let line = try row.int("line")
      let opened = try work.vault.open(try row.blob("record_sealed"), "import_problem.record_sealed/\(id)/\(line)")
      return Problem(
        number: try row.int("number"), line: line, detail: try row.text("detail"), record: Packed.fields(opened).map(\.value))
    }
  }

  /// How many records that could not be imported are kept.
  public static func problemCount(of id: ImportRun.ID, in work: Work) throws -> Int {
    try work.tx.int("SELECT COUNT(*) FROM import_problem WHERE import_id = $1", [id.rawValue]) ?? 0
  }

  /// Imports that began and did not end.
  public static func running(in work: Work) throws -> [ImportRun] {
    try work.tx.rows("SELECT * FROM import_run WHERE state = 'running' ORDER BY id") { try run($0, in: work) }
  }

  /// The last job of an import and where it stands; nil where it never had one.
  /// - Parameter once: the key that its jobs carry.
  public static func job(once: String, in work: Work) throws -> (id: StoredJob.ID, state: JobState)? {
    try work.tx.row("SELECT id, state FROM job WHERE once_key = $1 ORDER BY number DESC LIMIT 1", [once]) { row in
      (StoredJob.ID(rawValue: try row.text("id")), JobState(rawValue: try row.text("state")) ?? .failed)
    }
  }

  private static func run(_ row: Row, in work: Work) throws -> ImportRun {
    let id = ImportRun.ID(rawValue: try row.text("id"))
    var run = ImportRun(
      id: id, name: try work.vault.openText(try row.blob("name_sealed"), "import_run.name_sealed/\(id)"),
      at: Timestamp(rawValue: try row.int64("created_at")))
    run.state = ImportRun.State(rawValue: try row.text("state")) ?? .failed
    (run.bytes, run.records, run.position) = (try row.int("bytes"), try row.int("records"), try row.int("position"))
    (run.imported, run.updated) = (try row.int("imported"), try row.int("updated"))
    (run.skipped, run.failed) = (try row.int("skipped"), try row.int("failed"))
    (run.size, run.suppressed, run.warnings) = (try row.int("size"), try row.int("suppressed"), try row.int("warnings"))
    if let sealed = try row.blobOrNil("columns_sealed") {
      run.columns = Packed.fields(try work.vault.open(sealed, "import_run.columns_sealed/\(id)")).map(\.value)
    }
    (run.mapping, run.error) = (try row.textOrNil("mapping"), try row.textOrNil("error"))
    run.finishedAt = try row.int64OrNil("finished_at").map(Timestamp.init(rawValue:))
    return run
  }
}
