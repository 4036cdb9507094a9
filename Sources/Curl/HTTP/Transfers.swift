import CCurl
import Glibc
import Net
import Synchronization

/// The requests under way on one multi handle, which one thread works on; the thread starts with the first request.
final class Transfers: Sendable {
  /// Most connections to one host at a time.
  static let connectionsPerHost = 6
  /// Most connections at all.
  static let connections = 64
  /// The longest wait without anything to do, in milliseconds.
  static let pollMilliseconds: Int32 = 60_000

  typealias Finish = @Sendable (Result<ClientResponse, NetworkError>) -> Void

  private struct Job {
    var id: UInt64
    var transfer: Transfer
    var finish: Finish
  }

  private struct State {
    var started = false
    var stopping = false
    var nextID: UInt64 = 0
    var waiting: [Job] = []
    var cancelled: Set<UInt64> = []
  }

  private let state = Mutex(State())
  private let multi: MultiHandle

  /// No requests yet.
  init() { multi = MultiHandle() }

  /// Runs a transfer to its end; cancelling the task breaks it off.
  func run(_ transfer: Transfer) async -> Result<ClientResponse, NetworkError> {
    let id = state.withLock { state in
      state.nextID += 1
      return state.nextID
    }
    // Kept until the transfer has ended: a cancellation may come before the thread knows of the transfer.
    defer { state.withLock { _ = $0.cancelled.remove(id) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        submit(Job(id: id, transfer: transfer, finish: { continuation.resume(returning: $0) }))
      }
    } onCancel: {
      state.withLock { _ = $0.cancelled.insert(id) }
      multi.wake()
    }
  }

  /// Ends the thread; what is under way ends as cancelled.
  func stop() {
    state.withLock { $0.stopping = true }
    multi.wake()
  }

  private func submit(_ job: Job) {
    let mustStart = state.withLock { state in
      state.waiting.append(job)
      defer { state.started = true }
      return !state.started
    }
    if mustStart, !Thread.start({ self.work() }) {
      state.withLock { $0.started = false }
      for job in state.withLock({ state in takeAll(&state) }) {
        job.finish(.failure(NetworkError(.connect, "No thread could be started for the request.")))
      }
    }
    multi.wake()
  }

  private func takeAll(_ state: inout State) -> [Job] {
    defer { state.waiting = [] }
    return state.waiting
  }

  /// The thread: adds, cancels, moves bytes, reports, waits.
  private func work() {
    var running: [UnsafeMutableRawPointer: Job] = [:]
    while true {
      let (fresh, cancelled, stopping) = state.withLock { state in
        defer { state.waiting = [] }
        return (state.waiting, state.cancelled, state.stopping)
      }
      for job in fresh { begin(job, &running) }
      for job in running.values where stopping || cancelled.contains(job.id) {
        end(job, .failure(NetworkError(.cancelled, "The request was broken off.")), &running)
      }
      if stopping { return }
      multi.perform()
      while let (raw, code) = multi.nextFinished() {
        if let job = running[raw] { end(job, job.transfer.result(code), &running) }
      }
      multi.wait(milliseconds: Self.pollMilliseconds)
    }
  }

  private func begin(_ job: Job, _ running: inout [UnsafeMutableRawPointer: Job]) {
    running[job.transfer.handle.raw] = job
    if !multi.add(job.transfer.handle.raw) {
      running[job.transfer.handle.raw] = nil
      job.finish(.failure(NetworkError(.connect, "The request could not be started.")))
    }
  }

  private func end(
    _ job: Job, _ result: Result<ClientResponse, NetworkError>, _ running: inout [UnsafeMutableRawPointer: Job]
  ) {
    multi.remove(job.transfer.handle.raw)
    running[job.transfer.handle.raw] = nil
    job.finish(result)
  }
}

/// libcurl's multi handle. `@unchecked Sendable`: one thread drives it, and only `wake` (curl_multi_wakeup) comes from others.
private final class MultiHandle: @unchecked Sendable {
  private let raw: UnsafeMutableRawPointer?

  init() {
    LibCurl.start()
    raw = curl_multi_init()
    guard let raw else { return }
    _ = ccurl_multi_set_long(raw, CURLMOPT_MAX_HOST_CONNECTIONS, Transfers.connectionsPerHost)
    _ = ccurl_multi_set_long(raw, CURLMOPT_MAX_TOTAL_CONNECTIONS, Transfers.connections)
  }

  deinit { if let raw { curl_multi_cleanup(raw) } }

  func add(_ easy: UnsafeMutableRawPointer) -> Bool {
    guard let raw else { return false }
    return curl_multi_add_handle(raw, easy) == CURLM_OK
  }

  func remove(_ easy: UnsafeMutableRawPointer) { if let raw { curl_multi_remove_handle(raw, easy) } }

  func perform() {
    guard let raw else { return }
    var running: Int32 = 0
    curl_multi_perform(raw, &running)
  }

  func nextFinished() -> (UnsafeMutableRawPointer, CURLcode)? {
    guard let raw else { return nil }
    var left: Int32 = 0
    while let message = curl_multi_info_read(raw, &left) {
      if message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle {
        return (easy, ccurl_message_result(message))
      }
    }
    return nil
  }

  func wait(milliseconds: Int32) {
    guard let raw else { return }
    curl_multi_poll(raw, nil, 0, milliseconds, nil)
  }

  func wake() { if let raw { curl_multi_wakeup(raw) } }
}

/// A detached thread of the operating system.
enum Thread {
  /// Starts a thread that runs the work and ends. - Returns: false where the system gives none.
  static func start(_ work: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(WorkBox(work))
    var thread = pthread_t()
    let code = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<WorkBox>.fromOpaque(context).takeRetainedValue().work() }
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      box.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  private final class WorkBox: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
  }
}
