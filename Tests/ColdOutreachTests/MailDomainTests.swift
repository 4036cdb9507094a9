import Engine
import Fakes
import Outreach
import Platform
import Store
import Testing

@testable import ColdOutreach

@Suite struct MailDomainTests {
  /// The program's own resolver, asking a name server of the test over UDP and TCP.
  private static func records(_ server: NameServer) -> DNSRecords {
    var dns = DNS()
    dns.server = (address: "127.0.0.1", port: server.port)
    (dns.secondsATry, dns.tries) = (1, 1)
    return DNSRecords(servers: dns)
  }

  private static func domains(_ bench: MailBench, _ server: NameServer) -> MailDomains {
    MailDomains(base: bench.base, settings: bench.settings, records: records(server))
  }

  private static func known(_ bench: MailBench, _ address: String) async throws -> KnownMailDomain? {
    try await bench.base.read { work in try MailDomainTable.of(address, in: work) }
  }

  private static func jobs(_ bench: MailBench) async throws -> Int {
    try await bench.base.read { work in
      try JobTable.list(state: .pending, limit: 99, in: work).count { $0.kind == CheckMailDomains.kind }
    }
  }

  @Test func `each answer of a name server is told apart: failing, working, and could not be told`() async throws {
    let server = try NameServer([
      "MX works.de": .exchanges([(20, "mx2.works.de"), (10, "mx1.works.de")]), "A mx1.works.de": .addresses(["192.0.2.1"]),
      // RFC 5321 §5.1: no MX record, so the address counts.
      "MX plain.de": .nothing, "A plain.de": .addresses(["192.0.2.2"]),
      // RFC 7505.
      "MX never.de": .exchanges([(0, "")]), "MX empty.de": .nothing, "A empty.de": .nothing, "AAAA empty.de": .nothing,
      "MX dead.de": .exchanges([(10, "gone.dead.de")]), "MX parked.de": .exchanges([(10, "mx.parked.de")]),
      "A mx.parked.de": .addresses(["127.0.0.1"]), "MX second.de": .exchanges([(10, "gone.second.de"), (20, "mx.second.de")]),
      "A mx.second.de": .addresses(["192.0.2.3"]), "MX ill.de": .failure, "MX mute.de": .silence,
      "MX half.de": .exchanges([(10, "mx.half.de")]), "A mx.half.de": .failure,
      "MX long.de": .truncated(.exchanges((1...30).map { (UInt16($0), "mx\($0).long.de") })),
      "A mx1.long.de": .addresses(["192.0.2.4"]),
    ])
    let bench = try await MailBench.make()
    let domains = Self.domains(bench, server)
    let rows: [(String, MailDomainVerdict)] = [
      ("works.de", .takes), ("plain.de", .takes), ("second.de", .takes), ("long.de", .takes), ("never.de", .nullMX),
      ("nowhere.de", .noDomain), ("empty.de", .noHost), ("dead.de", .noHost), ("parked.de", .noHost), ("ill.de", .unknown),
      ("mute.de", .unknown), ("half.de", .unknown), ("", .noDomain),
    ]
    for (domain, verdict) in rows { #expect(await domains.verdict(on: domain) == verdict, "\(domain)") }
    #expect(server.overTCP == 1, "the one that was cut off")
    // Nobody is there at all.
    var gone = DNS()
    gone.server = (address: "127.0.0.1", port: 1)
    (gone.secondsATry, gone.tries) = (1, 1)
    let offline = MailDomains(base: bench.base, settings: bench.settings, records: DNSRecords(servers: gone))
    #expect(await offline.verdict(on: "works.de") == .unknown)
  }

  @Test func `a failing domain keeps its mail here with the reason, silence keeps none, and what is put right goes on`()
    async throws
  {
    let server = try NameServer([
      "MX good.de": .exchanges([(10, "mx.good.de")]), "A mx.good.de": .addresses(["192.0.2.1"]), "MX ill.de": .failure,
    ])
    let bench = try await MailBench.make()
    let domains = Self.domains(bench, server)
    let campaign = try await bench.campaign()
    let leads = [try await bench.lead("a@good.de"), try await bench.lead("a@gone.de"), try await bench.lead("a@ill.de")]
    #expect(try await Self.jobs(bench) == 0)
    let mails = try await bench.approved(leads, in: campaign)
    #expect(try await Self.jobs(bench) == 1, "asked for once, when they are written")
    #expect(try await domains.look() == 2)
    for open in [mails[0], mails[2]] { #expect(try await bench.gate(open) == nil) }
    let gate = try #require(try await bench.gate(mails[1]))
    #expect(gate.name == .address && gate.detail.contains("no such domain") && gate.opensAt == nil)
    let report = try await bench.campaigns.launchCheck(campaign.id, as: MailBench.me)
    #expect(report.refusals.isEmpty && report.notes.contains { $0.contains("“Firm a@gone.de”") }, "\(report)")
    #expect(report.notes.contains { $0.contains("1 lead is being looked up") }, "the one that could not be told")
    let policy = bench.settings.policy
    let why = try await bench.base.read { work in try WhyNot.of(leads[1].id, policy: policy, zones: FixedZones(), in: work) }
    #expect(why.gate == "address")
    #expect(try await bench.outbox.pass().sent == 2)

    // Cached: nothing is asked twice before its time, and silence is asked again first.
    let asked = server.asked.count
    #expect(try await domains.look() == 0 && server.asked.count == asked)
    server.set("MX gone.de", .failure)
    bench.clock.advance(seconds: 7 * 3600)
    #expect(try await domains.look() == 0)
    #expect(try await Self.known(bench, "x@gone.de")?.verdict == .noDomain, "silence takes nothing back")
    server.set("MX gone.de", .exchanges([(10, "mx.good.de")]))
    bench.clock.advance(seconds: 1000)
    #expect(try await domains.look() == 1)
    #expect(try await bench.gate(mails[1]) == nil)
    #expect(try await bench.outbox.pass().sent == 1)
  }

  @Test func `what failed long ago holds nothing back, and a look can be asked for by hand`() async throws {
    let server = try NameServer([:])
    let bench = try await MailBench.make()
    let domains = Self.domains(bench, server)
    let campaign = try await bench.campaign()
    let lead = try await bench.lead("a@gone.de")
    let mail = try await bench.approved([lead], in: campaign)[0]
    _ = try await domains.look()
    #expect(try await bench.gate(mail)?.name == .address)
    server.set("MX gone.de", .exchanges([(10, "mx.good.de")]))
    server.set("A mx.good.de", .addresses(["192.0.2.1"]))
    let policy = bench.settings.policy
    #expect(try await MailDomains.again(lead.id, policy: policy, as: MailBench.me, base: bench.base)?.verdict == .noDomain)
    let scheduler = Scheduler(base: bench.base, clock: bench.clock, log: NoLog(), handlers: [domains.handler], recurring: [])
    try await scheduler.start()
    try await wait { try await Self.known(bench, "a@gone.de")?.verdict == .takes }
    await scheduler.stop()
    #expect(try await bench.gate(mail) == nil)
    try await bench.base.write { work in try MailDomainTable.keep(.nullMX, of: "a@gone.de", in: work) }
    #expect(try await bench.gate(mail)?.name == .address)
    bench.clock.advance(seconds: KnownMailDomain.countsForSeconds + 1)
    #expect(try await bench.gate(mail)?.name != .address)
    let stranger = try await bench.lead("a@moon.example")
    await #expect(throws: Fault.self) {
      try await MailDomains.again(stranger.id, policy: policy, as: MailBench.me, base: bench.base)
    }
  }

  @Test func `practice and reserved domains are never looked up, and an own domain that is not found stops the looking`()
    async throws
  {
    let server = try NameServer([:])
    let practice = try await MailBench.make(["EMAIL_PRIMARY_PROVIDER": "practice"])
    _ = try await practice.approved([try await practice.lead("a@firm.de")], in: try await practice.campaign())
    #expect(try await Self.domains(practice, server).look() == 0 && server.asked.isEmpty)
    let reserved = try await MailBench.make()
    _ = try await reserved.approved([try await reserved.lead("a@sunrise.example")], in: try await reserved.campaign())
    #expect(try await Self.domains(reserved, server).look() == 0)
    #expect(try await Self.jobs(reserved) == 0)
    #expect(server.asked.isEmpty)
    let lost = try await MailBench.make(["SENDER_EMAIL": "me@own-firm.de"])
    let mail = try await lost.approved([try await lost.lead("a@firm.de")], in: try await lost.campaign())[0]
    #expect(try await Self.domains(lost, server).look() == 0 && server.asked == ["MX own-firm.de"])
    #expect(try await lost.gate(mail) == nil)
    server.set("MX own-firm.de", .exchanges([(10, "mx.own-firm.de")]))
    #expect(try await Self.domains(lost, server).look() == 1)
    #expect(try await lost.gate(mail)?.name == .address)
  }

  @Test func `offline it gives up after three silent answers, and looks again later`() async throws {
    let server = try NameServer([:])
    let bench = try await MailBench.make()
    var leads: [Lead] = []
    for index in 0..<9 {
      leads.append(try await bench.lead("a@firm\(index).de"))
      server.set("MX firm\(index).de", .failure)
    }
    _ = try await bench.approved(leads, in: try await bench.campaign())
    #expect(try await Self.domains(bench, server).look() == 0)
    #expect(Set(server.asked).count == 4, "one round of questions")
    for index in 0..<9 { server.set("MX firm\(index).de", .noSuchName) }
    bench.clock.advance(seconds: 901)
    #expect(try await Self.domains(bench, server).look() == 9)
  }
}
