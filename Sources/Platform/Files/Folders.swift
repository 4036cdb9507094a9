import Glibc

/// Where the product keeps what it writes: the XDG folders, or all of them under one home.
public struct Folders: Sendable, Hashable {
  /// The folder's name inside each XDG folder.
  public static let name = "cold-outreach"

  /// Small files that the person may edit.
  public let config: String
  /// The base and what belongs to it.
  public let data: String
  /// What may be lost without loss: logs, runtime file, token.
  public let state: String
  /// What can be fetched or made again.
  public let cache: String
  /// The keys that open the base: outside the data folder, so that a copy of it is sealed.
  public let keys: String

  /// Written by the running instance, 0600: address, token, process.
  public var runtimeFile: String { state + "/runtime.json" }
  /// Who may write the base; beside it, so that two homes that share it share the lock.
  public var lockFile: String { data + "/lock" }
  /// The bearer token for scripts, 0600.
  public var tokenFile: String { state + "/token" }
  /// The port of the last start, so that open tabs live on.
  public var portFile: String { state + "/port" }
  /// One file a subject.
  public var logs: String { state + "/logs" }
  /// Automatic and manual backups.
  public var backups: String { data + "/backups" }
  /// The base.
  public var database: String { data + "/outreach.db" }

  /// All folders under one home.
  public init(home: String) {
    let home = home.count > 1 && home.hasSuffix("/") ? String(home.dropLast()) : home
    config = home + "/config"
    (data, state, cache) = (home + "/data", home + "/state", home + "/cache")
    keys = config + "/keys"
  }

  /// The XDG folders (XDG Base Directory 0.8); a relative one counts as unset, as the specification asks.
  /// - Throws: `ENOENT` where neither the XDG variables nor `HOME` say where; nothing is guessed from the user's name.
  public init(environment: [String: String]) throws(SystemError) {
    let home = environment["HOME"].flatMap { $0.hasPrefix("/") ? $0 : nil }
    func folder(_ variable: String, _ standard: String) throws(SystemError) -> String {
      if let path = environment[variable], path.hasPrefix("/") { return "\(path)/\(Self.name)" }
      guard let home else { throw SystemError("find the home folder ($HOME is not set)", code: ENOENT) }
      return "\(home == "/" ? "" : home)/\(standard)/\(Self.name)"
    }
    config = try folder("XDG_CONFIG_HOME", ".config")
    data = try folder("XDG_DATA_HOME", ".local/share")
    state = try folder("XDG_STATE_HOME", ".local/state")
    cache = try folder("XDG_CACHE_HOME", ".cache")
    keys = config + "/keys"
  }

  /// The folders of this start: `--home`, else COLD_OUTREACH_HOME, else `portable/` beside the launcher, else XDG.
  /// - Parameters:
  ///   - home: the value of `--home`; relative ones are taken from the working folder.
  ///   - launcher: the path of the running program, symbolic links resolved.
  /// - Throws: as `init(environment:)`.
  public static func chosen(home: String?, environment: [String: String], launcher: String?) throws(SystemError) -> Folders {
    if let home, !home.isEmpty { return Folders(home: absolute(home)) }
    if let home = environment["COLD_OUTREACH_HOME"], !home.isEmpty { return Folders(home: absolute(home)) }
    if let launcher {
      let portable = Files.parent(of: launcher) + "/portable"
      if Files.isFolder(portable) { return Folders(home: portable) }
    }
    return try Folders(environment: environment)
  }

  /// Makes every folder, 0700.
  /// - Throws: the system's refusal at the first that can't be made.
  public func make() throws(SystemError) {
    for folder in [config, keys, data, backups, state, logs, cache] { try Files.makePrivateFolder(folder) }
  }

  private static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    guard let pointer = getcwd(nil, 0) else { return path }
    defer { free(pointer) }
    return "\(String(cString: pointer))/\(path)"
  }
}
