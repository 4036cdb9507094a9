/// A moment: UTC milliseconds since 1970, as it is stored and sent.
public struct Timestamp: RawRepresentable, Hashable, Comparable, Codable, Sendable, CustomStringConvertible {
  /// Milliseconds since 1970-01-01T00:00:00Z.
  public var rawValue: Int64

  /// A moment from stored milliseconds.
  public init(rawValue: Int64) { self.rawValue = rawValue }

  /// Reads a bare integer.
  public init(from decoder: any Decoder) throws { rawValue = try decoder.singleValueContainer().decode(Int64.self) }

  /// Writes a bare integer.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(rawValue)
  }

  /// Earlier before later.
  public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

  /// The moment so many seconds later (earlier where negative); where no number holds it, the last or first that one does.
  public func adding(seconds: Int) -> Timestamp {
    let (milliseconds, huge) = Int64(seconds).multipliedReportingOverflow(by: 1000)
    let (sum, beyond) = rawValue.addingReportingOverflow(milliseconds)
    return Timestamp(rawValue: huge || beyond ? (seconds < 0 ? .min : .max) : sum)
  }

  /// Whole seconds from `other` to this moment; negative where this is earlier.
  public func seconds(since other: Timestamp) -> Int {
    let (difference, beyond) = rawValue.subtractingReportingOverflow(other.rawValue)
    return Int((beyond ? (rawValue < other.rawValue ? .min : .max) : difference) / 1000)
  }

  /// The civil date and time in UTC.
  public var utc: CivilTime { CivilTime(self, offset: 0) }

  /// RFC 3339 in UTC with milliseconds: `2026-11-21T09:05:00.000Z`.
  public var description: String { utc.rfc3339 }
}

/// The time as the program sees it; tests and the simulator turn it by hand.
public protocol Clock: Sendable {
  /// The present moment.
  func now() -> Timestamp
}
