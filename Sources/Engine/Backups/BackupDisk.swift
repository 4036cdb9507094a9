import Outreach

/// Going back to a backup file anywhere on this computer, which ends and starts the program.
public struct BackupFiles: Sendable {
  /// What is inside a file.
  public var look: @Sendable (_ path: String) async throws -> BackupContents
  /// Swaps the base for a file, with the recovery key where its keys are others.
  public var goBack: @Sendable (_ path: String, _ recoveryKey: String?, _ acting: ActingAs) async throws -> Void

  /// A port by its parts.
  public init(
    look: @escaping @Sendable (String) async throws -> BackupContents,
    goBack: @escaping @Sendable (String, String?, ActingAs) async throws -> Void
  ) { (self.look, self.goBack) = (look, goBack) }
}

/// What backups and erasures ask of the disk, given by the program, so that a test can have another one.
public struct BackupDisk: Sendable {
  /// Copies a file whole and for good, or not at all.
  public var copy: @Sendable (_ from: String, _ to: String) throws -> Void
  /// Bytes that are free where a path lies; nil where nobody knows.
  public var freeBytes: @Sendable (_ path: String) -> Int?
  /// Whether a folder is where another disk is mounted, such as a stick.
  public var isMountPoint: @Sendable (_ path: String) -> Bool
  /// What `~` stands for.
  public var home: String?
  /// Where erasures are kept besides base and backups.
  public var journal: Privacy.Journal
  /// The key files of data that was swapped out here, as text.
  public var keysBefore: @Sendable () -> [String]

  /// A disk by its parts.
  public init(
    copy: @escaping @Sendable (String, String) throws -> Void, freeBytes: @escaping @Sendable (String) -> Int?,
    isMountPoint: @escaping @Sendable (String) -> Bool, home: String?, journal: Privacy.Journal,
    keysBefore: @escaping @Sendable () -> [String] = { [] }
  ) {
    (self.copy, self.freeBytes, self.isMountPoint) = (copy, freeBytes, isMountPoint)
    (self.home, self.journal, self.keysBefore) = (home, journal, keysBefore)
  }
}
