import Engine
import Finding
import Glibc
import Outreach
import Platform
import SQLite
import Store

/// The way from one version to the next: the last act of the old one, and what each start finds of an update that is under way.
enum UpdateTrial {
  /// Tells the new version that it is on trial; it runs from a path that nobody else starts.
  static let variable = "COLD_OUTREACH_TRIAL"
  private static let pollSeconds = 0.5
  /// Longer than any watch: then nobody watches any more.
  private static let longestPolls = 80
  /// A watcher that was killed a moment ago may still be ending.
  private static let (endingPolls, endingPollMilliseconds) = (20, 100)
  /// The watcher is there within these, or there is no update.
  private static let (watcherPolls, watcherPollMicroseconds): (Int, UInt32) = (500, 20_000)

  /// Hands over to the newest version that is known to work. Returns where this program is the one to run.
  static func handOver() {
    guard let bundle = InstalledBundle.own, bundle.ownName == nil, let version = bundle.newer(than: Version.current) else { return }
    let program = bundle.program(of: version)
    execv(program, cStrings([program] + ThisProcess.arguments.dropFirst()))
  }

  /// The program has ended because it is to start again: with the new version where the person asked for it, else as it was.
  static func startAgain(_ context: Context) async {
    unsetenv(variable)
    guard let program = ThisProcess.programPath else { return }
    if let bundle = InstalledBundle.own, let folders = try? context.folders() {
      do { try await begin(bundle, folders, program) } catch {
        cancel(
          UpdateFiles(folders), "The update was not begun, and nothing was changed: \((error as? Fault)?.detail ?? "\(error)")")
      }
    }
    execv(program, cStrings(ThisProcess.arguments))
  }

  /// Backs the base up, has this process watched, and becomes the new version. Returns where no update is to begin.
  private static func begin(_ bundle: InstalledBundle, _ folders: Folders, _ program: String) async throws {
    let files = UpdateFiles(folders)
    var record = files.read()
    guard record.phase == .restarting, let version = record.manifest?.version else { return }
    // What ended a moment ago may still have it; it is this process, and becoming another lets go of it.
    let attempt = try FileLock.take(folders.lockFile)
    if case .held(let pid) = attempt, pid != getpid() {
      throw Fault(.locked, "Another process has your data open.")
    }
    let file = SettingsValues(environment: ThisProcess.environment).databaseFile ?? folders.database
    let backup = try await backUp(file, folders)
    record.trial = UpdateRecord.Trial(version: version, from: Version.current, backup: backup, file: file)
    try record.move(.tryOut)
    try files.write(record)
    let words = ["update", "supervise", String(getpid()), "--"] + ThisProcess.arguments.dropFirst()
    var command = ChildCommand(program, words, environment: ThisProcess.environment)
    command.isDetached = true
    let watcher = try ChildProcess.start(command)
    // Not before somebody can undo it.
    guard isWatching(watcher.id, files) else { throw Fault(.storage, "Nobody watches over it.") }
    watcher.letGo()
    setenv(variable, version, 1)
    let next = bundle.program(of: version)
    withExtendedLifetime(attempt) { _ = execv(next, cStrings([next] + ThisProcess.arguments.dropFirst())) }
    // What could not even be started is undone by the watcher, which sees this process end.
    _exit(1)
  }

  private static func isWatching(_ pid: pid_t, _ files: UpdateFiles) -> Bool {
    for _ in 0..<watcherPolls {
      if files.watcher == pid { return true }
      usleep(watcherPollMicroseconds)
    }
    return false
  }

  private static func backUp(_ file: String, _ folders: Folders) async throws -> String {
    let path = folders.backups + "/" + Backups.name(at: Timestamp(rawValue: SystemClock.milliseconds), reason: "update")
    let database = try await Database.open(.init(path: file, readers: 1, now: { SystemClock.milliseconds }))
    do {
      try await database.backup(to: path)
      await database.close()
    } catch {
      await database.close()
      throw Fault(.storage, "The backup before it could not be written; free some space.")
    }
    guard try await Database.verify(path: path).isEmpty else { throw Fault(.storage, "The backup before it is not sound.") }
    return path
  }

  private static func cancel(_ files: UpdateFiles, _ why: String) {
    var record = files.read()
    // From a trial there is a way back only through the base.
    if record.phase == .trial, let trial = record.trial { return (try? files.rollBack(trial, why: "could not be started")) ?? () }
    guard record.phase == .restarting, (try? record.move(.cancel)) != nil else { return }
    record.problem = why
    try? files.write(record)
  }

  /// At each start, before anything else touches the base: ends an update that nobody ends any more.
  /// - Throws: `StartTrouble` while somebody does.
  static func settle(_ folders: Folders, environment: [String: String]) async throws {
    let files = UpdateFiles(folders)
    let record = files.read()
    if record.phase == .restarting { return cancel(files, "The program ended before the new version was begun.") }
    guard record.phase == .trial, let trial = record.trial, !isOnTrial(trial, environment) else { return }
    var watch = try files.takeWatch()
    for _ in 0..<endingPolls where watch == nil {
      try await Task.sleep(for: .milliseconds(endingPollMilliseconds))
      watch = try files.takeWatch()
    }
    guard let watch else {
      throw StartTrouble(.locked, "Version \(trial.version) is being tried out. Wait half a minute, then try again.")
    }
    if let bundle = InstalledBundle.own, bundle.isCurrent(trial.version) {
      try files.confirm(bundle, trial)
    } else {
      try files.rollBack(trial, why: "ended before it was known to work")
    }
    withExtendedLifetime(watch) {}
  }

  /// Whether this process is the new version that is being watched.
  static func isOnTrial(_ trial: UpdateRecord.Trial, _ environment: [String: String]) -> Bool {
    environment[variable] == trial.version && Version.current == trial.version
  }

  /// Waits for the end of an update, then lets sending go on. A new version whose watcher died while it worked has shown that it works.
  static func follow(_ updates: Updates, _ folders: Folders) async {
    let files = UpdateFiles(folders)
    var polls = 0
    while !Task.isCancelled {
      if (try? await updates.settle()) == true { return reap(files) }
      try? await Task.sleep(for: .seconds(pollSeconds))
      polls += 1
      guard polls > longestPolls, let trial = files.read().trial, let bundle = InstalledBundle.own,
        let watch = try? files.takeWatch()
      else { continue }
      try? files.confirm(bundle, trial)
      withExtendedLifetime(watch) {}
    }
  }

  /// The watcher was started by this process, which was another program then.
  private static func reap(_ files: UpdateFiles) {
    guard let pid = files.watcher, pid > 1 else { return }
    var status: Int32 = 0
    waitpid(pid, &status, WNOHANG)
  }

  private static func cStrings(_ words: some Sequence<String>) -> [UnsafeMutablePointer<CChar>?] {
    words.map { strdup($0) } + [nil]
  }
}
