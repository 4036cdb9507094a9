/// One step from an older schema to a newer one; a released migration is never edited.
public struct Migration: Sendable {
  /// Its name in the file, unique and never changed.
  public let name: String
  let apply: @Sendable (Transaction) throws -> Void

  /// Names a step and says what it does.
  ///
  /// It runs with foreign keys off, so that a table can be rebuilt; they are checked before the commit. Cascades do not run.
  public init(_ name: String, _ apply: @escaping @Sendable (Transaction) throws -> Void) {
    self.name = name
    self.apply = apply
  }
}

/// Why a file can't be brought to this program's schema; it is left as it was.
public enum MigrationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file was written by a newer program; the name is the first migration that this one does not know.
  case newer(String)
  /// The file belongs to another program; its path.
  case foreign(String)
  /// The list was edited: this migration stands where the file has another one.
  case outOfOrder(String)
  /// Two migrations share this name.
  case duplicate(String)
  /// The migration left rows or pages that do not hold together; what was found.
  case unsound(name: String, findings: [String])

  /// One sentence for the log and the start-up screen.
  public var description: String {
    switch self {
    case .newer(let name): "The database was written by a newer version of this program (\(name))."
    case .foreign(let path): "\(path) is a database of another program."
    case .outOfOrder(let name): "The migration \(name) is not where the database has it."
    case .duplicate(let name): "Two migrations are called \(name)."
    case .unsound(let name, let findings): "The migration \(name) broke the database: \(findings.joined(separator: "; "))"
    }
  }
}

extension Database {
  /// Runs the migrations that the file has not seen, each in its own transaction.
  /// - Parameters:
  ///   - all: Every migration of the program, oldest first.
  ///   - beforeFirst: Called once if something is to be done to a file that already holds data, to make a backup.
  /// - Returns: The names that were applied now.
  /// - Throws: `MigrationError`, `SQLiteError`, or what a migration throws; migrations before it stay applied.
  @discardableResult
  public func migrate(_ all: [Migration], beforeFirst: (() async throws -> Void)? = nil) async throws -> [String] {
    try Self.checkNames(all)
    let applied = try await write { tx in
      try tx.run(
        "CREATE TABLE IF NOT EXISTS schema_migration (name TEXT NOT NULL PRIMARY KEY, applied_at INTEGER NOT NULL) STRICT")
      return try tx.rows("SELECT name FROM schema_migration ORDER BY rowid") { try $0.text("name") }
    }
    let known = Set(all.map(\.name))
    if let unknown = applied.first(where: { !known.contains($0) }) { throw MigrationError.newer(unknown) }
    for (mine, file) in zip(all, applied) where mine.name != file { throw MigrationError.outOfOrder(mine.name) }
    let pending = all.dropFirst(applied.count)
    guard !pending.isEmpty else { return [] }
    if !applied.isEmpty { try await beforeFirst?() }
    let clock = configuration.now
    let isNew = applied.isEmpty && !configuration.isDisposable
    for (offset, migration) in pending.enumerated() {
      let version = applied.count + offset + 1
      try await writer.perform { try $0.apply(migration, version: version, isNew: isNew, now: clock()) }
    }
    return pending.map(\.name)
  }

  private static func checkNames(_ all: [Migration]) throws {
    var seen: Set<String> = []
    for migration in all where !seen.insert(migration.name).inserted { throw MigrationError.duplicate(migration.name) }
  }
}

extension Connection {
  /// Runs one migration. Foreign keys can only be switched outside a transaction, so both happen in one turn of the queue.
  ///
  /// A new file has nothing to lose yet: its steps wait for the disk together, at the first commit after them, and stay in their order.
  /// Source: SQLite, PRAGMA synchronous: NORMAL in WAL mode keeps a file whole through a power cut.
  fileprivate func apply(_ migration: Migration, version: Int, isNew: Bool, now: Int64) throws {
    try execute("PRAGMA foreign_keys = OFF")
    defer { try? execute("PRAGMA foreign_keys = ON") }
    if isNew { try execute("PRAGMA synchronous = NORMAL") }
    defer { if isNew { try? execute("PRAGMA synchronous = FULL") } }
    try transaction("BEGIN IMMEDIATE", now: now, isWriting: true) { tx in
      try migration.apply(tx)
      try tx.run("INSERT INTO schema_migration (name, applied_at) VALUES ($1, $2)", [migration.name, now])
      try execute("PRAGMA user_version = \(version)")
      let findings = try brokenReferences() + damage("PRAGMA quick_check(\(Self.maximumFindings))")
      guard findings.isEmpty else { throw MigrationError.unsound(name: migration.name, findings: findings) }
    }
  }
}
