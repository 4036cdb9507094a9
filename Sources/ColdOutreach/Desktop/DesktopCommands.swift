import API
import Outreach
import Platform

/// The commands of the desktop: menu entry, and what the entry's own actions call.
enum DesktopCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command(
      "desktop install", "Puts the program into your menu.",
      options: [.flag("--autostart", "Starts it at log-in as well, without a page.")]
    ) { context in
      let home = try context.arguments.value("--home").map { _ in try context.folders() }.map { Files.parent(of: $0.config) }
      let files = try desktop(context).install(program: try program(), home: home, autostart: context.arguments.has("--autostart"))
      let start = context.arguments.has("--autostart") ? " It starts at log-in from now on." : ""
      try context.answer(["files": files], "Cold Outreach Agent is in your menu.\(start)")
      return 0
    },
    Command("desktop uninstall", "Takes the program out of your menu; your data stays.") { context in
      let files = try desktop(context).uninstall()
      try context.answer(["files": files], files.isEmpty ? "It was not in your menu." : "It is out of your menu.")
      return 0
    },
    Command("pause", "Stops all sending until you resume it.") { context in
      try await ProductCommands.print(context, "POST", "/api/sending/pause") { _ in
        "Sending is paused. `cold-outreach resume` lets it go on."
      }
    },
    Command("resume", "Lets sending go on after a pause.") { context in
      try await ProductCommands.print(context, "POST", "/api/sending/resume") { _ in "Sending goes on." }
    },
    Command("settings example", "Prints a file with every setting and what it means.") { context in
      context.terminal.out(SettingsExample.text)
      return 0
    },
  ]

  /// Takes it out of the menu. - Returns: the files removed.
  static func uninstall(_ context: Context) throws(Fault) -> [String] { try desktop(context).uninstall() }

  private static func program() throws(Fault) -> String {
    guard let program = InstalledBundle.own?.frontDoor ?? ThisProcess.programPath else {
      throw Fault(.notConfigured, "The program can't tell where it lies. Start it by its full path.")
    }
    return program
  }

  private static func desktop(_ context: Context) throws(Fault) -> DesktopInstall {
    guard let resources = FrontEnd.resources(option: context.arguments.value("--resources"), program: ThisProcess.programPath)
    else {
      throw Fault(.notConfigured, "The program's files are missing. Install it again, or name their folder with --resources.")
    }
    return try DesktopInstall(environment: context.environment, resources: resources)
  }
}
