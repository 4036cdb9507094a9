import Net
import Outreach
import Text

/// Measures web sites by DataForSEO's On-Page “instant pages”, and ranks their domains by its index of links.
/// Source: docs.dataforseo.com/v3/on_page/instant_pages and backlinks/bulk_ranks/live, and the price lists, read in November 2026.
public struct DataForSEOOnPage: SiteAuditor {
  /// Upper bounds in millionths of a US dollar: a page (0.000125 to 0.00015); a question for ranks (0.02 to 0.024), and each domain in it.
  private static let (pageMicros, ranksMicros, rankMicros) = (150, 24_000, 36)
  private static let noSubscription =
    "Domain ranks need a subscription of DataForSEO's Backlinks API, which your account does not have."

  public var source: String { "dataforseo_onpage" }
  /// URLs that one call takes.
  public var mostSites: Int { 20 }
  private let service: DataForSEOClient

  /// A connection. - Parameter account: asked before each call; nil where it is not set up.
  public init(
    http: any HTTPClient, base: String = DataForSEO.publicServer,
    account: @escaping @Sendable () -> (login: String, password: String)?, turnstile: Turnstile = Turnstile(gapSeconds: 0.5)
  ) {
    service = DataForSEOClient(
      client: ServiceClient(service: "DataForSEO", http: http), base: base, account: account, turnstile: turnstile)
  }

  private struct Ask: Encodable {
    let url: String
    // All three cost more.
    let enable_javascript = false
    let load_resources = false
    let enable_browser_rendering = false
  }
  private struct Pages: Decodable {
    let items: [Page]?
    struct Page: Decodable {
      let resource_type: String?
      let status_code: Int?
      let onpage_score: Double?
      let checks: [String: Bool?]?
    }
  }
  private struct RankAsk: Encodable { let targets: [String] }
  private struct Ranks: Decodable {
    let items: [One]?
    struct One: Decodable {
      let target: String?
      let rank: Int?
    }
  }

  public func problem() -> Fault? { service.account() == nil ? DataForSEOClient.noAccount : nil }

  public func mostCostMicros(sites: Int, ranks: Bool) -> Int {
    let calls = (sites + mostSites - 1) / mostSites
    return sites * Self.pageMicros + (ranks ? calls * Self.ranksMicros + sites * Self.rankMicros : 0)
  }

  public func audit(_ websites: [String], ranks: Bool) async throws(Fault) -> SiteAudits {
    let asks = websites.prefix(mostSites).map { Ask(url: $0) }
    let answer = try await service.answer("POST", "/v3/on_page/instant_pages", try service.body(asks), Pages.self)
    let tasks = answer.tasks ?? []
    guard !tasks.isEmpty else { throw DataForSEOClient.fault(answer.status_code) }
    var out = SiteAudits([], costMicros: 0)
    for (place, task) in tasks.enumerated() {
      // A page may be charged although it could not be read.
      out.costMicros += Int.micros(task.cost)
      guard let website = Self.website(place, task.data?.url, websites) else { continue }
      if task.status_code == 20_000, let page = task.result?.first?.items?.first {
        out.audits.append(Self.audit(website, page))
      }
    }
    if out.audits.isEmpty, let fault = tasks.map({ DataForSEOClient.fault($0.status_code) }).first(where: Self.isOfAccount) {
      throw fault
    }
    if ranks, !out.audits.isEmpty { await rank(&out) }
    return out
  }

  /// A fault that all other calls would meet too.
  private static func isOfAccount(_ fault: Fault) -> Bool { [.refused, .notConfigured, .rateLimited].contains(fault.code) }

  /// The site that a task is about: the one that it names, else the one at its place.
  private static func website(_ place: Int, _ url: String?, _ websites: [String]) -> String? {
    if let url, websites.contains(url) { return url }
    return websites.indices.contains(place) ? websites[place] : nil
  }

  private static func audit(_ website: String, _ page: Pages.Page) -> SiteAudit {
    let answers = page.resource_type != "broken" && (page.status_code ?? 0) < 400 && (page.status_code ?? 0) > 0
    guard answers else { return SiteAudit(website, signs: ["answers": false]) }
    var signs = ["answers": true]
    let checks = (page.checks ?? [:]).compactMapValues { $0 }
    if let secure = checks["is_https"] { signs["https"] = secure }
    for (sign, lack) in [("title", "no_title"), ("description", "no_description"), ("fast", "high_loading_time")] {
      if let isLacking = checks[lack] { signs[sign] = !isLacking }
    }
    return SiteAudit(website, score: page.onpage_score.map { Int(min(100, max(0, $0)).rounded()) }, signs: signs)
  }

  /// Adds the ranks of the domains. Where they can't be had, what was measured stays, and the lack is told.
  private func rank(_ out: inout SiteAudits) async {
    let domains = out.audits.map { audit in WebAddress(audit.website).map { Domain.registrable($0.host) ?? $0.host } ?? "" }
    let targets = Set(domains).subtracting([""]).sorted()
    do {
      let body = try service.body([RankAsk(targets: targets)])
      let (found, cost) = try await service.call("POST", "/v3/backlinks/bulk_ranks/live", body, Ranks.self)
      out.costMicros += Int.micros(cost)
      let ranks = Dictionary((found?.items ?? []).map { ($0.target ?? "", $0.rank) }) { first, _ in first }
      for (place, domain) in domains.enumerated() {
        out.audits[place].rank = (ranks[domain] ?? nil).map { min(1000, max(0, $0)) }
      }
    } catch { out.lack = error.code == .refused ? Self.noSubscription : error.detail }
  }
}
