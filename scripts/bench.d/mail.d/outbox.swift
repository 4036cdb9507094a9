import Curl
import Engine
import Foundation
import Mail
import Outreach
import SQLite
import Store
import Synchronization

/// Measures what one mail costs on its whole way through the outbox: gates, ledger, composing, server.
///
/// The clock goes on by a minute a mail, so that every limit is asked and none is ever reached.
/// use: outbox-bench FOLDER PORT MAILS disk|memory    `memory` does not wait for the disk: the difference is what durability costs.
@main struct OutboxBench {
  static func main() async throws {
    let words = CommandLine.arguments
    let (port, count, waits) = (Int(words[2]) ?? 0, Int(words[3]) ?? 1, words[4] == "disk")
    let clock = TurnedClock()
    let database = try await Database.open(
      .init(path: words[1] + "/\(words[4]).db", now: { clock.now().rawValue }, isDisposable: !waits))
    _ = try await database.migrate(Schema.migrations)
    let base = Base(database: database, vault: try Vault(keys: KeyRing()))
    let settings = Settings(base: base, environment: environment, zone: "UTC", zones: OneZone())
    try await settings.reload()
    try await base.write { work in try MailboxTable.ensure(in: work) }
    try await fill(base, settings, count)
    let (meter, composing) = (Meter(port: port, clock: clock), TimedComposer())
    let outbox = Outbox(
      base: base, settings: settings,
      ports: .init(
        smtp: meter, practice: meter, reader: NoMailbox(), composer: composing, zones: OneZone(), network: Online(), clock: clock,
        random: Dice(), log: NoLog()))
    let (began, used) = (ContinuousClock.now, clock_t.now)
    let pass = try await outbox.pass()
    let (seconds, cpu) = (began.duration(to: .now) / .seconds(1), Double(clock_t.now - used) / 1e6)
    guard pass.sent == count else {
      print("sent \(pass.sent) of \(count): \(String(describing: pass.closed)), \(pass)")
      exit(1)
    }
    tell(words[4], (seconds, cpu), count, meter.spent, composing.seconds)
    await database.close()
  }

  private static func tell(_ name: String, _ took: (seconds: Double, cpu: Double), _ count: Int, _ spent: Meter.Spent, _ composing: Double) {
    let each = { (seconds: Double) in String(Int(seconds / Double(count) * 1e6)) }
    let rest = took.seconds - spent.wire - spent.dot - composing
    print(
      "the whole outbox, ledger on \(name): \(Int(Double(count) / took.seconds)) mails/s; \(each(took.seconds)) µs a mail, \(each(took.cpu)) of them CPU: \(each(spent.wire)) server, "
        + "\(each(spent.dot)) the dot's commit, \(each(composing)) composing, \(each(rest)) gates and the two commits before and after")
  }

  private static func fill(_ base: Base, _ settings: Settings, _ count: Int) async throws {
    let (campaigns, leads, messages) = (
      Campaigns(base: base, settings: settings, zones: OneZone()), Leads(base: base), Messages(base: base, settings: settings)
    )
    let me = ActingAs(.user)
    let text = "Dear {{ business_name }},\n\n" + String(repeating: "A line of text here.\n", count: 80)
    let made = try await campaigns.create(
      name: "Bench", steps: [.init(subject: "Hello {{ business_name }}", text: text, html: nil)], window: nil, dailyCap: nil, as: me)
    _ = try await campaigns.move(made.id, .start, as: me)
    var ids: [Lead.ID] = []
    for number in 0..<count {
      var edit = Leads.Edit()
      edit.texts = ["business_name": "Firm \(number)", "email": "kunde@firm\(number).example.com"]
      let lead = try await leads.add(edit, as: me)
      ids.append(try await leads.decide(lead.id, .approve, as: me).id)
    }
    _ = try await campaigns.enroll(.these(ids), in: made.id, as: me)
    for id in ids {
      let mails = try await base.read { work in try MessageList.of(id, in: work) }
      for mail in mails { _ = try await messages.approve(mail.id, seen: mail.contentHash, as: me) }
    }
  }

  private static let environment: [String: String] = [
    "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true", "SMTP_HOST": "127.0.0.1",
    "SMTP_SECURITY": "none", "IMAP_HOST": "127.0.0.1", "SMTP_PASSWORD": "secret", "SENDER_EMAIL": "anna@sender.example.com",
    "SENDER_NAME": "Anna Berg", "SENDER_POSTAL_ADDRESS": "Am Deich 4, 28195 Bremen", "SENDER_TIME_ZONE": "UTC",
    "SEND_WINDOW": "always", "MIN_DELAY_SECONDS": "0", "MAX_DELAY_SECONDS": "0", "PAUSE_EVERY_N_EMAILS": "0",
    "MAX_EMAILS_PER_MINUTE": "600", "MAX_EMAILS_PER_HOUR": "500", "MAX_EMAILS_PER_DAY": "2000", "RAMP_START": "2000",
    "MAX_EMAILS_PER_DOMAIN_PER_DAY": "500", "SKIP_HOLIDAYS": "false",
  ]
}

extension clock_t {
  /// Microseconds of CPU that this process has used (POSIX: CLOCKS_PER_SEC is a million).
  fileprivate static var now: clock_t { clock() }
}

/// A clock that each mail turns on.
private final class TurnedClock: Outreach.Clock {
  private let moment = Mutex(Timestamp(rawValue: 1_767_603_600_000))
  func now() -> Timestamp { moment.withLock { $0 } }
  func turn(seconds: Int) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
}

/// The product's own sender to a local server, with the time that each part takes.
private final class Meter: MailSender {
  struct Spent {
    var wire = 0.0
    var dot = 0.0
  }
  private let (port, clock): (Int, TurnedClock)
  private let total = Mutex(Spent())
  var spent: Spent { total.withLock { $0 } }

  init(port: Int, clock: TurnedClock) { (self.port, self.clock) = (port, clock) }

  func session(with server: MailServer) async throws(MailFailure) -> any SendingSession {
    let server = MailServer(host: "127.0.0.1", port: port, security: .none, username: "", signIn: .anonymous)
    return Session(try await SMTPSender(MailConnector(CurlDialer())).session(with: server), self)
  }

  private func add(wire: Double, dot: Double) {
    clock.turn(seconds: 60)
    total.withLock { ($0.wire, $0.dot) = ($0.wire + wire, $0.dot + dot) }
  }

  private final class Session: SendingSession {
    private let (session, meter): (any SendingSession, Meter)
    init(_ session: any SendingSession, _ meter: Meter) { (self.session, self.meter) = (session, meter) }

    func send(_ mail: WireMail, beforeFinish: @escaping @Sendable () async throws -> Void) async -> SendOutcome {
      let dot = Mutex(0.0)
      let began = ContinuousClock.now
      let outcome = await session.send(mail) {
        let began = ContinuousClock.now
        try await beforeFinish()
        let seconds = began.duration(to: .now) / .seconds(1)
        dot.withLock { $0 = seconds }
      }
      let committing = dot.withLock { $0 }
      meter.add(wire: began.duration(to: .now) / .seconds(1) - committing, dot: committing)
      return outcome
    }
    func close() async { await session.close() }
    func interrupt() { session.interrupt() }
  }
}

private final class TimedComposer: MailComposer {
  private let total = Mutex(0.0)
  var seconds: Double { total.withLock { $0 } }
  func bytes(of mail: OutgoingMail) throws(Fault) -> [UInt8] {
    let began = ContinuousClock.now
    defer {
      let seconds = began.duration(to: .now) / .seconds(1)
      total.withLock { $0 += seconds }
    }
    return try RFC5322Composer().bytes(of: mail)
  }
}

private struct NoMailbox: MailboxReader {
  func session(with server: MailServer) async throws(MailFailure) -> any ReadingSession { throw MailFailure(.connect, "There is none.") }
}

private struct Online: NetworkSense {
  func isOffline(reaching host: String) async -> Bool { false }
}

private struct Dice: RandomSource {
  func integer(in range: ClosedRange<Int>) -> Int { range.lowerBound }
}

private struct OneZone: ZoneSource {
  func offset(of zone: String, at moment: Timestamp) -> Int? { zone == "UTC" ? 0 : nil }
  func placed(_ place: Whereabouts) -> PlacedZone { PlacedZone(zone: nil, source: .sender, country: place.country) }
}
