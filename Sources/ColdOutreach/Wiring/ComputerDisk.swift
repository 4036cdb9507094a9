import API
import Engine
import Platform
import SQLite

extension BackupDisk {
  /// The computer's own disks.
  static func computer(_ environment: [String: String], _ folders: Folders) -> BackupDisk {
    BackupDisk(
      copy: { from, to in try Files.copy(from, to: to, isForeign: true) }, freeBytes: { Files.freeBytes(at: $0) },
      isMountPoint: { Files.isMountPoint($0) }, home: environment["HOME"], journal: ErasureJournal(folders).port,
      keysBefore: { ((try? KeyOpening.olderFiles(folders)) ?? []).reversed().compactMap { try? Files.text($0) } })
  }
}

extension SystemError: DiskError {}

extension SQLiteError: DiskError {
  /// As a file's.
  public var isDiskFull: Bool { isFull }
}
