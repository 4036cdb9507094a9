import Foundation
import Net
import Outreach
import Synchronization

@testable import API

/// A guard with a hand-turned clock, a few routes behind it, and what it told the audit trail.
final class GuardBench: Sendable {
  final class HandClock: Outreach.Clock {
    private let time = Mutex(Timestamp(rawValue: 1_800_000_000_000))
    func now() -> Timestamp { time.withLock { $0 } }
    func advance(seconds: Int) { time.withLock { $0 = $0.adding(seconds: seconds) } }
  }

  static let host = "127.0.0.1:8123"
  static let origin = "http://127.0.0.1:8123"
  static let token = "0123456789abcdef0123456789abcdef"
  let clock = HandClock()
  let local: LocalGuard
  let router: Router

  init(sessions: any SessionStore = MemorySessions()) throws {
    let (settings, events, hidden) = (Box { GuardSettings() }, Box { [GuardEvent]() }, Box { [String]() })
    let configuration = LocalGuard.Configuration(
      port: 8123, instanceID: "ab12", userID: 1000, token: Secret(Self.token), settings: { settings.value.withLock { $0 } },
      audit: { event, _ in events.value.withLock { $0.append(event) } })
    let local = LocalGuard(configuration, sessions: sessions, clock: clock)
    self.local = local
    (settingsBox, eventsBox, hiddenBox) = (settings, events, hidden)
    let routes: [Route] =
      local.routes(schedulerRuns: { true }) + [
        local.sessionRoute { _ in ["version": "1"] },
        .get("/api/leads") { try .json(["principal": "\($0.principal.map { "\($0)" } ?? "none")"]) },
        .post("/api/leads") { _ in HTTPResponse(status: 201) }, .get("/api/events") { _ in HTTPResponse(status: 200) },
        .get("/api/messages/{id}/html") { _ in HTTPResponse(status: 200) },
        .post("/start/unlock") { _ in HTTPResponse(status: 202) }, .post("/start/{way}") { _ in HTTPResponse(status: 202) },
        .get("/{path...}") { _ in HTTPResponse(status: 200) }.hidden,
        .get("/api/fails") { _ in throw URLError(.unknown) },
      ]
    router = try Router(routes, hooks: local.hooks { error, _ in hidden.value.withLock { $0.append("\(error)") } })
  }

  final class Box<Value: Sendable>: Sendable {
    let value: Mutex<Value>
    init(_ make: () -> Value) { value = Mutex(make()) }
  }
  let settingsBox: Box<GuardSettings>
  let eventsBox: Box<[GuardEvent]>
  let hiddenBox: Box<[String]>
  var reported: [GuardEvent] { eventsBox.value.withLock { $0 } }

  func send(
    _ method: String, _ target: String, _ headers: [(String, String)] = [], user: UInt32? = 1000, host: String? = GuardBench.host
  ) async -> HTTPResponse {
    let parts = target.split(separator: "?", maxSplits: 1)
    var fields = HTTPHeaders()
    if let host { fields.add("Host", host) }
    for (name, value) in headers { fields.add(name, value) }
    var request = HTTPRequest(
      method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: fields,
      id: "00112233aabbccdd")
    request.peerUID = user
    return await router.respond(to: request)
  }

  /// Logs in: the Cookie header and the CSRF value.
  func login() async throws -> (cookie: String, csrf: String) {
    let answer = await send("GET", "/login?code=\(local.codes.issue())")
    let cookie = answer.headers["Set-Cookie"]?.split(separator: ";").first.map(String.init) ?? ""
    let session = await send("GET", "/api/session", [("Cookie", cookie)])
    let object = try JSONSerialization.jsonObject(with: Data(session.bytes)) as? [String: String]
    return (cookie, object?["csrf"] ?? "")
  }
}

extension HTTPResponse {
  var bytes: [UInt8] { if case .bytes(let bytes) = body { bytes } else { [] } }
  var text: String { String(decoding: bytes, as: UTF8.self) }
}
