import API
import JSONText
import Outreach

/// The commands of mailboxes. An `.env` file describes one, by the names that the settings have.
enum MailboxCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command("mailbox list", "Lists the mailboxes and how they do.") { context in
      try await ProductCommands.print(context, "GET", "/api/mailboxes") { answer in
        ProductCommands.table(answer["data"].items.map(row))
      }
    },
    Command("mailbox show", "Shows a mailbox, without its passwords.", operands: .exactly("ID")) { context in
      try await ProductCommands.print(context, "GET", "/api/mailboxes/\(ProductCommands.first(context))") { show($0) }
    },
    Command(
      "mailbox add", "Adds a mailbox that an .env file describes, with SENDER_EMAIL, SMTP_HOST, IMAP_HOST and so on.",
      options: [.value("--from", "FILE.env", "The file."), .value("--name", "N", "What you call it.")]
    ) { context in
      let body = try body(context, "add")
      return try await ProductCommands.print(context, "POST", "/api/mailboxes", body) {
        "Added \($0["title"].shown) (\($0["id"].shown))."
      }
    },
    Command(
      "mailbox edit", "Changes what an .env file names; a password that is not named stays.",
      operands: .exactly("ID"), options: [.value("--from", "FILE.env", "The file."), .value("--name", "N", "What you call it.")]
    ) { context in
      let body = try body(context, "edit")
      return try await ProductCommands.print(context, "PATCH", "/api/mailboxes/\(ProductCommands.first(context))", body) {
        show($0)
      }
    },
    Command("mailbox pause", "Keeps a mailbox from sending.", operands: .exactly("ID")) { try await move($0, "pause") },
    Command("mailbox resume", "Lets a mailbox send again.", operands: .exactly("ID")) { try await move($0, "resume") },
    Command("mailbox remove", "Removes a mailbox that nothing needs any more.", operands: .exactly("ID")) { context in
      try await ProductCommands.print(context, "DELETE", "/api/mailboxes/\(ProductCommands.first(context))") { _ in "Removed." }
    },
    Command("mailbox test", "Tries a mailbox step by step; nothing is sent.", operands: .exactly("ID")) { context in
      let body = JSON.members(["id": .string(ProductCommands.first(context))])
      return try await ProductCommands.print(context, "POST", "/api/mailboxes/test", body, fails: { !$0["ok"].isTrue }) { answer in
        answer["steps"].items.map { step in
          let advice = step["advice"].shown.isEmpty ? "" : " " + step["advice"].shown
          return "\(step["ok"].isTrue ? "✓" : "✗") \(step["service"].shown) \(step["step"].shown): \(step["detail"].shown)\(advice)"
        }.joined(separator: "\n")
      }
    },
  ]

  private static func row(_ one: JSON) -> [String] {
    let sent = one["limit_today"] == .null ? "" : "\(one["sent_today"].shown) of \(one["limit_today"].shown) today"
    return [
      one["id"].shown, one["state"].shown, one["title"].shown, sent, "\(one["waiting"].shown) waiting", one["paused_reason"].shown,
    ]
  }

  private static func show(_ one: JSON) -> String {
    let own = Mailbox.Account.names.compactMap { name in
      one["values"][name].shown.isEmpty ? nil : "\(name)=\(one["values"][name].shown)"
    }
    let secrets = one["secrets_set"].items.map { "\($0.shown)=(kept)" }
    let ties = one["ties"].items.map { "It can't be removed now: \($0.shown)" }
    let head = [row(one).filter { !$0.isEmpty }.joined(separator: "  "), "Takes new leads: \(one["takes_leads"].shown)"]
    return (head + own + secrets + ties).joined(separator: "\n")
  }

  private static func body(_ context: Context, _ verb: String) throws -> JSON {
    guard let path = context.arguments.value("--from") else { throw UsageError("mailbox \(verb) needs --from FILE.env.") }
    let file = SettingsImport(try TextCommands.file(path))
    if let problem = file.problems.first(where: { $0.weight == .error }) {
      throw Fault(.badInput, "\(problem.setting): \(problem.detail)")
    }
    var members: [(String, JSON)] = [("values", .map(file.values.mapValues(JSON.string)))]
    if let name = context.arguments.value("--name") { members.append(("name", .string(name))) }
    return .pairs(members)
  }

  private static func move(_ context: Context, _ event: String) async throws -> Int32 {
    let id = ProductCommands.first(context)
    return try await ProductCommands.print(context, "POST", "/api/mailboxes/\(id)/\(event)") { answer in
      "It is \(answer["data"].items.first { $0["id"].shown == id }?["state"].shown ?? "") now."
    }
  }
}
