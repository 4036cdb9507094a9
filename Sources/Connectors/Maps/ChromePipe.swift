import JSONText
import Outreach
import Platform
import Synchronization

/// A Chromium that we started, spoken to over two pipes (`--remote-debugging-pipe`): no port is open, so nobody else can drive it.
///
/// It has a profile folder of its own, which goes when it ends. Should this program be killed, the closed pipe ends the browser.
final class ChromePipe: Sendable {
  /// Longest message that is read.
  private static let maximumMessageBytes = 32 << 20
  /// Longest command: less than a pipe holds, so that writing never blocks.
  private static let maximumCommandBytes = 48 << 10
  private static let patienceSeconds = 5.0
  private static let readBytes = 1 << 16
  /// What the browser may know of our environment: no secret of ours.
  private static let passedOn = ["PATH", "LANG", "LC_ALL", "TZ", "http_proxy", "https_proxy", "no_proxy", "XDG_RUNTIME_DIR"]
  private static let switches = [
    "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--disable-gpu",
    "--disable-dev-shm-usage", "--mute-audio", "--hide-scrollbars", "--window-size=1366,1000", "--lang=en-US",
    "--disable-background-networking", "--disable-sync", "--disable-component-update", "--disable-extensions",
    "--password-store=basic", "--use-mock-keychain", "--deny-permission-prompts",
  ]

  private struct State {
    var last = 0
    var waiting: [Int: CheckedContinuation<JSON, any Error>] = [:]
    var isOver = false
  }

  private let child: ChildProcess
  private let profile: String
  private let commands: Mutex<Descriptor?>
  private let state = Mutex(State())

  private init(child: ChildProcess, profile: String, commands: Descriptor) {
    (self.child, self.profile) = (child, profile)
    self.commands = Mutex(commands)
  }

  /// Starts a browser.
  /// - Parameters:
  ///   - program: its path.
  ///   - profile: a folder that is not there yet; removed when the browser is closed.
  /// - Throws: `.notConfigured` where it does not start.
  static func start(_ program: String, profile: String, environment: [String: String]) throws(Fault) -> ChromePipe {
    do {
      try Files.makePrivateFolder(profile)
      let (down, up) = (try Descriptor.pipe(), try Descriptor.pipe())
      var kept = environment.filter { passedOn.contains($0.key) }
      // A Snap sees its own home only.
      kept["HOME"] = program.hasPrefix("/snap/") ? environment["HOME"] ?? profile : profile
      // As root Chromium has no sandbox and refuses to start without being told so.
      let sandbox = ThisProcess.userID == 0 ? ["--no-sandbox"] : []
      var command = ChildCommand(
        program, switches + sandbox + ["--user-data-dir=\(profile)", "about:blank"], environment: kept)
      command.descriptors = [3: down.read, 4: up.write]
      command.isDetached = true
      let pipe = ChromePipe(child: try ChildProcess.start(command), profile: profile, commands: down.write)
      let answers = up.read
      try OwnThread.start { [weak pipe] in Self.read(answers) { pipe?.take($0) ?? false } }
      return pipe
    } catch {
      try? Files.removeTree(profile)
      throw Fault(.notConfigured, "The browser “\(program)” can't be started.")
    }
  }

  deinit {
    // Only where nobody closed it: the closed pipe ends it.
    commands.withLock { $0 = nil }
    try? Files.removeTree(profile)
  }

  /// Sends a command and waits for its answer.
  /// - Parameter parameters: JSON of an object.
  /// - Throws: `.upstream` where the browser says no, is silent for so many seconds, or is gone.
  func call(_ method: String, _ parameters: String = "{}", session: String? = nil, seconds: Double = 30) async throws -> JSON {
    let id = state.withLock { state in
      state.last += 1
      return state.last
    }
    let place = session.map { ",\"sessionId\":\(Self.quoted($0))" } ?? ""
    let bytes = Array("{\"id\":\(id),\"method\":\"\(method)\",\"params\":\(parameters)\(place)}\0".utf8)
    guard bytes.count <= Self.maximumCommandBytes else { throw Fault(.tooLarge, "The search is too long for the browser.") }
    let timer = Task { [weak self] in
      try await Task.sleep(for: .seconds(seconds))
      self?.settle(id, .failure(Fault(.upstream, "The browser did not answer.")))
    }
    defer { timer.cancel() }
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isOpen = state.withLock { state in
          if state.isOver { return false }
          state.waiting[id] = continuation
          return true
        }
        guard isOpen else { return continuation.resume(throwing: Self.gone) }
        do { try commands.withLock { try $0?.write(bytes) } } catch { settle(id, .failure(Self.gone)) }
        if Task.isCancelled { settle(id, .failure(CancellationError())) }
      }
    } onCancel: {
      settle(id, .failure(CancellationError()))
    }
  }

  /// Ends the browser, waits for it and removes its profile.
  func close() async {
    _ = try? await call("Browser.close", seconds: 2)
    commands.withLock { $0 = nil }
    let (child, profile) = (child, profile)
    try? await OwnThread.run {
      if child.wait(until: .now + .seconds(Self.patienceSeconds)) == nil { child.endSession() }
      try? Files.removeTree(profile)
    }
  }

  /// A text as a JSON string, which is a JavaScript literal too.
  static func quoted(_ text: String) -> String {
    (try? JSON.encoded(text)) ?? "\"\""
  }

  private static let gone = Fault(.upstream, "The browser ended.")

  /// Splits what comes at each NUL, until the browser is gone.
  private static func read(_ answers: Descriptor, _ take: ([UInt8]?) -> Bool) {
    var buffer: [UInt8] = []
    while let piece = try? answers.read(atMost: readBytes), !piece.isEmpty {
      for byte in piece {
        guard byte == 0 else {
          buffer.append(byte)
          continue
        }
        guard take(buffer) else { return }
        buffer.removeAll(keepingCapacity: true)
      }
      if buffer.count > maximumMessageBytes { break }
    }
    _ = take(nil)
  }

  /// Hands a message to whom it answers; nil is the end. Returns whether to go on.
  private func take(_ message: [UInt8]?) -> Bool {
    guard let message else {
      let waiting = state.withLock { state in
        state.isOver = true
        defer { state.waiting = [:] }
        return state.waiting
      }
      for continuation in waiting.values { continuation.resume(throwing: Self.gone) }
      return false
    }
    // Events have no id, and nobody waits for them.
    guard let answer = try? JSON(parsing: message), let id = answer["id"].string.flatMap({ Int($0) }) else {
      return true
    }
    if case .object = answer["error"] {
      settle(
        id, .failure(Fault(.upstream, "The browser could not do it: \(answer["error"]["message"].string ?? "no reason given").")))
    } else {
      settle(id, .success(answer["result"]))
    }
    return true
  }

  private func settle(_ id: Int, _ result: Result<JSON, any Error>) {
    state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(with: result)
  }
}
