import Outreach
import Store

extension Outbox {
  /// The connection of one pass; all mails of a pass go over it.
  struct Line: Sendable {
    /// What stands at its other end.
    enum Kind: Sendable {
      case sending(any SendingSession)
      case drafts(any ReadingSession, MailFolder)
    }

    let mode: SendMode
    let kind: Kind
    /// What it was opened to; nil in practice.
    var server: MailServer?

    /// What a line of its mode would be opened to now.
    func address(under policy: Policy) -> MailServer? {
      switch mode {
      case .practice: nil
      case .draft: policy.imap
      case .real: policy.smtp
      }
    }

    /// Says good-bye.
    func close() async {
      switch kind {
      case .sending(let session): await session.close()
      case .drafts(let session, _): await session.close()
      }
    }
  }

  /// Connects for mails of a mode; nil where that failed, and then the mailbox is not tried again for a while.
  func connect(_ mode: SendMode, _ mailbox: Mailbox.ID, _ result: inout Pass) async throws -> Line? {
    do throws(MailFailure) { return try await line(mode, mailbox) } catch {
      if error.step != .cancelled { result.failed += 1 }
      try await unreachable(error, mode, mailbox)
      return nil
    }
  }

  /// Connects a mailbox for mails of a mode.
  func line(_ mode: SendMode, _ mailbox: Mailbox.ID) async throws(MailFailure) -> Line {
    let policy = settings.policy.of(mailbox)
    switch mode {
    case .practice:
      let server = MailServer(host: "practice", port: 0, security: .none, username: "", signIn: .anonymous)
      return Line(mode: mode, kind: .sending(try await ports.practice.session(with: server)))
    case .draft: return Line(mode: mode, kind: try await openDrafts(mailbox), server: policy.imap)
    case .real:
      guard let server = policy.smtp else { throw MailFailure(.connect, "The mailbox is not set up.") }
      return Line(mode: mode, kind: .sending(try await ports.smtp.session(with: server)), server: server)
    }
  }

  private func openDrafts(_ mailbox: Mailbox.ID) async throws(MailFailure) -> Line.Kind {
    let session = try await openReader(of: mailbox)
    do throws(MailFailure) {
      if let drafts = try await session.folders().first(where: { $0.role == .drafts }) { return .drafts(session, drafts) }
    } catch {
      await session.close()
      throw error
    }
    await session.close()
    throw MailFailure(.folder, "The mailbox has no Drafts folder.")
  }

  /// No connection came about: that is the mailbox's trouble and costs no mail a try.
  private func unreachable(_ failure: MailFailure, _ mode: SendMode, _ mailbox: Mailbox.ID) async throws {
    guard failure.step != .cancelled else { return }
    ports.log.write(LogEvent(.email, .warning, "mail_server_unreachable", ["step": .text("\(failure.step)")]))
    let isOffline = await isOffline(failure, mode, mailbox)
    _ = try await base.writeUncancelled { work in
      try Self.trouble(failure, isOffline: isOffline, mailbox, in: work)
    }
  }

  /// What was read from outside shows that the network is there: a mailbox that failed for want of it is tried again at once.
  public func networkIsBack() async throws {
    let waiting = try await base.read { work in try MailboxTable.list(in: work).filter(\.isOffline).map(\.id) }
    for mailbox in waiting { try await spreadAfterAbsence(of: mailbox, networkIsBack: true) }
  }

  /// Whether a connection failed because this computer has no network.
  func isOffline(_ failure: MailFailure, _ mode: SendMode, _ mailbox: Mailbox.ID) async -> Bool {
    let policy = settings.policy.of(mailbox)
    let server = mode == .draft ? policy.imap : policy.smtp
    guard mode != .practice, failure.reply == nil, [.dns, .connect, .transfer].contains(failure.step), let server else {
      return false
    }
    return await ports.network.isOffline(reaching: server.host)
  }

  /// Closes the mailbox for a while; a refused sign-in pauses it, since only the person can put that right.
  /// - Returns: when it is tried again; nil where it is paused.
  @discardableResult
  static func trouble(_ failure: MailFailure, isOffline: Bool, _ mailbox: Mailbox.ID, in work: Work) throws -> Timestamp? {
    if failure.step == .login, failure.reply?.isTemporary != true {
      try MailboxTable.move(mailbox, .pause, reason: failure.detail, in: work)
      return nil
    }
    let reason = isOffline ? "This computer is offline. \(failure.detail)" : failure.detail
    return try MailboxTable.fail(mailbox, reason: reason, isOffline: isOffline, in: work)
  }
}
