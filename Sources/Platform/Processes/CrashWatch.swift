import CSystem
import Glibc

/// What a crash leaves behind: a readable report of this process's own making, without any helper program.
///
/// It holds the version, the build id, the signal, the runtime's own words, the last lines of the log and addresses in the program:
/// nothing of what the person or others wrote.
public enum CrashWatch {
  private static let reportStackBytes = 32 << 10

  /// The build id of this program, hexadecimal; empty where it was linked without.
  public static var buildID: String {
    var text = [CChar](repeating: 0, count: 41)
    cs_build_id(&text)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// From now on a crash is reported into a folder, which is there.
  /// - Parameter about: the head of the report, ending with a line end.
  /// - Returns: whether the system let us.
  @discardableResult
  public static func start(folder: String, about: String) -> Bool { cs_crash_watch(folder, about) == 0 }

  /// Keeps a line of the log for the report. One thread at a time; the line is free of personal data already.
  public static func note(_ line: [UInt8]) {
    line.withUnsafeBytes { bytes in
      if let start = bytes.baseAddress { cs_crash_note(start.assumingMemoryBound(to: CChar.self), bytes.count) }
    }
  }

  /// Keeps what is written to standard error for the report, too, and passes it on. Ends with `end`, which waits for the last of it.
  public static func followErrors() throws(SystemError) -> ErrorStream { try ErrorStream() }

  /// Runs work so that even a full stack of its thread can be reported.
  static func withReportStack(_ work: () -> Void) {
    withUnsafeTemporaryAllocation(byteCount: reportStackBytes, alignment: 16) { bytes in
      _ = cs_crash_stack(bytes.baseAddress, bytes.count)
      work()
      _ = cs_crash_stack(nil, 0)
    }
  }
}

/// Standard error, led through a pipe of ours.
public final class ErrorStream: Sendable {
  private let original: Descriptor
  private let finished: Descriptor
  private static let endMilliseconds: Int32 = 200

  init() throws(SystemError) {
    let number = cs_duplicate(STDERR_FILENO, 3)
    guard number >= 0 else { throw SystemError("follow standard error") }
    original = Descriptor(number)
    let (read, write) = try Descriptor.pipe()
    let (finished, isFinished) = try Descriptor.pipe()
    self.finished = finished
    guard dup2(write.number, STDERR_FILENO) >= 0 else { throw SystemError("follow standard error") }
    try OwnThread.start { [original] in
      while cs_crash_errors(read.number, original.number) > 0 {}
      withExtendedLifetime(isFinished) {}
    }
  }

  /// Gives standard error back, once all that was written has been passed on.
  public func end() {
    dup2(original.number, STDERR_FILENO)
    _ = finished.waitUntilReadable(milliseconds: Self.endMilliseconds)
  }
}
