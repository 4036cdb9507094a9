import CSQLite
import Dispatch
import Synchronization

/// One SQLite connection with its own queue; everything but `perform` runs on that queue only.
///
/// `@unchecked Sendable` because the queue, not the compiler, keeps the handle and the cache to one thread at a time.
final class Connection: @unchecked Sendable {
  /// What a connection is for.
  enum Role { case writer, reader, readOnly }

  private let queue: DispatchQueue
  private let cacheSize: Int
  private var handle: OpaquePointer?
  private var cache: [String: Statement] = [:]
  private var uses: UInt64 = 0

  init(label: String, cacheSize: Int) {
    queue = DispatchQueue(label: label)
    self.cacheSize = cacheSize
  }

  deinit {
    cache.removeAll()
    guard let handle else { return }
    // The last connection of a file copies its log: not on the thread that happened to drop the last reference.
    nonisolated(unsafe) let last = handle
    queue.async { sqlite3_close_v2(last) }
  }

  /// Runs a blocking piece of work on the connection's queue; a task that was cancelled meanwhile never starts it.
  func perform<T: Sendable>(_ work: @escaping @Sendable (Connection) throws -> T) async throws -> T {
    let cancelled = Flag()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        queue.async {
          guard !cancelled.isRaised else { return continuation.resume(throwing: CancellationError()) }
          continuation.resume(with: Result { try work(self) })
        }
      }
    } onCancel: {
      cancelled.raise()
    }
  }

  /// Opens the file.
  /// - Parameter busyTimeout: How long to wait for another process's lock, in milliseconds.
  func open(path: String, role: Role, busyTimeout: Int) throws {
    let access = role == .writer ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY
    var opened: OpaquePointer?
    let rc = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard let opened else { throw SQLiteError(extendedCode: SQLITE_NOMEM, message: "No memory for a connection") }
    do {
      guard rc == SQLITE_OK else { throw SQLiteError.last(of: opened, rc) }
      let hard = csqlite_harden(opened)
      guard hard == SQLITE_OK else { throw SQLiteError.last(of: opened, hard) }
      sqlite3_busy_timeout(opened, Int32(clamping: busyTimeout))
      handle = opened
      for pragma in Self.pragmas { try execute(pragma) }
      if role != .writer { try execute("PRAGMA query_only = ON") }
    } catch {
      cache.removeAll()
      handle = nil
      sqlite3_close_v2(opened)
      throw error
    }
  }

  private static let pragmas = [
    "PRAGMA foreign_keys = ON", "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA temp_store = MEMORY",
    "PRAGMA secure_delete = ON", "PRAGMA mmap_size = 0", "PRAGMA synchronous = FULL",
  ]

  /// Finalizes all statements and closes the handle; harmless when closed.
  func close() {
    cache.removeAll()
    guard let open = handle else { return }
    handle = nil
    sqlite3_close_v2(open)
  }

  /// The open handle. - Throws: `SQLiteError` once the database is closed.
  func database() throws -> OpaquePointer {
    guard let handle else { throw SQLiteError.misuse("The database is closed") }
    return handle
  }

  /// Whether a transaction is open: SQLite ends one by itself after some failures.
  var isInTransaction: Bool { handle.map { sqlite3_get_autocommit($0) == 0 } ?? false }

  /// Lends a prepared statement, and resets it afterwards whatever happens.
  ///
  /// It leaves the cache while lent, so the same SQL may run inside its own loop.
  func withStatement<T>(_ sql: String, _ values: [(any SQLiteBindable)?], _ body: (Statement) throws -> T) throws -> T {
    let database = try database()
    let statement = try cache.removeValue(forKey: sql) ?? Statement(sql, on: database)
    defer {
      statement.reset()
      keep(statement)
    }
    try statement.bind(values)
    return try body(statement)
  }

  /// Runs SQL of this module itself: transaction control and settings.
  func execute(_ sql: String) throws {
    let database = try database()
    let rc = sqlite3_exec(database, sql, nil, nil, nil)
    guard rc == SQLITE_OK else { throw SQLiteError.last(of: database, rc, sql: sql) }
  }

  /// The first column of every row, as text, for pragmas.
  func column(_ sql: String) throws -> [SQLiteValue] {
    try withStatement(sql, []) { statement in
      var values: [SQLiteValue] = []
      while try statement.step() { values.append(statement.value(0)) }
      return values
    }
  }

  /// How many prepared statements are kept.
  var cachedStatements: Int { cache.count }

  private func keep(_ statement: Statement) {
    uses &+= 1
    statement.lastUse = uses
    cache[statement.sql] = statement
    guard cache.count > cacheSize, let oldest = cache.values.min(by: { $0.lastUse < $1.lastUse }) else { return }
    cache.removeValue(forKey: oldest.sql)
  }
}

/// A flag that is raised once, from any thread.
final class Flag: Sendable {
  private let raised = Atomic<Bool>(false)
  /// Whether it was raised.
  var isRaised: Bool { raised.load(ordering: .acquiring) }
  /// Raises it.
  func raise() { raised.store(true, ordering: .releasing) }
}
