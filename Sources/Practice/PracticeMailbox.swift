import Finding
import Outreach

/// The practice mailbox: takes mail that never leaves the computer, and gives back the answers that the person made up.
public struct PracticeMailbox: MailSender, MailboxReader {
  /// Where mail goes that the product “sent”.
  public static let sent = MailFolder(name: "Sent", role: .sent)
  /// Where the made-up answers arrive.
  public static let inbox = MailFolder(name: "INBOX", role: .inbox)
  /// Where drafts go.
  public static let drafts = MailFolder(name: "Drafts", role: .drafts)

  private let archive: any PracticeArchive

  /// A mailbox over an archive.
  public init(archive: any PracticeArchive) { self.archive = archive }

  /// Ready at once.
  public func session(with server: MailServer) async throws(MailFailure) -> any SendingSession { PracticeSending(archive: archive) }

  /// Ready at once.
  public func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession { PracticeReading(archive: archive) }
}

/// Delivers into the archive; the same steps as SMTP, dot included.
private final class PracticeSending: SendingSession {
  private let archive: any PracticeArchive

  init(archive: any PracticeArchive) { self.archive = archive }

  func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome {
    do { try await beforeFinish() } catch { return .notSent(MailFailure(.cancelled, "The sending was broken off.")) }
    do {
      _ = try await archive.file(
        mail.bytes, folder: PracticeMailbox.sent.name, messageID: MailHeaders.value("message-id", in: mail.bytes))
      return .accepted(ServerReply(code: 250, text: "kept in the practice mailbox"))
    } catch {
      return .unknown(MailFailure(.transfer, "The practice mailbox could not keep the mail."))
    }
  }

  func close() async {}
  func interrupt() {}
}

/// Reads the archive as if it were IMAP.
private final class PracticeReading: ReadingSession, @unchecked Sendable {
  private static let uidValidity: UInt32 = 1
  private let archive: any PracticeArchive
  private var folder = PracticeMailbox.inbox

  init(archive: any PracticeArchive) { self.archive = archive }

  func folders() async throws(MailFailure) -> [MailFolder] {
    [PracticeMailbox.inbox, PracticeMailbox.sent, PracticeMailbox.drafts]
  }

  func open(_ folder: MailFolder) async throws(MailFailure) -> FolderState {
    self.folder = folder
    let state = try await asked { try await archive.state(of: folder.name) }
    return FolderState(uidValidity: Self.uidValidity, uidNext: UInt32(clamping: state.last + 1), count: state.count)
  }

  func headers(from first: UInt32, through last: UInt32?, limit: Int) async throws(MailFailure) -> [FetchedHeader] {
    let mails = try await asked { [folder] in try await archive.mails(in: folder.name, after: Int(first) - 1, limit: limit) }
    let end = last.map(Int.init) ?? Int.max
    return mails.filter { $0.number <= end }.map { mail in
      FetchedHeader(
        uid: UInt32(clamping: mail.number), flags: [], received: mail.at, size: mail.bytes.count,
        header: MailHeaders.section(of: mail.bytes))
    }
  }

  func message(uid: UInt32, limit: Int) async throws(MailFailure) -> [UInt8]? {
    let mails = try await asked { [folder] in try await archive.mails(in: folder.name, after: Int(uid) - 1, limit: 1) }
    return mails.first.flatMap { $0.number == Int(uid) ? Array($0.bytes.prefix(limit)) : nil }
  }

  func search(header: String, value: String) async throws(MailFailure) -> [UInt32] {
    guard header.lowercased() == "message-id" else { return [] }
    return try await asked { [folder] in try await archive.numbers(in: folder.name, messageID: value) }.map { UInt32(clamping: $0) }
  }

  func append(_ bytes: [UInt8], to folder: MailFolder, flags: [String], date: Timestamp) async throws(MailFailure) -> UInt32? {
    let number = try await asked {
      try await archive.file(bytes, folder: folder.name, messageID: MailHeaders.value("message-id", in: bytes))
    }
    return UInt32(clamping: number)
  }

  func close() async {}

  private func asked<T: Sendable>(_ body: () async throws -> T) async throws(MailFailure) -> T {
    do { return try await body() } catch { throw MailFailure(.transfer, "The practice mailbox could not be read.") }
  }
}

/// The little that the practice mailbox must know of a mail's form.
enum MailHeaders {
  /// The header section: all up to the first empty line.
  static func section(of bytes: [UInt8]) -> [UInt8] {
    var index = 0
    while index + 3 < bytes.count {
      if bytes[index] == 13, bytes[index + 1] == 10, bytes[index + 2] == 13, bytes[index + 3] == 10 {
        return Array(bytes[..<(index + 2)])
      }
      index += 1
    }
    return bytes
  }

  /// The value of a field, unfolded (RFC 5322 §2.2.3); nil where it is absent.
  static func value(_ name: String, in bytes: [UInt8]) -> String? {
    let text = String(decoding: section(of: bytes), as: UTF8.self).replacing("\r\n ", with: " ").replacing("\r\n\t", with: " ")
    for line in text.split(whereSeparator: \.isNewline) {
      guard let colon = line.firstIndex(of: ":"), line[..<colon].lowercased() == name else { continue }
      return String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    return nil
  }
}
