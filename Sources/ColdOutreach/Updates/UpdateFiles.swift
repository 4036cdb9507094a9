import Engine
import Glibc
import Outreach
import Platform

/// The files of an update in a home's state folder.
struct UpdateFiles: Sendable {
  private static let longestRecord = 1 << 20
  private let folders: Folders

  /// Those of a home.
  init(_ folders: Folders) { self.folders = folders }

  private var recordFile: String { folders.state + "/update.json" }
  /// Held by whoever watches over a new version.
  private var watchFile: String { folders.state + "/update.lock" }

  /// What is remembered.
  func read() -> UpdateRecord { UpdateRecord(bytes: (try? Files.read(recordFile, limit: Self.longestRecord)) ?? []) }

  /// Remembers it, for good once this returns.
  func write(_ record: UpdateRecord) throws { try Files.replace(recordFile, with: record.bytes) }

  /// The right to say how a trial ends; nil while another process has it.
  func takeWatch() throws(SystemError) -> FileLock? {
    if case .taken(let lock) = try FileLock.take(watchFile) { lock } else { nil }
  }

  /// The process that watches, as its lock file says.
  var watcher: pid_t? { FileLock.holder(of: watchFile) }

  /// A trial went well: from now on this version is started.
  func confirm(_ bundle: InstalledBundle, _ trial: UpdateRecord.Trial) throws {
    try bundle.makeCurrent(trial.version)
    var record = read()
    guard record.phase == .trial else { return }
    try record.move(.confirm)
    (record.offer, record.trial, record.problem, record.refusedVersion) = (nil, nil, nil, nil)
    try write(record)
    bundle.keepOnly([trial.version, trial.from])
  }

  /// A trial failed: the base goes back at the next start, which guards against mail that it may not know of.
  ///
  /// In this order whatever instant the power goes at: the copy waits before the record says that it does.
  func rollBack(_ trial: UpdateRecord.Trial, why: String) throws {
    // Where the copy is gone the base stays; if the new version changed it, the start says so and does not fail for ever.
    if Files.exists(trial.backup) { try Restore.layReady(trial.backup, file: trial.file, aside: nil) }
    var record = read()
    guard record.phase == .trial else { return }
    try record.move(.rollBack)
    record.problem = "Version \(trial.version) \(why), so the version before runs again, with your data as it was."
    (record.refusedVersion, record.trial) = (trial.version, nil)
    try write(record)
  }
}
