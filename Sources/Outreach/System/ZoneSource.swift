/// Knows the offsets of time zones, and which holds where.
public protocol ZoneSource: Sendable {
  /// Seconds east of UTC of an IANA zone at a moment; nil for a zone that is not known.
  func offset(of zone: String, at moment: Timestamp) -> Int?
  /// What coordinates, state, city and country tell about the zone.
  func placed(_ place: Whereabouts) -> PlacedZone
}

/// What a place tells about its time zone.
public struct PlacedZone: Hashable, Sendable {
  /// An IANA name; nil where the place does not tell.
  public var zone: String?
  public var source: RecipientZone.Source
  /// ISO 3166 code; nil where it is not known.
  public var country: String?

  /// A zone with where it comes from.
  public init(zone: String?, source: RecipientZone.Source, country: String?) {
    (self.zone, self.source, self.country) = (zone, source, country)
  }
}

/// The time zone in which a recipient is written to, and how we know.
public struct RecipientZone: Hashable, Sendable {
  /// Where it comes from, the surest first.
  public enum Source: String, CaseIterable, Sendable {
    /// The lead's own column.
    case column
    case coordinates, state, city, country
    /// Nothing is known: the sender's own zone, as a guess.
    case sender
  }

  /// An IANA name.
  public let name: String
  public let source: Source
  /// ISO 3166 code of the recipient's country; nil where it is not known.
  public let country: String?

  /// In words that follow the zone's name.
  public var origin: String {
    switch source {
    case .column: "the lead's own time zone"
    case .coordinates: "from the lead's coordinates"
    case .state: "from the lead's state"
    case .city: "from the lead's city"
    case .country: "from the lead's country"
    case .sender: "a guess: your own zone, as the lead's place is not known"
    }
  }
}

extension ZoneSource {
  /// A source that knows no places.
  public func placed(_ place: Whereabouts) -> PlacedZone { PlacedZone(zone: nil, source: .sender, country: nil) }

  /// The zone in which a recipient is written to.
  /// - Parameters:
  ///   - sender: the sender's own zone, where nothing tells more.
  ///   - moment: when; a name that means nothing then counts as unknown.
  public func recipientZone(_ place: Whereabouts, sender: String, at moment: Timestamp) -> RecipientZone {
    let placed = placed(place)
    if let name = place.timeZone, offset(of: name, at: moment) != nil {
      return RecipientZone(name: name, source: .column, country: placed.country)
    }
    if let name = placed.zone, offset(of: name, at: moment) != nil {
      return RecipientZone(name: name, source: placed.source, country: placed.country)
    }
    return RecipientZone(name: sender, source: .sender, country: placed.country)
  }
}
