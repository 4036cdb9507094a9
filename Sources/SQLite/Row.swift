/// The current row of a query, read by column name; valid only inside the closure that receives it.
public struct Row {
  private let statement: Statement
  private let generation: UInt64

  init(_ statement: Statement) {
    self.statement = statement
    generation = statement.generation
  }

  /// The value of a column, NULL included.
  /// - Throws: `SQLiteError` when the column is unknown or the row is no longer the current one.
  public func value(_ name: String) throws -> SQLiteValue {
    guard generation == statement.generation else {
      throw SQLiteError.misuse("A row was used after its turn", sql: statement.sql)
    }
    return statement.value(try statement.column(name))
  }

  /// Text. - Throws: `SQLiteError` for NULL or another type.
  public func text(_ name: String) throws -> String { try present(textOrNil(name), name) }

  /// Text, or nil for NULL. - Throws: `SQLiteError` for another type.
  public func textOrNil(_ name: String) throws -> String? {
    switch try value(name) {
    case .null: nil
    case .text(let text): text
    case let other: throw mismatch(name, other, "text")
    }
  }

  /// An integer. - Throws: `SQLiteError` for NULL or another type.
  public func int64(_ name: String) throws -> Int64 { try present(int64OrNil(name), name) }

  /// An integer, or nil for NULL. - Throws: `SQLiteError` for another type.
  public func int64OrNil(_ name: String) throws -> Int64? {
    switch try value(name) {
    case .null: nil
    case .integer(let number): number
    case let other: throw mismatch(name, other, "an integer")
    }
  }

  /// An integer. - Throws: `SQLiteError` for NULL or another type.
  public func int(_ name: String) throws -> Int { try present(intOrNil(name), name) }

  /// An integer, or nil for NULL. - Throws: `SQLiteError` for another type.
  public func intOrNil(_ name: String) throws -> Int? {
    guard let number = try int64OrNil(name) else { return nil }
    guard let exact = Int(exactly: number) else { throw mismatch(name, .integer(number), "an integer of this computer") }
    return exact
  }

  /// A number. - Throws: `SQLiteError` for NULL or another type.
  public func double(_ name: String) throws -> Double { try present(doubleOrNil(name), name) }

  /// A number, or nil for NULL; an integer is taken too, as sums may be either. - Throws: `SQLiteError` for another type.
  public func doubleOrNil(_ name: String) throws -> Double? {
    switch try value(name) {
    case .null: nil
    case .real(let number): number
    case .integer(let number): Double(number)
    case let other: throw mismatch(name, other, "a number")
    }
  }

  /// 1 or 0 as true or false. - Throws: `SQLiteError` for NULL and everything else.
  public func bool(_ name: String) throws -> Bool {
    switch try value(name) {
    case .integer(1): true
    case .integer(0): false
    case let other: throw mismatch(name, other, "0 or 1")
    }
  }

  /// Bytes. - Throws: `SQLiteError` for NULL or another type.
  public func blob(_ name: String) throws -> [UInt8] { try present(blobOrNil(name), name) }

  /// Bytes, or nil for NULL. - Throws: `SQLiteError` for another type.
  public func blobOrNil(_ name: String) throws -> [UInt8]? {
    switch try value(name) {
    case .null: nil
    case .blob(let bytes): bytes
    case let other: throw mismatch(name, other, "a blob")
    }
  }

  /// The value of the only column of a query for a single value.
  func single() throws -> SQLiteValue { statement.value(0) }

  private func present<T>(_ value: T?, _ name: String) throws -> T {
    guard let value else { throw SQLiteError.mismatch("Column \(name) is NULL", sql: statement.sql) }
    return value
  }

  /// Names the types only: a value never enters an error.
  private func mismatch(_ name: String, _ found: SQLiteValue, _ wanted: String) -> SQLiteError {
    SQLiteError.mismatch("Column \(name) holds \(found.typeName), not \(wanted)", sql: statement.sql)
  }
}

@available(*, unavailable, message: "A row is only valid inside the closure that receives it.")
extension Row: Sendable {}

extension SQLiteValue {
  /// The type in words, for errors that must not show the value.
  var typeName: String {
    switch self {
    case .null: "NULL"
    case .integer: "an integer"
    case .real: "a real number"
    case .text: "text"
    case .blob: "a blob"
    }
  }
}
