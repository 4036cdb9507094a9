import CSQLite

/// How much of a database file is used.
public struct FileRoom: Sendable, Hashable {
  /// Bytes of the file, the log left out.
  public var total: Int
  /// Bytes of it that hold nothing any more: they are used again by what comes, or given back by `Database.compact`.
  public var free: Int

  /// Room by its parts.
  public init(total: Int, free: Int) { (self.total, self.free) = (total, free) }

  /// Bytes that the file needs.
  public var used: Int { total - free }
}

extension Database {
  /// How much of the file is used now.
  public func room() async throws -> FileRoom { try await read { tx in try FileRoom(in: tx) } }

  /// Writes the file anew without what is free in it (VACUUM), as one transaction: whatever ends it, the file is the old one or the new one.
  ///
  /// Nobody else can write between the question and the end, so what was not under way then has not begun since. Reading goes on.
  /// For the time of it SQLite needs the room that is used once more in the log and once in its folder for temporary files.
  /// - Parameter mayBegin: asked on the writer's own queue.
  /// - Returns: false where it was not allowed to begin.
  /// - Throws: `SQLiteError`, `isFull` where there is too little room; the file is as it was then.
  public func compact(if mayBegin: @escaping @Sendable (Transaction) throws -> Bool) async throws -> Bool {
    let now = configuration.now
    let done = try await writer.perform { connection in
      guard try connection.transaction("BEGIN", now: now(), isWriting: false, mayBegin) else { return false }
      // A copy of everything is not kept in memory, as small temporary tables are.
      try connection.execute("PRAGMA temp_store = FILE")
      defer { try? connection.execute("PRAGMA temp_store = MEMORY") }
      try connection.execute("VACUUM")
      return true
    }
    guard done else { return false }
    // Only now the file gets shorter; a reader that is in the way leaves that to the next time the log is emptied.
    do { try await checkpoint() } catch let error as SQLiteError where error.isBusy {}
    return true
  }
}

extension FileRoom {
  /// Of the snapshot of a transaction.
  init(in tx: Transaction) throws {
    let page = try tx.int("SELECT page_size FROM pragma_page_size") ?? 0
    total = page * (try tx.int("SELECT page_count FROM pragma_page_count") ?? 0)
    free = page * (try tx.int("SELECT freelist_count FROM pragma_freelist_count") ?? 0)
  }
}
