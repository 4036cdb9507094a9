import Net
import Outreach

/// Reads mailboxes over IMAP4rev1 (RFC 3501); each session has a thread of its own.
public struct IMAPReader: MailboxReader {
  /// Providers whose servers refuse folders to clients that don't say who they are (RFC 2971).
  static let hostsThatNeedID = ["163.com", "126.com", "yeah.net", "188.com", "netease.com"]

  private let connector: MailConnector
  private let timeouts: IMAPTimeouts

  /// A reader.
  public init(_ connector: MailConnector, timeouts: IMAPTimeouts = IMAPTimeouts()) {
    (self.connector, self.timeouts) = (connector, timeouts)
  }

  /// Connects, signs in and asks for the server's capabilities, which differ from those before the sign-in.
  public func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession {
    guard let thread = SessionThread() else { throw MailFailure(.connect, "The system gives no thread for the connection.") }
    let (connector, timeouts) = (connector, timeouts)
    let sayID = Self.hostsThatNeedID.contains { server.host.lowercased().hasSuffix($0) }
    let result = await thread.run { () -> Result<IMAPSession, MailFailure> in
      do throws(MailFailure) {
        let stream = try connector.connect(server, .imap)
        let conversation = IMAPConversation(IMAPConnection(stream, timeouts))
        try conversation.begin(sayID: sayID)
        return .success(IMAPSession(stream, conversation, thread))
      } catch { return .failure(error) }
    } late: { _ in
      // A session that came too late ends with its last reference.
    }
    guard let result else {
      thread.finish()
      throw MailFailure(.cancelled, "Connecting was broken off.")
    }
    if case .failure = result { thread.finish() }
    return try result.get()
  }
}

/// A signed-in IMAP session. Cancelling a task that waits for it breaks the session off for good.
public final class IMAPSession: ReadingSession {
  private let stream: any ByteStream
  private let conversation: IMAPConversation
  private let thread: SessionThread

  init(_ stream: any ByteStream, _ conversation: IMAPConversation, _ thread: SessionThread) {
    (self.stream, self.conversation, self.thread) = (stream, conversation, thread)
  }

  deinit {
    stream.interrupt()
    thread.finish()
  }

  public func folders() async throws(MailFailure) -> [MailFolder] {
    try await run { conversation throws(MailFailure) in try conversation.folders() }
  }

  public func open(_ folder: MailFolder) async throws(MailFailure) -> FolderState {
    try await run { conversation throws(MailFailure) in try conversation.examine(folder) }
  }

  public func headers(from first: UInt32, through last: UInt32?, limit: Int) async throws(MailFailure) -> [FetchedHeader] {
    try await run { conversation throws(MailFailure) in
      try conversation.headers(from: first, through: last, limit: limit)
    }
  }

  public func message(uid: UInt32, limit: Int) async throws(MailFailure) -> [UInt8]? {
    try await run { conversation throws(MailFailure) in try conversation.message(uid, limit: limit) }
  }

  public func search(header: String, value: String) async throws(MailFailure) -> [UInt32] {
    try await run { conversation throws(MailFailure) in try conversation.search(header: header, value: value) }
  }

  public func search(since moment: Timestamp) async throws(MailFailure) -> [UInt32] {
    try await run { conversation throws(MailFailure) in try conversation.search(since: moment) }
  }

  public func append(
    _ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp
  ) async throws(MailFailure) -> UInt32? {
    try await run { conversation throws(MailFailure) in
      try conversation.append(bytes, to: folder, flags: flags, date: date)
    }
  }

  /// Keeps an idle session from being closed by the server (NOOP).
  public func keepAlive() async throws(MailFailure) {
    try await run { conversation throws(MailFailure) in try conversation.keepAlive() }
  }

  public func close() async {
    let conversation = conversation
    await thread.run { conversation.logout() }
    thread.finish()
  }

  private func run<Value: Sendable>(
    _ work: @escaping @Sendable (IMAPConversation) throws(MailFailure) -> Value
  ) async throws(MailFailure) -> Value {
    let (conversation, stream) = (conversation, stream)
    let result = await withTaskCancellationHandler {
      await thread.run { () -> Result<Value, MailFailure> in
        do throws(MailFailure) { return .success(try work(conversation)) } catch { return .failure(error) }
      }
    } onCancel: {
      stream.interrupt()
    }
    return try result.get()
  }
}
