import Outreach
import Store

extension Outbox {
  /// A mail program takes a draft away before the sent mail shows up elsewhere; a mail that waits for a connection takes longer.
  static let draftGraceSeconds = 900
  /// Clocks of mail servers differ.
  private static let clockTolerance = 600

  /// A draft that the person may have sent or deleted, and when it was filed.
  private struct Draft: Sendable {
    let message: Message
    let filedAt: Timestamp
  }

  /// Where a draft was found.
  private enum Place {
    case drafts
    /// When it left, and the Message-ID that it left with.
    case sent(Timestamp?, String?)
    case trash
    case nowhere
  }

  /// Looks what the person did with the drafts of every mailbox.
  public func watchDrafts() async throws { for mailbox in settings.policy.mailboxes { try await watchDrafts(of: mailbox) } }

  /// Looks what the person did with the drafts of a mailbox: still there, sent or deleted; what can't be told is asked.
  public func watchDrafts(of mailbox: Mailbox.ID) async throws {
    guard settings.policy.mode == .draftsOnly else { return }
    let waiting = try await base.read { work in
      try DraftTable.waiting(of: mailbox, in: work).map {
        Draft(message: $0, filedAt: try SendAttemptTable.last(of: $0.id, in: work)?.startedAt ?? $0.composedAt)
      }
    }
    guard !waiting.isEmpty else { return }
    do throws(MailFailure) {
      let session = try await openReader(of: mailbox)
      defer { Task { await session.close() } }
      let folders = try await session.folders()
      guard let drafts = folders.first(where: { $0.role == .drafts }) else { return }
      var missing = try await look(in: drafts, for: waiting, session) { _, _ in .drafts }
      guard let sent = folders.first(where: { $0.role == .sent }) else { return try await store(missing, at: .nowhere) }
      missing = try await look(in: sent, for: missing, session) { .sent($0, $1) }
      if let trash = folders.first(where: { $0.role == .trash }) {
        missing = try await look(in: trash, for: missing, session) { _, _ in .trash }
      }
      try await store(missing, at: .nowhere)
    } catch { throw Fault(error.step == .login ? .notConfigured : .offline, error.detail) }
  }

  /// Looks for drafts in a folder and writes down what follows for those that are there. Returns the others.
  private func look(
    in folder: MailFolder, for drafts: [Draft], _ session: any ReadingSession, place: (Timestamp?, String?) -> Place
  ) async throws(MailFailure) -> [Draft] {
    guard !drafts.isEmpty else { return [] }
    _ = try await session.open(folder)
    var missing: [Draft] = []
    for draft in drafts {
      if Task.isCancelled { throw MailFailure(.cancelled, "The program stopped.") }
      if let found = try await find(draft, in: folder, session) {
        try await store([draft], at: place(found.received, found.id))
      } else {
        missing.append(draft)
      }
    }
    return missing
  }

  /// The mail that a draft became in the open folder: by its Message-ID, else another mail to the same person that came into the folder later
  /// and that is none of ours, because mail programs give an edited draft another id.
  private func find(_ draft: Draft, in folder: MailFolder, _ session: any ReadingSession) async throws(MailFailure) -> (
    received: Timestamp?, id: String?
  )? {
    if let own = draft.message.headerID, let uid = try await session.search(header: "Message-ID", value: own).last {
      return (try await session.headers(from: uid, through: uid, limit: 1).first?.received, nil)
    }
    guard folder.role != .trash else { return nil }
    let address = draft.message.content.to.address
    for uid in try await session.search(header: "To", value: address).suffix(20).reversed() {
      guard let found = try await session.headers(from: uid, through: uid, limit: 1).first else { continue }
      let header = DraftHeader(found.header)
      guard header.goes(to: address), found.received >= draft.filedAt.adding(seconds: -Self.clockTolerance) else { continue }
      if let id = header.messageID, try await isOurs(id) { continue }
      return (found.received, header.messageID)
    }
    return nil
  }

  private func isOurs(_ id: String) async throws(MailFailure) -> Bool {
    do { return try await base.read { work in try MessageTable.find(headerIDs: [id], practice: false, in: work) != nil } } catch {
      throw MailFailure(.transfer, "The base could not be read.")
    }
  }

  private func store(_ drafts: [Draft], at place: Place) async throws(MailFailure) {
    guard !drafts.isEmpty else { return }
    do {
      try await base.writeUncancelled { work in for draft in drafts { try Self.apply(place, to: draft.message.id, in: work) } }
    } catch {
      ports.log.write(LogEvent(.email, .error, "draft_watch_not_stored", ["error": .text("\(error)")]))
      throw MailFailure(.transfer, "What became of a draft could not be stored; it is looked for again.")
    }
  }

  /// Writes down what follows from where a draft is. Nothing where its state is another by now.
  private static func apply(_ place: Place, to id: Message.ID, in work: Work) throws {
    let message = try MessageTable.get(id, in: work)
    guard message.state == .savedAsDraft || message.state == .unsure, try DraftTable.wasFiled(id, in: work) else { return }
    switch place {
    case .drafts:
      try DraftTable.found(id, in: work)
      if message.state == .unsure { try MessageTable.move(id, .saved, detail: "It lies in your Drafts folder again.", in: work) }
    case .sent(let moment, let headerID):
      try DraftTable.found(id, in: work)
      try recordSent(message, at: moment, evidence: "You sent it from your mailbox.", in: work)
      if let headerID { try MessageTable.rename(id, headerID: headerID, in: work) }
    case .trash, .nowhere: try applyMissing(message, inTrash: { if case .trash = place { true } else { false } }(), in: work)
    }
  }

  private static func applyMissing(_ message: Message, inTrash: Bool, in work: Work) throws {
    let since = try DraftTable.missingSince(message.id, in: work)
    guard work.now.seconds(since: since) >= draftGraceSeconds else { return }
    if inTrash {
      try DraftTable.found(message.id, in: work)
      try MessageTable.move(message.id, .deleted, detail: "You deleted the draft in your mailbox.", in: work)
      try Sequence.stop(with: message, reason: "You deleted a draft of it.", in: work)
      return
    }
    guard message.state == .savedAsDraft else { return }
    var stamp = MessageTable.Stamp()
    stamp.error = .some("It is no longer in your Drafts folder, and not in Sent. Did you send it, or delete it?")
    try MessageTable.move(
      message.id, .lost, stamp, detail: "The draft is gone from your mailbox; nobody knows whether it was sent.", in: work)
  }
}
