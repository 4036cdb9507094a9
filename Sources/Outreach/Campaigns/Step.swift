/// One step of a campaign's sequence: a mail in one or more variants, or a task for the person.
public struct Step: Sendable, Hashable {
  /// The id of a step.
  public typealias ID = Identifier<Step>
  /// The most steps of a campaign.
  public static let most = 20
  /// The most variants of a step.
  public static let mostVariants = 5

  /// What a step is.
  public enum Kind: String, Codable, CaseIterable, Sendable {
    case mail, call, form, letter

    /// Whether the person does it, and not the program.
    public var isTask: Bool { self != .mail }
  }

  /// For whom a step is.
  public enum Audience: String, Codable, CaseIterable, Sendable {
    case everyone
    /// Only leads that can't be mailed.
    case withoutEmail = "without_email"
  }

  /// One wording of a step, as templates.
  public struct Variant: Sendable, Hashable {
    /// Stays the same when others come and go; what a message is counted under.
    public var key: Int
    /// Empty in a follow-up that answers in the same conversation, and in a task.
    public var subject: String
    public var text: String
    public var html: String?

    /// A wording by its templates.
    public init(key: Int, subject: String, text: String, html: String?) {
      (self.key, self.subject, self.text, self.html) = (key, subject, text, html)
    }
  }

  public var id: ID
  public var campaignID: Campaign.ID
  /// 0 for the first.
  public var position: Int
  public var kind = Kind.mail
  public var audience = Audience.everyone
  /// Counted from the moment the step before it really left.
  public var wait = Wait(0, .businessDays)
  /// At least one.
  public var variants: [Variant]
  /// Files that go with the mail, whatever its wording.
  public var attachments: [AttachedFile] = []
  public var version: Int

  /// A mail by its parts, in one wording.
  public init(id: ID, campaign: Campaign.ID, position: Int, subject: String, text: String, html: String?) {
    (self.id, campaignID, self.position, version) = (id, campaign, position, 1)
    variants = [Variant(key: 0, subject: subject, text: text, html: html)]
  }

  /// The first wording's templates.
  public var subject: String { variants.first?.subject ?? "" }
  /// The first wording's text.
  public var text: String { variants.first?.text ?? "" }
  /// The first wording's HTML.
  public var html: String? { variants.first?.html }

  /// The wording for a lead: always the same one while the wordings stay the same, and each as often as the others.
  public func variant(for lead: Lead.ID) -> Variant? {
    guard !variants.isEmpty else { return nil }
    return variants[Int(Self.spread("\(lead)/\(id)") % UInt64(variants.count))]
  }

  /// Whether it is for a lead with these details.
  public func applies(hasEmail: Bool) -> Bool { kind == .mail ? hasEmail : audience == .everyone || !hasEmail }

  /// FNV-1a over the bytes, mixed at the end so that the low bits depend on all of them.
  private static func spread(_ text: String) -> UInt64 {
    var hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    hash = (hash ^ (hash >> 33)) &* 0xff51_afd7_ed55_8ccd
    return hash ^ (hash >> 33)
  }
}

/// How long a step waits after the one before it.
public struct Wait: Sendable, Hashable {
  /// What is counted.
  public enum Unit: String, Codable, CaseIterable, Sendable {
    /// 24 hours each.
    case days
    /// Monday to Friday in the recipient's zone, at the same time of day.
    case businessDays = "business_days"
  }

  /// The longest wait.
  public static let longest = 365

  public var count: Int
  public var unit: Unit

  /// So many days of a kind.
  public init(_ count: Int, _ unit: Unit) { (self.count, self.unit) = (min(max(count, 0), Self.longest), unit) }

  /// The earliest moment after a send at which it can be over in any zone; for looking things up only.
  public func earliest(after sent: Timestamp) -> Timestamp { sent.adding(seconds: count * 86_400 - (unit == .days ? 0 : 7200)) }

  /// When it is over.
  /// - Parameters:
  ///   - offset: seconds east of UTC of the recipient's time at a moment.
  ///   - isWorkday: whether people work on a day, counted from 1970-01-01; asked of Mondays to Fridays only.
  public func end(after sent: Timestamp, offset: (Timestamp) -> Int, isWorkday: (Int) -> Bool = { _ in true }) -> Timestamp {
    guard unit == .businessDays, count > 0 else { return sent.adding(seconds: count * 86_400) }
    let local = CivilTime(sent, offset: offset(sent))
    let today = CivilTime.days(year: local.year, month: local.month, day: local.day)
    var (day, left) = (today, count)
    // A table of holidays that knows no workday at all must not hold a mail for ever.
    while left > 0, day < today + 7 * count + 366 {
      day += 1
      // 1970-01-01 was a Thursday.
      if ((day + 3) % 7 + 7) % 7 < 5, isWorkday(day) { left -= 1 }
    }
    // The clocks may have changed since: the same time of day counts.
    let naive = CivilTime(sent.adding(seconds: offset(sent) + (day - today) * 86_400), offset: 0).timestamp
    return naive.adding(seconds: -offset(naive.adding(seconds: -offset(sent))))
  }

  /// In words: “3 business days”.
  public var words: String {
    let day = unit == .days ? "day" : "business day"
    return count == 1 ? "1 \(day)" : "\(count) \(day)s"
  }
}
