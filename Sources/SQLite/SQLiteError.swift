import CSQLite

/// What SQLite, or this module in its name, refused; it never carries a bound value.
public struct SQLiteError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The primary result code, such as 19 for a broken constraint.
  public let code: Int32
  /// The extended result code, such as 2067 for a broken UNIQUE constraint.
  public let extendedCode: Int32
  /// What went wrong, in SQLite's words.
  public let message: String
  /// The statement as it was written, with its placeholders.
  public let sql: String?

  /// Describes a failure by its extended result code.
  public init(extendedCode: Int32, message: String, sql: String? = nil) {
    self.code = extendedCode & 0xFF
    self.extendedCode = extendedCode
    self.message = message
    self.sql = sql
  }

  /// The longest piece of a statement that is shown, in characters.
  static let shownSQL = 400

  /// One line: `SQLite error 19: … while executing …`.
  public var description: String {
    guard let sql else { return "SQLite error \(code): \(message)" }
    let line = sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let shown = line.count > Self.shownSQL ? line.prefix(Self.shownSQL) + " …" : Substring(line)
    return "SQLite error \(code): \(message) while executing `\(shown)`"
  }

  /// A row with the same unique value or primary key exists.
  public var isUniqueViolation: Bool {
    let unique = SQLITE_CONSTRAINT | (8 << 8)
    let primaryKey = SQLITE_CONSTRAINT | (6 << 8)
    let rowid = SQLITE_CONSTRAINT | (10 << 8)
    return [unique, primaryKey, rowid].contains(extendedCode)
  }

  /// Another row refers to this one, or the row referred to is missing.
  public var isForeignKeyViolation: Bool { extendedCode == SQLITE_CONSTRAINT | (3 << 8) }

  /// Any rule of the schema was broken: CHECK, NOT NULL, UNIQUE, a foreign key or a column's type.
  public var isConstraintViolation: Bool { code == SQLITE_CONSTRAINT }

  /// Another process or connection holds the lock and did not let go in time.
  public var isBusy: Bool { code == SQLITE_BUSY || code == SQLITE_LOCKED }

  /// The disk, or the room allowed to the file, is full.
  public var isFull: Bool { code == SQLITE_FULL }

  /// The file is damaged or is no database at all.
  public var isCorrupt: Bool { code == SQLITE_CORRUPT || code == SQLITE_NOTADB }

  /// The file can't be opened or made.
  public var isUnopenable: Bool { code == SQLITE_CANTOPEN }

  /// The file, the connection or the transaction may only be read.
  public var isReadOnly: Bool { code == SQLITE_READONLY }

  /// The program used this module wrongly, or after the end of a transaction or database.
  static func misuse(_ message: String, sql: String? = nil) -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_MISUSE, message: message, sql: sql)
  }

  /// A value is not of the type that was asked for.
  static func mismatch(_ message: String, sql: String?) -> SQLiteError {
    SQLiteError(extendedCode: SQLITE_MISMATCH, message: message, sql: sql)
  }
}
