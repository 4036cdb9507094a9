import Outreach
import Text

/// Which time zone holds where, as `Resources/places/places.txt` tells; made by `scripts/make-places`.
public struct PlaceTable: Sendable {
  private struct Point: Sendable {
    let latitude: Double
    let longitude: Double
    let zone: String
  }

  /// A country with several zones.
  private struct Land: Sendable {
    /// Folded names of parts, and their zones with the one of most people first.
    var states: [String: [String]] = [:]
    /// Folded names of cities.
    var cities: [String: String] = [:]
    var points: [Point] = []
  }

  /// The zone of countries that have only one.
  private var only: [String: String] = [:]
  private var lands: [String: Land] = [:]
  private var countryOfZone: [String: String] = [:]
  private static let kilometresADegree = 111.2
  /// A point further away says nothing.
  private static let farthestKilometres = 600.0

  /// Reads the table; lines that it does not know are passed over.
  public init(_ text: String) {
    var country = ""
    for line in text.split(separator: "\n") {
      let fields = line.split(separator: " ", maxSplits: 2).map(String.init)
      switch (fields.first, fields.count) {
      case ("C", 3): (only[fields[1]], countryOfZone[fields[2]]) = (fields[2], fields[1])
      case ("M", 2): (country, lands[fields[1]]) = (fields[1], Land())
      case ("S", 3): addState(fields[1], fields[2])
      case ("N", 3):
        for name in fields[2].split(separator: "|") { lands[country]?.cities[Folding.text(name)] = fields[1] }
      case ("P", 3): addPoints(country, zone: fields[1], fields[2])
      default: break
      }
    }
  }

  private mutating func addState(_ country: String, _ text: String) {
    let parts = text.split(separator: "|")
    guard let first = parts.first, parts.count > 1 else { return }
    let zones = first.split(separator: " ").map(String.init)
    for name in parts.dropFirst() { lands[country]?.states[Folding.text(name)] = zones }
  }

  private mutating func addPoints(_ country: String, zone: String, _ text: String) {
    countryOfZone[zone] = country
    for pair in text.split(separator: " ") {
      let numbers = pair.split(separator: ",").compactMap { Double($0) }
      if numbers.count == 2 { lands[country]?.points.append(Point(latitude: numbers[0], longitude: numbers[1], zone: zone)) }
    }
  }

  /// What a place tells: coordinates, else state, else city, else the country's only zone.
  public func placed(_ place: Whereabouts) -> PlacedZone {
    let named = place.country.flatMap { Country($0)?.code }
    guard let code = named ?? place.timeZone.flatMap({ countryOfZone[$0] }) else {
      return PlacedZone(zone: nil, source: .sender, country: nil)
    }
    if let zone = only[code] { return PlacedZone(zone: zone, source: .country, country: code) }
    guard let land = lands[code] else { return PlacedZone(zone: nil, source: .sender, country: code) }
    let state = place.stateRegion.flatMap { land.states[Folding.text($0)] }
    if let zone = Self.nearest(land.points, to: place, within: state) {
      return PlacedZone(zone: zone, source: .coordinates, country: code)
    }
    let city = place.city.flatMap { land.cities[Folding.text($0)] }
    if let zones = state, let main = zones.first {
      // A state on both sides of a line: its city tells more.
      if zones.count > 1, let city, zones.contains(city) { return PlacedZone(zone: city, source: .city, country: code) }
      return PlacedZone(zone: main, source: .state, country: code)
    }
    return PlacedZone(zone: city, source: city == nil ? .sender : .city, country: code)
  }

  /// The zone of the nearest point.
  /// - Parameter zones: the zones of the lead's state, where that is known: coordinates close to a border can't leave it.
  private static func nearest(_ points: [Point], to place: Whereabouts, within zones: [String]?) -> String? {
    guard let latitude = place.latitude, let longitude = place.longitude, abs(latitude) <= 90, abs(longitude) <= 180,
      latitude != 0 || longitude != 0
    else { return nil }
    let inside = zones.map { zones in points.filter { zones.contains($0.zone) } } ?? points
    let shrink = cosine(degrees: latitude)
    var best: (distance: Double, zone: String)?
    for point in inside {
      var across = abs(point.longitude - longitude)
      if across > 180 { across = 360 - across }
      let (x, y) = (across * shrink, point.latitude - latitude)
      let distance = x * x + y * y
      if distance < best?.distance ?? .infinity { best = (distance, point.zone) }
    }
    let farthest = farthestKilometres / kilometresADegree
    return best.flatMap { $0.distance <= farthest * farthest ? $0.zone : nil }
  }

  /// The cosine by its series, exact to 0.0001 up to 90°: no mathematics library is needed for it.
  private static func cosine(degrees: Double) -> Double {
    let x = degrees * .pi / 180
    let square = x * x
    return 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56 * (1 - square / 90))))
  }
}
