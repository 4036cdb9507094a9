import Curl
import Foundation
import Mail
import Outreach
import Synchronization
import Testing

private func wire(_ text: String = "Subject: x\r\n\r\nhello\r\n") -> WireMail {
  WireMail(from: "anna@sender.test", to: "kunde@customer.test", bytes: Array(text.utf8))
}

private var quick: SMTPTimeouts {
  var timeouts = SMTPTimeouts()
  (timeouts.command, timeouts.data, timeouts.block, timeouts.end) = (1, 1, 1, 1)
  (timeouts.interruptedEnd, timeouts.quit, timeouts.lastWords) = (0.5, 0.2, 0.5)
  return timeouts
}

/// What a try came to, short enough for a table.
private func short(_ outcome: SendOutcome) -> String {
  switch outcome {
  case .accepted(let reply): "accepted \(reply.code)"
  case .refused(let reply, let phase): "refused \(reply.code) \(reply.enhanced ?? "-") \(phase)"
  case .notSent(let failure): "notSent \(failure.step)"
  case .unknown(let failure): "unknown \(failure.step)"
  }
}

@Suite struct `SMTP against a server with a script` {
  typealias Step = FakeServer.Step

  static let toData: [Step] = [
    .expect("MAIL"), .say("250 2.1.0 ok\r\n"), .expect("RCPT"), .say("250 ok\r\n"), .expect("DATA"), .say("354 go\r\n"),
  ]
  static let toDot: [Step] = toData + [.until("\r\n.\r\n")]
  static let offers = [["SIZE 100000"], ["SIZE 100000", "PIPELINING"]]

  // long: a table of cases
  @Test func `each way to fail is told precisely`() async throws {
    let rows: [(String, [Step], String)] = [
      ("taken", Self.toDot + [.say("250 2.0.0 queued as 7\r\n")], "accepted 250"),
      ("taken, many lines", Self.toDot + [.say("250-2.0.0 yes\r\n250 2.0.0 queued\r\n")], "accepted 250"),
      ("drop at MAIL", [.expect("MAIL"), .drop], "notSent transfer"),
      ("drop at RCPT", [.expect("MAIL"), .say("250 ok\r\n"), .expect("RCPT"), .drop], "notSent transfer"),
      ("drop at DATA", Array(Self.toData.dropLast()) + [.drop], "notSent transfer"),
      ("drop in content", Self.toData + [.drop], "notSent transfer"),
      ("drop after the dot", Self.toDot + [.drop], "unknown transfer"),
      ("half an answer after the dot", Self.toDot + [.say("250-2.0.0 qu"), .drop], "unknown transfer"),
      ("silence at MAIL", [.expect("MAIL"), .silence], "notSent transfer"),
      ("silence after the dot", Self.toDot + [.silence], "unknown transfer"),
      ("slow drip", [.expect("MAIL"), .drip("250-" + String(repeating: "x", count: 60), 50)], "notSent transfer"),
      ("MAIL refused", [.expect("MAIL"), .say("553 5.1.8 not yours\r\n")], "refused 553 5.1.8 sender"),
      (
        "RCPT refused", [.expect("MAIL"), .say("250 ok\r\n"), .expect("RCPT"), .say("550 5.1.1 unknown\r\n")],
        "refused 550 5.1.1 recipient"
      ),
      (
        "greylisting", [.expect("MAIL"), .say("250 ok\r\n"), .expect("RCPT"), .say("450-4.2.0 later\r\n450 4.2.0 try again\r\n")],
        "refused 450 4.2.0 recipient"
      ),
      ("DATA refused", Array(Self.toData.dropLast()) + [.say("451 no\r\n")], "refused 451 - content"),
      ("250 instead of 354", Array(Self.toData.dropLast()) + [.say("250 ok\r\n")], "notSent transfer"),
      ("refused after the dot", Self.toDot + [.say("554 5.7.1 spam\r\n")], "refused 554 5.7.1 content"),
      ("421 at MAIL", [.expect("MAIL"), .say("421 4.7.0 too many\r\n")], "refused 421 4.7.0 sender"),
      ("421 in content", Self.toData + [.until("hello"), .say("421 4.3.2 closing\r\n"), .drop], "refused 421 4.3.2 content"),
      ("421 after the dot", Self.toDot + [.say("421 4.3.2 closing\r\n")], "refused 421 4.3.2 content"),
      ("552 in content", Self.toData + [.until("hello"), .say("552 5.3.4 big\r\n")], "refused 552 5.3.4 content"),
      ("an early 250 is no acceptance", Array(Self.toData.dropLast()) + [.say("354 go\r\n250 ok\r\n")], "notSent transfer"),
      ("354 after the dot", Self.toDot + [.say("354 go\r\n")], "unknown transfer"),
      ("garbage at MAIL", [.expect("MAIL"), .sayBytes((0...255).map { UInt8($0) })], "notSent transfer"),
      ("garbage after the dot", Self.toDot + [.sayBytes([0xFF, 0xFE, 0x00, 0x41])], "unknown transfer"),
      ("an endless line", [.expect("MAIL"), .say("250 " + String(repeating: "x", count: 9000))], "notSent transfer"),
      ("endless lines", [.expect("MAIL"), .say(String(repeating: "250-x\r\n", count: 500))], "notSent transfer"),
      ("enhanced code of another class", [.expect("MAIL"), .say("550 2.1.1 odd\r\n")], "refused 550 - sender"),
    ]
    // The same whether the server takes commands one by one or all at once.
    let both = Self.offers.flatMap { offer in rows.map { ($0.0, $0.1, $0.2, offer) } }
    await withTaskGroup(of: Void.self) { group in
      for (name, steps, expected, offer) in both {
        group.addTask {
          let fake = FakeServer.smtp(steps, offer: offer)
          defer { fake.stop() }
          let sender = SMTPSender(MailConnector(CurlDialer()), timeouts: quick)
          do {
            let session = try await sender.session(with: fake.server)
            // The pause lets a server that speaks too early do so before the dot.
            let outcome = await session.send(wire()) { try await Task.sleep(for: .milliseconds(200)) }
            #expect(short(outcome) == expected, "\(name), \(offer)")
            await session.close()
          } catch {
            Issue.record("\(name): \(error)")
          }
        }
      }
    }
  }

  @Test func `a refused recipient does not end the session`() async throws {
    let refused: [Step] = [.expect("MAIL"), .say("250 ok\r\n"), .expect("RCPT"), .say("550 5.1.1 no\r\n")]
    let fake = FakeServer.smtp(
      refused + [.expect("RSET"), .say("250 ok\r\n")] + Self.toDot + [.say("250 ok\r\n"), .expect("QUIT"), .say("221 bye\r\n")])
    defer { fake.stop() }
    let session = try await SMTPSender(MailConnector(CurlDialer()), timeouts: quick).session(with: fake.server)
    #expect(short(await session.send(wire()) {}) == "refused 550 5.1.1 recipient")
    #expect(short(await session.send(wire()) {}) == "accepted 250")
    await session.close()
    #expect(fake.heard.contains("QUIT"))
    #expect(short(await session.send(wire()) {}) == "notSent transfer")
  }

  @Test func `commands go in one piece where the server takes that, and the first refusal counts`() async throws {
    let ok: Step = .say("250 ok\r\n")
    let fake = FakeServer.smtp(
      [.expect("DATA"), .say("250 ok\r\n550 5.1.1 nobody\r\n503 no recipients\r\n")]
        + [.expect("RSET"), ok, .expect("DATA"), .say("553 5.1.8 not yours\r\n503 MAIL first\r\n503 RCPT first\r\n")]
        + [.expect("RSET"), ok] + Self.toDot + [.say("250 ok\r\n"), .expect("QUIT"), .say("221 bye\r\n")],
      offer: Self.offers[1])
    defer { fake.stop() }
    let session = try await SMTPSender(MailConnector(CurlDialer()), timeouts: quick).session(with: fake.server)
    #expect(short(await session.send(wire()) {}) == "refused 550 5.1.1 recipient")
    #expect(short(await session.send(wire()) {}) == "refused 553 5.1.8 sender")
    #expect(short(await session.send(wire()) {}) == "accepted 250")
    await session.close()
    #expect(fake.heard.contains("RSET\r\nMAIL FROM:<anna@sender.test> SIZE=21\r\nRCPT TO:<kunde@customer.test>\r\nDATA\r\n"))
    #expect(fake.heard.components(separatedBy: "\r\n.\r\n").count == 2, "one end for the one mail")
  }

  @Test func `no end of a mail leaves where the server wants content for a refused recipient`() async throws {
    let fake = FakeServer.smtp(
      [.expect("DATA"), .say("250 ok\r\n550 5.1.1 nobody\r\n354 go\r\n"), .silence], offer: Self.offers[1])
    defer { fake.stop() }
    let session = try await SMTPSender(MailConnector(CurlDialer()), timeouts: quick).session(with: fake.server)
    #expect(short(await session.send(wire()) {}) == "refused 550 5.1.1 recipient")
    #expect(short(await session.send(wire()) {}) == "notSent transfer")
    await session.close()
    #expect(fake.heard.hasSuffix("DATA\r\n"))
  }

  @Test(arguments: offers) func `the dot leaves only after the ledger has said so`(offer: [String]) async throws {
    let fake = FakeServer.smtp(Self.toDot + [.say("250 ok\r\n")], offer: offer)
    defer { fake.stop() }
    let session = try await SMTPSender(MailConnector(CurlDialer()), timeouts: quick).session(with: fake.server)
    let before = Mutex("")
    let outcome = await session.send(wire("Subject: x\r\n\r\n.dot\r\n..two\r\nlast\r\n")) {
      try await Task.sleep(for: .milliseconds(300))
      before.withLock { $0 = fake.heard }
    }
    #expect(short(outcome) == "accepted 250")
    #expect(before.withLock { $0 }.hasSuffix("\r\n\r\n..dot\r\n...two\r\nlast"))
    #expect(fake.heard.hasSuffix("\r\nlast\r\n.\r\n"))
    await session.close()
  }

  @Test func `a mail's dialogue keeps to the thread of its session, also after the ledger`() async throws {
    let fake = FakeServer.smtp(Self.toDot + [.say("250 ok\r\n"), .expect("QUIT"), .say("221 bye\r\n")])
    defer { fake.stop() }
    let threads = Mutex<[String: Set<UInt>]>([:])
    let note: @Sendable (String) -> Void = { stage in
      _ = threads.withLock { $0[stage, default: []].insert(UInt(pthread_self())) }
    }
    let sender = SMTPSender(MailConnector(CurlDialer()), timeouts: quick) { note($0.rawValue) }
    let session = try await sender.session(with: fake.server)
    let outcome = await session.send(wire()) {
      note("ledger")
      // What the ledger waits for runs elsewhere, as the base's writer does.
      await Task.detached { note("writer") }.value
      note("written")
    }
    #expect(short(outcome) == "accepted 250")
    await session.close()
    let seen = threads.withLock { $0 }
    let (writer, own) = (seen["writer"] ?? [], seen.filter { $0.key != "writer" })
    #expect(own.count == 10 && Set(own.values.flatMap { $0 }).count == 1, "\(seen)")
    #expect(writer.isDisjoint(with: own.values.flatMap { $0 }))
  }

  @Test func `breaking off before the dot is not sent, after it unknown within the limit`() async throws {
    struct Stop: Error {}
    let fakes = [Self.toData + [.silence], Self.toData + [.silence], Self.toDot + [.silence], Self.toDot + [.silence]].map {
      FakeServer.smtp($0)
    }
    defer { fakes.forEach { $0.stop() } }
    var patient = SMTPTimeouts()
    patient.interruptedEnd = 0.5
    let sender = SMTPSender(MailConnector(CurlDialer()), timeouts: patient)
    let throwing = try await sender.session(with: fakes[0].server)
    #expect(short(await throwing.send(wire()) { throw Stop() }) == "notSent cancelled")
    let interrupted = try await sender.session(with: fakes[1].server)
    #expect(short(await interrupted.send(wire()) { interrupted.interrupt() }) == "notSent cancelled")
    #expect(!fakes[1].heard.contains("\r\n.\r\n"))
    let after = try await SMTPSender(MailConnector(CurlDialer()), timeouts: patient).session(with: fakes[2].server)
    async let outcome = after.send(wire()) {}
    #expect(try await fakes[2].hears("\r\n.\r\n"))
    after.interrupt()
    #expect(short(await outcome) == "unknown transfer")
    let last = try await sender.session(with: fakes[3].server)
    let task = Task { await last.send(wire()) {} }
    #expect(try await fakes[3].hears("\r\n.\r\n"))
    task.cancel()
    #expect(short(await task.value) == "unknown transfer")
  }

  @Test func `cancelling ends the wait for a connection at once`() async throws {
    let fake = FakeServer([.expect("EHLO"), .silence])
    let silent = FakeServer([.expect("A001"), .silence])
    defer {
      fake.stop()
      silent.stop()
    }
    let connector = MailConnector(CurlDialer(), connectSeconds: 300)
    let sending = Task { _ = try await SMTPSender(connector).session(with: fake.server) }
    let reading = Task { _ = try await IMAPReader(connector).session(with: silent.server) }
    try await Task.sleep(for: .milliseconds(100))
    sending.cancel()
    reading.cancel()
    for task in [sending, reading] {
      await #expect(throws: MailFailure(.cancelled, "Connecting was broken off.")) { try await task.value }
    }
  }

  @Test func `mail that would break the protocol never leaves`() async throws {
    let long = String(repeating: "x", count: 1200)
    let rows: [(String, WireMail, String)] = [
      ("bare LF", wire("a\nb\r\n"), "notSent transfer"),
      ("bare CR", wire("a\rb\r\n"), "notSent transfer"),
      ("CR at the end", wire("a\r"), "notSent transfer"),
      ("smuggled end", wire("a\r\n.\nb\r\n"), "notSent transfer"),
      ("long line", wire(long + "\r\n"), "notSent transfer"),
      ("8-bit without 8BITMIME", wire("ü\r\n"), "notSent transfer"),
      ("injected recipient", WireMail(from: "a@b.de", to: "c@d.de>\r\nRCPT TO:<e@f.de", bytes: []), "notSent transfer"),
      ("bracket in address", WireMail(from: "a@b.de", to: "c>@d.de", bytes: []), "notSent transfer"),
      ("no address", WireMail(from: "a@b.de", to: "d.de", bytes: []), "notSent transfer"),
      ("too large", wire(String(repeating: "0123456789\r\n", count: 9000)), "refused 552 5.3.4 content"),
    ]
    let fake = FakeServer.smtp([.silence])
    defer { fake.stop() }
    let session = try await SMTPSender(MailConnector(CurlDialer()), timeouts: quick).session(with: fake.server)
    for (name, mail, expected) in rows { #expect(short(await session.send(mail) {}) == expected, "\(name)") }
    #expect(!fake.heard.contains("MAIL"))
    await session.close()
  }
}
