import Outreach
import Store

extension Gates {
  /// One limit: at most so many mails in so many seconds.
  private struct Limit {
    let name: ClosedGate.Name
    let most: Int
    let seconds: Int
    /// What is said where it is reached.
    let words: String
    var ofCampaign = false

    /// The closed gate, where as many left since; departures are oldest first.
    func gate(_ departures: [Timestamp], at now: Timestamp) -> ClosedGate? {
      let inside = departures.filter { $0 > now.adding(seconds: -seconds) }
      guard inside.count >= most else { return nil }
      return ClosedGate(name, words, opensAt: Gates.opening(inside, most)?.adding(seconds: seconds), ofCampaign: ofCampaign)
    }
  }

  /// The limits of mailbox and campaign stack: the one that opens last is named.
  func capGate(_ message: Message, in work: Work) throws -> ClosedGate? {
    let closed = try mailboxLimits(message, in: work) + campaignLimits(message, in: work)
    // One that only a person can open lasts longest.
    return closed.max { a, b in
      guard let first = a.opensAt else { return false }
      guard let second = b.opensAt else { return true }
      return first < second
    }
  }

  private func mailboxLimits(_ message: Message, in work: Work) throws -> [ClosedGate] {
    var closed: [ClosedGate] = []
    if let next = try MailboxTable.get(message.mailboxID, in: work).nextAt, next > work.now {
      closed.append(ClosedGate(.gap, "A pause between two mails.", opensAt: next))
    }
    let day = try SendAttemptTable.departures(from: message.mailboxID, since: work.now.adding(seconds: -Self.daySeconds), in: work)
    let pace = policy.pace
    let today = try dayLimit(mailbox: message.mailboxID, in: work)
    let words = { (limit: Int, time: String) in
      limit > 0 ? "The mailbox's limit of \(limit) mails \(time) is reached." : "The mailbox's limit is no mail \(time)."
    }
    let limits = [
      Limit(name: .minute, most: pace.perMinute, seconds: 60, words: words(pace.perMinute, "in a minute")),
      Limit(name: .hour, most: pace.perHour, seconds: 3600, words: words(pace.perHour, "in an hour")),
      Limit(
        name: .day, most: today, seconds: Self.daySeconds,
        words: today < pace.perDay
          ? "The mailbox is being warmed up: \(today) mails in 24 hours for now." : words(today, "in 24 hours")),
    ]
    return closed + limits.compactMap { $0.gate(day, at: work.now) }
  }

  private func campaignLimits(_ message: Message, in work: Work) throws -> [ClosedGate] {
    guard message.kind == .campaign, let id = message.campaignID else { return [] }
    let campaign = try CampaignTable.get(id, in: work)
    let pace = campaign.pace
    guard campaign.dailyCap != nil || pace != CampaignPace() else { return [] }
    let since = work.now.adding(seconds: -Self.daySeconds)
    let departures = try CampaignTable.Departures.list(of: id, since: since, in: work)
    var limits: [Limit] = []
    func add(_ name: ClosedGate.Name, _ most: Int?, _ seconds: Int, _ words: (Int) -> String) {
      if let most { limits.append(Limit(name: name, most: most, seconds: seconds, words: words(most), ofCampaign: true)) }
    }
    add(.minute, pace.perMinute, 60) { "The campaign's limit of \($0) mails in a minute is reached." }
    add(.hour, pace.perHour, 3600) { "The campaign's limit of \($0) mails in an hour is reached." }
    add(.day, campaign.dailyCap, Self.daySeconds) { "The campaign's limit of \($0) mails in 24 hours is reached." }
    if pace.rampStart != nil {
      add(.day, pace.ramp(after: try CampaignTable.Departures.days(of: id, before: since, in: work)), Self.daySeconds) {
        "The campaign is being ramped up: \($0) mails in 24 hours for now."
      }
    }
    var closed = limits.compactMap { $0.gate(departures, at: work.now) }
    if let gap = try campaignGap(campaign, departures, mailbox: message.mailboxID, in: work) { closed.append(gap) }
    return closed
  }

  /// The pause after the campaign's last mail: its own gap, or the longer one after so many.
  private func campaignGap(_ campaign: Campaign, _ departures: [Timestamp], mailbox: Mailbox.ID, in work: Work) throws
    -> ClosedGate?
  {
    guard let last = departures.last else { return nil }
    let pace = campaign.pace
    var seconds = 0
    if let range = pace.gap, let plan = try PacePlanTable.find(mailbox, in: work) {
      seconds = plan.gap(of: campaign.id, after: last, in: range)
    }
    if let every = pace.pauseEvery, let minutes = pace.pauseMinutes {
      let count = try CampaignTable.Departures.count(of: campaign.id, in: work)
      if count > 0, count % max(every, 1) == 0 { seconds = max(seconds, minutes * 60) }
    }
    let opens = last.adding(seconds: seconds)
    return opens > work.now
      ? ClosedGate(.gap, "The campaign's own pause between two mails.", opensAt: opens, ofCampaign: true) : nil
  }

  /// The departure with whose end fewer than `limit` are left; nil for a limit of none.
  static func opening(_ departures: [Timestamp], _ limit: Int) -> Timestamp? {
    limit > 0 && departures.count >= limit ? departures[departures.count - limit] : nil
  }

  /// The day's limit: the setting, or less while the mailbox is being ramped up.
  func dayLimit(mailbox: Mailbox.ID, in work: Work) throws -> Int {
    let days = try SendAttemptTable.sendingDays(of: mailbox, before: work.now.adding(seconds: -Self.daySeconds), in: work)
    let pace = policy.of(mailbox).pace
    return min(pace.perDay, pace.rampStart + pace.rampStep * days)
  }

  /// When mail begins in hours that are open at a moment: a random while after they opened, the same all day.
  func start(of window: SendWindow, at moment: Timestamp, zone: String, plan: PacePlan?) -> Timestamp {
    let context = Sequence.Context(policy: policy, zones: zones)
    return PaceDay(context).start(of: window, at: moment, zone: zone, plan: plan)
  }
}

/// What the day's random plan means under the present settings.
struct PaceDay {
  private let policy: Policy
  private let zones: any ZoneSource

  init(_ context: Sequence.Context) { (policy, zones) = (context.policy, context.zones) }

  /// The sender's local day at a moment; days since 1970-01-01.
  func day(of moment: Timestamp) -> Int {
    let local = CivilTime(moment, offset: zones.offset(of: policy.sender.timeZone, at: moment) ?? 0)
    return CivilTime.days(year: local.year, month: local.month, day: local.day)
  }

  /// The seconds to the next mail after a mail at a moment, and the mails since the last longer pause with that one.
  /// - Parameters:
  ///   - used: gaps of that day that were used before.
  ///   - since: mails since the last longer pause, this one left out.
  func gap(_ plan: PacePlan, after moment: Timestamp, used: Int, since: Int) -> (seconds: Int, since: Int) {
    let pace = policy.pace
    let day = day(of: moment)
    let range = pace.minimumGapSeconds...max(pace.minimumGapSeconds, pace.maximumGapSeconds)
    let gap = plan.value(.gap, day: day, number: used, in: range)
    guard pace.breakEvery > 0, since + 1 >= pace.breakEvery else { return (gap, since + 1) }
    let minutes = pace.breakMinimumMinutes...max(pace.breakMinimumMinutes, pace.breakMaximumMinutes)
    return (max(gap, plan.value(.pause, day: day, number: used, in: minutes) * 60), 0)
  }

  /// When mail begins in hours that are open at a moment; never later than a quarter of them.
  func start(of window: SendWindow, at moment: Timestamp, zone: String, plan: PacePlan?) -> Timestamp {
    let local = CivilTime(moment, offset: zones.offset(of: zone, at: moment) ?? 0)
    guard let plan, let hours = window.opened(at: local), policy.pace.maximumGapSeconds > 0 else { return moment }
    let opened = moment.adding(seconds: -hours.seconds)
    let most = min(policy.pace.maximumGapSeconds, hours.length / 4)
    let delay = plan.value(.start, day: day(of: opened), number: 0, in: 0...max(most, 0))
    let begins = Timestamp(rawValue: opened.rawValue - opened.rawValue % 1000).adding(seconds: delay)
    return max(moment, begins)
  }
}
