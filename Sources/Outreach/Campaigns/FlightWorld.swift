/// One thing that a made-up recipient or its server did.
public struct WorldEvent: Sendable, Hashable {
  /// What happened.
  public enum Kind: String, Sendable, CaseIterable {
    case sent, greylisted, refused, bounced, away, answered
    case optedOut = "opted_out"
  }

  public let at: Timestamp
  public let kind: Kind
  public let address: String
  /// The Message-ID of the mail that it is about.
  public let messageID: String

  /// An event by its parts.
  public init(at: Timestamp, kind: Kind, address: String, messageID: String) {
    (self.at, self.kind, self.address, self.messageID) = (at, kind, address, messageID)
  }
}

/// Recipients that exist only in this process, behind the same ports as real servers.
public protocol FlightWorld: MailSender, MailboxReader {
  /// All that happened so far, oldest first.
  var events: [WorldEvent] { get }
  /// When the next letter arrives; nil where none is on its way.
  var nextArrival: Timestamp? { get }
}

/// A clock that stands until it is set.
public protocol SettableClock: Clock {
  /// Sets it.
  func set(_ moment: Timestamp)
}
