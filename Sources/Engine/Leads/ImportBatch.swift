import Outreach
import Store
import Text

/// Some records of an import, written as one transaction together with how far the import is.
struct ImportBatch: Sendable {
  /// Records that could not be imported and are kept with the reason; of further ones only the count.
  static let keptProblems = 10_000
  /// Bytes of a record that is kept.
  private static let keptRecordBytes = 65_536

  let id: ImportRun.ID
  let job: StoredJob.ID?
  let rows: [ImportSheet.Row]
  /// The position of the first record.
  let from: Int?
  /// How many records of the file are read after this batch.
  let to: Int
  let mapping: ImportMapping
  let isLast: Bool
  /// What keeps a file that ended the program from doing it again; nil for none.
  var hazards: ImportHazards?
  /// The one record of the batch ended the program twice, and is not read again.
  var isSetAside = false
  /// As many records as one batch has were read one by one since a crash.
  var provesSound = false

  /// Whether the web sites of new leads are read, as of a pasted list of sites: without that they are but an address.
  var enriches = false

  /// What became of one record.
  private enum Outcome { case imported, updated, skipped }

  /// Writes the batch. - Throws: `CancellationError` where the person cancelled; then nothing of it is written.
  func write(in work: Work) throws -> ImportRun {
    var run = try ImportTable.get(id, in: work)
    guard run.state == .running else { throw CancellationError() }
    guard from ?? .max > run.position else { throw Fault(.conflict, "The import is run twice at once.") }
    let before = run
    let intake = (LeadIntake(source: "csv"), rules: try Scoring.rules(in: work))
    if isSetAside { try setAside(&run, in: work) } else { for row in rows { try write(row, intake, &run, in: work) } }
    if let from { try hazards?.end(record: from, in: work) }
    if isLast || provesSound { try hazards?.end(andBegin: !isLast, in: work) }
    run.position = to
    if isLast { finish(&run, work.now) }
    try ImportTable.save(run, in: work)
    try audit(before, run, in: work)
    if let job {
      let done = run.imported + run.updated + run.skipped + run.failed
      let total = isLast ? done : run.records > 0 ? max(run.records, done) : nil
      guard try JobTable.progress(job, done: done, total: total, in: work) else { throw CancellationError() }
    }
    return run
  }

  private func setAside(_ run: inout ImportRun, in work: Work) throws {
    for row in rows {
      run.failed += 1
      let detail = "The program ended twice while it read this record, so it was set aside."
      if run.failed <= Self.keptProblems {
        try ImportTable.addProblem(id, line: row.line, detail: detail, record: Self.kept(row.cells), in: work)
      }
    }
  }

  private func write(
    _ row: ImportSheet.Row, _ intake: (LeadIntake, rules: [ScoreRule]), _ run: inout ImportRun, in work: Work
  ) throws {
    let taken: LeadIntake.Taken
    do {
      taken = try intake.0.take(mapping.record(row.cells))
    } catch {
      run.failed += 1
      let detail = error.fields.isEmpty ? error.detail : error.description
      if run.failed <= Self.keptProblems {
        try ImportTable.addProblem(id, line: row.line, detail: detail, record: Self.kept(row.cells), in: work)
      }
      return
    }
    run.warnings += taken.warnings.count
    let suppressed = try taken.details.email.flatMap { try SuppressionTable.reason(for: $0, mode: .real, in: work) }
    switch try write(taken, row.line, run, intake.rules, in: work) {
    case .imported: run.imported += 1
    case .updated: run.updated += 1
    case .skipped:
      run.skipped += 1
      return
    }
    if suppressed != nil { run.suppressed += 1 }
  }

  private func write(_ taken: LeadIntake.Taken, _ line: Int, _ run: ImportRun, _ rules: [ScoreRule], in work: Work) throws
    -> Outcome
  {
    let origin = LeadOrigin(source: "csv", url: nil, label: "\(run.name), line \(line)")
    // Who asked to be forgotten does not come back through a file.
    guard let outcome = try LeadWriter.record(taken, origin, rules: rules, in: work) else { return .skipped }
    guard outcome.isNew else { return outcome.isChanged ? .updated : .skipped }
    if enriches, taken.details.email == nil { try EnrichLead.add(outcome.lead, taken.details, in: work) }
    return .imported
  }

  private func finish(_ run: inout ImportRun, _ now: Timestamp) {
    run.state = .completed
    run.finishedAt = now
    run.records = run.imported + run.updated + run.skipped + run.failed
  }

  private func audit(_ before: ImportRun, _ run: ImportRun, in work: Work) throws {
    guard !rows.isEmpty || isLast else { return }
    try AuditTable.append(
      isLast ? "complete" : "import", "import", id.rawValue, before: ["position": "\(before.position)"],
      after: [
        "position": "\(run.position)", "imported": "\(run.imported - before.imported)",
        "updated": "\(run.updated - before.updated)",
        "skipped": "\(run.skipped - before.skipped)", "failed": "\(run.failed - before.failed)",
      ], in: work)
  }

  private static func kept(_ cells: [String]) -> [String] {
    guard cells.reduce(0, { $0 + $1.utf8.count }) > keptRecordBytes else { return cells }
    return cells.prefix(200).map { String($0.prefix(keptRecordBytes / 800)) }
  }
}
