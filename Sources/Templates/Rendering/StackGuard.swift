/// Measures how far the thread's stack has grown since a start, so that recursion ends with an error and not with a crash.
///
/// Frame sizes differ between debug and release builds; counting bytes holds in both, on the 512 KiB stacks of worker threads.
struct StackGuard {
  private let start: UInt
  private let budget: UInt

  /// Begins measuring here.
  init(bytes: Int) {
    start = StackGuard.here()
    budget = UInt(clamping: bytes)
  }

  /// Whether the budget is used up.
  var isExhausted: Bool {
    let now = StackGuard.here()
    return (now > start ? now &- start : start &- now) > budget
  }

  @inline(never)
  private static func here() -> UInt {
    var mark: UInt8 = 0
    return withUnsafeMutablePointer(to: &mark) { UInt(bitPattern: $0) }
  }
}
