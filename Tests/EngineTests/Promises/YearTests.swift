import Fakes
import Foundation
import Mail
import Outreach
import Practice
import SQLite
import Store
import Synchronization
import Testing

@testable import Engine

/// A year of the real engine in the flight simulator, with what must be true looked at after every step.
private final class Year: Sendable {
  /// A fault that is put in on purpose, to see that it is noticed.
  enum Plant: String, CaseIterable { case none, noSuppression, clocksADayEarly, capOffByOne }

  private struct State {
    var seen = 0
    /// When mail left, by mailbox.
    var sent: [String: [Timestamp]] = [:]
    var ids: Set<String> = []
    /// From when on an address must get nothing.
    var silent: [String: Timestamp] = [:]
    /// When the program last woke from a sleep.
    var woke: Timestamp?
    var online: Timestamp?
    var steps = 0
    var problems: [String] = []
  }

  /// Clocks that change a day before they do.
  private struct EarlyZones: ZoneSource {
    func offset(of zone: String, at moment: Timestamp) -> Int? { FixedZones().offset(of: zone, at: moment.adding(seconds: 86_400)) }
  }

  private static let perHour = 2
  private let perDay: Int
  private let bench: MailBench
  private let world: RecipientWorld
  private let dice: SeededRandom
  private let plant: Plant
  private let state = Mutex(State())

  init(
    seed: UInt64, plant: Plant = .none, from start: Timestamp, window: String = "Mon-Sun 09:00-17:00", perDay: Int = 3,
    mailboxes: Int = 1
  ) async throws {
    self.perDay = perDay
    bench = try await MailBench.make(
      [
        "SEND_WINDOW": window, "MAX_EMAILS_PER_HOUR": "\(Self.perHour + (plant == .capOffByOne ? 1 : 0))",
        "MAX_EMAILS_PER_DAY": "\(perDay)", "MIN_DELAY_SECONDS": "60", "MAX_DELAY_SECONDS": "300", "RAMP_START": "100",
        "IMAP_HOST": "127.0.0.1",
      ], seed: seed)
    bench.clock.set(start)
    if mailboxes > 1 {
      var change = Mailboxes.Change()
      change.values = [
        "SENDER_EMAIL": "mia@other.example", "SMTP_HOST": "127.0.0.1", "SMTP_SECURITY": "none", "SMTP_PASSWORD": "x",
        "IMAP_HOST": "127.0.0.1",
      ]
      _ = try await Mailboxes(base: bench.base, settings: bench.settings).add(change, as: MailBench.me)
    }
    (world, dice, self.plant) = (RecipientWorld(clock: bench.clock, seed: seed), SeededRandom(seed &* 31), plant)
  }

  var steps: Int { state.withLock { $0.steps } }
  var mails: Int { state.withLock { $0.sent.values.reduce(0) { $0 + $1.count } } }
  /// How many mailboxes mail left from.
  var senders: Int { state.withLock { $0.sent.count } }
  var problems: [String] { state.withLock { $0.problems } }

  func run(leads count: Int, days: Int) async throws -> Flight {
    let campaign = try await bench.campaign()
    var leads: [Lead.ID] = []
    for number in 0..<count {
      let zone = ["Europe/Berlin", "America/New_York", "UTC"][number % 3]
      leads.append(try await bench.lead("p\(number)@firm\(number).example", zone: zone).id)
    }
    var ports = bench.outbox.ports
    (ports.smtp, ports.reader, ports.zones) = (world, world, plant == .clocksADayEarly ? EarlyZones() : FixedZones())
    let inbox = Inbox(
      base: bench.base, settings: bench.settings,
      ports: .init(imap: world, practice: bench.practicePort, parser: RFC5322Reader(), clock: bench.clock, log: NoLog()))
    let simulator = FlightSimulator(
      ports: .init(
        base: bench.base, settings: bench.settings, outbox: Outbox(base: bench.base, settings: bench.settings, ports: ports),
        inbox: inbox, zones: ports.zones, clock: bench.clock, world: world, goOn: { try await self.step() }))
    let flight = try await simulator.fly(campaign.id, leads: leads, days: days)
    try await check()
    let waiting = try await bench.base.read { work in try MessageList.inState(.queued, limit: 1000, in: work) }
    state.withLock { state in
      for message in waiting where state.silent[message.content.to.address] == nil { state.problems.append("left waiting") }
    }
    await bench.temporary.close()
    return flight
  }

  /// Something happens, and everything is looked at.
  private func step() async throws {
    try await check()
    let now = bench.clock.now()
    state.withLock { $0.steps += 1 }
    if let online = state.withLock({ $0.online }), online <= now {
      world.isOffline = false
      bench.network.isUnplugged = false
      state.withLock { $0.online = nil }
    }
    switch dice.integer(in: 1...100) {
    case 1...4: try await suppress(now)
    case 5...7:
      world.isOffline = true
      bench.network.isUnplugged = true
      state.withLock { $0.online = now.adding(seconds: dice.integer(in: 600...90_000)) }
    case 8...10:
      bench.clock.advance(seconds: dice.integer(in: 3600...60_000))
      let now = bench.clock.now()
      // What came meanwhile counts, although nothing has read it yet.
      let arrived = world.arriving(until: now)
      state.withLock { state in
        // Before the first turn nobody had looked after anything: that is a start, and no absence.
        if state.steps > 1 { state.woke = now }
        for address in arrived { state.silent[address] = min(state.silent[address] ?? now, now.adding(seconds: -1)) }
      }
    default: break
    }
  }

  /// The person takes somebody off the list who has a mail waiting.
  private func suppress(_ now: Timestamp) async throws {
    let waiting = try await bench.base.read { work in try MessageList.inState(.queued, limit: 300, in: work) }
    guard let address = dice.pick(waiting)?.content.to.address else { return }
    try await Suppressions(base: bench.base).add(.address, address, as: MailBench.me)
    state.withLock { $0.silent[address] = now }
    guard plant == .noSuppression else { return }
    try await bench.base.database.write { tx in try tx.run("DELETE FROM suppression", []) }
  }

  private func check() async throws {
    let events = world.events
    let first = state.withLock { $0.seen }
    for event in events.dropFirst(first) where event.kind == .sent {
      let found = try await bench.base.read { work in
        try MessageTable.find(headerIDs: [event.messageID], practice: false, in: work).map { message in
          (message, try LeadTable.get(message.leadID, in: work).details.timeZone ?? "UTC")
        }
      }
      state.withLock { look(at: event, found?.0, zone: found?.1, &$0) }
    }
    state.withLock { state in
      for event in events.dropFirst(first) where [.answered, .optedOut, .bounced, .refused].contains(event.kind) {
        // From the moment at which the mailbox was read.
        state.silent[event.address] = min(state.silent[event.address] ?? bench.clock.now(), bench.clock.now())
      }
      state.seen = events.count
    }
  }

  private func look(at event: WorldEvent, _ message: Message?, zone: String?, _ state: inout State) {
    func wrong(_ text: String) { state.problems.append("\(event.at): \(text)") }
    guard let message, let zone else { return wrong("a mail left that nobody knows") }
    if message.approvedHash != message.contentHash || message.approvedAt ?? .init(rawValue: .max) > event.at {
      wrong("not approved")
    }
    if !state.ids.insert(event.messageID).inserted { wrong("twice") }
    if let since = state.silent[event.address], event.at > since { wrong("to the suppressed") }
    let local = CivilTime(event.at, offset: FixedZones().offset(of: zone, at: event.at) ?? 0)
    if !(9..<17).contains(local.hour) { wrong("outside the hours: \(local.rfc3339) \(zone)") }
    let own = state.sent[message.content.from.address, default: []]
    for (limit, seconds) in [(Self.perHour, 3600), (perDay, 86_400)]
    where own.count >= limit && event.at.seconds(since: own[own.count - limit]) < seconds {
      wrong("more than \(limit) in \(seconds) s")
    }
    if let last = own.last, event.at.seconds(since: last) < 60 { wrong("no gap") }
    if let woke = state.woke, event.at.seconds(since: woke) < 60 { wrong("at once on wake") }
    state.sent[message.content.from.address, default: []].append(event.at)
  }
}

@Suite struct YearTests {
  /// The day before the clocks change in Europe.
  private static let march = CivilTime(year: 2026, month: 3, day: 28, hour: 6).timestamp

  @Test func `a simulated year keeps every promise at every step, changes of the clocks included`() async throws {
    // Sundays are when the clocks change.
    let start = CivilTime(year: 2026, month: 1, day: 5, hour: 8).timestamp
    let year = try await Year(seed: 1, from: start, window: "Wed,Sun 09:00-17:00", perDay: 1)
    let begin = ContinuousClock.now
    let flight = try await year.run(leads: 90, days: 365)
    print("year: \(year.steps) steps, \(year.mails) mails to \(flight.ends) in \(begin.duration(to: .now))")
    #expect(year.problems == [] && year.mails > 60)
    #expect(flight.ends > start.adding(seconds: 250 * 86_400))
  }

  /// `YEAR_SEEDS=2000` runs so many; else as many as fit into ten seconds. `YEAR_FIRST` is the first seed.
  @Test func `weeks around the change of the clocks in many worlds`() async throws {
    let environment = ProcessInfo.processInfo.environment
    let (wanted, first) = (environment["YEAR_SEEDS"].flatMap(UInt64.init), environment["YEAR_FIRST"].flatMap(UInt64.init) ?? 100)
    let deadline = ContinuousClock.now + .seconds(10)
    var (seed, mails, both) = (first, 0, 0)
    while wanted.map({ seed < first + $0 }) ?? (ContinuousClock.now < deadline) {
      // Every third world sends from two mailboxes.
      let year = try await Year(seed: seed, from: Self.march, mailboxes: seed % 3 == 0 ? 2 : 1)
      _ = try await year.run(leads: 24, days: 21)
      (mails, both) = (mails + year.mails, both + (year.senders > 1 ? 1 : 0))
      #expect(year.problems == [], "seed \(seed)")
      seed += 1
    }
    print("weeks: \(seed - first) worlds, \(both) of them from two mailboxes, \(mails) mails")
    #expect(mails > 0)
  }

  @Test func `three faults that are put in on purpose are each noticed`() async throws {
    let signs: [Year.Plant: String] = [
      .noSuppression: "to the suppressed", .clocksADayEarly: "outside the hours", .capOffByOne: "more than",
    ]
    for plant in Year.Plant.allCases {
      var problems: [String] = []
      for seed in 1...8 as ClosedRange<UInt64> where problems.isEmpty {
        let year = try await Year(seed: seed, plant: plant, from: Self.march)
        _ = try await year.run(leads: 20, days: 14)
        problems = year.problems
      }
      if let sign = signs[plant] {
        #expect(
          problems.contains { $0.contains(sign) } && problems.allSatisfy { $0.contains(sign) }, "\(plant): \(problems.prefix(3))")
      } else {
        #expect(problems == [])
      }
    }
  }
}
