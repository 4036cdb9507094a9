import Outreach
import Store

/// What needs the person now, and how sending stands.
public struct Status: Sendable {
  private static let daySeconds = 86_400
  private static let chartDays = 30

  let base: Base
  let settings: Settings
  let zones: any ZoneSource

  /// Over a base under its settings.
  public init(base: Base, settings: Settings, zones: any ZoneSource) {
    (self.base, self.settings, self.zones) = (base, settings, zones)
  }

  /// How sending stands, for the pill at the top.
  public struct SendingState: Sendable, Codable, Hashable {
    /// `practice`, `drafts_only`, `sending`, `waiting`, `paused`, `frozen`, `offline` or `needs_attention`.
    public var state: String
    public var detail: String
    public var nextAt: Timestamp?
  }

  /// What waits for the person.
  public struct Needs: Sendable, Codable, Hashable {
    public var review = 0
    public var approve = 0
    public var answer = 0
    public var unsure = 0
    public var failed = 0
    public var possible = 0
  }

  /// The figures of sending.
  public struct EmailStatistics: Sendable, Codable, Hashable {
    public var sentToday = 0
    public var limitDay = 0
    public var sentHour = 0
    public var limitHour = 0
    public var sentTotal = 0
    public var queued = 0
    public var replied = 0
    public var bounced = 0
    public var failed = 0
    public var unsure = 0
  }

  /// One limit and how much of it is used.
  public struct Limit: Sendable, Codable, Hashable {
    public var name: String
    public var used: Int
    public var limit: Int
    public var resetsAt: Timestamp?
  }

  /// All of it, in one snapshot.
  public struct Overview: Sendable {
    public var sending: SendingState
    public var needs: Needs
    public var statistics: EmailStatistics
    public var limits: [Limit]
    /// Every mailbox of the present mode, the primary one first.
    public var mailboxes: [MailboxFigures]
    public var jobs: [String: Int]
    public var failures24h: Int
    public var attempts24h: Int
  }

  /// Reads the overview.
  public func overview() async throws -> Overview {
    let policy = settings.policy
    return try await base.read { [zones] work in
      let needs = try Self.needs(in: work)
      let gates = Gates(policy: policy, zones: zones)
      let mailboxes = try MailboxFigures.all(policy, gates, in: work)
      let day = mailboxes.flatMap(\.day).sorted()
      let hour = day.filter { $0 > work.now.adding(seconds: -3600) }
      let (dayLimit, hourLimit) = (mailboxes.map(\.limitDay).reduce(0, +), mailboxes.map(\.limitHour).reduce(0, +))
      let rates = try SendAttemptTable.rates(since: work.now.adding(seconds: -Self.daySeconds), in: work)
      return Overview(
        sending: try Self.sending(policy, gates, needs, mailboxes, in: work), needs: needs,
        statistics: try Self.statistics(day: (day.count, dayLimit), hour: (hour.count, hourLimit), in: work),
        limits: [
          Limit(name: "day", used: day.count, limit: dayLimit, resetsAt: day.first?.adding(seconds: Self.daySeconds)),
          Limit(name: "hour", used: hour.count, limit: hourLimit, resetsAt: hour.first?.adding(seconds: 3600)),
        ], mailboxes: mailboxes, jobs: try JobTable.counts(in: work), failures24h: rates.failures, attempts24h: rates.attempts)
    }
  }

  private static func needs(in work: Work) throws -> Needs {
    let messages = try MessageList.counts(in: work)
    let replies = try ReplyTable.counts(in: work)
    var needs = Needs()
    needs.review = try CounterTable.value("lead.state.pending_review", in: work)
    needs.approve = messages["composed"] ?? 0
    needs.answer = replies["certain.open"] ?? 0
    needs.possible = replies["possible.open"] ?? 0
    (needs.unsure, needs.failed) = (messages["unsure"] ?? 0, messages["failed"] ?? 0)
    return needs
  }

  private static func statistics(day: (sent: Int, limit: Int), hour: (sent: Int, limit: Int), in work: Work) throws
    -> EmailStatistics
  {
    let messages = try MessageList.counts(in: work)
    var figures = EmailStatistics()
    (figures.sentToday, figures.limitDay, figures.sentHour, figures.limitHour) = (day.sent, day.limit, hour.sent, hour.limit)
    figures.sentTotal = ["sent", "delivered", "opened", "replied", "categorized", "bounced"].reduce(0) { $0 + (messages[$1] ?? 0) }
    (figures.queued, figures.replied) = (messages["queued"] ?? 0, (messages["replied"] ?? 0) + (messages["categorized"] ?? 0))
    (figures.bounced, figures.failed, figures.unsure) = (messages["bounced"] ?? 0, messages["failed"] ?? 0, messages["unsure"] ?? 0)
    return figures
  }

  private static func sending(
    _ policy: Policy, _ gates: Gates, _ needs: Needs, _ mailboxes: [MailboxFigures], in work: Work
  ) throws -> SendingState {
    if try SettingTable.value(Sending.frozenKey, in: work) == "true" {
      return SendingState(
        state: "frozen", detail: "Data was restored or moved here; nothing is sent until you say that it may go on.")
    }
    if try SettingTable.value(Sending.pausedKey, in: work) == "true" {
      return SendingState(state: "paused", detail: "You paused all sending.")
    }
    if let version = try SettingTable.value(Sending.updatingKey, in: work) {
      return SendingState(state: "waiting", detail: "Nothing is sent until version \(version) has shown that it works.")
    }
    if let trouble = MailboxFigures.trouble(mailboxes) { return trouble }
    if needs.unsure > 0 {
      return SendingState(
        state: "needs_attention", detail: "It is not known whether \(needs.unsure) mail(s) went out; say what you know.")
    }
    switch policy.mode {
    case .practice: return SendingState(state: "practice", detail: "Nothing leaves this computer.")
    case .draftsOnly: return SendingState(state: "drafts_only", detail: "Approved mails are put into your Drafts folder.")
    case .sendEach, .sendAuto: break
    }
    // Of several mailboxes the one whose next mail leaves first says how things stand.
    var first: SendingState?
    for mailbox in policy.mailboxes {
      guard let next = try MessageList.next(of: mailbox, in: work) else { continue }
      let gate = try gates.firstClosed(for: next, in: work)
      let state = SendingState(
        state: gate == nil ? "sending" : "waiting", detail: gate?.detail ?? "A mail leaves now.",
        nextAt: gate == nil ? work.now : gate?.opensAt)
      let isSooner = first.map { known in state.nextAt.map { $0 < known.nextAt ?? Timestamp(rawValue: .max) } ?? false } ?? true
      if isSooner { first = state }
    }
    return first ?? SendingState(state: "waiting", detail: "No mail is waiting to leave.")
  }

  /// One day of the chart.
  public struct Day: Sendable, Codable, Hashable {
    public var date: String
    public var sent: Int
    public var replied: Int
  }

  /// Sends and replies of the last 30 days, oldest first, in the sender's zone.
  public func days() async throws -> [Day] {
    let zone = settings.policy.sender.timeZone
    return try await base.read { [zones] work in
      let offset = zones.offset(of: zone, at: work.now) ?? 0
      let first = work.now.adding(seconds: -(Self.chartDays - 1) * Self.daySeconds)
      let sent = try MessageList.sentByDay(since: first, offset: offset, in: work)
      let replied = try ReplyTable.byDay(since: first, offset: offset, in: work)
      let today = Int((work.now.rawValue + Int64(offset) * 1000) / 86_400_000)
      return (0..<Self.chartDays).reversed().map { back in
        let date = CivilTime(Timestamp(rawValue: Int64(today - back) * 86_400_000), offset: 0).date
        return Day(date: date, sent: sent[today - back] ?? 0, replied: replied[today - back] ?? 0)
      }
    }
  }
}
