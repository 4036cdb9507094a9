import Outreach

/// What the settings mean to the engine, typed and with environment, stored value and default resolved.
public struct Policy: Sendable {
  /// Who writes.
  public struct Sender: Sendable {
    public var name = ""
    public var address = ""
    public var replyTo: String?
    public var company = ""
    public var postalAddress = ""
    public var calendarLink: String?
    /// Where one click unsubscribes, an https address of the person's own; nil for none.
    public var unsubscribeURL: String?
    public var signature = Signature()
    /// An IANA name.
    public var timeZone = "UTC"

    /// Nobody yet.
    public init() {}
  }

  /// How mail leaves.
  public enum Mode: String, Sendable, CaseIterable {
    /// Nothing leaves the computer.
    case practice
    /// Mails are put into the Drafts folder.
    case draftsOnly = "drafts_only"
    /// Each approved batch still needs “Send now”.
    case sendEach = "send_each"
    /// The scheduler sends what was approved.
    case sendAuto = "send_auto"

    /// What is stored on a message.
    public var sendMode: SendMode {
      switch self {
      case .practice: .practice
      case .draftsOnly: .draft
      case .sendEach, .sendAuto: .real
      }
    }
  }

  /// How fast mail leaves.
  public struct Pace: Sendable {
    public var perDay = 20
    public var perHour = 5
    public var perMinute = 1
    public var minimumGapSeconds = 180
    public var maximumGapSeconds = 420
    public var breakEvery = 20
    public var breakMinimumMinutes = 5
    public var breakMaximumMinutes = 8
    public var rampStart = 5
    public var rampStep = 2
    public var perLeadIn30Days = 4
    public var perDomainPerDay = 3
    public var coolingDays = 90
    /// What could not leave for so many days after it was approved is shown to the person again; 0 for never.
    public var staleDays = 14
    /// In the recipient's zone.
    public var window = SendWindow.workingHours
    /// No mail on public holidays where the recipient is.
    public var skipsHolidays = true
    public var retrySeconds = [300, 900, 3600]
    public var maximumAttempts = 3

    /// The defaults of the catalogue.
    public init() {}
  }

  /// Where recipients' zones, and the zones that templates name, are looked up.
  var zones: any ZoneSource = UnknownZones()
  public var sender = Sender()
  public var mode = Mode.practice
  public var pace = Pace()
  /// How the mailbox sends; nil until it is set up.
  public var smtp: MailServer?
  /// How the mailbox is read; nil until it is set up.
  public var imap: MailServer?
  /// The mailbox that sender, servers and pace are of; the primary one, unless `of` was asked.
  var own = Mailbox.primary
  /// Every mailbox, the primary one first.
  var ways: [Way] = []
  public var queueIntervalSeconds = 30
  public var replyCheckSeconds = 300
  public var backupEnabled = true
  public var backupIntervalHours = 24
  public var backupRetentionDays = 30
  /// Whether only loopback may be mailed: any environment but production.
  public var onlyLoopback = false
  /// What is wrong with the settings, so that nothing real may leave.
  public var problems: [SettingsValues.Problem] = []

  /// The defaults.
  public init() {}

  /// The mailbox that mail leaves from under this policy.
  public var mailbox: Mailbox.ID { mode == .practice ? Mailbox.practice : own }
}

/// Knows UTC only.
struct UnknownZones: ZoneSource {
  func offset(of zone: String, at moment: Timestamp) -> Int? { zone == "UTC" ? 0 : nil }
}

extension SendWindow {
  /// Monday to Friday, nine to five.
  public static let workingHours = (try? SendWindow("Mon-Fri 09:00-17:00")) ?? .always
}
