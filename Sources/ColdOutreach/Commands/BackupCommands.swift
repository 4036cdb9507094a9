import API
import JSONText
import Outreach

/// Looking into a backup and going back to it, by its name or by the path of its file.
enum BackupCommands {
  /// Every backup, whether it is sound, and what can be read on this computer only.
  static func list(_ answer: JSON) -> String {
    let rows = answer["data"].items.map { one in
      [
        one["name"].shown, one["bytes"].shown, one["reason"].shown,
        one["verified"].isTrue ? "checked" : one["verified"] == .null ? "not checked" : "damaged",
      ]
    }
    let isStuck = answer["only_here"].isTrue && !rows.isEmpty
    let stuck = "They can only be read on this computer; with what `cold-outreach protection recovery-key` prints, on any."
    return ProductCommands.table(rows) + (isStuck ? "\n" + stuck : "")
  }

  /// Prints what is inside.
  static func show(_ context: Context) async throws -> Int32 {
    let found = try await Door.with(context) { door in try await look(door, context) }
    ProductCommands.show(found, context, text)
    return 0
  }

  /// Shows what is inside, asks, and goes back to it.
  static func restore(_ context: Context) async throws -> Int32 {
    try await Door.with(context) { door in
      let found = try await look(door, context)
      if !context.isJSON { context.terminal.line(text(found)) }
      try MovingCommands.confirm(context, "Go back to it?")
      let name = name(context)
      guard name.hasPrefix("/") else {
        _ = try await door.send("POST", "/api/backups/\(name)/restore")
        return
      }
      let key =
        found["access"].shown == "recovery_key" ? JSON.string(try SecretPrompt.ask("Recovery key: ", context.terminal)) : .null
      _ = try await door.send("POST", "/api/backups/file/restore", .members(["path": .string(name), "recovery_key": key]))
    }
    context.terminal.line(context.isJSON ? "{}" : "Restored; the program starts with it, frozen.")
    return 0
  }

  /// The name, or the path from the root on where it is one.
  private static func name(_ context: Context) -> String {
    let name = ProductCommands.first(context)
    return name.contains("/") ? MovingCommands.absolute(context) : name
  }

  private static func look(_ door: Door, _ context: Context) async throws -> JSON {
    let name = name(context)
    return name.hasPrefix("/")
      ? try await door.send("POST", "/api/backups/file", .members(["path": .string(name)]))
      : try await door.send("GET", "/api/backups/\(name)")
  }

  private static func text(_ found: JSON) -> String {
    let rows = ["leads", "messages", "replies", "campaigns"].map {
      [$0, found["inside"][$0].shown, "now \(found["now"][$0].shown)"]
    }
    let access =
      switch found["access"].shown {
      case "here": found["newer"].isTrue ? "A newer version made it." : ""
      case "recovery_key": "It comes from another computer; its recovery key opens it."
      default: "It was sealed on another computer and can only be read there."
      }
    return ProductCommands.table(rows) + (access.isEmpty ? "" : "\n" + access)
  }
}
