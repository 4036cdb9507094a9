import Outreach
import Store

/// Comparing a base that went back in time with what really lies in the mailbox.
extension Inbox {
  /// A clock that was wrong by less, and mail that was under way, make no difference.
  private static let marginSeconds = 86_400
  /// Headers are fetched so many at a time.
  private static let page = 200
  /// Enrollments held in one transaction.
  private static let holdAtOnce = 500
  /// Reads Sent, Inbox and Junk since a day before the base's last moment, counts what had left, and holds every lead of which
  /// nothing is sure. Does nothing where no guard stands.
  /// - Parameter again: also where that was done before.
  public func reconcile(again: Bool = false) async throws {
    guard let state = try await base.read({ work in try RestoreGuard.state(in: work) }),
      again || [.unread, .offline].contains(state.proof)
    else { return }
    let since = Timestamp(rawValue: state.since).adding(seconds: -Self.marginSeconds)
    // What a mailbox sent that this base does not know can't be looked for.
    var proofs: [RestoreGuard.Proof] = state.lostMailboxes == nil ? [] : [.missing]
    var found = 0
    for mailbox in settings.policy.mode == .practice ? [settings.policy.own] : settings.policy.mailboxes {
      let (proof, count) = try await reconcile(mailbox, since: since)
      proofs.append(proof)
      found += count
    }
    // What one mailbox can't prove no other can.
    try await finish(proofs.max { $0.doubt < $1.doubt } ?? .notSetUp, found: found)
  }

  private func reconcile(_ mailbox: Mailbox.ID, since: Timestamp) async throws -> (RestoreGuard.Proof, Int) {
    let policy = settings.policy.of(mailbox)
    guard let server = policy.imap else { return (.notSetUp, 0) }
    var (proof, found): (RestoreGuard.Proof, Int) = (.notSetUp, 0)
    do throws(MailFailure) {
      let session = try await ports.imap.session(with: server)
      defer { Task { await session.close() } }
      (proof, found) = try await compare(since: since, over: session, policy: policy)
    } catch {
      proof = .offline
      ports.log.write(LogEvent(.email, .warning, "reconcile_failed", ["error": .text(error.detail)]))
    }
    if proof != .offline, policy.mode != .practice { do { _ = try await check(mailbox) } catch { proof = .offline } }
    return (proof, found)
  }

  /// Looks into Sent for mail of ours that the base does not know, as after a whole computer went back; found, the guard begins.
  public func noticeGoingBack(in mailbox: Mailbox.ID) async throws {
    let policy = settings.policy.of(mailbox)
    guard let server = policy.imap, policy.mode != .practice else { return }
    let (known, last) = try await base.read { work in
      (try RestoreGuard.state(in: work) != nil, try SendAttemptTable.lastMoment(in: work) ?? work.now)
    }
    guard !known else { return }
    do throws(MailFailure) {
      let session = try await ports.imap.session(with: server)
      defer { Task { await session.close() } }
      guard let sent = try await session.folders().first(where: { $0.role == .sent }) else { return }
      let since = last.adding(seconds: -Self.marginSeconds)
      try await walk(sent, since: since, over: session, policy: policy) { header, head, work in
        guard header.received > last, let id = try OwnMail.message(head, vault: work.vault),
          try RestoreGuard.state(in: work) == nil, try MessageTable.find(id, in: work) == nil,
          try !head.to.contains(where: { try SuppressionTable.reason(for: $0.address, mode: .real, in: work) == .erased })
        else { return }
        try RestoreGuard.begin(.unknownMail, since: last, in: work)
      }
    } catch { throw Fault(.upstream, error.detail) }
  }

  private func compare(since: Timestamp, over session: any ReadingSession, policy: Policy) async throws(MailFailure) -> (
    RestoreGuard.Proof, Int
  ) {
    let folders = try await session.folders()
    let sent = folders.first { $0.role == .sent }
    let tally = Tally()
    if let folder = sent ?? folders.first(where: { $0.role == .all }) {
      try await walk(folder, since: since, over: session, policy: policy) { header, head, work in
        if try FoundMail.count(head, at: header.received, policy: policy, in: work) { tally.add() }
      }
    }
    for folder in folders where [.inbox, .junk, .archive, .all].contains(folder.role) {
      try await rewind(folder, since: since, over: session, policy: policy)
    }
    guard sent != nil else { return (.missing, tally.count) }
    let files = policy.smtp.map(ports.filesSentMail) ?? false
    return (files ? .complete : .ownCopies, tally.count)
  }

  /// Goes through the headers of a folder since a moment, each in a transaction of its own page.
  private func walk(
    _ folder: MailFolder, since: Timestamp, over session: any ReadingSession, policy: Policy,
    _ body: @escaping @Sendable (FetchedHeader, IncomingMail, Work) throws -> Void
  ) async throws(MailFailure) {
    let state = try await session.open(folder)
    guard var next = try await session.search(since: since).first else { return }
    let hazards = try await MailHazards(self, mailbox: policy.mailbox, folder: folder, validity: state.uidValidity)
    while true {
      let headers = try await session.headers(from: next, through: nil, limit: Self.page)
      let heads = try await hazards.read(headers)
      _ = try await stored(writing: true) { work in
        for (header, head) in heads where header.received >= since { try body(header, head, work) }
      }
      guard let last = headers.last, headers.count == Self.page, last.uid < UInt32.max else { return }
      next = last.uid + 1
    }
  }

  /// Puts a folder's cursor before what came since a moment, so that the next check reads it again.
  private func rewind(_ folder: MailFolder, since: Timestamp, over session: any ReadingSession, policy: Policy)
    async throws(MailFailure)
  {
    let state = try await session.open(folder)
    guard let first = try await session.search(since: since).first else { return }
    let cursor = InboxCursorTable.Cursor(uidValidity: state.uidValidity, uid: max(first, 1) - 1, checkedAt: ports.clock.now())
    _ = try await stored(writing: true) { work in
      try InboxCursorTable.save(cursor, mailbox: policy.mailbox, folder: folder.name, in: work)
    }
  }

  /// Whether the next mail of an enrollment may have left in the time that the base knows nothing of.
  ///
  /// A first mail may always: it needed no more than an approval. A follow-up may not before its wait was over at the earliest, counted
  /// from the send before it, which the base knows; a day is added for a clock that was wrong and for a wait that was made shorter.
  private static func mayHaveLeft(_ enrollment: Enrollment, in work: Work) throws -> Bool {
    guard let last = enrollment.lastAt,
      let step = try StepTable.list(of: enrollment.campaignID, in: work).first(where: { $0.position >= enrollment.position })
    else { return true }
    let earliest = max(step.wait.earliest(after: last), enrollment.awayUntil ?? last)
    return earliest <= work.now.adding(seconds: marginSeconds)
  }

  private func finish(_ proof: RestoreGuard.Proof, found: Int) async throws {
    if proof != .complete {
      var after: String? = ""
      while let from = after {
        after = try await base.write { work in
          try GuardHoldTable.holdActive(after: from, limit: Self.holdAtOnce, in: work) { try Self.mayHaveLeft($0, in: work) }
        }
      }
    }
    try await base.write { work in
      guard var state = try RestoreGuard.state(in: work) else { return }
      (state.proof, state.checkedAt) = (proof, work.now.rawValue)
      state.found += found
      try RestoreGuard.save(state, in: work)
    }
  }
}

/// Compares the mailbox with a base that went back in time.
public struct ReconcileMailbox: Job {
  /// `reconcile-mailbox`.
  public static let kind = "reconcile-mailbox"
  /// What the System screen calls it.
  public static let title = "Compare the mailbox after a restore"
  /// Also where it was compared before.
  public let again: Bool

  /// A comparison.
  public init(again: Bool = false) { self.again = again }
  /// With the first mailbox's other reading.
  public var lane: String { CheckInbox.lane(of: nil) }
  /// One waiting comparison is enough.
  public var once: String? { "reconcile-mailbox" }
}
