import Outreach

/// A handful of time zones by their rules of 2026, without any file: UTC, Berlin (EU rule), New York (US rule), Kolkata, Apia.
public struct FixedZones: ZoneSource {
  /// Nothing to set up.
  public init() {}

  /// Seconds east of UTC; nil for a zone that is not in the handful.
  public func offset(of zone: String, at moment: Timestamp) -> Int? {
    switch zone {
    case "UTC": return 0
    case "Europe/Berlin":
      let year = moment.utc.year
      let (begin, end) = (Self.sunday(last: 3, year), Self.sunday(last: 10, year))
      return moment >= begin.adding(seconds: 3600) && moment < end.adding(seconds: 3600) ? 7200 : 3600
    case "America/New_York":
      let year = moment.utc.year
      let (begin, end) = (Self.sunday(2, of: 3, year), Self.sunday(1, of: 11, year))
      return moment >= begin.adding(seconds: 7 * 3600) && moment < end.adding(seconds: 6 * 3600) ? -14_400 : -18_000
    case "Asia/Kolkata": return 19_800
    case "Pacific/Apia": return 46_800
    default: return nil
    }
  }

  /// Only the country, by its code.
  public func placed(_ place: Whereabouts) -> PlacedZone { PlacedZone(zone: nil, source: .sender, country: place.country) }

  /// Midnight UTC of the last Sunday of a month.
  private static func sunday(last month: Int, _ year: Int) -> Timestamp {
    let day = CivilTime(year: year, month: month, day: 31)
    return day.timestamp.adding(seconds: -(day.weekday % 7) * 86_400)
  }

  /// Midnight UTC of the n-th Sunday of a month.
  private static func sunday(_ number: Int, of month: Int, _ year: Int) -> Timestamp {
    let day = CivilTime(year: year, month: month, day: 1)
    return day.timestamp.adding(seconds: ((7 - day.weekday) % 7 + (number - 1) * 7) * 86_400)
  }
}
