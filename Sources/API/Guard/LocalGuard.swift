import Net
import Outreach
import Synchronization

/// Lets in the person at this computer and nobody else: host, user, session or token, then the page that asks.
public final class LocalGuard: Sendable {
  /// What the guard is told once, at start.
  public struct Configuration: Sendable {
    /// The port that we listen on; with it the one canonical host, `127.0.0.1:port`.
    public var port: UInt16
    /// Hexadecimal; part of the cookie's name, so that two homes on this computer don't sign each other out.
    public var instanceID: String
    /// The user that we run as; connections of others are refused.
    public var userID: UInt32
    /// What scripts send as `Authorization: Bearer`.
    public var token: Secret
    /// Asked for at every request.
    public var settings: @Sendable () -> GuardSettings
    /// Told about log-ins and refusals; must not block.
    public var audit: @Sendable (GuardEvent, HTTPRequest) -> Void

    /// A configuration by its parts.
    public init(
      port: UInt16, instanceID: String, userID: UInt32, token: Secret,
      settings: @escaping @Sendable () -> GuardSettings = { GuardSettings() },
      audit: @escaping @Sendable (GuardEvent, HTTPRequest) -> Void = { _, _ in }
    ) {
      (self.port, self.instanceID, self.userID, self.token) = (port, instanceID, userID, token)
      (self.settings, self.audit) = (settings, audit)
    }
  }

  /// The routes that need no login: they hold no data. A list in the code, so that nothing widens it by accident.
  private static let open: Set<String> = ["GET /health", "GET /login", "GET /start/state", "GET /{path...}"]
  /// The only write without a login, from our own page alone: the secret that it carries is the proof.
  private static let unlock = "POST /start/unlock"
  /// Routes whose requests the page makes by itself: they keep no session alive.
  private static let background: Set<String> = ["GET /api/events"]
  /// Refusals that are reported a minute; the others are counted.
  private static let reportsAMinute = 20

  let configuration: Configuration
  /// The codes that let a browser in.
  public let codes: LoginCodes
  let sessions: any SessionStore
  let clock: any Clock
  private let scripts: RateLimit
  private let failures: RateLimit
  private let reports: RateLimit
  private let unreported = Mutex(0)
  private let tally: RequestTally

  /// A guard with no sessions.
  public init(_ configuration: Configuration, sessions: any SessionStore = MemorySessions(), clock: any Clock) {
    (self.configuration, self.sessions, self.clock) = (configuration, sessions, clock)
    (codes, tally) = (LoginCodes(clock: clock), RequestTally(clock: clock))
    (scripts, failures, reports) = (RateLimit(clock: clock), RateLimit(clock: clock), RateLimit(clock: clock))
  }

  /// The moment, as the guard's clock has it.
  public var now: Timestamp { clock.now() }
  /// The origin of our pages, `http://127.0.0.1:port`.
  public var origin: String { "http://\(host)" }
  /// The name of the session's cookie.
  public var cookieName: String { "cold_outreach_\(configuration.instanceID)" }

  /// A new address that lets a browser in once, within five minutes.
  public func loginURL() -> String { "\(origin)/login?code=\(codes.issue())" }

  /// What the router does around every route.
  /// - Parameter log: told the text of errors that nobody may see, with their incident.
  public func hooks(log: @escaping @Sendable (any Error, Problem) -> Void = { _, _ in }) -> Router.Hooks {
    var hooks = Router.Hooks()
    hooks.admit = { self.admit(&$0, $1) }
    hooks.failed = { error, request in
      let problem = Problem(error, request: request)
      if problem.incident != nil { log(error, problem) }
      return problem.response
    }
    hooks.refused = { Problem($0, request: $1).response }
    hooks.finish = { self.finish($0, &$1) }
    return hooks
  }

  /// Whether who asked is still signed in; a stream of events asks now and then, and ends where not.
  public func isStillSignedIn(_ request: HTTPRequest) -> Bool {
    switch request.principal {
    case .bearer: true
    case .session: liveSession(request, configuration.settings()) != nil
    case nil: false
    }
  }

  /// How the API is used, for the status.
  public func use() -> APIUse {
    var use = APIUse()
    (use.figures, use.limit) = (tally.figures(), configuration.settings().requestsAMinute)
    use.used = use.limit.map { scripts.used(limit: $0) } ?? 0
    return use
  }

  // MARK: Letting in

  /// Decides about a request: nil lets it pass, with its principal set.
  func admit(_ request: inout HTTPRequest, _ route: Route?) -> HTTPResponse? {
    guard let named = request.headers["Host"]?.lowercased(), named == host || named == "localhost:\(configuration.port)" else {
      return refuse(.foreignHost, request, HTTPFailure(421, "This is not the address of this program. Open \(origin)/ instead."))
    }
    guard let user = request.peerUID else {
      return refuse(
        .unknownUser, request,
        Fault(.forbidden, "This computer does not tell which user a connection belongs to, so the program lets nobody in."))
    }
    guard user == configuration.userID else {
      return refuse(.otherUser, request, Fault(.forbidden, "This program belongs to another user of this computer."))
    }
    if named != host { return redirect(request) }
    let settings = configuration.settings()
    if let preflight = preflight(request, settings) { return preflight }
    if let authorization = request.headers["Authorization"] { return admitScript(&request, authorization, settings) }
    return admitBrowser(&request, route, settings)
  }

  private var host: String { "127.0.0.1:\(configuration.port)" }

  /// One canonical host: cookies and origins of `localhost` would be others.
  private func redirect(_ request: HTTPRequest) -> HTTPResponse {
    guard request.method == "GET" || request.method == "HEAD" else {
      return refuse(.foreignHost, request, HTTPFailure(421, "Use the address \(origin)/ instead."))
    }
    let target = Self.encoded(request.path) + (request.query.isEmpty ? "" : "?" + request.query)
    return HTTPResponse(status: 307, headers: ["Location": origin + target])
  }

  private func admitScript(_ request: inout HTTPRequest, _ authorization: String, _ settings: GuardSettings) -> HTTPResponse? {
    let parts = authorization.split(separator: " ", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0].lowercased() == "bearer", RandomText.equal(parts[1], configuration.token.value) else {
      return refuseLogin(.badToken, request, settings, "The token is not the right one; `cold-outreach token` prints it.")
    }
    if let origin = request.headers["Origin"], origin != self.origin, !settings.origins.contains(origin) {
      return refuse(.foreignPage, request, Fault(.forbidden, "This page may not call the program; see SECURITY_ALLOWED_ORIGINS."))
    }
    if let limit = settings.requestsAMinute, let seconds = scripts.take(limit: limit) {
      return tooMany(request, seconds)
    }
    request.principal = .bearer
    return nil
  }

  private func admitBrowser(_ request: inout HTTPRequest, _ route: Route?, _ settings: GuardSettings) -> HTTPResponse? {
    let name = route.map { "\($0.method) \($0.path)" } ?? ""
    let session = liveSession(request, settings)
    if let session { request.principal = .session(session.id.rawValue) }
    // Without a route there is nothing to protect: the router answers 404 or 405.
    if route == nil || Self.open.contains(name) { return nil }
    guard let session else {
      if name == Self.unlock, isOurPage(request, isWrite: true) { return nil }
      return refuse(.noLogin, request, Fault(.unauthorized, Self.howToGetIn))
    }
    let isWrite = !["GET", "HEAD"].contains(request.method)
    guard isOurPage(request, isWrite: isWrite) else {
      return refuse(.foreignPage, request, Fault(.forbidden, "Only the program's own pages may do this."))
    }
    if isWrite, !RandomText.equal(request.headers["X-CSRF-Token"] ?? "", session.csrf) {
      return refuse(.noCSRF, request, Fault(.forbidden, "The page is out of date; load it again."))
    }
    if !Self.background.contains(name), request.headers["X-Background"] == nil { sessions.touch(session.id, at: clock.now()) }
    return nil
  }

  /// The session of the cookie, unless nobody used it for too long.
  func liveSession(_ request: HTTPRequest, _ settings: GuardSettings) -> Session? {
    // Another server on this computer may set a cookie of our name for a longer path, which then comes first.
    // Each is looked up once: it may be gone a moment later.
    guard let session = cookies(request).reduce(nil as Session?, { $0 ?? sessions.session(token: $1) }) else { return nil }
    guard clock.now().seconds(since: session.usedAt) < settings.idleSeconds else {
      sessions.remove(session.id)
      configuration.audit(.expired(session.id), request)
      return nil
    }
    return session
  }

  /// What cookies of our name hold; at most a few are looked at.
  private func cookies(_ request: HTTPRequest) -> [String] {
    var values: [String] = []
    for line in request.headers.all("Cookie") {
      for pair in line.split(separator: ";") {
        let parts = pair.drop { $0 == " " }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count == 2, parts[0] == cookieName, values.count < 4 { values.append(String(parts[1])) }
      }
    }
    return values
  }

  /// Origin and Sec-Fetch-Site, where sent, must both say that the page is ours; a write must have one of them.
  private func isOurPage(_ request: HTTPRequest, isWrite: Bool) -> Bool {
    let (origins, site) = (request.headers.all("Origin"), request.headers["Sec-Fetch-Site"])
    guard origins.allSatisfy({ $0 == origin }), origins.count <= 1 else { return false }
    // `none`: typed or a bookmark; that reads, but never writes.
    if let site { return site == "same-origin" || site == "none" && !isWrite }
    return !isWrite || !origins.isEmpty
  }

  // MARK: Other origins

  private func preflight(_ request: HTTPRequest, _ settings: GuardSettings) -> HTTPResponse? {
    guard request.method == "OPTIONS", request.headers["Access-Control-Request-Method"] != nil,
      let origin = request.headers["Origin"], settings.origins.contains(origin)
    else { return nil }
    var response = HTTPResponse(status: 204)
    response.headers.add("Access-Control-Allow-Origin", origin)
    response.headers.add("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
    response.headers.add("Access-Control-Allow-Headers", "authorization, content-type")
    response.headers.add("Access-Control-Max-Age", "600")
    if request.headers["Access-Control-Request-Private-Network"] == "true" {
      response.headers.add("Access-Control-Allow-Private-Network", "true")
    }
    response.headers.add("Vary", "Origin")
    return response
  }

  private func finish(_ request: HTTPRequest?, _ response: inout HTTPResponse) {
    SecurityHeaders.add(to: &response, for: request)
    if let request, request.principal != nil, request.path.hasPrefix("/api/") || request.path.hasPrefix("/system/") {
      tally.note(status: response.status)
    }
    guard let request, request.principal == .bearer, let origin = request.headers["Origin"],
      configuration.settings().origins.contains(origin)
    else { return }
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers.add("Vary", "Origin")
  }

  // MARK: Turning away

  /// What a page says that has no session.
  static let howToGetIn = "You are signed out. " + wayIn
  /// The same below a heading that says so.
  static let wayIn =
    "To get back in, start the program again: click its icon, or type cold-outreach open in a terminal. It is still running, and nothing is lost."

  /// Refuses a wrong code or token; past the limit without looking further.
  func refuseLogin(_ reason: Refusal, _ request: HTTPRequest, _ settings: GuardSettings, _ detail: String) -> HTTPResponse {
    if let limit = settings.requestsAMinute, let seconds = failures.take(limit: limit) { return tooMany(request, seconds) }
    var response = refuse(reason, request, Fault(.unauthorized, detail))
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
  }

  /// Notes a refusal, for the audit trail.
  func note(_ reason: Refusal, _ request: HTTPRequest) {
    guard reports.take(limit: Self.reportsAMinute) == nil else {
      unreported.withLock { $0 += 1 }
      return
    }
    let before = unreported.withLock { count in
      defer { count = 0 }
      return count
    }
    configuration.audit(.refused(reason, unreported: before), request)
  }

  private func refuse(_ reason: Refusal, _ request: HTTPRequest, _ error: any Error) -> HTTPResponse {
    // A page that was left open asks again and again; that is no news.
    if reason != .noLogin { note(reason, request) }
    return Problem(error, request: request).response
  }

  private func tooMany(_ request: HTTPRequest, _ seconds: Int) -> HTTPResponse {
    var response = refuse(.tooMany, request, Fault(.rateLimited, "Too many requests; try again in \(seconds) seconds."))
    response.headers["Retry-After"] = String(seconds)
    return response
  }

  /// The path with everything escaped but what RFC 3986 §3.3 allows.
  private static func encoded(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    let allowed = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/".utf8)
    let bytes = path.utf8.flatMap { byte in
      allowed.contains(byte) ? [byte] : [0x25, digits[Int(byte >> 4)], digits[Int(byte & 0xF)]]
    }
    // Two slashes at the start would name another host.
    let text = String(decoding: bytes, as: UTF8.self)
    return "/" + text.drop { $0 == "/" }
  }
}
