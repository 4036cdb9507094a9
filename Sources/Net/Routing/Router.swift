/// Finds the route of a request, and gives every answer its last touch.
public struct Router: Sendable {
  /// What the program adds around all routes.
  public struct Hooks: Sendable {
    /// Looks at a request once its head is there and before its content is read: may set the principal, or answer by itself.
    /// The route is nil where none matches. Runs on the connection's thread.
    public var admit: @Sendable (inout HTTPRequest, Route?) -> HTTPResponse? = { _, _ in nil }
    /// Turns what a handler threw into an answer.
    public var failed: @Sendable (any Error, HTTPRequest) -> HTTPResponse = { _, _ in
      HTTPResponse(status: 500, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array("Internal Server Error\n".utf8))
    }
    /// Makes the answers of the server itself (400, 404, 405, 413 …); the request is nil where it could not be read.
    public var refused: @Sendable (HTTPFailure, HTTPRequest?) -> HTTPResponse = { failure, _ in
      let text = "\(failure.status) \(HTTPStatus.reason(failure.status))\n\(failure.detail)\n"
      return HTTPResponse(status: failure.status, headers: ["Content-Type": "text/plain; charset=utf-8"], body: Array(text.utf8))
    }
    /// Adds what every answer carries, such as security headers; also to refusals.
    public var finish: @Sendable (HTTPRequest?, inout HTTPResponse) -> Void = { _, _ in }

    /// No guard, plain text, nothing added.
    public init() {}
  }

  /// What to do with a request whose head is known.
  enum Plan {
    /// Read its content, then perform the route.
    case route(Route)
    /// Answer at once.
    case answer(HTTPResponse)
  }

  private struct Group: Sendable {
    let pattern: PathPattern
    var routes: [String: Route]
  }

  /// Every route, in the order given.
  public let routes: [Route]
  private let hooks: Hooks
  private let literal: [String: Group]
  /// Those with parameters, the more exact first.
  private let patterns: [Group]

  private static let knownMethods: Set<String> = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]

  /// A router over a list of routes.
  /// - Throws: `RouteError` where two are equal or a pattern is malformed, so that the program stops at start.
  public init(_ routes: [Route], hooks: Hooks = Hooks()) throws(RouteError) {
    var groups: [String: Group] = [:]
    for route in routes {
      guard Self.knownMethods.contains(route.method), route.method != "HEAD" else {
        throw RouteError("\(route.method) \(route.path) has a method that no route may have.")
      }
      let pattern = try PathPattern(route.path)
      var group = groups[pattern.shape] ?? Group(pattern: pattern, routes: [:])
      guard group.routes.updateValue(route, forKey: route.method) == nil else {
        throw RouteError("Two routes are equal: \(route.method) \(route.path).")
      }
      groups[pattern.shape] = group
    }
    (self.routes, self.hooks) = (routes, hooks)
    literal = groups.filter { $0.value.pattern.isLiteral }
    patterns = groups.values.filter { !$0.pattern.isLiteral }.sorted { $0.pattern.precedes($1.pattern) }
  }

  // MARK: For the server

  /// Finds the route, sets the parameters, and asks the guard.
  func plan(for request: inout HTTPRequest) -> Plan {
    let match = find(request.method, request.path)
    if case .found(let route, let parameters) = match {
      if let parameters { request.parameters = parameters }
      request.route = route.path
      if let answer = hooks.admit(&request, route) { return .answer(finished(answer, request)) }
      return .route(route)
    }
    if let answer = hooks.admit(&request, nil) { return .answer(finished(answer, request)) }
    return .answer(finished(answerWithoutRoute(match, request), request))
  }

  /// Runs a route's handler, and turns whatever it throws into an answer.
  func perform(_ route: Route, _ request: HTTPRequest) async -> HTTPResponse {
    do {
      return finished(try await route.handler(request), request)
    } catch {
      return answer(to: error, request)
    }
  }

  /// The answer to what a handler or a receiver threw.
  func answer(to error: any Error, _ request: HTTPRequest) -> HTTPResponse {
    let failure = error as? HTTPFailure
    return finished(failure.map { hooks.refused($0, request) } ?? hooks.failed(error, request), request)
  }

  /// The answer of the server itself to what it can't take.
  func refused(_ failure: HTTPFailure, _ request: HTTPRequest?) -> HTTPResponse {
    var response = hooks.refused(failure, request)
    hooks.finish(request, &response)
    return response
  }

  /// The whole way of a request with its content, without any socket; for tests and for calls inside the program.
  public func respond(to request: HTTPRequest) async -> HTTPResponse {
    var request = request
    switch plan(for: &request) {
    case .answer(let response): return response
    case .route(let route):
      guard request.body.count <= route.maximumBodyBytes else {
        return refused(HTTPFailure(413, "The content is too large."), request)
      }
      return await perform(route, request)
    }
  }

  // MARK: Finding

  private enum Match { case found(Route, [String: String]?), wrongMethod(Set<String>), nothing }

  private func find(_ method: String, _ path: String) -> Match {
    // `OPTIONS *` asks about the server, not about a path (RFC 9112 §3.2.4).
    guard path.hasPrefix("/") else { return .nothing }
    var allowed: Set<String> = []
    if let group = literal[path] {
      if let route = Self.route(in: group, method) { return .found(route, nil) }
      allowed.formUnion(group.routes.keys)
    }
    let parts = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
    for group in patterns {
      // What a catch-all serves is no other method of a path that has routes of its own.
      if group.pattern.hasRest, !allowed.isEmpty { continue }
      guard let parameters = group.pattern.match(parts) else { continue }
      if let route = Self.route(in: group, method) { return .found(route, parameters) }
      allowed.formUnion(group.routes.keys)
    }
    return allowed.isEmpty ? .nothing : .wrongMethod(allowed)
  }

  private static func route(in group: Group, _ method: String) -> Route? {
    // RFC 9110 §9.3.2: HEAD is GET without the content.
    group.routes[method] ?? (method == "HEAD" ? group.routes["GET"] : nil)
  }

  private func answerWithoutRoute(_ match: Match, _ request: HTTPRequest) -> HTTPResponse {
    // RFC 9110 §9.1: a method that nothing here knows is 501, one that is not for this resource 405.
    guard Self.knownMethods.contains(request.method) else {
      return hooks.refused(HTTPFailure(501, "The method is unknown."), request)
    }
    var allowed: Set<String> = request.path == "*" ? Self.knownMethods : []
    if case .wrongMethod(let methods) = match { allowed = methods.union(["OPTIONS"]) }
    guard !allowed.isEmpty else { return hooks.refused(HTTPFailure(404, "There is nothing at this address."), request) }
    if allowed.contains("GET") { allowed.insert("HEAD") }
    // RFC 9110 §9.3.7 and §15.5.6: OPTIONS says what is allowed, and so must a 405.
    var response =
      request.method == "OPTIONS"
      ? HTTPResponse(status: 204) : hooks.refused(HTTPFailure(405, "This method is not allowed here."), request)
    response.headers["Allow"] = allowed.sorted().joined(separator: ", ")
    return response
  }

  // MARK: Finishing

  /// From this size on JSON is worth the time to compress.
  private static let compressFromBytes = 1024

  private func finished(_ response: HTTPResponse, _ request: HTTPRequest) -> HTTPResponse {
    var response = response
    hooks.finish(request, &response)
    // A header that could be split into two is a bug of ours that must not reach the browser.
    guard (200...599).contains(response.status), response.headers.fields.allSatisfy(ResponseHead.isClean) else {
      return refused(HTTPFailure(500, "The answer had a malformed header."), request)
    }
    compress(&response, for: request)
    return response
  }

  /// Compresses JSON answers; never streams, never what has a coding or a strong validator of its own.
  private func compress(_ response: inout HTTPResponse, for request: HTTPRequest) {
    guard case .bytes(let body) = response.body, body.count > Self.compressFromBytes, response.headers["Content-Encoding"] == nil,
      response.headers["ETag"] == nil, let type = response.headers["Content-Type"], Self.isJSON(type)
    else { return }
    response.headers.add("Vary", "Accept-Encoding")
    guard ContentCoding.acceptsGzip(request.headers), let packed = Gzip.compress(body, level: 1), packed.count < body.count else {
      return
    }
    response.headers["Content-Encoding"] = "gzip"
    response.body = .bytes(packed)
  }

  private static func isJSON(_ type: String) -> Bool {
    let name = type.split(separator: ";").first.map { $0.lowercased() } ?? ""
    return name == "application/json" || name.hasSuffix("+json")
  }
}
