import Outreach
import Store

/// The calendar of a campaign: when each step of each lead will come, from the sends that really were.
///
/// It is worked out anew each time, with hours, limits, ramp and the day's random plan as they are now, and as if everything were approved and
/// the campaign ran from now on. Other campaigns that share the mailbox, answers and failures push it back or end it.
public struct CampaignPlan: Sendable, Hashable {
  /// One step of one lead.
  public struct Entry: Sendable, Hashable {
    public let at: Timestamp
    public let lead: Lead.ID
    public let leadName: String
    public let position: Int
    public let kind: Step.Kind
    /// The lead's time zone; nil where it is not known.
    public let zone: String?
  }

  /// The most leads that it looks at.
  public static let mostLeads = 2000

  /// In the order of time.
  public var entries: [Entry] = []
  /// Whether the leads are those that would be added, because nobody is in the campaign yet.
  public var isTrial = false
  /// Whether there are more leads than it looks at.
  public var isCut = false

  /// The plan of a campaign as things are now.
  public static func of(_ id: Campaign.ID, policy: Policy, zones: any ZoneSource, in work: Work) throws -> CampaignPlan {
    let campaign = try CampaignTable.get(id, in: work)
    var plan = CampaignPlan()
    var enrollments = try EnrollmentTable.inState(.active, of: id, limit: mostLeads + 1, in: work)
    if enrollments.isEmpty, try EnrollmentTable.count(of: id, in: work) == 0 {
      plan.isTrial = true
      enrollments = try EnrollmentTable.leadsInNone(limit: mostLeads + 1, in: work).map {
        Enrollment(id: Enrollment.ID(rawValue: "trial"), campaign: id, lead: $0, mode: policy.mode.sendMode, at: work.now)
      }
    }
    plan.isCut = enrollments.count > mostLeads
    let steps = try StepTable.list(of: id, in: work)
    var desk = try PlanDesk(campaign: campaign, policy: policy, zones: zones, in: work)
    for enrollment in enrollments.prefix(mostLeads) {
      let lead = try LeadTable.get(enrollment.leadID, in: work)
      let mailbox = try desk.mailbox(of: enrollment, in: work)
      let left = steps.filter { $0.position >= enrollment.position && $0.applies(hasEmail: lead.details.email != nil) }
      desk.add(enrollment, lead, left, from: mailbox)
    }
    plan.entries = desk.run()
    return plan
  }
}

/// Lays the steps of many leads one after the other, as the outbox would.
struct PlanDesk {
  /// One lead's way through the steps that are left.
  struct Way {
    var enrollment: Enrollment
    let name: String
    let zone: RecipientZone
    let mailbox: Mailbox.ID
    var steps: [Step]
  }

  /// The ways of the leads of one zone and mailbox: those whose turn may come, and those that wait, soonest first.
  private struct Zone {
    let zone: RecipientZone
    let mailbox: Mailbox.ID
    var followUps: [Int] = []
    var firsts: [Int] = []
    var waiting: [(due: Timestamp, way: Int)] = []
    var isEmpty: Bool { followUps.isEmpty && firsts.isEmpty && waiting.isEmpty }
  }

  private let context: Sequence.Context
  private let window: SendWindow
  private let isReal: Bool
  private let start: Timestamp
  private var limits: [Mailbox.ID: PlanLimits] = [:]
  private var rotation: Rotation?
  private let campaign: Campaign
  private var ways: [Way] = []
  private var lanes: [Zone] = []
  private var entries: [CampaignPlan.Entry] = []

  init(campaign: Campaign, policy: Policy, zones: any ZoneSource, in work: Work) throws {
    context = Sequence.Context(policy: policy, zones: zones)
    isReal = policy.mode.sendMode == .real
    window = !isReal ? .always : campaign.window.flatMap { try? SendWindow($0) } ?? policy.pace.window
    start = work.now
    self.campaign = campaign
    rotation = try? Rotation(campaign: campaign.id, policy: policy, in: work)
  }

  /// The mailbox that a lead keeps, or would get.
  mutating func mailbox(of enrollment: Enrollment, in work: Work) throws -> Mailbox.ID {
    let kept = try isReal ? EnrollmentTable.mailbox(of: enrollment.id, in: work) : nil
    let mailbox = kept ?? rotation?.next() ?? context.policy.mailbox
    if limits[mailbox] == nil {
      let own = Sequence.Context(policy: context.policy.of(mailbox), zones: context.zones)
      limits[mailbox] = try PlanLimits(campaign: campaign, context: own, isReal: isReal, in: work)
    }
    return mailbox
  }

  /// Adds a lead that is written to from a mailbox.
  mutating func add(_ enrollment: Enrollment, _ lead: Lead, _ steps: [Step], from mailbox: Mailbox.ID) {
    let zone = context.zone(of: lead, at: start)
    ways.append(Way(enrollment: enrollment, name: lead.details.businessName, zone: zone, mailbox: mailbox, steps: steps))
    wait(ways.count - 1)
  }

  /// The calendar, soonest first.
  mutating func run() -> [CampaignPlan.Entry] {
    while let (lane, at) = next() {
      let ready = lanes[lane].waiting.prefix { $0.due <= at }.count
      for one in lanes[lane].waiting.prefix(ready) {
        if (ways[one.way].steps.first?.position ?? 0) > 0 {
          lanes[lane].followUps.append(one.way)
        } else {
          lanes[lane].firsts.append(one.way)
        }
      }
      lanes[lane].waiting.removeFirst(ready)
      let way = lanes[lane].followUps.isEmpty ? lanes[lane].firsts.removeFirst() : lanes[lane].followUps.removeFirst()
      done(way, at)
      // The campaign's limit counts whatever mailbox a mail leaves from.
      for id in limits.keys { limits[id]?.note(at, isOwn: id == lanes[lane].mailbox) }
    }
    return entries.sorted { ($0.at, $0.leadName) < ($1.at, $1.leadName) }
  }

  /// The zone in which the next mail can leave first, one with a follow-up before others, and when.
  private func next() -> (lane: Int, at: Timestamp)? {
    var best: (lane: Int, at: Timestamp, isFirst: Bool)?
    for (index, lane) in lanes.enumerated() where !lane.isEmpty {
      let isWaiting = lane.followUps.isEmpty && lane.firsts.isEmpty
      let free = limits[lane.mailbox]?.free ?? start
      let from = isWaiting ? max(free, lane.waiting[0].due) : free
      let calendar = BusinessCalendar(country: lane.zone.country, skipsHolidays: isReal && context.policy.pace.skipsHolidays)
      let opening = window.nextOpening(from: from, isClosed: calendar.isHoliday) {
        context.zones.offset(of: lane.zone.name, at: $0) ?? 0
      }
      guard let opening else { continue }
      let at = isReal ? limits[lane.mailbox]?.start(of: window, at: opening, zone: lane.zone.name) ?? opening : opening
      let isFirst = lane.followUps.isEmpty
      if best.map({ (at, isFirst ? 1 : 0) < ($0.at, $0.isFirst ? 1 : 0) }) ?? true { best = (index, at, isFirst) }
    }
    return best.map { ($0.lane, $0.at) }
  }

  /// Notes a step as done at a moment, and lets the next one wait.
  private mutating func done(_ index: Int, _ at: Timestamp) {
    guard let step = ways[index].steps.first else { return }
    let way = ways[index]
    entries.append(
      CampaignPlan.Entry(
        at: at, lead: way.enrollment.leadID, leadName: way.name, position: step.position, kind: step.kind,
        zone: way.zone.source == .sender ? nil : way.zone.name))
    ways[index].steps.removeFirst()
    ways[index].enrollment.lastAt = at
    wait(index)
  }

  /// Puts a lead's next mail where it waits; tasks take no place in the queue and are noted on the way.
  private mutating func wait(_ index: Int) {
    guard let step = ways[index].steps.first else { return }
    let due = max(Sequence.due(ways[index].enrollment, step, zone: ways[index].zone, context) ?? start, start)
    if step.kind.isTask { return done(index, due) }
    let (zone, mailbox) = (ways[index].zone, ways[index].mailbox)
    let lane =
      lanes.firstIndex { $0.zone.name == zone.name && $0.zone.country == zone.country && $0.mailbox == mailbox } ?? lanes.count
    if lane == lanes.count { lanes.append(Zone(zone: zone, mailbox: mailbox)) }
    var (low, high) = (0, lanes[lane].waiting.count)
    while low < high {
      let middle = (low + high) / 2
      if lanes[lane].waiting[middle].due <= due { low = middle + 1 } else { high = middle }
    }
    lanes[lane].waiting.insert((due, index), at: low)
  }
}
