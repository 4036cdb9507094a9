import Foundation
import Testing

@testable import Net

@Suite struct RouterTests {
  private static func named(_ method: String, _ path: String) -> Route {
    Route(method, path) { request in
      let parameters = request.parameters.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
      return .text("\(path) \(parameters)")
    }
  }

  private static let routes: [Route] = [
    named("GET", "/"), named("GET", "/api/leads"), named("POST", "/api/leads"), named("GET", "/api/leads/{id}"),
    named("PATCH", "/api/leads/{id}"), named("GET", "/api/leads/new"), named("GET", "/api/{kind}/x"),
    named("GET", "/files/{path...}"),
    named("GET", "/{path...}"), named("POST", "/api/send"),
  ]

  private func text(_ response: HTTPResponse) -> String {
    if case .bytes(let bytes) = response.body { String(decoding: bytes, as: UTF8.self) } else { "stream" }
  }

  @Test func `the most exact route answers`() async throws {
    let router = try Router(Self.routes)
    let rows: [(request: String, status: Int, answer: String)] = [
      ("GET /", 200, "/ "), ("GET /api/leads", 200, "/api/leads "), ("HEAD /api/leads", 200, "/api/leads "),
      ("POST /api/leads", 200, "/api/leads "), ("GET /api/leads/7", 200, "/api/leads/{id} id=7"),
      ("GET /api/leads/new", 200, "/api/leads/new "),
      ("PATCH /api/leads/new", 200, "/api/leads/{id} id=new"), ("GET /api/leads/x", 200, "/api/leads/{id} id=x"),
      ("GET /api/mails/x", 200, "/api/{kind}/x kind=mails"), ("GET /files/a/b", 200, "/files/{path...} path=a/b"),
      ("GET /files/", 200, "/files/{path...} path="), ("GET /files", 200, "/{path...} path=files"),
      ("GET //", 200, "/{path...} path=/"),
      ("GET /api/leads/", 200, "/{path...} path=api/leads/"), ("DELETE /api/leads/7", 405, "GET, HEAD, OPTIONS, PATCH"),
      ("PUT /api/leads", 405, "GET, HEAD, OPTIONS, POST"), ("POST /zzz", 405, "GET, HEAD, OPTIONS"),
      ("OPTIONS /api/leads", 204, "GET, HEAD, OPTIONS, POST"),
      ("OPTIONS *", 204, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"), ("GET /api/send", 405, "OPTIONS, POST"),
      ("BREW /", 501, ""), ("get /", 501, ""),
    ]
    for row in rows {
      let words = row.request.split(separator: " ")
      let response = await router.respond(to: HTTPRequest(method: String(words[0]), path: String(words[1])))
      let said = response.status == 200 ? text(response) : response.headers["Allow"] ?? ""
      #expect(response.status == row.status && said == row.answer, "\(row.request): \(response.status) \(said)")
    }
  }

  @Test func `a table that can't work stops the start`() {
    let rows: [[Route]] = [
      [Self.named("GET", "/a"), Self.named("GET", "/a")], [Self.named("GET", "/a/{x}"), Self.named("GET", "/a/{y}")],
      [Self.named("GET", "/{a...}"), Self.named("GET", "/{b...}")], [Self.named("GET", "a")], [Self.named("GET", "/{a...}/b")],
      [Self.named("GET", "/{a}/{a}")], [Self.named("GET", "/x{a}")], [Self.named("GET", "/{}")], [Self.named("HEAD", "/")],
      [Self.named("BREW", "/")],
    ]
    for row in rows { #expect(throws: RouteError.self, "\(row.map(\.path))") { try Router(row) } }
    #expect(throws: Never.self) { try Router([Self.named("GET", "/a/{x}"), Self.named("POST", "/a/{y}")]) }
  }

  @Test func `the guard comes first, the last touch comes always`() async throws {
    var hooks = Router.Hooks()
    hooks.admit = { request, route in
      request.principal = .bearer
      return request.headers["Block"] == nil ? nil : .text("blocked \(route?.path ?? "-")", status: 403)
    }
    hooks.finish = { request, response in response.headers["X-Done"] = request?.path ?? "unread" }
    let routes: [Route] = [.get("/who") { request in .text(request.principal == .bearer ? "bearer" : "nobody") }]
    let router = try Router(routes, hooks: hooks)
    let rows: [(path: String, headers: HTTPHeaders, status: Int, done: String, text: String)] = [
      ("/who", [:], 200, "/who", "bearer"), ("/who", ["Block": "1"], 403, "/who", "blocked /who"),
      ("/none", ["Block": "1"], 403, "/none", "blocked -"), ("/none", [:], 404, "/none", "404"),
    ]
    for row in rows {
      let response = await router.respond(to: HTTPRequest(method: "GET", path: row.path, headers: row.headers))
      #expect(
        response.status == row.status && response.headers["X-Done"] == row.done && text(response).hasPrefix(row.text), "\(row)")
    }
    #expect(router.refused(HTTPFailure(400, ""), nil).headers["X-Done"] == "unread")
  }

  @Test func `large JSON is compressed where the client takes it`() async throws {
    let large = Array(("[" + String(repeating: "1234567890,", count: 200) + "0]").utf8)
    let routes: [Route] = [
      .get("/large") { _ in HTTPResponse(status: 200, headers: ["Content-Type": "application/json; charset=utf-8"], body: large) },
      .get("/small") { _ in HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: Array("[]".utf8)) },
      .get("/tagged") { _ in HTTPResponse(status: 200, headers: ["Content-Type": "application/json", "ETag": "\"a\""], body: large)
      },
      .get("/text") { _ in HTTPResponse(status: 200, headers: ["Content-Type": "text/plain"], body: large) },
    ]
    let router = try Router(routes)
    let rows: [(path: String, accept: String?, packed: Bool, varies: Bool)] = [
      ("/large", "gzip", true, true), ("/large", "br, GZIP;q=0.5", true, true), ("/large", "*", true, true),
      ("/large", nil, false, true),
      ("/large", "gzip;q=0", false, true), ("/large", "gzip;q=0.000, *", false, true), ("/large", "br", false, true),
      ("/small", "gzip", false, false), ("/tagged", "gzip", false, false), ("/text", "gzip", false, false),
    ]
    for row in rows {
      var request = HTTPRequest(method: "GET", path: row.path)
      request.headers["Accept-Encoding"] = row.accept
      let response = await router.respond(to: request)
      #expect((response.headers["Content-Encoding"] == "gzip") == row.packed, "\(row)")
      #expect((response.headers["Vary"] == "Accept-Encoding") == row.varies, "\(row)")
      if row.packed, case .bytes(let bytes) = response.body { #expect(try Gzip.decompress(bytes, limit: 10_000) == large) }
    }
  }

  @Test func `the table and the OpenAPI document say what the routes are`() throws {
    let lead = Schema.members(["id": .string, "note?": .nullable(.string), "score": .integer, "state": .oneOf(["a", "b\""])])
    let router = try Router([
      .get("/api/leads", summary: "Lists leads.", query: ["state", "cursor"], response: .members(["data": .array(lead)])) { _ in
        .text("")
      },
      .post("/api/leads/{id}/approve", maximumBodyBytes: 10, request: lead) { _ in .text("") },
      Route.get("/{path...}") { _ in .text("") }.hidden,
    ])
    #expect(
      router.table == """
        GET     /api/leads?state&cursor  Lists leads.
        POST    /api/leads/{id}/approve  (≤ 10 bytes)
        GET     /{path...}

        """)
    let document = try JSONSerialization.jsonObject(with: Data(router.openAPI(title: "T \"1\"", version: "1"))) as? [String: Any]
    let paths = document?["paths"] as? [String: [String: [String: Any]]]
    #expect(document?["openapi"] as? String == "3.1.0" && paths?.keys.sorted() == ["/api/leads", "/api/leads/{id}/approve"])
    let names = (paths?["/api/leads/{id}/approve"]?["post"]?["parameters"] as? [[String: Any]])?.map {
      "\($0["in"] ?? ""):\($0["name"] ?? "")"
    }
    #expect(names == ["path:id"])
    #expect(
      paths?["/api/leads/{id}/approve"]?["post"]?["requestBody"] != nil && paths?["/api/leads"]?["get"]?["requestBody"] == nil)
  }
}
