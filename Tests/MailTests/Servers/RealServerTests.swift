import Curl
import Fakes
import Foundation
import Mail
import Net
import Outreach
import Synchronization
import Testing

/// Against the real Postfix and Dovecot; they must start, or the suite fails.
@Suite struct `Real mail servers` {
  private func mail(_ id: String, to: String = MailServers.kunde, change: (inout OutgoingMail) -> Void = { _ in }) throws
    -> WireMail
  {
    var mail = OutgoingMail(
      messageID: id, date: Timestamp(rawValue: 1_795_230_000_000),
      from: MailAddress(name: "Anna Müller", address: MailServers.anna),
      to: MailAddress(name: "Kunde, der", address: to), subject: "Frage zu Ihrer Bäckerei – 中文",
      text: ".\n..\nFrom here\nZeile \u{2028} ü\n.")
    change(&mail)
    return WireMail(from: MailServers.anna, to: to, bytes: try RFC5322Composer().bytes(of: mail))
  }

  private func id() throws -> String { try MessageID.make(domain: "sender.test", token: UUID().uuidString.lowercased()) }

  /// Waits for Postfix to deliver; loopback, so a moment.
  private func find(_ id: String, _ session: any ReadingSession, _ folder: MailFolder) async throws -> UInt32 {
    var uid: UInt32?
    try await wait(for: "a mail") {
      _ = try await session.open(folder)
      uid = try await session.search(header: "Message-ID", value: id).first
      return uid != nil
    }
    return try #require(uid)
  }

  @Test func `a sent mail is read back octet by octet, and stays unread`() async throws {
    let servers = try MailServers.running()
    let reading = try await IMAPReader(servers.connector).session(with: servers.mailbox(MailServers.kunde, security: .starttls))
    let inbox = try #require(try await reading.folders().first { $0.role == .inbox })
    for security in [MailServer.Security.tls, .starttls] {
      let sending = try await SMTPSender(servers.connector).session(with: servers.submission(security: security))
      for withHTML in [false, true] {
        let id = try id()
        let mail = try mail(id) { mail in
          if withHTML { mail.html = "<p>Hällo</p>" }
          if withHTML {
            mail.attachments = [MailAttachment(name: "Prüfung.pdf", type: "application/pdf", bytes: (0...255).map { $0 })]
          }
        }
        let outcome = await sending.send(mail) {}
        guard case .accepted(let reply) = outcome else {
          Issue.record("\(outcome)")
          continue
        }
        #expect(reply.code == 250 && reply.enhanced == "2.0.0" && reply.text.contains("queued"))
        let uid = try await find(id, reading, inbox)
        let bytes = try #require(try await reading.message(uid: uid, limit: 1 << 20))
        // Servers put their own lines on top; what we wrote follows untouched. Maildir keeps bare LF, Dovecot gives CRLF back.
        #expect(bytes.count > mail.bytes.count && Array(bytes.suffix(mail.bytes.count)) == mail.bytes)
        #expect(try await reading.message(uid: uid, limit: 100) == Array(bytes.prefix(100)))
        let header = try #require(try await reading.headers(from: uid, through: uid, limit: 5).first)
        #expect(header.uid == uid && !header.flags.contains("\\Seen") && header.size == bytes.count)
        #expect(bytes.starts(with: header.header) && header.header.suffix(4) == [13, 10, 13, 10])
        #expect(abs(header.received.rawValue / 1000 - Int64(Date().timeIntervalSince1970)) < 100)
      }
      await sending.close()
    }
    #expect(try await reading.message(uid: 999_999, limit: 100) == nil)
    await reading.close()
  }

  @Test func `refusals name whose fault it is, and the session goes on`() async throws {
    let servers = try MailServers.running()
    let session = try await SMTPSender(servers.connector).session(with: servers.submission())
    let rows: [(String, (inout OutgoingMail) -> Void, Int, String?, SendOutcome.Phase)] = [
      ("nobody@customer.test", { _ in }, 550, "5.1.1", .recipient), ("grey@customer.test", { _ in }, 450, "4.7.1", .recipient),
      ("full@customer.test", { _ in }, 552, "5.2.2", .recipient), ("blocked@customer.test", { _ in }, 550, "5.7.1", .recipient),
      (MailServers.kunde, { $0.addHeader("X-Refuse", "after-dot") }, 550, "5.7.1", .content),
      (MailServers.kunde, { $0.text = String(repeating: "x", count: servers.maximumSize + 1) }, 552, "5.3.4", .content),
    ]
    for (to, change, code, enhanced, phase) in rows {
      let outcome = await session.send(try mail(try id(), to: to, change: change)) {}
      guard case .refused(let reply, let found) = outcome else {
        Issue.record("\(to): \(outcome)")
        continue
      }
      #expect(reply.code == code && reply.enhanced == enhanced && found == phase, "\(to) \(reply)")
    }
    let after = await session.send(try mail(try id())) {}
    if case .accepted = after {} else { Issue.record("\(after)") }
    await session.close()
  }

  // long: one server, each way of signing in
  @Test func `certificates and sign-ins that are wrong are told apart`() async throws {
    let servers = try MailServers.running()
    let smtp = servers.smtp
    let good = servers.submission()
    let own = servers.connector
    let strange = MailConnector(CurlDialer())
    let hasty = MailConnector(CurlDialer(), extraCAFile: servers.caFile, connectSeconds: 1)
    var wrong = good
    wrong.signIn = .password(Secret("wrong"))
    let noAuth = MailServer(
      host: servers.host, port: smtp.plainAnonymous, security: .none, username: "a", signIn: .password(Secret("b")))
    var byName = good
    byName.host = "127.0.0.2"
    let rows: [(String, MailConnector, MailServer, MailFailure.Step, String)] = [
      ("expired", own, servers.submission(port: smtp.expired), .tls, "has expired"),
      ("other host", own, servers.submission(port: smtp.otherHost), .tls, "for another server"),
      ("self-signed", own, servers.submission(port: smtp.selfSigned), .tls, "self-signed"),
      ("unknown CA", strange, good, .tls, "nobody that this computer trusts"),
      ("no such CA file", MailConnector(CurlDialer(), extraCAFile: "/nowhere.pem"), good, .tls, "can't be read"),
      ("TLS to a STARTTLS port", own, servers.submission(port: smtp.starttls, security: .tls), .tls, "STARTTLS"),
      ("STARTTLS to a TLS port", hasty, servers.submission(port: smtp.tls, security: .starttls), .connect, "TLS from the start"),
      ("STARTTLS missing", own, servers.submission(port: smtp.plainAnonymous, security: .starttls), .tls, "no STARTTLS"),
      ("wrong password", own, wrong, .login, "refused the sign-in"),
      ("no sign-in offered", own, noAuth, .login, "offers no sign-in"),
      ("nothing listens", own, servers.submission(port: 1), .connect, "nothing listens"),
      (
        "no such host", own, MailServer(host: "nowhere.invalid", port: 465, security: .tls, username: "", signIn: .anonymous), .dns,
        "no server named"
      ),
      (
        "plain to elsewhere", own, MailServer(host: "192.0.2.1", port: 25, security: .none, username: "", signIn: .anonymous),
        .connect, "without TLS"
      ),
      (
        "injected host", own, MailServer(host: "a/b", port: 25, security: .tls, username: "", signIn: .anonymous), .dns,
        "no host name"
      ),
    ]
    for (name, connector, server, step, text) in rows {
      do {
        let session = try await SMTPSender(connector).session(with: server)
        Issue.record("\(name) was let in")
        await session.close()
      } catch {
        #expect(error.step == step && error.detail.contains(text), "\(name): \(error)")
        #expect(!"\(error)".contains("wrong") || name != "wrong password", "the password must not show")
      }
    }
    let anonymous = MailServer(host: "localhost", port: smtp.plainAnonymous, security: .none, username: "", signIn: .anonymous)
    let session = try await SMTPSender(own).session(with: anonymous)
    let outcome = await session.send(try mail(try id())) {}
    if case .accepted = outcome {} else { Issue.record("\(outcome)") }
    await session.close()
    var badIMAP = servers.mailbox()
    badIMAP.signIn = .password(Secret("nope"))
    await #expect(throws: MailFailure.self) { _ = try await IMAPReader(own).session(with: badIMAP) }
  }

  @Test func `folders have their roles, and drafts are filed with flags and date`() async throws {
    let servers = try MailServers.running()
    let session = try await IMAPReader(servers.connector).session(with: servers.mailbox())
    let folders = try await session.folders()
    let roles = Dictionary(folders.map { ($0.role, $0.name) }) { first, _ in first }
    #expect(roles[.inbox] == "INBOX" && roles[.sent] == "Gesendet" && roles[.drafts] == "Drafts" && roles[.junk] == "Junk")
    #expect(
      roles[.archive] == "Archive" && folders.contains { ModifiedUTF7.decode($0.name) == "Übergabe & Co" && $0.role == .other })
    for folder in folders where folder.role == .drafts || folder.role == .other {
      let bytes = Array("Subject: x\r\nX-Mark: ü\r\n\r\n* 1 FETCH (UID 1)\r\nco9 OK done\r\n)\r\n".utf8)
      let date = Timestamp(rawValue: 1_700_000_000_000)
      let first = try await session.append(bytes, to: folder, flags: ["\\Draft", "\\Seen"], date: date)
      let uid = try #require(first)
      let state = try await session.open(folder)
      #expect(state.uidNext == uid + 1 && state.count >= 1 && state.uidValidity > 0)
      #expect(try await session.message(uid: uid, limit: 10_000) == bytes)
      let header = try #require(try await session.headers(from: 1, through: nil, limit: 1000).last)
      #expect(header.uid == uid && Set(header.flags).isSuperset(of: ["\\Draft", "\\Seen"]) && header.received == date)
      #expect(try await session.search(header: "X-Mark", value: "ü").contains(uid))
    }
    let more = try await session.headers(from: 900_000, through: nil, limit: 10)
    #expect(more.isEmpty, "n:* names the last message even below n")
    let missing = MailFolder(name: "Nowhere", role: .other)
    await #expect(throws: MailFailure.self) { _ = try await session.open(missing) }
    await #expect(throws: MailFailure.self) {
      _ = try await session.append([65], to: missing, flags: [], date: Timestamp(rawValue: 0))
    }
    // The session survives both.
    #expect(try await session.folders().count == folders.count)
    await session.close()
    await #expect(throws: MailFailure.self) { _ = try await session.folders() }
  }
}
