import Foundation
import Testing

@testable import SQLite

struct BackupTests {
  /// Fills about a megabyte.
  private func fill(_ database: Database) async throws {
    try await database.write { tx in
      try tx.script("CREATE TABLE total (n INTEGER NOT NULL) STRICT; INSERT INTO total VALUES (1000)")
      for number in 0..<1_000 {
        try tx.run("INSERT INTO lead (name) VALUES ($1)", ["\(number) " + String(repeating: "x", count: 1_000)])
      }
    }
  }

  @Test func `a backup beside a writer is one snapshot in one file`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await fill(database)
    let stop = Flag()
    let writing = Task {
      var number = 1_000
      while !stop.isRaised {
        let next = number
        try await database.write { tx in
          try tx.run("INSERT INTO lead (name) VALUES ($1)", ["\(next)"])
          try tx.run("UPDATE total SET n = n + 1")
        }
        number += 1
      }
      return number
    }
    let steps = Notes()
    let copy = folder.path + "/copy.db"
    try await database.backup(to: copy) { done, total in
      steps.add("\(done)/\(total)")
      // Three commits go by before the next step, so that the copy really runs beside the writer.
      for _ in 0..<3 { Self.waitForCommit(folder.file) }
    }
    stop.raise()
    let written = try await writing.value
    #expect(steps.all.count > 1 && written > 1_000)
    let rest = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("copy") }
    #expect(rest == ["copy.db"])
    #expect(try FileManager.default.attributesOfItem(atPath: copy)[.posixPermissions] as? Int == 0o600)
    #expect(try await Database.verify(path: copy) == [])
    let restored = try await Database.open(.init(path: copy, now: { 0 }))
    let pair = try await restored.read { tx in [try tx.int("SELECT n FROM total"), try tx.int("SELECT count(*) FROM lead")] }
    #expect(pair[0] == pair[1] && (pair[0] ?? 0) >= 1_000)
    await restored.close()
  }

  /// Looks at the log until it has changed, for at most a second.
  private static func waitForCommit(_ file: String) {
    func stamp() -> Date? { try? FileManager.default.attributesOfItem(atPath: file + "-wal")[.modificationDate] as? Date }
    let before = stamp()
    let end = Date().addingTimeInterval(1)
    while stamp() == before, Date() < end {}
  }

  @Test func `a backup that is cancelled or can't be written leaves nothing`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await fill(database)
    let copy = folder.path + "/copy.db"
    _ = FileManager.default.createFile(atPath: copy, contents: Data("older backup".utf8))
    let gate = Gate()
    let (began, begin) = AsyncStream.makeStream(of: Void.self)
    let backup = Task {
      try await database.backup(to: copy) { _, _ in
        begin.yield()
        gate.wait()
        gate.open()
      }
    }
    for await _ in began { break }
    backup.cancel()
    gate.open()
    await #expect(throws: CancellationError.self) { try await backup.value }
    #expect(FileManager.default.contents(atPath: copy) == Data("older backup".utf8))
    #expect(!FileManager.default.fileExists(atPath: copy + ".partial"))
    await #expect(throws: SQLiteError.self) { try await database.backup(to: folder.path + "/missing/copy.db") }
    try await database.backup(to: copy)
    #expect(try await Database.verify(path: copy) == [])
  }

  @Test func `a damaged file is found`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await fill(database)
    let good = folder.path + "/good.db"
    try await database.backup(to: good)
    let bytes = try #require(FileManager.default.contents(atPath: good))
    var zeroed = bytes
    zeroed.replaceSubrange(40_960..<45_056, with: Data(count: 4_096))
    var flipped = bytes
    flipped[16_384 + 3] ^= 0xFF
    let rows: [(name: String, bytes: Data)] = [
      ("half", bytes.prefix(bytes.count / 2)), ("a page short", bytes.dropLast(4_096)), ("torn page", bytes.dropLast(1_000)),
      ("a page of zeros", zeroed), ("a flipped header", flipped), ("empty", Data()),
      ("text", Data("hello, this is no database".utf8)),
    ]
    for row in rows {
      let path = folder.path + "/damaged.db"
      _ = FileManager.default.createFile(atPath: path, contents: Data(row.bytes))
      #expect(try await !Database.verify(path: path).isEmpty, "\(row.name)")
    }
    #expect(try await Database.verify(path: good) == [])
    await #expect(throws: SQLiteError.self) { try await Database.verify(path: folder.path + "/missing.db") }
  }

  @Test func `a broken reference is found`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in try tx.script("CREATE TABLE note (lead INTEGER REFERENCES lead (id)) STRICT") }
    try await database.writer.perform { connection in
      try connection.execute("PRAGMA foreign_keys = OFF; INSERT INTO note VALUES (9)")
    }
    let findings = try await Database.verify(path: folder.file)
    #expect(findings == ["Row 1 of note refers to a row of lead that does not exist."])
  }
}
