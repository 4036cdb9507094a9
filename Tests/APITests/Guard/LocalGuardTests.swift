import Foundation
import Net
import Outreach
import Synchronization
import Testing

@testable import API

@Suite struct LocalGuardTests {
  @Test func `only the one host is ours`() async throws {
    let bench = try GuardBench()
    let rows: [(String?, Int)] = [
      ("127.0.0.1:8123", 200), ("localhost:8123", 307), ("LOCALHOST:8123", 307), (nil, 421), ("", 421), ("127.0.0.1", 421),
      ("127.0.0.1:80", 421),
      ("127.0.0.1:8123.evil.example", 421), ("evil.example", 421), ("evil.example:8123", 421), ("[::1]:8123", 421),
      ("0.0.0.0:8123", 421),
      ("127.1:8123", 421), ("2130706433:8123", 421), ("127.0.0.1:08123", 421), ("127.0.0.1.:8123", 421), ("localhost.:8123", 421),
      ("127.0.0.2:8123", 421), ("user@127.0.0.1:8123", 421), ("127.0.0.1:8123 evil", 421), ("localtest.me:8123", 421),
      ("0x7f.1:8123", 421),
    ]
    for (host, status) in rows {
      for path in ["/health", "/", "/login"] {
        #expect(await bench.send("GET", path, host: host).status == status, "\(host ?? "none") \(path)")
      }
    }
    // DNS rebinding: the right cookie under another name is worth nothing.
    let (cookie, _) = try await bench.login()
    #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie)], host: "rebound.example:8123").status == 421)
    #expect(await bench.send("POST", "/api/leads", [("Cookie", cookie)], host: "localhost:8123").status == 421)
  }

  @Test func `localhost leads to the one host, with path and query, never elsewhere`() async throws {
    let bench = try GuardBench()
    let rows = [
      ("/login?code=a%20b", "/login?code=a%20b"), ("/a b", "/a%20b"), ("//evil.example/x", "/evil.example/x"),
      ("/é?x", "/%C3%A9?x"),
    ]
    for (target, location) in rows {
      #expect(
        await bench.send("GET", target, host: "localhost:8123").headers["Location"] == GuardBench.origin + location, "\(target)")
    }
  }

  @Test func `another user of the computer is refused, whatever he shows`() async throws {
    let bench = try GuardBench()
    let (cookie, csrf) = try await bench.login()
    let rows: [UInt32?] = [0, 1001, nil]
    for user in rows {
      for (method, target, headers) in [
        ("GET", "/health", []), ("GET", "/login?code=\(bench.local.codes.issue())", []),
        ("GET", "/api/leads", [("Cookie", cookie)]),
        ("POST", "/api/leads", [("Cookie", cookie), ("X-CSRF-Token", csrf), ("Origin", GuardBench.origin)]),
        ("GET", "/api/leads", [("Authorization", "Bearer \(GuardBench.token)")]),
      ] as [(String, String, [(String, String)])] {
        let answer = await bench.send(method, target, headers, user: user)
        #expect(answer.status == 403 && answer.headers["Set-Cookie"] == nil, "\(user.map(String.init) ?? "nil") \(target)")
      }
    }
  }

  @Test func `a code is good once and for five minutes, and only when somebody really looks`() async throws {
    let bench = try GuardBench()
    let code = bench.local.codes.issue()
    for (method, headers) in [("HEAD", []), ("GET", [("Sec-Purpose", "prefetch;prerender")]), ("GET", [("Purpose", "prefetch")])]
      as [(String, [(String, String)])]
    {
      #expect(await bench.send(method, "/login?code=\(code)", headers).headers["Set-Cookie"] == nil)
    }
    let first = await bench.send("GET", "/login?code=\(code)", [("Sec-Fetch-Site", "cross-site")])
    let cookie = try #require(first.headers["Set-Cookie"])
    #expect(first.status == 200 && first.text.contains("src=\"/login.js\"") && first.headers["Location"] == nil)
    #expect(cookie.hasPrefix("cold_outreach_ab12=") && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
    let second = await bench.send("GET", "/login?code=\(code)")
    #expect(second.status == 401 && second.headers["Set-Cookie"] == nil && second.text.contains("cold-outreach open"))
    // The same browser that is in already just goes on.
    #expect(await bench.send("GET", "/login?code=\(code)", [("Cookie", cookie)]).status == 200)
    let late = bench.local.codes.issue()
    bench.clock.advance(seconds: 299)
    #expect(await bench.send("GET", "/login?code=\(bench.local.codes.issue())").status == 200)
    bench.clock.advance(seconds: 1)
    #expect(await bench.send("GET", "/login?code=\(late)").status == 401)
    #expect(await bench.send("GET", "/login?code=").status == 401)
    let pushedOut = bench.local.codes.issue()
    for _ in 0..<LoginCodes.mostOpen { _ = bench.local.codes.issue() }
    #expect(await bench.send("GET", "/login?code=\(pushedOut)").status == 401)
    #expect(bench.reported.contains { if case .login = $0 { true } else { false } })
  }

  @Test func `reads and writes, by cookie, origin, fetch metadata and CSRF`() async throws {
    let bench = try GuardBench()
    let (cookie, csrf) = try await bench.login()
    #expect(csrf.count == 32)
    let own = ("Origin", GuardBench.origin)
    let (c, x) = (("Cookie", cookie), ("X-CSRF-Token", csrf))
    let same = ("Sec-Fetch-Site", "same-origin")
    let rows: [(String, String, [(String, String)], Int)] = [
      ("GET", "/api/leads", [], 401), ("GET", "/api/leads", [c], 200),
      ("GET", "/api/leads", [("Cookie", "other=1; \(cookie)")], 200),
      // Set by another server on this computer for a longer path, to sign the person out.
      ("GET", "/api/leads", [("Cookie", "cold_outreach_ab12=0; \(cookie)")], 200),
      ("GET", "/api/leads", [("Cookie", cookie + "x")], 401), ("GET", "/api/leads", [("Cookie", "cold_outreach_ab12=")], 401),
      ("GET", "/api/leads", [("Cookie", "cold_outreach_ffff=\(cookie.split(separator: "=")[1])")], 401),
      ("GET", "/api/leads", [c, same], 200), ("GET", "/api/leads", [c, ("Sec-Fetch-Site", "none")], 200),
      ("GET", "/api/leads", [c, ("Sec-Fetch-Site", "same-site")], 403),
      ("GET", "/api/leads", [c, ("Sec-Fetch-Site", "cross-site")], 403),
      ("GET", "/api/leads", [c, ("Origin", "http://127.0.0.1:9999")], 403),
      ("POST", "/api/leads", [c, x, own], 201), ("POST", "/api/leads", [c, x, same], 201),
      ("POST", "/api/leads", [c, x, own, same], 201),
      ("POST", "/api/leads", [c, x], 403), ("POST", "/api/leads", [c, own], 403),
      ("POST", "/api/leads", [c, ("X-CSRF-Token", "0"), own], 403),
      ("POST", "/api/leads", [c, ("X-CSRF-Token", ""), own], 403), ("POST", "/api/leads", [x, own], 401),
      ("POST", "/api/leads", [c, x, ("Origin", "null")], 403),
      ("POST", "/api/leads", [c, x, ("Origin", "http://localhost:8123")], 403),
      ("POST", "/api/leads", [c, x, ("Origin", "https://127.0.0.1:8123")], 403),
      ("POST", "/api/leads", [c, x, ("Origin", "http://127.0.0.1:8124")], 403),
      ("POST", "/api/leads", [c, x, ("Origin", GuardBench.origin + ".evil.example")], 403),
      ("POST", "/api/leads", [c, x, own, own], 403),
      ("POST", "/api/leads", [c, x, own, ("Sec-Fetch-Site", "cross-site")], 403),
      ("POST", "/api/leads", [c, x, ("Sec-Fetch-Site", "none")], 403),
      ("POST", "/api/leads", [c, x, same, ("Origin", "https://evil.example")], 403),
      ("GET", "/health", [], 200), ("GET", "/", [], 200), ("GET", "/app.js", [("Sec-Fetch-Site", "cross-site")], 200),
      ("GET", "/login", [], 200),
      ("DELETE", "/api/leads", [], 405), ("OPTIONS", "/api/leads", [], 204), ("POST", "/logout", [], 401),
      ("POST", "/api/login-codes", [c, x, own], 403),
    ]
    for (method, target, headers, status) in rows {
      let answer = await bench.send(method, target, headers)
      #expect(answer.status == status, "\(method) \(target) \(headers.map { "\($0.0): \($0.1.prefix(30))" })")
      #expect(answer.headers["Access-Control-Allow-Origin"] == nil)
    }
    var streaming = HTTPRequest(method: "GET", path: "/api/events", headers: ["Cookie": cookie])
    streaming.principal = .session("1")
    #expect(bench.local.isStillSignedIn(streaming))
    defer { #expect(!bench.local.isStillSignedIn(streaming)) }
    #expect(await bench.send("POST", "/logout", [c, x, own]).headers["Set-Cookie"]?.contains("Max-Age=0") == true)
    #expect(await bench.send("GET", "/api/leads", [c]).status == 401)
  }

  @Test func `a passphrase is brought without a session, but only by our own page`() async throws {
    let bench = try GuardBench()
    let (cookie, csrf) = try await bench.login()
    let (own, same) = (("Origin", GuardBench.origin), ("Sec-Fetch-Site", "same-origin"))
    let rows: [(String, [(String, String)], Int)] = [
      ("unlock", [own], 202), ("unlock", [same], 202), ("unlock", [], 401), ("unlock", [("Sec-Fetch-Site", "none")], 401),
      ("unlock", [("Origin", "https://evil.example")], 401), ("unlock", [own, ("Sec-Fetch-Site", "cross-site")], 401),
      // Who is signed in shows the CSRF value as ever.
      ("unlock", [("Cookie", cookie), own], 403), ("unlock", [("Cookie", cookie), ("X-CSRF-Token", csrf), own], 202),
      ("quit", [own], 401),
    ]
    for (way, headers, status) in rows {
      #expect(await bench.send("POST", "/start/\(way)", headers).status == status, "\(way) \(headers.map(\.0))")
    }
  }

  @Test func `a session ends when nobody uses it, and the answer says how to get back in`() async throws {
    let bench = try GuardBench()
    let (cookie, _) = try await bench.login()
    for _ in 0..<3 {
      bench.clock.advance(seconds: 3599)
      #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie)]).status == 200)
    }
    // What the page asks by itself keeps nothing alive.
    bench.clock.advance(seconds: 3500)
    #expect(await bench.send("GET", "/api/events", [("Cookie", cookie)]).status == 200)
    #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie), ("X-Background", "1")]).status == 200)
    bench.clock.advance(seconds: 100)
    let ended = await bench.send("GET", "/api/leads", [("Cookie", cookie)])
    #expect(ended.status == 401 && ended.text.contains("click its icon") && ended.text.contains("cold-outreach open"))
    #expect(bench.reported.contains { if case .expired = $0 { true } else { false } })
    bench.settingsBox.value.withLock { $0.idleSeconds = 10 }
    let (short, _) = try await bench.login()
    bench.clock.advance(seconds: 10)
    #expect(await bench.send("GET", "/api/leads", [("Cookie", short)]).status == 401)
  }

  /// Sessions that end right after they were looked up, as when another tab signs out at that moment.
  private final class EndingSessions: SessionStore {
    private let kept = MemorySessions()
    func insert(_ session: Session) { kept.insert(session) }
    func session(token: String) -> Session? {
      let found = kept.session(token: token)
      if let found { kept.remove(found.id) }
      return found
    }
    func touch(_ id: Session.ID, at moment: Timestamp) { kept.touch(id, at: moment) }
    func remove(_ id: Session.ID) { kept.remove(id) }
    func isAlive(_ id: Session.ID) -> Bool { kept.isAlive(id) }
  }

  @Test func `a session that ends while it is looked up ends no more than itself`() async throws {
    let bench = try GuardBench(sessions: EndingSessions())
    let answer = await bench.send("GET", "/login?code=\(bench.local.codes.issue())")
    let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first.map(String.init) ?? ""
    #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie)]).status == 200)
    #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie)]).status == 401)
  }

  @Test func `scripts come with the token, within their limit`() async throws {
    let bench = try GuardBench()
    let right = ("Authorization", "Bearer \(GuardBench.token)")
    let (cookie, _) = try await bench.login()
    let rows: [(String, [(String, String)], Int)] = [
      ("GET", [right], 200), ("POST", [right], 201), ("GET", [("authorization", "bearer \(GuardBench.token)")], 200),
      ("GET", [("Authorization", "Bearer x")], 401), ("GET", [("Authorization", "Bearer ")], 401),
      ("GET", [("Authorization", "Basic \(GuardBench.token)")], 401),
      ("GET", [("Authorization", GuardBench.token)], 401), ("GET", [("Authorization", "Bearer \(GuardBench.token)0")], 401),
      // A wrong token is not saved by a right cookie.
      ("GET", [("Authorization", "Bearer x"), ("Cookie", cookie)], 401),
      ("POST", [right, ("Origin", "https://evil.example")], 403),
      ("POST", [right, ("Origin", GuardBench.origin)], 201),
    ]
    for (method, headers, status) in rows {
      #expect(await bench.send(method, "/api/leads", headers).status == status, "\(method) \(headers)")
    }
    #expect(await bench.send("POST", "/api/login-codes", [right]).text.contains("/login?code="))
    bench.settingsBox.value.withLock { $0.requestsAMinute = 2 }
    bench.clock.advance(seconds: 60)
    var answers: [Int] = []
    for _ in 0..<4 { answers.append(await bench.send("GET", "/api/leads", [right]).status) }
    #expect(answers == [200, 200, 429, 429])
    #expect(await bench.send("GET", "/api/leads", [right]).headers["Retry-After"] == "30")
    // The browser is never slowed down, and a right code gets in however many wrong ones came.
    for _ in 0..<5 { answers.append(await bench.send("GET", "/login?code=wrong").status) }
    #expect(answers.suffix(5) == [401, 401, 429, 429, 429])
    #expect(await bench.send("GET", "/api/leads", [("Cookie", cookie)]).status == 200)
    #expect(await bench.send("GET", "/login?code=\(bench.local.codes.issue())").status == 200)
    bench.clock.advance(seconds: 30)
    #expect(await bench.send("GET", "/api/leads", [right]).status == 200)
  }

  @Test func `other origins are served with the token only, and only where they are listed`() async throws {
    let bench = try GuardBench()
    let (cookie, _) = try await bench.login()
    let right = ("Authorization", "Bearer \(GuardBench.token)")
    let (tool, evil) = (("Origin", "https://tool.example"), ("Origin", "https://evil.example"))
    let ask = ("Access-Control-Request-Method", "POST")
    let rows: [(Bool, String, [(String, String)], Int, String?)] = [
      (false, "GET", [right, tool], 403, nil), (false, "OPTIONS", [tool, ask], 204, nil),
      (true, "GET", [right, tool], 200, "https://tool.example"), (true, "POST", [right, tool], 201, "https://tool.example"),
      (true, "OPTIONS", [tool, ask], 204, "https://tool.example"), (true, "OPTIONS", [evil, ask], 204, nil),
      (true, "GET", [right, evil], 403, nil),
      (true, "GET", [("Cookie", cookie), tool], 403, nil), (true, "GET", [tool], 401, nil), (true, "GET", [right], 200, nil),
      (true, "GET", [right, ("Origin", "https://tool.example.evil.example")], 403, nil),
      (true, "GET", [right, ("Origin", "null")], 403, nil),
    ]
    for (isOn, method, headers, status, allowed) in rows {
      bench.settingsBox.value.withLock { $0.origins = isOn ? ["https://tool.example"] : [] }
      let answer = await bench.send(method, "/api/leads", headers)
      #expect(answer.status == status && answer.headers["Access-Control-Allow-Origin"] == allowed, "\(isOn) \(method) \(headers)")
      #expect(answer.headers["Access-Control-Allow-Credentials"] == nil)
      if allowed != nil { #expect(answer.headers.list("Vary", contains: "Origin")) }
    }
  }

  @Test func `every answer has the headers, and only mail content has other ones`() async throws {
    let bench = try GuardBench()
    let (cookie, _) = try await bench.login()
    for target in ["/", "/health", "/nothing/api", "/api/leads", "/login", "/api/messages/1/html", "/api/fails"] {
      for headers in [[], [("Cookie", cookie)]] {
        let answer = await bench.send("GET", target, headers)
        let isMail = target.hasSuffix("/html") && !headers.isEmpty
        #expect(
          answer.headers["Content-Security-Policy"]?.hasPrefix(isMail ? "sandbox; default-src 'none'" : "default-src 'self'")
            == true, "\(target)")
        #expect(answer.headers["X-Frame-Options"] == (isMail ? "SAMEORIGIN" : "DENY"))
        for (name, value) in [
          ("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store"),
        ] {
          #expect(answer.headers.all(name) == [value], "\(target) \(name)")
        }
      }
    }
    #expect(await bench.send("GET", "/", host: "evil.example").headers["Content-Security-Policy"] != nil)
    let rows = [
      ("/api/messages/x/html", true), ("/api/replies/x/html", true), ("/api/practice/x/html", true), ("/api/messages//html", false),
      ("/api/leads/x/html", false),
      ("/api/messages/x/html/", false), ("/x/api/messages/x/html", false), ("/api/messages/x/htmlx", false),
    ]
    for (path, isMail) in rows { #expect(SecurityHeaders.isMailContent(path) == isMail, "\(path)") }
  }

  @Test func `every route of the product asks for a login, refuses other pages, and frames mail in a sandbox`() async throws {
    let (product, bench) = (try await TestProduct.make(), try GuardBench())
    let (cookie, csrf) = try await bench.login()
    let routes = product.router.routes.filter { $0.path.hasPrefix("/api/") || $0.path.hasPrefix("/system/") }
    #expect(routes.count > 80)
    for route in routes {
      func status(_ fields: [(String, String)]) -> Int? {
        var request = HTTPRequest(method: route.method, path: route.path, headers: ["Host": GuardBench.host])
        for (name, value) in fields { request.headers.add(name, value) }
        request.peerUID = 1000
        return bench.local.admit(&request, route)?.status
      }
      let own = [("Cookie", cookie), ("X-CSRF-Token", csrf)]
      #expect(status([]) == 401, "\(route.method) \(route.path)")
      #expect(status(own + [("Sec-Fetch-Site", "same-origin")]) == nil, "\(route.method) \(route.path)")
      for foreign in [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "http://evil.example")] {
        #expect(status(own + [foreign]) == 403, "\(route.method) \(route.path) \(foreign)")
      }
      if route.path.hasSuffix("/html") { #expect(SecurityHeaders.isMailContent(route.path), "\(route.path)") }
    }
  }

  @Test func `answers are counted for a day, and what scripts used of their limit`() async throws {
    let bench = try GuardBench()
    let script = ("Authorization", "Bearer \(GuardBench.token)")
    #expect(bench.local.use().figures == RequestTally.Figures() && bench.local.use().used == 0)
    for (method, target) in [
      ("GET", "/api/leads"), ("GET", "/api/leads"), ("GET", "/api/fails"), ("DELETE", "/api/leads"), ("GET", "/health"),
      ("GET", "/app.js"),
    ] { _ = await bench.send(method, target, [script]) }
    // Who is not let in does not count.
    _ = await bench.send("GET", "/api/leads")
    var use = bench.local.use()
    #expect(use.figures.requests == 4 && use.figures.failed == 1 && use.figures.refused == 1 && use.limit == 600)
    #expect(use.used == 6 && use.figures.share(use.figures.failed) == 0.25)
    bench.clock.advance(seconds: 60)
    #expect(bench.local.use().used == 0)
    bench.clock.advance(seconds: 23 * 3600)
    #expect(bench.local.use().figures.requests == 4)
    bench.clock.advance(seconds: 3600)
    use = bench.local.use()
    #expect(use.figures.requests == 0 && use.figures.share(0) == 0)
  }

  @Test func `health, and refusals that come too fast are counted`() async throws {
    let bench = try GuardBench()
    let health = try JSONSerialization.jsonObject(with: Data(await bench.send("GET", "/health").bytes)) as? [String: Any]
    #expect(health?["status"] as? String == "healthy" && health?["scheduler_running"] as? Bool == true)
    #expect(health?["timestamp"] as? String == "2027-01-15T08:00:00.000Z" && health?.count == 3)
    for _ in 0..<50 { _ = await bench.send("GET", "/", host: "evil.example") }
    #expect(bench.reported.count == 20)
    bench.clock.advance(seconds: 60)
    _ = await bench.send("GET", "/", host: "evil.example")
    #expect(bench.reported.last == .refused(.foreignHost, unreported: 30))
  }

  @Test func `an error that nobody may see has an incident number and its text in the log only`() async throws {
    let bench = try GuardBench()
    let (cookie, _) = try await bench.login()
    let answer = await bench.send("GET", "/api/fails", [("Cookie", cookie)])
    #expect(answer.status == 500 && answer.headers["Content-Type"] == "application/problem+json")
    #expect(
      answer.text.contains("\"incident\":\"00112233aabbccdd\"") && !answer.text.contains("URLError")
        && !answer.text.contains("NSURL"))
    #expect(bench.hiddenBox.value.withLock { $0.count } == 1)
  }
}
