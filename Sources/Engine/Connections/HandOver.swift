import Outreach
import Store

/// Gives the leads of a mailbox that had no mail yet to another one. Their mails are written anew and wait for approval again; a
/// conversation that has begun stays where it is.
public struct HandOver: Job {
  /// `hand-over`.
  public static let kind = "hand-over"
  /// What the System screen calls it.
  public static let title = "Give leads to another mailbox"
  private static let states: [MessageState] = [.composed, .approved, .queued, .failed]
  private static let batch = 100

  /// The mailbox that gives.
  let from: Mailbox.ID
  /// The mailbox that takes.
  let to: Mailbox.ID

  /// From one mailbox to another.
  public init(from: Mailbox.ID, to: Mailbox.ID) { (self.from, self.to) = (from, to) }

  /// With the other writing.
  public var lane: String { "compose" }
  /// Once for each mailbox.
  public var once: String? { "hand-over/\(from)" }

  /// What runs it.
  public static func handler(_ messages: Messages) -> JobHandler {
    .on(HandOver.self) { job, progress in
      let moved = try await messages.handOver(from: job.from, to: job.to)
      try await progress.keep(JobResult(done: moved, skippedCount: 0, skipped: []))
    }
  }

  /// Moves all mails of one lead's sequence, or none where one of them has left or may have left. Returns how many.
  private static func move(_ id: Enrollment.ID, to: Mailbox.ID, _ policy: Policy, in work: Work) throws -> Int {
    let mails = try MessageTable.list(of: id, in: work)
    guard let enrollment = try EnrollmentTable.find(id, in: work), enrollment.lastAt == nil,
      mails.allSatisfy({ states.contains($0.state) && $0.mode == policy.mode.sendMode })
    else { return 0 }
    let why = "It is to leave from \(policy.title(of: to)) now, so it waits for your approval again."
    for message in mails {
      var other = message
      other.mailboxID = to
      try Rewriting.replace(message, by: try Rewriting.content(of: other, policy, in: work), why: why, in: work)
      guard try MessageTable.move(message.id, to: to, in: work) else {
        throw Fault(.conflict, "A mail changed meanwhile; try again.")
      }
      try MessageTable.event("mailbox_changed", of: message.id, lead: message.leadID, detail: why, in: work)
    }
    try EnrollmentTable.set(to, of: id, in: work)
    return mails.count
  }

  /// One batch. - Returns: where to go on, or nil at the end, and how many mails were moved.
  static func step(from: Mailbox.ID, to: Mailbox.ID, after number: Int?, _ policy: Policy, in work: Work) throws -> (
    next: Int?, moved: Int
  ) {
    let rows = try MessageList.of(from, states: states, after: number, limit: batch, in: work)
    let leads = Set(rows.compactMap { $0.message.enrollmentID })
    let moved = try leads.reduce(0) { try $0 + move($1, to: to, policy, in: work) }
    return (rows.count < batch ? nil : rows.last?.number, moved)
  }
}

extension Messages {
  /// Gives the leads of a mailbox that had no mail yet to another one. Returns how many mails wait for approval anew.
  /// - Throws: `.refused` where the other one can't take them.
  public func handOver(from: Mailbox.ID, to: Mailbox.ID) async throws -> Int {
    try HandOver.check(from: from, to: to, settings.policy)
    let policy = settings.policy
    var (number, moved) = (Int?.none, 0)
    repeat {
      try Task.checkCancellation()
      let after = number
      let step = try await base.write { work in try HandOver.step(from: from, to: to, after: after, policy, in: work) }
      (number, moved) = (step.next, moved + step.moved)
    } while number != nil
    return moved
  }
}

extension HandOver {
  /// Refuses what can't work.
  public static func check(from: Mailbox.ID, to: Mailbox.ID, _ policy: Policy) throws(Fault) {
    guard from != to, policy.ways.contains(where: { $0.id == from }) else { throw Fault(.notFound, "There is no such mailbox.") }
    guard policy.takers.contains(to) else {
      throw Fault(.refused, "The other mailbox takes no new leads, or it is not set up for the present way of sending.")
    }
  }
}
