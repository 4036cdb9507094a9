import Dispatch
import Synchronization
import Testing

@testable import SQLite

struct TransactionTests {
  @Test func `a body that throws leaves nothing`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    await #expect(throws: Stop.self) {
      try await database.write { tx in
        try tx.run("INSERT INTO lead (name) VALUES ($1)", ["Ada"])
        throw Stop()
      }
    }
    #expect(try await database.names() == [])
    try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ($1)", ["Grace"]) }
    #expect(try await database.names() == ["Grace"])
  }

  @Test func `a reader keeps its snapshot beside a writer`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let written = Notes()
    let gate = Gate()
    let reading = Task {
      try await database.read { tx in
        let before = try tx.int("SELECT count(*) FROM lead")
        begin.yield()
        gate.wait()
        return [before, try tx.int("SELECT count(*) FROM lead")]
      }
    }
    for await _ in began { break }
    try await database.write { tx in
      tx.afterCommit { written.add("committed") }
      try tx.run("INSERT INTO lead (name) VALUES ($1)", ["Ada"])
    }
    gate.open()
    #expect(try await reading.value == [0, 0])
    #expect(written.all == ["committed"])
    #expect(try await database.count() == 1)
  }

  @Test func `work after the commit runs once, and only after a commit`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    let notes = Notes()
    try? await database.write { tx in
      tx.afterCommit { notes.add("rolled back") }
      throw Stop()
    }
    try await database.write { tx in
      tx.afterCommit { notes.add("first") }
      try? tx.savepoint {
        tx.afterCommit { notes.add("in a part that threw") }
        throw Stop()
      }
      try tx.savepoint { tx.afterCommit { notes.add("second") } }
      #expect(notes.all == [])
    }
    #expect(notes.all == ["first", "second"])
  }

  @Test func `a savepoint rolls back only its part, at every depth`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in
      try tx.run("INSERT INTO lead (name) VALUES ('a')")
      try tx.savepoint {
        try tx.run("INSERT INTO lead (name) VALUES ('b')")
        #expect(throws: Stop.self) {
          try tx.savepoint {
            try tx.run("INSERT INTO lead (name) VALUES ('c')")
            throw Stop()
          }
        }
      }
      let result = try tx.savepoint { try tx.run("INSERT INTO lead (name) VALUES ('d')") }
      #expect(result == 1)
    }
    #expect(try await database.names() == ["a", "b", "d"])
  }

  @Test func `a reader can't write`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    for sql in ["INSERT INTO lead (name) VALUES ('a')", "DELETE FROM lead", "CREATE TABLE other (id INTEGER) STRICT"] {
      do {
        _ = try await database.read { tx in try tx.run(sql) }
        Issue.record("\(sql) ran")
      } catch let error as SQLiteError {
        #expect(error.isReadOnly, "\(error)")
      }
    }
  }

  @Test func `a transaction ends with its closure`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    nonisolated(unsafe) var escaped: Transaction?
    try await database.write { tx in escaped = tx }
    let kept = try #require(escaped)
    #expect(throws: SQLiteError.self) { try kept.run("INSERT INTO lead (name) VALUES ('late')") }
    #expect(throws: SQLiteError.self) { try kept.int("SELECT 1") }
    #expect(throws: SQLiteError.self) { try kept.script("DELETE FROM lead") }
    #expect(throws: SQLiteError.self) { try kept.savepoint {} }
    #expect(try await database.count() == 0)
  }

  @Test func `no statement may end or leave the transaction`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    let rows = [
      "COMMIT", "end", "ROLLBACK", "BEGIN", "SAVEPOINT a", "RELEASE a", "VACUUM", "ATTACH 'x' AS y", "-- note\n COMMIT",
      "/* note */ ;commit",
    ]
    for sql in rows {
      await #expect(throws: SQLiteError.self, "\(sql)") { try await database.write { tx in try tx.run(sql) } }
      await #expect(throws: SQLiteError.self, "\(sql)") { try await database.write { tx in try tx.script("SELECT 1; \(sql)") } }
    }
  }

  @Test func `the clock is read once a transaction`() async throws {
    let folder = Folder()
    let ticks = Atomic<Int64>(0)
    let database = try await Database.open(
      .init(path: folder.file, now: { ticks.add(1, ordering: .relaxed).newValue }))
    let first = try await database.write { tx in [tx.now, tx.now, tx.isWriting ? 1 : 0] }
    let second = try await database.read { tx in [tx.now, tx.now, tx.isWriting ? 1 : 0] }
    #expect(first == [1, 1, 1] && second == [2, 2, 0])
  }

  @Test func `a cancelled task does not begin`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads(readers: 1)
    let gate = Gate()
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let writing = Task {
      try await database.write { tx in
        begin.yield()
        gate.wait()
        try tx.run("INSERT INTO lead (name) VALUES ('first')")
      }
    }
    for await _ in began { break }
    let waiting = Task { try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ('second')") } }
    waiting.cancel()
    gate.open()
    _ = try await writing.value
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(try await database.names() == ["first"])
  }

  @Test func `a reader that stops waiting leaves the queue, and the others get their turn`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads(readers: 1)
    let gate = Gate()
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let first = Task {
      try await database.read { _ in
        begin.yield()
        gate.wait()
      }
    }
    for await _ in began { break }
    let impatient = Task { try await database.read { tx in try tx.int("SELECT 1") } }
    let patient = (0..<5).map { _ in Task { try await database.count() } }
    impatient.cancel()
    // It returns while the only connection is still lent.
    await #expect(throws: CancellationError.self) { try await impatient.value }
    gate.open()
    try await first.value
    for task in patient { #expect(try await task.value == 0) }
  }

  @Test func `a closed database says so`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    await database.close()
    await database.close()
    await #expect(throws: SQLiteError.self) { try await database.count() }
    await #expect(throws: SQLiteError.self) { try await database.write { tx in try tx.run("DELETE FROM lead") } }
    let again = try await folder.open()
    #expect(try await again.count() == 0)
  }
}

/// Holds a thread of the database, never one of the task pool, until it is opened.
final class Gate: Sendable {
  private let semaphore = DispatchSemaphore(value: 0)
  func wait() { semaphore.wait() }
  func open() { semaphore.signal() }
}
