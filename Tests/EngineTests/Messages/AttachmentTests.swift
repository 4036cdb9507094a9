import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

@Suite struct AttachmentTests {
  private static func pdf(_ bytes: Int, seed: UInt8 = 1) -> [UInt8] {
    let block = (0..<251).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ Int(seed)) }
    var all = Array("%PDF-1.7\n".utf8)
    while all.count < bytes + 9 { all += block.prefix(bytes + 9 - all.count) }
    return all
  }

  private static func take(_ bench: MailBench, _ name: String, _ bytes: [UInt8]) async throws -> AttachedFile {
    try await Attachments(base: bench.base).take(name: name, bytes: bytes, as: MailBench.me)
  }

  private static func step(_ files: [AttachedFile]?, subject: String = "Hello") -> Campaigns.NewStep {
    var step = Campaigns.NewStep(subject: subject, text: "Dear {{ business_name }}, a word?", html: "<p>A word?</p>")
    step.files = files?.map { .init(id: $0.id, name: $0.name) }
    return step
  }

  private static func stored(_ bench: MailBench) async throws -> Int {
    try await bench.base.database.read { tx in try tx.int("SELECT COUNT(*) FROM attachment") ?? 0 }
  }

  /// The files in a mail's bytes: what stands behind each Content-Disposition, decoded.
  private static func files(in bytes: [UInt8]) -> [[UInt8]] {
    let parts = String(decoding: bytes, as: UTF8.self).components(separatedBy: "Content-Disposition: attachment;").dropFirst()
    return parts.compactMap { part in
      guard let start = part.range(of: "\r\n\r\n") else { return nil }
      let lines = part[start.upperBound...].components(separatedBy: "\r\n").prefix { !$0.hasPrefix("--") }
      #expect(lines.allSatisfy { $0.utf8.count <= 76 })
      return Data(base64Encoded: lines.joined()).map { Array($0) }
    }
  }

  @Test func `one file for many leads lies sealed in the base once, and each mail carries it byte for byte`() async throws {
    let bench = try await MailBench.make()
    let bytes = Self.pdf(40_000)
    let file = try await Self.take(bench, "C:\\offers\\Angebot Müller.pdf", bytes)
    #expect(file.name == "Angebot Müller.pdf" && file.type == "application/pdf" && file.size == bytes.count)
    let again = try await Self.take(bench, "other name.pdf", bytes)
    #expect(again.id == file.id && again.name == "other name.pdf" && again.hash == file.hash)
    let campaign = try await bench.sequence([Self.step([file])])
    var leads: [Lead] = []
    for index in 0..<3 { leads.append(try await bench.lead("a@firm\(index).example")) }
    let mails = try await bench.approved(leads, in: campaign)
    #expect(mails.allSatisfy { $0.content.attachments == [file] })
    #expect(try await Self.stored(bench) == 1)
    #expect(try bench.temporary.allBytes().firstRange(of: bytes[20..<120]) == nil, "it is sealed")
    #expect(try await bench.outbox.pass().sent == 3)
    for delivery in bench.smtp.deliveries {
      #expect(Self.files(in: delivery.mail.bytes) == [bytes])
      let text = String(decoding: delivery.mail.bytes, as: UTF8.self)
      #expect(text.contains("multipart/mixed") && text.contains("multipart/alternative") && text.contains("filename*"))
    }
    let (shown, back) = try await Attachments(base: bench.base).get(.init(id: file.id, name: "Brief.pdf"))
    #expect(back == bytes && shown.name == "Brief.pdf")
  }

  @Test func `another file voids an approval, in the step and in the mail, and follow-ups have only their own`() async throws {
    let bench = try await MailBench.make()
    let (one, other) = (
      try await Self.take(bench, "one.pdf", Self.pdf(10)), try await Self.take(bench, "two.pdf", Self.pdf(10, seed: 2))
    )
    let campaign = try await bench.sequence([Self.step([one]), Self.step(nil, subject: "")])
    let lead = try await bench.lead("anna@sunrise.example")
    let mails = try await bench.approved([lead], in: campaign)
    #expect(mails.map { $0.content.attachments.map(\.name) } == [["one.pdf"], []] && mails[0].state == .queued)
    // What is not said about files leaves them as they are.
    var steps = try await bench.steps(campaign)
    try await bench.rewrite(campaign, steps)
    #expect(try await bench.now(mails[0]).state == .queued)
    steps[0].files = [.init(id: other.id)]
    try await bench.rewrite(campaign, steps)
    let states = [try await bench.now(mails[0]).state, try await bench.now(mails[1]).state]
    #expect(states == [.cancelled, .composed])
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    let fresh = try #require(try await bench.mails(of: lead).first { $0.state == .composed && $0.position == 0 })
    #expect(fresh.content.attachments == [other] && fresh.contentHash != mails[0].contentHash)

    let approved = try await bench.messages.approve(fresh.id, seen: fresh.contentHash, as: MailBench.me)
    let edited = try await bench.messages.edit(
      fresh.id, version: approved.version, subject: nil, text: nil, html: nil, files: [.init(id: one.id, name: "renamed.pdf")],
      as: MailBench.me)
    #expect(edited.state == .composed && edited.approvedHash == nil && edited.contentHash != fresh.contentHash)
    #expect(edited.content.attachments.map(\.name) == ["renamed.pdf"])
    #expect(try await bench.outbox.pass().sent == 0)
  }

  @Test func `a file that is not the approved one any more, or is gone, is never sent`() async throws {
    for change in ["deleted", "swapped"] {
      let bench = try await MailBench.make()
      let file = try await Self.take(bench, "one.pdf", Self.pdf(10))
      let campaign = try await bench.sequence([Self.step([file])])
      let mail = try await bench.approved([try await bench.lead("anna@sunrise.example")], in: campaign)[0]
      try await bench.base.write { work in
        if change == "swapped" {
          let other = try work.vault.seal(Self.pdf(10, seed: 9), "attachment.bytes_sealed/\(file.id)")
          try work.tx.run("UPDATE attachment SET bytes_sealed = $1", [other])
        } else {
          try work.tx.run("DELETE FROM step_attachment")
          try work.tx.run("DELETE FROM message_attachment")
          try work.tx.run("DELETE FROM attachment")
        }
      }
      #expect(try await bench.outbox.pass().sent == 0 && bench.smtp.deliveries.isEmpty)
      let now = try await bench.now(mail)
      #expect(now.state == .failed && now.lastError?.contains("one.pdf") == true, "\(change): \(now.lastError ?? "")")
    }
  }

  @Test func `more than 5 MB together, and another kind by name, are refused where they are chosen`() async throws {
    let bench = try await MailBench.make()
    let (three, two) = (
      try await Self.take(bench, "a.pdf", Self.pdf(3 << 20)), try await Self.take(bench, "b.pdf", Self.pdf(2 << 20))
    )
    await #expect(throws: Fault.self) { try await bench.sequence([Self.step([three, two])]) }
    for wish in [Attachments.Wish(id: two.id, name: "b.exe"), .init(id: two.id, name: "b.png"), .init(id: AttachedFile.ID(at: 1))] {
      await #expect(throws: Fault.self) { try await Attachments(base: bench.base).get(wish) }
    }
    #expect(try await bench.sequence([Self.step([three])]).state == .running)
  }

  @Test func `an answer by hand carries a file, and erasing the person takes it along but not what others have`() async throws {
    let bench = try await MailBench.make()
    let shared = try await Self.take(bench, "all.pdf", Self.pdf(10))
    let own = try await Self.take(bench, "Offer for Anna.pdf", Self.pdf(10, seed: 5))
    let campaign = try await bench.sequence([Self.step([shared])])
    let (anna, leo) = (try await bench.lead("anna@sunrise.example"), try await bench.lead("leo@moon.example"))
    let mails = try await bench.approved([anna, leo], in: campaign)
    _ = try await bench.outbox.pass()
    bench.mailbox.put(MailBench.reply(from: "anna@sunrise.example", to: try await bench.now(mails[0]), id: "r1@sunrise.example"))
    _ = try await bench.inbox.check()
    let reply = try #require(try await bench.replies(anna).first)
    let answer = try await bench.replies.answer(reply.id, text: "Here it is.", files: [.init(id: own.id)], as: MailBench.me)
    #expect(answer.content.attachments.map(\.name) == ["Offer for Anna.pdf"])
    bench.clock.advance(seconds: 60)
    #expect(try await bench.outbox.pass().sent == 1)
    #expect(Self.files(in: try #require(bench.smtp.deliveries.last).mail.bytes) == [Self.pdf(10, seed: 5)])
    #expect(try await bench.base.read { work in try Holdings(of: [anna.id], in: work).html.contains("Offer for Anna.pdf") })
    #expect(try await Self.stored(bench) == 2)
    try await bench.base.write { work in try Erasing.remove(anna.id, in: work) }
    #expect(try await Self.stored(bench) == 1)
    #expect(try await Attachments(base: bench.base).get(.init(id: shared.id)).bytes == Self.pdf(10))
  }

  @Test func `a file that nothing carries goes after a day, and a new data key seals all of them anew`() async throws {
    let bench = try await MailBench.make()
    let (kept, loose) = (
      try await Self.take(bench, "a.pdf", Self.pdf(10)), try await Self.take(bench, "b.pdf", Self.pdf(10, seed: 3))
    )
    _ = try await bench.sequence([Self.step([kept])])
    bench.clock.advance(seconds: AttachmentTable.unusedSeconds - 60)
    #expect(try await bench.base.write { work in try AttachmentTable.removeUnused(in: work) } == 0)
    bench.clock.advance(seconds: 120)
    #expect(try await bench.base.write { work in try AttachmentTable.removeUnused(in: work) } == 1)
    await #expect(throws: Fault.self) { try await Attachments(base: bench.base).get(.init(id: loose.id)) }

    let before = try await bench.base.database.read { tx in
      try tx.row("SELECT bytes_sealed AS b FROM attachment") { try $0.blob("b") }
    }
    try bench.base.vault.keys.addDataKey { _ in }
    try await bench.base.write { work in
      var position: Resealing.Position? = Resealing.Position()
      while let now = position { position = try Resealing.step(now, in: work) }
    }
    let after = try await bench.base.database.read { tx in
      try tx.row("SELECT bytes_sealed AS b FROM attachment") { try $0.blob("b") }
    }
    #expect(before != after)
    #expect(try await Attachments(base: bench.base).get(.init(id: kept.id)).bytes == Self.pdf(10))
  }

  @Test func `an export of messages names the files of each mail with their sizes`() async throws {
    let bench = try await MailBench.make()
    let file = try await Self.take(bench, "Price list, \"2026\".pdf", Self.pdf(1_000))
    let campaign = try await bench.sequence([Self.step([file])])
    _ = try await bench.approved([bench.lead("a@firm.example")], in: campaign)
    let other = try await bench.sequence([Self.step(nil)], name: "Bare")
    _ = try await bench.approved([bench.lead("b@other.example")], in: other)
    func export(_ format: ExportFormat) async throws -> String {
      let kept = Mutex<[UInt8]>([])
      try await Exports(base: bench.base).export(.messages, as: format, by: MailBench.me) { piece in kept.withLock { $0 += piece } }
      return String(decoding: kept.withLock { $0 }, as: UTF8.self)
    }
    let name = file.name.replacingOccurrences(of: "\"", with: "\\\"")
    let json = try await export(.json)
    #expect(json.contains("\"attachments\":[{\"name\":\"\(name)\",\"size\":\(file.size)}]") && json.contains("\"attachments\":[]"))
    let rows = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [[String: Any]])
    #expect(rows.count == 2)
    let csv = try await export(.csv)
    let head = csv.prefix { !$0.isNewline }
    #expect(head.hasSuffix(",attachments") && csv.contains("(\(file.size) bytes)"))
  }
}
