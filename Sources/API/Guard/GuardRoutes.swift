import JSONText
import Net
import Outreach

extension LocalGuard {
  /// What the page learns about its session, beside what the program adds.
  private struct SessionAnswer<Details: Encodable>: Encodable {
    let csrf: String
    let details: Details

    private enum CodingKeys: String, CodingKey { case csrf }

    func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(csrf, forKey: .csrf)
      try details.encode(to: encoder)
    }
  }

  private struct Health: Encodable {
    let status: String
    let schedulerRunning: Bool
    let timestamp: String
  }

  /// `/login`, `/logout`, `/health`, and what gives scripts a new code.
  /// - Parameter schedulerRuns: for `/health`.
  public func routes(schedulerRuns: @escaping @Sendable () -> Bool) -> [Route] {
    [
      .get("/login") { self.login($0) }.hidden,
      .post("/logout", summary: "Ends this browser's session.") { self.logout($0) },
      .get(
        "/health", summary: "Whether the program runs.",
        response: .members(["status": .string, "scheduler_running": .boolean, "timestamp": .string])
      ) { _ in
        try .json(Health(status: "healthy", schedulerRunning: schedulerRuns(), timestamp: "\(self.clock.now())"))
      },
      .post("/api/login-codes", summary: "A new address that lets a browser in once.", response: .members(["login_url": .string])) {
        request in
        guard request.principal == .bearer else { throw Fault(.forbidden, "Only scripts with the token may do this.") }
        return try .json(["login_url": self.loginURL()])
      },
    ]
  }

  /// `/api/session`: the CSRF value, and what the program adds, such as version and mode.
  public func sessionRoute(
    response: Schema? = nil, _ details: @escaping @Sendable (HTTPRequest) async throws -> some Encodable & Sendable
  ) -> Route {
    .get("/api/session", summary: "This browser's session.", response: response) { request in
      try .json(SessionAnswer(csrf: self.csrf(of: request), details: try await details(request)))
    }
  }

  /// The CSRF value of a request's session; empty for a script.
  public func csrf(of request: HTTPRequest) -> String {
    guard case .session = request.principal else { return "" }
    return liveSession(request, configuration.settings())?.csrf ?? ""
  }

  /// Answers 200 with a page whose script goes on: a Strict cookie set on a redirect that another site or a file began is lost.
  private func login(_ request: HTTPRequest) -> HTTPResponse {
    let settings = configuration.settings()
    // A browser that looks ahead, or asks for the head only, must not use the code up.
    let isLookingAhead = request.headers["Sec-Purpose"] != nil || request.headers["Purpose"] == "prefetch"
    guard !isLookingAhead, request.method == "GET" else { return HTTPResponse(status: isLookingAhead ? 503 : 200) }
    if let code = request.queryValue("code"), codes.redeem(code) { return welcome(request) }
    if case .session = request.principal { return Self.goingOn }
    guard request.queryValue("code") != nil else { return Self.signedOut.response(status: 200) }
    let refusal = refuseLogin(.badCode, request, settings, "")
    var page = Self.usedUp.response(status: refusal.status)
    page.headers["Retry-After"] = refusal.headers["Retry-After"]
    return page
  }

  private func welcome(_ request: HTTPRequest) -> HTTPResponse {
    if let old = liveSession(request, configuration.settings()) { sessions.remove(old.id) }
    let session = Session(at: clock.now())
    sessions.insert(session)
    configuration.audit(.login(session.id), request)
    var response = Self.goingOn
    response.headers.add("Set-Cookie", "\(cookieName)=\(session.token.value); Path=/; HttpOnly; SameSite=Strict")
    return response
  }

  private func logout(_ request: HTTPRequest) -> HTTPResponse {
    if let session = liveSession(request, configuration.settings()) {
      sessions.remove(session.id)
      configuration.audit(.logout(session.id), request)
    }
    var response = HTTPResponse(status: 204)
    response.headers.add("Set-Cookie", "\(cookieName)=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
    return response
  }

  private static let goingOn = PlainPage(
    "Welcome", ["You are signed in."], link: .init("Go on", "/"), script: "/login.js"
  ).response(status: 200)

  private static let signedOut = PlainPage("You are signed out", [wayIn])

  private static let usedUp = PlainPage(
    "This way in is used up", ["Each address lets one browser in, once, within five minutes.", wayIn],
    link: .init("Try your session", "/"))
}
