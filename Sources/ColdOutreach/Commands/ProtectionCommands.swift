import API
import JSONText
import Outreach

/// The passphrase, the recovery key and the data key, from a terminal. Secrets come from standard input, never from an option.
enum ProtectionCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command("protection show", "Says how your data is protected.") { context in
      try await ProductCommands.print(context, "GET", "/api/protection") { answer in
        let phrase = answer["passphrase"].isTrue ? "A passphrase is set." : "There is no passphrase."
        let recovery =
          switch answer["recovery"].shown {
          case "saved": "A recovery key was printed."
          case "declined": "You wanted no recovery key."
          default: "There is no recovery key yet: backups can only be read on this computer."
          }
        return
          "\(phrase)\n\(recovery)\nData key number \(answer["data_key"].shown)\(answer["resealing"].isTrue ? ", still being taken into use." : ".")"
      }
    },
    Command(
      "protection passphrase", "Sets, changes or takes away the passphrase.",
      options: [.flag("--remove", "Takes it away.")]
    ) { context in
      try await Door.with(context) { door in
        let current = try await current(door, context)
        var next = JSON.null
        if !context.arguments.has("--remove") {
          let typed = try SecretPrompt.ask("New passphrase: ", context.terminal)
          guard try SecretPrompt.ask("Once more: ", context.terminal) == typed else {
            throw Fault(.badInput, "The two are not the same; nothing was changed.")
          }
          next = .string(typed)
        }
        _ = try await door.send("POST", "/api/protection/passphrase", .members(["passphrase": next, "current": current]))
      }
      context.terminal.line("Done. Your data was not touched.")
      return 0
    },
    Command("protection recovery-key", "Makes a recovery key to be written down.") { context in
      try await Door.with(context) { door in
        let current = try await current(door, context)
        let printed = try await door.send("POST", "/api/protection/recovery-key", .members(["current": current]))["key"].shown
        context.terminal.line("\(printed)\n\nWrite it down; it is not shown again. It counts once you typed its last four letters.")
        let ending = try SecretPrompt.ask("Last four letters: ", context.terminal)
        _ = try await door.send("POST", "/api/protection/recovery-key/confirm", .members(["ending": .string(ending)]))
      }
      context.terminal.line("From now on this key opens your data and the backups that are made.")
      return 0
    },
    Command("protection change-key", "Seals everything with a new data key, while the program works.") { context in
      try await Door.with(context) { door in
        _ = try await door.send("POST", "/api/protection/data-key", .members(["current": try await current(door, context)]))
      }
      context.terminal.line("The new key is in use; older values are moved to it in the background.")
      return 0
    },
  ]

  private static func current(_ door: Door, _ context: Context) async throws -> JSON {
    guard try await door.send("GET", "/api/protection")["passphrase"].isTrue else { return .null }
    return .string(try SecretPrompt.ask("Present passphrase: ", context.terminal))
  }
}
