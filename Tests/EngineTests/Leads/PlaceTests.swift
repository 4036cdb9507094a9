import Foundation
import Outreach
import Testing

@testable import Engine

@Suite struct PlaceTests {
  private static func text(_ path: String) throws -> String {
    try String(
      contentsOf: URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../../\(path)"),
      encoding: .utf8)
  }
  private static let table: PlaceTable? = (try? text("Resources/places/places.txt")).map { PlaceTable($0) }

  private static func place(
    _ country: String?, state: String? = nil, city: String? = nil, at: (Double, Double)? = nil, zone: String? = nil
  ) -> Whereabouts {
    var place = Whereabouts(timeZone: zone, country: country)
    (place.stateRegion, place.city, place.latitude, place.longitude) = (state, city, at?.0, at?.1)
    return place
  }

  @Test func `coordinates, else state, else city, else the country's only zone`() throws {
    let table = try #require(Self.table)
    let rows: [(place: Whereabouts, zone: String?, source: RecipientZone.Source, country: String?)] = [
      (Self.place("Germany"), "Europe/Berlin", .country, "DE"),
      (Self.place("Deutschland", city: "München"), "Europe/Berlin", .country, "DE"),
      (Self.place("US", state: "TX", city: "Dallas", at: (32.78, -96.8)), "America/Chicago", .coordinates, "US"),
      (Self.place("US", state: "TX", city: "El Paso"), "America/Denver", .city, "US"),
      (Self.place("US", state: "TX", city: "Nowhere"), "America/Chicago", .state, "US"),
      (Self.place("USA", state: "Texas"), "America/Chicago", .state, "US"),
      (Self.place("United States", state: "florida"), "America/New_York", .state, "US"),
      (Self.place("US", state: "Arizona"), "America/Phoenix", .state, "US"),
      (Self.place("US", state: "HI"), "Pacific/Honolulu", .state, "US"),
      (Self.place("US", city: "Seattle"), "America/Los_Angeles", .city, "US"),
      (Self.place("US", city: "Springfield"), nil, .sender, "US"), (Self.place("US"), nil, .sender, "US"),
      (Self.place("US", at: (0, 0)), nil, .sender, "US"), (Self.place("US", at: (500, 10)), nil, .sender, "US"),
      (Self.place("US", at: (.nan, .nan)), nil, .sender, "US"), (Self.place("US", at: (48.1, 11.6)), nil, .sender, "US"),
      // Coordinates that are a little off can't leave the lead's state.
      (Self.place("US", state: "Indiana", at: (41.6, -87.3)), "America/Chicago", .coordinates, "US"),
      (Self.place("US", state: "Ohio", at: (39.1, -84.9)), "America/New_York", .coordinates, "US"),
      (Self.place("Canada", state: "Québec"), "America/Toronto", .state, "CA"),
      (Self.place("CA", state: "Saskatchewan"), "America/Regina", .state, "CA"),
      (Self.place("CA", state: "BC", city: "Vancouver"), "America/Vancouver", .city, "CA"),
      (Self.place("Mexico", state: "Quintana Roo"), "America/Cancun", .state, "MX"),
      (Self.place("MX", city: "Tijuana"), "America/Tijuana", .city, "MX"),
      (Self.place("Brasil", state: "SP"), "America/Sao_Paulo", .state, "BR"),
      (Self.place("BR", city: "Manaus"), "America/Manaus", .city, "BR"),
      (Self.place("AU", state: "WA"), "Australia/Perth", .state, "AU"),
      (Self.place("Australia", state: "Queensland"), "Australia/Brisbane", .state, "AU"),
      (Self.place("España", state: "Canarias"), "Atlantic/Canary", .state, "ES"),
      (Self.place("Spain", city: "Madrid"), "Europe/Madrid", .city, "ES"),
      (Self.place(nil, zone: "Europe/Vienna"), "Europe/Vienna", .country, "AT"),
      (Self.place(nil, city: "Berlin"), nil, .sender, nil),
      (Self.place("Atlantis"), nil, .sender, nil),
    ]
    for row in rows {
      let placed = table.placed(row.place)
      let isSame = placed.zone == row.zone && placed.source == row.source && placed.country == row.country
      #expect(isSame, "\(row.place): \(placed)")
    }
  }

  @Test func `a sample of towns in countries with several zones lies in the zone that GeoNames says`() throws {
    let table = try #require(Self.table)
    var (all, wrong) = (0, [String]())
    for line in try Self.text("Tests/EngineTests/Fixtures/places.txt").split(separator: "\n") where !line.hasPrefix("#") {
      let fields = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
      guard fields.count == 5, let latitude = Double(fields[2]), let longitude = Double(fields[3]) else { continue }
      let zone = table.placed(Self.place(fields[0], at: (latitude, longitude))).zone
      all += 1
      if !fields[4].split(separator: " ").contains(where: { $0 == zone ?? "" }) {
        wrong.append("\(fields[0]) \(fields[1]): \(zone ?? "none")")
      }
    }
    // What is left lies on a border, or hundreds of kilometres from any town of the table.
    #expect(all > 900 && wrong.count * 100 <= all, "\(wrong)")
  }

  @Test func `the surest source wins, and what is not known is a guess that says so`() {
    struct Zones: ZoneSource {
      let zone: String?
      func offset(of zone: String, at moment: Timestamp) -> Int? { ["A/Known", "B/Placed", "S/Own"].contains(zone) ? 0 : nil }
      func placed(_ place: Whereabouts) -> PlacedZone { PlacedZone(zone: zone, source: .city, country: "DE") }
    }
    let rows: [(column: String?, placed: String?, name: String, source: RecipientZone.Source)] = [
      ("A/Known", "B/Placed", "A/Known", .column), ("Mars/Olympus", "B/Placed", "B/Placed", .city),
      (nil, "B/Placed", "B/Placed", .city),
      (nil, "Mars/Olympus", "S/Own", .sender), (nil, nil, "S/Own", .sender),
    ]
    for row in rows {
      let zone = Zones(zone: row.placed).recipientZone(
        Whereabouts(timeZone: row.column), sender: "S/Own", at: Timestamp(rawValue: 0))
      #expect(zone.name == row.name && zone.source == row.source && zone.country == "DE", "\(row)")
      #expect(!zone.origin.isEmpty)
    }
  }

  @Test func `a table that is missing, cut off or nonsense knows nothing and never traps`() throws {
    let text = try Self.text("Resources/places/places.txt")
    for broken in ["", "\n\n", "P X 1,2", "S US", "M US\nP America/Chicago x,y 1 1,2,3", String(text.prefix(40_000))] {
      _ = PlaceTable(broken).placed(Self.place("US", state: "TX", city: "Dallas", at: (32.78, -96.8)))
    }
    #expect(PlaceTable("").placed(Self.place("Germany")).zone == nil)
  }
}
