import API
import Glibc
import JSONText
import Outreach

/// Newer versions from a terminal.
enum UpdateCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command("update show", "Says whether there is a newer version.") { context in
      try await ProductCommands.print(context, "GET", "/api/updates") { text($0) }
    },
    Command("update check", "Looks for a newer version now, and fetches it where that is possible.") { context in
      try await ProductCommands.print(context, "POST", "/api/updates/check") { text($0) }
    },
    Command("update restart", "Starts the program again with the version that was fetched.") { context in
      try await ProductCommands.print(context, "POST", "/api/updates/restart") { _ in
        "The program starts again with the new version. If that does not work, the one before comes back by itself."
      }
    },
    Command(
      "update supervise", "Watches over a new version; the program itself starts this.", operands: .some("PROCESS WORDS")
    ) { context in
      guard let first = context.arguments.operands.first, let watched = pid_t(first), watched == getppid() else {
        throw UsageError("Only the program itself starts this.")
      }
      let words = Array(context.arguments.operands.dropFirst())
      let home =
        zip(words, words.dropFirst()).first { $0.0 == "--home" }?.1
        ?? words.first { $0.hasPrefix("--home=") }.map { String($0.dropFirst(7)) }
      var given = context.arguments
      if let home { given.options["--home"] = [home] }
      let own = Context(
        arguments: given, environment: context.environment, terminal: context.terminal, commands: context.commands,
        launch: context.launch)
      return try UpdateSupervisor(folders: try own.folders(), watched: watched, words: words).run()
    },
  ]

  private static func text(_ answer: JSON) -> String {
    let offer = answer["offer"]["version"].shown
    let problem = answer["problem"].shown
    let state =
      switch answer["state"].shown {
      case "announced":
        answer["can_install"].isTrue ? "Version \(offer) was announced." : "Version \(offer) was announced. \(answer["why"].shown)"
      case "downloading": "Version \(offer) is being fetched."
      case "ready": "Version \(offer) is ready: cold-outreach update restart"
      case "restarting", "trial": "Version \(offer) is being tried out."
      case "rolled_back": "Version \(offer) did not work."
      default: answer["on"].isTrue ? "No newer version is known." : "Looking for new versions is off. \(answer["why"].shown)"
      }
    return "This is version \(answer["version"].shown). \(state)\(problem.isEmpty ? "" : "\n" + problem)"
  }
}
