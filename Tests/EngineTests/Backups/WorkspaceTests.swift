import Fakes
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct WorkspaceTests {
  private static let phrase = "four words are good"

  /// A disk on which writing ends as it is told.
  private final class Disk: Sendable {
    let ends: Bool
    let fails: Bool
    let leavesRest: Bool
    let seen = Mutex([String]())

    /// - Parameters:
    ///   - ends: whether writing comes as far as the last piece.
    ///   - leavesRest: whether what was written can't be removed.
    init(ends: Bool, fails: Bool, leavesRest: Bool = false) {
      (self.ends, self.fails, self.leavesRest) = (ends, fails, leavesRest)
    }
  }

  private static func workspace(_ bench: MailBench, _ disk: Disk) -> Workspace {
    let backups = Backups(
      base: bench.base, settings: bench.settings, folder: bench.temporary.folder.path, disk: .plain, log: NoLog())
    return Workspace(
      base: bench.base, backups: backups,
      ports: .init(
        check: { path in if path == "/taken" { throw Fault(.conflict, "A file lies there already.") } },
        pack: { _, _, ends in
          disk.seen.withLock { $0.append("pack") }
          let isPaused = try await Self.isPaused(bench)
          disk.seen.withLock { $0.append("paused \(isPaused)") }
          if disk.ends { try await ends() }
          if disk.fails { throw Fault(.storage, "The disk is full.") }
          return 7
        },
        discard: { path in
          disk.seen.withLock { $0.append("discard \(path)") }
          return !disk.leavesRest
        },
        lay: { _, _, _ in disk.seen.withLock { $0.append("lay") } }, restart: {}))
  }

  private static func isPaused(_ bench: MailBench) async throws -> Bool {
    try await bench.base.read { work in try SettingTable.value(Sending.pausedKey, in: work) == "true" }
  }

  @Test func `sending stops before a file is written, and goes on only where no whole file can be left`() async throws {
    // paused before, comes to the last piece, fails, the rest can't be removed → paused after
    let rows: [(Bool, Bool, Bool, Bool, Bool)] = [
      (false, true, false, false, true),
      (false, false, true, false, false),
      (false, false, true, true, false),
      (false, true, true, false, false),
      (false, true, true, true, true),
      (true, false, true, false, true),
      (true, true, false, false, true),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      if row.0 { try await Sending(base: bench.base).pause(as: MailBench.me) }
      let disk = Disk(ends: row.1, fails: row.2, leavesRest: row.3)
      let workspace = Self.workspace(bench, disk)
      do { _ = try await workspace.export(to: "/there", passphrase: Self.phrase, stops: true, as: MailBench.me) } catch is Fault {}
      #expect(disk.seen.withLock { $0 }.contains("paused true"), "\(row)")
      #expect(try await Self.isPaused(bench) == row.4, "\(row)")
      // Nothing is left for the next start to undo.
      try await workspace.settle()
      #expect(try await Self.isPaused(bench) == row.4, "\(row)")
    }
  }

  @Test func `what a crash left is ended by the next start, as far as the file had come`() async throws {
    // the file came as far as its last piece, what lies there can't be removed or is whole → paused after
    for row in [(false, false, false), (false, true, false), (true, false, false), (true, true, true)] {
      let bench = try await MailBench.make()
      let departure = Departure(base: bench.base)
      try await departure.begin("/there", as: MailBench.me)
      if row.0 { try await departure.end("/there") }
      let disk = Disk(ends: true, fails: false, leavesRest: row.1)
      try await Self.workspace(bench, disk).settle()
      #expect(try await Self.isPaused(bench) == row.2, "\(row)")
      #expect(disk.seen.withLock { $0 } == ["discard /there"])
    }
  }

  @Test func `what the person says while the file is written counts`() async throws {
    let bench = try await MailBench.make()
    let departure = Departure(base: bench.base)
    try await departure.begin("/there", as: MailBench.me)
    try await Sending(base: bench.base).pause(as: MailBench.me)
    try await departure.settle(discard: { _ in true })
    #expect(try await Self.isPaused(bench))
    try await Sending(base: bench.base).resume(as: MailBench.me)
    try await departure.end("/there")
    try await departure.settle(discard: { _ in false })
    #expect(try await !Self.isPaused(bench))
  }

  @Test func `a path that can't be written pauses nothing, and a second file waits for the first`() async throws {
    let bench = try await MailBench.make()
    let disk = Disk(ends: true, fails: false)
    let workspace = Self.workspace(bench, disk)
    await #expect(throws: Fault.self) {
      try await workspace.export(to: "/taken", passphrase: Self.phrase, stops: true, as: MailBench.me)
    }
    #expect(try await !Self.isPaused(bench))
    let beside = OneAtATime()
    try await beside.run {
      await #expect(throws: Fault.self) { try await beside.run {} }
    }
    try await beside.run {}
  }
}
