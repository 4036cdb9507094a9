import Testing

@testable import SQLite

struct StatementTests {
  @Test func `values come back as they went in`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let rows: [SQLiteValue] = [
      .null, .integer(0), .integer(.max), .integer(.min), .real(0.1), .real(-0.0), .real(.infinity), .text(""), .text("a\0b"),
      .text("Zoë 👩🏽‍🚀 漢字 e\u{301}"), .blob([]), .blob([0]), .blob(Array(0...255)), .text(String(repeating: "ü", count: 100_000)),
    ]
    let read = try await database.write { tx in
      try tx.run("CREATE TABLE thing (id INTEGER PRIMARY KEY, value ANY) STRICT")
      for value in rows { try tx.run("INSERT INTO thing (value) VALUES ($1)", [value]) }
      return try tx.rows("SELECT value FROM thing ORDER BY id") { try $0.value("value") }
    }
    for (wanted, found) in zip(rows, read) { #expect(wanted == found) }
    #expect(read.count == rows.count)
  }

  @Test func `every bindable type finds its column type`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    try await database.write { tx in
      let missing: String? = nil
      let present: Int? = 7
      let sql = "SELECT $1 AS t, $2 AS i, $3 AS l, $4 AS b, $5 AS d, $6 AS x, $7 AS missing, $8 AS present, $9 AS n"
      let found = try tx.row(sql, ["é", 1, Int64(2), true, 2.5, [UInt8]([1]), missing, present, nil]) { row in
        let text = try [row.text("t"), row.textOrNil("missing")]
        let numbers = try [row.int("i"), Int(row.int64("l")), row.intOrNil("present"), row.intOrNil("n")]
        let others = try [row.doubleOrNil("n") == nil, row.blobOrNil("n") == nil, row.bool("b"), row.double("d") == 2.5]
        #expect(text == ["é", nil] && numbers == [1, 2, 7, nil] && others == [true, true, true, true])
        #expect(try row.blob("x") == [1])
        return true
      }
      #expect(found == true)
    }
  }

  @Test func `a wrong type, NULL or unknown column is an error`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let bad: [(name: String, read: @Sendable (Row) throws -> Void)] = [
      ("text of integer", { _ = try $0.text("i") }), ("text of NULL", { _ = try $0.text("n") }),
      ("int of text", { _ = try $0.intOrNil("t") }), ("int of NULL", { _ = try $0.int("n") }), ("int64", { _ = try $0.int64("t") }),
      ("double of text", { _ = try $0.double("t") }), ("bool of 2", { _ = try $0.bool("i") }),
      ("bool of NULL", { _ = try $0.bool("n") }),
      ("blob of text", { _ = try $0.blob("t") }), ("blob of NULL", { _ = try $0.blob("n") }),
      ("unknown", { _ = try $0.text("zz") }),
      ("twice", { _ = try $0.int("twice") }),
    ]
    for row in bad {
      do {
        try await database.read { tx in
          _ = try tx.row("SELECT 2 AS i, 'secret' AS t, NULL AS n, 1 AS twice, 2 AS twice") { try row.read($0) }
        }
        Issue.record("\(row.name) was read")
      } catch let error as SQLiteError {
        #expect(!error.message.contains("secret"), "\(row.name)")
      }
    }
    await #expect(throws: SQLiteError.self) { try await database.read { tx in try tx.int("SELECT 'a'") } }
    await #expect(throws: SQLiteError.self) { try await database.read { tx in try tx.text("SELECT 1") } }
    #expect(try await database.read { tx in try tx.int("SELECT NULL") } == nil)
    #expect(try await database.read { tx in try tx.text("SELECT 'a' WHERE 0") } == nil)
  }

  @Test func `placeholders go by number, and their count must fit`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    let swapped = try await database.read { tx in try tx.text("SELECT $2 || $1 || $2", ["a", "b"]) }
    #expect(swapped == "bab")
    let rows: [(sql: String, values: [Int])] = [
      ("SELECT $1", []), ("SELECT $1", [1, 2]), ("SELECT 1", [1]), ("SELECT $2", [1, 2]), ("SELECT $1, $3", [1, 2, 3]),
      ("SELECT ?", [1]), ("SELECT :a", [1]), ("SELECT $a", [1]), ("SELECT $0", [1]), ("SELECT $99999999999999999999", [1]),
      ("SELECT $9223372036854775807", [1]), ("SELECT 1; SELECT 2", []), ("", []), ("-- nothing", []), ("SELEC 1", []),
      ("SELECT 1\0; DROP TABLE x", []), ("SELECT \"text\"", []),
    ]
    for row in rows {
      await #expect(throws: SQLiteError.self, "\(row)") { try await database.read { tx in try tx.int(row.sql, row.values) } }
    }
    #expect(try await database.read { tx in try tx.int("SELECT 1; -- done\n ; /* end */ ") } == 1)
  }

  @Test func `a statement is usable after it failed`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in
      let insert = "INSERT INTO lead (id, name) VALUES ($1, $2)"
      try tx.run(insert, [1, "Ada"])
      do {
        try tx.run(insert, [2, "Ada"])
        Issue.record("the second Ada went in")
      } catch let error as SQLiteError {
        #expect(error.isUniqueViolation && error.isConstraintViolation && !"\(error)".contains("Ada"))
        #expect("\(error)" == "SQLite error 19: UNIQUE constraint failed: lead.name while executing `\(insert)`")
      }
      do { try tx.run(insert, [2, ""]) } catch let error as SQLiteError { #expect(!error.isUniqueViolation && error.code == 19) }
      do { try tx.run(insert, [1, "x"]) } catch let error as SQLiteError { #expect(error.isUniqueViolation) }
      #expect(try tx.run(insert, [2, "Grace"]) == 1)
    }
    #expect(try await database.names() == ["Ada", "Grace"])
  }

  @Test func `the number of changed rows is that of this statement`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx throws in
      #expect(try tx.run("INSERT INTO lead (name) VALUES ('a'), ('b'), ('c')") == 3)
      #expect(try tx.run("CREATE TABLE other (id INTEGER) STRICT") == 0)
      #expect(try tx.run("SELECT 1") == 0)
      #expect(try tx.run("UPDATE lead SET name = 'd' WHERE name = 'nobody'") == 0)
      #expect(try tx.run("WITH x AS (SELECT 'a' AS n) DELETE FROM lead WHERE name IN (SELECT n FROM x)") == 1)
      #expect(try tx.row("INSERT INTO lead (name) VALUES ('z') RETURNING id") { try $0.int("id") } == 4)
    }
  }

  @Test func `the same query may run inside its own loop, and a loop may stop early`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in
      try tx.run("INSERT INTO lead (name) VALUES ('a'), ('b'), ('c')")
      var pairs = 0
      let query = "SELECT name FROM lead"
      try tx.forEach(query) { _ in
        try tx.forEach(query) { _ in
          pairs += 1
          return true
        }
        return true
      }
      var first = 0
      try tx.forEach(query) { _ in
        first += 1
        return false
      }
      #expect(pairs == 9 && first == 1)
      #expect(try tx.rows(query) { try $0.text("name") } == ["a", "b", "c"])
    }
  }

  @Test func `a row is of use only in its turn`() async throws {
    let folder = Folder()
    let database = try await folder.open()
    try await database.read { tx in
      let kept = try tx.rows("SELECT 1 AS a UNION ALL SELECT 2") { $0 }
      for row in kept { #expect(throws: SQLiteError.self) { try row.int("a") } }
    }
  }

  @Test func `columns are found again after the schema changed`() async throws {
    let folder = Folder()
    let database = try await folder.openLeads()
    try await database.write { tx in
      try tx.run("INSERT INTO lead (name) VALUES ('a')")
      #expect(try tx.row("SELECT * FROM lead") { try $0.text("name") } == "a")
      try tx.script("ALTER TABLE lead ADD COLUMN city TEXT NOT NULL DEFAULT 'Bonn'; ALTER TABLE lead RENAME COLUMN name TO title")
      #expect(try tx.row("SELECT * FROM lead") { try $0.text("city") + $0.text("title") } == "Bonna")
    }
  }

  @Test func `the statement cache is bounded and drops the oldest`() async throws {
    let folder = Folder()
    let database = try await folder.open(cached: 8)
    try await database.write { tx in for number in 0..<100 { _ = try tx.int("SELECT \(number)") } }
    let kept = try await database.writer.perform { $0.cachedStatements }
    #expect(kept == 8)
  }

  @Test func `an error shows long SQL in one short line`() {
    let error = SQLiteError(extendedCode: 2067, message: "m", sql: "SELECT\n   " + String(repeating: "x", count: 1_000))
    #expect(error.code == 19 && "\(error)".count < 460 && !"\(error)".contains("\n"))
  }
}
