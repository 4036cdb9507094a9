import API
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

  /// Says that the program runs.
  /// - Parameter state: `ready`, `running` for an instance that ran already, or the kind of trouble.
  func ready(url: String, login: String, pid: Int32, state: String) {
    if context.isJSON {
      try? context.answer(Line(url: url, loginUrl: login, pid: pid, state: state), "")
      return
    }
    guard !context.arguments.has("--no-browser") else {
      context.terminal.line("Cold Outreach runs. Open this address within five minutes:\n\(login)")
      return
    }
    open(login)
  }

  private func open(_ login: String) {
    let (terminal, browser) = (context.terminal, Browser(environment: context.environment))
    // The browser takes its time; the program does not wait for it.
    try? OwnThread.start {
      switch browser.open(login) {
      case .opened: terminal.line("Cold Outreach runs; its page opens in your browser. Ctrl-C ends it.")
      case .noScreen, .noBrowser:
        terminal.line("Cold Outreach runs. No browser could be opened; open this address yourself within five minutes:\n\(login)")
      }
    }
  }
}
