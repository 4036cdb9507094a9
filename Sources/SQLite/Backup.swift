import CSQLite

extension Database {
  /// Copies one snapshot of the database into a single file, while reading and writing go on.
  ///
  /// The copy is written beside its place under `.partial`, flushed to the disk, and renamed; a file that is there already is replaced.
  /// - Parameters:
  ///   - path: Where the copy goes.
  ///   - progress: Called after each step with the pages done and the pages in all.
  /// - Throws: `SQLiteError`, or `CancellationError` when the task is cancelled; nothing is left behind then.
  public func backup(
    to path: String, progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    let source = Connection(label: "sqlite.backup", cacheSize: 1)
    let configuration = configuration
    let cancelled = Flag()
    try await withTaskCancellationHandler {
      try await source.perform { source in
        defer { source.close() }
        try source.open(path: configuration.path, role: .readOnly, busyTimeout: configuration.busyTimeoutMilliseconds)
        try source.copy(to: path, cancelled: cancelled, progress: progress)
      }
    } onCancel: {
      cancelled.raise()
    }
  }
}

extension Connection {
  /// Pages copied before progress is reported.
  private static let pagesPerStep: Int32 = 256

  /// Writes the copy under another name and moves it into place once it is safe.
  fileprivate func copy(to path: String, cancelled: Flag, progress: (Int, Int) -> Void) throws {
    let partial = path + ".partial"
    func discard() { for suffix in ["", "-journal", "-wal", "-shm"] { _ = csqlite_remove(partial + suffix) } }
    discard()
    do {
      try check(csqlite_create_private(partial), "The backup can't be created")
      try copyPages(to: partial, cancelled: cancelled, progress: progress)
      try check(csqlite_sync(partial), "The backup can't be flushed to the disk")
      try check(csqlite_rename(partial, path), "The backup can't be given its name")
      try check(csqlite_sync(path), "The backup can't be flushed to the disk")
    } catch {
      discard()
      throw error
    }
  }

  private func check(_ errno: Int32, _ what: String) throws {
    guard errno == 0 else { throw SQLiteError.file(errno, what) }
  }

  private func copyPages(to path: String, cancelled: Flag, progress: (Int, Int) -> Void) throws {
    // An open read transaction pins the snapshot, so a writer beside us never makes the copy start again.
    try execute("BEGIN")
    defer { try? execute("COMMIT") }
    _ = try column("SELECT count(*) FROM sqlite_schema")
    let target = Connection(label: "sqlite.backup.target", cacheSize: 1)
    defer { target.close() }
    try target.open(path: path, role: .writer, busyTimeout: 0)
    let destination = try target.database()
    guard let backup = sqlite3_backup_init(destination, "main", try database(), "main") else {
      throw SQLiteError.last(of: destination, sqlite3_errcode(destination))
    }
    var rc = SQLITE_OK
    while rc == SQLITE_OK, !cancelled.isRaised {
      rc = sqlite3_backup_step(backup, Self.pagesPerStep)
      let total = Int(sqlite3_backup_pagecount(backup))
      progress(total - Int(sqlite3_backup_remaining(backup)), total)
    }
    let finished = sqlite3_backup_finish(backup)
    if cancelled.isRaised, rc != SQLITE_DONE { throw CancellationError() }
    guard rc == SQLITE_DONE, finished == SQLITE_OK else {
      throw SQLiteError.last(of: destination, rc == SQLITE_DONE ? finished : rc)
    }
    guard try target.column("PRAGMA journal_mode = DELETE") == [.text("delete")] else {
      throw SQLiteError(extendedCode: SQLITE_CANTOPEN, message: "The backup could not be made a single file")
    }
  }
}
