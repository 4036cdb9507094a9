import Outreach
import SQLite
import Store
import Testing

struct LeadSearchTests {
  @Test func `leads are found by plain and by personal words`() async throws {
    let shelf = try await Shelf.make()
    try await shelf.add([
      .named("Bäckerei Müller") {
        ($0.city, $0.email, $0.contactName, $0.phone) = (
          "Berlin", "eva.mueller@mueller-example.de", "Eva Schönfelder", "+49 30 1234567"
        )
      },
      .named("Butcher Smith") { ($0.city, $0.email) = ("Bergen", "info@smith-example.com") },
    ])
    let rows: [(query: String, found: [String])] = [
      ("bäck", ["Bäckerei Müller"]), ("BACKEREI", ["Bäckerei Müller"]), ("ber", ["Butcher Smith", "Bäckerei Müller"]),
      ("berlin", ["Bäckerei Müller"]), ("berli", ["Bäckerei Müller"]), ("bäcke", ["Bäckerei Müller"]), ("butch", ["Butcher Smith"]),
      ("butchx", []), ("zabc", []),
      ("berlin smith", []), ("butcher bergen", ["Butcher Smith"]), ("eva.mueller@mueller-example.de", ["Bäckerei Müller"]),
      ("EVA.Mueller@mueller-example.de", ["Bäckerei Müller"]), ("mueller", ["Bäckerei Müller"]), ("schönf", ["Bäckerei Müller"]),
      ("schonfelder", ["Bäckerei Müller"]), ("1234567", ["Bäckerei Müller"]), ("+49301234567", ["Bäckerei Müller"]),
      ("030 1234567", ["Bäckerei Müller"]),
      ("smith-example", ["Butcher Smith"]), ("\"", ["Butcher Smith", "Bäckerei Müller"]),
      ("*", ["Butcher Smith", "Bäckerei Müller"]),
      ("NEAR(a b)", []), ("nobody", []),
    ]
    for row in rows { #expect(try await shelf.find(row.query) == row.found, "\(row.query)") }
  }

  @Test func `an edit leaves no stale word in the index`() async throws {
    let shelf = try await Shelf.make()
    let old = try #require(
      try await shelf.add([
        .named("Alpha Alpha Beta") {
          ($0.city, $0.email, $0.contactName, $0.phone) = ("Berlin", "anna@alpha-example.de", "Anna Adler", "+4930111222")
        }
      ]).first)
    var new = old
    new.details = .named("Gamma")
    let next = new
    #expect(try await shelf.base.write { work in try LeadTable.update(next, was: old, in: work) })
    for word in ["alpha", "beta", "berlin", "anna", "adler", "anna@alpha-example.de", "111222"] {
      #expect(try await shelf.find(word) == [], "\(word)")
    }
    #expect(try await shelf.find("gamma") == ["Gamma"])
    #expect(try await shelf.indexedWords() == 1)
  }

  @Test func `the index is the same after many edits as after none`() async throws {
    let shelf = try await Shelf.make()
    let first = try await shelf.add((0..<40).map { number in .named("Shop \(number)") { $0.email = "shop\(number)@example.com" } })
    let before = try await shelf.indexedWords()
    for round in 0..<3 {
      try await shelf.base.write { work in
        for lead in first {
          var changed = try LeadTable.get(lead.id, in: work)
          let old = changed
          changed.details = round == 2 ? lead.details : .named("Other \(round)") { $0.contactName = "Name \(round)" }
          _ = try LeadTable.update(changed, was: old, in: work)
        }
      }
    }
    #expect(try await shelf.indexedWords() == before)
    #expect(try await shelf.find("shop7@example.com") == ["Shop 7"])
    try await shelf.base.database.write { tx in _ = try tx.run("INSERT INTO lead_search (lead_search) VALUES ('integrity-check')") }
  }
}

extension LeadSearchTests {
  @Test func `a lead that is added and changed in one transaction is found by its last words only`() async throws {
    let shelf = try await Shelf.make()
    let found = try await shelf.base.write { work in
      let lead = Lead(id: Lead.ID(at: 1), details: .named("First"), state: .pendingReview, at: work.now)
      try LeadTable.insert(lead, in: work)
      var filter = LeadFilter()
      filter.query = "first"
      let early = try LeadList.page(filter, cursor: nil, limit: 5, in: work).leads.count
      var next = lead
      for name in ["Second", "Third"] {
        let old = next
        next.details = .named(name)
        _ = try LeadTable.update(next, was: old, in: work)
        next.version += 1
      }
      return early
    }
    #expect(found == 1)
    for (word, names) in [("first", []), ("second", []), ("third", ["Third"])] { #expect(try await shelf.find(word) == names) }
    #expect(try await shelf.indexedWords() == 1)
  }
}
