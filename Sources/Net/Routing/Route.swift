/// What answers a request: runs on its connection's thread, so it may also block.
public typealias HTTPHandler = @Sendable (HTTPRequest) async throws -> HTTPResponse

/// One line of the table of routes: method, path pattern, handler, and what the documentation says.
///
/// A pattern is literal segments and `{name}` for one segment, or `{name...}` at the end for the rest: `/api/leads/{id}`.
public struct Route: Sendable {
  /// Upper case.
  public var method: String
  public var path: String
  /// The most content bytes that a request may bring; more is 413.
  public var maximumBodyBytes: Int
  /// One sentence for `openapi.json`.
  public var summary: String
  /// The query fields it reads.
  public var query: [String]
  /// The JSON content it takes; nil for none.
  public var request: Schema?
  /// The JSON content of its answer; nil for none, or for other content.
  public var response: Schema?
  /// Left out of `openapi.json`, such as files.
  public var isHidden = false
  public var handler: HTTPHandler
  /// Makes what takes large content piece by piece; nil where the content comes whole in `HTTPRequest.body`.
  public var receiver: (@Sendable (HTTPRequest) throws -> any HTTPBodyReceiver)?

  /// Content bytes for methods that bring some.
  public static let defaultBodyBytes = 1024 * 1024
  /// Content bytes for GET, HEAD and DELETE, where content means nothing (RFC 9110 §9.3.1): read and ignored.
  public static let ignoredBodyBytes = 64 * 1024

  /// A route by its parts.
  public init(
    _ method: String, _ path: String, maximumBodyBytes: Int? = nil, summary: String = "", query: [String] = [],
    request: Schema? = nil, response: Schema? = nil, handler: @escaping HTTPHandler
  ) {
    (self.method, self.path, self.summary, self.query, self.handler) = (method, path, summary, query, handler)
    (self.request, self.response) = (request, response)
    let bringsContent = method == "POST" || method == "PUT" || method == "PATCH"
    self.maximumBodyBytes = maximumBodyBytes ?? (bringsContent ? Self.defaultBodyBytes : Self.ignoredBodyBytes)
  }

  /// A route that reads; HEAD is answered from it too.
  public static func get(
    _ path: String, summary: String = "", query: [String] = [], response: Schema? = nil, handler: @escaping HTTPHandler
  ) -> Route {
    Route("GET", path, summary: summary, query: query, response: response, handler: handler)
  }

  /// A route that does something.
  public static func post(
    _ path: String, maximumBodyBytes: Int? = nil, summary: String = "", query: [String] = [], request: Schema? = nil,
    response: Schema? = nil, handler: @escaping HTTPHandler
  ) -> Route {
    Route(
      "POST", path, maximumBodyBytes: maximumBodyBytes, summary: summary, query: query, request: request, response: response,
      handler: handler)
  }

  /// A route that changes a part of something.
  public static func patch(
    _ path: String, maximumBodyBytes: Int? = nil, summary: String = "", query: [String] = [], request: Schema? = nil,
    response: Schema? = nil, handler: @escaping HTTPHandler
  ) -> Route {
    Route(
      "PATCH", path, maximumBodyBytes: maximumBodyBytes, summary: summary, query: query, request: request, response: response,
      handler: handler)
  }

  /// A route that replaces something.
  public static func put(
    _ path: String, maximumBodyBytes: Int? = nil, summary: String = "", query: [String] = [], request: Schema? = nil,
    response: Schema? = nil, handler: @escaping HTTPHandler
  ) -> Route {
    Route(
      "PUT", path, maximumBodyBytes: maximumBodyBytes, summary: summary, query: query, request: request, response: response,
      handler: handler)
  }

  /// A route that removes something.
  public static func delete(
    _ path: String, summary: String = "", query: [String] = [], response: Schema? = nil, handler: @escaping HTTPHandler
  ) -> Route {
    Route("DELETE", path, summary: summary, query: query, response: response, handler: handler)
  }

  /// The same route, with its content taken piece by piece, such as an upload that goes to a file; the handler finds the receiver in
  /// `HTTPRequest.receiver`, and no content in `body`.
  public func receiving(_ receiver: @escaping @Sendable (HTTPRequest) throws -> any HTTPBodyReceiver) -> Route {
    var route = self
    route.receiver = receiver
    return route
  }

  /// The same route, left out of `openapi.json`.
  public var hidden: Route {
    var route = self
    route.isHidden = true
    return route
  }
}
