import Outreach
import Practice
import Synchronization
import Testing

/// An archive in memory.
private final class Shelf: PracticeArchive {
  private let mails = Mutex<[(folder: String, mail: ArchivedMail, id: String?)]>([])
  private let broken = Mutex(false)

  func breakDown() { broken.withLock { $0 = true } }
  func file(_ bytes: [UInt8], folder: String, messageID: String?) async throws -> Int {
    if broken.withLock({ $0 }) { throw Fault(.storage, "full") }
    return mails.withLock { mails in
      mails.append((folder, ArchivedMail(number: mails.count + 1, bytes: bytes, at: Timestamp(rawValue: 1)), messageID))
      return mails.count
    }
  }
  func mails(in folder: String, after: Int, limit: Int) async throws -> [ArchivedMail] {
    Array(mails.withLock { $0 }.filter { $0.folder == folder && $0.mail.number > after }.prefix(limit).map(\.mail))
  }
  func numbers(in folder: String, messageID: String) async throws -> [Int] {
    mails.withLock { $0 }.filter { $0.folder == folder && $0.id == messageID }.map(\.mail.number)
  }
  func state(of folder: String) async throws -> (last: Int, count: Int) {
    let inside = mails.withLock { $0 }.filter { $0.folder == folder }
    return (inside.last?.mail.number ?? 0, inside.count)
  }
}

@Suite struct PracticeMailboxTests {
  private static let server = MailServer(host: "practice", port: 0, security: .none, username: "", signIn: .anonymous)
  private static let mail = Array("Message-ID:\r\n <a@b>\r\nSubject: x\r\n\r\nBody\r\n".utf8)

  private static func send(_ shelf: Shelf, dot: @escaping @Sendable () async throws -> Void = {}) async throws -> SendOutcome {
    let session: any SendingSession = try await PracticeMailbox(archive: shelf).session(with: server)
    return await session.send(WireMail(from: "a@b", to: "c@d", bytes: mail), beforeFinish: dot)
  }

  @Test func `a mail is kept after the dot, found by its Message-ID even where the field is folded, and read again`() async throws {
    let shelf = Shelf()
    guard case .accepted = try await Self.send(shelf) else {
      Issue.record("not accepted")
      return
    }
    let session: any ReadingSession = try await PracticeMailbox(archive: shelf).session(with: Self.server)
    #expect(try await session.open(PracticeMailbox.sent) == FolderState(uidValidity: 1, uidNext: 2, count: 1))
    #expect(try await session.search(header: "Message-ID", value: "<a@b>") == [1])
    #expect(try await session.message(uid: 1, limit: 10)?.count == 10)
    #expect(try await session.message(uid: 7, limit: 10) == nil)
    #expect(
      try await session.headers(from: 1, through: nil, limit: 5).first.map { String(decoding: $0.header, as: UTF8.self) }?
        .hasSuffix("Subject: x\r\n") == true)
    #expect(try await session.headers(from: 0, through: nil, limit: 5).count == 1)
  }

  @Test func `what breaks before the dot was not sent, after it nobody knows`() async throws {
    let shelf = Shelf()
    guard case .notSent = try await Self.send(shelf, dot: { throw Fault(.conflict, "no") }) else {
      Issue.record("the dot was not asked for")
      return
    }
    #expect(try await shelf.state(of: "Sent").count == 0)
    shelf.breakDown()
    guard case .unknown = try await Self.send(shelf) else {
      Issue.record("a failure after the dot is not known")
      return
    }
  }
}
