import API
import Glibc
import Net
import Outreach
import Platform
import Synchronization

/// The parts of a started program: port, guard, pages, server, log.
final class Running: Sendable {
  let folders: Folders
  let environment: [String: String]
  let resources: String
  let local: LocalGuard
  let pages: StartPages
  let log: LogFiles
  let clock = ComputerClock()
  /// Browsers that are signed in; the base keeps them over a restart.
  let sessions = KeptSessions()
  let runtimeFile: RuntimeFile
  let wishes = AsyncStream<StartPages.Wish>.makeStream(bufferingPolicy: .bufferingNewest(16))

  private let port: UInt16
  private let front: FrontEnd
  /// Stays open while servers come and go, so that no connection is lost between two of them.
  private let listener: Descriptor
  private let server = Mutex<HTTPServer?>(nil)
  private let live: Live
  private let lock: Mutex<FileLock?>
  private let stopper: Stopper

  /// Ends the process a moment before the five seconds are over that are promised, whatever hangs.
  private final class Stopper: Sendable {
    private static let seconds = 4.8
    private let isArmed = Atomic(false)
    private let end: @Sendable () -> Void

    init(_ end: @escaping @Sendable () -> Void) { self.end = end }

    func arm() {
      guard !isArmed.exchange(true, ordering: .relaxed) else { return }
      // What was in flight then is unsure, and the next start says so.
      try? OwnThread.start { [end] in
        usleep(UInt32(Self.seconds * 1_000_000))
        end()
      }
    }
  }

  /// What the guard asks for; the program's own once it is open.
  private final class Live: Sendable {
    let handle = Mutex<AppHandle?>(nil)
    let first: SettingsValues
    init(_ first: SettingsValues) { self.first = first }
    var settings: SettingsValues { handle.withLock { $0 }?.settings() ?? first }
  }

  /// Takes a port, and makes what is needed before the base is open.
  /// - Throws: `.conflict` where the port that was asked for is taken, `.storage` where the token can't be kept.
  init(
    _ context: Context, _ folders: Folders, _ resources: String, wishedPort: Int?, lock: FileLock?,
    endNow: @escaping @Sendable () -> Void
  ) throws {
    self.lock = Mutex(lock)
    stopper = Stopper(endNow)
    (self.folders, environment, self.resources) = (folders, context.environment, resources)
    let settings = SettingsValues(environment: context.environment)
    let chosen = wishedPort ?? settings[.port]
    let (socket, port) = try Self.listen(chosen, folders)
    (listener, self.port) = (Descriptor(socket), port)
    HomeSecrets.remember(port: port, folders)
    // Without a place to keep it the token holds for this start.
    let token = (try? HomeSecrets.token(folders)) ?? Secret(RandomText.hex(bytes: 32))
    let live = Live(settings)
    self.live = live
    let log = LogFiles(folder: folders.logs, clock: clock, level: .info, days: settings[.logDays])
    log.follow(settings)
    self.log = log
    let configuration = LocalGuard.Configuration(
      port: port, instanceID: HomeSecrets.instanceID(folders), userID: ThisProcess.userID, token: token,
      settings: { GuardSettings(live.settings) },
      audit: { event, request in
        Self.note(event, request, log)
        live.handle.withLock { $0 }?.audit(event, request)
      })
    local = LocalGuard(configuration, sessions: sessions, clock: clock)
    front = FrontEnd(resources: resources)
    let (wishes, stopper) = (wishes.continuation, stopper)
    pages = StartPages(local, front) { wish in
      if case .quit = wish { stopper.arm() }
      wishes.yield(wish)
    }
    runtimeFile = RuntimeFile(
      url: local.origin, port: port, token: token.value, pid: ThisProcess.id, instanceID: configuration.instanceID,
      version: Version.current)
  }

  /// Passes a wish on; with Quit the time for a clean end begins to run.
  func wish(_ wish: StartPages.Wish) {
    if case .quit = wish { stopper.arm() }
    wishes.continuation.yield(wish)
  }

  /// Takes the lock where a full or read-only disk kept us from it; without it the base must not be opened.
  /// - Throws: `StartTrouble` where another process has it, or it still can't be had.
  func makeSureOfLock() throws {
    try folders.make()
    guard lock.withLock({ $0 == nil }) else {
      // A disk that was full took the lock, but not where this program is found.
      if RuntimeFile.read(folders.runtimeFile)?.pid != runtimeFile.pid { try? runtimeFile.write(to: folders.runtimeFile) }
      return
    }
    guard case .us(let taken) = try RunningInstance.holder(folders) else {
      throw StartTrouble(.locked, "The program runs already, in another window.")
    }
    lock.withLock { $0 = taken }
    try runtimeFile.write(to: folders.runtimeFile)
  }

  /// What opening the base gets.
  func startContext(passphrase: Secret?) -> StartContext {
    StartContext(
      folders: folders, environment: environment, resources: resources, local: local, sessions: sessions, log: log, clock: clock,
      passphrase: passphrase,
      quit: { self.wish(.quit) })
  }

  /// Serves the pages of the start.
  /// - Throws: where the system has no thread left.
  func startPages() throws { try serve(pages.routes) }

  /// Serves the program instead of the pages of the start.
  /// - Throws: where two of its routes are equal.
  func goLive(_ handle: AppHandle) async throws {
    let quit = Route.post("/api/quit", summary: "Ends the program.") { _ in
      self.wish(.quit)
      return HTTPResponse(status: 202)
    }
    // A page of the start that is still open asks once more and goes on.
    let started = Route.get("/start/state") { _ in try .json(["state": StartState.ready.word]) }.hidden
    let routes = local.routes(schedulerRuns: handle.schedulerRuns) + handle.routes + [quit, started, front.route]
    let router = try Router(routes, hooks: hooks)
    live.handle.withLock { $0 = handle }
    log.follow(handle.settings())
    pages.show(.ready)
    await stopServer(seconds: 1)
    try serve(router)
  }

  /// Stops the server that runs, on a thread of its own.
  func stopServer(seconds: Double) async {
    let old = server.withLock { current in
      defer { current = nil }
      return current
    }
    guard let old else { return }
    _ = try? await OwnThread.run { old.stop(within: seconds) }
  }

  private func serve(_ routes: [Route]) throws { try serve(try Router(routes, hooks: hooks)) }

  private func serve(_ router: Router) throws {
    var configuration = ServerConfiguration()
    configuration.listeningSocket = try Loopback.duplicate(listener.number)
    let peers = PeerUser()
    configuration.peerUID = { own, peer in peers.userID(peerPort: peer, ownPort: own) }
    let next = HTTPServer(configuration, router: router)
    try next.start()
    server.withLock { $0 = next }
  }

  private var hooks: Router.Hooks {
    var hooks = local.hooks { [log] error, problem in
      log.write(
        LogEvent(
          .api, .error, "request_failed", ["incident": .text(problem.incident ?? ""), "error": .text("\(error)")],
          request: problem.requestID))
    }
    let finish = hooks.finish
    hooks.finish = { [log] request, response in
      finish(request, &response)
      // The query may hold what a person searched for, and the path an id: the route alone is told.
      guard let request, request.path.hasPrefix("/api/") else { return }
      log.write(
        LogEvent(
          .api, .info, "request",
          [
            "method": .text(request.method), "route": .text(request.route ?? "none"), "status": .number(response.status),
            "ms": .number(Int(request.startedAt.duration(to: .now) / .milliseconds(1))),
          ],
          request: request.id))
    }
    return hooks
  }

  /// Log-ins and refusals, for the log; the audit trail gets them from the program's own hook.
  private static func note(_ event: GuardEvent, _ request: HTTPRequest, _ log: LogFiles) {
    switch event {
    case .login(let id): log.write(LogEvent(.audit, .info, "login", ["session": .text(id.rawValue)], request: request.id))
    case .logout(let id): log.write(LogEvent(.audit, .info, "logout", ["session": .text(id.rawValue)], request: request.id))
    case .expired(let id):
      log.write(LogEvent(.audit, .info, "session_expired", ["session": .text(id.rawValue)], request: request.id))
    case .refused(let reason, let unreported):
      log.write(
        LogEvent(
          .audit, .warning, "refused", ["reason": .text(reason.rawValue), "unreported": .number(unreported)], request: request.id))
    }
  }

  /// The port that was asked for, else the last one where it is free, else any.
  private static func listen(_ wished: Int, _ folders: Folders) throws(Fault) -> (Int32, UInt16) {
    do throws(SystemError) {
      if let port = UInt16(exactly: wished), port > 0 { return try Loopback.listen(port: port) }
      if let last = HomeSecrets.lastPort(folders), let found = try? Loopback.listen(port: last) { return found }
      return try Loopback.listen(port: 0)
    } catch {
      throw Fault(.conflict, "The program \(error). Choose another port, or leave it out.")
    }
  }
}
