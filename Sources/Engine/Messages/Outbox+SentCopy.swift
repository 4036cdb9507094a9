import Outreach
import Store

extension Outbox {
  /// After so long a server that files sent mail by itself has done so.
  static let sentCopyDelaySeconds = 60

  /// The exact bytes that a mail leaves with: the same for the same moment, so that its hash proves them later.
  func bytes(of message: Message, header: String, at moment: Timestamp, in work: Work) throws -> [UInt8] {
    var mail = OutgoingMail(message, at: moment)
    mail.messageID = header
    mail.dateOffset = ports.zones.offset(of: settings.policy.sender.timeZone, at: moment) ?? 0
    mail.attachments = try Attachments.load(message.content.attachments, in: work)
    mail.addHeader(OwnMail.field, try OwnMail.token(of: message.id, vault: work.vault))
    return try ports.composer.bytes(of: mail)
  }

  /// Asks for a copy in the Sent folder, in the transaction that records that the mail left; not where the server files its own.
  func askForSentCopy(of message: Message, in work: Work) throws {
    let policy = settings.policy.of(message.mailboxID)
    guard message.mode == .real, policy.imap != nil, let server = policy.smtp, !ports.filesSentMail(server) else { return }
    try FileSentCopy(message).add(notBefore: work.now.adding(seconds: Self.sentCopyDelaySeconds), in: work)
  }

  /// Files a mail that left in the Sent folder, unless a mail with its Message-ID is there: asked again after a crash it never makes
  /// a second copy. Only bytes that the ledger's hash proves are filed.
  public func fileSentCopy(of id: Message.ID) async throws {
    let found = try await base.read { [self] work -> (header: String, bytes: [UInt8], at: Timestamp, mailbox: Mailbox.ID)? in
      guard let message = try MessageTable.find(id, in: work), message.mode == .real, let header = message.headerID,
        let attempt = try SendAttemptTable.last(of: id, in: work), attempt.outcome == .accepted
      else { return nil }
      let bytes = try bytes(of: message, header: header, at: attempt.startedAt, in: work)
      return try Digest.hex(bytes) == attempt.bytesHash
        ? (header, bytes, message.sentAt ?? attempt.startedAt, message.mailboxID) : nil
    }
    guard let mail = found else {
      return ports.log.write(LogEvent(.email, .warning, "sent_copy_left_out", ["message": .text(id.rawValue)]))
    }
    do throws(MailFailure) {
      let session = try await openReader(of: mail.mailbox)
      defer { Task { await session.close() } }
      guard let sent = try await session.folders().first(where: { $0.role == .sent }) else {
        return ports.log.write(LogEvent(.email, .warning, "sent_folder_missing", ["message": .text(id.rawValue)]))
      }
      _ = try await session.open(sent)
      guard try await session.search(header: "Message-ID", value: mail.header).isEmpty else { return }
      _ = try await session.append(mail.bytes, to: sent, flags: ["\\Seen"], date: mail.at)
    } catch { throw Fault(error.step == .login ? .notConfigured : .offline, error.detail) }
  }
}

/// Files a copy of a mail that left.
public struct FileSentCopy: Job {
  /// `file-sent-copy`.
  public static let kind = "file-sent-copy"
  /// What the System screen calls it.
  public static let title = "File a copy in Sent"
  /// Half a day offline is no reason to give up.
  public static let attempts = 30
  /// The mail.
  public let message: Message.ID
  /// The mailbox that it left from; nil in rows of versions that had one.
  let mailbox: Mailbox.ID?

  /// For a mail.
  public init(_ message: Message) { (self.message, mailbox) = (message.id, message.mailboxID) }

  /// With the mailbox's other reading.
  public var lane: String { CheckInbox.lane(of: mailbox) }
  /// Once a message.
  public var once: String? { "sent-copy/\(message)" }
}
