import Outreach
import SQLite
import Store
import Testing

struct LeadListTests {
  @Test func `pages give every lead once, in every order, also where values are equal`() async throws {
    let shelf = try await Shelf.make()
    try await shelf.add(
      (0..<57).map { number in .named("Business \(number % 5)") { $0.country = number % 2 == 0 ? "Germany" : "France" } })
    for sort in LeadFilter.Sort.allCases {
      for ascending in [true, false] {
        for limit in [1, 7, 57, 100] {
          let names = try await walk(shelf, sort, ascending, limit)
          #expect(names.count == 57 && Set(names).count == 57, "\(sort) \(ascending) \(limit)")
        }
      }
    }
  }

  @Test func `pages of a search give every match once, newest first`() async throws {
    let shelf = try await Shelf.make()
    let leads = try await shelf.add((0..<41).map { number in .named(number % 2 == 0 ? "Even \(number)" : "Odd \(number)") })
    let even = leads.enumerated().filter { $0.offset % 2 == 0 }.map(\.element.id)
    #expect(try await walk(shelf, .discoveredAt, false, 4, "even") == even.reversed())
    #expect(try await walk(shelf, .discoveredAt, true, 4, "ev") == even)
    #expect(Set(try await walk(shelf, .businessName, true, 4, "e")) == Set<Lead.ID>())
    #expect(Set(try await walk(shelf, .businessName, true, 4, "eve")) == Set(even))
  }

  private func walk(_ shelf: Shelf, _ sort: LeadFilter.Sort, _ ascending: Bool, _ limit: Int, _ query: String? = nil) async throws
    -> [Lead.ID]
  {
    var filter = LeadFilter()
    filter.query = query
    (filter.sort, filter.ascending) = (sort, ascending)
    let wanted = filter
    return try await shelf.base.read { work in
      var ids: [Lead.ID] = []
      var cursor: String?
      repeat {
        let page = try LeadList.page(wanted, cursor: cursor, limit: limit, in: work)
        ids += page.leads.map(\.id)
        cursor = page.next
      } while cursor != nil && ids.count < 1000
      return ids
    }
  }

  @Test func `filters hold, alone and together`() async throws {
    let shelf = try await Shelf.make()
    try await shelf.add([
      .named("A") { ($0.country, $0.email, $0.source) = ("Germany", "a@example.com", "csv") },
      .named("B") { ($0.country, $0.source) = ("France", "csv") },
      .named("C") { $0.country = "Germany" },
    ])
    let rows: [(change: @Sendable (inout LeadFilter) -> Void, names: [String])] = [
      ({ $0.country = "Germany" }, ["C", "A"]), ({ $0.hasEmail = false }, ["C", "B"]),
      ({ ($0.source, $0.hasEmail) = ("csv", true) }, ["A"]),
      ({ $0.states = [.approved] }, []), ({ $0.states = [.pendingReview, .approved] }, ["C", "B", "A"]),
      ({ $0.review = .pending }, ["C", "B", "A"]),
      ({ ($0.query, $0.country) = ("a", "Germany") }, ["A"]),
    ]
    for (at, row) in rows.enumerated() {
      let names = try await shelf.base.read { work in
        var filter = LeadFilter()
        row.change(&filter)
        return try LeadList.page(filter, cursor: nil, limit: 10, in: work).leads.map(\.details.businessName)
      }
      #expect(names == row.names, "row \(at)")
    }
  }

  @Test func `a cursor that nobody gave is refused`() async throws {
    let shelf = try await Shelf.make()
    for cursor in ["", "nonsense", "%%%", "MTIz"] {
      await #expect(throws: Fault.self, "\(cursor)") {
        try await shelf.base.read { work in try LeadList.page(LeadFilter(), cursor: cursor, limit: 5, in: work) }
      }
    }
  }

  @Test func `counters follow every change and every rollback`() async throws {
    struct Stop: Error {}
    let shelf = try await Shelf.make()
    let leads = try await shelf.add([.named("A"), .named("B"), .named("C")])
    try await shelf.base.write { work in _ = try LeadTable.move(leads[0].id, .approve, review: .approved, in: work) }
    try? await shelf.base.write { work in
      _ = try LeadTable.move(leads[1].id, .reject, review: .rejected, in: work)
      throw Stop()
    }
    let counts = try await shelf.base.read { work in try LeadList.counts(in: work) }
    #expect(counts.states == ["pending_review": 2, "approved": 1] && counts.reviews == ["pending": 2, "approved": 1])
  }
}
