import JSONText
import Outreach
import Store

/// A durable piece of work; its JSON form is the row in `job` and holds ids, never personal data.
public protocol Job: Codable, Sendable {
  /// Never renamed: old rows carry it.
  static var kind: String { get }
  /// What the System screen calls it.
  static var title: String { get }
  /// How often it is tried before it counts as failed.
  static var attempts: Int { get }
  /// How often it may be running when the program ends before it counts as failed.
  static var crashes: Int { get }
  /// One job a lane at a time.
  var lane: String { get }
  /// With such a key only one job is pending or running.
  var once: String? { get }
}

extension Job {
  /// Three tries.
  public static var attempts: Int { 3 }
  /// As often as it is tried, and once is no proof.
  public static var crashes: Int { max(attempts, 2) }
  /// Any number of them.
  public var once: String? { nil }

  /// Adds it in the transaction that asks for it.
  @discardableResult
  public func add(notBefore: Timestamp? = nil, in work: Work) throws -> StoredJob.ID {
    let payload = try JSON.encoded(self)
    return try JobTable.add(kind: Self.kind, payload: payload, lane: lane, notBefore: notBefore, once: once, in: work)
  }
}

/// What a running job may tell and ask.
public struct JobProgress: Sendable {
  let id: StoredJob.ID
  let base: Base

  /// Writes how far the job is. - Throws: `CancellationError` once the person cancelled it.
  public func report(_ done: Int, of total: Int?) async throws {
    let goesOn = try await base.write { [id] work in try JobTable.progress(id, done: done, total: total, in: work) }
    guard goesOn else { throw CancellationError() }
  }
}

/// What a job that works through many things came to, for its detail.
public struct JobResult: Codable, Sendable, Hashable {
  /// One thing that was passed over, and why.
  public struct Skipped: Codable, Sendable, Hashable {
    public var id: String
    public var detail: String
  }

  public var done: Int
  public var skippedCount: Int
  /// The first ones.
  public var skipped: [Skipped]
}

extension JobProgress {
  /// Keeps what the job came to.
  func keep(_ result: JobResult) async throws {
    let text = try JSON.encoded(result)
    try await base.write { [id] work in try JobTable.setResult(id, text, in: work) }
  }
}

extension JobResult {
  /// What a job kept; nil where it kept nothing.
  public static func of(_ id: StoredJob.ID, in work: Work) throws -> JobResult? {
    try JobTable.result(id, in: work).map { try JSON.decode(JobResult.self, from: $0) }
  }
}

/// Runs one kind of job.
public struct JobHandler: Sendable {
  let kind: String
  let title: String
  let attempts: Int
  let crashes: Int
  let run: @Sendable (String, JobProgress) async throws -> Void

  /// A handler for a type of job.
  public static func on<J: Job>(_: J.Type, _ body: @escaping @Sendable (J, JobProgress) async throws -> Void) -> JobHandler {
    JobHandler(kind: J.kind, title: J.title, attempts: J.attempts, crashes: J.crashes) { payload, progress in
      try await body(JSON.decode(J.self, from: payload), progress)
    }
  }
}

/// A job that comes again and again; the System screen shows it and can run it now.
public struct RecurringJob: Sendable {
  /// Never renamed: its row carries it.
  public let id: String
  /// What the System screen calls it.
  public let title: String
  /// Seconds between two runs, asked anew each time since a setting may rule it.
  public let everySeconds: @Sendable () -> Int
  let add: @Sendable (Work) throws -> StoredJob.ID

  /// A recurring job for each of several things, such as mailboxes; `jobs` is asked anew each time and gives one or more.
  public init(
    id: String, title: String, everySeconds: @escaping @Sendable () -> Int, jobs: @escaping @Sendable () -> [any Job]
  ) {
    (self.id, self.title, self.everySeconds) = (id, title, everySeconds)
    add = { work in
      let added = try jobs().map { job in try job.add(in: work) }
      guard let first = added.first else { throw Fault(.illegalState, "There is nothing to do.") }
      return first
    }
  }

  /// A recurring job.
  public init(id: String, title: String, everySeconds: @escaping @Sendable () -> Int, job: any Job) {
    (self.id, self.title, self.everySeconds) = (id, title, everySeconds)
    add = { work in try job.add(in: work) }
  }
}
