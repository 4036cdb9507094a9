/// A mail that the practice mailbox keeps.
public struct ArchivedMail: Sendable {
  /// Serves as UID.
  public let number: Int
  public let bytes: [UInt8]
  public let at: Timestamp

  /// A mail by its parts.
  public init(number: Int, bytes: [UInt8], at: Timestamp) { (self.number, self.bytes, self.at) = (number, bytes, at) }
}

/// Where the practice mailbox keeps its mail: in the base, sealed like all mail.
public protocol PracticeArchive: Sendable {
  /// Files a mail; gives its number.
  func file(_ bytes: [UInt8], folder: String, messageID: String?) async throws -> Int
  /// Mails of a folder with a number above `after`, oldest first.
  func mails(in folder: String, after: Int, limit: Int) async throws -> [ArchivedMail]
  /// Numbers of the mails of a folder with a Message-ID.
  func numbers(in folder: String, messageID: String) async throws -> [Int]
  /// The highest number in a folder, 0 for none, and how many there are.
  func state(of folder: String) async throws -> (last: Int, count: Int)
}
