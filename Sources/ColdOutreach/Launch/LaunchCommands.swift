import Finding
import Glibc
import Outreach
import Platform

/// The commands that need no opened base.
enum LaunchCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command(
      "serve", "Starts the program; its page opens in the browser.",
      options: [
        .value("--port", "N", "Listens on this port."), .flag("--no-browser", "Prints the address instead of opening it."),
      ]
    ) { try await $0.launch($0) },
    Command(
      "open", "Opens a page of the program that runs, or starts it.",
      options: [.flag("--no-browser", "Prints the address instead.")]
    ) {
      try await $0.launch($0)
    },
    Command("status", "Says whether the program runs, and where.") { try await status($0) },
    Command("stop", "Ends the program that runs.") { try await stop($0) },
    Command("token", "Prints what scripts send as “Authorization: Bearer”.") { context in
      let token = try HomeSecrets.token(try context.folders())
      try context.answer(["token": token.value], token.value)
      return 0
    },
    Command("version", "Prints the version.") { context in
      try context.answer(["version": Version.current], "cold-outreach \(Version.current)")
      return 0
    },
    Command("help", "Explains a command.", operands: Command.Operands(text: "[COMMAND]", count: 0...2)) { context in
      let words = context.arguments.operands
      context.terminal.out(words.isEmpty ? Help.overview(context.commands) : try Help.text(of: words, context.commands))
      return 0
    },
  ]

  private struct Status: Encodable {
    let running: Bool
    var url: String?
    var pid: Int32?
    var version: String?
    var schedulerRunning: Bool?
  }

  private static func status(_ context: Context) async throws -> Int32 {
    guard let instance = RunningInstance.find(try context.folders()) else {
      try context.answer(Status(running: false), "The program does not run.")
      return 1
    }
    let health = String(decoding: try await instance.send("GET", "/health", seconds: 5), as: UTF8.self)
    let file = instance.file
    let schedules = health.contains("\"scheduler_running\":true")
    try context.answer(
      Status(running: true, url: file.url, pid: file.pid, version: file.version, schedulerRunning: schedules),
      "The program runs at \(file.url) (process \(file.pid), version \(file.version))\(schedules ? "" : "; its scheduler does not")."
    )
    return 0
  }

  /// Ten seconds: the program promises five.
  private static let stopSeconds = 10

  private static func stop(_ context: Context) async throws -> Int32 {
    let folders = try context.folders()
    guard let instance = RunningInstance.find(folders) else {
      try context.answer(Status(running: false), "The program does not run.")
      return 0
    }
    // One that does not answer any more still listens to signals.
    if (try? await instance.send("POST", "/api/quit", body: Array("{}".utf8), seconds: 5)) == nil {
      kill(instance.file.pid, SIGTERM)
    }
    let isGone = try await OwnThread.run {
      for _ in 0..<(stopSeconds * 50) {
        if case .taken? = try? FileLock.take(folders.lockFile) { return true }
        usleep(20_000)
      }
      return false
    }
    guard isGone else {
      throw Fault(.upstream, "The program (process \(instance.file.pid)) did not end within \(stopSeconds) seconds.")
    }
    try context.answer(Status(running: false), "The program has ended.")
    return 0
  }
}
