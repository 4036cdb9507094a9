import Engine
import Foundation

extension BackupDisk {
  /// The test's own disk, with room for everything.
  public static var plain: BackupDisk { disk(free: { _ in nil }) }

  /// A disk with so much room.
  public static func disk(free: @escaping @Sendable (String) -> Int?) -> BackupDisk {
    BackupDisk(
      copy: { from, to in
        try? FileManager.default.removeItem(atPath: to)
        try FileManager.default.copyItem(atPath: from, toPath: to)
      }, freeBytes: free, isMountPoint: { _ in false }, home: nil, journal: Privacy.Journal { _ in })
  }
}
