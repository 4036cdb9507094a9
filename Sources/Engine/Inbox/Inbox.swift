import Outreach
import SQLite
import Store
import Text

/// Reads the mailbox for answers to our mail. Nothing about other mail is stored.
public struct Inbox: Sendable {
  /// What the inbox needs from outside.
  public struct Ports: Sendable {
    public var imap: any MailboxReader
    public var practice: any MailboxReader
    public var parser: any MailParser
    public var clock: any Clock
    public var log: any Log
    /// Whether a provider files each mail that goes through it in Sent by itself.
    public var filesSentMail: @Sendable (MailServer) -> Bool = { _ in false }

    /// The ports together.
    public init(imap: any MailboxReader, practice: any MailboxReader, parser: any MailParser, clock: any Clock, log: any Log) {
      (self.imap, self.practice, self.parser, self.clock, self.log) = (imap, practice, parser, clock, log)
    }
  }

  /// What one check found.
  public struct Found: Sendable, Hashable {
    public var read = 0
    public var replies = 0
    public var possible = 0
    public var bounces = 0

    /// What was found, counted.
    public init(read: Int = 0, replies: Int = 0, possible: Int = 0, bounces: Int = 0) {
      (self.read, self.replies, self.possible, self.bounces) = (read, replies, possible, bounces)
    }
  }

  /// Headers are fetched so many at a time.
  private static let window = 200
  /// UIDs before the cursor that are looked at again.
  private static let overlap: UInt32 = 20
  /// How far back the first look at a folder goes.
  private static let firstLook: UInt32 = 500
  /// The most of a mail that is read.
  private static let maximumMailBytes = 2 << 20

  let base: Base
  let settings: Settings
  let ports: Ports

  /// Over a base, under its settings, through these ports.
  public init(base: Base, settings: Settings, ports: Ports) { (self.base, self.settings, self.ports) = (base, settings, ports) }

  /// The mailboxes that can be read.
  public var readable: [Mailbox.ID] { settings.policy.mailboxes.filter(isSetUp) }

  /// Whether a mailbox can be read.
  public func isSetUp(_ mailbox: Mailbox.ID) -> Bool {
    settings.policy.mode == .practice || settings.policy.of(mailbox).imap != nil
  }

  /// Reads every mailbox of the present mode; one that can't be read doesn't keep the others from it.
  /// - Throws: the trouble with the first one that could not be read.
  public func check() async throws -> Found {
    var (found, trouble) = (Found(), (any Error)?.none)
    for mailbox in readable.isEmpty ? [settings.policy.mailbox] : readable {
      do { found.add(try await check(mailbox)) } catch { trouble = trouble ?? error }
    }
    if let trouble { throw trouble }
    return found
  }

  /// Reads inbox, junk and archive of a mailbox.
  public func check(_ mailbox: Mailbox.ID) async throws -> Found {
    let policy = settings.policy.of(mailbox)
    var found = Found()
    let session: any ReadingSession
    do throws(MailFailure) {
      if policy.mode == .practice {
        session = try await ports.practice.session(
          with: MailServer(host: "practice", port: 0, security: .none, username: "", signIn: .anonymous))
      } else {
        guard let server = policy.imap else {
          throw MailFailure(.connect, "Reading the mailbox (IMAP) is not set up, so replies are not noticed.")
        }
        session = try await ports.imap.session(with: server)
      }
    } catch { throw Fault(error.step == .login ? .notConfigured : .offline, error.detail) }
    defer { Task { await session.close() } }
    var unopened: MailFailure?
    do throws(MailFailure) {
      let roles: [MailFolder.Role] = [.inbox, .junk, .archive, .all]
      let folders = try await session.folders()
      for folder in roles.flatMap({ role in folders.filter { $0.role == role } }) {
        do throws(MailFailure) { found.add(try await check(folder, over: session, policy: policy)) } catch {
          // One folder that can't be opened doesn't keep the others from being read.
          guard error.step == .folder else { throw error }
          unopened = unopened ?? error
        }
      }
    } catch { throw Fault(.upstream, error.detail) }
    if let unopened { throw Fault(.upstream, unopened.detail) }
    return found
  }

  private func check(_ folder: MailFolder, over session: any ReadingSession, policy: Policy) async throws(MailFailure) -> Found {
    var found = Found()
    let state = try await session.open(folder)
    let mailbox = policy.mailbox
    let cursor = try await stored { work in try InboxCursorTable.find(mailbox, folder: folder.name, in: work) }
    let known = cursor.flatMap { $0.uidValidity == state.uidValidity ? $0.uid : nil }
    let back = known == nil ? Self.firstLook : Self.overlap
    let from = known ?? (state.uidNext > 0 ? state.uidNext - 1 : 0)
    var next = from > back ? from - back + 1 : 1
    let hazards = try await MailHazards(self, mailbox: mailbox, folder: folder, validity: state.uidValidity)
    try await lookAgain(before: next, hazards, over: session, policy: policy, &found)
    func save(_ uid: UInt32) async throws(MailFailure) {
      let cursor = InboxCursorTable.Cursor(uidValidity: state.uidValidity, uid: max(uid, known ?? 0), checkedAt: ports.clock.now())
      _ = try await stored(writing: true) { work in
        try InboxCursorTable.save(cursor, mailbox: mailbox, folder: folder.name, in: work)
      }
    }
    while state.uidNext > next || next == 1 {
      let headers = try await session.headers(from: next, through: nil, limit: Self.window)
      guard let last = headers.last else {
        try await save(state.uidNext > 0 ? state.uidNext - 1 : 0)
        break
      }
      for (header, head) in try await hazards.read(headers) {
        if let result = try await consider(header, head, hazards, over: session, policy: policy) { found.count(result) }
      }
      try await hazards.endSuspects(through: last.uid)
      found.read += headers.count
      try await save(last.uid)
      guard headers.count == Self.window, last.uid < UInt32.max else { break }
      next = last.uid + 1
    }
    return found
  }

  /// Reads mails once more that are behind the cursor: they ended the program once, or the person wants another try.
  private func lookAgain(
    before next: UInt32, _ hazards: MailHazards, over session: any ReadingSession, policy: Policy, _ found: inout Found
  ) async throws(MailFailure) {
    for uid in hazards.waiting(before: next) {
      let one = try await session.headers(from: uid, through: uid, limit: 1)
      if one.isEmpty { try await hazards.forget(uid) }
      for (header, head) in try await hazards.read(one) {
        if let result = try await consider(header, head, hazards, over: session, policy: policy) { found.count(result) }
      }
    }
  }

  /// Decides by the header whether a mail may be ours; only then its body is read.
  private func consider(
    _ header: FetchedHeader, _ head: IncomingMail, _ hazards: MailHazards, over session: any ReadingSession, policy: Policy
  ) async throws(MailFailure) -> Reply? {
    let candidate = try await stored { work in try Matcher(policy: policy, work: work).mayBeOurs(head) }
    guard candidate, let bytes = try await session.message(uid: header.uid, limit: Self.maximumMailBytes) else {
      try await hazards.forget(header.uid)
      return nil
    }
    let mark = try await hazards.begin(header.uid)
    let mail = ports.parser.read(bytes, now: ports.clock.now())
    let mailbox = policy.mailbox
    do {
      return try await base.write { work in
        let reply = try Matcher(policy: policy, work: work).accept(mail, received: header.received, mailbox: mailbox)
        try HazardTable.clear(mark, in: work)
        return reply
      }
    } catch {
      try? await hazards.end(mark)
      guard Self.isAboutThisMail(error) else { throw failed(error) }
      // It would fail again each time and keep every later mail from being read.
      ports.log.write(
        LogEvent(.email, .error, "inbox_mail_set_aside", ["uid": .number(Int(header.uid)), "error": .text("\(error)")]))
      return nil
    }
  }

  /// Whether an error comes from the one mail and not from the base as such.
  private static func isAboutThisMail(_ error: any Error) -> Bool {
    if let error = error as? SQLiteError { return error.isConstraintViolation }
    return error is Fault || Vault.isUnreadable(error)
  }

  /// Runs a transaction; an error of the base is told as one that ends this check.
  func stored<T: Sendable>(writing: Bool = false, _ body: @escaping @Sendable (Work) throws -> T) async throws(MailFailure)
    -> T
  {
    do { return writing ? try await base.write(body) : try await base.read(body) } catch { throw failed(error) }
  }

  private func failed(_ error: any Error) -> MailFailure {
    ports.log.write(LogEvent(.email, .error, "inbox_store_failed", ["error": .text("\(error)")]))
    return MailFailure(.transfer, "A received mail could not be stored; it is read again next time.")
  }
}

extension Inbox.Found {
  fileprivate mutating func add(_ other: Inbox.Found) {
    (read, replies) = (read + other.read, replies + other.replies)
    (possible, bounces) = (possible + other.possible, bounces + other.bounces)
  }

  fileprivate mutating func count(_ reply: Reply) {
    if reply.match == .possible { possible += 1 } else if reply.kind == .bounce { bounces += 1 } else { replies += 1 }
  }
}

/// Reads the mailbox.
public struct CheckInbox: Job {
  /// `check-inbox`.
  public static let kind = "check-inbox"
  /// What the System screen calls it.
  public static let title = "Read the mailbox"
  /// The next check comes by itself.
  public static let attempts = 1

  /// The mailbox; nil in rows of versions that had one.
  public let mailbox: Mailbox.ID?

  /// A check of a mailbox.
  public init(_ mailbox: Mailbox.ID) { self.mailbox = mailbox }
  /// One check of a mailbox at a time.
  public var lane: String { Self.lane(of: mailbox) }
  /// One waiting check is enough.
  public var once: String? { "check-inbox/\(mailbox ?? Mailbox.primary)" }

  /// A check of each mailbox.
  public static func all(_ policy: Policy) -> [CheckInbox] { policy.mailboxes.map { CheckInbox($0) } }

  /// The lane of all reading of a mailbox.
  static func lane(of mailbox: Mailbox.ID?) -> String { "inbox/\(mailbox ?? Mailbox.primary)" }
}
