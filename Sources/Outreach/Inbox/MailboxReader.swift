/// A folder of a mailbox.
public struct MailFolder: Hashable, Sendable, Codable {
  /// What it is for (RFC 6154, or its name where the server doesn't say).
  public enum Role: String, Codable, Sendable { case inbox, sent, drafts, junk, trash, archive, all, other }

  /// The name as the server spells it (modified UTF-7 kept).
  public var name: String
  /// What it is for.
  public var role: Role

  /// A folder by name and role.
  public init(name: String, role: Role) { (self.name, self.role) = (name, role) }
}

/// What opening a folder told.
public struct FolderState: Hashable, Sendable {
  /// Changes when the server renumbered; all cursors are void then (RFC 3501 §2.3.1.1).
  public var uidValidity: UInt32
  /// The next UID to be given.
  public var uidNext: UInt32
  /// How many messages it holds.
  public var count: Int

  /// A folder's state by its parts.
  public init(uidValidity: UInt32, uidNext: UInt32, count: Int) {
    (self.uidValidity, self.uidNext, self.count) = (uidValidity, uidNext, count)
  }
}

/// One message's header as fetched, body not read.
public struct FetchedHeader: Sendable {
  public var uid: UInt32
  /// `\Seen`, `\Draft` …
  public var flags: [String]
  /// When the server got it.
  public var received: Timestamp
  /// Octets of the whole message.
  public var size: Int
  /// The header section, raw.
  public var header: [UInt8]

  /// A fetched header by its parts.
  public init(uid: UInt32, flags: [String], received: Timestamp, size: Int, header: [UInt8]) {
    (self.uid, self.flags, self.received, self.size, self.header) = (uid, flags, received, size, header)
  }
}

/// A signed-in mailbox. Nothing that it does marks a mail as read.
public protocol ReadingSession: AnyObject, Sendable {
  /// Every folder that can be opened.
  func folders() async throws(MailFailure) -> [MailFolder]
  /// Opens a folder read-only; what follows is about it.
  func open(_ folder: MailFolder) async throws(MailFailure) -> FolderState
  /// Headers of messages with `first...last`, ascending by UID; at most `limit` of them, the oldest first.
  func headers(from first: UInt32, through last: UInt32?, limit: Int) async throws(MailFailure) -> [FetchedHeader]
  /// The whole message, cut at `limit` octets; nil where it is gone.
  func message(uid: UInt32, limit: Int) async throws(MailFailure) -> [UInt8]?
  /// UIDs of messages in the open folder whose header has this value.
  func search(header: String, value: String) async throws(MailFailure) -> [UInt32]
  /// UIDs of messages in the open folder that came at or after a moment, ascending; some hours' more may be among them.
  func search(since moment: Timestamp) async throws(MailFailure) -> [UInt32]
  /// Files a message; gives its UID where the server tells (RFC 4315).
  func append(_ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp) async throws(MailFailure) -> UInt32?
  /// Signs out and closes; never fails.
  func close() async
}

extension ReadingSession {
  /// For mailboxes without a search of their own: by walking through the headers.
  public func search(since moment: Timestamp) async throws(MailFailure) -> [UInt32] {
    var (found, next): ([UInt32], UInt32) = ([], 1)
    while true {
      let headers = try await headers(from: next, through: nil, limit: 500)
      found += headers.filter { $0.received >= moment }.map(\.uid)
      guard let last = headers.last?.uid, last < UInt32.max, headers.count == 500 else { return found }
      next = last + 1
    }
  }
}

/// A way to read a mailbox: IMAP, or the practice mailbox.
public protocol MailboxReader: Sendable {
  /// Connects and signs in.
  func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession
}
