import Dispatch
import Glibc
import Synchronization

/// A thread that one mail session does its blocking work on, so that none of it stands in the task pool's way.
///
/// As a task executor it also runs what a mail waits for in between, so that a whole dialogue needs no change of threads.
final class SessionThread: TaskExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var finished = false
  }

  private let state = Mutex(State())
  private let signal = Semaphore()

  /// Starts the thread. - Returns: nil where the system gives none.
  init?() {
    let (box, started) = Self.launch(self)
    if !started {
      box.release()
      return nil
    }
  }

  /// Takes a piece of a task from the Swift runtime.
  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    let isOver = state.withLock { state in
      if !state.finished { state.jobs.append(job) }
      return state.finished
    }
    guard isOver else { return signal.post() }
    // After the end the work answers at once that its connection is gone; it must be answered all the same.
    DispatchQueue.global().async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }

  /// Runs work on the thread and waits for it without blocking the task pool.
  func run<Value: Sendable>(_ work: @escaping @Sendable () -> Value) async -> Value {
    await withTaskExecutorPreference(self) { work() }
  }

  /// Runs work on the thread that waits for others in between; after each such wait it comes back to the thread.
  func run<Value: Sendable>(dialogue: @escaping @Sendable () async -> Value) async -> Value {
    await withTaskExecutorPreference(self) { await dialogue() }
  }

  /// Runs work that can't be broken off, such as dialing. When the task is cancelled the wait ends at once with nil.
  /// - Parameter late: gets what the work came to after that, to close it.
  func run<Value: Sendable>(
    _ work: @escaping @Sendable () -> Value, late: @escaping @Sendable (Value) -> Void
  ) async -> Value? {
    let waiter = Waiter<Value>()
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiter.wait(continuation)
        // Nobody need end this task: the connecting in it has a time limit.
        Task(executorPreference: self) {
          let value = work()
          if !waiter.finish(value) { late(value) }
        }
      }
    } onCancel: {
      _ = waiter.finish(nil)
    }
  }

  /// Lets the thread end once what was asked for is done.
  func finish() {
    state.withLock { $0.finished = true }
    signal.post()
  }

  private static func launch(_ thread: SessionThread) -> (Unmanaged<SessionThread>, Bool) {
    let box = Unmanaged.passRetained(thread)
    var id = pthread_t()
    let code = pthread_create(
      &id, nil,
      { context in
        if let context { Unmanaged<SessionThread>.fromOpaque(context).takeRetainedValue().loop() }
        return nil
      }, box.toOpaque())
    if code == 0 { pthread_detach(id) }
    return (box, code == 0)
  }

  private func loop() {
    while true {
      signal.wait()
      let (job, finished) = state.withLock { state in
        (state.jobs.isEmpty ? nil : state.jobs.removeFirst(), state.finished)
      }
      if let job { job.runSynchronously(on: asUnownedTaskExecutor()) } else if finished { return }
    }
  }
}

/// A wait that ends once: by the value or, with nil, by cancellation, whichever comes first.
private final class Waiter<Value: Sendable>: Sendable {
  private struct State {
    var continuation: CheckedContinuation<Value?, Never>?
    var isOver = false
  }

  private let state = Mutex(State())

  func wait(_ continuation: CheckedContinuation<Value?, Never>) {
    let isOver = state.withLock { state in
      if !state.isOver { state.continuation = continuation }
      return state.isOver
    }
    if isOver { continuation.resume(returning: nil) }
  }

  /// - Returns: false where the wait was over already.
  func finish(_ value: Value?) -> Bool {
    let (isFirst, continuation) = state.withLock { state in
      defer { (state.isOver, state.continuation) = (true, nil) }
      return (!state.isOver, state.continuation)
    }
    continuation?.resume(returning: value)
    return isFirst
  }
}

/// A counting semaphore of the C library. `@unchecked Sendable`: that is what it is for.
private final class Semaphore: @unchecked Sendable {
  private let raw: UnsafeMutablePointer<sem_t>

  init() {
    raw = .allocate(capacity: 1)
    sem_init(raw, 0, 0)
  }

  deinit {
    sem_destroy(raw)
    raw.deallocate()
  }

  func post() { sem_post(raw) }

  func wait() { while sem_wait(raw) != 0, errno == EINTR {} }
}
