import Fakes
import JSONText
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct UpdatesTests {
  private static let text = """
    {"serial":3,"version":"0.2.0","published_at":0,"notes":"","bundles":[{"arch":"any","url":"https://a.example/b","bytes":1,\
    "sha256":"\(String(repeating: "0", count: 64))"}]}
    """

  /// A state folder that a test rules.
  private final class Disk: Sendable {
    let record = Mutex(UpdateRecord())
    let isFull = Mutex(false)
  }

  private static func updates(_ bench: MailBench, _ disk: Disk, install: @escaping @Sendable () -> Void = {}) throws -> Updates {
    try disk.record.withLock { record in
      try record.move(.announce)
      record.offer = text
    }
    return Updates(
      base: bench.base, settings: bench.settings, clock: bench.clock,
      ports: UpdatePorts(
        place: .writable, version: "0.1.0", arch: "any", fetch: { _ in [] }, isSigned: { _, _ in false },
        install: { _, _ in install() },
        read: { disk.record.withLock { $0 } },
        write: { record in
          if disk.isFull.withLock({ $0 }) { throw Fault(.storage, "The disk is full.") }
          disk.record.withLock { $0 = record }
        }, restart: {}))
  }

  private static func isFrozen(_ bench: MailBench) async throws -> Bool {
    try await bench.base.read { work in try SettingTable.value(Sending.updatingKey, in: work) != nil }
  }

  @Test func `an update that can't be begun freezes nothing`() async throws {
    let (bench, disk) = (try await MailBench.make(), Disk())
    let updates = try Self.updates(bench, disk)
    try await updates.download(as: MailBench.me)
    disk.isFull.withLock { $0 = true }
    await #expect(throws: Fault.self) { try await updates.restart(as: MailBench.me) }
    #expect(try await !Self.isFrozen(bench))
    disk.isFull.withLock { $0 = false }
    try await updates.restart(as: MailBench.me)
    #expect(try await Self.isFrozen(bench))
    let nothing = Fault(.illegalState, "No newer version waits to be started.")
    await #expect(throws: nothing) { try await updates.restart(as: MailBench.me) }
    #expect(disk.record.withLock { $0.phase } == .restarting)
  }

  @Test func `of those who ask at once for the restart one is first`() async throws {
    let (bench, disk) = (try await MailBench.make(), Disk())
    let updates = try Self.updates(bench, disk)
    try await updates.download(as: MailBench.me)
    let begun = await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { (try? await updates.restart(as: MailBench.me)) != nil } }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(begun == 1)
    #expect(try await Self.isFrozen(bench))
    #expect(disk.record.withLock { $0.phase } == .restarting)
  }

  @Test func `what the feed said while a version was fetched is not forgotten`() async throws {
    let (bench, disk) = (try await MailBench.make(), Disk())
    let updates = try Self.updates(bench, disk, install: { disk.record.withLock { $0.seen.serial = 9 } })
    try await updates.download(as: MailBench.me)
    #expect(disk.record.withLock { $0.phase } == .ready)
    #expect(disk.record.withLock { $0.seen.serial } == 9)
  }
}
