/// Knows the offsets of time zones.
public protocol ZoneSource: Sendable {
  /// Seconds east of UTC of an IANA zone at a moment; nil for a zone that is not known.
  func offset(of zone: String, at moment: Timestamp) -> Int?
}
