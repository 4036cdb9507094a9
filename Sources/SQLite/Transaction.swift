import CSQLite

/// Proof of access to the database, valid inside one closure of `Database.read` or `Database.write`.
///
/// It is not Sendable, and every method throws once the closure has ended.
public final class Transaction {
  /// The time this transaction began, from the database's clock: UTC milliseconds since 1970.
  public let now: Int64
  /// Whether rows may be changed.
  public let isWriting: Bool

  private let connection: Connection
  private var isOpen = true
  private var depth = 0
  private var afterwards: [@Sendable () -> Void] = []

  init(on connection: Connection, now: Int64, isWriting: Bool) {
    self.connection = connection
    self.now = now
    self.isWriting = isWriting
  }

  /// Runs one statement. - Returns: How many rows it changed; 0 for anything but INSERT, UPDATE and DELETE.
  @discardableResult
  public func run(_ sql: String, _ values: [(any SQLiteBindable)?] = []) throws -> Int {
    let database = try usable(sql)
    return try connection.withStatement(sql, values) { statement in
      while try statement.step() {}
      return statement.countsChanges ? Int(sqlite3_changes(database)) : 0
    }
  }

  /// All rows of a query, each turned into a value.
  public func rows<T>(_ sql: String, _ values: [(any SQLiteBindable)?] = [], _ map: (Row) throws -> T) throws -> [T] {
    var all: [T] = []
    try forEach(sql, values) { row in
      all.append(try map(row))
      return true
    }
    return all
  }

  /// The first row of a query, or nil when there is none.
  public func row<T>(_ sql: String, _ values: [(any SQLiteBindable)?] = [], _ map: (Row) throws -> T) throws -> T? {
    _ = try usable(sql)
    return try connection.withStatement(sql, values) { statement in
      guard try statement.step() else { return nil }
      let first = try map(Row(statement))
      // The statement runs to its end: INSERT … RETURNING has then done all its work.
      while try statement.step() {}
      return first
    }
  }

  /// A single integer; nil for NULL or no row.
  public func int(_ sql: String, _ values: [(any SQLiteBindable)?] = []) throws -> Int? {
    guard let value = try single(sql, values), value != .null else { return nil }
    guard case .integer(let number) = value, let exact = Int(exactly: number) else {
      throw SQLiteError.mismatch("The result is \(value.typeName), not an integer", sql: sql)
    }
    return exact
  }

  /// A single text; nil for NULL or no row.
  public func text(_ sql: String, _ values: [(any SQLiteBindable)?] = []) throws -> String? {
    guard let value = try single(sql, values), value != .null else { return nil }
    guard case .text(let text) = value else {
      throw SQLiteError.mismatch("The result is \(value.typeName), not text", sql: sql)
    }
    return text
  }

  /// Streams the rows of a query; the body returns false to stop early.
  public func forEach(_ sql: String, _ values: [(any SQLiteBindable)?] = [], _ body: (Row) throws -> Bool) throws {
    _ = try usable(sql)
    try connection.withStatement(sql, values) { statement in
      while try statement.step() {
        guard try body(Row(statement)) else { return }
      }
    }
  }

  /// Runs several statements without values, for migrations.
  public func script(_ sql: String) throws {
    let database = try usable(sql)
    var offset = 0
    while let next = try Statement.prepare(sql, from: offset, on: database) {
      defer { sqlite3_finalize(next.handle) }
      offset = next.end
      guard sqlite3_bind_parameter_count(next.handle) == 0 else {
        throw SQLiteError.misuse("A script takes no values", sql: sql)
      }
      var rc = sqlite3_step(next.handle)
      while rc == SQLITE_ROW { rc = sqlite3_step(next.handle) }
      guard rc == SQLITE_DONE else { throw SQLiteError.last(of: database, rc, sql: sql) }
    }
  }

  /// Has work run once the commit is durable; it is dropped when the transaction or its savepoint rolls back.
  ///
  /// The work runs on the writer's queue, so it should only pass a word on.
  public func afterCommit(_ work: @escaping @Sendable () -> Void) { afterwards.append(work) }

  /// Runs a part that is rolled back alone when it throws.
  public func savepoint<T>(_ body: () throws -> T) throws -> T {
    _ = try usable("SAVEPOINT")
    let name = "part_\(depth)"
    let kept = afterwards.count
    try connection.execute("SAVEPOINT \(name)")
    depth += 1
    defer { depth -= 1 }
    do {
      let result = try body()
      _ = try usable("RELEASE")
      try connection.execute("RELEASE \(name)")
      return result
    } catch {
      afterwards.removeSubrange(kept...)
      // After a full disk SQLite may have rolled back everything; then there is no savepoint left.
      if connection.isInTransaction { try connection.execute("ROLLBACK TO \(name); RELEASE \(name)") }
      throw error
    }
  }

  /// Ends it for good. - Returns: The work to run after a commit.
  func end() -> [@Sendable () -> Void] {
    isOpen = false
    defer { afterwards = [] }
    return afterwards
  }

  /// The handle, if statements may still run.
  /// Without the second check a statement after SQLite's own rollback would commit by itself.
  private func usable(_ sql: String) throws -> OpaquePointer {
    guard isOpen else { throw SQLiteError.misuse("A transaction was used after its end", sql: sql) }
    guard connection.isInTransaction else {
      throw SQLiteError(extendedCode: SQLITE_ABORT, message: "The transaction was already rolled back", sql: sql)
    }
    return try connection.database()
  }

  private func single(_ sql: String, _ values: [(any SQLiteBindable)?]) throws -> SQLiteValue? {
    try row(sql, values) { try $0.single() }
  }
}

@available(*, unavailable, message: "A transaction belongs to the closure that receives it.")
extension Transaction: Sendable {}

extension Connection {
  /// Runs a closure as one transaction: all of it or nothing.
  func transaction<T>(_ begin: String, now: Int64, isWriting: Bool, _ body: (Transaction) throws -> T) throws -> T {
    try execute(begin)
    let transaction = Transaction(on: self, now: now, isWriting: isWriting)
    do {
      let result = try body(transaction)
      guard isInTransaction else {
        throw SQLiteError(extendedCode: SQLITE_ABORT, message: "The transaction was already rolled back")
      }
      try execute("COMMIT")
      for work in transaction.end() { work() }
      return result
    } catch {
      _ = transaction.end()
      if isInTransaction { try? execute("ROLLBACK") }
      throw error
    }
  }
}
