import Finding
import Outreach
import Platform

/// The second place for backups: a stick that is not always there, or a folder that a service copies elsewhere.
extension Backups {
  /// How the second folder stands.
  public enum SecondState: String, Sendable {
    /// None is set.
    case off
    /// The folder is not there now, such as a stick that was pulled out; made up once it is back.
    case away
    /// It is there, but the newest backup is not in it yet, or there is none that was found good.
    case behind
    /// The newest backup lies in it.
    case current
  }

  /// The second folder as the settings name it; nil for none, and for the first one by whatever name.
  public var secondFolder: String? {
    guard let named = settings.values[.backupFolder], !named.isEmpty,
      let path = named.hasPrefix("~/") ? disk.home.map({ $0 + named.dropFirst() }) : named,
      Files.real(path) ?? path != Files.real(folder) ?? folder
    else { return nil }
    return path
  }

  /// How it stands, looked at now.
  public var secondState: SecondState {
    guard let second = secondFolder else { return .off }
    guard Files.isFolder(second), !isBareMountPoint(second) else { return .away }
    guard let newest = list().first(where: { $0.verified == true }) else { return .behind }
    return Files.exists(second + "/" + newest.name) ? .current : .behind
  }

  /// Copies the newest good backup there, reads it again, and prunes what is old there. Does nothing where the folder is away.
  /// - Throws: `.storage` where it could not be written; the backup in the first folder is not touched.
  public func copyToSecond() async throws {
    guard let second = secondFolder, secondState == .behind, let newest = list().first(where: { $0.verified == true }) else {
      return
    }
    let target = second + "/" + newest.name
    noteMountPoint(second)
    removeTorn(in: second, before: newest.createdAt)
    do {
      if let free = disk.freeBytes(second), free < newest.bytes + Self.spareBytes {
        prune(in: second, olderThan: newest.createdAt, sparing: 1)
        guard (disk.freeBytes(second) ?? .max) >= newest.bytes + Self.spareBytes else {
          throw Fault(.storage, "The second backup folder is full.")
        }
      }
      // First, so that no backup lies there that nobody prunes.
      try disk.copy(BackupManifest.path(beside: folder + "/" + newest.name), BackupManifest.path(beside: target))
      try disk.copy(folder + "/" + newest.name, target)
      let manifest = try BackupManifest.read(beside: folder + "/" + newest.name)
      guard try await Self.digest(of: target) == manifest?.sha256 else {
        remove(newest.name, in: second)
        throw Fault(.storage, "What was written to the second backup folder is not what can be read from it; use another disk.")
      }
    } catch let fault as Fault { throw fault } catch {
      throw Fault(.storage, "The backup could not be copied to the second folder: look whether it can be written to.")
    }
    log.write(LogEvent(.database, .info, "backup_copied", ["name": .text(newest.name), "bytes": .number(newest.bytes)]))
    prune(in: second, olderThan: newest.createdAt.adding(seconds: -settings.policy.backupRetentionDays * 86_400), sparing: 1)
  }

  /// Where it is noted that the second folder is itself where a disk is mounted. It lies beside the backups and not in the base, which may
  /// move to another computer.
  private var mountPointNote: String { folder + "/second-folder-is-a-disk" }

  private func noteMountPoint(_ second: String) {
    guard disk.isMountPoint(second) else { return }
    try? Files.replace(mountPointNote, with: Array(second.utf8))
  }

  /// Whether only the folder is left of a disk that was mounted here: what is written there now would be hidden once it is back.
  private func isBareMountPoint(_ second: String) -> Bool {
    guard !disk.isMountPoint(second), (try? Files.text(mountPointNote)) == second else { return false }
    return ((try? Files.names(in: second)) ?? []).allSatisfy { !$0.hasPrefix(Self.prefix) }
  }

  /// What a stick that was pulled out while it was written has of backups; a day old at least, since another computer may be writing there.
  private func removeTorn(in second: String, before moment: Timestamp) {
    for name in (try? Files.names(in: second)) ?? [] where name.hasPrefix(Self.prefix) && name.contains(Self.suffix + ".new-") {
      guard let about = Files.about(second + "/" + name), about.modifiedSeconds < moment.rawValue / 1000 - 86_400 else { continue }
      try? Files.remove(second + "/" + name)
    }
  }
}
