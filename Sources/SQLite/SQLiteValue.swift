/// One value as SQLite stores it.
public enum SQLiteValue: Sendable, Hashable {
  case null
  case integer(Int64)
  case real(Double)
  case text(String)
  case blob([UInt8])
}

/// Something that can stand for a placeholder in SQL.
public protocol SQLiteBindable: Sendable {
  /// The value that is handed to SQLite.
  var sqliteValue: SQLiteValue { get }
}

extension SQLiteValue: SQLiteBindable {
  /// The value itself.
  public var sqliteValue: SQLiteValue { self }
}

extension String: SQLiteBindable {
  /// UTF-8 text; NUL characters are kept.
  public var sqliteValue: SQLiteValue { .text(self) }
}

extension Int: SQLiteBindable {
  /// A 64-bit integer.
  public var sqliteValue: SQLiteValue { .integer(Int64(self)) }
}

extension Int64: SQLiteBindable {
  /// A 64-bit integer.
  public var sqliteValue: SQLiteValue { .integer(self) }
}

extension Bool: SQLiteBindable {
  /// 1 for true, 0 for false.
  public var sqliteValue: SQLiteValue { .integer(self ? 1 : 0) }
}

extension Double: SQLiteBindable {
  /// A 64-bit floating point number; SQLite turns NaN into NULL.
  public var sqliteValue: SQLiteValue { .real(self) }
}

extension [UInt8]: SQLiteBindable {
  /// A blob; an empty one stays a blob.
  public var sqliteValue: SQLiteValue { .blob(self) }
}

extension Optional: SQLiteBindable where Wrapped: SQLiteBindable {
  /// NULL when there is no value.
  public var sqliteValue: SQLiteValue { self?.sqliteValue ?? .null }
}
