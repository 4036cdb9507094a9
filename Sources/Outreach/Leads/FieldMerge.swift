/// What speaks for a value of a lead's field.
public struct FieldEvidence: Sendable, Hashable {
  /// Who told it: `you`, `csv`, `website`, `openstreetmap` …
  public var source: String
  public var at: Timestamp
  /// Of an address only: what somebody found who checked it.
  public var verdict: EmailVerdict?
  /// Whether the source's terms let us keep it for a while only.
  public var isPassing: Bool

  /// Evidence by its parts.
  public init(_ source: String, at: Timestamp, verdict: EmailVerdict? = nil, isPassing: Bool = false) {
    (self.source, self.at, self.verdict, self.isPassing) = (source, at, verdict, isPassing)
  }
}

/// Which of two values of one field is the better one: the only place that decides it.
///
/// In this order: what a person wrote stays; a file fills gaps only, so that its trial run tells beforehand what it does, and an old list
/// overwrites nothing; an address that was found to take mail goes before one that was not; of a street or a name the fuller wording of the
/// same stays; then the source that is nearer to the business is believed; then the newer word.
public enum FieldMerge {
  /// Why a value is taken.
  public enum Reason: String, Sendable, CaseIterable {
    /// Nothing was known.
    case gap
    /// Of two addresses it is the one that takes mail, or the other takes none.
    case verified
    /// It says the same and more.
    case fuller
    /// Its source knows the business better.
    case trusted
    /// The same source, or one as good, says so later; or the known value is very old.
    case newer
  }

  /// The source of what a person writes.
  public static let person = "you"
  static let file = "csv"
  /// Days after which another source of the same trust is believed.
  static let staleDays = 180
  /// Days after which one that is a step below is believed.
  static let oldDays = 730
  static let step = 20
  /// Fields that say which business it is, or belong to the person: only gaps of them are filled.
  private static let fixed: Set<String> = ["business_name", "maps_url", "time_zone", "notes", "email_status", "confidence"]
  /// Fields of words, where one value can hold the other.
  private static let worded: Set<String> = ["address", "contact_name"]

  /// How near a source is to the business, 0 to 100.
  public static func trust(in source: String) -> Int {
    switch source {
    case person, "manual": 100
    case file: 80
    // The business's own words.
    case "website": 60
    case "hunter", "dataforseo_onpage": 50
    case "google_places", "google_maps", "dataforseo": 40
    case "openstreetmap": 30
    case "samples": 0
    default: 20
    }
  }

  /// Whether a source may ever take the place of what is known.
  public static func mayReplace(_ source: String) -> Bool { source != file }

  /// Why an offered value is better than the known one; nil where it is not.
  /// - Parameter known: what is there; an empty value is one that a person took away.
  public static func reason(
    _ field: String, known: (value: String, evidence: FieldEvidence)?, offered: (value: String, evidence: FieldEvidence)
  ) -> Reason? {
    guard let known else { return .gap }
    let (mine, theirs) = (trust(in: known.evidence.source), trust(in: offered.evidence.source))
    guard known.value != offered.value, mine < trust(in: person) else { return nil }
    if known.value.isEmpty { return .gap }
    guard mayReplace(offered.evidence.source), !offered.evidence.isPassing, !fixed.contains(field) else { return nil }
    if field == "email" {
      switch (known.evidence.verdict, offered.evidence.verdict) {
      case (.valid?, .valid?): break
      case (_, let verdict?) where verdict.isBad: return nil
      case (.valid?, _): return nil
      case (let verdict?, _) where verdict.isBad: return .verified
      case (_, .valid?): return .verified
      default: break
      }
    }
    if worded.contains(field) {
      if holds(known.value, offered.value) { return nil }
      if holds(offered.value, known.value) { return .fuller }
    }
    if theirs > mine { return .trusted }
    let age = offered.evidence.at.rawValue - known.evidence.at.rawValue
    if theirs == mine, age > 0, known.evidence.source == offered.evidence.source || age > days(staleDays) { return .newer }
    return mine - theirs <= step && age > days(oldDays) ? .newer : nil
  }

  private static func days(_ count: Int) -> Int64 { Int64(count) * 86_400_000 }

  /// Whether all words of a text stand in the other, whatever their order, case and punctuation.
  private static func holds(_ text: String, _ other: String) -> Bool { words(other).isSubset(of: words(text)) }

  private static func words(_ text: String) -> Set<String> {
    Set(text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init))
  }
}
