import API
import Engine
import Glibc
import Net
import Outreach
import Platform
import SQLite
import Store
import Synchronization

/// Plugs the product into the launcher.
enum AppOpening {
  /// Whether the program is to start again once it has ended.
  static let restarts = Atomic<Bool>(false)

  /// What `/api/session` adds to the CSRF value.
  private struct SessionDetails: Encodable, Sendable {
    let version: String
    let mode: String
    let setupCompleted: Bool
    let sessionTimeoutMinutes: Int
    let startedAt: Int64

    private enum CodingKeys: String, CodingKey {
      case version, mode
      case setupCompleted = "setup_completed"
      case sessionTimeoutMinutes = "session_timeout_minutes"
      case startedAt = "started_at"
    }
  }

  /// Opens the base and starts the queue. - Throws: `StartTrouble`, for the page that explains.
  static func open(_ context: StartContext) async throws -> AppHandle {
    let app: Application
    do {
      app = try await Application.open(
        .init(
          folders: context.folders, resources: context.resources, environment: context.environment, log: context.log,
          logs: context.log as? LogFiles, passphrase: context.passphrase
        ) {
          restarts.store(true, ordering: .relaxed)
          context.quit()
        })
      try await app.start(sessions: context.sessions)
    } catch { throw trouble(error, context) }
    return AppHandle(
      routes: routes(app, context), settings: { app.settings.values }, schedulerRuns: { app.scheduler.isRunning },
      audit: { event, request in audit(event, request, app) }, stop: { _ in await app.stop() })
  }

  private static func routes(_ app: Application, _ context: StartContext) -> [Route] {
    var services = app.services
    services.apiUse = { [local = context.local] in local.use() }
    let session = context.local.sessionRoute { [services] _ in
      SessionDetails(
        version: services.version, mode: services.settings.policy.mode.rawValue,
        setupCompleted: try await services.setup.state().completed,
        sessionTimeoutMinutes: services.settings.values[.sessionMinutes], startedAt: services.startedAt.rawValue)
    }
    let all =
      [session, Route.get("/api/events", summary: "What changes, as it changes", handler: app.hub.handler)]
      + CrashReports(context.folders).routes + Routes.all(services)
    let document = (try? Router(all))?.openAPI(title: "Cold Outreach Agent", version: Version.current) ?? []
    return all + [
      Route.get("/openapi.json", summary: "This interface, described") { _ in
        HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: document)
      }.hidden
    ]
  }

  private static func audit(_ event: GuardEvent, _ request: HTTPRequest, _ app: Application) {
    let (action, detail): (String, [String: String]) =
      switch event {
      case .login: ("login", [:])
      case .logout: ("logout", [:])
      case .expired: ("expired", [:])
      case .refused(let reason, _): ("refused", ["reason": reason.rawValue])
      }
    let base = app.services.base
    Task {
      try? await base.write(as: ActingAs(.user, request: request.id)) { work in
        try AuditTable.append(action, "session", nil, after: detail, in: work)
      }
    }
  }

  private static func trouble(_ error: any Error, _ context: StartContext) -> StartTrouble {
    switch error {
    case let error as SQLiteError where error.isCorrupt: StartTrouble(.damaged, "", ways: ways(context))
    default: StartTrouble(opening: error)
    }
  }

  /// For a base that can't be read: put it aside and take the newest sound backup.
  private static func ways(_ context: StartContext) -> [StartTrouble.Way] {
    let (folder, file) = (
      context.folders.backups, SettingsValues(environment: context.environment).databaseFile ?? context.folders.database
    )
    guard (try? Files.names(in: folder))?.contains(where: { $0.hasSuffix(".backup") }) == true else { return [] }
    return [
      StartTrouble.Way("restore-newest", "Restore the newest backup that is whole") {
        guard let backup = await Restore.newestSound(in: folder) else {
          throw Fault(.storage, "None of the backups here is whole. Nothing was changed.")
        }
        try Restore.layReady(backup, file: file, aside: file)
      }
    ]
  }
}

extension StartTrouble {
  /// What an error means while the base is opened.
  init(opening error: any Error) {
    switch error {
    case MigrationError.newer: self.init(.newer)
    case MigrationError.foreign(let path): self.init(.damaged, "The file \(path) belongs to another program.")
    case let error as SQLiteError where error.isFull: self.init(.diskFull)
    case let error as SQLiteError where error.isReadOnly: self.init(.readOnly)
    case let error as SQLiteError where error.isBusy: self.init(.locked)
    case let error as SQLiteError where error.isCorrupt: self.init(.damaged)
    case let fault as Fault where fault.code == .locked: self.init(.damaged, fault.detail)
    default: self.init(error)
    }
  }
}
