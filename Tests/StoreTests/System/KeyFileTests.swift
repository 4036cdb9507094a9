import Crypto
import Foundation
import Outreach
import SQLite
import Synchronization
import Testing

@testable import Store

/// What the key file would hold.
private final class File: Sendable {
  private let content = Mutex("")
  var text: String { content.withLock { $0 } }
  var save: LiveKeys.Save { { text in self.content.withLock { $0 = text } } }
}

@Suite struct KeyFileTests {
  /// Enough to be scrypt, little enough for a test.
  private static let cost: UInt64 = 1 << 10

  @Test func `a protected file opens with the passphrase or the recovery key and with nothing else`() throws {
    let (file, keys) = (File(), try LiveKeys())
    let (paper, other) = (try RecoveryPaper(), try RecoveryPaper())
    try keys.setRecoveryKey(paper, save: file.save)
    #expect(!LiveKeys.isProtected(file.text))
    try keys.setPassphrase("four quiet green boats", cost: Self.cost, save: file.save)
    #expect(LiveKeys.isProtected(file.text) && !file.text.contains("lookup"))
    for (secret, opens) in [
      ("four quiet green boats", true), (paper.printed, true), (paper.printed.lowercased().replacing("-", with: " "), true),
      ("Four quiet green boats", false), (other.printed, false), ("", false), ("x", false),
    ] as [(String, Bool)] {
      let opened = try? LiveKeys.open(file.text, secret: secret)
      #expect((opened?.ring.text == keys.ring.text) == opens, "\(secret.count) letters")
      if !secret.isEmpty { #expect(try keys.isKnown(secret) == opens) }
    }
    #expect(throws: Fault.self) { try LiveKeys.open(file.text, secret: nil) }
  }

  @Test func `a changed passphrase wraps the same key, and a new data key needs no passphrase`() throws {
    let (file, keys) = (File(), try LiveKeys())
    try keys.setPassphrase("the first passphrase", cost: Self.cost, save: file.save)
    let first = try KeyFile(text: file.text, secret: "the first passphrase")
    try keys.setPassphrase("the second passphrase", cost: Self.cost, save: file.save)
    let second = try KeyFile(text: file.text, secret: "the second passphrase")
    #expect(first.wrapping?.key == second.wrapping?.key && first.ring.text == second.ring.text)
    #expect(throws: KeyFile.Trouble.wrongSecret) { try KeyFile(text: file.text, secret: "the first passphrase") }
    try keys.addDataKey(save: file.save)
    #expect(try KeyFile(text: file.text, secret: "the second passphrase").ring.current == 2)
    try keys.setPassphrase(nil, save: file.save)
    #expect(try LiveKeys.open(file.text, secret: nil).ring.text == keys.ring.text)
  }

  @Test func `a torn or foreign key file is refused and never taken for an empty one`() throws {
    let (file, keys) = (File(), try LiveKeys())
    try keys.setPassphrase("the first passphrase", cost: Self.cost, save: file.save)
    let protected = file.text
    let plain = try LiveKeys().text
    for text in [protected, plain] {
      for cut in stride(from: 0, to: text.utf8.count - 2, by: 9) {
        let torn = String(decoding: Array(text.utf8.prefix(cut)), as: UTF8.self)
        #expect(throws: Fault.self, "cut at \(cut)") { try LiveKeys.open(torn, secret: "the first passphrase") }
      }
    }
    // Parameters that would take for ever, or all memory, are refused and not tried.
    let greedy = protected.replacing("scrypt 1024 8", with: "scrypt 1073741824 8")
    #expect(throws: Fault.self) { try LiveKeys.open(greedy, secret: "the first passphrase") }
  }

  @Test func `a change that can't be written changes nothing`() throws {
    let keys = try LiveKeys()
    let before = keys.ring.text
    for change in [
      { try keys.addDataKey { _ in throw Fault(.storage, "Full.") } },
      {
        try keys.setRecoveryKey(RecoveryPaper()) { _ in throw Fault(.storage, "Full.") }
      },
    ] as [() throws -> Void] {
      #expect(throws: Fault.self) { try change() }
      #expect(keys.ring.text == before)
    }
  }
}

@Suite struct ResealingTests {
  /// Sealed with a lead's own key, which is itself among those that are moved.
  private static let byLeadKey: Set<String> = [
    "lead.personal_sealed", "contact_fact.value_sealed", "lead_event.detail_sealed", "message.content_sealed",
    "message.error_sealed", "message_event.detail_sealed", "send_attempt.reply_sealed", "reply.reasons_sealed",
    "reply.content_sealed", "task.text_sealed", "evidence.title_sealed", "evidence.excerpt_sealed", "proposal.content_sealed",
  ]
  /// Rows of the trail never change; the others hold nothing.
  private static let never: Set<String> = [
    "audit.change_sealed", "secret.value_sealed", "practice_mail.to_sealed",
  ]

  @Test func `every sealed column of the schema is moved to a new data key or has a reason not to`() async throws {
    let shelf = try await Shelf.make()
    let columns = try await shelf.base.database.read { tx in
      try tx.rows(
        "SELECT m.name AS t, c.name AS c FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND c.name LIKE '%~_sealed' ESCAPE '~'"
      ) { "\(try $0.text("t")).\(try $0.text("c"))" }
    }
    let moved = Set(Resealing.columns.map { "\($0.table).\($0.column)" })
    #expect(Set(columns) == moved.union(Self.byLeadKey).union(Self.never))
    #expect(moved.isDisjoint(with: Self.byLeadKey.union(Self.never)))
  }

  @Test func `all values are moved, whatever is interrupted, and old and new are readable all along`() async throws {
    let shelf = try await Shelf.make()
    let base = shelf.base
    try await shelf.add((0..<1200).map { number in .named("Firm \(number)") { $0.email = "a\(number)@firm.example" } })
    try await base.write { work in
      try SettingTable.set("SMTP_PASSWORD", "hunter2", sealed: true, in: work)
      try KeyCheck.keep(in: work)
    }
    #expect(try await !base.read { work in try Resealing.isDue(in: work) })
    let file = File()
    try base.vault.keys.addDataKey(save: file.save)
    // Half of it, as before a crash; then from the beginning, as after one.
    var position: Resealing.Position? = Resealing.Position()
    for _ in 0..<5 { position = try await step(position, base) }
    #expect(try await base.read { work in try Resealing.isDue(in: work) })
    #expect(try await base.read { work in try SettingTable.value("SMTP_PASSWORD", in: work) } == "hunter2")
    #expect(try await emails(base) == 1200)
    try await shelf.add([.named("Late") { $0.email = "late@firm.example" }])
    position = Resealing.Position()
    while let here = position { position = try await step(here, base) }
    #expect(try await emails(base) == 1201)
    #expect(try await !base.read { work in try Resealing.isDue(in: work) })
    #expect(try await base.read { work in try KeyCheck.fits(in: work) } == true)
    #expect(try await base.read { work in try AuditTable.verify(expected: nil, in: work).problem } == nil)
    for column in Resealing.columns {
      let old = try await base.database.read { tx in
        try tx.int(
          "SELECT COUNT(*) FROM \(column.table) WHERE substr(\(column.column), 2, 4) <> $1", [SQLiteValue.blob([0, 0, 0, 2])])
      }
      #expect(old == 0, "\(column.table).\(column.column)")
    }
    // The file that was written before the first value opens all of it.
    let later = try Vault(keys: LiveKeys.open(file.text, secret: nil))
    let again = Base(database: base.database, vault: later)
    #expect(try await emails(again) == 1201)
  }

  private func step(_ position: Resealing.Position?, _ base: Base) async throws -> Resealing.Position? {
    guard let position else { return nil }
    return try await base.write { work in try Resealing.step(position, in: work) }
  }

  private func emails(_ base: Base) async throws -> Int {
    try await base.read { work in
      try work.tx.rows("SELECT id FROM lead") { Lead.ID(rawValue: try $0.text("id")) }.filter { id in
        try LeadTable.find(id, in: work)?.details.email?.hasSuffix("@firm.example") == true
      }.count
    }
  }
}
