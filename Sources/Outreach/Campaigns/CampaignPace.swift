/// How fast a campaign may send, beside the mailbox's own limits; nil leaves a limit to the mailbox. Of all limits the smallest wins.
public struct CampaignPace: Sendable, Hashable {
  /// In any hour.
  public var perHour: Int?
  /// In any minute.
  public var perMinute: Int?
  public var minimumGapSeconds: Int?
  public var maximumGapSeconds: Int?
  /// A longer pause after so many of its mails.
  public var pauseEvery: Int?
  public var pauseMinutes: Int?
  /// Mails on its first day of sending, and how many more on each day of sending after it.
  public var rampStart: Int?
  public var rampStep: Int?

  /// No limits of its own.
  public init() {}

  /// A limit under the name that SQL, JSON and the command line use.
  public struct Field: Sendable {
    public let name: String
    /// What may be set.
    public let range: ClosedRange<Int>
    public let path: any WritableKeyPath<CampaignPace, Int?> & Sendable
  }

  /// Every limit, in the order of the form.
  public static let fields: [Field] = [
    Field(name: "hourly_cap", range: 1...500, path: \.perHour), Field(name: "minute_cap", range: 1...600, path: \.perMinute),
    Field(name: "min_gap_seconds", range: 0...86_400, path: \.minimumGapSeconds),
    Field(name: "max_gap_seconds", range: 0...86_400, path: \.maximumGapSeconds),
    Field(name: "pause_every", range: 1...1000, path: \.pauseEvery),
    Field(name: "pause_minutes", range: 1...1440, path: \.pauseMinutes),
    Field(name: "ramp_start", range: 1...2000, path: \.rampStart), Field(name: "ramp_step", range: 0...500, path: \.rampStep),
  ]

  /// What is wrong with the limits, a field each; empty where they make sense.
  public var problems: [Fault.Field] {
    var found = Self.fields.compactMap { field -> Fault.Field? in
      guard let value = self[keyPath: field.path], !field.range.contains(value) else { return nil }
      return Fault.Field(field.name, "must be \(field.range.lowerBound) to \(field.range.upperBound)")
    }
    if let low = minimumGapSeconds, let high = maximumGapSeconds, low > high {
      found.append(Fault.Field("max_gap_seconds", "is below the shortest gap"))
    }
    if (pauseEvery == nil) != (pauseMinutes == nil) {
      found.append(Fault.Field(pauseEvery == nil ? "pause_every" : "pause_minutes", "is missing: a pause needs both"))
    }
    if rampStep != nil, rampStart == nil { found.append(Fault.Field("ramp_start", "is missing: with how many does it begin?")) }
    return found
  }

  /// The campaign's own gap in seconds; nil where it has none.
  public var gap: ClosedRange<Int>? {
    guard minimumGapSeconds != nil || maximumGapSeconds != nil else { return nil }
    let low = minimumGapSeconds ?? 0
    return low...max(maximumGapSeconds ?? low, low)
  }

  /// How many mails it may send in 24 hours while it is ramped up; nil where it is not.
  /// - Parameter days: on how many days it sent before.
  public func ramp(after days: Int) -> Int? { rampStart.map { $0 + (rampStep ?? 0) * days } }
}
