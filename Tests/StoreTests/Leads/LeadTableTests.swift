import Outreach
import SQLite
import Store
import Testing

struct LeadTableTests {
  @Test func `a lead comes back as it was put in`() async throws {
    let shelf = try await Shelf.make()
    let full = LeadDetails.named("Bäckerei Müller") {
      for field in LeadDetails.textFields { $0[keyPath: field.path] = "\(field.name) ä\n\u{1F35E}" }
      ($0.latitude, $0.longitude, $0.confidence, $0.domainAuthority) = (48.1, -11.5, 0.5, 300)
      ($0.contactMethod, $0.source, $0.domain) = (.form, "csv", "example.de")
      ($0.custom, $0.metadata) = (["size": "12", "custom.x": "y"], ["k": "v"])
    }
    var lead = Lead(id: Lead.ID(at: 1), details: full, state: .pendingReview, at: Timestamp(rawValue: 5))
    lead.tags = ["b", "a"]
    (lead.score, lead.scoreReasons, lead.outcome) = (70, [ScoreReason(points: 5, text: "has\ta tab")], .meeting)
    let stored = lead
    let read = try await shelf.base.write { work in
      try LeadTable.insert(stored, in: work)
      return try LeadTable.get(stored.id, in: work)
    }
    var expected = lead
    expected.tags = ["a", "b"]
    #expect(read == expected)
  }

  @Test func `an update needs the version that was read`() async throws {
    let shelf = try await Shelf.make()
    let lead = try #require(try await shelf.add([.named("A")]).first)
    var changed = lead
    changed.details.city = "Bonn"
    let next = changed
    let results = try await shelf.base.write { work in
      (
        try LeadTable.update(next, was: lead, in: work), try LeadTable.update(next, was: lead, in: work),
        try LeadTable.get(lead.id, in: work)
      )
    }
    #expect(results.0 && !results.1 && results.2.version == 2 && results.2.details.city == "Bonn")
  }

  @Test func `personal fields are in the file as sealed bytes only`() async throws {
    let shelf = try await Shelf.make()
    try await shelf.add([
      .named("Bakery") { ($0.email, $0.contactName, $0.phone) = ("jane.roe@example.com", "Jane Roe", "+493012345678") }
    ])
    let plain = try await shelf.base.database.read { tx in
      try ["jane", "roe", "example.com", "12345678"].filter { word in
        try tx.int(
          "SELECT COUNT(*) FROM lead WHERE instr(CAST(personal_sealed AS TEXT) || COALESCE(domain, '') || business_name, $1)",
          [word]) ?? 0 > 0
      }
    }
    #expect(plain.isEmpty)
  }

  @Test func `twins share an address, a link or a place`() async throws {
    let shelf = try await Shelf.make()
    try await shelf.add([
      .named("One GmbH") { ($0.email, $0.city) = ("one@example.com", "Köln") },
      .named("Two") { $0.mapsURL = "https://maps.google.com/?cid=2" },
    ])
    let rows: [(details: LeadDetails, twins: [String])] = [
      (.named("x") { $0.email = "one@example.com" }, ["One GmbH"]),
      (.named("x") { $0.mapsURL = "https://maps.google.com/?cid=2" }, ["Two"]),
      (.named("ONE") { $0.city = "Koln" }, ["One GmbH"]), (.named("One"), []), (.named("One") { $0.city = "Bonn" }, []),
      (.named("x") { ($0.email, $0.mapsURL) = ("one@example.com", "https://maps.google.com/?cid=2") }, ["One GmbH", "Two"]),
    ]
    for row in rows {
      let found = try await shelf.base.read { work in try LeadTable.twins(of: row.details, in: work).map(\.details.businessName) }
      #expect(found == row.twins, "\(row.details.businessName)")
    }
  }
}
