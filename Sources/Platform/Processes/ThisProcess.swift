import CSystem
import Glibc

/// This process: its privacy, its names and its places.
public enum ThisProcess {
  /// Called first: files are made private, no memory is written to disk on a crash, a closed pipe is an error and not an end.
  ///
  /// With dumpable 0 the files under /proc/self belong to root; what we read there (`exe`, `net/tcp`, `stat`) stays readable, since
  /// the kernel lets a process look at itself (tried as an ordinary user).
  public static func makePrivate() {
    umask(0o077)
    _ = cs_forbid_dumps()
    _ = cs_ignore_signal(SIGPIPE)
  }

  /// Its process id.
  public static var id: pid_t { getpid() }
  /// The user that it runs as.
  public static var userID: UInt32 { geteuid() }
  /// The path of the program file, links resolved; nil where /proc is missing.
  public static var programPath: String? { Files.link("/proc/self/exe") }

  /// The environment as it is now.
  public static var environment: [String: String] {
    var found: [String: String] = [:]
    var entry: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { found[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return found
  }

  /// Whether a process with this id runs, ours or not.
  public static func isRunning(_ pid: pid_t) -> Bool { pid > 0 && (kill(pid, 0) == 0 || errno == EPERM) }

  /// The computer's own name, without its domain; `localhost` where it has none.
  public static var hostName: String {
    var about = utsname()
    guard uname(&about) == 0 else { return "localhost" }
    let name = withUnsafeBytes(of: &about.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    let first = name.split(separator: ".").first.map(String.init) ?? ""
    return first.isEmpty ? "localhost" : first
  }

  /// Whether this runs inside the Windows Subsystem for Linux.
  public static func isWSL(_ environment: [String: String]) -> Bool { environment["WSL_DISTRO_NAME"] != nil }
}
