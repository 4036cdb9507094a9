import Curl
import Fakes
import Foundation
import Mail
import Outreach
import Synchronization
import Testing

/// Connections to the real Postfix and Dovecot that break anywhere, and certificates that are wrong.
@Suite(.serialized) struct `Dropped connections` {
  /// Where a conversation of so many octets is cut: everywhere at the beginning and the end, in steps between.
  private static func cuts(_ length: Int, steps: Int = 12) -> [Int] {
    Array(Set((0...steps).map { $0 * length / steps } + [1, 30, max(1, length - 40), max(1, length - 1)])).sorted()
  }

  private func through(_ port: Int, _ server: MailServer, _ side: CutProxy.Side, after limit: Int) -> (CutProxy, MailServer) {
    let proxy = CutProxy(to: port, cutting: side, after: limit)
    var cut = server
    cut.port = proxy.port
    return (proxy, cut)
  }

  private func mail(_ id: String) throws -> WireMail {
    let mail = OutgoingMail(
      messageID: id, date: Timestamp(rawValue: 1_795_230_000_000), from: MailAddress(address: MailServers.anna),
      to: MailAddress(address: MailServers.kunde), subject: "Cut", text: String(repeating: "A line of text.\n", count: 40))
    return WireMail(from: MailServers.anna, to: MailServers.kunde, bytes: try RFC5322Composer().bytes(of: mail))
  }

  /// Sends one mail over a connection that is cut; what is known of it afterwards, and whether the dot was announced.
  private func send(_ id: String, _ servers: MailServers, _ server: MailServer) async throws -> (SendOutcome, dot: Bool) {
    let dot = Mutex(false)
    let mail = try mail(id)
    do throws(MailFailure) {
      let session = try await SMTPSender(servers.connector).session(with: server)
      let outcome = await session.send(mail) { dot.withLock { $0 = true } }
      await session.close()
      return (outcome, dot.withLock { $0 })
    } catch { return (.notSent(error), dot.withLock { $0 }) }
  }

  @Test(.timeLimit(.minutes(20))) func `a mail whose connection breaks is never said to be sent or unsent wrongly`() async throws {
    let servers = try MailServers.running()
    let whole = through(servers.smtp.tls, servers.submission(), .client, after: 1 << 20)
    let first = "<\(UUID().uuidString)@sender.test>"
    let began = try await send(first, servers, whole.1)
    guard case (.accepted, true) = began else {
      Issue.record("the whole one did not pass: \(began)")
      return
    }
    var tried: [(id: String, outcome: SendOutcome, dot: Bool)] = []
    for side in CutProxy.Side.allCases {
      for limit in Self.cuts(whole.0.passed(side)) {
        let id = "<\(UUID().uuidString)@sender.test>"
        let (outcome, dot) = try await send(id, servers, through(servers.smtp.tls, servers.submission(), side, after: limit).1)
        tried.append((id, outcome, dot))
      }
    }
    // A last whole one behind them: what arrives at all has arrived then.
    let last = "<\(UUID().uuidString)@sender.test>"
    let ended = try await send(last, servers, servers.submission())
    guard case (.accepted, true) = ended else {
      Issue.record("the last one did not pass: \(ended)")
      return
    }
    let reading = try await IMAPReader(servers.connector).session(with: servers.mailbox(MailServers.kunde))
    let inbox = try #require(try await reading.folders().first { $0.role == .inbox })
    func arrived(_ id: String) async throws -> Int {
      _ = try await reading.open(inbox)
      return try await reading.search(header: "Message-ID", value: id).count
    }
    try await wait(for: "the last mail") { try await arrived(last) > 0 }
    for (id, outcome, dot) in tried {
      if case .accepted = outcome { try await wait(for: "an accepted mail") { try await arrived(id) > 0 } }
      let count = try await arrived(id)
      switch outcome {
      case .accepted: #expect(count == 1, "accepted, but it arrived \(count) times")
      case .notSent: #expect(count == 0, "said not to be sent, but it arrived \(count) times, dot \(dot)")
      case .unknown: #expect(dot && count <= 1)
      case .refused(let reply, _): Issue.record("refused: \(reply)")
      }
    }
    #expect(tried.contains { if case .notSent = $0.outcome { true } else { false } })
    await reading.close()
  }

  @Test(.timeLimit(.minutes(20))) func `reading that breaks anywhere fails as a whole and marks nothing`() async throws {
    let servers = try MailServers.running()
    let direct = try await IMAPReader(servers.connector).session(with: servers.mailbox(MailServers.anna))
    let inbox = try #require(try await direct.folders().first { $0.role == .inbox })
    let bytes = Array("Subject: Cut\r\nMessage-ID: <cut@x.test>\r\n\r\n\(String(repeating: "A line.\r\n", count: 100))".utf8)
    for _ in 0..<3 { _ = try await direct.append(bytes, to: inbox, flags: [], date: Timestamp(rawValue: 1_700_000_000_000)) }
    func read(_ server: MailServer) async throws(MailFailure) -> (uids: [UInt32], octets: [Int]) {
      let session = try await IMAPReader(servers.connector).session(with: server)
      let folders = try await session.folders()
      guard let box = folders.first(where: { $0.role == .inbox }) else { throw MailFailure(.folder, "no inbox") }
      _ = try await session.open(box)
      let found = try await session.search(header: "Message-ID", value: "<cut@x.test>")
      var octets: [Int] = []
      for uid in found { octets.append(try await session.message(uid: uid, limit: 1 << 20)?.count ?? 0) }
      await session.close()
      return (found, octets)
    }
    let whole = through(servers.imap.tls, servers.mailbox(), .server, after: 1 << 22)
    let expected = try await read(whole.1)
    #expect(expected.uids.count >= 3 && expected.octets.allSatisfy { $0 == bytes.count })
    var failures = 0
    for side in CutProxy.Side.allCases {
      for limit in Self.cuts(whole.0.passed(side)) {
        do throws(MailFailure) {
          let found = try await read(through(servers.imap.tls, servers.mailbox(), side, after: limit).1)
          #expect(found.uids == expected.uids && found.octets == expected.octets, "half a mail was taken for a whole one")
        } catch { failures += 1 }
      }
    }
    #expect(failures > 10)
    _ = try await direct.open(inbox)
    for uid in expected.uids {
      let header = try await direct.headers(from: uid, through: uid, limit: 1).first
      #expect(header?.flags.contains("\\Seen") == false)
    }
    await direct.close()
  }

  @Test func `a mailbox with a wrong certificate is not read`() async throws {
    let servers = try MailServers.running()
    let rows: [(name: String, port: Int, says: String)] = [
      ("expired", servers.smtp.expired, "has expired"), ("another host", servers.smtp.otherHost, "for another server"),
      ("self-signed", servers.smtp.selfSigned, "self-signed"),
    ]
    for row in rows {
      var server = servers.mailbox()
      server.port = row.port
      do {
        let session = try await IMAPReader(servers.connector).session(with: server)
        Issue.record("\(row.name) was let in")
        await session.close()
      } catch { #expect(error.step == .tls && error.detail.contains(row.says), "\(row.name): \(error)") }
    }
  }
}
