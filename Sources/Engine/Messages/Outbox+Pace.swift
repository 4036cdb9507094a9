import Outreach
import Store

extension Outbox {
  /// Nobody looked after a mailbox for so long: the computer slept, was off, or its clock was set.
  static let absenceSeconds = 600
  /// So often it is noted that a mailbox is looked after.
  private static let noteEverySeconds = 60

  private func paceDay(of mailbox: Mailbox.ID) -> PaceDay {
    PaceDay(Sequence.Context(policy: settings.policy.of(mailbox), zones: ports.zones))
  }

  /// A mailbox's plan; its dice are rolled where they never were.
  func plan(of mailbox: Mailbox.ID, in work: Work) throws -> PacePlan {
    let today = paceDay(of: mailbox).day(of: work.now)
    guard var plan = try PacePlanTable.find(mailbox, in: work) else {
      let plan = PacePlan(mailbox: mailbox, seed: Int64(ports.random.integer(in: 1...Int.max - 1)), day: today)
      try PacePlanTable.save(plan, in: work)
      return plan
    }
    if plan.day != today { (plan.day, plan.drawn) = (today, 0) }
    return plan
  }

  /// Takes the next gap of the day's plan and keeps when it ends, so that the answer to “when?” stands still.
  func pace(_ message: Message, in work: Work) throws {
    guard message.mode == .real, message.kind == .campaign else { return }
    try takeGap(message.mailboxID, in: work)
  }

  private func takeGap(_ mailbox: Mailbox.ID, in work: Work) throws {
    var plan = try plan(of: mailbox, in: work)
    let row = try MailboxTable.get(mailbox, in: work)
    let (gap, since) = paceDay(of: mailbox).gap(plan, after: work.now, used: plan.drawn, since: row.sinceBreak)
    plan.drawn += 1
    try PacePlanTable.save(plan, in: work)
    let next = gap > 0 ? work.now.adding(seconds: gap) : nil
    try MailboxTable.pace(mailbox, nextAt: next.map { max($0, row.nextAt ?? $0) }, sinceBreak: since, in: work)
  }

  /// Notes that a mailbox is looked after, at most once a minute.
  func noteServed(_ mailbox: Mailbox.ID, in work: Work) throws {
    var plan = try plan(of: mailbox, in: work)
    if let last = plan.servedAt, abs(work.now.seconds(since: last)) < Self.noteEverySeconds { return }
    plan.servedAt = work.now
    try PacePlanTable.save(plan, in: work)
  }

  /// Whether the mailbox was left alone for a while, or its way out is tried again after the network was gone: the answers come first.
  public func isReturning(_ mailbox: Mailbox.ID) async throws -> Bool {
    let mailbox = settings.policy.of(mailbox).mailbox
    return try await base.read { work in
      let row = try MailboxTable.get(mailbox, in: work)
      if row.state == .failing, row.isOffline, row.retryAt ?? work.now <= work.now { return true }
      return try PacePlanTable.find(mailbox, in: work).map { Self.wasAway($0, at: work.now) } ?? false
    }
  }

  private static func wasAway(_ plan: PacePlan, at now: Timestamp) -> Bool {
    plan.servedAt.map { abs(now.seconds(since: $0)) > absenceSeconds } ?? false
  }

  /// After an absence what is overdue is spread anew: a fresh gap begins now, so that nothing leaves in a burst.
  /// - Parameter networkIsBack: whether something was reached just now; otherwise a mailbox that is offline waits for its next try.
  /// - Returns: whether a fresh gap began.
  @discardableResult
  public func spreadAfterAbsence(of mailbox: Mailbox.ID, networkIsBack: Bool = false) async throws -> Bool {
    let mailbox = settings.policy.of(mailbox).mailbox
    return try await base.write { [self] work in
      let plan = try plan(of: mailbox, in: work)
      let row = try MailboxTable.get(mailbox, in: work)
      let isBack = row.isOffline && (networkIsBack || row.retryAt ?? work.now <= work.now)
      guard isBack || Self.wasAway(plan, at: work.now) else { return false }
      // Once for each time that the network was gone: else a mailbox that fails on would rest for ever.
      if isBack { try MailboxTable.retryOffline(mailbox, in: work) }
      if settings.policy.mode.sendMode == .real { try takeGap(mailbox, in: work) }
      try noteServed(mailbox, in: work)
      return true
    }
  }

  /// Puts a mail that waited too long back to the person, instead of sending what may not be true any more. Returns whether it was.
  func putBackIfStale(_ message: Message, in work: Work) throws -> Bool {
    guard message.kind == .campaign, let approved = message.approvedAt else { return false }
    let enrollment = try message.enrollmentID.flatMap { try EnrollmentTable.find($0, in: work) }
    // A follow-up counts from when its turn came.
    let since = [approved, message.notBefore, enrollment?.lastAt, enrollment?.awayUntil].compactMap { $0 }.max() ?? approved
    guard let why = StaleMail(days: settings.policy.pace.staleDays).reason(message.content, since: since, at: work.now) else {
      return false
    }
    var stamp = MessageTable.Stamp()
    stamp.approvedHash = .some(nil)
    try MessageTable.move(message.id, .void, stamp, detail: why, in: work)
    return true
  }
}
