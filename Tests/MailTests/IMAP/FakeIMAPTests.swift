import Curl
import Foundation
import Mail
import Outreach
import Testing

@Suite struct `IMAP against a server with a script` {
  typealias Step = FakeServer.Step

  /// Greeting and capabilities for libcurl, then for us.
  static func signedIn(_ capabilities: String = "IMAP4rev1", _ steps: [Step]) -> FakeServer {
    FakeServer(
      [
        .say("* OK hello\r\n"), .expect("A001 CAPABILITY"), .say("* CAPABILITY IMAP4rev1\r\nA001 OK\r\n"),
        .expect("co1 CAPABILITY"),
        .say("* CAPABILITY \(capabilities)\r\nco1 OK done\r\n"),
      ] + steps)
  }

  static let opened: [Step] = [
    .expect("co2 EXAMINE \"INBOX\""),
    .say("* 4 EXISTS\r\n* OK [UIDVALIDITY 9] x\r\n* OK [UIDNEXT 8] x\r\nco2 OK [READ-ONLY] x\r\n"),
  ]
  private let inbox = MailFolder(name: "INBOX", role: .inbox)

  private func session(_ fake: FakeServer) async throws -> any ReadingSession {
    var timeouts = IMAPTimeouts()
    (timeouts.silence, timeouts.command, timeouts.logout) = (0.6, 1.5, 0.2)
    return try await IMAPReader(MailConnector(CurlDialer()), timeouts: timeouts).session(with: fake.server)
  }

  @Test func `headers come in windows, sorted, and only those asked for`() async throws {
    let answer =
      "* 3 FETCH (FLAGS (\\Seen))\r\n* 2 FETCH (BODY[HEADER]<0> {8}\r\nA: b\r\n\r\n UID 7 INTERNALDATE \" 3-Nov-2026 09:05:00 +0000\" RFC822.SIZE 99)\r\n"
      + "* 1 FETCH (UID 6 FLAGS (\\Answered $X) BODY[HEADER]<0> \"C: d\" RFC822.SIZE 3)\r\n* 9 FETCH (UID 77 BODY[HEADER]<0> \"E: f\")\r\n* 5 EXISTS\r\nco4 OK\r\n"
    let fake = Self.signedIn(
      "IMAP4rev1",
      Self.opened + [
        .expect("co3 UID SEARCH UID 6:*"), .say("* SEARCH 7 6 5\r\nco3 OK\r\n"), .expect("co4 UID FETCH 6:7 "), .drip(answer, 1),
      ])
    defer { fake.stop() }
    let session = try await session(fake)
    let state = try await session.open(inbox)
    #expect(state == FolderState(uidValidity: 9, uidNext: 8, count: 4))
    let headers = try await session.headers(from: 6, through: nil, limit: 10)
    #expect(headers.map(\.uid) == [6, 7] && headers.map(\.size) == [3, 99] && headers[0].flags == ["\\Answered", "$X"])
    #expect(headers[1].header == Array("A: b\r\n\r\n".utf8) && headers[1].received == Timestamp(rawValue: 1_793_696_700_000))
    await session.close()
  }

  @Test func `odd answers end by name`() async throws {
    let rows: [(String, [Step], MailFailure.Step)] = [
      ("BYE", Self.opened + [.expect("co3"), .say("* BYE idle too long\r\n")], .transfer),
      ("drop", Self.opened + [.expect("co3"), .drop], .transfer),
      ("drop in a literal", Self.opened + [.expect("co3"), .say("* 1 FETCH (UID 5 BODY[] {100}\r\nabc"), .drop], .transfer),
      ("silence", Self.opened + [.expect("co3"), .silence], .transfer),
      ("slow drip", Self.opened + [.expect("co3"), .drip(String(repeating: "* OK x\r\n", count: 100), 20)], .transfer),
      ("garbage", Self.opened + [.expect("co3"), .sayBytes(Array(0...255))], .transfer),
      ("huge literal", Self.opened + [.expect("co3"), .say("* 1 FETCH (UID 5 BODY[] {99999999}\r\n")], .transfer),
      ("another's tag", Self.opened + [.expect("co3"), .say("co9 OK\r\n")], .transfer),
      ("NO", Self.opened + [.expect("co3"), .say("co3 NO [UNAVAILABLE] later\r\n")], .folder),
      ("renumbered", Self.opened + [.expect("co3"), .say("* OK [UIDVALIDITY 10] new\r\nco3 OK\r\n"), .expect("co4")], .folder),
      ("no UIDVALIDITY", [.expect("co2 EXAMINE"), .say("* 0 EXISTS\r\nco2 OK\r\n")], .folder),
      ("EXAMINE refused", [.expect("co2 EXAMINE"), .say("co2 NO [NONEXISTENT] none\r\n")], .folder),
    ]
    for (name, steps, step) in rows {
      let fake = Self.signedIn("IMAP4rev1", steps)
      defer { fake.stop() }
      let session = try await session(fake)
      do {
        _ = try await session.open(inbox)
        _ = try await session.message(uid: 5, limit: 1000)
        _ = try await session.message(uid: 5, limit: 1000)
        Issue.record("\(name) went through")
      } catch let error as MailFailure { #expect(error.step == step, "\(name): \(error)") }
      await session.close()
    }
  }

  @Test func `literals wait for leave unless the server takes them without`() async throws {
    let folder = MailFolder(name: "Entw&APw-rfe", role: .drafts)
    let date = Timestamp(rawValue: 1_793_696_700_000)
    let waiting = Self.signedIn(
      "IMAP4rev1",
      [.expect("co2 APPEND"), .say("* 1 EXISTS\r\n+ go\r\n"), .until("\r\n.x\r\n\r\n"), .say("co2 OK [APPENDUID 3 44] x\r\n")])
    let refusing = Self.signedIn(
      "IMAP4rev1", [.expect("co2 APPEND"), .say("co2 NO [TRYCREATE] none\r\n"), .expect("co3 NOOP"), .say("co3 OK\r\n")])
    let eager = Self.signedIn("IMAP4rev1 LITERAL+", [.expect("co2 APPEND"), .until("\r\n.x\r\n\r\n"), .say("co2 OK x\r\n")])
    defer { [waiting, refusing, eager].forEach { $0.stop() } }
    let body = Array("A: b\r\n\r\n.x\r\n".utf8)
    #expect(try await session(waiting).append(body, to: folder, flags: ["\\Draft"], date: date) == 44)
    #expect(waiting.heard.contains("co2 APPEND \"Entw&APw-rfe\" (\\Draft) \" 3-Nov-2026 09:05:00 +0000\" {12}\r\nA: b"))
    let refused = try await session(refusing)
    await #expect(throws: MailFailure.self) { _ = try await refused.append(body, to: folder, flags: ["\\Draft"], date: date) }
    try await (refused as? IMAPSession)?.keepAlive()
    #expect(try await session(eager).append(body, to: folder, flags: [], date: date) == nil)
    #expect(eager.heard.contains("{12+}\r\nA: b"))
    let careful = try await session(Self.signedIn("IMAP4rev1", Self.opened))
    for bad in ["a\r\nb", "x) (y", "\u{0}"] {
      await #expect(throws: MailFailure.self) { _ = try await careful.append(body, to: folder, flags: [bad], date: date) }
    }
  }

  @Test func `cancelling breaks a session off`() async throws {
    let fake = Self.signedIn("IMAP4rev1", [.expect("co2"), .silence])
    defer { fake.stop() }
    let session = try await IMAPReader(MailConnector(CurlDialer())).session(with: fake.server)
    let task = Task { [inbox] in try await session.open(inbox) }
    #expect(try await fake.hears("EXAMINE \"INBOX\"\r\n"))
    task.cancel()
    await #expect(throws: MailFailure(.cancelled, "Reading the mailbox was broken off.")) { _ = try await task.value }
    await session.close()
  }
}
