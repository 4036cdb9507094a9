import Foundation
import Testing

@testable import SQLite

/// Kills a process in the middle of its writing: this test program itself, started again with `SQLITE_CRASH_CHILD` set.
struct CrashTests {
  private static let variable = "SQLITE_CRASH_CHILD"
  private static let child = ProcessInfo.processInfo.environment[variable]

  @Test(.enabled(if: child != nil)) func `the child writes until it is killed`() async throws {
    let database = try await Database.open(.init(path: try #require(Self.child), now: { 0 }))
    try await database.write { tx in try tx.script("CREATE TABLE lead (id INTEGER PRIMARY KEY, name TEXT) STRICT") }
    // A bound in case nobody kills it.
    for number in 1...100_000 {
      try await database.write { tx in
        try tx.run("INSERT INTO lead VALUES ($1, $2)", [number, String(repeating: "x", count: 500)])
      }
      FileHandle.standardError.write(Data("committed \(number)\n".utf8))
    }
  }

  @Test(.enabled(if: child == nil)) func `what was committed survives kill -9`() async throws {
    let folder = Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    var arguments = Array(CommandLine.arguments.dropFirst())
    while let filter = arguments.firstIndex(of: "--filter") { arguments.removeSubrange(filter..<min(filter + 2, arguments.count)) }
    process.arguments = arguments + ["--filter", "CrashTests"]
    process.environment = ProcessInfo.processInfo.environment.merging([Self.variable: folder.file]) { $1 }
    let pipe = Pipe()
    process.standardError = pipe
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    var output = ""
    while !output.contains("committed 200\n") {
      let piece = pipe.fileHandleForReading.availableData
      guard !piece.isEmpty else { break }
      output += String(decoding: piece, as: UTF8.self)
    }
    kill(process.processIdentifier, SIGKILL)
    output += String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let said = output.split(separator: "\n").compactMap { $0.hasPrefix("committed ") ? Int($0.dropFirst(10)) : nil }.max() ?? 0
    #expect(said >= 200)
    let database = try await folder.open()
    let found = try await database.read { tx in [try tx.int("SELECT count(*) FROM lead"), try tx.int("SELECT max(id) FROM lead")] }
    // One more may be committed than it had time to say.
    #expect(found[0] == found[1] && (found[0] ?? 0) >= said && (found[0] ?? 0) <= said + 1)
    await database.close()
    #expect(try await Database.verify(path: folder.file) == [])
  }
}
