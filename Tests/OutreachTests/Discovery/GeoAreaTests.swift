import Outreach
import Testing

@Suite struct GeoAreaTests {
  @Test func `distances are those of the sphere`() {
    // Berlin to Bremen is 314 km; a degree of latitude is 111.195 km.
    #expect(abs(GeoPoint(52.52, 13.405).metres(to: GeoPoint(53.0793, 8.8017)) - 314_300) < 1_500)
    #expect(abs(GeoPoint(0, 0).metres(to: GeoPoint(1, 0)) - 111_195) < 10)
  }

  @Test func `tiles cover their box without overlap`() {
    let box = GeoBox(south: 50, west: 8, north: 51, east: 10)
    let tiles = box.tiles(sideMetres: 20_000, limit: 400)
    #expect(tiles.count == 6 * 8)
    #expect(tiles.first?.south == 50 && tiles.last.map { abs($0.north - 51) < 1e-9 && abs($0.east - 10) < 1e-9 } == true)
    #expect(box.tiles(sideMetres: 10, limit: 50).count <= 50)
  }

  @Test func `points lie inside circle, box and polygon or not`() {
    let triangle = GeoArea.polygon([GeoPoint(0, 0), GeoPoint(0, 10), GeoPoint(10, 0)])
    let rows: [(GeoArea, GeoPoint, Bool)] = [
      (.circle(GeoPoint(52, 13), metres: 1000), GeoPoint(52.005, 13), true),
      (.circle(GeoPoint(52, 13), metres: 1000), GeoPoint(52.01, 13), false),
      (triangle, GeoPoint(2, 2), true), (triangle, GeoPoint(8, 8), false),
      (.polygon([GeoPoint(0, 0), GeoPoint(1, 1)]), GeoPoint(0.5, 0.5), false),
    ]
    for (area, point, isInside) in rows { #expect(area.contains(point) == isInside, "\(area) \(point)") }
    #expect(triangle.box == GeoBox(south: 0, west: 0, north: 10, east: 10))
  }
}
