import API
import Curl
import Engine
import Mail
import Net
import Outreach
import Platform
import Practice
import SQLite
import Store
import Synchronization
import Text

/// The opened product: the base with its use cases, the queue, and the routes over them.
final class Application: Sendable {
  /// What it is opened with.
  struct Configuration: Sendable {
    let folders: Folders
    let resources: String
    let environment: [String: String]
    let log: any Log
    /// Takes the levels and days that the settings say, and gives the last lines.
    let logs: LogFiles?
    /// The passphrase or recovery key, where the person was asked for it.
    var passphrase: Secret?
    /// Ends the program so that it starts again.
    let restart: @Sendable () -> Void
  }

  private static let auditRetentionEvery = 86_400
  private static let pageWatchSeconds = 5

  let services: Services
  let settings: Settings
  let scheduler: Scheduler
  let hub: EventHub
  let imports: Imports
  let exports: Exports
  private let outbox: Outbox
  private let inbox: Inbox
  private let used: UsedMailboxesFile
  private let auditHead: AuditHeadFile
  private let keeper = Mutex<SessionKeeper?>(nil)
  private let auditWatch: AuditWatch
  private let notices: Notices
  private let pageWatch = Mutex<Task<Void, Never>?>(nil)
  private let updates: Updates
  private let updateWatch = Mutex<Task<Void, Never>?>(nil)
  private let folders: Folders
  private let isServing = Switch()
  /// On a base that lies outside the home; let go when the base is closed.
  private let lock = Mutex<FileLock?>(nil)

  /// Opens the base, brings it to this version, and wires everything; nothing runs yet.
  /// - Throws: `MigrationError`, `SQLiteError`, `SystemError`, `CryptoError`: the start page explains each.
  static func open(_ configuration: Configuration) async throws -> Application {
    CharsetTables.load(from: configuration.resources + "/charsets")
    let (base, lock) = try await BaseOpening.open(configuration)
    let application = try await Application(base, configuration)
    application.lock.withLock { $0 = lock }
    return application
  }

  // long: the one place where everything is put together
  private init(_ base: Base, _ configuration: Configuration) async throws {
    let (folders, clock) = (configuration.folders, ComputerClock())
    let zones = ZoneFiles(environment: configuration.environment, resources: configuration.resources)
    let settings = Settings(base: base, environment: configuration.environment, zone: zones.local, zones: zones)
    try await settings.reload()
    configuration.logs?.follow(settings.values)
    let ports = MailPorts(base: base, environment: configuration.environment)
    let (outbox, inbox) = Self.mail(base, settings, ports, zones, clock, configuration.log)
    let backups = Restore.backups(base, settings, configuration)
    let imports = Imports(base: base, spoolFolder: folders.data + "/spool")
    let campaigns = Campaigns(base: base, settings: settings, zones: zones)
    let (discovery, enrichment, verification, siteChecks) = DiscoveryPorts.uses(
      base: base, settings: settings, environment: configuration.environment, places: (folders.cache, configuration.resources))
    let proposals = DiscoveryPorts.proposals(base: base, settings: settings, environment: configuration.environment)
    let hub = EventHub()
    self.hub = hub
    let status = Status(base: base, settings: settings, zones: zones)
    let desktop = DesktopNotice(environment: configuration.environment)
    let notices = Notices(isPageOpen: { hub.subscriberCount > 0 }, show: { desktop.show($0, $1) })
    self.notices = notices
    let turns = InboxTurns(inbox)
    let used = UsedMailboxesFile(folders)
    let updates = Updates(
      base: base, settings: settings, clock: clock,
      ports: UpdateInstall.ports(folders, environment: configuration.environment, restart: configuration.restart))
    let scheduler = Scheduler(
      base: base, clock: clock, log: configuration.log,
      handlers: Self.mailHandlers(outbox, turns, status, notices, inbox, used)
        + [.on(ReconcileMailbox.self) { job, _ in try await inbox.reconcile(again: job.again) }]
        + Self.handlers(backups, imports, base, clock, settings, configuration.logs)
        + [GiveBackRoom.handler(SpareRoom(base: base, freeBytes: backups.disk.freeBytes, log: configuration.log))]
        + Self.writing(campaigns, Messages(base: base, settings: settings)) + [
          MailDomains(base: base, settings: settings, records: DNSRecords()).handler,
          imports.handler, discovery.handler, enrichment.handler, Scoring(base: base).handler, verification.handler,
          proposals.handler, proposals.batchHandler, siteChecks.handler,
          ForgetPassingFacts.handler(base), ExpireLeads.handler(base, days: { settings.values[.leadExpiryDays] }),
        ] + updates.handlers,
      recurring: Self.recurring(settings))
    let auditHead = AuditHeadFile(path: AuditHeadFile.path(folders))
    (self.settings, self.outbox, self.inbox, self.scheduler) = (settings, outbox, inbox, scheduler)
    self.used = used
    (self.imports, self.auditHead, exports) = (imports, auditHead, Exports(base: base))
    var services = Services(
      base: base, settings: settings, messages: Messages(base: base, settings: settings),
      replies: Replies(base: base, settings: settings, sorter: ports.sorter),
      practice: Practice(base: base, settings: settings, parser: ports.parser, composer: ports.composer),
      status: status, backups: backups, scheduler: scheduler, zones: zones,
      composer: ports.composer,
      testMailbox: { await MailboxTest.run($0, settings: settings, ports: ports) },
      presetFor: { [guess = MailboxGuess(http: CurlClient())] in try await guess.preset(for: $0) },
      health: { [isServing] in
        await Health.checks(
          base: base, settings: settings, scheduler: scheduler, backups: backups, isServing: isServing.isOn, folders: folders)
          + Health.computer(folders, base, environment: configuration.environment)
      },
      preflight: { await DomainCheck.run(settings) },
      logLines: { configuration.logs?.newest($0, limit: $1) ?? [] },
      folders: ["data": folders.data, "keys": folders.keys, "backups": folders.backups, "logs": folders.logs],
      version: Version.current,
      startedAt: clock.now(),
      restore: { name, acting in
        try await Restore.prepare(name, backups: backups, folders: folders, as: acting, restart: configuration.restart)
      },
      auditHead: { auditHead.read() }, imports: imports, exports: exports, discovery: discovery, enrichment: enrichment,
      protection: Protection(base: base, clock: clock, guardOlder: { try KeyOpening.guardOlder($0, isOpen: $1, folders) }) {
        try KeyOpening.save($0, folders)
      })
    services.updates = updates
    let healthNow = services.health
    services.diagnostics = {
      try await Diagnostics(
        base: base, settings: settings, folders: folders, checks: healthNow,
        logLines: { [logs = configuration.logs ?? LogFiles(folder: folders.logs, clock: clock, level: .info, days: 30)] in
          logs.newest($0, limit: $1)
        }
      ).zip()
    }
    services.diskUse = {
      DiskUse(
        parts: Health.use(folders, file: base.database.configuration.path), free: Files.freeBytes(at: folders.data),
        reusable: try await base.database.room().free)
    }
    services.reach = { await Health.network(settings, ports) }
    services.workspace = Moving.workspace(base, backups, folders, restart: configuration.restart)
    (self.updates, self.folders) = (updates, folders)
    (services.verification, services.siteChecks, services.proposals) = (verification, siteChecks, proposals)
    services.starters = Starters(folder: configuration.resources + "/templates")
    services.tests = { [tests = TestMails(outbox: outbox)] in try await tests.send($0, as: $1) }
    let deck = FlightDeck(base, settings, configuration, zones, ports)
    services.tryServers = { await MailboxTest.run($0, $1, ports: ports) }
    services.simulate = { try await deck.fly($0, days: $1, seed: $2) }
    self.services = services
    auditWatch = AuditWatch(base: base, head: auditHead, log: configuration.log)
    publishChanges(base, configuration.logs)
  }

  private static func writing(_ campaigns: Campaigns, _ messages: Messages) -> [JobHandler] {
    [ComposeMails.handler(campaigns), GoOn.handler(campaigns), RewriteMails.handler(messages), HandOver.handler(messages)]
  }

  private static func mail(
    _ base: Base, _ settings: Settings, _ ports: MailPorts, _ zones: ZoneFiles, _ clock: ComputerClock, _ log: any Log
  ) -> (Outbox, Inbox) {
    var outboxPorts = Outbox.Ports(
      smtp: ports.smtp, practice: ports.practice, reader: ports.imap, composer: ports.composer, zones: zones,
      network: ComputerNetwork(), clock: clock, random: SystemRandom(), log: log)
    outboxPorts.filesSentMail = { MailPresets.preset(forServer: $0.host)?.keepsSentMail ?? false }
    let outbox = Outbox(base: base, settings: settings, ports: outboxPorts)
    var inboxPorts = Inbox.Ports(imap: ports.imap, practice: ports.practice, parser: ports.parser, clock: clock, log: log)
    inboxPorts.filesSentMail = outboxPorts.filesSentMail
    return (outbox, Inbox(base: base, settings: settings, ports: inboxPorts))
  }

  /// Tells pages, the queue and the logs what changed.
  private func publishChanges(_ base: Base, _ logs: LogFiles?) {
    base.onChange { [hub, scheduler, settings] changes in
      if changes.contains(where: { $0.entity == "setting" }) { logs?.follow(settings.values) }
      for change in changes { hub.publish(change.entity, change.id.map { "{\"id\":\"\($0)\"}" } ?? "{\"id\":null}") }
      if changes.contains(where: { $0.entity == "job" || $0.entity == "message" }) { Task { await scheduler.wake() } }
    }
  }

  /// Puts right what a crash left, then begins to work.
  /// - Parameter sessions: browsers that are signed in; what the base knows of them is added, and followed from now on.
  func start(sessions: KeptSessions) async throws {
    try await services.workspace?.settle()
    // What a crash in the middle of setting the passphrase left open.
    try? KeyOpening.guardOlder(services.base.vault.keys, isOpen: false, folders)
    let idle = settings.values[.sessionMinutes] * 60
    let keeper = try await SessionKeeper(sessions, base: services.base, idleSeconds: idle)
    self.keeper.withLock { $0 = keeper }
    for id in try await outbox.recover() {
      _ = try await services.base.write { work in try ResolveUnsure(MessageTable.get(id, in: work)).add(in: work) }
    }
    try await imports.recover()
    try await services.replies.relearn()
    // Of a base that just went back in time the schedule may say “later”; the person waits for the comparison.
    try await services.base.write { work in
      guard let state = try RestoreGuard.state(in: work), state.checkedAt == nil else { return }
      _ = try ReconcileMailbox().add(in: work)
    }
    if await updates.state().isOn { _ = try await services.base.write { work in try CheckForUpdate().add(in: work) } }
    isServing.turnOn()
    try await scheduler.start()
    updateWatch.withLock { $0 = Task { [updates, folders] in await UpdateTrial.follow(updates, folders) } }
    pageWatch.withLock {
      $0 = Task { [notices] in
        while !Task.isCancelled {
          notices.lookForPage()
          try? await Task.sleep(for: .seconds(Self.pageWatchSeconds))
        }
      }
    }
  }

  /// Finishes the mail in flight, writes everything down and closes the base.
  func stop() async {
    pageWatch.withLock { $0?.cancel() }
    updateWatch.withLock { $0?.cancel() }
    await scheduler.stop()
    await auditWatch.stop()
    if let keeper = keeper.withLock({ $0 }) { await keeper.stop() }
    try? await services.base.write { work in try HazardTable.calm(in: work) }
    await saveAuditHead()
    try? await services.base.database.checkpoint()
    await services.base.database.close()
    lock.withLock { $0 = nil }
  }

  /// Writes where the audit chain stands into the state folder.
  func saveAuditHead() async {
    guard let head = try? await services.base.read({ work in try AuditTable.head(in: work) }) else { return }
    auditHead.write(head)
  }

  /// One pass of the queue in this process, for `send --due-now`.
  func sendDueNow() async throws -> Outbox.Pass {
    _ = try await outbox.recover()
    // An answer that came meanwhile ends its sequence; where the mailbox can't be read, the person who asked decides.
    if !inbox.readable.isEmpty { _ = try? await inbox.check() }
    used.note(settings.policy.mailboxes)
    return try await outbox.pass()
  }

  /// One look into the mailbox in this process, for `inbox check`.
  func checkInboxNow() async throws -> Inbox.Found {
    let found = try await inbox.check()
    try await outbox.watchDrafts()
    return found
  }

  private static func recurring(_ settings: Settings) -> [RecurringJob] {
    [
      RecurringJob(id: "send", title: SendDue.title, everySeconds: { settings.policy.queueIntervalSeconds }) {
        SendDue.all(settings.policy)
      },
      RecurringJob(id: "inbox", title: CheckInbox.title, everySeconds: { settings.policy.replyCheckSeconds }) {
        CheckInbox.all(settings.policy)
      },
      RecurringJob(id: "reconcile", title: ReconcileMailbox.title, everySeconds: { 300 }, job: ReconcileMailbox()),
      RecurringJob(id: "backup", title: BackUp.title, everySeconds: { 3600 }, job: BackUp()),
      // What a crash or a failed job left unwritten is found again.
      RecurringJob(id: "sequences", title: GoOn.title, everySeconds: { 3600 }, job: GoOn(enrollment: nil)),
      RecurringJob(id: "mail-domains", title: CheckMailDomains.title, everySeconds: { 3600 }, job: CheckMailDomains()),
      RecurringJob(id: "update", title: CheckForUpdate.title, everySeconds: { 86_400 }, job: CheckForUpdate()),
      RecurringJob(id: "passing-facts", title: ForgetPassingFacts.title, everySeconds: { 3600 }, job: ForgetPassingFacts()),
      RecurringJob(id: "expiry", title: ExpireLeads.title, everySeconds: { 86_400 }, job: ExpireLeads()),
      RecurringJob(id: "room", title: GiveBackRoom.title, everySeconds: { 86_400 }, job: GiveBackRoom()),
      RecurringJob(id: "housekeeping", title: Housekeeping.title, everySeconds: { auditRetentionEvery }, job: Housekeeping()),
    ]
  }

  private static func mailHandlers(
    _ outbox: Outbox, _ turns: InboxTurns, _ status: Status, _ notices: Notices, _ inbox: Inbox,
    _ used: UsedMailboxesFile
  ) -> [JobHandler] {
    [
      .on(SendDue.self) { job, _ in
        let mailbox = job.mailbox ?? Mailbox.primary
        guard try await outbox.serve(mailbox, after: turns.of(mailbox), begins: { used.note([mailbox]) }) != nil else { return }
        notices.sending(try await status.overview().sending.state)
      },
      .on(CheckInbox.self) { job, _ in
        let mailbox = job.mailbox ?? Mailbox.primary
        guard inbox.isSetUp(mailbox) else { return }
        notices.found(try await turns.of(mailbox).read())
        try await outbox.networkIsBack()
        try await outbox.watchDrafts(of: mailbox)
      },
      .on(FileSentCopy.self) { job, _ in try await outbox.fileSentCopy(of: job.message) },
      .on(ResolveUnsure.self) { job, _ in try await outbox.lookFor(job.message) },
    ]
  }

  private static func handlers(
    _ backups: Backups, _ imports: Imports, _ base: Base, _ clock: ComputerClock, _ settings: Settings, _ logs: LogFiles?
  ) -> [JobHandler] {
    [
      Reseal.handler(base), Scrub.handler(base),
      .on(BackUp.self) { _, _ in
        if backups.isDue(at: clock.now()) { _ = try await backups.create(reason: "scheduled", as: .system) }
        // A stick that is back gets what it missed.
        try await backups.copyToSecond()
      },
      .on(Housekeeping.self) { _, _ in
        try await Housekeeping.run(base: base, settings: settings.values)
        try await Retention(base: base, journal: backups.disk.journal).applyDaily()
        try await imports.recover()
        logs?.prune()
      },
    ]
  }
}
