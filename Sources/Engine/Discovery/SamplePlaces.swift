import Outreach

/// Invented businesses of the program's own file, for trying the program out; every one is tagged `sample` and has an address under
/// `.example`, which no gate lets out for real.
public struct SamplePlaces: PlaceSearch {
  /// Its name as a source.
  public static let id = "samples"
  private static let tag = "sample"

  public let info = ConnectorInfo(
    id: SamplePlaces.id, name: "Sample leads",
    summary: "Invented businesses to try the program with. They can't be mailed for real.",
    terms: "They belong to nobody; the addresses end in .example.", termsURL: "https://www.rfc-editor.org/rfc/rfc2606",
    settings: ["SCRAPING_USE_FALLBACK_DATA"])
  private let path: String
  private let isOn: @Sendable () -> Bool

  /// The samples of a CSV file. - Parameter isOn: whether the person wants them.
  public init(path: String, isOn: @escaping @Sendable () -> Bool) { (self.path, self.isOn) = (path, isOn) }

  public func problem() -> Fault? {
    isOn() ? nil : Fault(.notConfigured, "Sample leads are off. Switch them on with SCRAPING_USE_FALLBACK_DATA.")
  }

  public func page(_ query: PlaceQuery, after cursor: String?) async throws(Fault) -> PlacePage {
    do {
      let sheet = try ImportSheet(try ImportFile(path: path))
      let mapping = ImportMapping(columns: sheet.fields)
      var places: [FoundPlace] = []
      while places.count < query.limit, let row = try sheet.next() {
        var fields = mapping.record(row.cells)
        fields["tags"] = Self.tag
        // Their made-up web sites are not read, and their made-up places lie in no area that was asked for.
        for name in ["website", "maps_url", "latitude", "longitude"] { fields[name] = nil }
        places.append(FoundPlace(fields))
      }
      return PlacePage(places, progress: 1)
    } catch let fault as Fault { throw fault } catch { throw Fault(.storage, "The file of samples can't be read.") }
  }

  public func test() async throws(Fault) -> String {
    "\(try await page(PlaceQuery(words: "", area: nil, language: "en"), after: nil).places.count) samples are there."
  }
}
