import Fakes
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct SuppressionTests {
  private func list(_ bench: MailBench) -> Suppressions { Suppressions(base: bench.base) }

  private func all(_ bench: MailBench) async throws -> [Suppression] { try await list(bench).list() }

  @Test func `an address is found however it is written, and a domain covers what lies under it`() async throws {
    let rows: [(kind: Suppression.Kind, entry: String, address: String, isSuppressed: Bool)] = [
      (.address, "Anna@Müller.de", "anna@xn--mller-kva.de", true), (.address, "anna@xn--mller-kva.de", "ANNA@MÜLLER.DE", true),
      (.domain, "müller.de", "b@xn--mller-kva.de", true), (.domain, "XN--MLLER-KVA.DE", "b@shop.müller.de", true),
      (.domain, "mu\u{308}ller.de", "b@müller.de", true), (.domain, "firm.de.", "b@firm.de", true),
      (.domain, "@firm.de", "b@firm.de", true),
      (.domain, "firm.de", "b@otherfirm.de", false), (.address, "anna@firm.de", "hanna@firm.de", false),
      (.address, " <anna@firm.de> ", "anna@firm.de", true),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      try await list(bench).add(row.kind, row.entry, as: MailBench.me)
      #expect(try await bench.suppressed(row.address) == (row.isSuppressed ? .manual : nil), "\(row.entry) \(row.address)")
    }
  }

  @Test func `what is neither address nor domain, or would silence a country, is refused`() async throws {
    let bench = try await MailBench.make()
    for (kind, text) in [
      (Suppression.Kind.domain, "de"), (.domain, "co.uk"), (.domain, "a@b.de"), (.domain, "https://a.de/x"), (.address, "firm.de"),
      (.address, "a@b"),
    ] {
      await #expect(throws: Fault.self, "\(text)") { try await list(bench).add(kind, text, as: MailBench.me) }
    }
    #expect(try await all(bench).isEmpty)
  }

  @Test func `hosts are shown and found in their own script`() async throws {
    let bench = try await MailBench.make()
    try await list(bench).add(.domain, "xn--mller-kva.de", as: MailBench.me)
    #expect(try await list(bench).list(matching: "müll").map(\.value) == ["müller.de"])
  }

  @Test func `a list is imported from text and CSV, and nothing but addresses and lone domains is taken from it`() async throws {
    let bench = try await MailBench.make()
    let text = "anna@firm.de\nANNA@firm.de\nMüller.de\n@other.de\nnot an entry at all\n\n"
    let first = try await list(bench).importList(Array(text.utf8), as: MailBench.me)
    #expect(first == .init(added: 3, known: 1, unread: [5], unreadCount: 1))
    let csv = "Name;Website;E-Mail\r\nShop;https://shop.de;bob@shop.de\r\nCafé;cafe.de;\r\n"
    let second = try await list(bench).importList(Array(csv.utf8), as: MailBench.me)
    #expect(second == .init(added: 1, known: 0, unread: [3], unreadCount: 1), "a web site is no wish for silence")
    for (address, found) in [
      ("anna@firm.de", true), ("x@müller.de", true), ("x@other.de", true), ("bob@shop.de", true), ("x@shop.de", false),
      ("x@cafe.de", false),
    ] {
      #expect(try await bench.suppressed(address) == (found ? .imported : nil), "\(address)")
    }
    let trail = try await bench.base.read { work in
      try AuditTable.page(before: nil, limit: 20, in: work).filter { $0.entity == "suppression" }
    }
    #expect(trail.count == 2, "one row for each import")
    await #expect(throws: Fault.self) {
      _ = try await list(bench).importList([0x50, 0x4B, 3, 4] + [UInt8](repeating: 0, count: 100), as: MailBench.me)
    }
  }

  @Test func `what is exported can be imported again, and practice is not in it`() async throws {
    let bench = try await MailBench.make()
    try await list(bench).add(.address, "anna@firm.de", as: MailBench.me)
    try await list(bench).add(.domain, "müller.de", as: MailBench.me)
    try await bench.base.write { work in
      try SuppressionTable.add(.address, "p@practice.de", .unsubscribed, mode: .practice, in: work)
    }
    let bytes = Mutex<[UInt8]>([])
    try await list(bench).export { piece in bytes.withLock { $0 += piece } }
    let file = bytes.withLock { $0 }
    let text = String(decoding: file, as: UTF8.self)
    #expect(!text.contains("practice.de"))
    let other = try await MailBench.make()
    let result = try await list(other).importList(file, as: MailBench.me)
    #expect(result == .init(added: 2, known: 0))
    for address in ["x@müller.de", "anna@firm.de"] { #expect(try await other.suppressed(address) == .imported, "\(address)") }
  }

  @Test func `an opt-out that the program misread is taken back by correcting the answer, and only then`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    let sent = try await bench.now(message)
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: sent, id: "1@in.example", text: "unsubscribe"))
    _ = try await bench.inbox.check()
    let reply = try #require(try await bench.replies(lead).first)
    #expect(try await bench.suppressed("anna@sunrise.example") == .unsubscribed)
    let entry = try #require(try await all(bench).first)
    await #expect(throws: Fault.self) { try await list(bench).remove(entry.id, as: MailBench.me) }
    _ = try await bench.replies.classify(reply.id, as: .interested, by: MailBench.me)
    #expect(try await bench.suppressed("anna@sunrise.example") == nil)
    let trail = try await bench.base.read { work in try AuditTable.page(before: nil, limit: 50, in: work).map(\.action) }
    #expect(trail.contains("unsuppress"))
    _ = try await bench.replies.classify(reply.id, as: .unsubscribe, by: MailBench.me)
    #expect(try await bench.suppressed("anna@sunrise.example") == .unsubscribed, "and put back by correcting it again")
  }

  @Test func `what the person put on the list stays when an answer is corrected`() async throws {
    let bench = try await MailBench.make()
    let (lead, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    try await list(bench).add(.address, "anna@sunrise.example", as: MailBench.me)
    bench.mailbox.put(
      MailBench.reply(from: "anna@sunrise.example", to: try await bench.now(message), id: "1@in.example", text: "unsubscribe"))
    _ = try await bench.inbox.check()
    let reply = try #require(try await bench.replies(lead).first)
    _ = try await bench.replies.classify(reply.id, as: .interested, by: MailBench.me)
    #expect(try await bench.suppressed("anna@sunrise.example") == .manual)
  }

  @Test func `a mail to the unsubscribe address counts, from whatever address it comes, and a forged token does not`() async throws
  {
    for isForged in [false, true] {
      let bench = try await MailBench.make()
      let (lead, message) = try await bench.one()
      _ = try await bench.outbox.pass()
      let uri = try await bench.now(message).content.listUnsubscribe.first ?? ""
      var subject = uri.split(separator: "=").last.map(String.init) ?? ""
      if isForged { subject = String(subject.dropLast(4)) + "0000" }
      bench.mailbox.put(MailBench.reply(from: "private@elsewhere.example", to: nil, id: "1@in.example", subject: subject, text: ""))
      _ = try await bench.inbox.check()
      #expect(try await bench.suppressed("anna@sunrise.example") == (isForged ? nil : .unsubscribed), "forged \(isForged)")
      #expect(try await bench.suppressed("private@elsewhere.example") == (isForged ? nil : .unsubscribed), "forged \(isForged)")
      #expect(try await bench.enrollments(lead).map(\.state) == [isForged ? .finished : .unsubscribed], "forged \(isForged)")
    }
  }

  @Test func `one-click unsubscribing is offered only where the person gave an https address`() async throws {
    for url in [nil, "https://firm.example/out"] {
      let bench = try await MailBench.make(["UNSUBSCRIBE_URL": url])
      _ = try await bench.one()
      _ = try await bench.outbox.pass()
      let bytes = try #require(bench.smtp.deliveries.first?.mail.bytes)
      let (list, post) = (FakeSender.header("list-unsubscribe", of: bytes), FakeSender.header("list-unsubscribe-post", of: bytes))
      #expect(list.contains("mailto:") && list.contains("https://firm.example/out?t=") == (url != nil))
      #expect(post == (url == nil ? "" : "List-Unsubscribe=One-Click"))
    }
  }
}
