import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct SpareRoomTests {
  private static func room(_ base: Base, free: Int? = nil) -> SpareRoom {
    SpareRoom(base: base, freeBytes: { _ in free }, log: NoLog())
  }

  /// Makes most of the file free: audit rows can't go, so leads with long notes come and go.
  private static func waste(_ base: Base) async throws {
    try await base.database.write { tx in
      try tx.script("CREATE TABLE waste (content BLOB NOT NULL)")
      for _ in 0..<40 { try tx.run("INSERT INTO waste VALUES (zeroblob(1000000))") }
      try tx.script("DROP TABLE waste")
    }
  }

  @Test func `it is worth it from a quarter of the file and 16 MB on`() {
    let megabyte = 1 << 20
    for (total, free, worth) in [
      (0, 0, false), (64, 15, false), (64, 16, true), (100, 24, false), (100, 25, true), (20, 15, false), (1_000, 249, false),
      (1_000, 250, true),
    ] {
      let state = SpareRoom.State(FileRoom(total: total * megabyte, free: free * megabyte))
      #expect(state.isWorthIt == worth, "\(free) of \(total) MB")
    }
  }

  @Test func `room is given back where it is worth it, once there is room to do it, and nothing is lost`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    #expect(try await Self.room(bench.base).giveBack() == 0, "a full file is let be")
    try await Self.waste(bench.base)
    let before = try await bench.base.database.room()
    await #expect(throws: Fault.self, "too little room") {
      _ = try await Self.room(bench.base, free: before.used + SpareRoom.spareBytes - 1).giveBack()
    }
    #expect(try await bench.base.database.room() == before)
    let given = try await Self.room(bench.base, free: before.used + SpareRoom.spareBytes).giveBack()
    let after = try await bench.base.database.room()
    #expect(given > 30_000_000 && given == before.total - after.total && after.free < before.free / 10)
    #expect(try await bench.now(message).contentHash == message.contentHash)
    #expect(try await bench.now(lead).details == lead.details)
    // What is looked up by row number is still found.
    let found = try await bench.base.read { work in
      try work.tx.int("SELECT count(*) FROM message_search JOIN message ON number = message_search.rowid")
    }
    #expect(found == 1)
  }

  @Test func `not while a mail is on its way, of whatever kind`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    try await Self.waste(bench.base)
    let before = try await bench.base.database.room()
    func isRefused() async -> Bool {
      do {
        _ = try await Self.room(bench.base).giveBack()
        return false
      } catch { return (error as? Fault)?.code == .conflict }
    }
    try await bench.base.write { work in
      if try MessageTable.get(message.id, in: work).state == .approved { try MessageTable.move(message.id, .queue, in: work) }
      try MessageTable.move(message.id, .begin, in: work)
    }
    #expect(await isRefused())
    try await bench.base.write { work in try MessageTable.move(message.id, .accepted, in: work) }
    let test = TestMail(id: .init(rawValue: "test"), mailbox: Mailbox.primary, mode: .real, bytesHash: "00")
    try await bench.base.write { work in try TestMailTable.begin(test, in: work) }
    #expect(await isRefused())
    #expect(try await bench.base.database.room() == before)
    // A test whose program ended meanwhile is over after a while, and holds nothing up.
    bench.clock.advance(seconds: 1_300)
    #expect(try await Self.room(bench.base).giveBack() > 0)
  }
}
