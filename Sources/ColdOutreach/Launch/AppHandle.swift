import API
import Net
import Outreach
import Platform

/// What opening the base gets from the launcher.
struct StartContext: Sendable {
  let folders: Folders
  let environment: [String: String]
  /// Where samples, templates and charsets are.
  let resources: String
  /// For `/api/session` and log-in addresses.
  let local: LocalGuard
  /// Browsers that are signed in.
  let sessions: KeptSessions
  let log: any Log
  let clock: any Clock
  /// What the person entered, where the base asked for it.
  let passphrase: Secret?
  /// Ends the program, as Quit does.
  let quit: @Sendable () -> Void
}

/// The opened program, as the launcher sees it.
struct AppHandle: Sendable {
  /// Its routes, without the guard's own and the files.
  var routes: [Route]
  /// The settings as they are now.
  var settings: @Sendable () -> SettingsValues
  /// For `/health`.
  var schedulerRuns: @Sendable () -> Bool
  /// Told about log-ins and refusals; must not block.
  var audit: @Sendable (GuardEvent, HTTPRequest) -> Void
  /// Finishes the message in flight, checkpoints and closes; has so many seconds.
  var stop: @Sendable (_ seconds: Double) async -> Void

  /// A handle by its parts.
  init(
    routes: [Route], settings: @escaping @Sendable () -> SettingsValues, schedulerRuns: @escaping @Sendable () -> Bool,
    audit: @escaping @Sendable (GuardEvent, HTTPRequest) -> Void, stop: @escaping @Sendable (_ seconds: Double) async -> Void
  ) {
    (self.routes, self.settings, self.schedulerRuns, self.audit, self.stop) = (routes, settings, schedulerRuns, audit, stop)
  }
}
