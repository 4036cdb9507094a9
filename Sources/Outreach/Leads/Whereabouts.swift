/// What is known about where a lead is; none of it personal.
public struct Whereabouts: Hashable, Sendable {
  public var timeZone: String?
  public var country: String?
  public var stateRegion: String?
  public var city: String?
  public var latitude: Double?
  public var longitude: Double?

  /// Nothing but maybe a zone and a country.
  public init(timeZone: String? = nil, country: String? = nil) { (self.timeZone, self.country) = (timeZone, country) }
}

extension LeadDetails {
  /// Where the lead is, as far as that is known.
  public var whereabouts: Whereabouts {
    var place = Whereabouts(timeZone: timeZone, country: country)
    (place.stateRegion, place.city, place.latitude, place.longitude) = (stateRegion, city, latitude, longitude)
    return place
  }
}
