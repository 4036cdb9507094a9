import Fakes
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct MailSearchTests {
  /// The leads of the mails and of the replies that a search finds.
  private static func find(_ query: String, _ bench: MailBench) async throws -> (mails: [String], replies: [String]) {
    try await bench.base.read { work in
      var filter = MessageFilter()
      filter.query = query
      let mails = try MessageList.page(filter, before: nil, limit: 50, in: work).messages
      let replies = try ReplyTable.page(state: nil, replyClass: nil, query: query, before: nil, limit: 50, in: work).replies
      return (mails.map(\.content.to.address), replies.map(\.content.from.address))
    }
  }

  @Test func `mails and replies are found by their words, names and addresses`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign(subject: "Fresh bread for {{ business_name }}")
    let anna = try await bench.lead("anna@sunrise.example", name: "Bäckerei Sonnenaufgang")
    let bob = try await bench.lead("bob@sunset.example", name: "Café Abendrot")
    let messages = try await bench.approved([anna, bob], in: campaign)
    _ = try await bench.outbox.pass()
    _ = try await bench.outbox.pass()
    bench.mailbox.put(
      MailBench.reply(
        from: "anna@sunrise.example", to: try await bench.now(messages[0]), id: "1@x",
        text: "We would love some croissants on Tuesday."))
    _ = try await bench.inbox.check()
    let rows: [(query: String, mails: Int, replies: Int)] = [
      ("bread", 2, 1), ("bäckerei", 1, 1), ("BACKEREI", 1, 1), ("sonnen", 0, 1), ("anna", 1, 1),
      ("anna@sunrise.example", 1, 1),
      ("croissants", 0, 1),
      ("sunr", 1, 1), ("love croissants", 0, 1), ("croissants abendrot", 0, 0), ("nothing", 0, 0), ("   ", 2, 1),
    ]
    for row in rows {
      let found = try await Self.find(row.query, bench)
      #expect(found.mails.count == row.mails && found.replies.count == row.replies, "\(row.query): \(found)")
    }
  }

  @Test func `an edited mail is found by its new words alone`() async throws {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("anna@sunrise.example")
    _ = try await bench.campaigns.enroll(.these([lead.id]), in: campaign.id, as: MailBench.me)
    let message = try await bench.mails(of: lead)[0]
    #expect(try await Self.find("word", bench).mails.count == 1)
    _ = try await bench.messages.edit(
      message.id, version: message.version, subject: nil, text: "Something about pretzels.", html: nil, as: MailBench.me)
    #expect(try await Self.find("word", bench).mails.isEmpty)
    #expect(try await Self.find("pretzels", bench).mails.count == 1)
  }

  @Test func `the index holds no word that can be read`() async throws {
    let bench = try await MailBench.make()
    _ = try await bench.one()
    let words = try await bench.base.database.write { tx in
      try tx.run("CREATE VIRTUAL TABLE temp.seen USING fts5vocab('main', 'message_search', 'row')")
      return try tx.rows("SELECT term FROM temp.seen") { try $0.text("term") }
    }
    #expect(
      !words.isEmpty
        && words.allSatisfy { $0.count == 15 && $0.hasPrefix("z") && $0.dropFirst().allSatisfy { ("a"..."p").contains($0) } })
  }
}
