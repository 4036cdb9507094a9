import Outreach
import Store

extension Outbox {
  /// Puts a mail into the Drafts folder instead of sending it. Returns whether the pass may go on with the next mail.
  func saveDraft(_ flight: Flight, into drafts: MailFolder, over session: any ReadingSession, _ result: inout Pass) async throws
    -> Bool
  {
    do { try await base.write { work in try SendAttemptTable.markDot(flight.attempt.id, in: work) } } catch is CancellationError {
      return try await settle(flight, .notSent(MailFailure(.cancelled, "The program stopped.")), &result)
    }
    do throws(MailFailure) {
      _ = try await session.append(flight.bytes, to: drafts, flags: ["\\Draft", "\\Seen"], date: ports.clock.now())
    } catch {
      // The server may have filed it although its answer never came: a second draft would be a second mail.
      return try await settle(flight, .unknown(error), &result)
    }
    try await base.writeUncancelled { work in
      try SendAttemptTable.finish(flight.attempt.id, .saved, reply: nil, lead: flight.message.leadID, in: work)
      try MessageTable.move(
        flight.message.id, .saved, detail: "It lies in your Drafts folder; look it over and send it there.", in: work)
      try MailboxTable.move(flight.message.mailboxID, .recover, reason: nil, in: work)
    }
    result.sent += 1
    return true
  }

  /// Looks for a mail whose fate is unknown, in Sent and, for a draft, in Drafts. Found proves it; not found proves nothing of a
  /// sent mail, while a draft that is nowhere is filed again.
  public func lookFor(_ id: Message.ID) async throws {
    let message = try await base.read { work in try MessageTable.get(id, in: work) }
    guard message.state == .unsure, message.mode != .practice, let header = message.headerID else { return }
    // A draft that was surely filed is looked after with the others; it is never filed again.
    if try await base.read({ work in try DraftTable.wasFiled(id, in: work) }) {
      return try await watchDrafts(of: message.mailboxID)
    }
    let session = try await openReader(of: message.mailboxID)
    defer { Task { await session.close() } }
    let folders = try await session.folders()
    for folder in folders where [.sent, .all].contains(folder.role) && !(message.mode == .draft && folder.role == .all) {
      guard try await has(header, in: folder, session) else { continue }
      return try await settleUnsure(id) { work in
        try Self.recordSent(message, at: nil, evidence: "It was found in your Sent folder.", in: work)
      }
    }
    guard message.mode == .draft else { return }
    for folder in folders where [.drafts, .trash].contains(folder.role) {
      guard try await has(header, in: folder, session) else { continue }
      return try await settleUnsure(id) { work in
        try SendAttemptTable.settle(id, .saved, in: work)
        try MessageTable.move(id, .saved, detail: "It was found in your \(folder.role.rawValue) folder.", in: work)
      }
    }
    try await settleUnsure(id) { work in
      try SendAttemptTable.settle(id, .notSent, in: work)
      try MessageTable.move(id, .notSent, detail: "It is not in your Drafts folder, so it is put there again.", in: work)
    }
  }

  private func has(_ header: String, in folder: MailFolder, _ session: any ReadingSession) async throws(MailFailure) -> Bool {
    _ = try await session.open(folder)
    return try await !session.search(header: "Message-ID", value: header).isEmpty
  }

  private func settleUnsure(_ id: Message.ID, _ body: @escaping @Sendable (Work) throws -> Void) async throws {
    try await base.writeUncancelled { work in
      guard try MessageTable.get(id, in: work).state == .unsure else { return }
      try body(work)
    }
  }

  /// Signs in to a mailbox for reading.
  func openReader(of mailbox: Mailbox.ID) async throws(MailFailure) -> any ReadingSession {
    guard let server = settings.policy.of(mailbox).imap else {
      throw MailFailure(.connect, "Reading the mailbox (IMAP) is not set up.")
    }
    return try await ports.reader.session(with: server)
  }
}

/// Looks for a mail whose fate is unknown.
public struct ResolveUnsure: Job {
  /// `resolve-unsure`.
  public static let kind = "resolve-unsure"
  /// What the System screen calls it.
  public static let title = "Look for a mail in Sent"
  /// The unsure mail.
  public let message: Message.ID
  /// Its mailbox; nil in rows of versions that had one.
  let mailbox: Mailbox.ID?

  /// For a mail.
  public init(_ message: Message) { (self.message, mailbox) = (message.id, message.mailboxID) }

  /// With the mailbox's other reading.
  public var lane: String { CheckInbox.lane(of: mailbox) }
  /// Once a message.
  public var once: String? { "resolve/\(message)" }
}

/// One pass of the send queue.
public struct SendDue: Job {
  /// `send-due`.
  public static let kind = "send-due"
  /// What the System screen calls it.
  public static let title = "Send what is due"
  /// The next pass comes by itself.
  public static let attempts = 1

  /// The mailbox; nil in rows of versions that had one.
  public let mailbox: Mailbox.ID?

  /// A pass of a mailbox.
  public init(_ mailbox: Mailbox.ID) { self.mailbox = mailbox }
  /// One pass of a mailbox at a time.
  public var lane: String { "send/\(mailbox ?? Mailbox.primary)" }
  /// One waiting pass is enough.
  public var once: String? { "send-due/\(mailbox ?? Mailbox.primary)" }

  /// A pass of each mailbox.
  public static func all(_ policy: Policy) -> [SendDue] { policy.mailboxes.map { SendDue($0) } }
}
