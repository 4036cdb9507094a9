import API
import JSONText
import Outreach
import Platform

/// The commands over the product's interface, one row each.
enum ProductCommands {
  /// Rows for the program's table.
  static let all: [Command] =
    leads + [DiscoverCommand.command] + CampaignCommands.all + TemplateCommands.all + MailboxCommands.all + messages
    + DraftingCommands.all + system + files
    + ProtectionCommands.all

  private static let leads: [Command] = [
    Command(
      "leads list", "Lists leads.",
      options: [
        .value("--state", "STATE", "Only leads in this state."), .value("--q", "WORDS", "Only leads with these words."),
        .value("--limit", "N", "At most so many, up to 500."),
      ]
    ) { context in
      let query = queryText([
        ("state", context.arguments.value("--state")), ("q", context.arguments.value("--q")),
        ("limit", context.arguments.value("--limit")),
      ])
      return try await print(context, "GET", "/api/leads\(query)") { answer in
        table(
          answer["data"].items.map {
            [$0["id"].shown, $0["state"].shown, $0["business_name"].shown, $0["city"].shown, $0["email"].shown]
          })
      }
    },
    Command("leads show", "Shows a lead.", operands: .exactly("ID")) { context in
      try await print(context, "GET", "/api/leads/\(first(context))") { answer in
        let lead = answer["lead"]
        return [
          "business_name", "contact_name", "email", "phone", "website", "city", "country", "state", "review_status", "outcome",
          "notes",
        ]
        .filter { !lead[$0].shown.isEmpty }.map { "\($0): \(lead[$0].shown)" }.joined(separator: "\n")
      }
    },
    Command("leads why", "Says why a lead gets no mail now, and when that ends.", operands: .exactly("ID")) { context in
      try await print(context, "GET", "/api/leads/\(first(context))/why") { answer in CampaignCommands.why(answer["why"]) }
    },
    Command("leads approve", "Approves leads.", operands: .some("ID")) { try await decide($0, "approve") },
    Command("leads reject", "Rejects leads.", operands: .some("ID")) { try await decide($0, "reject") },
  ]

  private static let messages: [Command] = [
    Command(
      "messages list", "Lists mails.",
      options: [.value("--state", "STATE", "Only mails in this state."), .value("--limit", "N", "At most so many, up to 500.")]
    ) { context in
      let query = queryText([("state", context.arguments.value("--state")), ("limit", context.arguments.value("--limit"))])
      return try await print(context, "GET", "/api/messages\(query)") { answer in
        table(
          answer["data"].items.map {
            [$0["id"].shown, $0["state"].shown, $0["lead_name"].shown, $0["subject"].shown, $0["why"]["detail"].shown]
          })
      }
    },
    Command("messages show", "Shows a mail.", operands: .exactly("ID")) { context in
      try await print(context, "GET", "/api/messages/\(first(context))") { answer in
        let message = answer["message"]
        let files = message["attachments"].items.map { "\nFile: \($0["name"].shown) (\($0["size"].shown) bytes)" }.joined()
        return
          "To: \(message["to"].shown)\nState: \(message["state"].shown)\nSubject: \(message["subject"].shown)\(files)\n\n\(answer["text"].shown)"
      }
    },
    Command("messages approve", "Approves mails as they are now.", operands: .some("ID")) { context in
      try await each(context) { door, id in
        let hash = try await door.send("GET", "/api/messages/\(id)")["message"]["hash"]
        return try await door.send("POST", "/api/messages/\(id)/approve", .members(["hash": hash]))["message"]
      }
    },
    Command("messages send", "Lets approved mails go.", operands: .some("ID")) { context in
      try await each(context) { door, id in try await door.send("POST", "/api/messages/\(id)/send")["message"] }
    },
    Command("messages cancel", "Cancels mails that have not left.", operands: .some("ID")) { context in
      try await each(context) { door, id in try await door.send("POST", "/api/messages/\(id)/cancel")["message"] }
    },
    Command("messages resolve", "Says what became of a mail that is unsure.", operands: .exactly("ID sent|not-sent")) { context in
      let outcome = context.arguments.operands[1]
      guard ["sent", "not-sent"].contains(outcome) else {
        throw UsageError("“\(outcome)” is not possible; it is sent or not-sent.")
      }
      return try await print(
        context, "POST", "/api/messages/\(first(context))/resolve",
        .members(["outcome": .string(outcome == "sent" ? "sent" : "not_sent")])
      ) { "It is \($0["message"]["state"].shown) now." }
    },
  ]

  private static let system: [Command] = [
    Command("send", "One pass of the send queue.", options: [.flag("--due-now", "Sends what is due and may leave now.")]) {
      try await SendCommand.run($0)
    },
    Command("inbox check", "Reads the mailbox now.") { try await InboxCommand.run($0) },
    Command("backup create", "Makes a backup.") { context in
      try await print(context, "POST", "/api/backups") { "Made \($0["name"].shown)." }
    },
    Command("backup list", "Lists the backups.") { try await print($0, "GET", "/api/backups") { BackupCommands.list($0) } },
    Command("backup verify", "Checks a backup.", operands: .exactly("NAME")) { context in
      try await print(context, "POST", "/api/backups/\(first(context))/verify", fails: { !$0["problems"].items.isEmpty }) {
        answer in
        let problems = answer["problems"].items
        return problems.isEmpty ? "It is sound." : problems.map(\.shown).joined(separator: "\n")
      }
    },
    Command("backup show", "Says what is inside a backup.", operands: .exactly("NAME|PATH")) { try await BackupCommands.show($0) },
    Command(
      "backup restore", "Swaps the base for a backup, by its name or the path of its file; sending is frozen then.",
      operands: .exactly("NAME|PATH"), options: [.flag("--yes", "Does not ask.")]
    ) { try await BackupCommands.restore($0) },
    Command("audit verify", "Checks the trail's chain.") { context in
      try await print(context, "POST", "/api/audit/verify", fails: { !$0["ok"].isTrue }) { answer in
        answer["ok"].isTrue ? "The trail is whole: \(answer["checked"].shown) rows." : answer["problem"].shown
      }
    },
    DoctorCommand.command,
    Command("setup", "Stores the settings of an .env file.", options: [.value("--from", "FILE.env", "The file.")]) {
      try await SetupCommand.run($0)
    },
    Command("validate", "Prints every problem of the settings at once.") { try await SetupCommand.validate($0) },
    Command("demo", "Does the whole job offline, from sample leads, and prints each step.") { try await Demo.run($0) },
  ]

  private static let files: [Command] = [
    Command(
      "import", "Imports leads from a CSV file.", operands: .exactly("FILE"),
      options: [
        .value("--map", "col=field,…", "Says what columns are, by name or number."),
        .flag("--dry-run", "Looks at the file only; writes nothing."),
        .flag("--rows", "With --dry-run --json: prints every record."), .flag("--yes", "Does not ask."),
      ]
    ) { try await ImportCommand.run($0) },
    Command(
      "export", "Writes a table to standard output.", operands: .exactly("leads|messages|replies|audit"),
      options: [.choice("--format", ["csv", "json", "jsonl"], "How it is written; csv where not said.")]
    ) { context in
      let kind = first(context)
      guard ["leads", "messages", "replies", "audit"].contains(kind) else {
        throw UsageError("“\(kind)” can't be exported; it is leads, messages, replies or audit.")
      }
      let format = context.arguments.value("--format") ?? (context.isJSON ? "json" : "csv")
      let bytes = try await Door.with(context) { door in try await door.raw("GET", "/api/export/\(kind)?format=\(format)") }
      context.terminal.out(String(decoding: bytes, as: UTF8.self))
      return 0
    },
    Command("inspect", "Says what mails are, one JSON line a file.", operands: .some("FILE.eml")) { TextCommands.inspect($0) },
    Command(
      "render", "Renders a template.", operands: .optional("FILE"),
      options: [
        .value("--context", "FILE.json", "The values."), .value("--cases", "FILE.jsonl", "Renders many cases, one JSON line each."),
        .flag("--html", "Escapes values for HTML."), .flag("--trim-blocks", "As in Jinja."),
        .flag("--lstrip-blocks", "As in Jinja."),
        .flag("--keep-trailing-newline", "As in Jinja."),
      ]
    ) { try TextCommands.render($0) },
  ]

  /// The first operand.
  static func first(_ context: Context) -> String { context.arguments.operands.first ?? "" }

  /// Asks, and prints the answer as JSON or as a text.
  static func print(
    _ context: Context, _ method: String, _ path: String, _ body: JSON? = nil,
    fails: @escaping @Sendable (JSON) -> Bool = { _ in false },
    _ text: @escaping @Sendable (JSON) -> String
  ) async throws -> Int32 {
    let answer = try await Door.with(context) { door in try await door.send(method, path, body) }
    show(answer, context, text)
    return fails(answer) ? 1 : 0
  }

  /// Prints an answer.
  static func show(_ answer: JSON, _ context: Context, _ text: (JSON) -> String) {
    context.terminal.line(context.isJSON ? String(decoding: answer.bytes, as: UTF8.self) : text(answer))
  }

  /// Columns of equal width.
  static func table(_ rows: [[String]]) -> String {
    guard let columns = rows.map(\.count).max() else { return "None." }
    let widths = (0..<columns).map { column in rows.map { column < $0.count ? $0[column].count : 0 }.max() ?? 0 }
    return rows.map { row in
      zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ").trimmedEnd
    }.joined(separator: "\n")
  }

  private static func queryText(_ fields: [(String, String?)]) -> String {
    let parts = fields.compactMap { name, value in value.map { "\(name)=\(escaped($0))" } }
    return parts.isEmpty ? "" : "?" + parts.joined(separator: "&")
  }

  private static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF")
    return text.utf8.reduce(into: "") { result, byte in
      let isPlain =
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || "-._~,".utf8.contains(byte)
      result += isPlain ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
  }

  private static func decide(_ context: Context, _ decision: String) async throws -> Int32 {
    try await each(context) { door, id in try await door.send("POST", "/api/leads/\(id)/\(decision)")["lead"] }
  }

  /// Does one thing to each operand; what fails is said, and the exit code is 1 then.
  private static func each(_ context: Context, _ act: @escaping @Sendable (Door, String) async throws -> JSON) async throws -> Int32
  {
    let results = try await Door.with(context) { door in
      var results: [(id: String, answer: JSON?, problem: String?)] = []
      for id in context.arguments.operands {
        do { results.append((id, try await act(door, id), nil)) } catch let fault as Fault {
          results.append((id, nil, fault.description))
        }
      }
      return results
    }
    if context.isJSON {
      let items = results.map { result in
        JSON.members([
          "id": .string(result.id), "state": result.answer.map { $0["state"] } ?? .null, "error": .text(result.problem),
        ])
      }
      context.terminal.line(String(decoding: JSON.members(["data": .array(items)]).bytes, as: UTF8.self))
    } else {
      for result in results { context.terminal.line("\(result.id)  \(result.problem ?? result.answer?["state"].shown ?? "")") }
    }
    return results.contains { $0.problem != nil } ? 1 : 0
  }
}

extension String {
  /// Without blanks at the end.
  fileprivate var trimmedEnd: String { String(reversed().drop { $0 == " " }.reversed()) }
}
