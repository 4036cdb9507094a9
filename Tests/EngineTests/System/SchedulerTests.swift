import Fakes
import Outreach
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

/// Work that a test lets wait, fail or end as it likes.
private struct Chore: Job {
  static let kind = "chore"
  static let title = "Chore"
  var name: String
  var lane: String
  var once: String?
}

/// What chores do, and what they did.
private final class Chores: Sendable {
  struct State {
    var started: [String] = []
    var running: [String: Int] = [:]
    var most: [String: Int] = [:]
    var waiting: [String: CheckedContinuation<Void, Never>] = [:]
    var held: Set<String> = []
    var failures: [String: [any Error]] = [:]
  }
  let state = Mutex(State())

  var started: [String] { state.withLock { $0.started } }
  func hold(_ name: String) { state.withLock { _ = $0.held.insert(name) } }
  func fail(_ name: String, _ errors: any Error...) { state.withLock { $0.failures[name] = errors } }
  func release(_ name: String) {
    state.withLock { state in
      state.held.remove(name)
      return state.waiting.removeValue(forKey: name)
    }?.resume()
  }

  func run(_ chore: Chore) async throws {
    state.withLock { state in
      state.started.append(chore.name)
      state.running[chore.lane, default: 0] += 1
      state.most[chore.lane] = max(state.most[chore.lane] ?? 0, state.running[chore.lane] ?? 0)
    }
    await withCheckedContinuation { continuation in
      let goesOn = state.withLock { state in
        guard state.held.contains(chore.name) else { return true }
        state.waiting[chore.name] = continuation
        return false
      }
      if goesOn { continuation.resume() }
    }
    let error = state.withLock { state -> (any Error)? in
      state.running[chore.lane, default: 1] -= 1
      guard var left = state.failures[chore.name], !left.isEmpty else { return nil }
      defer { state.failures[chore.name] = left }
      return left.removeFirst()
    }
    if let error { throw error }
    try Task.checkCancellation()
  }

  /// Waits until so many chores have started.
  func reach(_ count: Int) async throws { try await wait { started.count >= count } }
}

@Suite struct SchedulerTests {
  private static func scheduler(_ bench: TemporaryBase, _ chores: Chores, recurring: [RecurringJob] = []) -> Scheduler {
    Scheduler(
      base: bench.base, clock: bench.clock, log: NoLog(), handlers: [.on(Chore.self) { chore, _ in try await chores.run(chore) }],
      recurring: recurring)
  }

  private static func add(_ bench: TemporaryBase, _ chores: [Chore]) async throws -> [StoredJob.ID] {
    try await bench.base.write { work in try chores.map { try $0.add(in: work) } }
  }

  private static func job(_ bench: TemporaryBase, _ id: StoredJob.ID) async throws -> StoredJob {
    guard let job = try await bench.base.read({ work in try JobTable.find(id, in: work) }) else { throw Fault(.notFound, "") }
    return job
  }

  private static func until(_ bench: TemporaryBase, _ id: StoredJob.ID, _ state: JobState) async throws -> StoredJob {
    try await wait(for: "\(state)") { try await job(bench, id).state == state }
    return try await job(bench, id)
  }

  @Test func `one job a lane at a time, in order, lanes side by side`() async throws {
    let bench = try await TemporaryBase.make()
    let chores = Chores()
    for name in ["a1", "b1"] { chores.hold(name) }
    let ids = try await Self.add(
      bench,
      [
        Chore(name: "a1", lane: "a"), Chore(name: "a2", lane: "a"), Chore(name: "b1", lane: "b"), Chore(name: "a3", lane: "a"),
      ])
    let scheduler = Self.scheduler(bench, chores)
    try await scheduler.start()
    try await chores.reach(2)
    #expect(Set(chores.started) == ["a1", "b1"])
    chores.release("a1")
    chores.release("b1")
    for id in ids { _ = try await Self.until(bench, id, .completed) }
    await scheduler.stop()
    #expect(
      chores.started.filter { $0.hasPrefix("a") } == ["a1", "a2", "a3"] && chores.state.withLock { $0.most } == ["a": 1, "b": 1])
  }

  @Test func `a cancelled job keeps its lane until it has really ended, and a retry waits for that`()
    async throws
  {
    let bench = try await TemporaryBase.make()
    let chores = Chores()
    chores.hold("slow")
    let ids = try await Self.add(
      bench, [Chore(name: "slow", lane: "a"), Chore(name: "next", lane: "a"), Chore(name: "other", lane: "b")])
    let scheduler = Self.scheduler(bench, chores)
    try await scheduler.start()
    try await chores.reach(2)
    _ = try await scheduler.move(ids[0], .cancel, as: ActingAs(.user))
    _ = try await scheduler.move(ids[0], .retry, as: ActingAs(.user))
    // Another lane's job goes through the loop meanwhile.
    let late = try await Self.add(bench, [Chore(name: "late", lane: "c")])
    await scheduler.wake()
    _ = try await Self.until(bench, late[0], .completed)
    #expect(!chores.started.contains("next"))
    chores.release("slow")
    for id in ids { _ = try await Self.until(bench, id, .completed) }
    await scheduler.stop()
    #expect(chores.state.withLock { $0.most["a"] } == 1)
  }

  @Test func `failures are tried again three times, final ones once`() async throws {
    let rows: [(errors: [any Error], state: JobState, attempts: Int)] = [
      ([Fault(.offline, "off")], .pending, 1), ([Fault(.badInput, "bad")], .failed, 1),
      ([SQLiteError(extendedCode: 1, message: "x")], .pending, 1),
    ]
    for row in rows {
      let bench = try await TemporaryBase.make()
      let chores = Chores()
      for error in row.errors { chores.fail("x", error) }
      let id = try await Self.add(bench, [Chore(name: "x", lane: "a")])[0]
      let scheduler = Self.scheduler(bench, chores)
      try await scheduler.start()
      try await chores.reach(1)
      try await wait { try await Self.job(bench, id).state != .running }
      await scheduler.stop()
      let job = try await Self.job(bench, id)
      #expect(job.state == row.state && job.attempts == row.attempts && job.error != nil, "\(row)")
      if row.state == .pending { #expect(job.notBefore == bench.clock.now().adding(seconds: 30)) }
    }
  }

  @Test func `a clean stop puts running work back without counting a try`() async throws {
    let bench = try await TemporaryBase.make()
    let chores = Chores()
    chores.hold("x")
    let id = try await Self.add(bench, [Chore(name: "x", lane: "a")])[0]
    for _ in 0..<3 {
      chores.hold("x")
      let scheduler = Self.scheduler(bench, chores)
      let before = chores.started.count
      try await scheduler.start()
      try await chores.reach(before + 1)
      let stopping = Task { await scheduler.stop() }
      try await wait { !scheduler.isRunning }
      chores.release("x")
      await stopping.value
      let job = try await Self.job(bench, id)
      #expect(job.state == .pending && job.attempts == 0)
    }
    let scheduler = Self.scheduler(bench, chores)
    try await scheduler.start()
    _ = try await Self.until(bench, id, .completed)
    await scheduler.stop()
  }

  @Test func `what a crash left running is taken again, and set aside after the last try`() async throws {
    let bench = try await TemporaryBase.make()
    let chores = Chores()
    let id = try await Self.add(bench, [Chore(name: "x", lane: "a")])[0]
    for crash in 1...3 {
      let taken = try await bench.base.write { work in try JobTable.take(lease: "dead \(crash)", in: work) }
      #expect(taken?.id == id && taken?.attempts == crash, "attempts rise when a job is taken")
      #expect(try await bench.base.write { work in try JobTable.take(lease: "other", in: work) } == nil)
      // A new process starts, but takes nothing: its scheduler is made without handlers.
      let scheduler = Scheduler(
        base: bench.base, clock: bench.clock, log: NoLog(), handlers: [.on(Chore.self) { _, _ in }], recurring: [])
      if crash < 3 {
        try await bench.base.write { work in
          for job in try JobTable.orphans(notLeasedBy: "me", in: work) {
            try JobTable.end(job.id, .later, notBefore: work.now, in: work)
          }
        }
      } else {
        try await scheduler.start()
        let job = try await Self.until(bench, id, .failed)
        #expect(job.error?.contains("3 times") == true)
        await scheduler.stop()
      }
    }
    try await bench.base.write { work in try JobTable.move(id, .retry, in: work) }
    let scheduler = Self.scheduler(bench, chores)
    try await scheduler.start()
    _ = try await Self.until(bench, id, .completed)
    await scheduler.stop()
  }

  @Test func `a key admits one waiting or running job, and a retry beside it is refused in words`() async throws {
    let bench = try await TemporaryBase.make()
    let one = Chore(name: "x", lane: "a", once: "key")
    let ids = try await Self.add(bench, [one, one])
    #expect(ids[0] == ids[1])
    try await bench.base.write { work in try JobTable.move(ids[0], .cancel, in: work) }
    let second = try await Self.add(bench, [one])[0]
    #expect(second != ids[0])
    do {
      try await bench.base.write { work in try JobTable.move(ids[0], .retry, in: work) }
      Issue.record("two jobs with one key")
    } catch { #expect((error as? Fault)?.code == .conflict) }
    bench.clock.advance(seconds: 100)
    try await bench.base.write { work in try JobTable.prune(before: work.now, in: work) }
    #expect(
      try await bench.base.read { work in try JobTable.find(ids[0], in: work) } == nil, "cancelled jobs are forgotten in time")
  }

  @Test func `recurring work comes again, also after a clock that was years ahead`() async throws {
    let bench = try await TemporaryBase.make()
    let chores = Chores()
    let every = RecurringJob(id: "often", title: "Often", everySeconds: { 60 }, job: Chore(name: "r", lane: "a"))
    try await bench.base.write { work in
      try RecurringTable.save(
        "often", .init(lastAt: nil, nextAt: work.now.adding(seconds: 5 * 365 * 86_400), lastError: nil), in: work)
    }
    let scheduler = Self.scheduler(bench, chores, recurring: [every])
    try await scheduler.start()
    try await chores.reach(1)
    await scheduler.wake()
    bench.clock.advance(seconds: 60)
    await scheduler.wake()
    try await chores.reach(2)
    await scheduler.stop()
    #expect(chores.started == ["r", "r"])
  }

  @Test func `rows written inside a job carry the id of the request that asked for it`() async throws {
    let bench = try await TemporaryBase.make()
    let base = bench.base
    let scheduler = Scheduler(
      base: base, clock: bench.clock, log: NoLog(),
      handlers: [
        .on(Chore.self) { chore, _ in
          try await base.write { work in try AuditTable.append("do", "chore", chore.name, in: work) }
          try await base.writeUncancelled(as: ActingAs(.user, request: "own")) { work in
            try AuditTable.append("own", "chore", chore.name, in: work)
          }
        }
      ], recurring: [])
    let ids = try await base.write(as: ActingAs(.user, request: "r-17")) { work in
      [try Chore(name: "asked", lane: "a").add(in: work)]
    }
    let more = try await Self.add(bench, [Chore(name: "by itself", lane: "b")])
    try await scheduler.start()
    for id in ids + more { _ = try await Self.until(bench, id, .completed) }
    await scheduler.stop()
    let rows = try await base.read { work in try AuditTable.page(before: nil, limit: 50, in: work) }
    let found = rows.filter { $0.entity == "chore" }.map { "\($0.entityID ?? "") \($0.action) \($0.acting.requestID ?? "none")" }
    #expect(Set(found) == ["asked do r-17", "asked own own", "by itself do none", "by itself own own"])
  }
}
