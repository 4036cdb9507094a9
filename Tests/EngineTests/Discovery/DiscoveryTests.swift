import Fakes
import Outreach
import Store
import Synchronization
import Testing

@testable import Engine

/// A source whose pages a test writes; it keeps the cursors it was asked for.
private final class ScriptedSearch: PlaceSearch {
  let info = ConnectorInfo(id: "scripted", name: "Scripted", summary: "", terms: "", termsURL: "")
  private let pages: [PlacePage]
  private let faults = Mutex<[Fault]>([])
  let asked = Mutex<[String?]>([])

  init(_ pages: [[[String: String]]], faults: [Fault] = []) {
    self.pages = pages.enumerated().map { index, places in
      PlacePage(
        places.map { FoundPlace($0, url: "https://maps.example/\(index)") }, next: index + 1 < pages.count ? "\(index + 1)" : nil,
        costMicros: 2_000)
    }
    self.faults.withLock { $0 = faults }
  }

  func problem() -> Fault? { nil }
  func test() async throws(Fault) -> String { "ok" }

  func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    asked.withLock { $0.append(cursor) }
    if let fault = faults.withLock({ $0.isEmpty || cursor == nil ? nil : $0.removeFirst() }) { throw fault }
    return pages[cursor.flatMap { Int($0) } ?? 0]
  }
}

/// A geocoder that knows one place and counts how often it was asked.
private final class OnePlace: Geocoder {
  let name = "one"
  let count = Mutex(0)
  func places(named name: String, language: String) async throws(Fault) -> [GeoPlace] {
    count.withLock { $0 += 1 }
    guard name == "Bremen" else { return [] }
    let center = GeoPoint(53.08, 8.8)
    return [GeoPlace(name: "Bremen", center: center, box: GeoBox(around: center, metres: 9_000), country: "de", kind: "city")]
  }
}

/// A site that says what a test wrote.
private struct OneSite: WebsiteReader {
  var findings: WebsiteFindings?
  func read(_ website: String, maximumPages: Int) async throws(Fault) -> WebsiteFindings {
    guard let findings else { throw Fault(.upstream, "There is no site of that name.") }
    return findings
  }
}

/// A service that answers as a test wrote, and counts.
private final class Finder: EmailFinder {
  let count = Mutex(0)
  private let answer: Result<[FoundAddress], Fault>
  init(_ answer: Result<[FoundAddress], Fault>) { self.answer = answer }
  func addresses(at domain: String) async throws(Fault) -> [FoundAddress] {
    count.withLock { $0 += 1 }
    return try answer.get()
  }
}

@Suite struct DiscoveryTests {
  private static let stone = [
    "business_name": "Praxis Stone", "website": "https://stone.example.com", "phone": "+49 421 12345", "latitude": "53.08",
    "longitude": "8.80",
    "maps_url": "https://www.openstreetmap.org/node/1", "city": "Bremen",
  ]

  private struct World {
    let temporary: TemporaryBase
    let discovery: Discovery
    let search: ScriptedSearch
    let places = OnePlace()

    init(_ search: ScriptedSearch) async throws {
      temporary = try await TemporaryBase.make()
      self.search = search
      let settings = Settings(base: temporary.base, environment: [:], zone: "UTC")
      discovery = Discovery(base: temporary.base, settings: settings, searches: [search], geocoders: [places])
    }

    /// Starts a search and runs its job as the queue would.
    func run(_ maximum: Int? = nil, enriches: Bool = false) async throws -> DiscoveryRun {
      let request = Discovery.Request(
        source: "scripted", words: "dentist", location: "Bremen", maximum: maximum, enriches: enriches)
      let (run, _) = try await discovery.start(request, as: ActingAs(.user))
      try await work()
      return try await stored(run.id)
    }

    /// Runs the jobs that wait for this kind.
    func work(_ handler: JobHandler? = nil) async throws {
      let handler = handler ?? discovery.handler
      while let job = try await temporary.base.write({ work in try JobTable.take(lease: "test", in: work) }) {
        do {
          try await handler.run(job.payload, JobProgress(id: job.id, base: temporary.base))
          try await temporary.base.write { work in try JobTable.end(job.id, .complete, in: work) }
        } catch { try await temporary.base.write { work in try JobTable.end(job.id, .fail, error: "\(error)", in: work) } }
      }
    }

    func stored(_ id: DiscoveryRun.ID) async throws -> DiscoveryRun {
      try await temporary.base.read { work in try DiscoveryTable.get(id, in: work) }
    }

    func leads() async throws -> [Lead] {
      try await temporary.base.read { work in
        try LeadTable.ids(after: 0, limit: 100, in: work).map { try LeadTable.get($0.id, in: work) }
      }
    }
  }

  @Test func `what is found becomes leads for review with the origin of each field`() async throws {
    let world = try await World(
      ScriptedSearch([[Self.stone], [["business_name": "Salon Ada", "latitude": "53.1", "longitude": "8.9"]]]))
    let run = try await world.run()
    #expect(run.state == .completed && run.found == 2 && run.imported == 2 && run.costMicros == 4_000)
    let leads = try await world.leads()
    #expect(
      leads.map(\.details.businessName) == ["Praxis Stone", "Salon Ada"]
        && leads.allSatisfy { $0.state == .pendingReview && $0.score != nil })
    let facts = try await world.temporary.base.read { [id = leads[0].id] work in try LeadEventTable.facts(of: id, in: work) }
    #expect(facts.contains { $0.field == "phone" && $0.source == "scripted" && $0.url == "https://maps.example/0" })
    #expect(world.places.count.withLock { $0 } == 1)
    _ = try await world.run()
    #expect(world.places.count.withLock { $0 } == 1, "a place is looked up once")
    #expect(try await world.leads().count == 2, "the same search finds nothing new")
  }

  @Test func `a search that was broken off goes on where it stopped and finds nothing twice`() async throws {
    let busy = Fault(.badInput, "Too large.")
    let world = try await World(
      ScriptedSearch(
        [[Self.stone], [["business_name": "B", "city": "Bremen"]], [["business_name": "C", "city": "Bremen"]]], faults: [busy]))
    let run = try await world.run()
    #expect(run.state == .failed && run.error == "Too large." && run.found == 1 && run.cursor == "1")
    _ = try await world.discovery.resume(run.id, as: ActingAs(.user))
    try await world.work()
    let done = try await world.stored(run.id)
    #expect(done.state == .completed && done.found == 3)
    #expect(world.search.asked.withLock { $0 } == [nil, "1", "1", "2"])
  }

  @Test func `a search ends at its limit and after a cancel nothing more comes in`() async throws {
    let pages = (0..<5).map { page in (0..<4).map { ["business_name": "Shop \(page) \($0)", "city": "Bremen"] } }
    let world = try await World(ScriptedSearch(pages))
    #expect(try await world.run(6).found == 6)
    let request = Discovery.Request(source: "scripted", words: "x", location: "Bremen")
    let (run, _) = try await world.discovery.start(request, as: ActingAs(.user))
    _ = try await world.discovery.cancel(run.id, as: ActingAs(.user))
    try await world.work()
    let stored = try await world.stored(run.id)
    #expect(stored.state == .cancelled && stored.found == 0)
  }

  @Test func `wrong requests are refused field by field`() async throws {
    let world = try await World(ScriptedSearch([[]]))
    let rows: [(Discovery.Request, String)] = [
      (.init(source: "nowhere", words: "x", location: "y"), "source"),
      (.init(source: "scripted", words: " ", location: "y"), "query"),
      (.init(source: "scripted", words: "x", location: ""), "location"),
      (.init(source: "scripted", words: "x", location: "y", maximum: 0), "max_results"),
    ]
    for (request, field) in rows {
      let fault = await #expect(throws: Fault.self) { _ = try await world.discovery.start(request, as: ActingAs(.user)) }
      #expect(fault?.fields.first?.name == field, "\(field)")
    }
    #expect(try await world.discovery.places(named: "53.1, 8.8", language: "en").first?.center == GeoPoint(53.1, 8.8))
  }

  @Test func `one business is one lead, and two shops of a chain are two`() async throws {
    var near = Self.stone
    (near["maps_url"], near["latitude"], near["email"]) = ("https://maps.google.com/?cid=7", "53.0801", "info@stone.example.com")
    let world = try await World(
      ScriptedSearch([
        [
          Self.stone, near,
          [
            "business_name": "Praxis Stone", "phone": "+49 421 12345", "latitude": "53.2", "longitude": "8.80", "city": "Elsewhere",
          ],
          ["business_name": "Other Name", "phone": "+49 421 12345", "city": "Bremen"],
        ]
      ]))
    let run = try await world.run()
    #expect(run.imported == 3 && run.updated == 0 && run.found == 3)
    let leads = try await world.leads()
    #expect(
      leads[0].details.email == "info@stone.example.com" && leads[0].details.mapsURL == "https://www.openstreetmap.org/node/1")
  }

  @Test func `a web site completes a lead, knows it better than a map does, and keeps the page`() async throws {
    let world = try await World(ScriptedSearch([[Self.stone]]))
    _ = try await world.discovery.start(
      .init(source: "scripted", words: "x", location: "Bremen", enriches: true), as: ActingAs(.user))
    try await world.work()
    #expect(try await world.leads().first?.state == .discovered)
    var findings = WebsiteFindings()
    findings.addresses = [
      .init("noreply@stone.example.com", kind: .machine, url: "https://stone.example.com", excerpt: ""),
      .init("anna@stone.example.com", kind: .person, url: "https://stone.example.com/kontakt", excerpt: "Mail: anna"),
    ]
    findings.facts = [
      .init("phone", "+49 421 99999", url: "https://stone.example.com"),
      .init("contact_name", "Anna Stone", url: "https://stone.example.com"),
    ]
    findings.pages = [.init(url: "https://stone.example.com", title: "Praxis", excerpt: "We fix teeth", bytes: [1, 2, 3])]
    (findings.language, findings.signs) = ("de", ["https": false, "mobile": true])
    let settings = Settings(base: world.temporary.base, environment: [:], zone: "UTC")
    let enrichment = Enrichment(base: world.temporary.base, settings: settings, reader: OneSite(findings: findings))
    _ = try await enrichment.ask(try await world.leads().map(\.id), as: ActingAs(.user))
    try await world.work(enrichment.handler)
    let lead = try #require(try await world.leads().first)
    #expect(
      lead.details.email == "anna@stone.example.com" && lead.details.contactName == "Anna Stone"
        && lead.details.phone == "+4942199999")
    #expect(lead.state == .pendingReview && lead.details.contactMethod == .email && lead.details.custom["site_https"] == "no")
    #expect(lead.scoreReasons.contains { $0.text == "Its web site is not encrypted" })
    let pages = try await world.temporary.base.read { work in try EvidenceTable.list(of: lead.id, in: work) }
    #expect(pages.map(\.excerpt) == ["We fix teeth"] && pages.first?.hash.count == 64)
  }

  @Test func `a site that does not answer does not hold a lead back`() async throws {
    let world = try await World(ScriptedSearch([[Self.stone]]))
    _ = try await world.discovery.start(
      .init(source: "scripted", words: "x", location: "Bremen", enriches: true), as: ActingAs(.user))
    try await world.work()
    let settings = Settings(base: world.temporary.base, environment: [:], zone: "UTC")
    let enrichment = Enrichment(base: world.temporary.base, settings: settings, reader: OneSite(findings: nil))
    _ = try await enrichment.ask(try await world.leads().map(\.id), as: ActingAs(.user))
    try await world.work(enrichment.handler)
    let lead = try #require(try await world.leads().first)
    #expect(lead.state == .pendingReview)
    let events = try await world.temporary.base.read { work in try LeadEventTable.list(of: lead.id, in: work) }
    #expect(events.contains { $0.kind == "site_not_read" && $0.detail == "There is no site of that name." })
  }

  @Test func `a service of the person's own is asked only where no address is known`() async throws {
    let known = Finder(
      .success([
        FoundAddress(
          "bob@stone.example.com", name: "Bob Stone", position: "", confidence: 92, isGeneric: false,
          source: "http://stone.example.com/team")
      ]))
    let used = Finder(.failure(Fault(.refused, "Your Hunter plan is used up for this month.")))
    for (finder, email, event) in [(known, "bob@stone.example.com", "filled"), (used, nil, "finder_failed")] {
      let world = try await World(ScriptedSearch([[Self.stone]]))
      _ = try await world.discovery.start(
        .init(source: "scripted", words: "x", location: "Bremen", enriches: true), as: ActingAs(.user))
      try await world.work()
      let settings = Settings(base: world.temporary.base, environment: [:], zone: "UTC")
      let enrichment = Enrichment(
        base: world.temporary.base, settings: settings, reader: OneSite(findings: nil), finder: { finder })
      for _ in 0..<2 {
        _ = try await enrichment.ask(try await world.leads().map(\.id), as: ActingAs(.user))
        try await world.work(enrichment.handler)
      }
      let lead = try #require(try await world.leads().first)
      #expect(lead.details.email == email && lead.state == .pendingReview)
      let (facts, events) = try await world.temporary.base.read { work in
        (try LeadEventTable.facts(of: lead.id, in: work), try LeadEventTable.list(of: lead.id, in: work))
      }
      #expect(events.contains { $0.kind == event })
      #expect(
        email == nil || facts.contains { $0.field == "email" && $0.source == "hunter" && $0.url == "http://stone.example.com/team" }
      )
      #expect(finder.count.withLock { $0 } == (email == nil ? 2 : 1), "known addresses cost nothing")
    }
  }

  @Test func `no more than eight sites are read at once, and other work goes on`() async throws {
    let temporary = try await TemporaryBase.make()
    let taken = try await temporary.base.write { work in
      for number in 0..<12 { try JobTable.add(kind: "enrich", payload: "{}", lane: "host/\(number)", in: work) }
      try JobTable.add(kind: "send", payload: "{}", lane: "send/primary", in: work)
      var lanes: [String] = []
      while let job = try JobTable.take(lease: "test", busy: Set(lanes), in: work) { lanes.append(job.lane) }
      return lanes
    }
    #expect(taken.count { $0.hasPrefix("host/") } == 8 && taken.contains("send/primary"))
  }

  @Test func `the table of scores is changed, checked, and all leads are scored anew`() async throws {
    let world = try await World(ScriptedSearch([[Self.stone]]))
    _ = try await world.run()
    let before = try await world.leads()[0].score
    let scoring = Scoring(base: world.temporary.base)
    await #expect(throws: Fault.self) { try await scoring.change([ScoreRule(.hasPhone, 400)], as: ActingAs(.user)) }
    try await scoring.change([ScoreRule(.hasPhone, 45), ScoreRule(.isNear, 7, "53.08, 8.80, 10")], as: ActingAs(.user))
    try await world.work(scoring.handler)
    let lead = try await world.leads()[0]
    #expect(lead.score == (before ?? 0) + 40 + 7)
  }
}
