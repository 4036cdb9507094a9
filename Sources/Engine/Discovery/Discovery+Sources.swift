import Outreach
import Store

/// How a source stands for the person.
public struct SourceStanding: Sendable {
  public let info: ConnectorInfo
  /// What keeps it from being used; nil where nothing does.
  public let problem: Fault?
  /// When its terms were accepted; nil where they were not, or none are asked for.
  public let acceptedAt: Timestamp?
  /// Searches of the last 30 days.
  public let searches: Int
  /// What they cost, in millionths of a US dollar.
  public let costMicros: Int
}

extension Discovery {
  /// The source that stands for “the first that can, in the person's order”.
  public static let automatic = "auto"
  private static let useSeconds = 30 * 86_400
  private static let microsPerCent = 10_000

  /// Every source that there is for this person.
  public func sources() async throws -> [SourceStanding] {
    let shown = searches.filter { $0.info.id != SamplePlaces.id || settings.values[.useFallbackData] }
    return try await base.read { work in
      let since = work.now.adding(seconds: -Self.useSeconds)
      return try shown.map { search in
        let info = search.info
        let use = try SourceTable.use(of: info.id, since: since, in: work)
        return SourceStanding(
          info: info, problem: try Self.obstacle(to: search, in: work),
          acceptedAt: info.asksConsent ? try SourceTable.accepted(info.id, terms: info.terms, in: work) : nil,
          searches: use.searches, costMicros: use.costMicros)
      }
    }
  }

  /// Tries a source. - Throws: what is wrong with it, terms that are not accepted included.
  public func test(_ source: String) async throws -> String {
    let search = try Self.search(source, in: searches)
    if let obstacle = try await obstacle(to: source) { throw obstacle }
    do {
      let answer = try await search.test()
      await search.finish()
      return answer
    } catch {
      await search.finish()
      throw error
    }
  }

  /// The person read a source's terms and accepts them. - Parameter terms: what was shown; another text is refused.
  public func accept(_ source: String, terms: String, as acting: ActingAs) async throws {
    let info = try Self.search(source, in: searches).info
    guard info.asksConsent else { throw Fault(.badInput, "\(info.name) asks for no such thing.") }
    guard info.terms == terms else {
      throw Fault(
        .stale, "The terms changed meanwhile; read them again.",
        fields: [.init("terms", "is not the text that \(info.name) shows now")])
    }
    try await base.write(as: acting) { work in try SourceTable.accept(source, terms: terms, in: work) }
  }

  /// The person takes the acceptance back; the source is off again.
  public func withdraw(_ source: String, as acting: ActingAs) async throws {
    let info = try Self.search(source, in: searches).info
    try await base.write(as: acting) { work in try SourceTable.withdraw(info.id, in: work) }
  }

  /// What a search could cost at most, and whether the person's limit allows it.
  public func estimate(_ request: Request) async throws -> (source: String, micros: Int, limitMicros: Int) {
    let id = try await plan(for: request.source)[0]
    let query = PlaceQuery(
      words: request.words, area: request.area, language: request.language ?? "en", place: request.location,
      limit: max(1, request.maximum ?? settings.values[.maxResults]))
    return (id, try Self.search(id, in: searches).mostCostMicros(query), costLimit)
  }

  /// Makes the search of before once more. - Parameter source: another one than before; nil for the same.
  public func again(_ id: DiscoveryRun.ID, source: String?, newOnly: Bool, as acting: ActingAs) async throws -> (
    run: DiscoveryRun, job: StoredJob.ID
  ) {
    let old = try await base.read { work in try DiscoveryTable.get(id, in: work) }
    return try await start(
      Request(
        source: source ?? old.source, words: old.words, location: old.location, area: old.area,
        maximum: min(old.maximum, settings.values[.maxResults]), language: old.language, enriches: old.enriches, newOnly: newOnly),
      as: acting)
  }

  /// The source that a person may go on with where this one said no; nil where none is ready.
  public func next(after source: String) async throws -> ConnectorInfo? {
    let order = [source] + settings.values[.discoverySources] + searches.map(\.info.id)
    let ready = try await sources().filter { $0.problem == nil && $0.info.id != source }.map(\.info)
    for id in order { if let info = ready.first(where: { $0.id == id }) { return info } }
    return nil
  }

  /// The sources of a search, first to last: the one that was named, or those of the person's order that can be asked.
  func plan(for source: String) async throws -> [String] {
    let spare = settings.values[.useFallbackData] && source != SamplePlaces.id ? [SamplePlaces.id] : []
    guard source == Self.automatic else {
      _ = try Self.search(source, in: searches)
      if let obstacle = try await obstacle(to: source) { throw obstacle }
      return [source] + spare
    }
    var plan: [String] = []
    for id in settings.values[.discoverySources] where !plan.contains(id) {
      if searches.contains(where: { $0.info.id == id }), try await obstacle(to: id) == nil { plan.append(id) }
    }
    plan += spare
    guard !plan.isEmpty else {
      throw Fault(.notConfigured, "No source of DISCOVERY_SOURCES is ready. Set one up, or choose one by its name.")
    }
    return plan
  }

  /// - Throws: `.refused` where a search could cost more than the person allows.
  func requireAffordable(_ micros: Int, _ info: ConnectorInfo) throws(Fault) {
    guard micros > costLimit else { return }
    throw Fault(
      .refused,
      "\(info.name) could ask up to \(Self.dollars(micros)) for this search, and your limit for one is \(Self.dollars(costLimit)). Choose a smaller area or fewer businesses, or raise DISCOVERY_MAX_COST_CENTS."
    )
  }

  var costLimit: Int { settings.values[.maxCostCents] * Self.microsPerCent }

  /// Whole cents, rounded up.
  static func dollars(_ micros: Int) -> String {
    let cents = (micros + microsPerCent - 1) / microsPerCent
    return "$\(cents / 100).\(cents % 100 < 10 ? "0" : "")\(cents % 100)"
  }

  func obstacle(to source: String) async throws -> Fault? {
    guard let search = searches.first(where: { $0.info.id == source }) else { return nil }
    return try await base.read { work in try Self.obstacle(to: search, in: work) }
  }

  private static func obstacle(to search: any PlaceSearch, in work: Work) throws -> Fault? {
    let info = search.info
    if let problem = search.problem() { return problem }
    if info.asksConsent, try SourceTable.accepted(info.id, terms: info.terms, in: work) == nil {
      return Fault(.notConfigured, "\(info.name) is off until you have read and accepted its terms on the Discover page.")
    }
    guard let rest = try SourceTable.rest(of: info.id, in: work) else { return nil }
    let minutes = Int((rest.until.rawValue - work.now.rawValue + 59_999) / 60_000)
    let time = minutes < 90 ? "\(minutes) minutes" : "\((minutes + 59) / 60) hours"
    return Fault(.refused, "\(info.name) rests for \(time): \(rest.reason)")
  }
}
