import Fakes
import Outreach
import Store
import Testing

@testable import Engine

@Suite struct LeadWriterTests {
  private static let shop = [
    "business_name": "Bakery Anker", "maps_url": "https://www.openstreetmap.org/node/1", "phone": "+4942111111",
    "address": "Am Wall", "city": "Bremen", "email": "old@anker.de", "latitude": "53.08", "longitude": "8.8",
  ]

  /// Writes records by source, one after the other, an hour between; returns the lead.
  private func write(_ records: [(String, [String: String])], _ temporary: TemporaryBase) async throws -> Lead {
    var id: Lead.ID?
    for (source, fields) in records {
      temporary.clock.advance(seconds: 3600)
      id = try await temporary.base.write { work in
        let origin = LeadOrigin(source: source, url: source == "csv" ? nil : "https://\(source).example/1", label: source)
        return try LeadWriter.record(try LeadIntake(source: source).take(fields), origin, in: work)?.lead
      }
    }
    let lead = try #require(id)
    return try await temporary.base.read { work in try LeadTable.get(lead, in: work) }
  }

  private func record(_ more: [String: String]) -> [String: String] {
    ["business_name": "Bakery Anker", "maps_url": "https://www.openstreetmap.org/node/1"].merging(more) { $1 }
  }

  @Test func `the better field stays, with who said it, when and why`() async throws {
    let temporary = try await TemporaryBase.make()
    let lead = try await write(
      [
        ("openstreetmap", Self.shop),
        ("website", record(["phone": "+4942122222", "address": "Am Wall 7", "email": "new@anker.de", "category": "Bakery"])),
        ("openstreetmap", record(["phone": "+4942133333", "address": "Wall 9"])),
        ("website", record(["category": "Café"])),
      ], temporary)
    #expect(lead.details.phone == "+4942122222" && lead.details.address == "Am Wall 7" && lead.details.email == "new@anker.de")
    #expect(lead.details.category == "Café" && lead.details.city == "Bremen")
    let (facts, events) = try await temporary.base.read { work in
      (try LeadEventTable.facts(of: lead.id, in: work), try LeadEventTable.list(of: lead.id, in: work))
    }
    let phones = facts.filter { $0.field == "phone" }
    #expect(phones.map(\.value) == ["+4942111111", "+4942122222"] && phones.map(\.why) == [nil, .trusted])
    #expect(phones.map(\.source) == ["openstreetmap", "website"] && phones[0].at < phones[1].at)
    #expect(phones[1].url == "https://website.example/1")
    #expect(facts.last { $0.field == "category" }?.why == .newer && facts.last { $0.field == "address" }?.why == .fuller)
    #expect(events.contains { $0.kind == "replaced" && $0.detail == "category: is newer (website)" })
  }

  @Test func `what a person wrote or took away stays`() async throws {
    let temporary = try await TemporaryBase.make()
    let lead = try await write([("openstreetmap", Self.shop)], temporary)
    var edit = Leads.Edit()
    edit.texts = ["phone": "+4942199999", "address": ""]
    edit.custom = ["site_https": "yes"]
    _ = try await Leads(base: temporary.base).edit(lead.id, version: lead.version, edit, as: ActingAs(.user))
    let after = try await write(
      [("website", record(["phone": "+4942122222", "address": "Am Wall 7", "custom.site_https": "no", "category": "Bakery"]))],
      temporary)
    #expect(after.details.phone == "+4942199999" && after.details.address == nil)
    #expect(after.details.custom["site_https"] == "yes" && after.details.category == "Bakery")
    let facts = try await temporary.base.read { work in try LeadEventTable.facts(of: lead.id, in: work) }
    #expect(facts.contains { $0.field == "address" && $0.value.isEmpty && $0.source == "you" })
  }

  @Test func `a file and a service write the same way, and a file only fills gaps`() async throws {
    let temporary = try await TemporaryBase.make()
    let lead = try await write(
      [("openstreetmap", Self.shop), ("csv", record(["phone": "+4942144444", "category": "Bakery", "email": "old@anker.de"]))],
      temporary)
    #expect(lead.details.phone == "+4942111111" && lead.details.category == "Bakery" && lead.state == .discovered)
    let other = try await TemporaryBase.make()
    let listed = try await write(
      [("csv", Self.shop), ("openstreetmap", Self.shop.merging(["phone": "+4942155555"]) { $1 })], other)
    #expect(listed.state == .pendingReview && listed.details.phone == "+4942111111")
    #expect(listed.id != lead.id && listed.details.email == "old@anker.de")
  }

  @Test func `an address moves only where nobody was written to and nobody asked to be left alone`() async throws {
    for (number, state) in [LeadState.pendingReview, .contacted, .replied].enumerated() {
      let temporary = try await TemporaryBase.make()
      let lead = try await write([("openstreetmap", Self.shop)], temporary)
      try await temporary.base.write { work in
        try LeadTable.move(lead.id, .submit, in: work)
        if state != .pendingReview {
          for event in [LeadState.Event.approve, .contact] { try LeadTable.move(lead.id, event, in: work) }
        }
        if state == .replied { try LeadTable.move(lead.id, .reply, in: work) }
      }
      let after = try await write([("website", record(["email": "new@anker.de"]))], temporary)
      #expect((after.details.email == "new@anker.de") == (number == 0), "\(state)")
    }
    let temporary = try await TemporaryBase.make()
    _ = try await write([("openstreetmap", Self.shop)], temporary)
    try await temporary.base.write { work in
      try SuppressionTable.add(.address, "old@anker.de", .unsubscribed, mode: .real, in: work)
    }
    let kept = try await write([("website", record(["email": "new@anker.de"]))], temporary)
    #expect(kept.details.email == "old@anker.de", "else who unsubscribed would be written to at another address")
  }

  @Test func `a bad address gives way, and its verdict goes with it`() async throws {
    let temporary = try await TemporaryBase.make()
    let file = Self.shop.merging(["email_status": "invalid"]) { $1 }
    let first = try await write([("csv", file)], temporary)
    #expect(try await temporary.base.read { work in try EmailVerdictTable.of(first.id, in: work)?.verdict } == .invalid)
    let lead = try await write([("website", record(["email": "new@anker.de"]))], temporary)
    #expect(lead.details.email == "new@anker.de" && lead.details.emailStatus == nil)
    #expect(try await temporary.base.read { work in try EmailVerdictTable.of(lead.id, in: work) } == nil)
    // A finding about another address is none about this one.
    let third = try await write([("csv", record(["email": "third@anker.de", "email_status": "invalid"]))], temporary)
    #expect(third.details.email == "new@anker.de" && third.details.emailStatus == nil)
  }
}
