import Outreach
import Synchronization

/// A mailbox in memory with folders, UIDs and everything that a server may do to them.
public final class FakeMailbox: MailboxReader {
  struct Stored: Sendable {
    var uid: UInt32
    var bytes: [UInt8]
    var received: Timestamp
    var flags: [String] = []
  }
  struct Folder: Sendable {
    var folder: MailFolder
    var validity: UInt32 = 1
    var next: UInt32 = 1
    var mails: [Stored] = []
  }
  struct State {
    var folders: [Folder]
    var failing: [String: MailFailure] = [:]
    var bodies = 0
    var headers = 0
    var sessions = 0
    var appendBreaks: Bool?
    var breakAfterBodies: Int?
  }

  let state: Mutex<State>
  private let clock: any Clock

  /// An empty mailbox with INBOX, Junk, Archive, Sent, Drafts and Trash.
  public init(clock: any Clock) {
    self.clock = clock
    let roles: [(String, MailFolder.Role)] = [
      ("INBOX", .inbox), ("Junk", .junk), ("Archive", .archive), ("Sent", .sent), ("Drafts", .drafts), ("Trash", .trash),
    ]
    state = Mutex(State(folders: roles.map { Folder(folder: MailFolder(name: $0.0, role: $0.1)) }))
  }

  /// Puts a mail into a folder.
  @discardableResult
  public func put(_ bytes: [UInt8], in folder: String = "INBOX", flags: [String] = []) -> UInt32 {
    state.withLock { state in
      guard let at = state.folders.firstIndex(where: { $0.folder.name == folder }) else { return 0 }
      let uid = state.folders[at].next
      state.folders[at].mails.append(Stored(uid: uid, bytes: bytes, received: clock.now(), flags: flags))
      state.folders[at].next += 1
      return uid
    }
  }

  /// Puts a mail of lines into a folder.
  @discardableResult
  public func put(_ lines: String, in folder: String = "INBOX") -> UInt32 {
    put(Array(lines.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\r\n").utf8), in: folder)
  }

  /// Renumbers a folder, as after its restoration from a backup.
  public func renumber(_ folder: String) {
    state.withLock { state in
      guard let at = state.folders.firstIndex(where: { $0.folder.name == folder }) else { return }
      state.folders[at].validity += 1
      for index in state.folders[at].mails.indices { state.folders[at].mails[index].uid = UInt32(index + 1) }
      state.folders[at].next = UInt32(state.folders[at].mails.count + 1)
    }
  }

  /// Jumps to a UID, as in an old and busy mailbox.
  public func setNext(_ uid: UInt32, in folder: String = "INBOX") {
    state.withLock { state in
      guard let at = state.folders.firstIndex(where: { $0.folder.name == folder }) else { return }
      state.folders[at].next = uid
    }
  }

  /// Opening this folder fails from now on; nil: works again.
  public func fail(_ folder: String, _ failure: MailFailure?) { state.withLock { $0.failing[folder] = failure } }
  /// The connection breaks during the next APPEND, after the server filed the mail or before.
  public func breakNextAppend(filed: Bool) { state.withLock { $0.appendBreaks = filed } }
  /// The connection breaks once so many more bodies were fetched.
  public func breakAfter(bodies: Int) { state.withLock { $0.breakAfterBodies = bodies } }
  /// How many bodies were fetched.
  public var bodiesFetched: Int { state.withLock { $0.bodies } }
  /// How many headers were fetched.
  public var headersFetched: Int { state.withLock { $0.headers } }
  /// How many sessions were opened.
  public var sessions: Int { state.withLock { $0.sessions } }
  /// The mails of a folder.
  public func mails(in folder: String) -> [[UInt8]] {
    state.withLock { state in state.folders.first { $0.folder.name == folder }?.mails.map(\.bytes) ?? [] }
  }
  /// Takes a folder away, as where a server has none.
  public func remove(_ folder: String) { state.withLock { $0.folders.removeAll { $0.folder.name == folder } } }
  /// Removes every mail of a folder.
  public func empty(_ folder: String) {
    state.withLock { state in
      guard let at = state.folders.firstIndex(where: { $0.folder.name == folder }) else { return }
      state.folders[at].mails = []
    }
  }

  /// Signs in at once.
  public func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession {
    state.withLock { $0.sessions += 1 }
    if let failure = state.withLock({ $0.failing["*"] }) { throw failure }
    return FakeReading(self, clock: clock)
  }
}

/// One session of the fake mailbox.
private final class FakeReading: ReadingSession {
  private let mailbox: FakeMailbox
  private let clock: any Clock
  private let opened = Mutex("")

  init(_ mailbox: FakeMailbox, clock: any Clock) { (self.mailbox, self.clock) = (mailbox, clock) }

  func folders() async throws(MailFailure) -> [MailFolder] { mailbox.state.withLock { $0.folders.map(\.folder) } }

  func open(_ folder: MailFolder) async throws(MailFailure) -> FolderState {
    if let failure = mailbox.state.withLock({ $0.failing[folder.name] }) { throw failure }
    opened.withLock { $0 = folder.name }
    guard let found = current() else { throw MailFailure(.folder, "There is no such folder.") }
    return FolderState(uidValidity: found.validity, uidNext: found.next, count: found.mails.count)
  }

  func headers(from first: UInt32, through last: UInt32?, limit: Int) async throws(MailFailure) -> [FetchedHeader] {
    let mails = (current()?.mails ?? []).filter { $0.uid >= first && $0.uid <= last ?? .max }.prefix(limit)
    mailbox.state.withLock { $0.headers += mails.count }
    return mails.map {
      FetchedHeader(uid: $0.uid, flags: $0.flags, received: $0.received, size: $0.bytes.count, header: Self.header(of: $0.bytes))
    }
  }

  func message(uid: UInt32, limit: Int) async throws(MailFailure) -> [UInt8]? {
    let breaks = mailbox.state.withLock { state -> Bool in
      if state.breakAfterBodies == 0 {
        state.breakAfterBodies = nil
        return true
      }
      state.breakAfterBodies = state.breakAfterBodies.map { $0 - 1 }
      state.bodies += 1
      return false
    }
    if breaks { throw MailFailure(.transfer, "The connection broke.") }
    return current()?.mails.first { $0.uid == uid }.map { Array($0.bytes.prefix(limit)) }
  }

  func search(header: String, value: String) async throws(MailFailure) -> [UInt32] {
    (current()?.mails ?? []).filter { FakeSender.header(header.lowercased(), of: $0.bytes).contains(value) }.map(\.uid)
  }

  func append(_ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp) async throws(MailFailure) -> UInt32? {
    let breaks = mailbox.state.withLock { state in
      defer { state.appendBreaks = nil }
      return state.appendBreaks
    }
    if breaks == false { throw MailFailure(.transfer, "The connection broke.") }
    let uid = mailbox.put(bytes, in: folder.name, flags: flags)
    if breaks == true { throw MailFailure(.transfer, "The connection broke.") }
    return uid
  }

  func close() async {}

  private func current() -> FakeMailbox.Folder? {
    let name = opened.withLock { $0 }
    return mailbox.state.withLock { state in state.folders.first { $0.folder.name == name } }
  }

  private static func header(of bytes: [UInt8]) -> [UInt8] {
    let text = String(decoding: bytes, as: UTF8.self)
    return Array((text.range(of: "\r\n\r\n").map { String(text[..<$0.lowerBound]) + "\r\n\r\n" } ?? text).utf8)
  }
}

extension StringProtocol {
  /// Where a text begins in this one.
  fileprivate func range(of other: String) -> Range<Index>? { self.firstRange(of: other) }
}
