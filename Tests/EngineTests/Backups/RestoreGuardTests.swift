import Fakes
import Mail
import Outreach
import SQLite
import Store
import Testing

@testable import Engine

@Suite struct RestoreGuardTests {
  /// A bench whose base went back to before its mails left; what left lies in the mailbox, as the provider files it.
  private struct Past {
    let bench: MailBench
    let leads: [Lead]
    let messages: [Message]
  }

  /// Two approved mails, of which the first really left after the base's last moment.
  private static func past(filed: Bool, cause: RestoreGuard.Cause = .older, ids: Bool = true) async throws -> Past {
    let bench = try await MailBench.make()
    let campaign = try await bench.campaign()
    var leads: [Lead] = []
    for email in ["anna@sunrise.example", "bob@sunset.example"] { leads.append(try await bench.lead(email)) }
    let messages = try await bench.approved(leads, in: campaign)
    if filed { bench.mailbox.put(try await Self.mail(messages[0], bench, known: ids), in: "Sent") }
    try await bench.base.write { work in try RestoreGuard.begin(cause, since: work.now, in: work) }
    return Past(bench: bench, leads: leads, messages: messages)
  }

  /// The bytes that a message of this installation, or one that the base never heard of, has in the Sent folder.
  private static func mail(_ message: Message, _ bench: MailBench, known: Bool) async throws -> [UInt8] {
    let id = known ? message.id : Message.ID(at: 1)
    let token = try OwnMail.token(of: id, vault: bench.base.vault)
    var mail = OutgoingMail(message, at: bench.clock.now())
    mail.messageID = "<\(token)@sender.example>"
    mail.addHeader(OwnMail.field, token)
    return try RFC5322Composer().bytes(of: mail)
  }

  private static func inbox(_ bench: MailBench, files: Bool, folders: Bool = true) -> Inbox {
    var ports = Inbox.Ports(
      imap: bench.mailbox, practice: bench.practicePort, parser: RFC5322Reader(), clock: bench.clock, log: NoLog())
    ports.filesSentMail = { _ in files }
    return Inbox(base: bench.base, settings: bench.settings, ports: ports)
  }

  private static func state(_ bench: MailBench) async throws -> RestoreGuard.State? {
    try await bench.base.read { work in try RestoreGuard.state(in: work) }
  }

  private static func held(_ bench: MailBench) async throws -> [Enrollment] {
    try await bench.base.read { work in try GuardHoldTable.list(limit: 100, in: work) }
  }

  @Test func `nothing leaves while the guard stands, and only a decision after the comparison ends it`() async throws {
    let past = try await Self.past(filed: true)
    let bench = past.bench
    let warden = RestoreGuard(base: bench.base)
    #expect(try await bench.outbox.pass().sent == 0)
    #expect(try await bench.gate(past.messages[1])?.name == .frozen)
    await #expect(throws: Fault.self) { try await warden.end(heldWereWritten: false, as: MailBench.me) }
    try await Self.inbox(bench, files: true).reconcile()
    #expect(try await bench.outbox.pass().sent == 0)
    try await warden.end(heldWereWritten: false, as: MailBench.me)
    #expect(try await Self.state(bench) == nil)
    _ = try await bench.outbox.pass()
    #expect(bench.smtp.deliveries.map(\.mail.to) == ["bob@sunset.example"])
  }

  @Test func `what lies in Sent counts as sent, and where the provider files all mail the rest goes on`() async throws {
    let past = try await Self.past(filed: true)
    try await Self.inbox(past.bench, files: true).reconcile()
    #expect(try await past.bench.now(past.messages[0]).state == .sent)
    #expect(try await past.bench.now(past.leads[0]).state == .contacted)
    let state = try await Self.state(past.bench)
    #expect(state?.proof == .complete && state?.found == 1)
    #expect(try await Self.held(past.bench).isEmpty)
  }

  @Test func `where Sent proves nothing every lead that was due is held and the person asked`() async throws {
    let rows: [(name: String, proof: RestoreGuard.Proof, change: (MailBench) -> Void)] = [
      ("only our own copies", .ownCopies, { _ in }),
      ("no Sent folder", .missing, { $0.mailbox.remove("Sent") }),
      ("offline", .offline, { $0.mailbox.fail("*", MailFailure(.connect, "No connection.")) }),
    ]
    for row in rows {
      let past = try await Self.past(filed: false)
      row.change(past.bench)
      try await Self.inbox(past.bench, files: false).reconcile()
      #expect(try await Self.state(past.bench)?.proof == row.proof, "\(row.name)")
      #expect(try await Self.held(past.bench).count == 2, "\(row.name)")
    }
  }

  @Test func `a follow-up that was not due yet is not asked about`() async throws {
    let day = 86_400
    // How long ago the mail before it left, its wait in days, an absence that ends in so many days, and whether it is held.
    let rows: [(ago: Int, wait: Int, away: Int?, held: Bool)] = [
      (2, 6, nil, false), (5, 6, nil, true), (10, 6, nil, true), (10, 6, 3, false), (10, 6, -1, true), (0, 0, nil, true),
    ]
    for row in rows {
      let bench = try await MailBench.make()
      var second = Campaigns.NewStep(subject: "", text: "Again?", html: nil)
      second.wait = Wait(row.wait, .days)
      let campaign = try await bench.sequence([Campaigns.NewStep(subject: "Hello", text: "A word?", html: nil), second])
      let lead = try await bench.lead("anna@sunrise.example")
      _ = try await bench.approved([lead], in: campaign)
      #expect(try await bench.outbox.pass().sent == 1)
      try await bench.base.database.write { tx in
        let now = bench.clock.now()
        try tx.run(
          "UPDATE enrollment SET last_at = $1, away_until = $2",
          [now.adding(seconds: -row.ago * day).rawValue, row.away.map { now.adding(seconds: $0 * day).rawValue }])
      }
      try await bench.base.write { work in try RestoreGuard.begin(.older, since: work.now, in: work) }
      try await Self.inbox(bench, files: false).reconcile()
      #expect(try await Self.held(bench).count == (row.held ? 1 : 0), "\(row)")
    }
  }

  @Test func `held leads go on or are stopped as the person says`() async throws {
    let past = try await Self.past(filed: false)
    let (bench, warden) = (past.bench, RestoreGuard(base: past.bench.base))
    try await Self.inbox(bench, files: false).reconcile()
    let first = try await bench.enrollments(past.leads[0])[0]
    try await warden.decide(first.id, wasWritten: true, as: MailBench.me)
    await #expect(throws: Fault.self) { try await warden.decide(first.id, wasWritten: true, as: MailBench.me) }
    #expect(try await bench.now(past.messages[0]).state == .cancelled)
    try await warden.end(heldWereWritten: false, as: MailBench.me)
    #expect(try await bench.enrollments(past.leads[0])[0].state == .stopped)
    #expect(try await bench.enrollments(past.leads[1])[0].state == .active)
    _ = try await bench.outbox.pass()
    #expect(bench.smtp.deliveries.map(\.mail.to) == ["bob@sunset.example"])
  }

  @Test func `a mail in Sent that the base never heard of counts as contact with its lead`() async throws {
    let past = try await Self.past(filed: true, ids: false)
    try await Self.inbox(past.bench, files: true).reconcile()
    #expect(try await past.bench.now(past.leads[0]).state == .contacted)
    #expect(try await past.bench.mails(of: past.leads[0]).contains { $0.state == .sent && $0.id != past.messages[0].id })
    #expect(try await Self.held(past.bench).map(\.leadID) == [past.leads[0].id])
    // A second comparison finds no more.
    try await Self.inbox(past.bench, files: true).reconcile(again: true)
    #expect(try await Self.state(past.bench)?.found == 1)
    #expect(try await past.bench.mails(of: past.leads[0]).count { $0.state == .sent } == 1)
  }

  @Test func `an answer or a bounce to a mail that the base does not know proves that it left`() async throws {
    for bounces in [false, true] {
      let past = try await Self.past(filed: false)
      let bench = past.bench
      let token = try OwnMail.token(of: Message.ID(at: 1), vault: bench.base.vault)
      var lost = past.messages[0]
      lost.headerID = "<\(token)@sender.example>"
      bench.mailbox.put(
        bounces ? MailBench.bounce(of: lost, id: "1@mx") : MailBench.reply(from: "anna@sunrise.example", to: lost, id: "1@x"))
      try await Self.inbox(bench, files: true).reconcile()
      let states = try await bench.mails(of: past.leads[0]).map(\.state)
      #expect(states.contains(bounces ? .bounced : .replied) && states.contains(.cancelled), "\(states)")
    }
  }

  @Test func `mail of ours that the base does not know gives a computer away that was put back`() async throws {
    let bench = try await MailBench.make()
    let (_, message) = try await bench.one()
    _ = try await bench.outbox.pass()
    bench.clock.advance(seconds: 3600)
    let inbox = Self.inbox(bench, files: true)
    try await inbox.noticeGoingBack(in: Mailbox.primary)
    #expect(try await Self.state(bench) == nil)
    bench.mailbox.put(try await Self.mail(message, bench, known: false), in: "Sent")
    try await inbox.noticeGoingBack(in: Mailbox.primary)
    #expect(try await Self.state(bench)?.cause == .unknownMail)
  }

  @Test func `a token is known in the field alone, and a forged one is none`() async throws {
    let bench = try await MailBench.make()
    let vault = bench.base.vault
    let id = Message.ID(at: 1)
    let token = try OwnMail.token(of: id, vault: vault)
    let rows: [(String, [IncomingMail.Header], Message.ID?)] = [
      ("<\(token)@sender.example>", [], id), ("<rewritten@provider.example>", [.init(name: "x-outreach-token", value: token)], id),
      ("<\(id).000000000000@sender.example>", [], nil), ("<other@x>", [.init(name: "X-Outreach-Token", value: "nonsense")], nil),
    ]
    for (header, fields, expected) in rows {
      var head = IncomingMail(kind: .other)
      (head.messageID, head.headers) = (header, fields)
      #expect(try OwnMail.message(head, vault: vault) == expected, "\(header)")
    }
  }

  @Test func `a base that knows less than was noted outside it is older`() async throws {
    let bench = try await MailBench.make()
    _ = try await bench.one()
    _ = try await bench.outbox.pass()
    let rows: [(ledger: Int, trail: Int, isOlder: Bool)] = [(0, 0, false), (1, 1, false), (2, 1, true), (1, 100_000, true)]
    for row in rows {
      let isOlder = try await bench.base.read { work in try RestoreGuard.isOlder(than: row.ledger, trail: row.trail, in: work) }
      #expect(isOlder == row.isOlder, "\(row)")
    }
  }

  @Test func `the count is told before the first byte leaves`() async throws {
    let bench = try await MailBench.make()
    let told = Tally()
    bench.base.onDeparture { _ in told.add() }
    bench.smtp.watch { stage, _ in if stage == "begin" { #expect(told.count == 1) } }
    _ = try await bench.one()
    _ = try await bench.outbox.pass()
    #expect(told.count == 1)
  }
}
