import Foundation
import Testing

@testable import SQLite

/// Giving back what is free in a file.
struct RoomTests {
  /// A database of which most is free, and the names that are left.
  private static func sparse(_ folder: Folder) async throws -> (Database, [String]) {
    let database = try await folder.open(busy: 100)
    try await database.write { tx in
      try tx.script("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT")
      for number in 0..<4_000 {
        try tx.run("INSERT INTO lead (name) VALUES ($1)", ["name \(number) " + String(repeating: "x", count: 500)])
      }
    }
    try await database.write { tx in try tx.run("DELETE FROM lead WHERE id % 10 <> 0") }
    return (database, try await database.names())
  }

  @Test func `what is free is given back, and everything else is as it was`() async throws {
    let folder = Folder()
    let (database, names) = try await Self.sparse(folder)
    let before = try await database.room()
    #expect(before.free * 2 > before.total && before.used == before.total - before.free)
    #expect(try await database.compact { _ in true })
    let after = try await database.room()
    #expect(after.free == 0 && after.total < before.total / 2)
    let size = try FileManager.default.attributesOfItem(atPath: folder.file)[.size] as? Int
    #expect(size == after.total, "the file itself is shorter")
    #expect(try await database.names() == names)
    for (pragma, value) in [("temp_store", 2), ("secure_delete", 1), ("synchronous", 2)] {
      #expect(try await database.write { tx in try tx.int("PRAGMA \(pragma)") } == value, "\(pragma)")
    }
    try await database.write { tx in try tx.run("INSERT INTO lead (name) VALUES ('later')") }
    await database.close()
    #expect(try await Database.verify(path: folder.file) == [])
  }

  @Test func `it does not begin where it may not, and one who reads meanwhile keeps what he saw`() async throws {
    let folder = Folder()
    let (database, names) = try await Self.sparse(folder)
    let before = try await database.room()
    #expect(try await !database.compact { tx in try tx.int("SELECT count(*) FROM lead") == 0 })
    #expect(try await database.room() == before)
    await #expect(throws: Stop.self) { _ = try await database.compact { _ in throw Stop() } }
    let (begun, done) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    async let seen = database.read { tx in
      let first = try tx.int("SELECT count(*) FROM lead")
      begun.signal()
      done.wait()
      return [first, try tx.int("SELECT count(*) FROM lead")]
    }
    await Task.detached { begun.wait() }.value
    #expect(try await database.compact { _ in true })
    done.signal()
    #expect(try await seen == [names.count, names.count])
    try await database.checkpoint()
    #expect(try await database.room().free == 0)
    await database.close()
  }
}

/// Kills a process that writes its file anew, over and over: this test program itself, started again with `SQLITE_ROOM_CHILD` set.
struct RoomCrashTests {
  private static let variable = "SQLITE_ROOM_CHILD"
  private static let child = ProcessInfo.processInfo.environment[variable]
  private static let (kept, rounds) = (300, 6)

  @Test(.enabled(if: child != nil)) func `the child writes until it is killed`() async throws {
    let database = try await Database.open(.init(path: try #require(Self.child), now: { 0 }))
    // A bound in case nobody kills it.
    for _ in 1...1_000 {
      try await database.write { tx in
        for _ in 0..<500 { try tx.run("INSERT INTO lead (name) VALUES ($1)", [String(repeating: "y", count: 2_000)]) }
      }
      try await database.write { tx in try tx.run("DELETE FROM lead WHERE id > $1", [Self.kept]) }
      FileHandle.standardError.write(Data("begins\n".utf8))
      _ = try await database.compact { _ in true }
    }
  }

  @Test(.enabled(if: child == nil)) func `kill -9 while the file is written anew costs nothing`() async throws {
    let folder = Folder()
    let first = try await folder.open()
    try await first.write { tx in
      try tx.script("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT) STRICT")
      for number in 1...Self.kept { try tx.run("INSERT INTO lead VALUES ($1, $2)", [number, "name \(number)"]) }
    }
    await first.close()
    for round in 0..<Self.rounds {
      try Self.runAndKill(folder.file, afterMicroseconds: UInt32(round * 2_500))
      let database = try await folder.open()
      let found = try await database.read { tx in
        try tx.int("SELECT count(*) FROM lead WHERE id <= $1 AND name = 'name ' || id", [Self.kept])
      }
      #expect(found == Self.kept, "round \(round)")
      await database.close()
      #expect(try await Database.verify(path: folder.file) == [], "round \(round)")
    }
  }

  private static func runAndKill(_ file: String, afterMicroseconds delay: UInt32) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var arguments = Array(CommandLine.arguments.dropFirst())
    while let filter = arguments.firstIndex(of: "--filter") { arguments.removeSubrange(filter..<min(filter + 2, arguments.count)) }
    process.arguments = arguments + ["--filter", "RoomCrashTests"]
    process.environment = ProcessInfo.processInfo.environment.merging([variable: file]) { $1 }
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var output = ""
    while !output.contains("begins\n") {
      let piece = pipe.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      output += String(decoding: piece, as: UTF8.self)
    }
    #expect(output.contains("begins\n"))
    usleep(delay)
    kill(process.processIdentifier, SIGKILL)
    _ = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
  }
}
