import API
import Net
import Outreach
import Synchronization

/// The pages until the base is open: what is going on, and the ways out.
final class StartPages: Sendable {
  /// What a way out asks the launcher to do.
  enum Wish: Sendable {
    /// Opens the base again.
    case open(passphrase: Secret?)
    /// Ends the program.
    case quit
  }

  private let local: LocalGuard
  private let front: FrontEnd
  private let state = Mutex(StartState.starting)
  private let wish: @Sendable (Wish) -> Void
  /// Of this start; what is entered is wrong until the base is open, and these pages are gone then.
  private let tries = Mutex(WrongTries())
  /// Lets the browser in that entered the passphrase without being signed in, once that has opened the base.
  private let promised = Mutex<String?>(nil)

  /// Pages that pass wishes on.
  init(_ local: LocalGuard, _ front: FrontEnd, wish: @escaping @Sendable (Wish) -> Void) {
    (self.local, self.front, self.wish) = (local, front, wish)
  }

  /// Where the start stands.
  var now: StartState { state.withLock { $0 } }

  /// Notes where the start stands; the page follows within a second.
  func show(_ next: StartState) {
    if case .ready = next, let code = promised.withLock({ $0 }) { local.codes.issue(code) }
    state.withLock { $0 = next }
  }

  /// All routes of the start; the guard's belong to them.
  var routes: [Route] {
    local.routes(schedulerRuns: { false }) + [
      local.sessionRoute { _ in ["state": self.now.word] },
      .get("/start/state") { try .json(self.answer(to: $0)) }.hidden,
      .post("/start/unlock", maximumBodyBytes: 16 << 10) { try self.unlock($0) }.hidden,
      .post("/start/{way}", maximumBodyBytes: 16 << 10) { try await self.take($0) }.hidden,
      .post("/api/quit") { _ in
        self.wish(.quit)
        return HTTPResponse(status: 202)
      }.hidden,
    ] + ["GET", "POST", "PUT", "PATCH", "DELETE"].map { method in Route(method, "/{path...}") { self.page($0) }.hidden }
  }

  private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
    let name = request.parameters["way"] ?? ""
    guard case .trouble(let trouble) = now else { throw Fault(.illegalState, "The program is starting already.") }
    switch name {
    case "quit": wish(.quit)
    case "retry": reopen(nil)
    default:
      guard let way = trouble.ways.first(where: { $0.id == name }) else { throw Fault(.notFound, "There is no such way out.") }
      try await way.run()
      reopen(nil)
    }
    return HTTPResponse(status: 202)
  }

  /// Tries a secret, and tells a code: for who is not signed in it is good once the secret was.
  private func unlock(_ request: HTTPRequest) throws -> HTTPResponse {
    guard case .trouble(let trouble) = now, trouble.asks != nil, request.principal != nil || isLocked else {
      throw Fault(.notFound, "Nothing is locked.")
    }
    guard let passphrase = try RequestBody(request).text("passphrase"), !passphrase.isEmpty else {
      throw Fault(.badInput, "Enter it first.")
    }
    try tries.withLock { tries throws(Fault) in
      try tries.check(at: local.now)
      tries.failed(at: local.now)
    }
    let code = LoginCodes.unissued()
    reopen(Secret(passphrase), request.principal == nil ? code : nil)
    return try .json(["code": code], status: 202)
  }

  private func reopen(_ passphrase: Secret?, _ code: String? = nil) {
    promised.withLock { $0 = code }
    show(.starting)
    wish(.open(passphrase: passphrase))
  }

  /// Whether the passphrase is asked for; a page that has no session may know that, since entering it makes one.
  private var isLocked: Bool {
    if case .trouble(let trouble) = now { trouble.kind == .needsPassphrase } else { false }
  }

  /// Where the start stands, as its page follows it.
  private struct Standing: Encodable, Sendable {
    let state: String
    /// Seconds until a secret may be tried again; left out where it may be at once.
    var wait: Int?
  }

  /// What is wrong with the data is nobody's business who is not signed in.
  private func answer(to request: HTTPRequest) -> Standing {
    guard case .trouble(let trouble) = now else { return Standing(state: now.word) }
    guard request.principal != nil || isLocked else { return Standing(state: "trouble") }
    return Standing(state: now.word, wait: trouble.asks == nil ? nil : tries.withLock { $0.wait(at: local.now) })
  }

  private func page(_ request: HTTPRequest) -> HTTPResponse {
    if request.path.hasPrefix("/api/") {
      var detail = isLocked ? "The program is locked: it waits for your passphrase." : "The program is still starting."
      if case .trouble(let trouble) = now, !isLocked, request.principal != nil { detail = trouble.text }
      return Problem(Fault(.locked, detail), request: request).response
    }
    if let file = front.startFile(request) { return file }
    var page = Self.page(for: now)
    if request.principal == nil {
      if isLocked {
        // What ends the program is for who is signed in.
        page.actions.removeLast()
      } else if case .trouble = now {
        page = PlainPage(
          "The program needs you", ["Open it by its icon, or type cold-outreach open in a terminal. It then says what it needs."])
      }
    }
    return page.response(status: 503)
  }

  private static func page(for state: StartState) -> PlainPage {
    guard case .trouble(let trouble) = state else {
      let title = if case .stopping = state { "The program is ending" } else { "Opening your data" }
      var page = PlainPage(title, ["This takes a moment. The page goes on by itself."], script: "/login-start.js")
      page.isBusy = true
      return page
    }
    var page = PlainPage(trouble.title, [trouble.advice], script: "/login-start.js")
    page.asks = trouble.asks
    // What was wrong with a secret stands at its field.
    if page.asks == nil, !trouble.detail.isEmpty {
      page.paragraphs.insert(trouble.detail, at: 0)
    } else {
      page.wrong = trouble.detail
    }
    page.actions = page.asks == nil ? [] : [.init("Unlock", "/start/unlock")]
    if trouble.kind != .needsPassphrase { page.actions.append(.init("Try again", "/start/retry")) }
    page.actions += trouble.ways.map { .init($0.text, "/start/\($0.id)") } + [.init("Quit", "/start/quit")]
    return page
  }
}
