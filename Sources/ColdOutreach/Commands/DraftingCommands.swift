import API
import Engine
import JSONText
import Outreach

/// The commands of drafting by a service.
enum DraftingCommands {
  private static let kind = Command.Option.choice(
    "--kind", ["mail", "snippet"], "A whole mail, or an opening; mail where not said.")

  /// Rows for the program's table.
  static let all = single + DraftsForMany.all(kind)

  private static let single: [Command] = [
    Command("drafts status", "Says whether texts can be drafted, and what that used up.") { context in
      try await ProductCommands.print(context, "GET", "/api/writer") { status($0) }
    },
    Command(
      "drafts terms", "Prints what is sent to the service, and whether you agreed.",
      options: [.flag("--accept", "You have read it and agree."), .flag("--withdraw", "Takes that back; nothing more is sent.")]
    ) { try await terms($0) },
    Command("drafts models", "Lists the models to choose from; GEMINI_MODEL takes one.") { context in
      try await ProductCommands.print(context, "GET", "/api/writer/models") { answer in
        ProductCommands.table(answer["data"].items.map { [$0["id"].shown, $0["name"].shown] })
      }
    },
    Command(
      "drafts look", "Prints exactly what would be sent for a mail, and sends nothing.", operands: .exactly("MAIL"), options: [kind]
    ) { context in
      let path = "/api/messages/\(ProductCommands.first(context))/proposals/look?kind=\(chosen(context))"
      return try await ProductCommands.print(context, "GET", path) { "POST \($0["url"].shown)\n\n\($0["body"].shown)" }
    },
    Command("drafts show", "Prints what was drafted for a mail, each sentence with its evidence.", operands: .exactly("MAIL")) {
      context in
      try await ProductCommands.print(context, "GET", "/api/messages/\(ProductCommands.first(context))/proposals") { answer in
        answer["data"].items.map(text).joined(separator: "\n\n")
      }
    },
    Command(
      "drafts write", "Drafts texts for mails that wait for approval; what is written already costs nothing more.",
      operands: .any("MAIL"),
      options: [kind, .flag("--again", "Forgets what is written, and asks for another text.")] + DraftsForMany.choices
    ) { try await write($0) },
    Command(
      "drafts take", "Puts a draft into its mail, which then waits for your approval.", operands: .exactly("MAIL"), options: [kind]
    ) {
      try await take($0)
    },
  ]

  private static func chosen(_ context: Context) -> String { DraftsForMany.kind(context) }

  private static func status(_ writer: JSON) -> String {
    let (day, month, limits) = (writer["day"], writer["month"], writer["limits"])
    let problem = writer["problem"].shown
    return """
      \(problem.isEmpty ? "\(writer["name"].shown) is ready; \(writer["model"].shown) writes." : problem)
      Requests in 24 hours: \(day["requests"].shown) of \(limits["requests_day"].shown)
      Requests in 30 days: \(month["requests"].shown) of \(limits["requests_month"].shown)
      Cost in 30 days, at most: $\(month["most_cost"].shown) of $\(limits["cost_month"].shown)
      """ + writer["failures"].items.map { "\nLately: \($0["detail"].shown)" }.joined()
  }

  private static func terms(_ context: Context) async throws -> Int32 {
    let writer = try await Door.with(context) { door in
      let terms = try await door.send("GET", "/api/writer")["terms"]
      if context.arguments.has("--accept") {
        _ = try await door.send("POST", "/api/writer/accept", .members(["terms": terms]))
      } else if context.arguments.has("--withdraw") {
        _ = try await door.send("POST", "/api/writer/withdraw")
      }
      return try await door.send("GET", "/api/writer")
    }
    ProductCommands.show(writer, context) { writer in
      let stands = writer["accepted_at"] == .null ? "You have not agreed; nothing is sent." : "You agreed."
      return "\(writer["terms"].shown)\n\(writer["terms_url"].shown)\n\n\(stands)"
    }
    return 0
  }

  private static func text(_ proposal: JSON) -> String {
    if proposal["text"] == .null {
      return "\(proposal["kind"].shown): \(proposal["problem"].shown.isEmpty ? "not written yet" : proposal["problem"].shown)"
    }
    let titles = Dictionary(
      proposal["evidence"].items.map { ($0["id"].shown, $0["title"].shown) }, uniquingKeysWith: { one, _ in one })
    let lines = ([proposal["subject"]].filter { $0 != .null } + proposal["sentences"].items).map { sentence in
      let behind = sentence["evidence"].items.map { titles[$0.shown] ?? $0.shown }.joined(separator: ", ")
      let doubts = sentence["flags"].items.map { "\n    ! \($0["text"].shown)" }.joined()
      return
        "\(sentence["dropped"].isTrue ? "  (left out) " : "  ")\(sentence["text"].shown)\(behind.isEmpty ? "" : "\n    = \(behind)")\(doubts)"
    }
    let loss = proposal["flattens_html"].isTrue ? "\n  ! Taking it makes plain paragraphs of the mail's HTML." : ""
    return "\(proposal["kind"].shown), by \(proposal["model"].shown):\n" + lines.joined(separator: "\n") + loss
  }

  private static func write(_ context: Context) async throws -> Int32 {
    let (ids, again, many) = (context.arguments.operands, context.arguments.has("--again"), try DraftsForMany.choice(context))
    guard ids.isEmpty == (many != nil), !again || many == nil else {
      throw UsageError("Name mails, perhaps with --again, or say --all-approved, --campaign ID or --failed.")
    }
    let result = if let many { try await DraftsForMany.write(many, context) } else { try await write(ids, again, context) }
    ProductCommands.show(result, context) { result in
      (["\(result["done"].shown) drafted; read them with drafts show, or drafts waiting."]
        + result["skipped"].items.map { "\($0["id"].shown): \($0["detail"].shown)" })
        .joined(separator: "\n")
    }
    return result["skipped_count"].number ?? 0 > 0 ? 1 : 0
  }

  private static func write(_ ids: [String], _ again: Bool, _ context: Context) async throws -> JSON {
    let kind = chosen(context)
    let body = JSON.members(["message_ids": .texts(ids), "kind": .string(kind), "again": .bool(again)])
    return try await Door.with(context) { door -> JSON in
      guard case .own(let app, _) = door, let proposals = app.services.proposals else {
        let job = try await JobWait.run("/api/jobs/propose", body, through: door)
        return job["result"] == .null ? job : job["result"]
      }
      let asked = try await door.send("POST", "/api/jobs/propose", body)
      let result = try await proposals.runHere(ids.map(Message.ID.init(rawValue:)), kind: kind == "snippet" ? .snippet : .mail)
      // Its job would only look at what is done, at the next start of the program.
      _ = try await door.send("POST", "/api/jobs/\(asked["job_id"].shown)/cancel")
      return json(result)
    }
  }

  /// What came of writing, as a job's result.
  static func json(_ result: JobResult) -> JSON {
    .members([
      "done": .number(result.done), "skipped_count": .number(result.skippedCount),
      "skipped": .array(result.skipped.map { .members(["id": .string($0.id), "detail": .string($0.detail)]) }),
    ])
  }

  private static func take(_ context: Context) async throws -> Int32 {
    let (id, kind) = (ProductCommands.first(context), chosen(context))
    let message = try await Door.with(context) { door -> JSON in
      let list = try await door.send("GET", "/api/messages/\(id)/proposals")["data"].items
      guard let proposal = list.first(where: { $0["kind"].shown == kind }) else {
        throw Fault(.notFound, "Nothing was drafted for this mail; see drafts write.")
      }
      let version = try await door.send("GET", "/api/messages/\(id)")["message"]["version"]
      return try await door.send(
        "POST", "/api/messages/\(id)/proposals/\(proposal["id"].shown)/take", .members(["version": version]))
    }
    ProductCommands.show(message, context) { _ in "It is in the mail now; read it with messages show \(id), then approve it." }
    return 0
  }
}
