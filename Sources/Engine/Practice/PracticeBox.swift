import Outreach
import Store

/// The practice mailbox's store, behind the port that the Practice module keeps its mail through.
public struct PracticeBox: PracticeArchive {
  let base: Base

  /// Over a base.
  public init(base: Base) { self.base = base }

  /// Files a mail in `folder`.
  public func file(_ bytes: [UInt8], folder: String, messageID: String?) async throws -> Int {
    try await base.write { work in try PracticeTable.insert(bytes, folder: folder, headerID: messageID, in: work) }
  }

  /// Mails of a folder after a number, oldest first.
  public func mails(in folder: String, after: Int, limit: Int) async throws -> [ArchivedMail] {
    try await base.read { work in try PracticeTable.list(folder: folder, after: after, limit: limit, in: work).map(Self.archived) }
  }

  /// Numbers of the mails with a Message-ID.
  public func numbers(in folder: String, messageID: String) async throws -> [Int] {
    try await base.read { work in try PracticeTable.search(folder: folder, headerID: messageID, in: work) }
  }

  /// The highest number and the count of a folder.
  public func state(of folder: String) async throws -> (last: Int, count: Int) {
    try await base.read { work in try PracticeTable.state(folder: folder, in: work) }
  }

  private static func archived(_ mail: PracticeTable.Mail) -> ArchivedMail {
    ArchivedMail(number: mail.number, bytes: mail.raw, at: mail.at)
  }
}
