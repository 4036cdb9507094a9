import CSystem
import Glibc
import Synchronization

/// Another program that we start: its own argument list, never a shell.
public struct ChildCommand: Sendable {
  /// What a standard stream of the child is.
  public enum Stream: Sendable {
    /// `/dev/null`.
    case nothing
    /// Ours.
    case inherited
    /// A descriptor of ours.
    case descriptor(Descriptor)
  }

  /// The path of the program.
  public var program: String
  /// The arguments after the program's name.
  public var arguments: [String]
  /// The whole environment of the child.
  public var environment: [String: String]
  public var input = Stream.nothing
  public var output = Stream.nothing
  public var errors = Stream.nothing
  /// More descriptors by the number that the child sees, such as 3 and 4 for a browser's pipe.
  public var descriptors: [Int32: Descriptor] = [:]
  /// A session of its own: signals to our terminal don't reach it and it outlives us.
  public var isDetached = false

  /// A program with its arguments and environment; all streams lead nowhere.
  public init(_ program: String, _ arguments: [String] = [], environment: [String: String]) {
    (self.program, self.arguments, self.environment) = (program, arguments, environment)
  }
}

/// A program that we started. It is waited for exactly once; one that is let go is reaped by a thread of its own.
public final class ChildProcess: Sendable {
  /// How a program ended.
  public enum Ending: Hashable, Sendable {
    case exited(Int32)
    case killed(signal: Int32)
  }

  /// What `run` collected.
  public struct Outcome: Sendable {
    /// How it ended; nil where we ended it because its time was over.
    public let ending: Ending?
    /// What it wrote, up to the limit.
    public let output: [UInt8]
    /// Whether it wrote more than the limit.
    public let isTruncated: Bool
  }

  /// Its process id.
  public let id: pid_t
  private let pidfd: Descriptor?
  private let ending = Mutex<Ending?>(nil)
  private static let pollMilliseconds: Int32 = 10
  /// Mapped descriptors are first copied above the numbers that the child sees, so that no mapping overwrites another.
  private static let firstSpareDescriptor: Int32 = 64

  private init(id: pid_t) {
    self.id = id
    let number = cs_pidfd(id)
    pidfd = number >= 0 ? Descriptor(number) : nil
  }

  /// Starts a program.
  /// - Throws: the system's refusal, such as `ENOENT` for a missing program.
  public static func start(_ command: ChildCommand) throws(SystemError) -> ChildProcess {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    let kept = try map(command, &actions)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    prepare(&attributes, detached: command.isDetached)
    var pid = pid_t()
    let environment = command.environment.map { "\($0.key)=\($0.value)" }
    // The optimiser ends an object's life at its last use, and a descriptor is closed with it.
    let code = withExtendedLifetime(kept) {
      withCStrings([command.program] + command.arguments) { arguments in
        withCStrings(environment) { posix_spawn(&pid, command.program, &actions, &attributes, arguments, $0) }
      }
    }
    guard code == 0 else { throw SystemError("start", path: command.program, code: code) }
    return ChildProcess(id: pid)
  }

  /// Runs a program to its end and collects what it writes. Blocks: on a thread of its own.
  /// - Parameters:
  ///   - seconds: after that it is killed.
  ///   - limit: bytes of output kept; past it the rest is read and dropped.
  /// - Throws: the system's refusal.
  public static func run(_ command: ChildCommand, seconds: Double, outputLimit limit: Int = 1 << 20) throws(SystemError) -> Outcome
  {
    let deadline = ContinuousClock.now + .seconds(seconds)
    let (child, read) = try startCollecting(command)
    var (output, isTruncated) = ([UInt8](), false)
    while ContinuousClock.now < deadline {
      guard read.waitUntilReadable(milliseconds: milliseconds(until: deadline)) else { break }
      let piece = try read.read(atMost: 64 << 10)
      if piece.isEmpty { break }
      output += piece.prefix(limit - output.count)
      isTruncated = isTruncated || output.count == limit && !piece.isEmpty
    }
    let ending = child.wait(until: deadline)
    if ending == nil { child.end() }
    return Outcome(ending: ending, output: output, isTruncated: isTruncated)
  }

  /// Waits for its end. Blocks.
  /// - Returns: nil when it still runs at the deadline.
  public func wait(until deadline: ContinuousClock.Instant) -> Ending? {
    while true {
      if let found = reap() { return found }
      let left = Self.milliseconds(until: deadline)
      guard left > 0 else { return nil }
      if let pidfd {
        _ = pidfd.waitUntilReadable(milliseconds: left)
      } else {
        _ = poll(nil, 0, min(left, Self.pollMilliseconds))
      }
    }
  }

  /// Sends it a signal, unless it has ended.
  public func send(signal: Int32) {
    ending.withLock { if $0 == nil { kill(id, signal) } }
  }

  /// Kills it and waits for its end.
  public func end() {
    send(signal: SIGKILL)
    _ = wait(until: .now + .seconds(5))
  }

  /// Kills it with all that it started, where it has a session of its own, and waits for its end.
  public func endSession() {
    ending.withLock { if $0 == nil, getpgid(id) == id { kill(-id, SIGKILL) } }
    end()
  }

  /// Leaves it alone; a thread waits for its end so that no zombie stays.
  public func letGo() {
    try? OwnThread.start { _ = self.wait(until: .now + .seconds(86_400 * 365)) }
  }

  /// In a function of its own, so that our copy of the write end is gone when it returns: else the end of output is never seen.
  private static func startCollecting(_ command: ChildCommand) throws(SystemError) -> (ChildProcess, Descriptor) {
    let pipe = try Descriptor.pipe()
    var command = command
    command.output = .descriptor(pipe.write)
    return (try start(command), pipe.read)
  }

  private func reap() -> Ending? {
    ending.withLock { known in
      if known != nil { return known }
      var status: Int32 = 0
      guard retrying({ waitpid(id, &status, WNOHANG) }) == id else { return nil }
      let signal = status & 0x7F
      known = signal == 0 ? .exited(status >> 8 & 0xFF) : .killed(signal: signal)
      return known
    }
  }

  private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
    let left = (deadline - .now).components
    return Int32(clamping: max(0, left.seconds.multipliedClamped(by: 1000) &+ left.attoseconds / 1_000_000_000_000_000))
  }

  private static func prepare(_ attributes: inout posix_spawnattr_t, detached: Bool) {
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // An ignored SIGPIPE would be inherited; the child gets the usual behaviour.
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGPIPE, SIGTERM, SIGINT, SIGHUP] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigdefault(&attributes, &usual)
    let session = detached ? 0x80 : 0  // POSIX_SPAWN_SETSID
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | Int32(session)))
  }

  private static func map(_ command: ChildCommand, _ actions: inout posix_spawn_file_actions_t) throws(SystemError) -> [Descriptor]
  {
    var kept: [Descriptor] = []
    let streams: [(Int32, ChildCommand.Stream)] =
      [(0, command.input), (1, command.output), (2, command.errors)]
      + command.descriptors.sorted { $0.key < $1.key }.map { ($0.key, .descriptor($0.value)) }
    for (number, stream) in streams {
      switch stream {
      case .inherited: continue
      case .nothing: posix_spawn_file_actions_addopen(&actions, number, "/dev/null", number == 0 ? O_RDONLY : O_WRONLY, 0)
      case .descriptor(let source):
        let copy = cs_duplicate(source.number, firstSpareDescriptor)
        guard copy >= 0 else { throw SystemError("start", path: command.program) }
        kept.append(Descriptor(copy))
        posix_spawn_file_actions_adddup2(&actions, copy, number)
      }
    }
    // Whatever else is open, by whomever, is not the child's.
    let highest = streams.map(\.0).max() ?? 2
    for number in 3..<max(3, highest) where command.descriptors[number] == nil {
      posix_spawn_file_actions_addclose(&actions, number)
    }
    cs_close_from(&actions, highest + 1)
    return kept
  }
}

extension Int64 {
  /// The product, kept within the range of the type.
  fileprivate func multipliedClamped(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? (self < 0) == (factor < 0) ? .max / 2 : .min / 2 : Swift.min(product, .max / 2)
  }
}

/// Lends a NULL-ended list of C strings.
private func withCStrings<Result>(_ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result) -> Result {
  let pointers = texts.map { strdup($0) }
  defer { for pointer in pointers { free(pointer) } }
  return body(pointers + [nil])
}
