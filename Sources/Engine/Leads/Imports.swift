import Outreach
import Store
import Text

/// Bringing leads in from CSV files: upload, a look at the file, a try without writing, and the import itself as a durable job.
public struct Imports: Sendable {
  /// The largest file that is taken.
  public static let maximumBytes = 1 << 30
  /// The most bytes of one uploaded piece.
  public static let maximumPieceBytes = ImportSpool.maximumPieceBytes
  /// An upload that nobody went on with is thrown away after this.
  private static let keepUploadSeconds = 7 * 86_400
  private static let nameLimit = 255
  private static let listed = 200

  let base: Base
  let spool: ImportSpool
  /// What tests do between two batches.
  var betweenBatches: (@Sendable (ImportRun) throws -> Void)?

  /// Over a base.
  /// - Parameter spoolFolder: where uploads wait, sealed; made when first needed.
  public init(base: Base, spoolFolder: String) {
    self.base = base
    spool = ImportSpool(folder: spoolFolder, vault: base.vault)
  }

  /// Begins an upload.
  /// - Parameter size: bytes of the whole file.
  /// - Throws: `.tooLarge`, `.badInput`.
  public func create(name: String, size: Int, as acting: ActingAs) async throws -> ImportRun {
    guard size >= 0 else { throw Fault(.badInput, "The size of the file is missing.", fields: [.init("size", "is negative")]) }
    guard size <= Self.maximumBytes else {
      throw Fault(.tooLarge, "The file is larger than \(Self.maximumBytes >> 20) MB; split it and import the parts.")
    }
    let shown = CellText.line(name, limit: Self.nameLimit)
    return try await base.write(as: acting) { work in
      let run = ImportRun(
        id: ImportRun.ID(at: work.now.rawValue), name: shown.isEmpty ? "import.csv" : shown, size: size, at: work.now)
      try ImportTable.save(run, in: work)
      return run
    }
  }

  /// Takes the next piece of an upload.
  /// - Parameter offset: where it begins in the file; a piece that is there already is taken again without harm.
  /// - Returns: how many bytes are there now.
  /// - Throws: `.conflict` for a gap, `.tooLarge`, `.illegalState`, `.storage`.
  public func receive(_ piece: [UInt8], at offset: Int, of id: ImportRun.ID) async throws -> Int {
    guard piece.count <= Self.maximumPieceBytes else {
      throw Fault(.tooLarge, "Send at most \(Self.maximumPieceBytes >> 20) MiB at a time.")
    }
    let run = try await get(id)
    guard run.state == .uploading else { throw Fault(.illegalState, "This file is uploaded already.") }
    guard offset >= 0, offset <= run.bytes else {
      throw Fault(
        .conflict, "The upload stands at byte \(run.bytes); go on from there.", fields: [.init("offset", "expected \(run.bytes)")])
    }
    guard !piece.isEmpty, offset == run.bytes else { return run.bytes }
    let end = offset + piece.count
    guard end <= run.size else { throw Fault(.tooLarge, "The file is longer than was said (\(run.size) bytes).") }
    try spool.write(piece, at: offset, of: id)
    return try await base.write { work in
      var now = try ImportTable.get(id, in: work)
      guard now.state == .uploading, now.bytes == offset else { return now.bytes }
      now.bytes = end
      if end == now.size { now.state = .ready }
      try ImportTable.save(now, in: work)
      return end
    }
  }

  /// One import. - Throws: `.notFound`.
  public func get(_ id: ImportRun.ID) async throws -> ImportRun {
    try await base.read { work in try Self.withJob(try ImportTable.get(id, in: work), in: work) }
  }

  /// The newest imports.
  public func list() async throws -> [ImportRun] {
    try await base.read { work in try ImportTable.list(limit: Self.listed, in: work).map { try Self.withJob($0, in: work) } }
  }

  /// The run as it stands when its job is looked at too: one whose job was cancelled before it began does not run.
  private static func withJob(_ run: ImportRun, in work: Work) throws -> ImportRun {
    guard run.state == .running else { return run }
    var run = run
    let job = try ImportTable.job(once: ImportLeads(id: run.id).key, in: work)
    run.job = job?.id
    switch job?.state {
    case .cancelled: run.state = .cancelled
    case .failed: run.state = .failed
    case .pending, .running, .completed, nil: break
    }
    return run
  }

  /// Looks at an uploaded file: how it is written, its columns and what they probably mean. Trouble with the file is part of the answer.
  public func inspect(_ id: ImportRun.ID) async throws -> ImportInspection {
    let run = try await uploaded(id)
    do {
      let inspection = try await ImportHazards.look(at: id, base: base) {
        try ImportInspection(spool.source(id, bytes: run.bytes))
      }
      let records = inspection.records
      try await base.write { work in
        var now = try ImportTable.get(id, in: work)
        now.records = records
        try ImportTable.save(now, in: work)
      }
      return inspection
    } catch let fault as Fault where [.unsupported, .badInput].contains(fault.code) {
      return ImportInspection(problem: fault.detail)
    }
  }

  /// What an import would do with this mapping; nothing is written.
  public func preview(_ id: ImportRun.ID, mapping: ImportMapping) async throws -> ImportPreview {
    let run = try await uploaded(id)
    return try await ImportHazards.look(at: id, base: base) {
      try await ImportTrial(base: base, mapping: mapping).run(ImportSheet(spool.source(id, bytes: run.bytes)))
    }
  }

  /// Starts the import as a durable job.
  /// - Throws: `.illegalState` where it ran already, `.badInput` for a mapping that can't give a lead.
  public func run(_ id: ImportRun.ID, mapping: ImportMapping, as acting: ActingAs) async throws -> StoredJob.ID {
    let bytes = try await uploaded(id).bytes
    let columns = try await ImportHazards.look(at: id, base: base) { try ImportSheet(spool.source(id, bytes: bytes)).columns }
    return try await base.write(as: acting) { work in
      try Self.start(id, mapping, columns, in: work)
      return try ImportLeads(id: id).add(in: work)
    }
  }

  /// Stops an import; what it brought so far stays.
  public func cancel(_ id: ImportRun.ID, as acting: ActingAs) async throws {
    try await base.write(as: acting) { work in
      var run = try Self.withJob(try ImportTable.get(id, in: work), in: work)
      guard [.uploading, .ready, .running].contains(run.state) else { throw Fault(.illegalState, "This import is over.") }
      if let job = run.job, [.pending, .running].contains(try JobTable.find(job, in: work)?.state) {
        try JobTable.move(job, .cancel, in: work)
      }
      (run.state, run.finishedAt) = (.cancelled, work.now)
      try ImportTable.save(run, in: work)
      try AuditTable.append(
        "cancel", "import", id.rawValue, after: ["imported": "\(run.imported)", "updated": "\(run.updated)"], in: work)
      try HazardTable.clear(prefix: "import/\(id)", in: work)
    }
    spool.remove(id)
  }

  /// Throws away every upload that is not being imported; who wants it uploads it again.
  func discardWaiting() async throws {
    let kept = spool.all()
    let waiting = try await base.read { work in kept.filter { (try? ImportTable.get($0, in: work))?.state != .running } }
    for id in waiting { spool.remove(id) }
  }

  /// At start: goes on with imports that have lost their job, and throws away uploads that nobody needs any more.
  public func recover() async throws {
    let kept = spool.all()
    let needless = try await base.write { work in
      for run in try ImportTable.running(in: work) {
        var now = try Self.withJob(run, in: work)
        if now.state == .running {
          try ImportLeads(id: run.id).add(in: work)
        } else {
          now.finishedAt = work.now
          try ImportTable.save(now, in: work)
        }
      }
      return kept.filter { id in
        guard let run = try? ImportTable.get(id, in: work) else { return true }
        let isOld = run.createdAt < work.now.adding(seconds: -Self.keepUploadSeconds)
        return [.completed, .cancelled].contains(run.state) || (isOld && run.state != .running)
      }
    }
    for id in needless { spool.remove(id) }
  }

  /// Marks the run as begun.
  static func start(_ id: ImportRun.ID, _ mapping: ImportMapping, _ columns: [String], in work: Work) throws {
    var run = try ImportTable.get(id, in: work)
    guard run.state == .ready || run.state == .failed else {
      throw Fault(.illegalState, "This import is \(run.state.rawValue) already.")
    }
    try mapping.requireIdentity()
    (run.state, run.mapping, run.columns, run.error, run.finishedAt) = (.running, mapping.json, columns, nil, nil)
    try ImportTable.save(run, in: work)
    try AuditTable.append("start", "import", id.rawValue, after: ["mapping": mapping.json, "bytes": "\(run.bytes)"], in: work)
  }

  private func uploaded(_ id: ImportRun.ID) async throws -> ImportRun {
    let run = try await get(id)
    guard run.state != .uploading else {
      throw Fault(.illegalState, "The file is not uploaded yet (\(run.bytes) of \(run.size) bytes).")
    }
    guard spool.contains(id) else {
      throw run.size == 0
        ? Fault(.badInput, "The file is empty; there is nothing to import.")
        : Fault(.notFound, "The uploaded file is gone; upload it again.")
    }
    return run
  }
}

extension ImportMapping {
  /// - Throws: `.badInput` where no column says which business a record is about.
  func requireIdentity() throws {
    let identities: Set<ColumnField> = [.known(.businessName), .known(.email), .known(.website)]
    guard fields.values.contains(where: identities.contains) else {
      throw Fault(
        .badInput, "No column is the business name, the e-mail or the web site; choose one of them.",
        fields: [.init("mapping", "names no business")])
    }
  }
}
