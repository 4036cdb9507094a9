import API
import Outreach
import Platform
import Store

/// The faults of a computer that are seen again and again: each with what it means and what to do.
extension Health {
  private static let daySeconds = 86_400
  private static let certificateFiles = [
    "/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem", "/etc/ssl/cert.pem",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
  ]
  private static let browsers = ["xdg-open", "firefox", "chromium", "google-chrome", "wslview"]

  /// All of them.
  /// - Parameter base: nil where it can't be opened.
  static func computer(_ folders: Folders, _ base: Base?, environment: [String: String]) async -> [HealthCheck] {
    let last = try? await base?.read { work in (try AuditTable.lastMoment(in: work), work.now) }
    let ours = [folders.keys, folders.data, folders.state]
    return [
      clock(now: last?.1 ?? Timestamp(rawValue: SystemClock.milliseconds), last: last?.0),
      permissions(open: ours.filter { Files.isOpenToOthers($0) == true }, closed: ours.filter { Files.isWritable($0) == false }),
      fileSystem(FileSystem(at: folders.data)), certificates(environment), browser(environment),
    ]
  }

  /// A clock that went back makes limits and follow-ups wrong.
  static func clock(now: Timestamp, last: Timestamp?) -> HealthCheck {
    guard let last, last > now.adding(seconds: daySeconds) else {
      return HealthCheck(name: "Clock", ok: true, detail: "It goes forward.")
    }
    return HealthCheck(
      name: "Clock", ok: false, detail: "It is behind what this program did last, by more than a day.",
      advice: "Set date and time of this computer; until then nothing is sent at the right moment.")
  }

  /// - Parameters:
  ///   - open: folders of ours that others may look into.
  ///   - closed: those into which not even we may write.
  static func permissions(open: [String], closed: [String]) -> HealthCheck {
    if let first = closed.first {
      return HealthCheck(
        name: "Permissions", ok: false, detail: "The folder \(first) can't be written, so nothing can be saved there.",
        advice: "Look whether it belongs to you (chown, chmod 700) and whether its disk is mounted for writing.")
    }
    guard let first = open.first else { return HealthCheck(name: "Permissions", ok: true, detail: "Only you can read your data.") }
    return HealthCheck(
      name: "Permissions", ok: false, detail: "Others on this computer can look into \(first), or it belongs to somebody else.",
      advice: "Give it back to yourself: chown and chmod 700. On a FAT disk that can't be done; use another.")
  }

  /// A database needs a disk that keeps what it was told to keep.
  static func fileSystem(_ kind: FileSystem?) -> HealthCheck {
    func bad(_ detail: String, _ advice: String) -> HealthCheck {
      HealthCheck(name: "File system", ok: false, detail: detail, advice: advice)
    }
    return switch kind {
    case .network:
      bad(
        "Your data lies on a network disk, where locks are not reliable.",
        "Keep it on a disk of this computer, and put backups there instead.")
    case .fat:
      bad(
        "Your data lies on a FAT disk, which knows no owners: everybody can read it.",
        "Keep it on another disk, or format this one as ext4.")
    case .memory: bad("Your data lies in memory and is gone when this computer restarts.", "Keep it on a disk.")
    case .usual: HealthCheck(name: "File system", ok: true, detail: "It is one that keeps data.")
    case nil: HealthCheck(name: "File system", ok: nil, detail: "It could not be told what it is.")
    }
  }

  /// Without these no server's identity can be checked.
  static func certificates(_ environment: [String: String], files: [String] = certificateFiles) -> HealthCheck {
    let found = ([environment["SSL_CERT_FILE"]].compactMap { $0 } + files).contains { (Files.size($0) ?? 0) > 0 }
    return found
      ? HealthCheck(name: "Certificates", ok: true, detail: "Servers can be recognised.")
      : HealthCheck(
        name: "Certificates", ok: false, detail: "There is no list of certificate authorities, so no server can be trusted.",
        advice: "Install the package ca-certificates.")
  }

  /// What opens the page.
  static func browser(_ environment: [String: String]) -> HealthCheck {
    let found = ([environment["BROWSER"]].compactMap { $0 } + browsers).contains {
      Programs.find($0, environment: environment) != nil
    }
    return found
      ? HealthCheck(name: "Browser", ok: true, detail: "One can be opened.")
      : HealthCheck(
        name: "Browser", ok: nil, detail: "None was found, so the page does not open by itself.",
        advice: "Install one, or open the address that cold-outreach open --no-browser prints.")
  }

  /// Where the room goes.
  static func use(_ folders: Folders, file: String) -> [(name: String, bytes: Int64)] {
    let (base, log) = (Files.size(file) ?? 0, (Files.size(file + "-wal") ?? 0) + (Files.size(file + "-shm") ?? 0))
    let backups = Files.bytes(below: folders.backups)
    let rest = max(0, Files.bytes(below: folders.data) - (Files.parent(of: file) == folders.data ? base + log : 0) - backups)
    return [
      ("base", base), ("write_ahead_log", log), ("backups", backups), ("logs", Files.bytes(below: folders.logs)), ("other", rest),
    ]
  }
}
