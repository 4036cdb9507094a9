import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct BackupTests {
  private enum Bench {

    static func make() async throws -> (MailBench, String, String) {
      let bench = try await MailBench.make()
      let (folder, stick) = (bench.temporary.folder.path + "/backups", bench.temporary.folder.path + "/stick")
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return (bench, folder, stick)
    }
  }

  private static func backups(_ bench: MailBench, _ folder: String, disk: BackupDisk = .plain) -> Backups {
    Backups(base: bench.base, settings: bench.settings, folder: folder, disk: disk, log: NoLog())
  }

  private static func names(_ folder: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".backup") }.sorted()
  }

  @Test func `a stick that was away gets what it missed, and only its own old backups go`() async throws {
    let (bench, folder, stick) = try await Bench.make()
    let backups = Self.backups(bench, folder)
    #expect(backups.secondState == .off)
    try FileManager.default.createSymbolicLink(atPath: stick + "-link", withDestinationPath: folder)
    for same in [folder, folder + "/", stick + "-link"] {
      try await bench.settings.set(["DATABASE_BACKUP_DIR": same], as: MailBench.me)
      #expect(backups.secondState == .off, "\(same)")
    }
    try await bench.settings.set(["DATABASE_BACKUP_DIR": stick, "DATABASE_BACKUP_RETENTION_DAYS": "2"], as: MailBench.me)
    #expect(backups.secondState == .away)
    let first = try await backups.create(reason: "scheduled", as: .system)
    #expect(backups.secondState == .away && Self.names(folder) == [first.name])
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    #expect(backups.secondState == .behind)
    try await backups.copyToSecond()
    #expect(backups.secondState == .current && Self.names(stick) == [first.name])
    // Another computer's, from long ago.
    let foreign = Backups.name(at: Timestamp(rawValue: 1_000_000_000_000), reason: "manual")
    try Data("theirs".utf8).write(to: URL(fileURLWithPath: stick + "/" + foreign))
    bench.clock.advance(seconds: 5 * 86_400)
    let second = try await backups.create(reason: "manual", as: .system)
    #expect(Self.names(stick) == [foreign, second.name].sorted() && Self.names(folder) == [first.name, second.name])
    #expect(second.verified == true && !second.isPortable)
  }

  @Test func `a folder that a pulled-out stick left behind is away, not a second place on the same disk`() async throws {
    let (bench, folder, stick) = try await Bench.make()
    let mounted = Mutex(true)
    var disk = BackupDisk.plain
    disk.isMountPoint = { path in path == stick && mounted.withLock { $0 } }
    let backups = Self.backups(bench, folder, disk: disk)
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try await bench.settings.set(["DATABASE_BACKUP_DIR": stick], as: MailBench.me)
    // There is none yet, or it is being written: then none lies on the stick.
    #expect(backups.secondState == .behind)
    let first = try await backups.create(reason: "manual", as: .system)
    #expect(backups.secondState == .current)
    // The stick is pulled out, and its mount point stays as an empty folder.
    try FileManager.default.moveItem(atPath: stick, toPath: stick + ".pulled")
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    mounted.withLock { $0 = false }
    bench.clock.advance(seconds: 60)
    let second = try await backups.create(reason: "manual", as: .system)
    #expect(backups.secondState == .away && Self.names(stick) == [])
    // Back again, it gets what it missed.
    try FileManager.default.removeItem(atPath: stick)
    try FileManager.default.moveItem(atPath: stick + ".pulled", toPath: stick)
    mounted.withLock { $0 = true }
    #expect(backups.secondState == .behind)
    try await backups.copyToSecond()
    #expect(backups.secondState == .current && Self.names(stick) == [first.name, second.name])
    // A plain folder in its place that holds backups was meant as one, and so is another folder.
    mounted.withLock { $0 = false }
    #expect(backups.secondState == .current)
    let other = stick + "-other"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try await bench.settings.set(["DATABASE_BACKUP_DIR": other], as: MailBench.me)
    #expect(backups.secondState == .behind)
  }

  @Test func `what a clock that was ahead dated is no reason to make or copy none`() async throws {
    let (bench, folder, stick) = try await Bench.make()
    let backups = Self.backups(bench, folder)
    let now = bench.clock.now()
    bench.clock.advance(seconds: 700 * 86_400)
    let ahead = try await backups.create(reason: "scheduled", as: .system)
    bench.clock.set(now)
    #expect(backups.isDue(at: now))
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try await bench.settings.set(["DATABASE_BACKUP_DIR": stick], as: MailBench.me)
    let right = try await backups.create(reason: "scheduled", as: .system)
    #expect(Self.names(stick) == [right.name] && backups.secondState == .current && !backups.isDue(at: now))
    #expect(backups.list().map(\.name) == [right.name, ahead.name])
  }

  @Test func `a copy that can't be read back is not kept, and the first backup stands`() async throws {
    let (bench, folder, stick) = try await Bench.make()
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try await bench.settings.set(["DATABASE_BACKUP_DIR": stick], as: MailBench.me)
    var disk = BackupDisk.plain
    disk.copy = { _, to in try Data("torn".utf8).write(to: URL(fileURLWithPath: to)) }
    let backups = Self.backups(bench, folder, disk: disk)
    let entry = try await backups.create(reason: "manual", as: .system)
    #expect(Self.names(stick) == [] && backups.secondState == .behind)
    #expect(try await backups.verify(entry.name) == [])
    await #expect(throws: Fault.self) { try await backups.copyToSecond() }
  }

  @Test func `a stick that is pulled out in between holds no backup without its manifest, and no rest for long`() async throws {
    let (bench, folder, stick) = try await Bench.make()
    try FileManager.default.createDirectory(atPath: stick, withIntermediateDirectories: true)
    try await bench.settings.set(["DATABASE_BACKUP_DIR": stick], as: MailBench.me)
    var disk = BackupDisk.plain
    disk.copy = { from, to in
      if to.hasSuffix(".json") { throw CocoaError(.fileWriteUnknown) }
      try Data(contentsOf: URL(fileURLWithPath: from)).write(to: URL(fileURLWithPath: to))
    }
    let entry = try await Self.backups(bench, folder, disk: disk).create(reason: "manual", as: .system)
    #expect(Self.names(stick) == [] && Self.backups(bench, folder).secondState == .behind)
    // What such a copy left days ago, what one may be writing now, and a file of the person's.
    let (torn, fresh, mine) = ("\(entry.name).new-99-7", "\(entry.name).new-99-8", "mine.new-99-7")
    for name in [torn, fresh, mine] { try Data("torn".utf8).write(to: URL(fileURLWithPath: "\(stick)/\(name)")) }
    let seconds = Double(bench.clock.now().rawValue) / 1000
    for (name, days) in [(torn, -2.0), (fresh, 0), (mine, -2)] {
      try FileManager.default.setAttributes(
        [.modificationDate: Date(timeIntervalSince1970: seconds + days * 86_400)], ofItemAtPath: "\(stick)/\(name)")
    }
    try await Self.backups(bench, folder).copyToSecond()
    let left = try FileManager.default.contentsOfDirectory(atPath: stick)
    #expect(Set(left) == [entry.name, "\(entry.name).json", fresh, mine])
  }

  @Test func `the last good backup is never pruned, however old and whatever came after`() async throws {
    let (bench, folder, _) = try await Bench.make()
    try await bench.settings.set(["DATABASE_BACKUP_RETENTION_DAYS": "1"], as: MailBench.me)
    let backups = Self.backups(bench, folder)
    let good = try await backups.create(reason: "manual", as: .system)
    bench.clock.advance(seconds: 10 * 86_400)
    let torn = try await backups.create(reason: "manual", as: .system)
    #expect(Self.names(folder) == [good.name, torn.name])
    // The newest turns out torn: the one before is what is left.
    try Data("torn".utf8).write(to: URL(fileURLWithPath: folder + "/" + torn.name))
    #expect(try await backups.verify(torn.name).count == 1)
    #expect(backups.list().first?.verified == false)
    bench.clock.advance(seconds: 60)
    let next = try await backups.create(reason: "manual", as: .system)
    bench.clock.advance(seconds: 10 * 86_400)
    try Data("torn".utf8).write(to: URL(fileURLWithPath: folder + "/" + Backups.name(at: bench.clock.now(), reason: "manual")))
    backups.prune(in: folder, olderThan: bench.clock.now(), sparing: 1)
    let left = Self.names(folder)
    #expect(left.contains(next.name) && !left.contains(good.name) && !left.contains(torn.name))
  }

  @Test func `too little room prunes early down to two good ones, then refuses and loses nothing`() async throws {
    let (bench, folder, _) = try await Bench.make()
    let free = Mutex(Int.max)
    let backups = Self.backups(bench, folder, disk: .disk { _ in free.withLock { $0 } })
    var made: [String] = []
    for _ in 0..<4 {
      made.append(try await backups.create(reason: "manual", as: .system).name)
      bench.clock.advance(seconds: 60)
    }
    free.withLock { $0 = 1000 }
    do {
      _ = try await backups.create(reason: "manual", as: .system)
      Issue.record("there was room for it")
    } catch let fault as Fault { #expect(fault.code == .storage && fault.detail.contains("too little room")) }
    #expect(Self.names(folder) == Array(made.suffix(2)))
    for name in made.suffix(2) { #expect(try await backups.verify(name) == []) }
  }

  @Test func `what is inside is told before anything is swapped, and other keys are seen`() async throws {
    let (bench, folder, _) = try await Bench.make()
    try await bench.base.write { work in try Protection.settle(in: work) }
    _ = try await bench.lead("anna@firm.example")
    let backups = Self.backups(bench, folder)
    let entry = try await backups.create(reason: "manual", as: .system)
    _ = try await bench.lead("ben@firm.example")
    let contents = try await backups.contents(entry.name)
    #expect(contents.figures.leads == 1 && contents.access == .here && !contents.isNewer && contents.figures.changedAt != nil)
    #expect(try await backups.present().leads == 2)
    let others = try Vault(keys: LiveKeys())
    #expect(try await BackupContents.read(folder + "/" + entry.name, vault: others).access == .never)
    let protection = Protection(base: bench.base, clock: bench.clock) { _ in }
    let printed = try await protection.makeRecoveryKey(current: nil)
    try await protection.confirmRecoveryKey(ending: String(printed.suffix(4)), as: .system)
    bench.clock.advance(seconds: 60)
    let portable = try await backups.create(reason: "manual", as: .system)
    #expect(portable.isPortable)
    #expect(try await BackupContents.read(folder + "/" + portable.name, vault: others).access == .recoveryKey)
    for torn in ["", "not a database", String(repeating: "x", count: 5000)] {
      let path = folder + "/torn"
      try Data(torn.utf8).write(to: URL(fileURLWithPath: path))
      await #expect(throws: Fault.self) { try await BackupContents.read(path, vault: others) }
    }
  }
}
