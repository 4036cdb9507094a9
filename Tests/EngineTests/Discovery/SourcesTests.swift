import Fakes
import Foundation
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

/// A source that answers once, as a test wrote.
private struct OneSource: PlaceSearch {
  let info: ConnectorInfo
  var answer: Result<[FoundPlace], Fault> = .success([])
  var cost = 0
  let finished = Finished()

  final class Finished: Sendable { let count = Mutex(0) }

  init(
    _ id: String, _ answer: Result<[FoundPlace], Fault> = .success([]), cost: Int = 0, asksConsent: Bool = false, restHours: Int = 0
  ) {
    info = ConnectorInfo(
      id: id, name: id.uppercased(), summary: "", terms: "Be kind.", termsURL: "", asksConsent: asksConsent, restHours: restHours)
    (self.answer, self.cost) = (answer, cost)
  }

  func problem() -> Fault? { nil }
  func test() async throws(Fault) -> String { "ok" }
  func mostCostMicros(_ query: PlaceQuery) -> Int { cost }
  func finish() async { finished.count.withLock { $0 += 1 } }
  func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    PlacePage(try answer.get(), costMicros: cost)
  }
}

@Suite struct SourcesTests {
  private static let area = GeoArea.circle(GeoPoint(53.08, 8.8), metres: 1_000)
  private static let anker = FoundPlace(["business_name": "Anker", "city": "Bremen"])
  private static let user = ActingAs(.user)

  private struct World {
    let temporary: TemporaryBase
    let discovery: Discovery

    init(_ searches: [any PlaceSearch], _ environment: [String: String] = [:]) async throws {
      temporary = try await TemporaryBase.make()
      let settings = Settings(base: temporary.base, environment: environment, zone: "UTC")
      try await settings.reload()
      discovery = Discovery(base: temporary.base, settings: settings, searches: searches, geocoders: [])
    }

    func run(_ source: String, newOnly: Bool = false) async throws -> DiscoveryRun {
      let request = Discovery.Request(
        source: source, words: "tailor", location: "", area: SourcesTests.area, enriches: false, newOnly: newOnly)
      let (run, _) = try await discovery.start(request, as: SourcesTests.user)
      try? await discovery.runHere(run.id)
      return try await temporary.base.read { work in try DiscoveryTable.get(run.id, in: work) }
    }

    func leads() async throws -> [Lead] {
      try await temporary.base.read { work in
        try LeadTable.ids(after: 0, limit: 100, in: work).map { try LeadTable.get($0.id, in: work) }
      }
    }
  }

  @Test func `a source that asks for consent is off until its very terms are accepted`() async throws {
    let world = try await World([OneSource("terms", .success([Self.anker]), asksConsent: true)])
    await #expect(throws: Fault.self) { _ = try await world.run("terms") }
    await #expect(throws: Fault.self) { _ = try await world.discovery.test("terms") }
    await #expect(throws: Fault.self) { try await world.discovery.accept("terms", terms: "Be unkind.", as: Self.user) }
    #expect(try await world.discovery.sources()[0].acceptedAt == nil)
    try await world.discovery.accept("terms", terms: "Be kind.", as: Self.user)
    #expect(try await world.discovery.sources()[0].acceptedAt != nil)
    #expect(try await world.run("terms").found == 1)
    try await world.discovery.withdraw("terms", as: Self.user)
    await #expect(throws: Fault.self) { _ = try await world.run("terms") }
  }

  @Test func `sources are tried in the person's order until one finds some`() async throws {
    let shut = OneSource("openstreetmap", .failure(Fault(.upstream, "Down.")))
    let empty = OneSource("dataforseo")
    let world = try await World(
      [shut, empty, OneSource("google_maps", .success([Self.anker]))], ["DISCOVERY_SOURCES": "openstreetmap,dataforseo,google_maps"]
    )
    let run = try await world.run("auto")
    #expect(run.state == .completed && run.source == "google_maps" && run.found == 1)
    #expect(run.notes == ["OPENSTREETMAP: Down.", "DATAFORSEO knows none of these."])
    #expect(
      shut.finished.count.withLock { $0 } == 1 && empty.finished.count.withLock { $0 } == 1, "what a source holds is given back")
    let alone = try await world.run("openstreetmap")
    #expect(alone.state == .running && alone.source == "openstreetmap", "a source that was named has no other behind it")
  }

  @Test func `after a block nobody asks a source for hours and another one is offered`() async throws {
    let world = try await World(
      [OneSource("google_maps", .failure(Fault(.refused, "Are you a person?")), restHours: 6), OneSource("openstreetmap")])
    let run = try await world.run("google_maps")
    #expect(run.state == .failed && run.error == "Are you a person?")
    #expect(try await world.discovery.next(after: "google_maps")?.id == "openstreetmap")
    let fault = await #expect(throws: Fault.self) { _ = try await world.run("google_maps") }
    #expect(fault?.detail.contains("rests for 6 hours") == true, "\(fault?.detail ?? "")")
    #expect(try await world.discovery.sources()[0].problem != nil)
    let other = try await world.discovery.again(run.id, source: "openstreetmap", newOnly: true, as: Self.user).run
    #expect(other.source == "openstreetmap" && other.area == Self.area && other.newOnly)
  }

  @Test func `a search that could cost more than the limit is not begun`() async throws {
    let dear = OneSource("dataforseo", .success([Self.anker]), cost: 50_000)
    let world = try await World([dear], ["DISCOVERY_MAX_COST_CENTS": "4"])
    let fault = await #expect(throws: Fault.self) { _ = try await world.run("dataforseo") }
    #expect(fault?.code == .refused && fault?.detail.contains("$0.05") == true && fault?.detail.contains("$0.04") == true)
    let request = Discovery.Request(source: "dataforseo", words: "x", location: "", area: Self.area)
    let estimate = try await world.discovery.estimate(request)
    #expect(estimate.micros == 50_000 && estimate.limitMicros == 40_000)
    // Where the area is looked up first, the limit holds in the job.
    let (run, _) = try await world.discovery.start(.init(source: "dataforseo", words: "x", location: "53, 8"), as: Self.user)
    try? await world.discovery.runHere(run.id)
    let stored = try await world.temporary.base.read { work in try DiscoveryTable.get(run.id, in: work) }
    #expect(stored.state == .failed && stored.costMicros == 0 && stored.found == 0)
    let rich = try await World([dear])
    #expect(try await rich.run("dataforseo").costMicros == 50_000)
    #expect(try await rich.discovery.sources()[0].costMicros == 50_000)
  }

  @Test func `a search for new ones lists none that was known`() async throws {
    let world = try await World([
      OneSource("openstreetmap", .success([Self.anker, FoundPlace(["business_name": "Lind", "city": "Bremen"])]))
    ])
    #expect(try await world.run("openstreetmap").imported == 2)
    let again = try await world.run("openstreetmap", newOnly: true)
    #expect(again.found == 0 && again.skipped == 2 && again.state == .completed)
  }

  @Test func `what may be kept for a while only is forgotten, but not what the site itself confirmed`() async throws {
    let fields = ["latitude": "53.08", "longitude": "8.8", "category": "tailor"]
    let places = ["read", "unread"].map { name in
      FoundPlace(
        fields.merging([
          "website": "https://\(name).example/",
          "maps_url": "https://www.google.com/maps/place/?q=place_id:ChIJ\(name)0000000000",
        ]) { $1 },
        keepDays: ["location": 30, "website": 30])
    }
    let world = try await World([OneSource("google_places", .success(places))])
    #expect(try await world.run("google_places").imported == 2)
    let leads = try await world.leads()
    #expect(leads.allSatisfy { $0.details.latitude != nil && $0.details.website != nil })
    let base = world.temporary.base
    try await base.write { work in
      let fact = ContactFact(field: "email", value: "info@read.example", source: "website", url: nil, at: work.now)
      try LeadEventTable.add(fact, to: leads[0].id, in: work)
    }
    try await ForgetPassingFacts.run(base)
    #expect(try await world.leads().allSatisfy { $0.details.latitude != nil }, "nothing goes before its day")
    try await base.write { work in _ = try work.tx.run("UPDATE passing_fact SET until = $1", [work.now.rawValue]) }
    try await ForgetPassingFacts.run(base)
    let kept = try await world.leads()
    #expect(kept.allSatisfy { $0.details.latitude == nil && $0.details.longitude == nil && $0.details.mapsURL != nil })
    #expect(
      kept[0].details.website == "https://read.example" && kept[1].details.website == nil && kept[1].details.domain == nil)
    #expect(!kept[1].details.businessName.contains("unread"))
    let facts = try await base.read { work in try kept.flatMap { try LeadEventTable.facts(of: $0.id, in: work) } }
    #expect(!facts.contains { $0.source == "google_places" && ["location", "website"].contains($0.field) })
  }

  @Test func `a lead known by its domain gets the name that its site tells`() async throws {
    let world = try await World([
      OneSource("openstreetmap", .success([FoundPlace(["website": "https://anker.example.com"]), Self.anker]))
    ])
    _ = try await world.run("openstreetmap")
    var findings = WebsiteFindings()
    findings.facts = [.init("business_name", "Bäckerei Anker GmbH", url: "https://anker.example.com/imprint")]
    let found = findings
    for lead in try await world.leads() {
      try await world.temporary.base.write { work in try StandInName.replace(of: lead.id, by: found, in: work) }
    }
    #expect(try await world.leads().map(\.details.businessName) == ["Bäckerei Anker GmbH", "Anker"])
  }

  @Test func `samples come only where they are switched on, tagged and under names that belong to nobody`() async throws {
    let path = try #require(#filePath.components(separatedBy: "/Tests/").first) + "/Resources/samples/leads.csv"
    let down = OneSource("openstreetmap", .failure(Fault(.offline, "No network.")))
    let off = try await World([down, SamplePlaces(path: path, isOn: { false })])
    #expect(try await off.discovery.sources().count == 1)
    #expect(try await off.run("openstreetmap").source == "openstreetmap")
    let on = try await World([down, SamplePlaces(path: path, isOn: { true })], ["SCRAPING_USE_FALLBACK_DATA": "true"])
    let run = try await on.run("openstreetmap")
    #expect(run.state == .completed && run.source == "samples" && run.found > 3)
    let leads = try await on.leads()
    #expect(
      leads.allSatisfy {
        $0.tags.contains("sample") && $0.details.email?.hasSuffix(".example") != false && $0.details.website == nil
      })
  }
}
