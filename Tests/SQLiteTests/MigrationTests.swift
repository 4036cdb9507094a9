import Foundation
import Testing

@testable import SQLite

struct MigrationTests {
  private let first = Migration("0001 lead") { try $0.script("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT) STRICT") }
  private let second = Migration("0002 city") { try $0.script("ALTER TABLE lead ADD COLUMN city TEXT") }

  @Test func `migrations run once, in order, and only the new ones`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let notes = Notes()
    #expect(try await database.migrate([first]) { notes.add("backup of nothing") } == ["0001 lead"])
    #expect(try await database.migrate([first]) { notes.add("backup for nothing") } == [])
    #expect(try await database.migrate([first, second]) { notes.add("backup") } == ["0002 city"])
    #expect(notes.all == ["backup"])
    let version = try await database.read { tx in try tx.int("PRAGMA user_version") }
    let times = try await database.read { tx in try tx.rows("SELECT * FROM schema_migration") { try $0.int64("applied_at") } }
    #expect(version == 2 && times == [1_700_000_000_000, 1_700_000_000_000])
  }

  @Test func `a list that does not continue the file is refused`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    _ = try await database.migrate([first, second])
    let other = Migration("0003 other") { _ in }
    let rows: [(list: [Migration], error: MigrationError)] = [
      ([first], .newer("0002 city")), ([other], .newer("0001 lead")), ([second, first], .outOfOrder("0002 city")),
      ([first, other, second], .outOfOrder("0003 other")), ([first, second, first], .duplicate("0001 lead")),
    ]
    for row in rows { await #expect(throws: row.error) { try await database.migrate(row.list) } }
    #expect(try await database.count("schema_migration") == 2)
  }

  @Test func `a failing migration leaves nothing of itself`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let failing = Migration("0002 fails") { tx in
      try tx.script("CREATE TABLE half (id INTEGER) STRICT; INSERT INTO lead (name) VALUES ('half')")
      throw Stop()
    }
    await #expect(throws: Stop.self) { try await database.migrate([first, failing]) }
    #expect(try await database.read { tx in try tx.int("SELECT count(*) FROM sqlite_schema WHERE name = 'half'") } == 0)
    #expect(try await database.count() == 0)
    #expect(try await database.read { tx in try tx.int("PRAGMA user_version") } == 1)
    #expect(try await database.migrate([first, second]) == ["0002 city"])
  }

  @Test func `the steps of a new file wait for the disk together, and everything after them each by itself`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let notes = Notes()
    func looking(_ name: String) -> Migration {
      Migration(name) { tx in notes.add("\(name) \(try tx.int("PRAGMA synchronous") ?? -1)") }
    }
    let list = [looking("0001"), looking("0002")]
    _ = try await database.migrate(list)
    _ = try await database.migrate(list + [looking("0003")])
    #expect(notes.all == ["0001 1", "0002 1", "0003 2"])
    #expect(try await database.write { tx in try tx.int("PRAGMA synchronous") } == 2)
  }

  @Test func `a failing backup stops the migration`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    _ = try await database.migrate([first])
    await #expect(throws: Stop.self) { try await database.migrate([first, second]) { throw Stop() } }
    #expect(try await database.count("schema_migration") == 1)
  }

  @Test func `a migration may rebuild a table that others refer to, but not break the reference`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let tables = Migration("0001 tables") { tx in
      try tx.script(
        """
        CREATE TABLE lead (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE note (id INTEGER PRIMARY KEY, lead INTEGER NOT NULL REFERENCES lead (id) ON DELETE CASCADE) STRICT;
        INSERT INTO lead VALUES (1); INSERT INTO note VALUES (1, 1);
        """)
    }
    let rebuild = Migration("0002 rebuild") { tx in
      try tx.script(
        """
        CREATE TABLE new_lead (id INTEGER PRIMARY KEY, name TEXT) STRICT; INSERT INTO new_lead SELECT id, NULL FROM lead;
        DROP TABLE lead; ALTER TABLE new_lead RENAME TO lead;
        """)
    }
    let breaks = Migration("0003 breaks") { try $0.script("DELETE FROM lead") }
    _ = try await database.migrate([tables, rebuild])
    #expect(try await database.count("note") == 1)
    await #expect(throws: MigrationError.self) { try await database.migrate([tables, rebuild, breaks]) }
    #expect(try await database.count() == 1)
    // Foreign keys are on again: the reference holds and the cascade runs.
    await #expect(throws: SQLiteError.self) { try await database.write { tx in try tx.run("INSERT INTO note VALUES (2, 9)") } }
    try await database.write { tx in try tx.run("DELETE FROM lead") }
    #expect(try await database.count("note") == 0)
  }

  @Test func `another program's file is refused and left as it was`() async throws {
    for setup in ["CREATE TABLE theirs (id INTEGER)", "PRAGMA application_id = 77"] {
      let folder = Folder()
      let theirs = Connection(label: "theirs", cacheSize: 1)
      try await theirs.perform { connection in
        try connection.open(path: folder.file, role: .writer, busyTimeout: 0)
        try connection.execute(setup)
        connection.close()
      }
      let before = FileManager.default.contents(atPath: folder.file)
      await #expect(throws: MigrationError.foreign(folder.file), "\(setup)") { try await folder.open() }
      #expect(FileManager.default.contents(atPath: folder.file) == before, "\(setup)")
    }
    let folder = Folder()
    let text = Data(String(repeating: "not a database ", count: 100).utf8)
    _ = FileManager.default.createFile(atPath: folder.file, contents: text)
    do {
      _ = try await folder.open()
      Issue.record("a text file was opened")
    } catch let error as SQLiteError {
      #expect(error.isCorrupt)
    }
    #expect(FileManager.default.contents(atPath: folder.file) == text)
  }
}
