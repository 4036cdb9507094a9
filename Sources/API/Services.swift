import Engine
import JSONText
import Net
import Outreach
import Store

/// Everything that routes call: the use cases, wired by the program.
public struct Services: Sendable {
  public var base: Base
  public var settings: Settings
  public var leads: Leads
  public var campaigns: Campaigns
  public var messages: Messages
  public var suppressions: Suppressions
  public var setup: Setup
  public var mailboxes: Mailboxes
  public var replies: Replies
  public var practice: Practice
  public var status: Status
  public var sending: Sending
  public var backups: Backups
  public var scheduler: Scheduler
  public var zones: any ZoneSource
  public var composer: any MailComposer
  /// Tries the mailbox that these settings describe: each step with what to do.
  public var testMailbox: @Sendable (_ values: [String: String]) async -> [MailboxStep]
  /// Tries the servers that are there, step by step.
  public var tryServers: @Sendable (_ smtp: MailServer?, _ imap: MailServer?) async -> [MailboxStep] = { _, _ in [] }
  /// The host settings for an address.
  public var presetFor: @Sendable (_ address: String) async throws -> MailboxPreset
  /// Whether receivers can tell that mail from the person's addresses is theirs; asks name servers.
  public var preflight: @Sendable () async -> [HealthCheck]
  /// The program's health, checked now.
  public var health: @Sendable () async -> [HealthCheck]
  /// The last lines of a log.
  public var logLines: @Sendable (_ subject: LogEvent.Subject, _ limit: Int) -> [String]
  /// Where things lie, for set-up and System.
  public var folders: [String: String]
  public var version: String
  public var startedAt: Timestamp
  /// Swaps the base for a backup and starts again.
  public var restore: @Sendable (_ name: String, _ acting: ActingAs) async throws -> Void
  /// The audit head as kept outside the base.
  public var auditHead: @Sendable () -> AuditTable.Head?
  /// The mails that come with the program; none until the program says where they lie.
  public var starters = Starters(folder: nil)
  public var templates: MailTemplates
  public var imports: Imports
  public var exports: Exports
  public var discovery: Discovery
  public var enrichment: Enrichment
  public var scoring: Scoring
  /// Checks addresses; the program plugs the person's service in.
  public var verification: Verification
  /// Texts that a service drafts; nil in a program without one.
  public var proposals: Proposals?
  /// Measures web sites; the program plugs the person's service in.
  public var siteChecks: SiteChecks
  /// Flies a campaign on a copy of the base: so many days, with the recipients of a number.
  public var simulate: @Sendable (_ campaign: Campaign.ID, _ days: Int, _ seed: Int) async throws -> Flight = { _, _, _ in
    throw Fault(.unsupported, "There is no simulator here.")
  }
  public var protection: Protection
  /// Newer versions; nil in a program that has no way to start again.
  public var updates: Updates?
  /// Moving to another computer; nil likewise.
  public var workspace: Workspace?
  /// A bundle for somebody who helps; empty until the program plugs it in.
  public var diagnostics: @Sendable () async throws -> [UInt8] = { [] }
  /// Where the room on the disk goes, and how much is free.
  public var diskUse: @Sendable () async throws -> DiskUse = { DiskUse(parts: [], free: nil, reusable: 0) }
  /// Looks whether network, name servers and mail servers can be reached; takes seconds.
  public var reach: @Sendable () async -> [HealthCheck] = { [] }
  /// The HTML of previews, for their frames.
  public var frames = PreviewFrames()
  /// Sends a mail to the person's own address.
  public var tests: @Sendable (_ content: TestMails.Content, _ acting: ActingAs) async throws -> TestMails.Result = { _, _ in
    throw Fault(.unsupported, "There is no mailbox here.")
  }
  /// How the API is used; the program plugs the guard in.
  public var apiUse: @Sendable () -> APIUse = { APIUse() }

  /// All of them together.
  public init(
    base: Base, settings: Settings, messages: Messages, replies: Replies, practice: Practice, status: Status, backups: Backups,
    scheduler: Scheduler,
    zones: any ZoneSource, composer: any MailComposer,
    testMailbox: @escaping @Sendable ([String: String]) async -> [MailboxStep],
    presetFor: @escaping @Sendable (String) async throws -> MailboxPreset,
    health: @escaping @Sendable () async -> [HealthCheck],
    preflight: @escaping @Sendable () async -> [HealthCheck] = { [] },
    logLines: @escaping @Sendable (LogEvent.Subject, Int) -> [String],
    folders: [String: String],
    version: String, startedAt: Timestamp,
    restore: @escaping @Sendable (String, ActingAs) async throws -> Void, auditHead: @escaping @Sendable () -> AuditTable.Head?,
    imports: Imports, exports: Exports, discovery: Discovery, enrichment: Enrichment, protection: Protection
  ) {
    (self.base, self.settings, self.messages) = (base, settings, messages)
    (leads, campaigns, sending) = (Leads(base: base), Campaigns(base: base, settings: settings, zones: zones), Sending(base: base))
    (suppressions, setup, mailboxes) = (Suppressions(base: base), Setup(base: base), Mailboxes(base: base, settings: settings))
    (self.replies, self.practice, self.status, self.backups) = (replies, practice, status, backups)
    (self.scheduler, self.zones, self.composer, self.testMailbox, self.presetFor) = (
      scheduler, zones, composer, testMailbox, presetFor
    )
    self.preflight = preflight
    (self.health, self.logLines, self.folders, self.version) = (health, logLines, folders, version)
    (self.startedAt, self.restore, self.auditHead) = (startedAt, restore, auditHead)
    templates = MailTemplates(base: base)
    (self.imports, self.exports, self.protection) = (imports, exports, protection)
    (self.discovery, self.enrichment, scoring) = (discovery, enrichment, Scoring(base: base))
    verification = Verification(base: base, verifier: { nil })
    siteChecks = SiteChecks(base: base, settings: settings, auditor: nil)
  }
}

/// One step of trying a mailbox.
public struct MailboxStep: Sendable, Hashable {
  /// `smtp` or `imap`.
  public var service: String
  /// `dns`, `connect`, `tls`, `login` or `folders`.
  public var step: String
  public var ok: Bool
  public var detail: String
  /// What to do where it failed.
  public var advice: String?

  /// A step by its parts.
  public init(service: String, step: String, ok: Bool, detail: String, advice: String?) {
    (self.service, self.step, self.ok, self.detail, self.advice) = (service, step, ok, detail, advice)
  }
}

/// The host settings that an address probably needs.
public struct MailboxPreset: Sendable, Hashable {
  public var provider: String
  /// Values for the settings catalogue: `SMTP_HOST`, `SMTP_PORT` …
  public var values: [String: String]
  public var advice: String?
  /// `preset`, `mx` or `guess`.
  public var foundBy: String

  /// A preset by its parts.
  public init(provider: String, values: [String: String], advice: String?, foundBy: String) {
    (self.provider, self.values, self.advice, self.foundBy) = (provider, values, advice, foundBy)
  }
}

/// Where the room on the disk goes.
public struct DiskUse: Sendable {
  public var parts: [(name: String, bytes: Int64)]
  /// Bytes that are free on the disk; nil where nobody knows.
  public var free: Int?
  /// Bytes of the base that hold nothing any more.
  public var reusable: Int

  /// Use by its parts.
  public init(parts: [(name: String, bytes: Int64)], free: Int?, reusable: Int) {
    (self.parts, self.free, self.reusable) = (parts, free, reusable)
  }
}

/// One thing that was checked of the program's health.
public struct HealthCheck: Sendable, Hashable {
  public var name: String
  /// Nil where it could not be told.
  public var ok: Bool?
  public var detail: String
  public var advice: String?

  /// A check by its parts.
  public init(name: String, ok: Bool?, detail: String, advice: String? = nil) {
    (self.name, self.ok, self.detail, self.advice) = (name, ok, detail, advice)
  }

  /// `{"checks": [{"name", "ok", "detail", "advice"}]}`.
  public static func json(_ checks: [HealthCheck]) -> JSON {
    .members([
      "checks": .array(
        checks.map {
          .members([
            "name": .string($0.name), "ok": $0.ok.map(JSON.bool) ?? .null, "detail": .string($0.detail), "advice": .text($0.advice),
          ])
        })
    ])
  }
}
