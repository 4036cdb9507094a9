import Outreach
import Store

/// Flies a campaign through the engine before its first real mail, on a copy of the base, with a clock of its own and made-up recipients.
///
/// Nothing in here or in the engine asks whether it is simulated: the base, the clock and what stands behind the ports are others, no more.
public struct FlightSimulator: Sendable {
  /// What it flies with.
  public struct Ports: Sendable {
    /// The copy.
    public var base: Base
    public var settings: Settings
    public var outbox: Outbox
    public var inbox: Inbox
    public var zones: any ZoneSource
    public var clock: any SettableClock
    public var world: any FlightWorld
    /// Writes what sequences asked for, as the queue of jobs does.
    public var goOn: @Sendable () async throws -> Void

    /// The ports together.
    public init(
      base: Base, settings: Settings, outbox: Outbox, inbox: Inbox, zones: any ZoneSource, clock: any SettableClock,
      world: any FlightWorld, goOn: @escaping @Sendable () async throws -> Void
    ) {
      (self.base, self.settings, self.outbox, self.inbox) = (base, settings, outbox, inbox)
      (self.zones, self.clock, self.world, self.goOn) = (zones, clock, world, goOn)
    }
  }

  /// The most leads that are flown; the first ones of a larger campaign.
  public static let mostLeads = 300
  /// The most days.
  public static let mostDays = 400
  private static let me = ActingAs(.user)
  /// Nothing is looked at more often than this, seconds.
  private static let shortestStep = 30
  private let ports: Ports
  /// A turn for each mailbox, as the running program has them.
  private let turns: [(mailbox: Mailbox.ID, turn: InboxTurn)]

  /// Over its ports.
  public init(ports: Ports) {
    self.ports = ports
    let inbox = ports.inbox
    turns = ports.settings.policy.mailboxes.map { mailbox in
      (mailbox, InboxTurn(isSetUp: { inbox.isSetUp(mailbox) }, check: { try await inbox.check(mailbox) }))
    }
  }

  /// Flies a campaign.
  /// - Parameters:
  ///   - leads: who is in it; approved ones that no campaign has where it is empty.
  ///   - days: how long at most.
  /// - Throws: `.notFound`, `CancellationError`.
  public func fly(_ campaign: Campaign.ID, leads: [Lead.ID], days: Int) async throws -> Flight {
    var flight = Flight(begins: ports.clock.now())
    let end = ports.clock.now().adding(seconds: min(max(days, 1), Self.mostDays) * 86_400)
    try await prepare(campaign, leads, &flight)
    var seen = 0
    var stuck = 0
    while ports.clock.now() < end {
      try Task.checkCancellation()
      try await ports.goOn()
      try await approve(campaign)
      let pass = try await serve()
      note(pass ?? Outbox.Pass(), &flight)
      seen = try await record(from: seen, &flight)
      let now = ports.clock.now()
      // A mailbox that has to be read first is tried again shortly.
      var next: Timestamp? = now.adding(seconds: Self.shortestStep)
      if let pass { next = try await self.next(campaign, pass) }
      guard let next else { break }
      stuck = next <= now ? stuck + 1 : 0
      // What could leave now and does not, twice, waits for a person.
      if stuck > 1 { break }
      ports.clock.set(min(max(next, now.adding(seconds: stuck > 0 ? Self.shortestStep : 0)), end))
      // Until then the program ran; only a clock that others move on is an absence, and that one lasts until the mailbox was read.
      if pass != nil { try await ports.outbox.keepWatch() }
    }
    _ = try await record(from: seen, &flight)
    flight.ends = ports.clock.now()
    flight.waiting = try await queued(campaign).count
    return flight
  }

  /// Starts the campaign and puts its leads in, as the person would.
  private func prepare(_ campaign: Campaign.ID, _ leads: [Lead.ID], _ flight: inout Flight) async throws {
    try await ports.base.write(as: Self.me) { work in
      if try CampaignTable.get(campaign, in: work).state != .running { try CampaignTable.move(campaign, .start, in: work) }
      for mailbox in try MailboxTable.list(in: work) { try MailboxTable.move(mailbox.id, .resume, reason: nil, in: work) }
    }
    let sending = Sending(base: ports.base)
    try await sending.resume(as: Self.me)
    try await sending.thaw(as: Self.me)
    let campaigns = campaigns
    let fresh = try await ports.base.read { work in
      let wanted = leads.isEmpty ? try EnrollmentTable.leadsInNone(limit: Self.mostLeads, in: work) : leads
      return try wanted.prefix(Self.mostLeads).filter { lead in
        try EnrollmentTable.list(of: lead, in: work).allSatisfy { $0.campaignID != campaign }
      }
    }
    guard !fresh.isEmpty else { return }
    let outcome = try await campaigns.enroll(.these(fresh), in: campaign, as: Self.me)
    for (lead, reason) in outcome.skipped {
      let name = try await ports.base.read { work in try LeadTable.find(lead, in: work)?.details.businessName ?? "" }
      flight.left.append(Flight.Left(lead: lead, businessName: name, reason: reason))
    }
  }

  /// Sends what is due from each mailbox, and reads what came back; in this order, so that after an absence it is the turn that has the
  /// answers read first. Returns nil where a mailbox has to be read before and can't be.
  private func serve() async throws -> Outbox.Pass? {
    var all: Outbox.Pass? = Outbox.Pass()
    for each in turns {
      guard let pass = try await ports.outbox.serve(each.mailbox, after: each.turn) else {
        all = nil
        continue
      }
      all?.add(pass)
    }
    if let arrival = ports.world.nextArrival, arrival <= ports.clock.now() {
      // Where the way to it is down, the next look tries again.
      for each in turns { _ = try? await each.turn.read() }
    }
    return all
  }

  private var campaigns: Campaigns { Campaigns(base: ports.base, settings: ports.settings, zones: ports.zones) }

  /// Approves what was written, and lets go what was approved: the person who said yes.
  private func approve(_ campaign: Campaign.ID) async throws {
    let messages = Messages(base: ports.base, settings: ports.settings)
    for message in try await inStates([.composed], of: campaign) {
      _ = try? await messages.approve(message.id, seen: message.contentHash, as: Self.me)
    }
    for message in try await inStates([.approved], of: campaign) { _ = try? await messages.sendNow(message.id, as: Self.me) }
  }

  private func inStates(_ states: [MessageState], of campaign: Campaign.ID) async throws -> [Message] {
    try await ports.base.read { work in
      var filter = MessageFilter()
      (filter.states, filter.campaign) = (states, campaign)
      return try MessageList.page(filter, before: nil, limit: Self.mostLeads * 10, in: work).messages
    }
  }

  private func queued(_ campaign: Campaign.ID) async throws -> [Message] { try await inStates([.queued], of: campaign) }

  /// When something happens next: a gate opens or a letter arrives; nil where nothing ever does.
  private func next(_ campaign: Campaign.ID, _ pass: Outbox.Pass) async throws -> Timestamp? {
    let now = ports.clock.now()
    // What is due and could not be read is looked for as often as the mailbox is.
    let again = now.adding(seconds: ports.settings.policy.replyCheckSeconds)
    var moments = ports.world.nextArrival.map { [$0 > now ? $0 : again] } ?? []
    if ports.settings.policy.mailboxes.count == 1, let closed = pass.closed, closed.closesMailbox, let opens = closed.opensAt {
      moments.append(opens)
    } else {
      let (policy, zones) = (ports.settings.policy, ports.zones)
      moments += try await ports.base.read { work in
        try Self.openings(Gates(policy: policy, zones: zones), policy.mailboxes, in: work)
      }
    }
    if let next = moments.min() { return next }
    // What waited too long was put back; the person reads it again.
    return try await inStates([.composed], of: campaign).isEmpty ? nil : now
  }

  /// When queued mails may leave; of first mails that share campaign and place only one, as the same gates hold them.
  private static func openings(_ gates: Gates, _ mailboxes: [Mailbox.ID], in work: Work) throws -> [Timestamp] {
    struct Pair: Hashable {
      let campaign: Campaign.ID?
      let place: Whereabouts
    }
    var moments = try MessageList.nextScheduled(in: work).map { [$0] } ?? []
    for mailbox in mailboxes {
      var known: Set<Pair> = []
      _ = try MessageList.due(of: mailbox, limit: mostLeads, in: work) { candidate in
        let pair = Pair(campaign: candidate.campaign, place: candidate.place)
        guard !known.contains(pair) else { return false }
        let message = try MessageTable.get(candidate.id, in: work)
        let gate = try gates.firstClosed(for: message, in: work)
        guard let opens = gate == nil ? work.now : gate?.opensAt else { return false }
        moments.append(opens)
        if message.position == 0 { known.insert(pair) }
        return false
      }
    }
    return moments
  }

  /// Notes what held mail back.
  private func note(_ pass: Outbox.Pass, _ flight: inout Flight) {
    guard let closed = pass.closed, closed.name != .gap, closed.name != .minute else { return }
    let index = day(ports.clock.now(), &flight)
    flight.days[index].held[closed.name, default: 0] += 1
    if [.hour, .day, .domain, .frequency, .cooling, .holiday].contains(closed.name) { flight.days[index].limit = closed }
  }

  private func day(_ moment: Timestamp, _ flight: inout Flight) -> Int {
    let zone = ports.settings.policy.sender.timeZone
    let date = CivilTime(moment, offset: ports.zones.offset(of: zone, at: moment) ?? 0).date
    if let index = flight.days.lastIndex(where: { $0.date == date }) { return index }
    flight.days.append(Flight.Day(date: date))
    return flight.days.count - 1
  }

  /// Takes over what happened in the world since the last look. Returns how many events there are now.
  private func record(from first: Int, _ flight: inout Flight) async throws -> Int {
    let events = ports.world.events
    guard first < events.count else { return events.count }
    let (policy, zones) = (ports.settings.policy, ports.zones)
    let found = try await ports.base.read { work in
      try events[first...].map { event -> Flight.Entry in
        let message = try MessageTable.find(headerIDs: [event.messageID], practice: false, in: work)
        let lead = try message.flatMap { try LeadTable.find($0.leadID, in: work) }
        let zone = zones.recipientZone(lead?.details.whereabouts ?? Whereabouts(), sender: policy.sender.timeZone, at: event.at)
        return Flight.Entry(
          at: event.at, kind: event.kind, lead: lead?.id, businessName: lead?.details.businessName ?? "",
          subject: message?.content.subject ?? "", zone: zone.name,
          local: CivilTime(event.at, offset: zones.offset(of: zone.name, at: event.at) ?? 0))
      }
    }
    for entry in found {
      flight.entries.append(entry)
      guard entry.kind == .sent else { continue }
      let index = day(entry.at, &flight)
      flight.days[index].sent += 1
      flight.days[index].first = flight.days[index].first ?? entry.at
      flight.days[index].last = entry.at
    }
    return events.count
  }
}
