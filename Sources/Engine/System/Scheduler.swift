import Outreach
import Store
import Synchronization

/// Takes due jobs, one a lane at a time, and starts what recurs.
///
/// A lease carries the random id of this process: only jobs of another process are taken over, at start and under the lock, so that
/// a laptop that slept does not double a running send.
public actor Scheduler {
  private static let longestSleepSeconds = 15
  private static let retrySeconds = [30, 300, 1800]
  private static let keepFinishedSeconds = 14 * 86_400

  private let base: Base
  private let clock: any Clock
  private let log: any Log
  private let handlers: [String: JobHandler]
  private let recurring: [RecurringJob]
  private let lease = Identifier<Scheduler>(at: 0).rawValue
  private var running: [StoredJob.ID: (task: Task<Void, Never>, lane: String)] = [:]
  /// Ends of jobs that could not be written yet, with a full disk for example.
  private var unwritten: [StoredJob.ID: Ending] = [:]
  /// Whether somebody asked to look again since the last look.
  private var isWoken = false
  private var loop: Task<Void, Never>?
  private var nap: Task<Void, Never>?
  private var stopping = false
  private let alive = Atomic<Bool>(false)

  /// A scheduler over these kinds of jobs; it does nothing before `start`.
  public init(base: Base, clock: any Clock, log: any Log, handlers: [JobHandler], recurring: [RecurringJob]) {
    (self.base, self.clock, self.log, self.recurring) = (base, clock, log, recurring)
    self.handlers = Dictionary(handlers.map { ($0.kind, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether the loop runs.
  public nonisolated var isRunning: Bool { alive.load(ordering: .relaxed) }

  /// Puts back what an earlier process left running, then begins to take jobs.
  public func start() async throws {
    try await base.write { [lease, handlers] work in
      for job in try JobTable.orphans(notLeasedBy: lease, in: work) {
        let over = job.attempts >= handlers[job.kind]?.crashes ?? 2
        try JobTable.end(
          job.id, over ? .fail : .later,
          error: over ? "The program ended \(job.attempts) times while this ran; it was set aside." : nil,
          notBefore: work.now, in: work)
      }
      try JobTable.prune(before: work.now.adding(seconds: -Self.keepFinishedSeconds), in: work)
    }
    alive.store(true, ordering: .relaxed)
    loop = Task { await self.run() }
  }

  /// Takes no more jobs, asks the running ones to stop and waits for them.
  public func stop() async {
    stopping = true
    alive.store(false, ordering: .relaxed)
    nap?.cancel()
    for job in running.values { job.task.cancel() }
    await loop?.value
    // The loop may have begun one more while it was asked to stop.
    while let job = running.values.first {
      job.task.cancel()
      await job.task.value
    }
    await writeEndings()
  }

  /// Looks for due jobs at once.
  public func wake() {
    isWoken = true
    nap?.cancel()
  }

  /// Runs a recurring job now. - Throws: `.notFound`.
  public func runNow(_ id: String) async throws -> StoredJob.ID {
    guard let job = recurring.first(where: { $0.id == id }) else {
      throw Fault(.notFound, "There is no recurring job of this name.")
    }
    let added = try await base.write { work in try job.add(work) }
    wake()
    return added
  }

  /// Adds a job and looks for it at once.
  public func add(_ job: some Job, as acting: ActingAs) async throws -> StoredJob.ID {
    let id = try await base.write(as: acting) { work in try job.add(in: work) }
    wake()
    return id
  }

  /// Adds jobs and looks for them at once. Returns the first one's id. - Throws: `.illegalState` where there are none.
  public func add(all jobs: [any Job], as acting: ActingAs) async throws -> StoredJob.ID {
    let ids = try await base.write(as: acting) { work in try jobs.map { job in try job.add(in: work) } }
    wake()
    guard let first = ids.first else { throw Fault(.illegalState, "There is nothing to do.") }
    return first
  }

  /// Cancels a job, or runs one again that is over. - Throws: `.notFound`, `.illegalState`.
  public func move(_ id: StoredJob.ID, _ event: JobState.Event, as acting: ActingAs) async throws -> StoredJob {
    let job = try await base.write(as: acting) { work in
      try JobTable.move(id, event, in: work)
      return try JobTable.find(id, in: work)
    }
    if event == .cancel { running[id]?.task.cancel() } else { wake() }
    guard let job else { throw Fault(.notFound, "There is no such job.") }
    return job
  }

  /// Every recurring job with when it ran and runs next.
  public func recurringStatus() async throws -> [(job: RecurringJob, entry: RecurringTable.Entry?)] {
    let entries = try await base.read { work in try RecurringTable.all(in: work) }
    return recurring.map { ($0, entries[$0.id]) }
  }

  /// The title of a kind of job.
  public nonisolated func title(of kind: String) -> String { handlers[kind]?.title ?? kind }

  private func run() async {
    while !stopping {
      var wait = Self.longestSleepSeconds
      isWoken = false
      do {
        await writeEndings()
        try await startRecurring()
        while !stopping, let job = try await take() { begin(job) }
        wait = try await secondsToNext()
      } catch {
        log.write(LogEvent(.application, .error, "scheduler_failed", ["error": .text("\(error)")]))
      }
      await sleep(seconds: wait)
    }
  }

  /// The next job. A lane is free only once the task in it has ended, even where its job was cancelled.
  private func take() async throws -> StoredJob? {
    let busy = Set(running.values.map(\.lane))
    return try await base.write { [lease] work in try JobTable.take(lease: lease, busy: busy, in: work) }
  }

  private func startRecurring() async throws {
    let now = clock.now()
    let entries = try await base.read { work in try RecurringTable.all(in: work) }
    // A next run further off than one interval was written under a clock that was wrong.
    for job in recurring
    where entries[job.id].map({ $0.nextAt <= now || $0.nextAt > now.adding(seconds: max(1, job.everySeconds())) }) ?? true {
      try await base.write { work in
        _ = try job.add(work)
        let next = work.now.adding(seconds: max(1, job.everySeconds()))
        try RecurringTable.save(job.id, RecurringTable.Entry(lastAt: work.now, nextAt: next, lastError: nil), in: work)
      }
    }
  }

  private func begin(_ job: StoredJob) {
    let task = Task { [base, log, handlers] in
      let ending = await Self.perform(job, handlers[job.kind], base, log)
      await self.ended(job.id, ending)
    }
    running[job.id] = (task, job.lane)
  }

  private func ended(_ id: StoredJob.ID, _ ending: Ending) async {
    unwritten[id] = ending
    await writeEndings()
    running[id] = nil
    wake()
  }

  /// Writes how jobs ended; what can't be written now is written later, so that no lane stays taken.
  private func writeEndings() async {
    for (id, ending) in unwritten {
      do {
        try await base.writeUncancelled { work in try ending.write(id, in: work) }
        unwritten[id] = nil
      } catch {
        log.write(LogEvent(.application, .error, "job_end_not_written", ["job": .text(id.rawValue), "error": .text("\(error)")]))
      }
    }
  }

  /// How a run ended.
  private enum Ending: Sendable {
    case completed
    /// Stopped by us, not by a fault of its own: the try does not count.
    case stopped
    case failed(String, isFinal: Bool, delaySeconds: Int)

    func write(_ id: StoredJob.ID, in work: Work) throws {
      switch self {
      case .completed: try JobTable.end(id, .complete, in: work)
      case .stopped: try JobTable.giveBack(id, in: work)
      case .failed(let text, let isFinal, let delay):
        try JobTable.end(id, isFinal ? .fail : .later, error: text, notBefore: work.now.adding(seconds: delay), in: work)
      }
    }
  }

  private static func perform(_ job: StoredJob, _ handler: JobHandler?, _ base: Base, _ log: any Log) async -> Ending {
    do {
      guard let handler else { throw Fault(.unsupported, "This version does not know this kind of job.") }
      let begin = ContinuousClock.now
      try await Base.$requestID.withValue(job.requestID) { try await handler.run(job.payload, JobProgress(id: job.id, base: base)) }
      // What recurs by itself is noise; what somebody asked for is followed by the id of the request.
      log.write(
        LogEvent(
          .application, job.requestID == nil ? .debug : .info, "job_completed",
          [
            "job": .text(job.id.rawValue), "kind": .text(job.kind), "attempt": .number(job.attempts),
            "ms": .number(Int(begin.duration(to: .now) / .milliseconds(1))),
          ], request: job.requestID))
      return .completed
    } catch is CancellationError { return .stopped } catch {
      let fault = error as? Fault
      log.write(
        LogEvent(
          .application, .error, "job_failed",
          ["job": .text(job.id.rawValue), "kind": .text(job.kind), "error": .text(fault.map { $0.code.rawValue } ?? "\(error)")],
          request: job.requestID))
      let text = fault?.detail ?? "It failed inside; the log says more."
      let over = job.attempts >= handler?.attempts ?? 1 || fault.map { Self.isFinal($0) } ?? false
      return .failed(text, isFinal: over, delaySeconds: retrySeconds[min(max(job.attempts - 1, 0), retrySeconds.count - 1)])
    }
  }

  /// Whether trying again can't help.
  private static func isFinal(_ fault: Fault) -> Bool {
    switch fault.code {
    case .badInput, .notFound, .notConfigured, .refused, .unsupported, .illegalState, .forbidden, .unauthorized, .tooLarge: true
    case .conflict, .stale, .rateLimited, .upstream, .offline, .locked, .storage: false
    }
  }

  private func secondsToNext() async throws -> Int {
    let next = try await base.read { work in try JobTable.nextDue(in: work) }
    let entries = try await base.read { work in try RecurringTable.all(in: work) }
    let moments = [next].compactMap { $0 } + entries.values.map(\.nextAt)
    guard let first = moments.min() else { return Self.longestSleepSeconds }
    return min(max(first.seconds(since: clock.now()), 1), Self.longestSleepSeconds)
  }

  private func sleep(seconds: Int) async {
    guard !stopping, !isWoken else { return }
    let task = Task { _ = try? await Task.sleep(for: .seconds(seconds)) }
    nap = task
    await task.value
    nap = nil
  }
}
