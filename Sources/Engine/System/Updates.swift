import JSONText
import Outreach
import Store

/// Newer versions of the program: looking for them, fetching them, and beginning to use them.
///
/// What a feed says counts only if it is signed by the key of this build. The version that runs is never overwritten; whether the next one
/// works is watched from outside (see the program's `UpdateSupervisor`), and nothing is sent before that is known.
public actor Updates {
  /// How it stands, for the person.
  public struct State: Sendable, Hashable {
    public var phase: UpdatePhase
    public var version: String
    public var place: UpdatePlace
    /// Whether the person agreed to looking, and said where.
    public var isOn: Bool
    public var offer: UpdateManifest?
    public var checkedAt: Timestamp?
    public var problem: String?
  }

  /// What is signed begins with these words, so that no other signature of the same key fits.
  static let signedPrefix = "cold-outreach update 1\n"
  private struct Feed: Decodable {
    let manifest: String
    let signature: String
  }

  private let base: Base
  private let settings: Settings
  private let clock: any Clock
  private let ports: UpdatePorts

  /// Over a base and the computer.
  public init(base: Base, settings: Settings, clock: any Clock, ports: UpdatePorts) {
    (self.base, self.settings, self.clock, self.ports) = (base, settings, clock, ports)
  }

  private var feed: String? {
    guard let feed = settings.values[.updateFeedURL], !feed.isEmpty, settings.values[.updateCheckEnabled] else { return nil }
    return feed
  }

  /// How it stands now.
  public func state() -> State {
    let record = ports.read()
    return State(
      phase: record.phase, version: ports.version, place: ports.place, isOn: feed != nil && ports.place != .noKey,
      offer: record.phase == .none ? nil : record.manifest, checkedAt: record.checkedAt.map(Timestamp.init(rawValue:)),
      problem: record.problem)
  }

  /// Looks at the feed.
  /// - Returns: whether something is to be fetched.
  /// - Throws: `.notConfigured` where updates are off; `.refused` for what is not signed, old or changed; what the network says.
  @discardableResult
  public func check() async throws -> Bool {
    guard ports.place != .noKey else {
      throw Fault(.notConfigured, "This build has no key to check announcements with, so it looks for none.")
    }
    guard let feed else {
      throw Fault(
        .notConfigured, "Looking for new versions is off. Turn it on under Settings, Program, and say where they are announced.")
    }
    // While a version is tried its watcher writes the record, too; there is time afterwards.
    guard ![.restarting, .trial].contains(ports.read().phase) else { return false }
    do {
      let text = try await announced(at: feed)
      let wasFound = try await take(text)
      return wasFound && ports.place.canInstall
    } catch {
      var record = ports.read()
      (record.checkedAt, record.problem) = (clock.now().rawValue, (error as? Fault)?.detail ?? "The feed could not be read.")
      try? ports.write(record)
      throw error
    }
  }

  /// The manifest's text, once its signature was checked.
  private func announced(at feed: String) async throws -> String {
    let bytes = try await ports.fetch(feed)
    guard let found = try? JSON.decode(Feed.self, from: bytes) else {
      throw Fault(.upstream, "What lies at the address of the feed is no announcement, or it was cut short.")
    }
    guard ports.isSigned(found.signature, Array((Self.signedPrefix + found.manifest).utf8)) else {
      throw Fault(.refused, "The announcement is not signed by the makers of this program. It was not used.")
    }
    return found.manifest
  }

  /// Notes what was announced. - Returns: whether it is newer than what runs.
  private func take(_ text: String) async throws -> Bool {
    let manifest = try UpdateManifest(text: text)
    guard let current = ReleaseVersion(ports.version), let offered = ReleaseVersion(manifest.version) else {
      throw Fault(.unsupported, "The version of this build can't be compared with others.")
    }
    var record = ports.read()
    try manifest.check(text: text, seen: record.seen, current: current, now: clock.now())
    (record.seen.serial, record.seen.text) = (manifest.serial, text)
    record.checkedAt = clock.now().rawValue
    // Why the last try ended stays until the next one.
    if record.phase != .ready, record.phase != .rolledBack { record.problem = nil }
    guard offered > current else {
      if [.announced, .ready, .rolledBack].contains(record.phase) { try record.move(.forget) }
      record.offer = nil
      try ports.write(record)
      return false
    }
    let isKnown = record.offer == text || record.manifest?.version == manifest.version
    let isWaiting = [.downloading, .ready, .restarting, .trial].contains(record.phase)
    if isKnown, isWaiting || record.refusedVersion == manifest.version {
      try ports.write(record)
      return record.phase == .downloading
    }
    guard record.phase != .downloading, record.phase != .restarting, record.phase != .trial else { return false }
    try record.move(.announce)
    record.offer = text
    try await save(record, "announce", manifest.version, as: .system)
    return record.refusedVersion != manifest.version
  }

  /// Fetches the version that was announced, checks it, and lays it beside the present one.
  /// - Throws: `.unsupported` where that can't be done here; `.illegalState` where nothing was announced; what went wrong.
  public func download(as acting: ActingAs) async throws {
    if case .announces(let why) = ports.place { throw Fault(.unsupported, why) }
    var record = ports.read()
    guard let manifest = record.manifest else { throw Fault(.illegalState, "No newer version was announced.") }
    guard let bundle = manifest.bundles.first(where: { $0.arch == ports.arch }) else {
      throw Fault(.unsupported, "Version \(manifest.version) is not made for this kind of computer (\(ports.arch)).")
    }
    // One that did not work is tried again only where the person says so.
    if record.phase == .rolledBack { try record.move(.announce) }
    try record.move(.download)
    record.problem = nil
    try await save(record, "download", manifest.version, as: acting)
    do {
      try await ports.install(bundle, manifest.version)
      // A look at the feed meanwhile has noted what it saw.
      record = ports.read()
      try record.move(.unpack)
      try await save(record, "unpack", manifest.version, as: acting)
    } catch {
      // Stopped, not failed: the job goes on at the next start.
      guard !Task.isCancelled else { throw CancellationError() }
      try record.move(.fail)
      record.problem = (error as? Fault)?.detail ?? "The new version could not be stored: \(error)."
      try await save(record, "fail", manifest.version, as: acting)
      throw error
    }
  }

  /// Begins to use the version that is ready: freezes sending, and ends the program, whose last act is a backup and the first start of the
  /// new version under watch.
  public func restart(as acting: ActingAs) async throws {
    var record = ports.read()
    guard record.phase == .ready, let version = record.manifest?.version else {
      throw Fault(.illegalState, "No newer version waits to be started.")
    }
    try await base.write(as: acting) { work in
      try SettingTable.set(Sending.updatingKey, version, sealed: false, in: work)
      try AuditTable.append("restart", "update", nil, after: ["version": version], in: work)
      work.changed("status")
    }
    // Whoever asked at the same time may have been first.
    record = ports.read()
    try record.move(.restart)
    record.problem = nil
    do { try ports.write(record) } catch {
      // Nothing was begun, so nothing is frozen.
      _ = try? await settle()
      throw Fault(.storage, "The update was not begun, because its record could not be written; free some space.")
    }
    ports.restart()
  }

  /// Lets sending go on once no update is under way any more; after one that was undone the restore guard still holds it.
  /// - Returns: false while the new version is still being watched.
  public func settle() async throws -> Bool {
    let record = ports.read()
    guard record.phase != .trial, record.phase != .restarting else { return false }
    try await base.write { work in
      guard let version = try SettingTable.value(Sending.updatingKey, in: work) else { return }
      try SettingTable.set(Sending.updatingKey, nil, sealed: false, in: work)
      let outcome = record.phase == .rolledBack ? "roll_back" : record.phase == .ready ? "cancel" : "confirm"
      try AuditTable.append(outcome, "update", nil, after: ["version": version], in: work)
      work.changed("status")
    }
    return true
  }

  private func save(_ record: UpdateRecord, _ action: String, _ version: String, as acting: ActingAs) async throws {
    try ports.write(record)
    try await base.write(as: acting) { work in
      try AuditTable.append(action, "update", nil, after: ["version": version], in: work)
      work.changed("status")
    }
  }
}

/// Looks for a new version, where the person agreed, and has it fetched.
public struct CheckForUpdate: Job {
  /// `update_check`.
  public static let kind = "update_check"
  /// What the System screen calls it.
  public static let title = "Look for a new version"
  /// Tomorrow is another day.
  public static let attempts = 1

  /// A look.
  public init() {}
  /// A lane of its own.
  public var lane: String { "update" }
  /// One is enough.
  public var once: String? { "update_check" }
}

/// Fetches the version that was announced.
public struct FetchUpdate: Job {
  /// `update_fetch`.
  public static let kind = "update_fetch"
  /// What the System screen calls it.
  public static let title = "Fetch the new version"

  /// A try.
  public init() {}
  /// After the look, never beside it.
  public var lane: String { "update" }
  /// One is enough.
  public var once: String? { "update_fetch" }
}

extension Updates {
  /// Both jobs. The recurring look does nothing where updates are off.
  public nonisolated var handlers: [JobHandler] {
    [
      .on(CheckForUpdate.self) { [self] _, _ in
        guard await state().isOn, try await check() else { return }
        try await base.write { work in _ = try FetchUpdate().add(in: work) }
      },
      .on(FetchUpdate.self) { [self] _, _ in try await download(as: .system) },
    ]
  }

  /// Looks now, for a person who asked, and has what is newer fetched. - Throws: as `check`.
  public func checkNow(as acting: ActingAs) async throws {
    guard try await check() else { return }
    try await base.write(as: acting) { work in _ = try FetchUpdate().add(in: work) }
  }
}
