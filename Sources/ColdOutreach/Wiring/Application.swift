import API
import Curl
import Engine
import FoundationEssentials
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
    /// Ends the program so that it starts again.
    let restart: @Sendable () -> Void
  }

  private static let auditRetentionEvery = 86_400

  let services: Services
  let settings: Settings
  let scheduler: Scheduler
  let hub: EventHub
  let imports: Imports
  let exports: Exports
  private let outbox: Outbox
  private let inbox: Inbox
  private let auditHead: AuditHeadFile
  private let keeper = Mutex<SessionKeeper?>(nil)

  /// Opens the base, brings it to this version, and wires everything; nothing runs yet.
  /// - Throws: `MigrationError`, `SQLiteError`, `SystemError`, `CryptoError`: the start page explains each.
  static func open(_ configuration: Configuration) async throws -> Application {
    CharsetTables.load(from: configuration.resources + "/charsets")
    let base = try await BaseOpening.open(configuration)
    return try await Application(base, configuration)
  }

  private init(_ base: Base, _ configuration: Configuration) async throws {
    let (folders, clock) = (configuration.folders, ComputerClock())
    let zones = ZoneFiles(environment: configuration.environment)
    let settings = Settings(base: base, environment: configuration.environment, zone: zones.local)
    try await settings.reload()
    configuration.logs?.follow(settings.values)
    let ports = MailPorts(base: base, environment: configuration.environment)
    let outbox = Outbox(
      base: base, settings: settings,
      ports: .init(
        smtp: ports.smtp, practice: ports.practice, reader: ports.imap, composer: ports.composer, zones: zones, clock: clock,
        random: SystemRandom(),
        log: configuration.log))
    let inbox = Inbox(
      base: base, settings: settings,
      ports: .init(imap: ports.imap, practice: ports.practice, parser: ports.parser, clock: clock, log: configuration.log))
    let backups = Backups(base: base, settings: settings, folder: folders.backups, log: configuration.log)
    let imports = Imports(base: base, spoolFolder: folders.data + "/spool")
    let campaigns = Campaigns(base: base, settings: settings)
    let scheduler = Scheduler(
      base: base, clock: clock, log: configuration.log,
      handlers: Self.handlers(outbox, inbox, backups, imports, campaigns, base, clock), recurring: Self.recurring(settings))
    let auditHead = AuditHeadFile(path: folders.state + "/audit-head")
    (self.settings, self.outbox, self.inbox, self.scheduler) = (settings, outbox, inbox, scheduler)
    (self.imports, self.auditHead, exports) = (imports, auditHead, Exports(base: base))
    let hub = EventHub()
    self.hub = hub
    services = Services(
      base: base, settings: settings, messages: Messages(base: base, settings: settings),
      replies: Replies(base: base, settings: settings),
      practice: Practice(base: base, settings: settings, parser: ports.parser, composer: ports.composer),
      status: Status(base: base, settings: settings, zones: zones), backups: backups, scheduler: scheduler, zones: zones,
      composer: ports.composer,
      testMailbox: { await MailboxTest.run($0, settings: settings, ports: ports) },
      presetFor: { try await MailboxTest.preset(for: $0) },
      health: { await Health.checks(base: base, settings: settings, scheduler: scheduler, folders: folders) },
      logLines: { configuration.logs?.newest($0, limit: $1) ?? [] },
      folders: ["data": folders.data, "keys": folders.keys, "backups": folders.backups, "logs": folders.logs],
      version: Version.current,
      startedAt: clock.now(),
      restore: { name, acting in
        try await Restore.prepare(name, backups: backups, folders: folders, as: acting, restart: configuration.restart)
      },
      auditHead: { auditHead.read() }, imports: imports, exports: exports)
    base.onChange { changes in
      for change in changes { hub.publish(change.entity, change.id.map { "{\"id\":\"\($0)\"}" } ?? "{\"id\":null}") }
      if changes.contains(where: { $0.entity == "job" || $0.entity == "message" }) { Task { await scheduler.wake() } }
    }
  }

  /// Puts right what a crash left, then begins to work.
  /// - Parameter sessions: browsers that are signed in; what the base knows of them is added, and followed from now on.
  func start(sessions: KeptSessions) async throws {
    let idle = settings.values[.sessionMinutes] * 60
    let keeper = try await SessionKeeper(sessions, base: services.base, idleSeconds: idle)
    self.keeper.withLock { $0 = keeper }
    for id in try await outbox.recover() {
      _ = try await services.base.write { work in try ResolveUnsure(message: id).add(in: work) }
    }
    try await imports.recover()
    try await scheduler.start()
  }

  /// Finishes the mail in flight, writes everything down and closes the base.
  func stop() async {
    await scheduler.stop()
    if let keeper = keeper.withLock({ $0 }) { await keeper.stop() }
    try? await services.base.write { work in try HazardTable.calm(in: work) }
    await saveAuditHead()
    try? await services.base.database.checkpoint()
    await services.base.database.close()
  }

  /// Writes where the audit chain stands into the state folder.
  func saveAuditHead() async {
    guard let head = try? await services.base.read({ work in try AuditTable.head(in: work) }) else { return }
    auditHead.write(head)
  }

  /// One pass of the queue in this process, for `send --due-now`.
  func sendDueNow() async throws -> Outbox.Pass {
    _ = try await outbox.recover()
    return try await outbox.pass()
  }

  /// One look into the mailbox in this process, for `inbox check`.
  func checkInboxNow() async throws -> Inbox.Found { try await inbox.check() }

  private static func recurring(_ settings: Settings) -> [RecurringJob] {
    [
      RecurringJob(id: "send", title: SendDue.title, everySeconds: { settings.policy.queueIntervalSeconds }, job: SendDue()),
      RecurringJob(id: "inbox", title: CheckInbox.title, everySeconds: { settings.policy.replyCheckSeconds }, job: CheckInbox()),
      RecurringJob(id: "backup", title: BackUp.title, everySeconds: { 3600 }, job: BackUp()),
      RecurringJob(id: "housekeeping", title: Housekeeping.title, everySeconds: { auditRetentionEvery }, job: Housekeeping()),
    ]
  }

  private static func handlers(
    _ outbox: Outbox, _ inbox: Inbox, _ backups: Backups, _ imports: Imports, _ campaigns: Campaigns, _ base: Base,
    _ clock: ComputerClock
  ) -> [JobHandler] {
    [
      .on(SendDue.self) { _, _ in _ = try await outbox.pass() },
      .on(CheckInbox.self) { _, _ in if inbox.isSetUp { _ = try await inbox.check() } },
      .on(ResolveUnsure.self) { job, _ in try await outbox.lookFor(job.message) },
      .on(BackUp.self) { _, _ in
        if backups.isDue(at: clock.now()) { _ = try await backups.create(reason: "scheduled", as: .system) }
      },
      .on(Housekeeping.self) { _, _ in try await Housekeeping.run(base: base) },
      ComposeMails.handler(campaigns), imports.handler,
    ]
  }
}
