import Foundation
import Testing

@testable import SQLite

struct FileTests {
  @Test func `the settings that keep data safe are on`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let rows: [(pragma: String, value: Int)] = [
      ("synchronous", 2), ("foreign_keys", 1), ("trusted_schema", 0), ("cell_size_check", 1), ("temp_store", 2),
      ("secure_delete", 1), ("application_id", 0x434F_4167),
    ]
    for row in rows {
      let found = try await database.write { tx in try tx.int("PRAGMA \(row.pragma)") }
      #expect(found == row.value, "\(row)")
    }
    #expect(try await database.read { tx in try tx.text("PRAGMA journal_mode") } == "wal")
    #expect(try await database.read { tx in try tx.int("PRAGMA query_only") } == 1)
    for suffix in ["", "-wal"] {
      let mode = try FileManager.default.attributesOfItem(atPath: folder.file + suffix)[.posixPermissions] as? Int
      #expect(mode == 0o600, "\(suffix)")
    }
  }

  @Test func `a full file is an error of its own, and nothing of the transaction stays`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    let notes = Notes()
    do {
      try await database.write { tx in
        _ = try tx.int("PRAGMA max_page_count = 20")
        for number in 0..<1_000 {
          do {
            try tx.run("INSERT INTO lead (name) VALUES ($1)", ["\(number)" + String(repeating: "x", count: 1_000)])
          } catch let error as SQLiteError where error.isFull {
            notes.add("full")
            // A caller that swallows the error must not get the rest committed one by one.
            try tx.run("INSERT INTO lead (name) VALUES ('late')")
            throw error
          }
        }
      }
      Issue.record("it never got full")
    } catch let error as SQLiteError {
      #expect(error.isFull || error.code == 4, "\(error)")
    }
    #expect(notes.all == ["full"])
    #expect(try await database.count() == 0)
    try await database.write { tx in _ = try tx.int("PRAGMA max_page_count = 100000") }
    try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ('room again')") }
    #expect(try await database.names() == ["room again"])
  }

  @Test func `a read-only database reads and refuses to write`() async throws {
    let folder = Folder()
    await #expect(throws: SQLiteError.self) { try await folder.open(readOnly: true) }
    let database = try await folder.openLeads()
    try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ('Ada')") }
    let reading = try await folder.open(readOnly: true)
    #expect(try await reading.names() == ["Ada"])
    do {
      try await reading.write { tx in try tx.run("DELETE FROM lead") }
      Issue.record("it wrote")
    } catch let error as SQLiteError {
      #expect(error.isReadOnly)
    }
  }

  @Test func `a lock of another process is busy, not forever`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    let other = try await folder.open(busy: 50)
    let gate = Gate()
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let holding = Task {
      try await database.write { _ in
        begin.yield()
        gate.wait()
      }
    }
    for await _ in began { break }
    do {
      try await other.write { tx in try tx.run("DELETE FROM lead") }
      Issue.record("two wrote at once")
    } catch let error as SQLiteError {
      #expect(error.isBusy, "\(error)")
    }
    gate.open()
    try await holding.value
  }

  @Test func `readers and a writer never see busy, and every read adds up`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads(readers: 4)
    try await database.write { tx in
      try tx.script("CREATE TABLE total (n INTEGER NOT NULL) STRICT; INSERT INTO total VALUES (0)")
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for number in 0..<150 {
          try await database.write { tx in
            try tx.run("INSERT INTO lead (name) VALUES ($1)", ["\(number)"])
            try tx.run("UPDATE total SET n = n + 1")
          }
        }
      }
      for _ in 0..<8 {
        group.addTask {
          for _ in 0..<150 {
            let pair = try await database.read { tx in
              [try tx.int("SELECT n FROM total"), try tx.int("SELECT count(*) FROM lead")]
            }
            if pair[0] != pair[1] { Issue.record("torn read \(pair)") }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(try await database.count() == 150)
    try await database.optimize()
    try await database.checkpoint()
    let log = try FileManager.default.attributesOfItem(atPath: folder.file + "-wal")[.size] as? Int
    #expect(log == 0)
  }

  @Test func `erased words are in no file after a checkpoint`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in
      for number in 0..<50 { try tx.run("INSERT INTO lead (name) VALUES ($1)", ["Marker-\(number)-Word"]) }
    }
    try await database.checkpoint()
    let needle = Data("Marker-7-Word".utf8)
    #expect(FileManager.default.contents(atPath: folder.file)?.range(of: needle) != nil)
    try await database.write { tx in try tx.run("DELETE FROM lead") }
    try await database.checkpoint()
    for suffix in ["", "-wal"] {
      #expect(FileManager.default.contents(atPath: folder.file + suffix)?.range(of: needle) == nil, "\(suffix)")
    }
  }

  @Test func `closing leaves one file`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ('Ada')") }
    await database.close()
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["test.db"])
  }
}
