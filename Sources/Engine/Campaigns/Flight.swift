import Outreach

/// What a simulated campaign came to: every mail and answer with its hour, and what held mail back on each day.
public struct Flight: Sendable {
  /// One mail that left, or one thing that came back.
  public struct Entry: Sendable, Hashable {
    public let at: Timestamp
    public let kind: WorldEvent.Kind
    public let lead: Lead.ID?
    public let businessName: String
    public let subject: String
    /// The recipient's zone and the local time in it.
    public let zone: String
    public let local: CivilTime
  }

  /// One day in the sender's zone.
  public struct Day: Sendable, Hashable {
    /// `YYYY-MM-DD`.
    public let date: String
    public var sent = 0
    public var first: Timestamp?
    public var last: Timestamp?
    /// What held mail back, and how often; gaps aside.
    public var held: [ClosedGate.Name: Int] = [:]
    /// The limit that was met last on this day.
    public var limit: ClosedGate?
  }

  /// A lead that gets no mail in this campaign, and why.
  public struct Left: Sendable, Hashable {
    public let lead: Lead.ID
    public let businessName: String
    public let reason: String
  }

  public var entries: [Entry] = []
  public var days: [Day] = []
  public var left: [Left] = []
  public var begins: Timestamp
  public var ends: Timestamp
  /// Whether mail was still waiting at the end.
  public var waiting = 0

  /// A flight before it begins.
  init(begins: Timestamp) { (self.begins, ends) = (begins, begins) }

  /// How often something happened.
  public func count(_ kind: WorldEvent.Kind) -> Int { entries.reduce(0) { $0 + ($1.kind == kind ? 1 : 0) } }
}
