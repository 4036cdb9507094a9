import Outreach
import Store

/// Asks a service for the texts of a batch, one after the other; which are left stands in their rows, so that a crash costs nothing twice.
public struct ProposeMany: Job {
  public static let kind = "propose-many"
  public static let title = "Write drafts"
  public static let attempts = 1
  /// It goes on where it was; what ends the program is one text, which is asked for again.
  public static let crashes = 20
  let batch: ProposalBatch.ID
  let textKind: WriterAsk.Kind

  public var lane: String { "api/writer" }
}

extension Proposals {
  /// Texts of one batch.
  public static let mostAtOnce = 1_000
  private static let shownFailures = 50

  /// What drafts for many leads would come to.
  public struct Outlook: Sendable {
    /// How many would be asked for.
    public let count: Int
    /// How many are written already; they cost nothing more.
    public let written: Int
    public let leftOut: [LeftOut]
    public let leftOutCount: Int
    /// How many more there are than one batch takes.
    public let over: Int
    /// Millionths of a US dollar, at the very most.
    public let mostMicros: Int
    /// The same by what texts of the last 30 days cost; nil where there are none.
    public let likelyMicros: Int?
    /// How many the limits on requests leave room for now.
    public let reach: Int
    /// Requests in a minute, at most.
    public let perMinute: Int
    public let standing: Standing
    /// The first lead, and exactly what would be sent for it; nil where there is nothing to ask.
    public let first: (name: String, look: Look)?
  }

  /// What drafts for many leads would come to; nothing is sent.
  public func outlook(_ choice: Choice, kind: WriterAsk.Kind) async throws -> Outlook {
    let (standing, policy, limits) = (try await standing(), settings.policy, limits)
    return try await base.read { work in
      let found = try DraftAudience(choice, kind: kind, policy: policy, in: work)
      let most = found.materials.reduce(0) { $0 + mostMicros(writer.request($1.ask, model: model ?? Self.noModel)) }
      let month = standing.month
      let left = min(limits.perDay - standing.day.requests, limits.perMonth - month.requests)
      return Outlook(
        count: found.materials.count, written: found.written, leftOut: found.leftOut, leftOutCount: found.leftOutCount,
        over: found.over, mostMicros: most,
        likelyMicros: month.written > 0 ? month.costMicros / month.written * found.materials.count : nil,
        reach: max(0, min(found.materials.count, left)), perMinute: perMinute, standing: standing,
        first: try found.materials.first.map { ($0.lead.details.businessName, try look($0)) })
    }
  }

  /// Asks for drafts for many leads; what is written already stays, and costs nothing more.
  /// - Parameter seen: the hash of the first request, as the person looked at it; another one now is refused.
  /// - Returns: the job, its batch, and how many texts are asked for.
  /// - Throws: `.illegalState` where there is nothing to write; `.stale`; what keeps the service from being asked.
  public func askMany(_ choice: Choice, kind: WriterAsk.Kind, seen: String? = nil, as acting: ActingAs) async throws
    -> (job: StoredJob.ID, batch: ProposalBatch.ID, count: Int)
  {
    let policy = settings.policy
    let targets = try await base.read { work in
      if let obstacle = try obstacle(mostMicros: 0, in: work) { throw obstacle }
      let found = try DraftAudience(choice, kind: kind, policy: policy, in: work)
      guard let first = found.materials.first else { throw Self.nothing(found) }
      if let seen, try look(first).hash != seen {
        throw Fault(.stale, "What would be sent changed since you looked; look at it again.")
      }
      return found.materials.map { (target: DraftTarget(lead: $0.lead.id, step: $0.step), message: $0.message?.id) }
    }
    return try await base.write(as: acting) { work in
      if let obstacle = try obstacle(mostMicros: 0, in: work) { throw obstacle }
      let batch = ProposalBatch.ID(at: work.now.rawValue)
      for (target, message) in targets where try LeadTable.state(of: target.lead, in: work) != nil {
        try ProposalTable.ask(lead: target.lead, step: target.step, kind: kind, again: false, batch: batch, in: work)
        try AuditTable.append(
          "propose", message == nil ? "lead" : "message", message?.rawValue ?? target.lead.rawValue,
          after: ["kind": kind.rawValue, "service": writer.info.id], lead: target.lead, in: work)
      }
      let count = try ProposalTable.counts(of: batch, in: work).all
      return (try ProposeMany(batch: batch, textKind: kind).add(in: work), batch, count)
    }
  }

  private static func nothing(_ found: DraftAudience) -> Fault {
    if found.written > 0 { return Fault(.illegalState, "All of it is written already; read it under Review.") }
    let why = found.leftOut.first.map { " “\($0.name)”: \($0.detail)" } ?? ""
    return Fault(.illegalState, "There is nothing to write.\(why)")
  }

  /// How the job of a batch is done.
  public var batchHandler: JobHandler {
    .on(ProposeMany.self) { job, progress in _ = try await write(job.batch, job.textKind, progress) }
  }

  /// Writes a batch in this process, for the command line.
  public func runHere(_ batch: ProposalBatch.ID, kind: WriterAsk.Kind) async throws -> JobResult {
    try await write(batch, kind, nil)
  }

  private func write(_ batch: ProposalBatch.ID, _ kind: WriterAsk.Kind, _ progress: JobProgress?) async throws -> JobResult {
    var after = 0
    do {
      while let (next, counts) = try await next(of: batch, after: after) {
        after = next.number
        try await progress?.report(counts.written + counts.failed, of: counts.all)
        let refusal = try await writeOne(DraftTarget(lead: next.lead, step: next.step), kind)
        guard let refusal, refusal.reason.concernsAll else { continue }
        // What ended one for all is not tried with the next: it is said of each.
        try await base.writeUncancelled { work in try ProposalTable.failRest(of: batch, refusal.detail, in: work) }
      }
    } catch let error as CancellationError {
      // The person stopped it; where the program ends instead, its next start goes on.
      try await base.writeUncancelled { work in
        guard let id = progress?.id, try JobTable.find(id, in: work)?.state == .cancelled else { return }
        try ProposalTable.failRest(of: batch, Self.stopped, in: work)
      }
      throw error
    }
    let (counts, failures) = try await base.read { work in
      (
        try ProposalTable.counts(of: batch, in: work),
        try ProposalTable.failures(of: batch, limit: Self.shownFailures, in: work)
      )
    }
    let result = JobResult(
      done: counts.written, skippedCount: counts.failed, skipped: failures.map { .init(id: $0.lead.rawValue, detail: $0.problem) })
    try await progress?.keep(result)
    try await progress?.report(counts.all, of: counts.all)
    return result
  }

  private func next(of batch: ProposalBatch.ID, after number: Int) async throws
    -> (ProposalTable.Waiting, (all: Int, written: Int, failed: Int))?
  {
    try await base.read { work in
      try ProposalTable.next(of: batch, after: number, in: work).map { ($0, try ProposalTable.counts(of: batch, in: work)) }
    }
  }
}
