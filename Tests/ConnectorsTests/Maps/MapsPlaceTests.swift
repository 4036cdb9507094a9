import JSONText
import Outreach
import Testing

@testable import Connectors

@Suite struct MapsPlaceTests {
  private static let link =
    "https://www.google.com/maps/place/A+B/@52.5,13.4,17z/data=!4m7!3m6!1s0x47a8:0x1a!8m2!3d52.53!4d13.38!16s%2Fg%2F11?hl=en"

  @Test func `the address of a place tells where it is and which one`() {
    #expect(MapsPlace.point(in: Self.link) == GeoPoint(52.53, 13.38) && MapsPlace.point(in: "https://x.example/") == nil)
    #expect(MapsPlace.point(in: "!3d95!4d1") == nil && MapsPlace.key(of: Self.link) == "cid:26")
    #expect(
      MapsPlace.key(of: "http://127.0.0.1:8/maps/place/A+B/@1,2,3z")
        == MapsPlace.key(of: "http://127.0.0.1:8/maps/place/A+B/@4,5,6z?hl=en"))
    #expect(MapsPlace.unwrapped("https://www.google.com/url?sa=t&q=https%3A%2F%2Fa.example%2Fx&usg=1") == "https://a.example/x")
    #expect(MapsPlace.unwrapped("https://evil.example/url?q=https://b.example") == "https://evil.example/url?q=https://b.example")
  }

  @Test func `an address line falls into its parts where they are clear`() {
    let rows: [(String, [String: String])] = [
      (
        "Domshof 1, 28195 Bremen, Germany",
        ["address": "Domshof 1", "postal_code": "28195", "city": "Bremen", "country": "Germany"]
      ),
      (
        "Level 2, 5 High St, London W1 2AB, United Kingdom",
        ["address": "Level 2, 5 High St, London W1 2AB", "country": "United Kingdom"]
      ),
      ("Somewhere", ["address": "Somewhere"]), ("", [:]),
    ]
    for (line, fields) in rows { #expect(MapsPlace.address(line) == fields, "\(line)") }
  }

  @Test func `a closed place and one without a name are left out`() {
    func page(_ name: String, closed: Bool) -> JSON {
      .members([
        "name": .string(name), "isClosed": .bool(closed), "href": .string(Self.link), "fields": .members(["phone": "+49 1"]),
      ])
    }
    #expect(MapsPlace.found(page("A", closed: false), link: Self.link)?.fields["phone"] == "+49 1")
    #expect(
      MapsPlace.found(page("A", closed: true), link: Self.link) == nil
        && MapsPlace.found(page(" ", closed: false), link: Self.link) == nil)
    #expect(!MapsPlace.hasFacts(.members(["fields": .members([:])])))
  }

  @Test func `other names of the browser keep its version`() {
    let names = MapsBrowser.agents("Chrome/156.0.8078.79")
    #expect(
      names.count >= 3 && Set(names).count == names.count
        && names.allSatisfy { $0.contains("Chrome/156.0.0.0 ") && !$0.contains("Headless") })
  }
}
