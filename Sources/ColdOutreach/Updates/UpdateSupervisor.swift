import Engine
import Finding
import Glibc
import JSONText
import Outreach
import Platform

/// Watches over a new version from outside, as a process of the old one: confirms it, or ends it and goes back.
///
/// Its parent is the process that it watches: this program turned into the new version, so that whoever started it still has it.
struct UpdateSupervisor {
  /// A new version has so long to work.
  static let seconds = 30.0
  /// A large base takes longer to be brought to the new version: a second more for each 20 MB.
  private static let bytesASecond: Int64 = 20 << 20
  private static let pollSeconds = 0.25
  /// Answers in a row that prove it.
  private static let neededAnswers = 4
  private static let lockSeconds = 10.0
  private static let askSeconds = 5

  private enum Verdict { case works, failed(String) }

  let folders: Folders
  let watched: pid_t
  /// What the program was started with.
  let words: [String]

  /// Watches until it is known; blocks. - Returns: the exit code, where it did not become the old version again.
  func run() throws -> Int32 {
    let files = UpdateFiles(folders)
    guard let watch = try files.takeWatch(), let trial = files.read().trial, let bundle = InstalledBundle.own else { return 1 }
    switch verdict(trial.version, patience: Self.seconds + Double((Files.size(trial.file) ?? 0) / Self.bytesASecond)) {
    case .works:
      try files.confirm(bundle, trial)
      withExtendedLifetime(watch) {}
      return 0
    case .failed(let why):
      if isAlive { kill(watched, SIGKILL) }
      let lock = waitForLock()
      // Where the disk is full, say, the start below tries it once more, and has a page that tells.
      try? files.rollBack(trial, why: why)
      withExtendedLifetime((watch, lock)) {}
    }
    // The locks end with exec: their descriptors close.
    guard let program = ThisProcess.programPath else { return 1 }
    let again = Self.again(words)
    execv(program, ([program] + again).map { strdup($0) } + [nil])
    return 1
  }

  /// The same start without a browser: the page that is open finds it again.
  static func again(_ words: [String]) -> [String] {
    let options = words.first == "serve" || words.first == "open" ? Array(words.dropFirst()) : words
    return ["serve"] + options + (options.contains("--no-browser") ? [] : ["--no-browser"])
  }

  /// The new version has this process as its child as long as it lives.
  private var isAlive: Bool { getppid() == watched }

  private func verdict(_ version: String, patience: Double) -> Verdict {
    var (deadline, answers, hadWorked) = (ContinuousClock.now + .seconds(patience), 0, false)
    while ContinuousClock.now < deadline {
      guard isAlive else {
        // A person who quits a program that worked meant nothing by it.
        return hadWorked && !Files.exists(folders.runtimeFile) ? .works : .failed("ended by itself")
      }
      switch look(version) {
      case .ready:
        (answers, hadWorked) = (answers + 1, true)
        if answers >= Self.neededAnswers { return .works }
      case .asks:
        // Nothing was touched before the person has entered the passphrase; the time begins then.
        deadline = ContinuousClock.now + .seconds(patience)
      case .no: answers = 0
      }
      usleep(UInt32(Self.pollSeconds * 1_000_000))
    }
    return .failed("did not work within \(Int(patience)) seconds")
  }

  private enum Look { case ready, asks, no }

  private func look(_ version: String) -> Look {
    struct State: Decodable { let state: String }
    guard let file = RuntimeFile.read(folders.runtimeFile), file.pid == watched, file.version == version else { return .no }
    let client = LoopbackClient(port: file.port, token: file.token)
    guard let answer = try? client.send("GET", "/start/state", seconds: Self.askSeconds), answer.status == 200,
      let state = try? JSON.decode(State.self, from: answer.body).state
    else { return .no }
    if state == StartTrouble.Kind.needsPassphrase.rawValue { return .asks }
    // The base answers, and the queue runs.
    guard state == "ready", let status = try? client.send("GET", "/system/status", seconds: Self.askSeconds), status.status == 200,
      let health = try? client.send("GET", "/health", seconds: Self.askSeconds),
      String(decoding: health.body, as: UTF8.self).contains("\"scheduler_running\":true"),
      let page = try? client.send("GET", "/app.js", seconds: Self.askSeconds), page.status == 200
    else { return .no }
    return .ready
  }

  private func waitForLock() -> FileLock? {
    let deadline = ContinuousClock.now + .seconds(Self.lockSeconds)
    while ContinuousClock.now < deadline {
      if case .taken(let lock)? = try? FileLock.take(folders.lockFile) { return lock }
      usleep(50_000)
    }
    return nil
  }
}
