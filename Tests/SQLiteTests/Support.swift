import Foundation
import Synchronization
import Testing

@testable import SQLite

/// A folder of its own for one test, removed at its end.
final class Folder: Sendable {
  let path: String

  init() {
    path = NSTemporaryDirectory() + "/sqlite-tests-" + UUID().uuidString
    try? FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var file: String { path + "/test.db" }

  func open(readers: Int = 4, cached: Int = 128, readOnly: Bool = false, busy: Int = 5_000) async throws -> Database {
    try await Database.open(
      .init(
        path: file, readers: readers, busyTimeoutMilliseconds: busy, now: { 1_700_000_000_000 }, readOnly: readOnly,
        cachedStatements: cached))
  }

  /// A database with one table `lead (id, name)`.
  func openLeads(readers: Int = 4, cached: Int = 128) async throws -> Database {
    let database = try await open(readers: readers, cached: cached)
    try await database.write { tx in
      try tx.script("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE CHECK (name <> '')) STRICT")
    }
    return database
  }
}

/// Words noted from any thread.
final class Notes: Sendable {
  private let words = Mutex<[String]>([])
  var all: [String] { words.withLock { $0 } }
  func add(_ word: String) { words.withLock { $0.append(word) } }
}

struct Stop: Error, Equatable {}

extension Database {
  func names() async throws -> [String] {
    try await read { tx in try tx.rows("SELECT name FROM lead ORDER BY id") { try $0.text("name") } }
  }

  func count(_ table: String = "lead") async throws -> Int? {
    try await read { tx in try tx.int("SELECT count(*) FROM \(table)") }
  }
}
