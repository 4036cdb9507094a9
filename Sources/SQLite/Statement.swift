import CSQLite

/// One prepared statement of one connection; confined to that connection's queue.
final class Statement {
  /// The SQL as it was written.
  let sql: String
  /// Whether `sqlite3_changes` speaks about this statement.
  let countsChanges: Bool
  /// For the cache: when it was last used, in uses of the connection.
  var lastUse: UInt64 = 0
  /// Rises with every step, so that a row that outlived its turn is noticed.
  private(set) var generation: UInt64 = 0

  private let handle: OpaquePointer
  private let database: OpaquePointer
  /// For each of SQLite's parameters the place of its value, from 0.
  private let places: [Int]
  private var columns: [String: Int32] = [:]
  private var columnsKnown = false
  private var reprepared: Int32 = 0

  /// Prepares exactly one statement.
  /// - Throws: `SQLiteError` for wrong SQL, several statements, or one that would end the transaction.
  init(_ sql: String, on database: OpaquePointer) throws {
    guard let first = try Statement.prepare(sql, from: 0, on: database) else {
      throw SQLiteError.misuse("There is no statement", sql: sql)
    }
    guard try Statement.isBlank(sql, from: first.end) else {
      sqlite3_finalize(first.handle)
      throw SQLiteError.misuse("Only one statement may be given here", sql: sql)
    }
    do {
      places = try Statement.placeholders(of: first.handle, sql: sql)
    } catch {
      sqlite3_finalize(first.handle)
      throw error
    }
    self.sql = sql
    self.handle = first.handle
    self.database = database
    countsChanges = ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(SQLText.firstWord(sql[...]))
  }

  deinit { sqlite3_finalize(handle) }

  /// Binds the values of `$1`, `$2` … by their numbers.
  func bind(_ values: [(any SQLiteBindable)?]) throws {
    let needed = (places.max() ?? -1) + 1
    guard needed == values.count else {
      throw SQLiteError(extendedCode: SQLITE_RANGE, message: "\(needed) values are needed, \(values.count) were given", sql: sql)
    }
    for (offset, place) in places.enumerated() {
      let rc = bind(values[place]?.sqliteValue ?? .null, at: Int32(truncatingIfNeeded: offset + 1))
      guard rc == SQLITE_OK else { throw SQLiteError.last(of: database, rc, sql: sql) }
    }
  }

  /// Runs to the next row; false when there is none left.
  func step() throws -> Bool {
    generation &+= 1
    switch sqlite3_step(handle) {
    case SQLITE_ROW:
      let count = sqlite3_stmt_status(handle, SQLITE_STMTSTATUS_REPREPARE, 0)
      if !columnsKnown || count != reprepared { learnColumns(reprepared: count) }
      return true
    case SQLITE_DONE: return false
    case let rc: throw SQLiteError.last(of: database, rc, sql: sql)
    }
  }

  /// Makes it ready for the next use and forgets the bound values.
  func reset() {
    generation &+= 1
    sqlite3_reset(handle)
    sqlite3_clear_bindings(handle)
  }

  /// The position of a column.
  /// - Throws: `SQLiteError` when no column, or more than one, has this name.
  func column(_ name: String) throws -> Int32 {
    guard let index = columns[name] else { throw SQLiteError.misuse("There is no column \(name)", sql: sql) }
    guard index >= 0 else { throw SQLiteError.misuse("Several columns are called \(name)", sql: sql) }
    return index
  }

  /// The value in a column of the current row.
  func value(_ index: Int32) -> SQLiteValue {
    switch sqlite3_column_type(handle, index) {
    case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, index))
    case SQLITE_FLOAT: .real(sqlite3_column_double(handle, index))
    case SQLITE_TEXT: .text(text(index))
    case SQLITE_BLOB: .blob(blob(index))
    default: .null
    }
  }

  private func text(_ index: Int32) -> String {
    guard let bytes = sqlite3_column_text(handle, index) else { return "" }
    let count = Int(sqlite3_column_bytes(handle, index))
    return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  }

  private func blob(_ index: Int32) -> [UInt8] {
    guard let bytes = sqlite3_column_blob(handle, index) else { return [] }
    return [UInt8](UnsafeRawBufferPointer(start: bytes, count: Int(sqlite3_column_bytes(handle, index))))
  }

  private func learnColumns(reprepared count: Int32) {
    columns.removeAll(keepingCapacity: true)
    for index in 0..<max(0, sqlite3_column_count(handle)) {
      guard let name = sqlite3_column_name(handle, index) else { continue }
      let key = String(cString: name)
      columns[key] = columns[key] == nil ? index : -1
    }
    columnsKnown = true
    reprepared = count
  }

  private func bind(_ value: SQLiteValue, at index: Int32) -> Int32 {
    switch value {
    case .null: return sqlite3_bind_null(handle, index)
    case .integer(let number): return sqlite3_bind_int64(handle, index, number)
    case .real(let number): return sqlite3_bind_double(handle, index, number)
    case .text(var text):
      return text.withUTF8 { bytes in
        bytes.withMemoryRebound(to: CChar.self) { csqlite_bind_text(handle, index, $0.baseAddress, UInt64($0.count)) }
      }
    case .blob(let bytes):
      return bytes.withUnsafeBytes { csqlite_bind_blob(handle, index, $0.baseAddress, UInt64($0.count)) }
    }
  }
}

extension Statement {
  /// Prepares the first statement at or after a UTF-8 offset; nil when only blanks and comments are left.
  static func prepare(_ sql: String, from start: Int, on database: OpaquePointer) throws -> (handle: OpaquePointer, end: Int)? {
    let text = sql.utf8.dropFirst(start)
    let word = SQLText.firstWord(Substring(text))
    guard !SQLText.endsTransactions.contains(word) else {
      throw SQLiteError.misuse("\(word) is not for callers: a transaction ends with its closure", sql: sql)
    }
    let bytes = text.map { CChar(bitPattern: $0) }
    guard let length = Int32(exactly: bytes.count) else {
      throw SQLiteError(extendedCode: SQLITE_TOOBIG, message: "The SQL is too long")
    }
    var handle: OpaquePointer?
    var used = 0
    let rc = bytes.withUnsafeBufferPointer { buffer -> Int32 in
      guard let base = buffer.baseAddress else { return SQLITE_OK }
      var tail: UnsafePointer<CChar>?
      let rc = sqlite3_prepare_v3(database, base, length, UInt32(SQLITE_PREPARE_PERSISTENT), &handle, &tail)
      if let tail { used = tail - base }
      return rc
    }
    guard rc == SQLITE_OK else { throw SQLiteError.last(of: database, rc, sql: sql) }
    return handle.map { ($0, start + used) }
  }

  /// Whether nothing but blanks, semicolons and comments follows.
  private static func isBlank(_ sql: String, from start: Int) throws -> Bool {
    let rest = SQLText.skippingBlanks(sql.utf8.dropFirst(start))
    return rest.isEmpty
  }

  /// Reads the numbers of `$1`, `$2` …: SQLite itself takes them for names and counts by first appearance.
  private static func placeholders(of handle: OpaquePointer, sql: String) throws -> [Int] {
    let count = sqlite3_bind_parameter_count(handle)
    guard count > 0 else { return [] }
    var places: [Int] = []
    for index in 1...count {
      guard let name = sqlite3_bind_parameter_name(handle, index).map({ String(cString: $0) }),
        name.first == "$", let number = Int(name.dropFirst()), number > 0
      else { throw SQLiteError.misuse("Placeholders are written $1, $2 …", sql: sql) }
      places.append(number - 1)
    }
    guard Set(places).count == (places.max() ?? 0) + 1 else {
      throw SQLiteError.misuse("A placeholder between $1 and $\((places.max() ?? 0) + 1) is not used", sql: sql)
    }
    return places
  }
}

extension SQLiteError {
  /// The connection's last failure, or what the code means when the connection says nothing more.
  static func last(of database: OpaquePointer, _ rc: Int32, sql: String? = nil) -> SQLiteError {
    let extended = sqlite3_extended_errcode(database)
    guard extended & 0xFF == rc & 0xFF, let message = sqlite3_errmsg(database) else {
      return SQLiteError(extendedCode: rc, message: String(cString: sqlite3_errstr(rc)), sql: sql)
    }
    return SQLiteError(extendedCode: extended, message: String(cString: message), sql: sql)
  }
}
