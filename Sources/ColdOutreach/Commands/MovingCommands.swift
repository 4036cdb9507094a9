import API
import Glibc
import JSONText
import Outreach
import Platform

/// Moving to another computer, what is held about a person, and taking the program away. Secrets come from standard input.
enum MovingCommands {
  private static let idLetters = 36

  /// Rows for the program's table.
  static let all: [Command] = [
    Command(
      "workspace export", "Writes everything into one file under a passphrase, to move to another computer.",
      operands: .exactly("PATH"),
      options: [.flag("--keep-sending", "Goes on sending here; otherwise sending is paused first.")]
    ) { context in
      let passphrase = try SecretPrompt.ask("Passphrase for the file: ", context.terminal)
      guard try SecretPrompt.ask("Once more: ", context.terminal) == passphrase else {
        throw Fault(.badInput, "The two are not the same; nothing was written.")
      }
      let stops = !context.arguments.has("--keep-sending")
      return try await ProductCommands.print(
        context, "POST", "/api/workspace/export",
        .members(["path": .string(absolute(context)), "passphrase": .string(passphrase), "stop": .bool(stops)])
      ) {
        "Written: \($0["bytes"].shown) bytes.\(stops ? " Sending is paused here." : " Sending goes on here: stop it before the other computer sends.")"
      }
    },
    Command(
      "workspace import", "Takes over everything from such a file; what is here is put into a backup first.",
      operands: .exactly("PATH"),
      options: [.flag("--yes", "Does not ask.")]
    ) { context in
      try confirm(context, "Everything here becomes as it is in the file. Go on?")
      let passphrase = try SecretPrompt.ask("Passphrase of the file: ", context.terminal)
      return try await ProductCommands.print(
        context, "POST", "/api/workspace/import", .members(["path": .string(absolute(context)), "passphrase": .string(passphrase)])
      ) { _ in "Taken over; the program starts with it. Nothing is sent until you say that the other computer stopped." }
    },
    Command("privacy show", "Says what is held about who has an address, or is a lead.", operands: .exactly("EMAIL|LEAD-ID")) {
      context in
      try await ProductCommands.print(context, "POST", "/api/privacy/find", .object([whom(context)])) { answer in
        let (suppressed, names) = (answer["suppressed"].shown, answer["names"].items.map(\.shown).joined(separator: ", "))
        return
          "\(answer["leads"].shown) leads\(names.isEmpty ? "" : " (\(names))"), \(answer["messages"].shown) mails, \(answer["replies"].shown) replies.\(suppressed.isEmpty ? "" : " Gets no mail: \(suppressed).")"
      }
    },
    Command(
      "privacy export", "Writes everything that is held about a person into a ZIP with one page.",
      operands: .exactly("EMAIL|LEAD-ID"),
      options: [.value("--out", "FILE", "Where it is written; what-is-held.zip where not said.")]
    ) { context in
      let bytes = try await Door.with(context) { door in
        let lead = try await door.send("POST", "/api/privacy/find", .object([whom(context)]))["lead_id"].shown
        guard !lead.isEmpty else {
          throw Fault(.notFound, "Nothing is held about this address but, where it is listed, that it gets no mail.")
        }
        return try await door.raw("GET", "/api/leads/\(lead)/holdings")
      }
      let path = context.arguments.value("--out") ?? "what-is-held.zip"
      do { try Files.replace(path, with: bytes) } catch { throw Fault(.storage, "The program \(error).") }
      try context.answer(["file": path], "Written to \(path).")
      return 0
    },
    Command(
      "privacy erase", "Erases who has an address, or is a lead, for good.", operands: .exactly("EMAIL|LEAD-ID"),
      options: [.flag("--yes", "Does not ask.")]
    ) { context in
      try confirm(context, "This can't be undone. Erase?")
      let body = JSON.object([whom(context), .init(name: "confirmed", value: .bool(true))])
      return try await ProductCommands.print(context, "POST", "/api/privacy/erase", body) {
        "Erased: \($0["erased"].shown). The address gets no mail any more."
      }
    },
    Command("retention preview", "Says what the rules in force would erase now.") { context in
      try await ProductCommands.print(context, "GET", "/api/retention") { rules($0) }
    },
    Command("retention run", "Erases now what the rules in force say.", options: [.flag("--yes", "Does not ask.")]) { context in
      try confirm(context, "This can't be undone. Erase what is due?")
      return try await ProductCommands.print(context, "POST", "/api/retention/run") { "Erased: \($0["erased"].shown)." }
    },
    Command(
      "diagnostics", "Writes a ZIP for somebody who helps: versions, counts, checks and logs, without personal data.",
      options: [.value("--out", "FILE", "Where it is written; cold-outreach-diagnostics.zip where not said.")]
    ) { context in
      let bytes = try await Door.with(context) { door in try await door.raw("GET", "/api/system/diagnostics") }
      let path = context.arguments.value("--out") ?? "cold-outreach-diagnostics.zip"
      do { try Files.replace(path, with: bytes) } catch { throw Fault(.storage, "The program \(error).") }
      try context.answer(["file": path], "Written to \(path). It is plain text; look through it before you pass it on.")
      return 0
    },
    Command(
      "uninstall", "Takes the program out of your menu; with --erase-data all your data goes, too.",
      options: [.flag("--erase-data", "Erases data, keys, backups and settings for good."), .flag("--yes", "Does not ask.")]
    ) { try await Uninstall.run($0) },
  ]

  /// Asks on a terminal unless `--yes` is there; without a terminal `--yes` is needed.
  static func confirm(_ context: Context, _ question: String) throws(Fault) {
    guard !context.arguments.has("--yes") else { return }
    guard isatty(0) == 1 else { throw Fault(.refused, "Nothing was changed: say --yes where nobody can be asked.") }
    context.terminal.out("\(question) [y/N] ")
    guard readLine()?.lowercased().hasPrefix("y") == true else { throw Fault(.refused, "Nothing was changed.") }
  }

  /// Who is meant: an address, or the id of a lead that has none.
  private static func whom(_ context: Context) -> JSON.Member {
    let text = ProductCommands.first(context)
    let isID = text.utf8.count == idLetters && !text.utf8.contains(UInt8(ascii: "@"))
    return JSON.Member(name: isID ? "lead_id" : "email", value: .string(text))
  }

  /// The path that a command names, from the root on.
  static func absolute(_ context: Context) -> String {
    let path = ProductCommands.first(context)
    guard !path.hasPrefix("/"), let pointer = getcwd(nil, 0) else { return path }
    defer { free(pointer) }
    return "\(String(cString: pointer))/\(path)"
  }

  private static func rules(_ answer: JSON) -> String {
    ProductCommands.table(
      answer["data"].items.map {
        [
          $0["group"].shown, $0["days"] == .null ? "for ever" : "\($0["days"].shown) days",
          "would erase \($0["would_erase"].shown)",
        ]
      })
  }
}
