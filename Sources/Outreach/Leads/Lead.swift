/// A business that may be written to, with what is known about it.
public struct Lead: Sendable, Hashable {
  /// The id of a lead.
  public typealias ID = Identifier<Lead>

  public var id: ID
  public var details: LeadDetails
  public var state: LeadState
  public var reviewStatus: ReviewStatus
  public var outcome: LeadOutcome
  /// 0 to 100, or nil before it was computed.
  public var score: Int?
  public var scoreReasons: [ScoreReason]
  public var tags: [String]
  public var discoveredAt: Timestamp
  public var updatedAt: Timestamp
  /// Rises by one at each change; a write must name the version that it read.
  public var version: Int

  /// A new lead in its first state.
  public init(id: ID, details: LeadDetails, state: LeadState, at now: Timestamp) {
    (self.id, self.details, self.state) = (id, details, state)
    (reviewStatus, outcome, score, scoreReasons, tags) = (.pending, .open, nil, [], [])
    (discoveredAt, updatedAt, version) = (now, now, 1)
  }
}

/// One reason of a score.
public struct ScoreReason: Sendable, Hashable, Codable {
  public var points: Int
  public var text: String

  /// A reason with its points.
  public init(points: Int, text: String) { (self.points, self.text) = (points, text) }
}

/// The facts about a lead that come from files, forms and services. Nil or empty means unknown.
public struct LeadDetails: Sendable, Hashable {
  public var businessName = ""
  public var category: String?
  /// Street and number; sealed, since for a one-person business it is a home.
  public var address: String?
  public var city: String?
  public var stateRegion: String?
  public var postalCode: String?
  public var country: String?
  public var latitude: Double?
  public var longitude: Double?
  /// An IANA name, `Europe/Berlin`.
  public var timeZone: String?
  /// The normalised link to the place; unique.
  public var mapsURL: String?
  public var website: String?
  /// The registrable domain of the web site or the address; nil for free-mail and shared hosts.
  public var domain: String?
  public var contactName: String?
  /// Normalised addr-spec.
  public var email: String?
  /// An `EmailVerdict` on the address; nil where nobody checked it. Who said so, and when, is kept beside the lead.
  public var emailStatus: String?
  public var phone: String?
  public var contactMethod: ContactMethod = .none
  public var pageURL: String?
  public var pageTitle: String?
  /// 0 to 1000, as DataForSEO ranks domains.
  public var domainAuthority: Int?
  /// Where it was found: `csv`, `manual`, `openstreetmap` …
  public var source = "manual"
  /// 0 to 1.
  public var confidence: Double?
  public var notes: String?
  /// The person's own columns.
  public var custom: [String: String] = [:]
  /// What a source told beyond our fields.
  public var metadata: [String: String] = [:]

  /// Nothing known yet.
  public init() {}
}

/// Where a field of a lead came from.
public struct ContactFact: Sendable, Hashable {
  public var field: String
  public var value: String
  public var source: String
  public var url: String?
  public var at: Timestamp
  /// Why it took the place of what was known; nil where nothing was, or nobody compared.
  public var why: FieldMerge.Reason?

  /// A fact by its parts. - Parameter value: empty where a person took the value away.
  public init(field: String, value: String, source: String, url: String?, at: Timestamp, why: FieldMerge.Reason? = nil) {
    (self.field, self.value, self.source, self.url, self.at, self.why) = (field, value, source, url, at, why)
  }
}
