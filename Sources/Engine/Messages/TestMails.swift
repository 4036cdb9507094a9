import Outreach
import Store

/// Mails that the person sends to themselves, to see how one arrives.
///
/// They go the way that real mail goes, but beside the outbox: to the person's own address only, with a ledger of their own, so that no
/// lead's history, limit or figure knows of them. A test is tried once, while the person waits, and never again by itself.
public struct TestMails: Sendable {
  /// What became of a test.
  public struct Result: Sendable, Hashable {
    public var id: TestMail.ID
    /// The person's own address.
    public var to: String
    public var mode: SendMode
    public var outcome: SendAttempt.Outcome
    /// What the server said or what happened, in plain words.
    public var detail: String
  }

  /// What a test shows: what a mail says, as it was rendered.
  public struct Content: Sendable {
    public var subject: String
    public var text: String
    public var html: String?
    /// Files that go with it.
    public var files: [Attachments.Wish] = []

    /// Content by its parts.
    public init(subject: String, text: String, html: String?) { (self.subject, self.text, self.html) = (subject, text, html) }
  }

  /// What stands before the subject.
  static let mark = "[Test] "
  /// A mailbox sends no more tests in 24 hours: they cost its standing, too.
  static let mostInADay = 30
  private static let daySeconds = 86_400

  private let outbox: Outbox
  private var base: Base { outbox.base }

  /// Over the outbox's base, settings and ports.
  public init(outbox: Outbox) { self.outbox = outbox }

  /// Sends content to the person's own address.
  /// - Throws: `.refused` where nothing may leave now; `.upstream` where no connection came about; `.badInput` for content that is no mail.
  public func send(_ content: Content, as acting: ActingAs) async throws -> Result {
    let policy = outbox.settings.policy
    let mode = policy.mode.sendMode
    try await base.read { work in try Self.check(policy, in: work) }
    let line: Outbox.Line
    do throws(MailFailure) { line = try await outbox.line(mode, policy.mailbox) } catch {
      throw Fault(.upstream, "The test was not sent. \(error.detail)")
    }
    do {
      let result = try await send(content, over: line, policy, as: acting)
      await line.close()
      return result
    } catch {
      await line.close()
      throw error
    }
  }

  /// Why no test may leave now.
  private static func check(_ policy: Policy, in work: Work) throws {
    let mode = policy.mode.sendMode
    guard mode != .practice else { return }
    if try SettingTable.value(Sending.pausedKey, in: work) == "true" {
      throw Fault(.refused, "You paused all sending; resume it to send a test.")
    }
    if try SettingTable.value(Sending.frozenKey, in: work) == "true" {
      throw Fault(.refused, "Sending is frozen since the data went back in time; decide about that first.")
    }
    if policy.sender.address.isEmpty { throw Fault(.refused, "Your own address is missing; add it under Settings › Who you are.") }
    if mode == .real, let problem = policy.problems.first { throw Fault(.refused, "\(problem.setting): \(problem.detail)") }
    let server = mode == .draft ? policy.imap : policy.smtp
    guard let server else { throw Fault(.refused, "The mailbox is not set up yet.") }
    if policy.onlyLoopback, !Setting.isLoopback(server.host) {
      throw Fault(.refused, "This environment mails to this computer only.")
    }
    let since = work.now.adding(seconds: -daySeconds)
    if try TestMailTable.count(from: policy.mailbox, since: since, in: work) >= mostInADay {
      throw Fault(.rateLimited, "There were \(mostInADay) tests in 24 hours. More would harm the standing of your mailbox.")
    }
  }

  private func send(_ content: Content, over line: Outbox.Line, _ policy: Policy, as acting: ActingAs) async throws -> Result {
    let (composer, mode) = (outbox.ports.composer, line.mode)
    let (test, bytes) = try await base.write(as: acting) { work in
      // Asked again where the row is written: the person may have paused meanwhile.
      try Self.check(policy, in: work)
      let id = TestMail.ID(at: work.now.rawValue)
      var mail = Self.mail(content, id: id, policy, at: work.now)
      mail.attachments = try Attachments.load(Attachments.resolve(content.files, in: work), in: work)
      let bytes = try composer.bytes(of: mail)
      let test = TestMail(id: id, mailbox: policy.mailbox, mode: mode, bytesHash: try Digest.hex(bytes))
      try TestMailTable.begin(test, in: work)
      return (test, bytes)
    }
    let result: Result
    switch line.kind {
    case .sending(let session): result = Self.result(test, policy, await hand(test, bytes, to: session, policy))
    case .drafts(let session, let folder):
      let moment = outbox.ports.clock.now()
      do throws(MailFailure) {
        _ = try await session.append(bytes, to: folder, flags: ["\\Draft"], date: moment)
        result = Self.result(test, policy, .saved, "It lies in your Drafts folder, addressed to yourself.")
      } catch {
        // A connection that broke may have filed it before.
        result = Self.result(test, policy, .unknown, "It may not have been saved. \(error.detail)")
      }
    }
    let outcome = result.outcome
    try await base.writeUncancelled { work in try TestMailTable.finish(test.id, outcome, code: nil, in: work) }
    return result
  }

  private func hand(_ test: TestMail, _ bytes: [UInt8], to session: any SendingSession, _ policy: Policy) async -> SendOutcome {
    let address = policy.sender.address
    return await session.send(WireMail(from: address, to: address, bytes: bytes)) { [base] in
      try await base.write { work in try TestMailTable.markDot(test.id, in: work) }
    }
  }

  private static func result(_ test: TestMail, _ policy: Policy, _ outcome: SendOutcome) -> Result {
    switch outcome {
    case .accepted(let reply):
      let detail = test.mode == .practice ? "It lies in the practice mailbox." : "The server took it: \(reply.code) \(reply.text)"
      return result(test, policy, .accepted, detail)
    case .refused(let reply, _): return result(test, policy, .refused, "The server refused it: \(reply.code) \(reply.text)")
    case .notSent(let failure): return result(test, policy, .notSent, "It did not leave. \(failure.detail)")
    case .unknown(let failure): return result(test, policy, .unknown, "It may have left; look into your inbox. \(failure.detail)")
    }
  }

  private static func result(_ test: TestMail, _ policy: Policy, _ outcome: SendAttempt.Outcome, _ detail: String) -> Result {
    Result(id: test.id, to: policy.sender.address, mode: test.mode, outcome: outcome, detail: detail)
  }

  /// The mail: from the person to the person, and with no address to opt out, since there is nobody to be taken off.
  private static func mail(_ content: Content, id: TestMail.ID, _ policy: Policy, at now: Timestamp) -> OutgoingMail {
    let me = MailAddress(name: policy.sender.name, address: policy.sender.address)
    let domain = me.address.split(separator: "@").last.map(String.init) ?? "localhost.invalid"
    var mail = OutgoingMail(
      messageID: "<test.\(id)@\(domain)>", date: now, from: me, to: me, subject: mark + content.subject, text: content.text)
    mail.html = content.html
    return mail
  }
}
