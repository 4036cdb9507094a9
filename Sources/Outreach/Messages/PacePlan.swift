/// The dice of a mailbox's mails, rolled once: every gap of every day follows from them, so that “when?” has one answer, whoever asks and
/// however often, also after a restart.
public struct PacePlan: Sendable, Hashable {
  /// What a part of the plan is for.
  public enum Part: UInt64, Sendable {
    /// The gap after a mail.
    case gap = 1
    /// The longer pause after so many mails.
    case pause
    /// From the opening of the hours to the day's first mail.
    case start
  }

  public let mailboxID: Mailbox.ID
  /// Rolled once for the mailbox and kept.
  public let seed: Int64
  /// The sender's local day that `drawn` counts in; days since 1970-01-01.
  public var day: Int
  /// How many gaps of that day were used.
  public var drawn: Int
  /// When the outbox last looked after the mailbox; nil before the first time.
  public var servedAt: Timestamp?

  /// A plan of a mailbox that has sent nothing.
  public init(mailbox: Mailbox.ID, seed: Int64, day: Int) {
    (mailboxID, self.seed, self.day, drawn, servedAt) = (mailbox, seed, day, 0, nil)
  }

  /// A part of a day's plan, within a range. Another range moves it in proportion, without rolling anew.
  /// - Parameters:
  ///   - number: which one of the day, from 0.
  ///   - range: in any unit.
  public func value(_ part: Part, day: Int, number: Int, in range: ClosedRange<Int>) -> Int {
    Self.pick(Self.mixed([UInt64(bitPattern: seed), part.rawValue, UInt64(bitPattern: Int64(day)), UInt64(number)]), in: range)
  }

  /// The gap of a campaign's own after a mail of it, within a range: the same as often as it is asked for.
  public func gap(of campaign: Campaign.ID, after departure: Timestamp, in range: ClosedRange<Int>) -> Int {
    let name = campaign.rawValue.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    return Self.pick(Self.mixed([UInt64(bitPattern: seed), name, UInt64(bitPattern: departure.rawValue)]), in: range)
  }

  /// The whole range is reached, evenly, down to a unit.
  private static func pick(_ bits: UInt64, in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int((bits >> 1) % UInt64(range.count))
  }

  /// The words stirred into one (SplitMix64's finalizer after each).
  private static func mixed(_ words: [UInt64]) -> UInt64 {
    words.reduce(0) { sum, word in
      var z = (sum ^ word) &+ 0x9E37_79B9_7F4A_7C15
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
