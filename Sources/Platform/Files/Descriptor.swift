import CSystem
import Glibc

/// An open file, pipe or socket that closes itself once.
public final class Descriptor: Sendable {
  /// The number that the kernel knows it by.
  public let number: Int32

  /// Takes over an open descriptor.
  public init(_ number: Int32) { self.number = number }

  deinit { close(number) }

  /// Opens a file, closed on exec.
  /// - Parameter flags: of open(2), such as `O_RDONLY`.
  /// - Throws: the system's refusal.
  public static func open(_ path: String, _ flags: Int32, mode: mode_t = FileMode.privateFile) throws(SystemError) -> Descriptor {
    let number = retrying { cs_open(path, flags, mode) }
    guard number >= 0 else { throw SystemError("open", path: path) }
    return Descriptor(number)
  }

  /// A pipe, both ends closed on exec.
  /// - Throws: where the process has no descriptor left.
  public static func pipe() throws(SystemError) -> (read: Descriptor, write: Descriptor) {
    var ends: [Int32] = [-1, -1]
    guard cs_pipe(&ends) == 0 else { throw SystemError("make a pipe") }
    return (Descriptor(ends[0]), Descriptor(ends[1]))
  }

  /// Reads at most so many bytes; empty at the end.
  /// - Throws: the system's refusal.
  public func read(atMost limit: Int) throws(SystemError) -> [UInt8] {
    var count = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(0, limit)) { buffer, filled in
      count = retrying { Glibc.read(number, buffer.baseAddress, buffer.count) }
      filled = max(0, count)
    }
    guard count >= 0 else { throw SystemError("read") }
    return bytes
  }

  /// Writes all bytes.
  /// - Throws: the system's refusal; how much went out is unknown then.
  public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
    let all = Array(bytes)
    var done = 0
    while done < all.count {
      let count = all.withUnsafeBytes { buffer in
        retrying { Glibc.write(number, buffer.baseAddress?.advanced(by: done), buffer.count - done) }
      }
      guard count > 0 else { throw SystemError("write") }
      done += count
    }
  }

  /// Waits until there is something to read or the other side is gone.
  /// - Parameter milliseconds: at most; negative waits for ever.
  /// - Returns: false when the time is over.
  public func waitUntilReadable(milliseconds: Int32) -> Bool {
    var item = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
    return poll(&item, 1, milliseconds) > 0
  }
}

/// Permissions of what we write.
public enum FileMode {
  /// 0600: the person and nobody else.
  public static let privateFile: mode_t = 0o600
  /// 0700: the person and nobody else.
  public static let privateFolder: mode_t = 0o700
}

/// Calls again while a signal interrupted it.
func retrying<Count: SignedInteger>(_ call: () -> Count) -> Count {
  while true {
    let result = call()
    if result != -1 || errno != EINTR { return result }
  }
}
