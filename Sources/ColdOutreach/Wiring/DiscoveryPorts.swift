import Connectors
import Curl
import Engine
import Net
import Outreach
import Store

/// What finds businesses and reads their sites.
enum DiscoveryPorts {
  private static let jitterShare = 0.5
  private static let agent = "ColdOutreachAgent/\(Version.current)"

  /// Finding and reading over a base, under its settings; services are asked through one client.
  /// - Parameters:
  ///   - cache: a folder for a browser's profile.
  ///   - resources: where the samples are.
  static func uses(
    base: Base, settings: Settings, environment: [String: String], places: (cache: String, resources: String)
  ) -> (discovery: Discovery, enrichment: Enrichment, verification: Verification, siteChecks: SiteChecks) {
    let http = CurlClient(extraCAFile: environment["COLD_OUTREACH_CA_FILE"])
    let values = settings.values
    let map = OpenStreetMap(
      http: http, servers: values[.overpassBaseURL].map { [$0] } ?? OpenStreetMap.publicServers, agent: agent)
    let names = Nominatim(http: http, base: values[.nominatimBaseURL] ?? Nominatim.publicServer, agent: agent)
    let photon = Photon(http: http, base: values[.photonBaseURL] ?? Photon.publicServer, agent: agent)
    let paid = [DataForSEO.Kind.maps, .organic].map { kind in
      DataForSEO(
        kind, http: http, base: values[.dataForSEOBaseURL] ?? DataForSEO.publicServer, account: { account(settings.values) },
        isQueued: { settings.values[.dataForSEOMode] == "task" })
    }
    let google = GooglePlaces(
      http: http, base: values[.placesBaseURL] ?? GooglePlaces.publicServer, key: { settings.values[.placesKey]?.value })
    let browser = GoogleMaps(
      base: values[.mapsBaseURL] ?? GoogleMaps.publicServer, folder: places.cache + "/maps-browser", environment: environment,
      manners: {
        let (values, manners) = (settings.values, manners(settings))
        return (values[.mapsBrowser], manners.gapSeconds, manners.jitterSeconds, values[.rotateUserAgents])
      })
    let samples = SamplePlaces(
      path: places.resources + "/samples/leads.csv", isOn: { settings.values[.useFallbackData] })
    let hunter = Hunter(
      http: http, base: values[.hunterBaseURL] ?? Hunter.publicServer, key: { settings.values[.hunterKey]?.value })
    let reader = SiteReader(http: http, manners: { manners(settings) })
    return (
      Discovery(
        base: base, settings: settings, searches: [map] + paid + [google, browser, samples], geocoders: [names, photon, google]),
      Enrichment(base: base, settings: settings, reader: reader, finder: { settings.values[.hunterKey] == nil ? nil : hunter }),
      Verification(base: base, verifier: { settings.values[.hunterKey] == nil ? nil : hunter }),
      SiteChecks(
        base: base, settings: settings,
        auditor: DataForSEOOnPage(
          http: http, base: values[.dataForSEOBaseURL] ?? DataForSEO.publicServer, account: { account(settings.values) }))
    )
  }

  /// Drafting by the person's own Gemini.
  static func proposals(base: Base, settings: Settings, environment: [String: String]) -> Proposals {
    let http = CurlClient(extraCAFile: environment["COLD_OUTREACH_CA_FILE"])
    let gemini = Gemini(
      http: http, base: settings.values[.geminiBaseURL] ?? Gemini.publicServer, key: { settings.values[.geminiKey]?.value })
    return Proposals(base: base, settings: settings, writer: gemini)
  }

  private static func account(_ values: SettingsValues) -> (login: String, password: String)? {
    guard let login = values[.dataForSEOLogin], let password = values[.dataForSEOPassword] else { return nil }
    return (login, password.value)
  }

  private static func manners(_ settings: Settings) -> SiteReader.Manners {
    let gap = 60 / Double(max(1, settings.values[.maxRequestsPerMinute]))
    return SiteReader.Manners(agent: agent, gapSeconds: gap, jitterSeconds: settings.values[.randomDelays] ? gap * jitterShare : 0)
  }
}
