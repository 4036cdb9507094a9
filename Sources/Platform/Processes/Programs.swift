import Glibc

/// Finds programs the way a shell does.
public enum Programs {
  private static let standardPath = "/usr/local/bin:/usr/bin:/bin:/snap/bin:/var/lib/flatpak/exports/bin"

  /// The full path of a program on the PATH; a name with `/` is taken as it is. Nil where none can be run.
  public static func find(_ name: String, environment: [String: String]) -> String? {
    if name.contains("/") { return isProgram(name) ? name : nil }
    let path = environment["PATH"].flatMap { $0.isEmpty ? nil : $0 } ?? standardPath
    return path.split(separator: ":").lazy.map { "\($0)/\(name)" }.first(where: isProgram)
  }

  private static func isProgram(_ path: String) -> Bool { access(path, X_OK) == 0 && !Files.isFolder(path) }
}
