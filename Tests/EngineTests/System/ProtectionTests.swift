import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct ProtectionTests {
  private struct Bench {
    let temporary: TemporaryBase
    let protection: Protection
    let file: File

    static func make() async throws -> Bench {
      let temporary = try await TemporaryBase.make()
      let file = File()
      try await temporary.base.write { work in try Protection.settle(in: work) }
      return Bench(
        temporary: temporary, protection: Protection(base: temporary.base, clock: temporary.clock) { file.set($0) }, file: file)
    }
  }

  private final class File: Sendable {
    private let content = Mutex("")
    var text: String { content.withLock { $0 } }
    func set(_ text: String) { content.withLock { $0 = text } }
  }

  private static func code(_ work: () async throws -> Void) async -> Fault.Code? {
    do {
      try await work()
      return nil
    } catch { return (error as? Fault)?.code }
  }

  @Test func `a passphrase is asked for before locks are changed, and wrong tries are slowed`() async throws {
    let bench = try await Bench.make()
    #expect(await Self.code { try await bench.protection.setPassphrase("too short", current: nil, as: .system) } == .badInput)
    try await bench.protection.setPassphrase("four quiet green boats", current: nil, as: .system)
    #expect(LiveKeys.isProtected(bench.file.text))
    #expect(try await bench.protection.state().hasPassphrase)
    for (wait, secret, expected) in [
      (0, nil, .refused), (0, "wrong passphrase", .refused), (0, "wrong passphrase", .refused),
      (0, "four quiet green boats", .rateLimited), (1, "four quiet green boats", .rateLimited),
      (1, "wrong passphrase", .refused), (3, "four quiet green boats", .rateLimited), (1, "four quiet green boats", nil),
      (0, "wrong passphrase", .refused),
    ] as [(Int, String?, Fault.Code?)] {
      bench.temporary.clock.advance(seconds: wait)
      let got = await Self.code { try await bench.protection.setPassphrase(nil, current: secret, as: .system) }
      // Once it was right there is none to be asked for.
      #expect(got == expected || !bench.temporary.base.vault.keys.hasPassphrase, "\(String(describing: secret)) after \(wait) s")
    }
    #expect(!LiveKeys.isProtected(bench.file.text))
  }

  @Test func `a recovery key counts once its end was typed, and opens a copy of the base on another computer`() async throws {
    let bench = try await Bench.make()
    #expect(await Self.code { try await bench.protection.confirmRecoveryKey(ending: "AAAA", as: .system) } == .conflict)
    #expect(try await bench.protection.state().recovery == .open)
    let printed = try await bench.protection.makeRecoveryKey(current: nil)
    #expect(await Self.code { try await bench.protection.confirmRecoveryKey(ending: "????", as: .system) } == .badInput)
    #expect(try await bench.temporary.base.database.read { tx in try RecoveryEnvelope.stored(in: tx) } == nil)
    try await bench.protection.confirmRecoveryKey(ending: String(printed.suffix(4)).lowercased(), as: .system)
    #expect(try await bench.protection.state().recovery == .saved)
    #expect(await Self.code { try await bench.protection.declineRecoveryKey(as: .system) } == .illegalState)
    // A new data key is in the copy, too.
    try await bench.protection.changeDataKey(current: nil, as: .system)
    let envelope = try #require(try await bench.temporary.base.database.read { tx in try RecoveryEnvelope.stored(in: tx) })
    let keys = try RecoveryEnvelope.open(envelope, typed: printed)
    #expect(try keys.text == bench.temporary.base.vault.keys.text)
    let elsewhere = Base(database: bench.temporary.base.database, vault: try Vault(keys: keys))
    try await elsewhere.write { work in try Protection.settle(in: work) }
    let other = try RecoveryPaper().printed
    for wrong in ["", "7KQ2", other, String(printed.dropLast())] {
      #expect(throws: Fault.self) { try RecoveryEnvelope.open(envelope, typed: wrong) }
    }
    #expect(try bench.temporary.allBytes().firstRange(of: Array(printed.utf8)) == nil)
    // Going back to a backup from before it was printed takes nothing from it.
    try await bench.temporary.base.write { work in
      try work.tx.run("DELETE FROM setting WHERE key LIKE 'state.recovery%'")
      try Protection.settle(in: work)
    }
    #expect(try await bench.protection.state().recovery == .saved)
  }

  @Test func `keys of other data are refused at start`() async throws {
    let bench = try await Bench.make()
    let other = Base(database: bench.temporary.base.database, vault: try Vault(keys: LiveKeys()))
    #expect(await Self.code { try await other.write { work in try Protection.settle(in: work) } } == .storage)
  }

  @Test func `a job moves everything to a new data key, and one that was interrupted is asked for again at start`() async throws {
    let bench = try await Bench.make()
    let base = bench.temporary.base
    try await base.write { work in try SettingTable.set("SMTP_PASSWORD", "hunter2", sealed: true, in: work) }
    try await bench.protection.changeDataKey(current: nil, as: .system)
    #expect(try await bench.protection.state().isResealing)
    #expect(await Self.code { try await bench.protection.changeDataKey(current: nil, as: .system) } == .conflict)
    try await base.write { work in try Protection.settle(in: work) }
    let scheduler = Scheduler(
      base: base, clock: bench.temporary.clock, log: NoLog(), handlers: [Reseal.handler(base)], recurring: [])
    try await scheduler.start()
    try await wait { try await !bench.protection.state().isResealing }
    await scheduler.stop()
    #expect(try await base.read { work in try SettingTable.value("SMTP_PASSWORD", in: work) } == "hunter2")
    #expect(try await bench.protection.state().dataKey == 2)
  }
}
