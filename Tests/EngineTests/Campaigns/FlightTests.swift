import Fakes
import Foundation
import Mail
import Outreach
import Practice
import Store
import Testing

@testable import Engine

@Suite struct FlightTests {
  private static func bench(_ changes: [String: String?] = [:]) async throws -> MailBench {
    try await MailBench.make(
      [
        "SEND_WINDOW": "Mon-Fri 09:00-17:00", "MAX_EMAILS_PER_DAY": "6", "MAX_EMAILS_PER_HOUR": "3", "MIN_DELAY_SECONDS": "180",
        "MAX_DELAY_SECONDS": "420", "RAMP_START": "100",
      ].merging(changes) { _, new in new })
  }

  private static func leads(_ count: Int, _ bench: MailBench) async throws -> [Lead] {
    var leads: [Lead] = []
    for number in 0..<count {
      let zone = ["UTC", "Europe/Berlin", "America/New_York", nil][number % 4]
      leads.append(try await bench.lead("p\(number)@firm\(number).example", zone: zone))
    }
    return leads
  }

  private static func fly(_ bench: MailBench, _ campaign: Campaign, _ leads: [Lead], days: Int = 60, seed: UInt64 = 1) async throws
    -> Flight
  {
    let world = RecipientWorld(clock: bench.clock, seed: seed)
    var ports = bench.outbox.ports
    (ports.smtp, ports.reader) = (world, world)
    let outbox = Outbox(base: bench.base, settings: bench.settings, ports: ports)
    let inbox = Inbox(
      base: bench.base, settings: bench.settings,
      ports: .init(imap: world, practice: bench.practicePort, parser: RFC5322Reader(), clock: bench.clock, log: NoLog()))
    let simulator = FlightSimulator(
      ports: .init(
        base: bench.base, settings: bench.settings, outbox: outbox, inbox: inbox, zones: FixedZones(), clock: bench.clock,
        world: world, goOn: {}))
    return try await simulator.fly(campaign.id, leads: leads.map(\.id), days: days)
  }

  @Test func `a flight shows every mail within hours and limits, and every answer, until nothing waits`() async throws {
    let bench = try await Self.bench()
    let campaign = try await bench.campaign()
    let leads = try await Self.leads(40, bench)
    let flight = try await Self.fly(bench, campaign, leads)
    let sent = flight.entries.filter { $0.kind == .sent }
    let early = flight.entries.filter { $0.kind == .refused }
    #expect(sent.count + Set(early.map(\.businessName)).count == 40 && flight.waiting == 0)
    #expect(Set(sent.map(\.businessName)).count == sent.count, "one mail each")
    for entry in sent {
      #expect((9..<17).contains(entry.local.hour) && entry.local.weekday <= 5, "\(entry.local.rfc3339) \(entry.zone)")
    }
    for (limit, seconds) in [(3, 3600), (6, 86_400)] {
      for (at, later) in zip(sent.map(\.at), sent.map(\.at).dropFirst(limit)) {
        #expect(later.seconds(since: at) >= seconds, "at most \(limit) in \(seconds) s")
      }
    }
    #expect(flight.days.reduce(0) { $0 + $1.sent } == sent.count)
    #expect(flight.days.contains { $0.limit?.name == .day }, "the limit that held is named")
    let kinds = Set(flight.entries.map(\.kind))
    #expect(kinds.isSuperset(of: [.sent, .greylisted, .away, .answered]), "a world with all that happens: \(kinds)")
    let suppressed = try await bench.base.read { work in
      try flight.entries.filter { $0.kind == .bounced || $0.kind == .optedOut }.allSatisfy { entry in
        guard let id = entry.lead, let email = try LeadTable.get(id, in: work).details.email else { return false }
        return try SuppressionTable.reason(for: email, mode: .real, in: work) != nil
      }
    }
    #expect(suppressed, "what came back is read by the real inbox")
  }

  @Test func `the same number gives the same flight, another one other people`() async throws {
    var flights: [[String]] = []
    for seed in [7, 7, 8] as [UInt64] {
      let bench = try await Self.bench()
      let campaign = try await bench.campaign()
      let flight = try await Self.fly(bench, campaign, try await Self.leads(25, bench), seed: seed)
      flights.append(flight.entries.map { "\($0.at) \($0.kind) \($0.businessName)" })
    }
    #expect(flights[0] == flights[1] && flights[0] != flights[2])
  }

  @Test func `who gets no mail is said, and a campaign that can never send ends at once`() async throws {
    let bench = try await Self.bench(["MAX_EMAILS_PER_DAY": "0"])
    let campaign = try await bench.campaign()
    let leads = try await Self.leads(3, bench)
    try await Suppressions(base: bench.base).add(.address, "p1@firm1.example", as: MailBench.me)
    let flight = try await Self.fly(bench, campaign, leads)
    #expect(flight.entries.isEmpty && flight.waiting == 2 && flight.left.map(\.lead) == [leads[1].id])
    #expect(flight.left.first?.reason.isEmpty == false)
  }
}
