import FoundationEssentials
import Glibc
import Outreach
import SQLite
import Store
import Synchronization

/// A clock that a test turns by hand.
public final class TestClock: SettableClock {
  /// 2026-01-05, a Monday, 09:00 UTC.
  public static let monday = Timestamp(rawValue: 1_767_603_600_000)

  private let moment: Mutex<Timestamp>

  /// A clock that stands at a moment.
  public init(_ start: Timestamp = TestClock.monday) { moment = Mutex(start) }

  /// The moment at which it stands.
  public func now() -> Timestamp { moment.withLock { $0 } }

  /// Turns it on.
  public func advance(seconds: Int) { moment.withLock { $0 = $0.adding(seconds: seconds) } }

  /// Sets it.
  public func set(_ moment: Timestamp) { self.moment.withLock { $0 = moment } }
}

/// A folder of one test's own, removed when the tests end: a base may still write when the test holds nothing of it any more.
public final class TemporaryFolder: Sendable {
  private static let made = Mutex<[String]>([])
  private static let cleaning: Void = {
    atexit { for path in TemporaryFolder.made.withLock({ $0 }) { try? FileManager.default.removeItem(atPath: path) } }
  }()

  /// Its path.
  public let path: String

  /// Makes an empty folder.
  public init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("cold-outreach-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    _ = Self.cleaning
    Self.made.withLock { $0.append(path) }
  }

  /// A folder that is there and stays.
  init(keeping path: String) { self.path = path }
}

/// A real base in a folder of its own, with fresh keys and all migrations.
public final class TemporaryBase: Sendable {
  /// The base.
  public let base: Base
  /// The clock of its transactions.
  public let clock: TestClock
  /// Its keys, to open the same base again.
  public let keys: KeyRing
  /// Where it lies; uploads may go beside it.
  public let folder: TemporaryFolder

  private init(base: Base, clock: TestClock, keys: KeyRing, folder: TemporaryFolder) {
    (self.base, self.clock, self.keys, self.folder) = (base, clock, keys, folder)
  }

  /// A new base.
  public static func make(clock: TestClock = TestClock()) async throws -> TemporaryBase {
    try await open(in: TemporaryFolder(), keys: KeyRing(), clock: clock)
  }

  /// The base of a folder, as after a restart; close the one before.
  public static func open(in folder: TemporaryFolder, keys: KeyRing, clock: TestClock) async throws -> TemporaryBase {
    let database = try await Database.open(
      .init(path: folder.path + "/outreach.db", now: { clock.now().rawValue }, isDisposable: true))
    _ = try await database.migrate(Schema.migrations)
    return TemporaryBase(base: Base(database: database, vault: try Vault(keys: keys)), clock: clock, keys: keys, folder: folder)
  }

  /// The base of a folder that another process uses in turn, and that stays.
  public static func open(at path: String, keys: KeyRing, clock: TestClock = TestClock()) async throws -> TemporaryBase {
    try await open(in: TemporaryFolder(keeping: path), keys: keys, clock: clock)
  }

  /// Closes the file.
  public func close() async { await base.database.close() }

  /// The bytes of every file in the folder, to look for what must not be there.
  public func allBytes() throws -> [UInt8] {
    var bytes: [UInt8] = []
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
      let path = folder.path + "/" + name
      var isFolder = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder else { continue }
      bytes += FileManager.default.contents(atPath: path) ?? Data()
    }
    return bytes
  }
}
