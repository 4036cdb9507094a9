import Finding
import Net
import Outreach
import Text

/// Reads a business's own web site: the home page and the few that say who is behind it, one request at a time, as robots.txt allows.
///
/// Whatever a site sends costs bounded time and memory: bytes of a page, pages, seconds of the whole visit, redirects. No script runs. Only public
/// addresses are connected to, checked by the client on every connection.
public struct SiteReader: WebsiteReader {
  /// How a visit is bounded and paced.
  public struct Manners: Sendable {
    /// Names this program to sites; the part before the slash is what robots.txt knows us by.
    public var agent: String
    /// Between two requests to one site.
    public var gapSeconds: Double
    /// Up to so much is added to each gap by chance.
    public var jitterSeconds: Double
    /// For the whole site; what was found by then counts.
    public var visitSeconds = 120.0
    /// For one page.
    public var pageSeconds = 15.0
    /// Private and loopback addresses are for tests only.
    public var addresses = AddressPolicy.publicOnly

    /// Manners by what differs.
    public init(agent: String, gapSeconds: Double, jitterSeconds: Double = 0) {
      (self.agent, self.gapSeconds, self.jitterSeconds) = (agent, gapSeconds, jitterSeconds)
    }
  }

  private static let maximumRedirects = 5
  private let http: any HTTPClient
  private let manners: @Sendable () -> Manners
  private let now: @Sendable () -> Double
  private let wait: @Sendable (Double) async throws -> Void
  private let dice: @Sendable (ClosedRange<Double>) -> Double

  /// A reader.
  /// - Parameters:
  ///   - now: seconds on a clock that never goes back.
  ///   - wait: sleeps for so many seconds.
  ///   - dice: a number of a range.
  public init(
    http: any HTTPClient, manners: @escaping @Sendable () -> Manners, now: @escaping @Sendable () -> Double = Turnstile.uptime,
    wait: @escaping @Sendable (Double) async throws -> Void = { try await Task.sleep(for: .seconds($0)) },
    dice: @escaping @Sendable (ClosedRange<Double>) -> Double = { Double.random(in: $0) }
  ) {
    (self.http, self.manners, self.now, self.wait, self.dice) = (http, manners, now, wait, dice)
  }

  public func read(_ website: String, maximumPages: Int) async throws(Fault) -> WebsiteFindings {
    guard let home = WebAddress(website) else {
      throw Fault(.badInput, "That is no web address.", fields: [.init("website", "is no web address")])
    }
    var visit = Visit(manners: manners(), start: now(), home: home)
    try await readRobots(of: home, &visit)
    guard visit.robots.allows(Self.path(home)) else {
      throw Fault(.refused, "The site asks robots not to read it, so it was left alone.")
    }
    let (first, url) = try await firstPage(home, &visit)
    visit.take(SitePage(first.body, contentType: first.headers["content-type"] ?? "", url: url, location: first.url))
    while visit.requests < maximumPages * 2, visit.findings.pages.count < maximumPages, let next = visit.next() {
      guard now() - visit.start < visit.manners.visitSeconds else {
        visit.stop(because: "The site is slow; what was found in \(Int(visit.manners.visitSeconds)) seconds was kept.")
        break
      }
      guard let response = try await page(next, &visit), let url = WebAddress(response.url), visit.isOwn(url) else { continue }
      if Self.isCard(response) {
        visit.take(card: response.body, at: url)
      } else {
        visit.take(SitePage(response.body, contentType: response.headers["content-type"] ?? "", url: url, location: response.url))
      }
    }
    return visit.finished()
  }

  /// The home page: as given, else over plain http, which some old sites still speak alone.
  private func firstPage(_ home: WebAddress, _ visit: inout Visit) async throws(Fault) -> (ClientResponse, WebAddress) {
    var fault = Fault(.upstream, "The site has no page that can be read.")
    for scheme in home.scheme == "https" ? ["https", "http"] : ["http"] {
      let text = scheme + home.description.dropFirst(home.scheme.count)
      do throws(Fault) {
        let response = try await get(text, &visit)
        guard (200..<300).contains(response.status), Self.isPage(response), let url = WebAddress(response.url) else {
          throw Fault(.upstream, "The site answered with status \(response.status) and no page.")
        }
        visit.settle(at: url)
        return (response, url)
      } catch {
        fault = error
        if error.code == .refused { break }
      }
    }
    throw fault
  }

  /// A page that may be missing: nil for every answer but a readable page.
  private func page(_ address: WebAddress, _ visit: inout Visit) async throws(Fault) -> ClientResponse? {
    guard visit.robots.allows(Self.path(address)) else { return nil }
    let response: ClientResponse
    do { response = try await get(address.description, &visit) } catch {
      if Task.isCancelled { throw error }
      return nil
    }
    return (200..<300).contains(response.status) && (Self.isPage(response) || Self.isCard(response)) ? response : nil
  }

  /// 4xx means that there is no file, 5xx and silence that nobody can say (RFC 9309 §2.3.1).
  private func readRobots(of home: WebAddress, _ visit: inout Visit) async throws(Fault) {
    let origin = home.scheme + "://" + home.host + (home.port.map { ":\($0)" } ?? "")
    let product = String(visit.manners.agent.prefix { $0 != "/" && $0 != " " })
    do {
      let response = try await get(origin + "/robots.txt", &visit, maximumBytes: RobotsRules.maximumBytes)
      switch response.status {
      case 200..<300: visit.robots = RobotsRules(String(decoding: response.body, as: UTF8.self), agent: product)
      case 500...: visit.robots = .none
      default: visit.robots = .all
      }
    } catch {
      // A site that speaks plain http alone has no file over https; the page itself shows whether anyone is there.
      if error.code == .refused { throw error }
      visit.robots = .all
    }
  }

  private func get(_ url: String, _ visit: inout Visit, maximumBytes: Int = SitePage.maximumBytes) async throws(Fault)
    -> ClientResponse
  {
    let gap =
      max(visit.manners.gapSeconds, visit.robots.delaySeconds)
      + (visit.manners.jitterSeconds > 0 ? dice(0...visit.manners.jitterSeconds) : 0)
    if let last = visit.lastAt, last + gap > now() {
      do { try await wait(last + gap - now()) } catch { throw Fault(.upstream, "The visit was cancelled.") }
    }
    visit.lastAt = now()
    visit.requests += 1
    var request = ClientRequest(
      "GET", url,
      headers: [
        "User-Agent": visit.manners.agent, "Accept": "text/html,application/xhtml+xml,text/vcard;q=0.8,*/*;q=0.1",
        "Accept-Language": "*",
      ])
    (request.timeoutSeconds, request.maximumBodyBytes, request.maximumRedirects) = (
      visit.manners.pageSeconds, maximumBytes, Self.maximumRedirects
    )
    request.addresses = visit.manners.addresses
    do { return try await http.send(request) } catch {
      switch error.kind {
      case .refusedAddress: throw Fault(.refused, "The site leads to an address inside a private network, which is never read.")
      case .dns: throw Fault(.upstream, "There is no site of that name.")
      case .tooLarge: throw Fault(.upstream, "The page is larger than \(maximumBytes >> 20) MB, so it was not read.")
      default: throw Fault(.upstream, "The site does not answer: \(error.detail)")
      }
    }
  }

  private static func path(_ address: WebAddress) -> String {
    (address.path.isEmpty ? "/" : address.path) + (address.query.map { "?" + $0 } ?? "")
  }

  private static func isPage(_ response: ClientResponse) -> Bool {
    let type = (response.headers["content-type"] ?? "").lowercased()
    if type.isEmpty { return response.body.prefix(1024).contains(0x3C) }
    if type.hasPrefix("text/html") || type.hasPrefix("application/xhtml") { return true }
    // Some servers call every file plain text.
    let start = String(decoding: response.body.prefix(64), as: UTF8.self).lowercased()
    return type.hasPrefix("text/plain") && (start.contains("<!doctype html") || start.contains("<html"))
  }

  private static func isCard(_ response: ClientResponse) -> Bool {
    let type = (response.headers["content-type"] ?? "").lowercased()
    return type.hasPrefix("text/vcard") || type.hasPrefix("text/x-vcard") || type.hasPrefix("text/directory")
      || (!type.hasPrefix("text/html") && response.body.starts(with: Array("BEGIN:VCARD".utf8)))
  }
}
