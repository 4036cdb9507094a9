import API
import Engine
import Fakes
import Foundation
import Mail
import Net
import Outreach
import Practice
import Store

/// The whole product over a temporary base, without sockets: what routes are tried on.
struct TestProduct {
  let temporary: TemporaryBase
  let services: Services
  let router: Router
  let outbox: Outbox
  let inbox: Inbox

  /// A product in practice mode with an identity.
  static func make() async throws -> TestProduct {
    let temporary = try await TemporaryBase.make()
    let (base, clock, zones) = (temporary.base, temporary.clock, FixedZones())
    let settings = Settings(
      base: base,
      environment: ["SENDER_NAME": "Dana", "SENDER_EMAIL": "dana@sender.example", "SENDER_POSTAL_ADDRESS": "1 Sample Street"],
      zone: "UTC", zones: zones)
    try await settings.reload()
    try await base.write { work in try MailboxTable.ensure(in: work) }
    let practice = PracticeMailbox(archive: PracticeBox(base: base))
    let (composer, parser) = (RFC5322Composer(), RFC5322Reader())
    let outbox = Outbox(
      base: base, settings: settings,
      ports: .init(
        smtp: practice, practice: practice, reader: practice, composer: composer, zones: zones, network: FakeNetwork(),
        clock: clock,
        random: SeededRandom(1), log: NoLog()))
    let inbox = Inbox(
      base: base, settings: settings, ports: .init(imap: practice, practice: practice, parser: parser, clock: clock, log: NoLog()))
    let scheduler = Scheduler(base: base, clock: clock, log: NoLog(), handlers: [], recurring: [])
    let services = Services(
      base: base, settings: settings, messages: Messages(base: base, settings: settings),
      replies: Replies(base: base, settings: settings),
      practice: Practice(base: base, settings: settings, parser: parser, composer: composer),
      status: Status(base: base, settings: settings, zones: zones),
      backups: Backups(base: base, settings: settings, folder: temporary.folder.path, disk: .plain, log: NoLog()),
      scheduler: scheduler,
      zones: zones,
      composer: composer, testMailbox: { _ in [] },
      presetFor: { _ in MailboxPreset(provider: "none", values: [:], advice: nil, foundBy: "guess") }, health: { [] },
      logLines: { _, _ in [] },
      folders: [:], version: "test", startedAt: clock.now(), restore: { _, _ in }, auditHead: { nil },
      imports: Imports(base: base, spoolFolder: temporary.folder.path + "/spool"), exports: Exports(base: base),
      discovery: Discovery(base: base, settings: settings, searches: [], geocoders: []),
      enrichment: Enrichment(base: base, settings: settings, reader: NoSite()),
      protection: Protection(base: base, clock: clock) { _ in })
    var hooks = Router.Hooks()
    hooks.failed = { error, request in Problem(error, request: request).response }
    return TestProduct(
      temporary: temporary, services: services, router: try Router(Routes.all(services), hooks: hooks), outbox: outbox, inbox: inbox
    )
  }

  /// Asks, as the person would.
  func ask(_ method: String, _ path: String, _ body: String = "") async -> (status: Int, json: [String: Any]) {
    let parts = path.split(separator: "?", maxSplits: 1).map(String.init)
    var request = HTTPRequest(
      method: method, path: parts[0], query: parts.count > 1 ? parts[1] : "", headers: ["Content-Type": "application/json"],
      body: Array(body.utf8),
      id: "0123456789abcdef")
    request.principal = .session("0123456789abcdef")
    let response = await router.respond(to: request)
    guard case .bytes(let bytes) = response.body else { return (response.status, [:]) }
    return (response.status, (try? JSONSerialization.jsonObject(with: Data(bytes))) as? [String: Any] ?? [:])
  }
}

/// A reader of sites in a world without any.
private struct NoSite: WebsiteReader {
  func read(_ website: String, maximumPages: Int) async throws(Fault) -> WebsiteFindings {
    throw Fault(.upstream, "There is no site of that name.")
  }
}
