import CSystem
import Glibc

/// The right to be the only process that writes a data folder; ends with the process, however it ends (flock(2)).
public final class FileLock: Sendable {
  private let file: Descriptor

  private init(_ file: Descriptor) { self.file = file }

  /// What came of asking for a lock.
  public enum Attempt: Sendable {
    /// It is ours until the object is gone.
    case taken(FileLock)
    /// Another process has it; its id where the file tells.
    case held(by: pid_t?)
  }

  /// Asks for the lock without waiting. The file holds the holder's process id, for people and for `status`.
  /// - Throws: where the file can't be made or the file system knows no locks.
  public static func take(_ path: String) throws(SystemError) -> Attempt {
    // Not through a link: what it names is emptied below, and in a shared folder somebody else may have laid it there.
    let file = try Descriptor.open(path, O_RDWR | O_CREAT | O_NOFOLLOW)
    guard retrying({ cs_lock(file.number) }) == 0 else {
      guard errno == EWOULDBLOCK else { throw SystemError("lock", path: path) }
      return .held(by: holder(of: path))
    }
    // The number is a courtesy; a full disk must not keep us from holding the lock.
    _ = ftruncate(file.number, 0)
    try? file.write(Array("\(getpid())\n".utf8))
    return .taken(FileLock(file))
  }

  /// The process id written in a lock file; nil where there is none. It says nothing about whether that process still lives.
  public static func holder(of path: String) -> pid_t? {
    guard let text = try? Files.text(path, limit: 64) else { return nil }
    return pid_t(text.prefix { $0.isNumber && $0.isASCII })
  }
}
