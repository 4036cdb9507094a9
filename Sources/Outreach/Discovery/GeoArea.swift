import Glibc

/// A point on the earth, WGS 84 degrees.
public struct GeoPoint: Sendable, Hashable, Codable {
  /// -90 to 90.
  public var latitude: Double
  /// -180 to 180.
  public var longitude: Double

  /// A point by its degrees.
  public init(_ latitude: Double, _ longitude: Double) { (self.latitude, self.longitude) = (latitude, longitude) }

  /// Metres along the surface of a sphere (haversine; within 0.6 % of the ellipsoid).
  public func metres(to other: GeoPoint) -> Double {
    let radians = Double.pi / 180
    let (a, b) = (latitude * radians, other.latitude * radians)
    let half = sin((b - a) / 2)
    let across = sin((other.longitude - longitude) * radians / 2)
    let h = half * half + cos(a) * cos(b) * across * across
    return 2 * GeoBox.earthRadius * asin(min(1, h.squareRoot()))
  }
}

/// A box between two parallels and two meridians; none crosses the 180th meridian.
public struct GeoBox: Sendable, Hashable, Codable {
  /// Metres, the mean radius of IUGG.
  static let earthRadius = 6_371_008.8
  private static let metresPerDegree = earthRadius * Double.pi / 180

  public var south: Double
  public var west: Double
  public var north: Double
  public var east: Double

  /// A box by its sides, in degrees.
  public init(south: Double, west: Double, north: Double, east: Double) {
    (self.south, self.west, self.north, self.east) = (south, west, north, east)
  }

  /// The box around a circle.
  public init(around center: GeoPoint, metres: Double) {
    let up = metres / Self.metresPerDegree
    let side = up / max(0.01, cos(center.latitude * .pi / 180))
    self.init(
      south: max(-90, center.latitude - up), west: max(-180, center.longitude - side), north: min(90, center.latitude + up),
      east: min(180, center.longitude + side))
  }

  /// The middle.
  public var center: GeoPoint { GeoPoint((south + north) / 2, (west + east) / 2) }
  /// Metres from south to north.
  public var heightMetres: Double { (north - south) * Self.metresPerDegree }
  /// Metres from west to east, in the middle.
  public var widthMetres: Double { (east - west) * Self.metresPerDegree * cos(center.latitude * .pi / 180) }

  /// Whether a point lies inside or on an edge.
  public func contains(_ point: GeoPoint) -> Bool {
    (south...north).contains(point.latitude) && (west...east).contains(point.longitude)
  }

  /// The box cut into tiles of at most that length of side, row by row from the south-west; itself where it is small enough.
  /// - Parameter limit: at most so many tiles; they grow where the area asks for more.
  public func tiles(sideMetres: Double, limit: Int) -> [GeoBox] {
    var side = sideMetres
    var (rows, columns) = (1, 1)
    while true {
      (rows, columns) = (max(1, Int((heightMetres / side).rounded(.up))), max(1, Int((widthMetres / side).rounded(.up))))
      if rows * columns <= limit { break }
      side *= 1.25
    }
    let (up, over) = ((north - south) / Double(rows), (east - west) / Double(columns))
    var out: [GeoBox] = []
    for row in 0..<rows {
      let (low, high) = (south + up * Double(row), south + up * Double(row + 1))
      for column in 0..<columns {
        out.append(GeoBox(south: low, west: west + over * Double(column), north: high, east: west + over * Double(column + 1)))
      }
    }
    return out
  }
}

/// Where to look.
public enum GeoArea: Sendable, Hashable, Codable {
  /// Everything within so many metres of a point.
  case circle(GeoPoint, metres: Double)
  case box(GeoBox)
  /// Corners in order; the last is joined to the first.
  case polygon([GeoPoint])

  /// The smallest box around it.
  public var box: GeoBox {
    switch self {
    case .circle(let center, let metres): GeoBox(around: center, metres: metres)
    case .box(let box): box
    case .polygon(let corners):
      GeoBox(
        south: corners.map(\.latitude).min() ?? 0, west: corners.map(\.longitude).min() ?? 0,
        north: corners.map(\.latitude).max() ?? 0, east: corners.map(\.longitude).max() ?? 0)
    }
  }

  /// Whether a point lies inside.
  public func contains(_ point: GeoPoint) -> Bool {
    switch self {
    case .circle(let center, let metres): center.metres(to: point) <= metres
    case .box(let box): box.contains(point)
    case .polygon(let corners): Self.contains(point, corners)
    }
  }

  /// Counts how often a ray to the east crosses the edges.
  private static func contains(_ point: GeoPoint, _ corners: [GeoPoint]) -> Bool {
    guard corners.count >= 3, var last = corners.last else { return false }
    var isInside = false
    for corner in corners {
      if (corner.latitude > point.latitude) != (last.latitude > point.latitude) {
        let share = (point.latitude - corner.latitude) / (last.latitude - corner.latitude)
        if point.longitude < corner.longitude + share * (last.longitude - corner.longitude) { isInside.toggle() }
      }
      last = corner
    }
    return isInside
  }
}

/// A named place that a geocoder knows.
public struct GeoPlace: Sendable, Hashable, Codable {
  /// The whole name, for the person to choose by.
  public var name: String
  public var center: GeoPoint
  public var box: GeoBox
  /// ISO 3166-1 alpha-2 in lower case; nil where it was not told.
  public var country: String?
  /// `city`, `suburb`, `postcode` …; empty where it was not told.
  public var kind: String

  /// A place by its parts.
  public init(name: String, center: GeoPoint, box: GeoBox, country: String?, kind: String) {
    (self.name, self.center, self.box, self.country, self.kind) = (name, center, box, country, kind)
  }
}
