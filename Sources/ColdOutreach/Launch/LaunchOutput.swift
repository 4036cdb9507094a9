import API
import Finding
import Outreach
import Platform

/// What the person sees in the terminal, and the browser that opens.
struct LaunchOutput: Sendable {
  private struct Line: Encodable {
    let url: String
    let loginUrl: String
    let pid: Int32
    let state: String
  }

  private let context: Context

  /// For a command line.
  init(_ context: Context) { self.context = context }

  /// Says that the program runs, and opens the browser unless `--no-browser` or `--json` is there.
  func ready(_ running: Running, state: String) {
    ready(url: running.local.origin, login: running.local.loginURL(), pid: ThisProcess.id, state: state)
  }

  /// Says that another instance runs, and waits until its page is open or it is known that none can be: this process ends then.
  func runs(url: String, login: String, pid: Int32) async {
    ready(url: url, login: login, pid: pid, state: "running", opens: false)
    guard !context.isJSON, !context.arguments.has("--no-browser") else { return }
    try? await OwnThread.run { show(login) }
  }

  /// - Parameter state: `ready`, or the kind of trouble.
  private func ready(url: String, login: String, pid: Int32, state: String, opens: Bool = true) {
    if context.isJSON {
      try? context.answer(Line(url: url, loginUrl: login, pid: pid, state: state), "")
      return
    }
    guard !context.arguments.has("--no-browser") else {
      context.terminal.line("Cold Outreach runs. Open this address within five minutes:\n\(login)")
      // Nobody reads that at log-in.
      if state != "ready", state != "running" {
        DesktopNotice(environment: context.environment).show(
          "Cold Outreach needs you", "Open it; nothing is sent and no answer is seen before.")
      }
      return
    }
    guard opens else { return }
    // The browser takes its time; the program does not wait for it.
    try? OwnThread.start { show(login) }
  }

  private func show(_ login: String) {
    switch Browser(environment: context.environment).open(login) {
    case .opened: context.terminal.line("Cold Outreach runs; its page opens in your browser. Ctrl-C ends it.")
    case .noScreen, .noBrowser:
      context.terminal.line(
        "Cold Outreach runs. No browser could be opened; open this address yourself within five minutes:\n\(login)")
    }
  }
}
