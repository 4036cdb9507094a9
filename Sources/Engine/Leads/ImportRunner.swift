import Outreach
import Store
import Text

/// The durable job that imports an uploaded file.
public struct ImportLeads: Job {
  /// Never renamed: old rows carry it.
  public static let kind = "import-leads"
  /// What the System screen calls it.
  public static let title = "Import of leads"
  /// One job a lane at a time.
  public var lane: String { "disk" }
  /// What is read narrows itself down to the record at fault, so that the job may be taken over often.
  public static let crashes = 20
  /// One job an import.
  public var once: String? { key }
  /// By which its row is found again.
  var key: String { "import/\(id)" }
  /// The import.
  public let id: ImportRun.ID

  /// The job of an import.
  public init(id: ImportRun.ID) { self.id = id }
}

extension Imports {
  /// Records of one transaction.
  static let batch = 500
  /// Bytes of records after which a batch is full too, so that long ones keep memory bounded.
  private static let batchBytes = 1 << 23

  /// Runs import jobs.
  public var handler: JobHandler {
    .on(ImportLeads.self) { job, progress in try await perform(job.id, job: progress.id) }
  }

  /// Imports a file from disk at once, without a job; for the command line where no instance runs.
  /// - Parameter mapping: changes what was guessed, given the guess and the names of the columns.
  /// - Returns: the import as it ended.
  public func importFile(
    _ path: String, as acting: ActingAs, mapping change: @Sendable (inout ImportMapping, [String]) throws -> Void = { _, _ in },
    progress: @Sendable (ImportRun) -> Void = { _ in }
  ) async throws -> ImportRun {
    let id = try await upload(path, as: acting)
    let sheet = try ImportSheet(spool.source(id, bytes: try await get(id).bytes))
    var mapping = ImportMapping(columns: sheet.fields)
    let columns = sheet.columns
    do {
      try change(&mapping, columns)
      let chosen = mapping
      try await base.write(as: acting) { work in try Self.start(id, chosen, columns, in: work) }
    } catch {
      try await cancel(id, as: acting)
      throw error
    }
    try await perform(id, job: nil, progress: progress)
    return try await get(id)
  }

  private func upload(_ path: String, as acting: ActingAs) async throws -> ImportRun.ID {
    let file = try ImportFile(path: path)
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let run = try await create(name: name, size: Self.maximumBytes, as: acting)
    var total = 0
    var piece: [UInt8] = []
    while let next = try file.next() {
      piece += next
      guard piece.count >= Self.maximumPieceBytes / 2 else { continue }
      total = try await receive(piece, at: total, of: run.id)
      piece = []
    }
    if !piece.isEmpty { total = try await receive(piece, at: total, of: run.id) }
    let bytes = total
    try await base.write { work in
      var now = try ImportTable.get(run.id, in: work)
      (now.size, now.state) = (bytes, .ready)
      try ImportTable.save(now, in: work)
    }
    guard bytes > 0 else {
      try await cancel(run.id, as: acting)
      throw Fault(.badInput, "The file is empty; there is nothing to import.")
    }
    return run.id
  }

  /// Imports what is left of a file, batch by batch.
  ///
  /// Each batch and its place in the file are one transaction: after a crash it goes on with exactly the next record.
  func perform(_ id: ImportRun.ID, job: StoredJob.ID?, progress: @Sendable (ImportRun) -> Void = { _ in }) async throws {
    let run = try await base.write { work in try Self.begin(id, in: work) }
    guard let run else { return }
    do {
      try await importRest(of: run, job, progress)
    } catch {
      try? await ImportHazards.calm(id, base: base)
      let isCancelled = try await Task { try await settle(id, job, error) }.value
      guard isCancelled else { throw error }
    }
    spool.remove(id)
  }

  /// The run as it stands; nil where nothing is left to do.
  private static func begin(_ id: ImportRun.ID, in work: Work) throws -> ImportRun? {
    var run = try ImportTable.get(id, in: work)
    switch run.state {
    case .running: return run
    case .completed, .cancelled: return nil
    case .failed:
      (run.state, run.error, run.finishedAt) = (.running, nil, nil)
      try ImportTable.save(run, in: work)
      return run
    case .uploading, .ready: throw Fault(.illegalState, "This import was not started.")
    }
  }

  private func importRest(of run: ImportRun, _ job: StoredJob.ID?, _ progress: @Sendable (ImportRun) -> Void) async throws {
    guard spool.contains(run.id) else { throw Fault(.notFound, "The uploaded file is gone; upload it again.") }
    let hazards = try await ImportHazards(run.id, base: base)
    let sheet = try ImportSheet(spool.source(run.id, bytes: run.bytes))
    let mapping = try run.mapping.map { try ImportMapping(json: $0) } ?? ImportMapping(columns: sheet.fields)
    try sheet.skip(to: run.position)
    var (isOver, done) = (false, 0)
    while !isOver {
      try Task.checkCancellation()
      let isDoubtful = hazards.crashes > 0 && done < Self.batch
      var (rows, bytes): ([ImportSheet.Row], Int) = ([], 0)
      while !isOver, rows.count < (isDoubtful ? 1 : Self.batch), bytes < Self.batchBytes {
        if let row = try sheet.next() { rows.append(row) } else { isOver = true }
        bytes += rows.last?.bytes ?? 0
      }
      done += rows.count
      var part = ImportBatch(
        id: run.id, job: job, rows: rows, from: rows.first.map(\.position), to: sheet.read, mapping: mapping, isLast: isOver)
      (part.hazards, part.enriches) = (hazards, sheet.format == .sites)
      if isDoubtful, let row = rows.first { part.isSetAside = try await hazards.begin(record: row.position) }
      if hazards.crashes > 0, done >= Self.batch { part.provesSound = true }
      let batch = part
      let now = try await base.write(as: ActingAs(.user)) { work in try batch.write(in: work) }
      progress(now)
      try betweenBatches?(now)
    }
  }

  /// Writes how a run stands that did not reach its end. One that the program's end broke off stays as it is and is resumed.
  /// - Returns: whether the person cancelled it, so that nothing is left to do.
  private func settle(_ id: ImportRun.ID, _ job: StoredJob.ID?, _ error: any Error) async throws -> Bool {
    let isCancelled = error is CancellationError
    return try await base.write { work -> Bool in
      var run = try ImportTable.get(id, in: work)
      if run.state == .cancelled { return true }
      let jobState = try job.flatMap { try JobTable.find($0, in: work)?.state }
      if isCancelled && jobState != .cancelled { return false }
      run.state = isCancelled ? .cancelled : .failed
      run.finishedAt = work.now
      if !isCancelled { run.error = (error as? Fault)?.detail ?? "It failed inside; the log says more." }
      try ImportTable.save(run, in: work)
      return isCancelled
    }
  }
}
