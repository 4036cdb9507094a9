/// A short notice on the desktop, where a service for it runs; elsewhere nothing happens. Never waits, never fails.
public struct DesktopNotice: Sendable {
  /// A service that does not answer is given up after so long.
  private static let patienceSeconds = 5.0
  private static let shownMilliseconds = "8000"
  private let environment: [String: String]

  /// Notices by the environment: without a session bus there is no desktop.
  public init(environment: [String: String]) { self.environment = environment }

  /// The command that shows a notice; nil where nothing can.
  func command(_ title: String, _ text: String) -> ChildCommand? {
    let socket = environment["XDG_RUNTIME_DIR"].map { $0 + "/bus" }
    guard environment["DBUS_SESSION_BUS_ADDRESS"]?.isEmpty == false || socket.map(Files.exists) == true else { return nil }
    if let program = Programs.find("notify-send", environment: environment) {
      let arguments = [
        "--app-name=Cold Outreach", "--icon=mail-send", "--expire-time=\(Self.shownMilliseconds)", "--", title, text,
      ]
      return ChildCommand(program, arguments, environment: environment)
    }
    guard let program = Programs.find("gdbus", environment: environment) else { return nil }
    let call = [
      "call", "--session", "--timeout", "3", "--dest", "org.freedesktop.Notifications", "--object-path",
      "/org/freedesktop/Notifications", "--method", "org.freedesktop.Notifications.Notify", "Cold Outreach", "0", "mail-send",
      title,
      text, "[]", "{}", Self.shownMilliseconds,
    ]
    return ChildCommand(program, call, environment: environment)
  }

  /// Shows a notice. Holds no names and no texts of mails: others may see the screen.
  public func show(_ title: String, _ text: String) {
    guard let command = command(title, text) else { return }
    try? OwnThread.start { _ = try? ChildProcess.run(command, seconds: Self.patienceSeconds, outputLimit: 1024) }
  }
}
