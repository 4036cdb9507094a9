import CSystem
import Glibc

/// What the operating system refused: the call's purpose, the path where there is one, and its own words.
public struct SystemError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What was tried, such as `write` or `lock`.
  public let purpose: String
  /// The file, folder or program, or empty.
  public let path: String
  /// The `errno` of the failed call.
  public let code: Int32

  /// A refusal by its parts.
  public init(_ purpose: String, path: String = "", code: Int32 = errno) {
    (self.purpose, self.path, self.code) = (purpose, path, code)
  }

  /// The system's words for the code, such as `No space left on device`.
  public var reason: String {
    guard let text = cs_error_text(code) else { return "error \(code)" }
    return String(cString: text)
  }

  /// Whether the disk or the quota is full.
  public var isDiskFull: Bool { code == ENOSPC || code == EDQUOT }
  /// Whether the file system or the permissions forbid writing.
  public var isReadOnly: Bool { code == EROFS || code == EACCES || code == EPERM }
  /// Whether there is no such file.
  public var isMissing: Bool { code == ENOENT || code == ENOTDIR }

  /// `can't write /path: No space left on device`.
  public var description: String { "can't \(purpose)\(path.isEmpty ? "" : " \(path)"): \(reason)" }
}
