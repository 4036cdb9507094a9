import Finding
import Glibc
import Synchronization

/// The time zones that this computer knows, by their IANA names.
public final class TimeZones: Sendable {
  private let folders: [String]
  private let known = Mutex<[String: TimeZoneFile]>([:])
  /// A zone file has 4 kB at most.
  private static let fileBytes = 256 << 10
  private static let mostNames = 2000
  /// tzdata.zi has 110 kB.
  private static let versionFileBytes = 4 << 20

  /// The zones of the system and of the program's own folder, the newer of the two first; TZDIR comes first where it is set.
  /// - Parameter own: a folder that comes with the program; it need not be there.
  public convenience init(environment: [String: String], own: String? = nil, system: [String] = TimeZones.systemFolders) {
    var folders = system
    if let own, let ours = Self.version(of: own) {
      let theirs = system.first(where: Files.isFolder).flatMap(Self.version)
      folders.insert(own, at: theirs.map { ours > $0 } ?? true ? 0 : folders.count)
    }
    self.init(folders: [environment["TZDIR"] ?? ""] + folders)
  }

  /// Where systems keep their zones.
  public static let systemFolders = ["/usr/share/zoneinfo", "/usr/lib/zoneinfo", "/usr/share/lib/zoneinfo", "/etc/zoneinfo"]

  /// The release of a folder's tzdata, such as `2025b`, which compares as text; nil where it does not say.
  static func version(of folder: String) -> String? {
    if let text = try? Files.text("\(folder)/+VERSION", limit: 256), let word = text.split(whereSeparator: \.isWhitespace).first {
      return String(word)
    }
    // The first line of tzdata.zi: `# version 2025b`.
    guard let bytes = try? Files.read("\(folder)/tzdata.zi", limit: versionFileBytes) else { return nil }
    let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
    return line.hasPrefix("# version ") ? line.dropFirst(10).split(separator: " ").first.map(String.init) : nil
  }

  /// The zones of some folders, the first that has a name wins.
  public init(folders: [String]) { self.folders = folders.filter { $0.hasPrefix("/") } }

  /// A zone by name, such as `Europe/Berlin`; nil where the computer has none of that name.
  public func zone(_ name: String) -> TimeZoneFile? {
    if let zone = known.withLock({ $0[name] }) { return zone }
    guard Self.isName(name) else { return nil }
    for folder in folders {
      guard let bytes = try? Files.read("\(folder)/\(name)", limit: Self.fileBytes), let zone = TimeZoneFile(bytes) else {
        continue
      }
      known.withLock { $0[name] = zone }
      return zone
    }
    return name == "UTC" ? PosixZone("UTC0").map(TimeZoneFile.init(rule:)) : nil
  }

  /// The computer's own zone: TZ, else the link /etc/localtime, else /etc/timezone, else UTC.
  public func localName(environment: [String: String]) -> String {
    if let name = environment["TZ"]?.drop(while: { $0 == ":" }), zone(String(name)) != nil { return String(name) }
    if let target = Files.link("/etc/localtime"), let range = target.firstRange(of: "zoneinfo/") {
      let name = String(target[range.upperBound...])
      if zone(name) != nil { return name }
    }
    let written = (try? Files.text("/etc/timezone", limit: 256))?.split(whereSeparator: \.isWhitespace).first.map(String.init)
    if let written, zone(written) != nil { return written }
    return "UTC"
  }

  /// Every name, sorted. The places first, without the technical folders `posix` and `right`.
  public func names() -> [String] {
    var found = Set<String>()
    for folder in folders where found.isEmpty { collect(folder, prefix: "", depth: 0, into: &found) }
    return found.union(["UTC"]).sorted()
  }

  private func collect(_ folder: String, prefix: String, depth: Int, into found: inout Set<String>) {
    guard depth < 4, let names = try? Files.names(in: folder) else { return }
    for name in names where found.count < Self.mostNames {
      // Zones and their folders start with a capital; tables, scripts and `posix`, `right`, `localtime` don't.
      guard let first = name.utf8.first, (0x41...0x5A).contains(first), !name.contains("."), Self.isName(name) else { continue }
      let path = "\(folder)/\(name)"
      if Files.isFolder(path) {
        collect(path, prefix: prefix + name + "/", depth: depth + 1, into: &found)
      } else {
        found.insert(prefix + name)
      }
    }
  }

  /// Letters, digits, `_`, `+`, `-` and single slashes inside: a name can't leave the folder.
  private static func isName(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count <= 64
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy {
            (0x30...0x39).contains($0) || (0x41...0x5A).contains($0 & 0xDF) || [0x5F, 0x2B, 0x2D].contains($0)
          }
      }
  }
}
