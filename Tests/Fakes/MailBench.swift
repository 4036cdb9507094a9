import Engine
import Mail
import Outreach
import Practice
import Store

/// The whole mail engine over a real base, with a clock, dice, zones and servers that a test rules.
public struct MailBench: Sendable {
  /// What every bench starts from: sends approved mail by itself, at any hour, without gaps and with wide limits.
  public static let open: [String: String] = [
    "EMAIL_PRIMARY_PROVIDER": "smtp", "MODE_DRAFT_ONLY": "false", "ALLOW_AUTO_SEND": "true", "SMTP_HOST": "127.0.0.1",
    "SMTP_SECURITY": "none", "IMAP_HOST": "127.0.0.1", "SMTP_PASSWORD": "secret", "SENDER_EMAIL": "me@sender.example",
    "SENDER_NAME": "Mia Sender", "SENDER_POSTAL_ADDRESS": "Main Street 1, 12345 Town", "SENDER_TIME_ZONE": "UTC",
    "SEND_WINDOW": "always", "MIN_DELAY_SECONDS": "0", "MAX_DELAY_SECONDS": "0", "PAUSE_EVERY_N_EMAILS": "0",
    "MAX_EMAILS_PER_MINUTE": "60", "MAX_EMAILS_PER_HOUR": "500", "MAX_EMAILS_PER_DAY": "1000", "RAMP_START": "1000",
    "MAX_EMAILS_PER_DOMAIN_PER_DAY": "100",
  ]

  public let temporary: TemporaryBase
  public let settings: Settings
  public let smtp: FakeSender
  public let mailbox: FakeMailbox
  public let network = FakeNetwork()
  public let dice: SeededRandom
  public let outbox: Outbox
  public let inbox: Inbox
  public let messages: Messages
  public let replies: Replies
  public let campaigns: Campaigns
  public let leads: Leads
  public let practice: Practice
  public let practicePort: PracticeMailbox
  /// The person at the screen.
  public static let me = ActingAs(.user)

  /// The base.
  public var base: Base { temporary.base }
  /// The clock of everything.
  public var clock: TestClock { temporary.clock }

  /// A bench under settings that differ from `open` as said; nil takes one away.
  /// - Parameter filesSentMail: whether the servers file what was sent by themselves.
  public static func make(_ changes: [String: String?] = [:], seed: UInt64 = 1, filesSentMail: Bool = false) async throws
    -> MailBench
  {
    try await MailBench(TemporaryBase.make(), changes, seed: seed, filesSentMail: filesSentMail)
  }

  /// A bench over a base that is there already, as after a restart or with other settings.
  public init(
    _ temporary: TemporaryBase, _ changes: [String: String?] = [:], seed: UInt64 = 1, smtp: FakeSender? = nil,
    mailbox: FakeMailbox? = nil, filesSentMail: Bool = false
  ) async throws {
    self.temporary = temporary
    let clock = temporary.clock
    let environment = Self.open.merging(changes.compactMapValues { $0 }) { _, new in new }.filter { changes[$0.key] != .some(nil) }
    let base = temporary.base
    settings = Settings(base: base, environment: environment, zone: "UTC", zones: FixedZones())
    try await settings.reload()
    try await base.write { work in try MailboxTable.ensure(in: work) }
    self.smtp = smtp ?? FakeSender(clock: clock)
    self.mailbox = mailbox ?? FakeMailbox(clock: clock)
    dice = SeededRandom(seed)
    practicePort = PracticeMailbox(archive: PracticeBox(base: base))
    var ports = Outbox.Ports(
      smtp: self.smtp, practice: practicePort, reader: self.mailbox, composer: RFC5322Composer(), zones: FixedZones(),
      network: network, clock: clock, random: dice, log: NoLog())
    ports.filesSentMail = { _ in filesSentMail }
    outbox = Outbox(base: base, settings: settings, ports: ports)
    inbox = Inbox(
      base: base, settings: settings,
      ports: .init(imap: self.mailbox, practice: practicePort, parser: RFC5322Reader(), clock: clock, log: NoLog()))
    messages = Messages(base: base, settings: settings)
    replies = Replies(base: base, settings: settings)
    campaigns = Campaigns(base: base, settings: settings, zones: FixedZones())
    leads = Leads(base: base)
    practice = Practice(base: base, settings: settings, parser: RFC5322Reader(), composer: RFC5322Composer())
  }

  /// A running campaign with one mail.
  public func campaign(
    _ name: String = "Spring", subject: String = "Hello {{ business_name }}", window: String? = nil, dailyCap: Int? = nil,
    steps: Int = 1
  ) async throws -> Campaign {
    let all = (0..<steps).map { _ in
      Campaigns.NewStep(subject: subject, text: "Dear {{ business_name }} in {{ city | default('town') }}, a word?", html: nil)
    }
    let made = try await campaigns.create(name: name, steps: all, window: window, dailyCap: dailyCap, as: Self.me)
    return try await campaigns.move(made.id, .start, as: Self.me)
  }

  /// Gives a campaign other steps.
  public func rewrite(_ campaign: Campaign, _ steps: [Campaigns.NewStep]) async throws {
    var change = Campaigns.Change()
    change.steps = steps
    _ = try await campaigns.edit(campaign.id, change, as: Self.me)
  }

  /// A campaign's steps as a person would send them back.
  public func steps(_ campaign: Campaign) async throws -> [Campaigns.NewStep] {
    try await base.read { work in try StepTable.list(of: campaign.id, in: work) }.map { step in
      var new = Campaigns.NewStep(subject: "", text: "", html: nil)
      (new.id, new.kind, new.audience, new.wait) = (step.id, step.kind, step.audience, step.wait)
      new.variants = step.variants.map { .init(key: $0.key, subject: $0.subject, text: $0.text, html: $0.html) }
      return new
    }
  }

  /// A running campaign with these steps.
  public func sequence(
    _ steps: [Campaigns.NewStep], name: String = "Spring", approval: SequenceApproval = .sequence, stopsCompany: Bool = false
  ) async throws -> Campaign {
    let made = try await campaigns.create(
      name: name, steps: steps, window: nil, dailyCap: nil, approval: approval, stopsCompany: stopsCompany, as: Self.me)
    return try await campaigns.move(made.id, .start, as: Self.me)
  }

  /// Runs what sequences asked for, as the scheduler does.
  public func goOn(_ leads: [Lead]) async throws {
    for lead in leads { for enrollment in try await enrollments(lead) { try await campaigns.goOn(enrollment.id) } }
  }

  /// An approved lead.
  public func lead(_ email: String, zone: String? = nil, name: String? = nil) async throws -> Lead {
    var edit = Leads.Edit()
    edit.texts = ["business_name": name ?? "Firm \(email)", "email": email]
    if let zone { edit.texts["time_zone"] = zone }
    let lead = try await leads.add(edit, as: Self.me)
    return try await leads.decide(lead.id, .approve, as: Self.me)
  }

  /// Leads put into a campaign and their mails approved as seen.
  @discardableResult
  public func approved(_ leads: [Lead], in campaign: Campaign) async throws -> [Message] {
    let outcome = try await campaigns.enroll(.these(leads.map(\.id)), in: campaign.id, as: Self.me)
    guard outcome.skippedCount == 0 else { throw Fault(.badInput, "Not enrolled: \(outcome.skipped.map(\.detail))") }
    var all: [Message] = []
    for lead in leads {
      for message in try await mails(of: lead) where message.state == .composed && message.campaignID == campaign.id {
        all.append(try await messages.approve(message.id, seen: message.contentHash, as: Self.me))
      }
    }
    return all
  }

  /// One lead with an approved mail in a new running campaign.
  public func one(_ email: String = "anna@sunrise.example") async throws -> (lead: Lead, message: Message) {
    let campaign = try await campaign()
    let lead = try await lead(email)
    guard let message = try await approved([lead], in: campaign).first else { throw Fault(.notFound, "No mail was written.") }
    return (lead, message)
  }

  /// A lead's mails, oldest first.
  public func mails(of lead: Lead) async throws -> [Message] {
    try await base.read { work in try MessageList.of(lead.id, in: work) }
  }

  /// A message as it stands now.
  public func now(_ message: Message) async throws -> Message {
    try await base.read { work in try MessageTable.get(message.id, in: work) }
  }

  /// A lead as it stands now.
  public func now(_ lead: Lead) async throws -> Lead { try await base.read { work in try LeadTable.get(lead.id, in: work) } }

  /// A lead's enrollments.
  public func enrollments(_ lead: Lead) async throws -> [Enrollment] {
    try await base.read { work in try EnrollmentTable.list(of: lead.id, in: work) }
  }

  /// A message's attempts.
  public func attempts(_ message: Message) async throws -> [SendAttempt] {
    try await base.read { work in try SendAttemptTable.list(of: message.id, in: work) }
  }

  /// A lead's replies.
  public func replies(_ lead: Lead) async throws -> [Reply] { try await base.read { work in try ReplyTable.of(lead.id, in: work) } }

  /// The first closed gate of a message.
  public func gate(_ message: Message) async throws -> ClosedGate? {
    let policy = settings.policy
    return try await base.read { work in
      try Gates(policy: policy, zones: FixedZones()).firstClosed(for: MessageTable.get(message.id, in: work), in: work)
    }
  }

  /// Whether mail to an address is suppressed for real.
  public func suppressed(_ address: String, mode: SendMode = .real) async throws -> Suppression.Reason? {
    try await base.read { work in try SuppressionTable.reason(for: address, mode: mode, in: work) }
  }

  /// Lets a pass run until it ends or the program dies in it; then goes on as a new process would.
  /// - Returns: the ids that are unsure; nil where it ended without dying.
  @discardableResult
  public func passAndDie() async throws -> [Message.ID]? {
    let (ends, end) = AsyncStream<Bool>.makeStream()
    smtp.onDeath { end.yield(true) }
    let outbox = outbox
    // Where the program dies this task never ends, as a killed program's threads do not.
    Task {
      _ = try? await outbox.pass()
      end.yield(false)
    }
    var died = false
    for await answer in ends {
      died = answer
      break
    }
    return died ? try await outbox.recover() : nil
  }

  /// A reply as a mail program writes it.
  public static func reply(
    from: String, to message: Message?, id: String, subject: String? = nil, text: String = "Yes, call me.", extra: String = ""
  ) -> String {
    let thread = message?.headerID.map { "In-Reply-To: \($0)\nReferences: \($0)\n" } ?? ""
    return """
      From: Someone <\(from)>
      To: me@sender.example
      Subject: \(subject ?? "Re: " + (message?.content.subject ?? "Hello"))
      Date: Mon, 05 Jan 2026 10:00:00 +0000
      Message-ID: <\(id)>
      \(thread)\(extra)Content-Type: text/plain; charset=utf-8

      \(text)
      """
  }

  /// A delivery report (RFC 3464) about a message.
  public static func bounce(of message: Message, id: String, status: String = "5.1.1", action: String = "failed") -> String {
    """
    Return-Path: <>
    From: Mail Delivery System <mailer-daemon@mx.example>
    To: me@sender.example
    Subject: Undelivered Mail Returned to Sender
    Date: Mon, 05 Jan 2026 10:00:00 +0000
    Message-ID: <\(id)>
    Auto-Submitted: auto-replied
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="b"

    --b
    Content-Type: text/plain

    The mail could not be delivered.

    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; mx.example

    Final-Recipient: rfc822; \(message.content.to.address)
    Action: \(action)
    Status: \(status)
    Diagnostic-Code: smtp; 550 \(status) no

    --b
    Content-Type: text/rfc822-headers

    Message-ID: \(message.headerID ?? "")

    --b--
    """
  }
}
