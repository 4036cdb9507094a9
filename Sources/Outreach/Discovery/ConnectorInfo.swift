/// What a person should know of an outside service before using it.
public struct ConnectorInfo: Sendable, Hashable {
  /// Stable and lower case: `openstreetmap`.
  public var id: String
  public var name: String
  /// One sentence: what it is good for.
  public var summary: String
  /// What its owners allow and forbid, as far as it concerns the person.
  public var terms: String
  /// Where that stands.
  public var termsURL: String
  /// Must be shown with results; empty where nothing is asked.
  public var attribution: String
  /// What it costs; “free” where nothing.
  public var cost: String
  /// How much may be asked, by its own rules or by ours; empty where nothing limits it.
  public var quota: String
  /// The settings that it needs, by their environment names.
  public var settings: [String]
  /// Whether the person must have read the terms before it may be used.
  public var asksConsent: Bool
  /// After it refused to go on, nobody asks it for so many hours; 0 for none.
  public var restHours: Int

  /// An info by its parts.
  public init(
    id: String, name: String, summary: String, terms: String, termsURL: String, attribution: String = "", cost: String = "free",
    quota: String = "", settings: [String] = [], asksConsent: Bool = false, restHours: Int = 0
  ) {
    (self.id, self.name, self.summary, self.terms, self.termsURL) = (id, name, summary, terms, termsURL)
    (self.attribution, self.cost, self.settings, self.asksConsent) = (attribution, cost, settings, asksConsent)
    (self.quota, self.restHours) = (quota, restHours)
  }
}
