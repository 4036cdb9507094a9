import Engine
import Finding
import Glibc
import Outreach
import Platform

/// The unpacked folder that the program was started from, and the newer versions beside it.
///
/// `versions/NAME` holds a newer version whole; `versions/current` names the one that is known to work. The launcher that people start
/// stays where it is and hands over to that one, so that menu entries and habits stay right. Moving `current` is the one moment at which
/// an update counts.
struct InstalledBundle: Sendable, Hashable {
  static let launcher = "ColdOutreachAgent"
  private static let folderName = "versions"
  private static let longestName = 64
  /// Where programs belong to whoever administers the computer.
  private static let systemFolders = ["/usr/", "/bin/", "/opt/", "/nix/", "/snap/", "/app/"]
  static let packageList = "/var/lib/dpkg/info/cold-outreach-agent.list"

  /// The folder that was unpacked.
  let root: String
  /// The version folder that this program runs from; nil for the root itself.
  let ownName: String?

  /// The bundle of a program file; nil where it lies in none, such as in a checkout or where a package put it.
  init?(program: String?) {
    guard let program, program.hasSuffix("/" + Self.launcher) else { return nil }
    let folder = Files.parent(of: program)
    let above = Files.parent(of: folder)
    if above.hasSuffix("/" + Self.folderName), Files.isFolder(Files.parent(of: above) + "/share/web") {
      (root, ownName) = (Files.parent(of: above), folder.split(separator: "/").last.map(String.init))
    } else {
      (root, ownName) = (folder, nil)
    }
    guard Files.exists(root + "/AppRun"), Files.isFolder(root + "/share/web") else { return nil }
  }

  /// The one that this process runs from.
  static var own: InstalledBundle? { InstalledBundle(program: ThisProcess.programPath) }

  /// The launcher that people start, whatever version runs.
  var frontDoor: String { "\(root)/\(Self.launcher)" }
  var versions: String { "\(root)/\(Self.folderName)" }
  private var pointer: String { versions + "/current" }

  /// The folder of a version.
  func folder(of version: String) -> String { "\(versions)/\(version)" }
  /// The program file of a version.
  func program(of version: String) -> String { "\(folder(of: version))/\(Self.launcher)" }

  /// The version that is known to work and newer than a given one; nil for none.
  func newer(than own: String) -> String? {
    guard let text = try? Files.text(pointer, limit: Self.longestName), let name = text.split(whereSeparator: \.isWhitespace).first,
      let version = ReleaseVersion(String(name)), let own = ReleaseVersion(own), version > own,
      access(program(of: version.description), X_OK) == 0
    else { return nil }
    return version.description
  }

  /// Makes a version the one that is started from now on.
  func makeCurrent(_ version: String) throws(SystemError) {
    try Files.replace(pointer, with: Array((version + "\n").utf8))
  }

  /// Whether `current` names a version.
  func isCurrent(_ version: String) -> Bool {
    (try? Files.text(pointer, limit: Self.longestName))?.split(whereSeparator: \.isWhitespace).first == Substring(version)
  }

  /// Removes what is neither one of these versions nor the pointer; what can't be removed stays.
  func keepOnly(_ kept: [String]) {
    for name in (try? Files.names(in: versions)) ?? [] where name != "current" && !kept.contains(name) {
      try? Files.removeTree("\(versions)/\(name)")
    }
  }

  /// What may be done here.
  /// - Parameters:
  ///   - hasKey: whether this build can check announcements.
  ///   - packageList: the files of our package, one a line, where it is installed.
  static func place(
    of bundle: InstalledBundle?, environment: [String: String], hasKey: Bool = BuildStamp.updateKey != nil,
    packageList: String = packageList
  ) -> UpdatePlace {
    guard hasKey else { return .noKey }
    guard let bundle else {
      return .announces(
        "This program was not started from an unpacked folder, so it can't renew itself. Get the new version where you got this one."
      )
    }
    for name in ["SNAP", "FLATPAK_ID", "APPIMAGE"] where environment[name] != nil {
      return .announces("This program is kept up to date by \(name.lowercased().split(separator: "_")[0]).")
    }
    let owned =
      (try? Files.text(packageList, limit: 8 << 20))?.split(separator: "\n").contains(Substring(bundle.frontDoor)) ?? false
    guard !owned, !systemFolders.contains(where: { bundle.root.hasPrefix($0) }) else {
      return .announces("A package of your system holds this program; its new version comes with your system's updates.")
    }
    guard access(bundle.root, W_OK) == 0 else {
      return .announces("The folder \(bundle.root) can't be written by you, so the program can't renew itself there.")
    }
    return .writable
  }
}
