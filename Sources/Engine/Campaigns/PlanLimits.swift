import Outreach
import Store

/// When the next mail may leave by the day's random plan and all limits, as far as they can be foreseen.
struct PlanLimits {
  private static let daySeconds = 86_400
  /// The earliest moment of the next mail.
  private(set) var free: Timestamp
  private let isReal: Bool
  private let paceDay: PaceDay
  /// The mailbox's dice; nil before it ever looked for mail, and then the average gap stands for them.
  private let plan: PacePlan?
  private let pace: Policy.Pace
  private let campaign: Campaign
  private var departures: [Timestamp]
  private var ofCampaign: [Timestamp]
  private var campaignCount: Int
  private var sendingDays: (mailbox: Int, campaign: Int)
  private var days: Set<Int64> = []
  private var used: (day: Int, count: Int)
  private var sinceBreak: Int

  init(campaign: Campaign, context: Sequence.Context, isReal: Bool, in work: Work) throws {
    let since = work.now.adding(seconds: -Self.daySeconds)
    let mailbox = context.policy.mailbox
    (self.isReal, pace, self.campaign, paceDay) = (isReal, context.policy.pace, campaign, PaceDay(context))
    departures = try SendAttemptTable.departures(from: mailbox, since: since, in: work)
    ofCampaign = try CampaignTable.Departures.list(of: campaign.id, since: since, in: work)
    campaignCount = try CampaignTable.Departures.count(of: campaign.id, in: work)
    sendingDays = (
      try SendAttemptTable.sendingDays(of: mailbox, before: since, in: work),
      try CampaignTable.Departures.days(of: campaign.id, before: since, in: work)
    )
    plan = try PacePlanTable.find(mailbox, in: work)
    let row = try MailboxTable.get(mailbox, in: work)
    used = (plan?.day ?? 0, plan?.drawn ?? 0)
    sinceBreak = row.sinceBreak
    free = max(work.now, row.nextAt ?? work.now)
    settle()
  }

  /// When the mailbox begins in hours that are open at a moment.
  func start(of window: SendWindow, at moment: Timestamp, zone: String) -> Timestamp {
    paceDay.start(of: window, at: moment, zone: zone, plan: plan)
  }

  /// Notes that a mail of the campaign leaves at a moment.
  /// - Parameter isOwn: from this mailbox.
  mutating func note(_ at: Timestamp, isOwn: Bool) {
    guard isReal else { return }
    ofCampaign.append(at)
    campaignCount += 1
    guard isOwn else { return settle() }
    departures.append(at)
    days.insert(at.rawValue / 86_400_000)
    free = max(free, at.adding(seconds: gap(after: at)))
    settle()
  }

  private mutating func gap(after at: Timestamp) -> Int {
    guard let plan else { return (pace.minimumGapSeconds + max(pace.maximumGapSeconds, pace.minimumGapSeconds)) / 2 }
    let day = paceDay.day(of: at)
    if used.day != day { used = (day, 0) }
    let (seconds, since) = paceDay.gap(plan, after: at, used: used.count, since: sinceBreak)
    (used.count, sinceBreak) = (used.count + 1, since)
    return seconds
  }

  private mutating func settle() {
    guard isReal else { return }
    let today = free.rawValue / 86_400_000
    let more = days.filter { $0 < today }.count
    let ramped = pace.rampStart + pace.rampStep * (sendingDays.mailbox + more)
    let own = campaign.pace
    let ofDay = min(campaign.dailyCap ?? Int.max, own.ramp(after: sendingDays.campaign + more) ?? Int.max)
    for (list, limit, seconds) in [
      (departures, pace.perMinute, 60), (departures, pace.perHour, 3600), (departures, min(pace.perDay, ramped), Self.daySeconds),
      (ofCampaign, own.perMinute ?? Int.max, 60), (ofCampaign, own.perHour ?? Int.max, 3600), (ofCampaign, ofDay, Self.daySeconds),
    ] where list.count >= limit {
      // A limit of none never opens; the plan shows what it would be with one.
      free = max(free, list[list.count - max(limit, 1)].adding(seconds: seconds))
    }
    guard let last = ofCampaign.last else { return }
    if let range = own.gap, let plan { free = max(free, last.adding(seconds: plan.gap(of: campaign.id, after: last, in: range))) }
    if let every = own.pauseEvery, let minutes = own.pauseMinutes, campaignCount > 0, campaignCount % max(every, 1) == 0 {
      free = max(free, last.adding(seconds: minutes * 60))
    }
  }
}
