import CSQLite
import Dispatch

extension Database {
  /// Checks a file that nobody writes to, without changing it, on the calling thread.
  /// - Returns: What is wrong with it, empty when it is sound.
  /// - Throws: `SQLiteError` when the file can't be opened at all.
  public static func verify(path: String) throws -> [String] {
    try Library.require()
    let connection = Connection(label: "sqlite.verify", cacheSize: 1)
    defer { connection.close() }
    do {
      try connection.open(path: path, role: .readOnly, busyTimeout: 5_000)
      guard try connection.column("PRAGMA page_count") != [.integer(0)] else { return ["The file is empty."] }
      // SQLite reads the missing end of a last page as zeros, which integrity_check can't tell from text.
      guard case .integer(let page)? = try connection.column("PRAGMA page_size").first, page > 0, csqlite_length(path) % page == 0
      else { return ["The file is cut off in the middle of a page."] }
      return try connection.damage("PRAGMA integrity_check(\(Connection.maximumFindings))") + connection.brokenReferences()
    } catch let error as SQLiteError where error.isCorrupt {
      return [error.message]
    }
  }

  /// The same check on a queue of its own, for use in tasks.
  public static func verify(path: String) async throws -> [String] {
    let queue = DispatchQueue(label: "sqlite.verify")
    return try await withCheckedThrowingContinuation { continuation in
      queue.async { continuation.resume(with: Result { try blockingVerify(path) }) }
    }
  }

  /// Chooses the overload that blocks.
  private static func blockingVerify(_ path: String) throws -> [String] { try verify(path: path) }
}

extension Connection {
  /// A check stops after this many findings.
  static let maximumFindings = 100

  /// What `integrity_check` or `quick_check` finds; both say "ok" when there is nothing.
  func damage(_ pragma: String) throws -> [String] {
    try column(pragma).compactMap { value in
      guard case .text(let line) = value, line != "ok" else { return nil }
      return line
    }
  }

  /// Rows that refer to rows which do not exist.
  func brokenReferences() throws -> [String] {
    try withStatement("PRAGMA foreign_key_check", []) { statement in
      var findings: [String] = []
      while try statement.step(), findings.count < Self.maximumFindings {
        let row = Row(statement)
        let number = try row.int64OrNil("rowid").map { "\($0)" } ?? "?"
        findings.append(
          "Row \(number) of \(try row.text("table")) refers to a row of \(try row.text("parent")) that does not exist.")
      }
      return findings
    }
  }
}
