import CSQLite

/// An SQLite file with one writer and several readers, each on its own queue and never on Swift's task pool.
public final class Database: Sendable {
  /// How to open a file.
  public struct Configuration: Sendable {
    /// The file; it is created, readable by its owner only, when there is none.
    public var path: String
    /// How many reads may run at once.
    public var readers: Int
    /// How long to wait for another process's lock, in milliseconds.
    public var busyTimeoutMilliseconds: Int
    /// The clock: UTC milliseconds since 1970.
    public var now: @Sendable () -> Int64
    /// Opens an existing file without ever changing it.
    public var readOnly: Bool
    /// The mark in the file's header by which this program knows its own files.
    public var applicationID: Int32
    /// How many prepared statements each connection keeps.
    public var cachedStatements: Int
    /// Nothing waits for the disk: for a file that is thrown away, and never for one that must outlive a power cut.
    public var isDisposable: Bool

    /// "COAg" in ASCII.
    public static let ownApplicationID: Int32 = 0x434F_4167

    /// Describes a file to open.
    public init(
      path: String, readers: Int = 4, busyTimeoutMilliseconds: Int = 5_000, now: @escaping @Sendable () -> Int64,
      readOnly: Bool = false, applicationID: Int32 = Configuration.ownApplicationID, cachedStatements: Int = 128,
      isDisposable: Bool = false
    ) {
      self.path = path
      self.readers = readers
      self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
      self.now = now
      self.readOnly = readOnly
      self.applicationID = applicationID
      self.cachedStatements = cachedStatements
      self.isDisposable = isDisposable
    }
  }

  /// How the file was opened.
  public let configuration: Configuration
  let writer: Connection
  private let readers: ReaderPool

  private init(_ configuration: Configuration, writer: Connection, readers: [Connection]) {
    self.configuration = configuration
    self.writer = writer
    self.readers = ReaderPool(readers)
  }

  /// Opens a file, and creates it unless it is only to be read.
  /// - Throws: `SQLiteError`, or `MigrationError.foreign` for another program's file, which is left as it was.
  public static func open(_ configuration: Configuration) async throws -> Database {
    try Library.require()
    func connection(_ label: String) -> Connection {
      Connection(label: "sqlite.\(label)", cacheSize: max(1, configuration.cachedStatements))
    }
    let writer = connection("writer")
    try await writer.perform { connection in
      try connection.openWriter(configuration)
      if configuration.isDisposable { try connection.execute("PRAGMA synchronous = OFF") }
    }
    var readers: [Connection] = []
    do {
      for number in 0..<max(1, configuration.readers) {
        let reader = connection("reader.\(number)")
        try await reader.perform {
          try $0.open(
            path: configuration.path, role: configuration.readOnly ? .readOnly : .reader,
            busyTimeout: configuration.busyTimeoutMilliseconds)
        }
        readers.append(reader)
      }
    } catch {
      for opened in readers + [writer] { try? await opened.perform { $0.close() } }
      throw error
    }
    return Database(configuration, writer: writer, readers: readers)
  }

  /// Reads from one snapshot of the file, which is taken by the first query.
  /// - Throws: What the body throws, `SQLiteError`, or `CancellationError` when cancelled before it began.
  public func read<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
    let connection = try await readers.acquire()
    defer { readers.release(connection) }
    let now = configuration.now
    return try await connection.perform { try $0.transaction("BEGIN", now: now(), isWriting: false, body) }
  }

  /// Changes the file: all that the body does, or nothing when it throws. Writers run one after the other.
  /// - Throws: What the body throws, `SQLiteError`, or `CancellationError` when cancelled before it began.
  @discardableResult
  public func write<T: Sendable>(_ body: @escaping @Sendable (Transaction) throws -> T) async throws -> T {
    let now = configuration.now
    guard !configuration.readOnly else {
      throw SQLiteError(extendedCode: SQLITE_READONLY, message: "The database was opened for reading only")
    }
    return try await writer.perform { try $0.transaction("BEGIN IMMEDIATE", now: now(), isWriting: true, body) }
  }

  /// Moves the log into the file and closes everything; later calls throw. Waits for what is running.
  public func close() async {
    // A detached task: closing goes on even when the task that asked for it is cancelled.
    await Task.detached { [readers, writer, readOnly = configuration.readOnly] in
      for reader in readers.connections { try? await reader.perform { $0.close() } }
      try? await writer.perform { connection in
        if !readOnly { try? connection.checkpoint() }
        connection.close()
      }
    }.value
  }

  /// Moves the whole log into the file and empties it; erased words are then gone from both.
  /// - Throws: `SQLiteError` (`isBusy`) when a reader kept the log in use for too long.
  public func checkpoint() async throws {
    try await writer.perform { try $0.checkpoint() }
  }

  /// Lets SQLite refresh what it knows about the size of indexes; cheap, for now and then.
  public func optimize() async throws {
    try await writer.perform { connection in
      try connection.execute("PRAGMA analysis_limit = 400")
      try connection.execute("PRAGMA optimize")
    }
  }
}

extension Connection {
  /// Opens the connection that may write, after a look whether the file is ours.
  func openWriter(_ configuration: Database.Configuration) throws {
    let path = configuration.path
    if !configuration.readOnly {
      let failure = csqlite_create_private(path)
      guard failure == 0 else { throw SQLiteError.file(failure, "The database file can't be created") }
    }
    try open(path: path, role: configuration.readOnly ? .readOnly : .writer, busyTimeout: configuration.busyTimeoutMilliseconds)
    do {
      try claim(configuration)
    } catch {
      close()
      throw error
    }
  }

  /// Marks an empty file as ours, refuses another program's, and switches to the write-ahead log.
  private func claim(_ configuration: Database.Configuration) throws {
    let isEmpty = try column("SELECT count(*) FROM sqlite_schema") == [.integer(0)]
    let id = try column("PRAGMA application_id")
    let own = SQLiteValue.integer(Int64(configuration.applicationID))
    guard id == [own] || (isEmpty && id == [.integer(0)]) else { throw MigrationError.foreign(configuration.path) }
    guard !configuration.readOnly else { return }
    let mode = try column("PRAGMA journal_mode = WAL")
    guard mode == [.text("wal")] else {
      throw SQLiteError(extendedCode: SQLITE_CANTOPEN, message: "This file system can't hold a write-ahead log")
    }
    try execute("PRAGMA journal_size_limit = \(Self.keptLogBytes)")
    if id != [own] { try execute("PRAGMA application_id = \(configuration.applicationID)") }
  }

  /// The log is cut to this size when it is emptied.
  private static let keptLogBytes = 16 << 20

  /// Empties the log into the file.
  func checkpoint() throws {
    let database = try database()
    let rc = sqlite3_wal_checkpoint_v2(database, nil, SQLITE_CHECKPOINT_TRUNCATE, nil, nil)
    guard rc == SQLITE_OK else { throw SQLiteError.last(of: database, rc, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
  }
}

/// The SQLite library that the program runs with.
enum Library {
  /// The first version with STRICT tables, as SQLite counts.
  static let oldest: Int32 = 3_037_000

  /// Set before SQLite's first use; afterwards SQLite refuses, which is fine as every connection says NOMUTEX itself.
  private static let configured: Int32 = csqlite_configure()

  /// - Throws: `SQLiteError` when the library is too old or was built without threads.
  static func require() throws {
    _ = configured
    guard sqlite3_libversion_number() >= oldest else {
      throw SQLiteError(extendedCode: SQLITE_ERROR, message: "SQLite 3.37 or newer is needed")
    }
    guard sqlite3_threadsafe() != 0 else {
      throw SQLiteError(extendedCode: SQLITE_ERROR, message: "This SQLite was built without threads")
    }
  }
}

extension SQLiteError {
  /// A failure of the file system, by its errno.
  static func file(_ errno: Int32, _ what: String) -> SQLiteError {
    let full: Set<Int32> = [28, 122]  // ENOSPC, EDQUOT
    return SQLiteError(extendedCode: full.contains(errno) ? SQLITE_FULL : SQLITE_CANTOPEN, message: "\(what) (errno \(errno))")
  }
}
