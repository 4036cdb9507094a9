import API
import Engine
import JSONText
import Outreach
import Store

/// Drafts for many leads from the command line: what they would come to, writing them, and what waits to be read.
enum DraftsForMany {
  /// For whom.
  static let choices: [Command.Option] = [
    .flag("--all-approved", "For every approved lead whose mail waits, or whose template asks for an opening."),
    .value("--campaign", "ID", "For the leads of this campaign."), .flag("--failed", "For those that could not be written."),
  ]

  /// Rows for the program's table.
  static func all(_ kind: Command.Option) -> [Command] {
    [
      Command(
        "drafts preview", "Says what drafts for many leads would cost and what is sent for the first; nothing is.",
        options: choices + [kind]
      ) { context in
        guard let body = try choice(context) else { throw UsageError("Say for whom: --all-approved, --campaign ID or --failed.") }
        return try await ProductCommands.print(context, "POST", "/api/drafts/preview", .object(body), outlook)
      },
      Command("drafts waiting", "Lists drafts that wait to be read or could not be written.") { context in
        try await ProductCommands.print(context, "GET", "/api/drafts") { answer in
          ProductCommands.table(answer["data"].items.map(row))
        }
      },
      Command(
        "drafts accept", "Accepts openings, which then stand in their mails where the template says {{ opening }}.",
        operands: .some("DRAFT"), options: [.flag("--take-back", "No longer accepts them.")]
      ) { try await accept($0) },
    ]
  }

  /// What the request says of the leads; nil where no option names any.
  static func choice(_ context: Context) throws(UsageError) -> [JSON.Member]? {
    let arguments = context.arguments
    var found: [(String, JSON)] = []
    if arguments.has("--all-approved") { found.append(("all_approved", .bool(true))) }
    if let id = arguments.value("--campaign") { found.append(("campaign_id", .string(id))) }
    if arguments.has("--failed") { found.append(("failed", .bool(true))) }
    guard found.count <= 1 else { throw UsageError("Use only one of --all-approved, --campaign and --failed.") }
    guard let one = found.first, case .object(let members) = JSON.pairs([one, ("kind", .string(kind(context)))]) else { return nil }
    return members
  }

  static func kind(_ context: Context) -> String { context.arguments.value("--kind") ?? "mail" }

  /// Asks for the drafts and waits until they are written.
  /// - Returns: what came of it: `done`, `skipped_count` and `skipped`.
  static func write(_ members: [JSON.Member], _ context: Context) async throws -> JSON {
    let body = JSON.object(members)
    let textKind: WriterAsk.Kind = kind(context) == "snippet" ? .snippet : .mail
    return try await Door.with(context) { door -> JSON in
      guard case .own(let app, _) = door, let proposals = app.services.proposals else {
        let job = try await JobWait.run("/api/jobs/drafts", body, through: door)
        return job["result"] == .null ? job : job["result"]
      }
      let asked = try await door.send("POST", "/api/jobs/drafts", body)
      let result = try await proposals.runHere(ProposalBatch.ID(rawValue: asked["batch_id"].shown), kind: textKind)
      // Its job would only look at what is done, at the next start of the program.
      _ = try await door.send("POST", "/api/jobs/\(asked["job_id"].shown)/cancel")
      return DraftingCommands.json(result)
    }
  }

  private static func outlook(_ answer: JSON) -> String {
    let likely = answer["likely_cost"] == .null ? "" : "about $\(answer["likely_cost"].shown) by your drafts so far, "
    var lines = [
      "\(answer["count"].shown) drafts to write; \(answer["written"].shown) are written already.",
      "Cost: \(likely)$\(answer["most_cost"].shown) at the very most; $\(answer["cost_left"].shown) are left of your limit.",
      "Your limits on requests leave room for \(answer["reach"].shown) now, at most \(answer["per_minute"].shown) a minute.",
    ]
    if answer["problem"] != .null { lines.append(answer["problem"].shown) }
    if let over = answer["over"].number, over > 0 { lines.append("\(over) more come after these; ask again for them.") }
    lines += answer["left_out"].items.map { "Left out: \($0["lead_name"].shown): \($0["detail"].shown)" }
    let first = answer["first"]
    if first != .null {
      let look = first["look"]
      lines.append("\nFor “\(first["lead_name"].shown)” this is sent:\nPOST \(look["url"].shown)\n\n\(look["body"].shown)")
    }
    return lines.joined(separator: "\n")
  }

  private static func row(_ one: JSON) -> [String] {
    [
      one["id"].shown, one["state"].shown, one["lead_name"].shown,
      one["problem"] == .null ? one["text"].shown.split(whereSeparator: \.isNewline).joined(separator: " ") : one["problem"].shown,
    ]
  }

  private static func accept(_ context: Context) async throws -> Int32 {
    let (ids, isAccepted) = (context.arguments.operands, !context.arguments.has("--take-back"))
    try await Door.with(context) { door in
      for id in ids { _ = try await door.send("POST", "/api/proposals/\(id)/accept", .members(["accepted": .bool(isAccepted)])) }
    }
    ProductCommands.show(.members(["count": .number(ids.count)]), context) { _ in
      isAccepted
        ? "\(ids.count) accepted; their mails are written anew and wait for your approval." : "\(ids.count) no longer accepted."
    }
    return 0
  }
}
