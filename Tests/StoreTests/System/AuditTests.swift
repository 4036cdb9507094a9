import Crypto
import Outreach
import SQLite
import Testing

@testable import Store

@Suite struct AuditTests {
  private static func filled(_ count: Int = 6) async throws -> Shelf {
    let shelf = try await Shelf.make()
    for index in 0..<count {
      try await shelf.base.write(as: ActingAs(.user, request: "r\(index)", session: "s")) { work in
        try AuditTable.append("act", "thing", "\(index)", before: ["n": "\(index)"], after: ["n": "\(index + 1)"], in: work)
      }
    }
    return shelf
  }

  private static func verify(_ shelf: Shelf, _ head: AuditTable.Head? = nil) async throws -> (checked: Int, problem: String?) {
    try await shelf.base.read { work in try AuditTable.verify(expected: head, in: work) }
  }

  @Test func `rows say who, what, before and after, newest first`() async throws {
    let shelf = try await Self.filled()
    let page = try await shelf.base.read { work in try AuditTable.page(before: nil, limit: 2, in: work) }
    #expect(page.map(\.number) == [6, 5] && page[0].before == ["n": "5"] && page[0].after == ["n": "6"])
    #expect(page[0].acting == ActingAs(.user, request: "r5", session: "s"))
    let older = try await shelf.base.read { work in try AuditTable.page(before: 5, limit: 2, in: work) }
    #expect(older.map(\.number) == [4, 3])
  }

  @Test func `a row can be neither changed nor deleted`() async throws {
    let shelf = try await Self.filled()
    for sql in ["UPDATE audit SET actor = 'system' WHERE number = 2", "DELETE FROM audit WHERE number = 6", "DELETE FROM audit"] {
      await #expect(throws: SQLiteError.self, "\(sql)") { try await shelf.base.database.write { tx in try tx.run(sql) } }
    }
    let verified = try await Self.verify(shelf)
    #expect(verified.checked == 6 && verified.problem == nil)
  }

  @Test func `whoever tampers with the file is seen`() async throws {
    let rows: [(name: String, sql: [String])] = [
      ("a value", ["UPDATE audit SET action = 'other' WHERE number = 3"]),
      ("the actor", ["UPDATE audit SET actor = 'system' WHERE number = 1"]),
      ("the time", ["UPDATE audit SET at = at + 1 WHERE number = 4"]),
      ("a request", ["UPDATE audit SET request_id = NULL WHERE number = 2"]),
      (
        "the sealed change",
        ["UPDATE audit SET change_sealed = (SELECT change_sealed FROM audit WHERE number = 2) WHERE number = 3"]
      ),
      ("a row gone", ["DELETE FROM audit WHERE number = 3"]),
      (
        "two rows in another order",
        [
          "UPDATE audit SET number = -3 WHERE number = 3", "UPDATE audit SET number = 3 WHERE number = 4",
          "UPDATE audit SET number = 4 WHERE number = -3",
        ]
      ),
      ("the end cut off", ["DELETE FROM audit WHERE number > 4"]), ("all gone", ["DELETE FROM audit"]),
      (
        "the beginning cut off and the anchor moved",
        ["INSERT INTO audit_anchor SELECT 1, number, mac, at FROM audit WHERE number = 3", "DELETE FROM audit WHERE number <= 3"]
      ),
      (
        "a row replaced",
        [
          "REPLACE INTO audit SELECT number, at, actor, 'other', entity, entity_id, lead_id, change_sealed, request_id, session_id, mac FROM audit WHERE number = 6"
        ]
      ),
    ]
    for row in rows {
      let shelf = try await Self.filled()
      let head = try await shelf.base.read { work in try AuditTable.head(in: work) }
      try await shelf.base.database.write { tx in
        try tx.script("DROP TRIGGER audit_no_update; DROP TRIGGER audit_no_delete;")
        for sql in row.sql { try tx.run(sql) }
      }
      let verified = try await Self.verify(shelf, head)
      #expect(verified.problem != nil, "\(row.name)")
    }
  }

  @Test func `retention deletes the oldest rows only, and the chain goes on from there`() async throws {
    let shelf = try await Self.filled()
    let head = try await shelf.base.read { work in try AuditTable.head(in: work) }
    let times = try await shelf.base.read { work in try work.tx.rows("SELECT at FROM audit ORDER BY number") { try $0.int64("at") }
    }
    let pruned = try await shelf.base.write { work in try AuditTable.prune(before: Timestamp(rawValue: times[3]), in: work) }
    #expect(pruned == 3)
    let verified = try await Self.verify(shelf, head)
    #expect(verified.checked == 3 && verified.problem == nil)
    try await shelf.base.write { work in try AuditTable.append("act", "thing", "new", in: work) }
    #expect(try await Self.verify(shelf, head).problem == nil)
    let again = try await shelf.base.write { work in try AuditTable.prune(before: Timestamp(rawValue: times[5]), in: work) }
    #expect(again == 2)
    #expect(try await Self.verify(shelf, head).problem == nil)
    try await shelf.base.database.write { tx in try tx.run("UPDATE audit_anchor SET through = 2") }
    #expect(try await Self.verify(shelf, head).problem != nil, "a moved anchor is seen")
  }

  @Test func `an erased lead's values can't be read any more, and the chain holds`() async throws {
    let shelf = try await Shelf.make()
    let lead = try await shelf.add([.named("Sunrise") { $0.contactName = "Anna" }])[0]
    try await shelf.base.write { work in
      try AuditTable.append(
        "edit", "lead", lead.id.rawValue, before: ["contact_name": "Anna"], after: ["contact_name": "Bert"], lead: lead.id, in: work
      )
    }
    let before = try await shelf.base.read { work in try AuditTable.page(before: nil, limit: 1, in: work) }
    #expect(before[0].before == ["contact_name": "Anna"])
    try await shelf.base.database.write { tx in try tx.run("DELETE FROM lead WHERE id = $1", [lead.id.rawValue]) }
    let after = try await shelf.base.read { work in try AuditTable.page(before: nil, limit: 1, in: work) }
    #expect(after[0].before.isEmpty && after[0].after["erased"] != nil)
    #expect(try await Self.verify(shelf).problem == nil)
  }

  @Test func `sealed values open only at their own place, with their own lead's key`() async throws {
    let vault = try Vault(keys: KeyRing())
    let sealed = try vault.seal(text: "secret", "t.c/1")
    #expect(try vault.openText(sealed, "t.c/1") == "secret")
    #expect(try vault.seal(text: "secret", "t.c/1") != sealed, "each sealing has its own nonce")
    for place in ["t.c/2", "t.d/1", "u.c/1", ""] {
      #expect(throws: (any Error).self, "\(place)") { _ = try vault.openText(sealed, place) }
    }
    for index in sealed.indices {
      var broken = sealed
      broken[index] ^= 1
      #expect(throws: (any Error).self, "byte \(index)") { _ = try vault.open(broken, "t.c/1") }
    }
    for length in 0..<sealed.count {
      #expect(throws: (any Error).self, "\(length)") { _ = try vault.open(Array(sealed.prefix(length)), "t.c/1") }
    }
    let (a, b) = (Lead.ID(rawValue: "a"), Lead.ID(rawValue: "b"))
    let (key, wrapped) = try vault.newLeadKey(for: a)
    let value = try key.seal(Array("x".utf8), "p")
    #expect(try vault.leadKey(wrapped, for: a).open(value, "p") == Array("x".utf8))
    #expect(throws: (any Error).self) { _ = try vault.leadKey(wrapped, for: b) }
    let other = try vault.newLeadKey(for: b).key
    #expect(throws: (any Error).self) { _ = try other.open(value, "p") }
    #expect(throws: (any Error).self) { _ = try Vault(keys: KeyRing()).open(sealed, "t.c/1") }
  }

  @Test func `look-up hashes are the same for the same value and purpose only, and keys survive their text form`() async throws {
    let keys = try KeyRing()
    let (vault, again) = (try Vault(keys: keys), try Vault(keys: KeyRing(text: keys.text)))
    #expect(try vault.hash("a@b", "email") == again.hash("a@b", "email"))
    #expect(try vault.hash("a@b", "email") != vault.hash("a@b", "address"))
    #expect(try vault.hash("a@b", "email") != Vault(keys: KeyRing()).hash("a@b", "email"))
    #expect(try again.open(vault.seal([1, 2], "p"), "p") == [1, 2])
    for text in [
      "", "current 1", keys.text.replacing("lookup", with: "loop"), keys.text.replacing("current 1", with: "current 9"),
      "data-99999999999999 AA\n",
    ] {
      #expect(throws: (any Error).self) { _ = try KeyRing(text: text) }
    }
  }

  @Test func `packed fields survive every cut`() {
    let bytes = Packed.bytes([("name", "value"), ("none", nil), ("empty", ""), ("ü", "日本")])
    #expect(Packed.fields(bytes).map { [$0.name, $0.value] } == [["name", "value"], ["empty", ""], ["ü", "日本"]])
    for length in 0..<bytes.count { #expect(Packed.fields(Array(bytes.prefix(length))).count < 3) }
    #expect(Packed.fields([255, 255, 255, 255, 1]).isEmpty)
  }

  @Test func `pages of any size are read without harm`() async throws {
    let shelf = try await Self.filled(1)
    for limit in [Int.min, -1, 0, 1, Int.max] {
      try await shelf.base.read { work in
        _ = try MessageList.page(MessageFilter(), before: nil, limit: limit, in: work)
        _ = try ReplyTable.page(state: nil, replyClass: nil, before: nil, limit: limit, in: work)
        _ = try AuditTable.page(before: nil, limit: limit, in: work)
      }
    }
  }
}
