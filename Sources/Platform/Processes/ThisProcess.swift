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

  /// The arguments that it was started with, its own name first. Unlike `CommandLine.arguments` they need no /proc.
  public static var arguments: [String] {
    var found: [String] = []
    while let text = cs_argument(Int32(found.count)) { found.append(String(cString: text)) }
    return found
  }

  /// Its process id.
  public static var id: pid_t { getpid() }
  /// The user that it runs as.
  public static var userID: UInt32 { geteuid() }
  /// The path of the program file, links resolved; without /proc as the program was started.
  public static var programPath: String? {
    if let path = Files.link("/proc/self/exe") { return path }
    guard let name = cs_program_name().map({ String(cString: $0) }), let path = realpath(name, nil) else { return nil }
    defer { free(path) }
    return String(cString: path)
  }

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

  /// The kernel, its release and the processor, such as `Linux 6.1.0 x86_64`.
  public static var system: String {
    var about = utsname()
    guard uname(&about) == 0 else { return "unknown" }
    func text(_ bytes: UnsafeRawBufferPointer) -> String { String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self) }
    let name = withUnsafeBytes(of: &about.sysname, text)
    let release = withUnsafeBytes(of: &about.release, text)
    return "\(name) \(release) \(withUnsafeBytes(of: &about.machine, text))"
  }

  /// The processor as the kernel names it, such as `x86_64`.
  public static var machine: String { system.split(separator: " ").last.map(String.init) ?? "" }

  /// Whether this runs inside the Windows Subsystem for Linux.
  public static func isWSL(_ environment: [String: String]) -> Bool { environment["WSL_DISTRO_NAME"] != nil }
}
