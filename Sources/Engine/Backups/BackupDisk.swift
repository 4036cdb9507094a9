/// What backups ask of the disk, given by the program: this layer knows no operating system.
public struct BackupDisk: Sendable {
  /// Copies a file whole and for good, or not at all.
  public var copy: @Sendable (_ from: String, _ to: String) throws -> Void
  /// Bytes that are free where a path lies; nil where nobody knows.
  public var freeBytes: @Sendable (_ path: String) -> Int?
  /// What `~` stands for.
  public var home: String?

  /// A disk by its parts.
  public init(
    copy: @escaping @Sendable (String, String) throws -> Void, freeBytes: @escaping @Sendable (String) -> Int?, home: String?
  ) {
    (self.copy, self.freeBytes, self.home) = (copy, freeBytes, home)
  }
}
