import Glibc

/// The two clocks of the server, read without a system call.
enum Clock {
  /// Milliseconds of the monotonic clock, good to about 4 ms.
  static var milliseconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return time.tv_sec &* 1000 &+ time.tv_nsec / 1_000_000
  }

  /// Seconds since 1970, UTC.
  static var unixSeconds: Int {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME_COARSE, &time)
    return time.tv_sec
  }
}
