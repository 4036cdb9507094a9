import Outreach
import Store

extension Outbox {
  /// Puts a mail into the Drafts folder instead of sending it.
  func saveDraft(_ flight: Flight) async throws {
    do {
      let session = try await openReader()
      defer { Task { await session.close() } }
      let folders = try await session.folders()
      guard let drafts = folders.first(where: { $0.role == .drafts }) else {
        throw MailFailure(.folder, "The mailbox has no Drafts folder.")
      }
      try await base.write { work in try SendAttemptTable.markDot(flight.attempt.id, in: work) }
      _ = try await session.append(flight.bytes, to: drafts, flags: ["\\Draft", "\\Seen"], date: ports.clock.now())
      try await base.write { work in
        try SendAttemptTable.finish(flight.attempt.id, .saved, reply: nil, lead: flight.message.leadID, in: work)
        try MessageTable.move(
          flight.message.id, .saved, detail: "It lies in your Drafts folder; look it over and send it there.", in: work)
      }
    } catch let failure as MailFailure {
      var result = Pass()
      try await settle(flight, .notSent(failure), &result)
    }
  }

  /// Looks for a mail whose fate is unknown, in Sent or, for a draft, in Drafts. Found proves it; not found proves nothing.
  public func lookFor(_ id: Message.ID) async throws {
    let message = try await base.read { work in try MessageTable.get(id, in: work) }
    guard message.state == .unsure, message.mode != .practice, let header = message.headerID else { return }
    let session = try await openReader()
    defer { Task { await session.close() } }
    let role: MailFolder.Role = message.mode == .draft ? .drafts : .sent
    for folder in try await session.folders() where folder.role == role || folder.role == .all {
      _ = try await session.open(folder)
      guard try await !session.search(header: "Message-ID", value: header).isEmpty else { continue }
      try await base.write { work in
        guard try MessageTable.get(id, in: work).state == .unsure else { return }
        if message.mode == .draft {
          try SendAttemptTable.settle(id, .saved, in: work)
          try MessageTable.move(id, .saved, detail: "It was found in your Drafts folder.", in: work)
        } else {
          try Self.recordSent(message, at: nil, evidence: "It was found in your Sent folder.", in: work)
        }
      }
      return
    }
    guard message.mode == .draft else { return }
    try await base.write { work in
      guard try MessageTable.get(id, in: work).state == .unsure else { return }
      try SendAttemptTable.settle(id, .notSent, in: work)
      try MessageTable.move(id, .notSent, detail: "It is not in your Drafts folder, so it is put there again.", in: work)
    }
  }

  private func openReader() async throws(MailFailure) -> any ReadingSession {
    guard let server = settings.policy.imap else { throw MailFailure(.connect, "Reading the mailbox (IMAP) is not set up.") }
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

  /// For a mail.
  public init(message: Message.ID) { self.message = message }

  /// With the mailbox's other reading.
  public var lane: String { "inbox/primary" }
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

  /// A pass.
  public init() {}
  /// One pass at a time.
  public var lane: String { "send/primary" }
  /// One waiting pass is enough.
  public var once: String? { "send-due" }
}
