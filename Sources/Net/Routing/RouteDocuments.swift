extension Router {
  /// The table of routes as text, sorted by path and method, for a snapshot.
  public var table: String {
    routes.sorted { ($0.path, $0.method) < ($1.path, $1.method) }.map { route in
      let method = route.method + String(repeating: " ", count: max(1, 8 - route.method.count))
      let query = route.query.isEmpty ? "" : "?" + route.query.joined(separator: "&")
      let limit =
        route.request == nil && route.maximumBodyBytes <= Route.defaultBodyBytes ? "" : "  (≤ \(route.maximumBodyBytes) bytes)"
      return method + route.path + query + limit + (route.summary.isEmpty ? "" : "  \(route.summary)") + "\n"
    }.joined()
  }

  /// The OpenAPI 3.1 document of the routes, as JSON.
  public func openAPI(title: String, version: String) -> [UInt8] {
    let visible = routes.filter { !$0.isHidden }
    let paths = Dictionary(grouping: visible, by: \.path).sorted { $0.key < $1.key }.map { path, routes in
      let operations = routes.sorted { $0.method < $1.method }.map { route in
        "\(JSONText.quoted(route.method.lowercased())):\(Self.operation(route))"
      }
      return "\(JSONText.quoted(Self.documented(path))):{\(operations.joined(separator: ","))}"
    }
    let info = #"{"title":\#(JSONText.quoted(title)),"version":\#(JSONText.quoted(version))}"#
    return Array(#"{"openapi":"3.1.0","info":\#(info),"paths":{\#(paths.joined(separator: ","))}}"#.utf8)
  }

  private static func operation(_ route: Route) -> String {
    var members: [String] = []
    if !route.summary.isEmpty { members.append(#""summary":\#(JSONText.quoted(route.summary))"#) }
    let parameters =
      pathParameters(route.path).map { parameter($0, place: "path") } + route.query.map { parameter($0, place: "query") }
    if !parameters.isEmpty { members.append(#""parameters":[\#(parameters.joined(separator: ","))]"#) }
    if let request = route.request {
      members.append(#""requestBody":{"required":true,"content":{"application/json":{"schema":\#(request.json)}}}"#)
    }
    let content = route.response.map { #","content":{"application/json":{"schema":\#($0.json)}}"# } ?? ""
    let problem =
      #""default":{"description":"A problem (RFC 9457)","content":{"application/problem+json":{"schema":{"type":"object"}}}}"#
    members.append(#""responses":{"2XX":{"description":"Success"\#(content)},\#(problem)}"#)
    return "{\(members.joined(separator: ","))}"
  }

  private static func parameter(_ name: String, place: String) -> String {
    let required = place == "path" ? #","required":true"# : ""
    return #"{"name":\#(JSONText.quoted(name)),"in":"\#(place)"\#(required),"schema":{"type":"string"}}"#
  }

  private static func pathParameters(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map { part in
      String(part.dropFirst().dropLast(part.hasSuffix("...}") ? 4 : 1))
    }
  }

  private static func documented(_ path: String) -> String {
    path.hasSuffix("...}") ? String(path.dropLast(4)) + "}" : path
  }
}
