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

  /// Pages that pass wishes on.
  init(_ local: LocalGuard, _ front: FrontEnd, wish: @escaping @Sendable (Wish) -> Void) {
    (self.local, self.front, self.wish) = (local, front, wish)
  }

  /// Where the start stands.
  var now: StartState { state.withLock { $0 } }

  /// Notes where the start stands; the page follows within a second.
  func show(_ next: StartState) { state.withLock { $0 = next } }

  /// All routes of the start; the guard's belong to them.
  var routes: [Route] {
    local.routes(schedulerRuns: { false }) + [
      local.sessionRoute { _ in ["state": self.now.word] },
      .get("/start/state") { _ in try .json(["state": self.now.word]) }.hidden,
      .post("/start/{way}", maximumBodyBytes: 16 << 10) { try await self.take($0) }.hidden,
      .post("/api/quit") { _ in
        self.wish(.quit)
        return HTTPResponse(status: 202)
      }.hidden,
      .get("/{path...}") { self.page($0) }.hidden,
    ]
  }

  private struct Choice: Decodable { let passphrase: String? }

  private func take(_ request: HTTPRequest) async throws -> HTTPResponse {
    let name = request.parameters["way"] ?? ""
    guard case .trouble(let trouble) = now else { throw Fault(.illegalState, "The program is starting already.") }
    switch name {
    case "quit": wish(.quit)
    case "retry": reopen(nil)
    case "unlock" where trouble.asks != nil:
      let choice: Choice = try request.json()
      guard let passphrase = choice.passphrase, !passphrase.isEmpty else { throw Fault(.badInput, "Enter it first.") }
      try tries.withLock { tries throws(Fault) in
        try tries.check(at: local.now)
        tries.failed(at: local.now)
      }
      reopen(Secret(passphrase))
    default:
      guard let way = trouble.ways.first(where: { $0.id == name }) else { throw Fault(.notFound, "There is no such way out.") }
      try await way.run()
      reopen(nil)
    }
    return HTTPResponse(status: 202)
  }

  private func reopen(_ passphrase: Secret?) {
    show(.starting)
    wish(.open(passphrase: passphrase))
  }

  private func page(_ request: HTTPRequest) -> HTTPResponse {
    if request.path.hasPrefix("/api/") {
      return Problem(Fault(.locked, "The program is still starting."), request: request).response
    }
    if let file = front.startFile(request) { return file }
    // What is wrong with the data is nobody's business who is not signed in.
    guard case .session = request.principal else {
      return PlainPage("The program is starting", ["Open it by its icon, or type cold-outreach open in a terminal."]).response(
        status: 503)
    }
    return Self.page(for: now).response(status: 503)
  }

  private static func page(for state: StartState) -> PlainPage {
    guard case .trouble(let trouble) = state else {
      let title = if case .stopping = state { "The program is ending" } else { "Opening your data" }
      return PlainPage(title, ["This takes a moment. The page goes on by itself."], script: "/login-start.js")
    }
    var page = PlainPage(trouble.title, [trouble.detail, trouble.advice].filter { !$0.isEmpty }, script: "/login-start.js")
    page.asks = trouble.asks
    page.actions = page.asks == nil ? [] : [.init("Open", "/start/unlock")]
    if trouble.kind != .needsPassphrase { page.actions.append(.init("Try again", "/start/retry")) }
    page.actions += trouble.ways.map { .init($0.text, "/start/\($0.id)") } + [.init("Quit", "/start/quit")]
    return page
  }
}
