import API
import Engine
import Outreach
import Platform
import Practice
import SQLite
import Store
import Synchronization

/// Lays out a simulated flight: a sealed copy of the base, a clock of its own, and recipients who exist only in this process.
final class FlightDeck: Sendable {
  /// A base of more than this is too much to copy for a look.
  private static let mostBytes: Int64 = 2 << 30
  private let base: Base
  private let settings: Settings
  private let configuration: Application.Configuration
  private let zones: ZoneFiles
  private let ports: MailPorts
  private let isFlying = Mutex(false)

  /// Over the base that is copied.
  init(_ base: Base, _ settings: Settings, _ configuration: Application.Configuration, _ zones: ZoneFiles, _ ports: MailPorts) {
    (self.base, self.settings, self.configuration, self.zones, self.ports) = (base, settings, configuration, zones, ports)
    Self.clear(path)
  }

  private var path: String { configuration.folders.data + "/flight.db" }

  /// Flies a campaign.
  /// - Throws: `.conflict` while another flight is on; `.tooLarge`; `.notFound`.
  func fly(_ campaign: Campaign.ID, days: Int, seed: Int) async throws -> Flight {
    let isFree = isFlying.withLock { flying in
      defer { flying = true }
      return !flying
    }
    guard isFree else { throw Fault(.conflict, "A simulation is running already; wait until it is done.") }
    defer { isFlying.withLock { $0 = false } }
    let leads = try await base.read { work in
      _ = try CampaignTable.get(campaign, in: work)
      return try EnrollmentTable.leads(of: campaign, limit: FlightSimulator.mostLeads, in: work)
    }
    guard Files.size(base.database.configuration.path) ?? 0 <= Self.mostBytes else {
      throw Fault(.tooLarge, "The base has more than 2 GB; a copy for a simulation would take too long.")
    }
    Self.clear(path)
    defer { Self.clear(path) }
    try await base.database.backup(to: path)
    let clock = FlightClock(Timestamp(rawValue: SystemClock.milliseconds))
    let database = try await Database.open(.init(path: path, now: { clock.now().rawValue }, isDisposable: true))
    do {
      let flight = try await fly(campaign, leads, days, seed, clock, Base(database: database, vault: base.vault))
      await database.close()
      return flight
    } catch {
      await database.close()
      throw error
    }
  }

  private func fly(_ campaign: Campaign.ID, _ leads: [Lead.ID], _ days: Int, _ seed: Int, _ clock: FlightClock, _ copy: Base)
    async throws -> Flight
  {
    try await copy.write { work in try Mailboxes.detach(in: work) }
    let own = Settings(base: copy, environment: environment, zone: zones.local, zones: zones)
    try await own.reload()
    let world = RecipientWorld(clock: clock, seed: UInt64(bitPattern: Int64(seed)))
    let dice = FlightDice(UInt64(bitPattern: Int64(seed)))
    let (composer, parser, zones) = (ports.composer, ports.parser, zones)
    let outbox = Outbox(
      base: copy, settings: own,
      ports: .init(
        smtp: world, practice: world, reader: world, composer: composer, zones: zones, network: FlightNetwork(), clock: clock,
        random: dice, log: NoFlightLog()))
    let inbox = Inbox(
      base: copy, settings: own, ports: .init(imap: world, practice: world, parser: parser, clock: clock, log: NoFlightLog()))
    let simulator = FlightSimulator(
      ports: .init(
        base: copy, settings: own, outbox: outbox, inbox: inbox, zones: zones, clock: clock, world: world,
        goOn: { try await Campaigns(base: copy, settings: own, zones: zones).goOnWithAll() }))
    return try await simulator.fly(campaign, leads: leads, days: days)
  }

  /// The settings in force, but that approved mail leaves by itself, and to nobody but the made-up world.
  private var environment: [String: String] {
    var names = configuration.environment
    for (name, value) in [
      ("EMAIL_PRIMARY_PROVIDER", "smtp"), ("MODE_DRAFT_ONLY", "false"), ("ALLOW_AUTO_SEND", "true"), ("SMTP_HOST", "127.0.0.1"),
      ("SMTP_SECURITY", "none"), ("SMTP_PASSWORD", "none"), ("IMAP_HOST", "127.0.0.1"), ("ENVIRONMENT", "production"),
    ] { names[name] = value }
    let sender = settings.policy.sender
    if sender.address.isEmpty || sender.address.hasSuffix(".invalid") { names["SENDER_EMAIL"] = "you@sender.example" }
    if sender.name.isEmpty { names["SENDER_NAME"] = "You" }
    if sender.postalAddress.isEmpty { names["SENDER_POSTAL_ADDRESS"] = "Your postal address" }
    return names
  }

  private static func clear(_ path: String) {
    for suffix in ["", "-wal", "-shm", "-journal", ".partial"] where Files.exists(path + suffix) {
      try? Files.remove(path + suffix)
    }
  }
}

/// A clock that stands until the simulator sets it.
final class FlightClock: SettableClock {
  private let moment: Mutex<Timestamp>

  init(_ start: Timestamp) { moment = Mutex(start) }

  func now() -> Timestamp { moment.withLock { $0 } }
  func set(_ moment: Timestamp) { self.moment.withLock { $0 = moment } }
}

/// Dice that fall the same way for the same seed (SplitMix64), so that a flight can be looked at again.
private final class FlightDice: RandomSource {
  private let state: Mutex<UInt64>

  init(_ seed: UInt64) { state = Mutex(seed) }

  func integer(in range: ClosedRange<Int>) -> Int {
    let bits = state.withLock { state in
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
    return range.lowerBound + Int(bits % UInt64(range.count))
  }
}

/// The world is in this process: there is always a way to it.
private struct FlightNetwork: NetworkSense {
  func isOffline(reaching host: String) async -> Bool { false }
}

/// What a simulation does is nothing that happened.
private struct NoFlightLog: Log {
  func write(_ event: LogEvent) {}
}
