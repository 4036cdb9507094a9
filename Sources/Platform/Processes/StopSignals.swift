import CSystem
import Glibc

/// The signals that ask the program to end, as an asynchronous sequence.
public enum StopSignals {
  /// SIGTERM (log-out, `stop`), SIGINT (Ctrl-C), SIGHUP (closed terminal).
  public static let all: [Int32] = [SIGTERM, SIGINT, SIGHUP]

  /// Catches the signals from now on, for the rest of the program's life. Call it once, at start.
  ///
  /// The handler only writes a byte to a pipe (signal-safety(7)); a thread turns bytes into elements.
  /// - Throws: where the system has no pipe or thread left.
  public static func watch(_ signals: [Int32] = all) throws(SystemError) -> AsyncStream<Int32> {
    let pipe = try Descriptor.pipe()
    // The handler must never block: a full pipe holds the news already.
    _ = fcntl(pipe.write.number, F_SETFL, O_NONBLOCK)
    for signal in signals {
      guard cs_signal_to(signal, pipe.write.number) == 0 else { throw SystemError("watch for signals") }
    }
    let (stream, continuation) = AsyncStream<Int32>.makeStream(bufferingPolicy: .bufferingNewest(8))
    try OwnThread.start {
      // The write end lives as long as the handlers, which is as long as the program.
      let ends = pipe
      while let bytes = try? ends.read.read(atMost: 8), !bytes.isEmpty {
        for byte in bytes { continuation.yield(Int32(byte)) }
      }
      withExtendedLifetime(ends) { continuation.finish() }
    }
    return stream
  }
}
