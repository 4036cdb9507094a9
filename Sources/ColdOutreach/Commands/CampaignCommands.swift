import API
import Finding
import JSONText
import Outreach
import Platform

/// The commands of campaigns and their sequences.
enum CampaignCommands {
  /// Rows for the program's table.
  static let all: [Command] = [
    Command("campaign list", "Lists campaigns.") { context in
      try await ProductCommands.print(context, "GET", "/api/campaigns") { answer in
        ProductCommands.table(
          answer["data"].items.map { [$0["id"].shown, $0["state"].shown, $0["name"].shown, "\($0["counts"]["sent"].shown) sent"] })
      }
    },
    Command("campaign show", "Shows a campaign.", operands: .exactly("ID")) { context in
      try await ProductCommands.print(context, "GET", "/api/campaigns/\(ProductCommands.first(context))") { show($0["campaign"]) }
    },
    Command("campaign plan", "Shows the calendar of a campaign.", operands: .exactly("ID")) { context in
      try await ProductCommands.print(context, "GET", "/api/campaigns/\(ProductCommands.first(context))/plan") { plan($0) }
    },
    Command(
      "campaign create", "Makes a campaign: one --body for each mail, the first and its follow-ups.",
      options: [
        .value("--name", "N", "Its name."),
        .value("--subject", "FILE_OR_TEXT", "The subject, or a file with it; a follow-up without one answers in the thread."),
        .value("--body", "FILE", "A file with the text; once more for each follow-up."),
        .value("--html", "FILE", "A file with the HTML, in the order of the texts."),
        .value("--wait", "DAYS", "Business days before each follow-up, such as 3; 3d for days of 24 hours."),
        .choice("--approval", ["sequence", "each"], "Whether follow-ups are approved with the first mail or one by one."),
        .flag("--stop-company", "An answer stops everybody at that company."),
        .value("--leads", "all-approved|ID,…", "Which leads to put into it."), .value("--window", "HOURS", "When it may send."),
        .value("--daily-cap", "N", "At most so many mails in 24 hours."),
        .value("--hourly-cap", "N", "At most so many in an hour."), .value("--minute-cap", "N", "At most so many in a minute."),
        .value("--min-gap-seconds", "N", "The shortest gap between two of its mails."),
        .value("--max-gap-seconds", "N", "The longest."),
        .value("--pause-every", "N", "A longer pause after so many."), .value("--pause-minutes", "N", "How long that is."),
        .value("--ramp-start", "N", "Mails on its first day."), .value("--ramp-step", "N", "More on each day of sending after it."),
      ]
    ) { try await create($0) },
    CampaignLaunch.lacks, CampaignLaunch.start,
    Command("campaign pause", "Pauses a campaign.", operands: .exactly("ID")) { try await move($0, "pause") },
    Command("campaign stop", "Stops a campaign.", operands: .exactly("ID")) { try await move($0, "stop") },
  ]

  /// Why a lead gets nothing now, in a line.
  static func why(_ why: JSON) -> String {
    let opens = why["opens_at"].number.map { " Until \(Timestamp(rawValue: $0))." } ?? ""
    return why["detail"].shown + opens
  }

  private static func show(_ campaign: JSON) -> String {
    let steps = campaign["steps"].items.enumerated().map { index, step in
      let wait = index == 0 ? "" : "\n\nAfter \(step["wait"].shown) \(step["wait_unit"].shown.replacing("_", with: " ")):\n"
      let subject = step["subject"].shown.isEmpty ? "(answers in the thread)" : step["subject"].shown
      return step["kind"].shown == "mail"
        ? "\(wait)Subject: \(subject)\n\n\(step["text"].shown)" : "\(wait)Task: \(step["kind"].shown)\n\n\(step["text"].shown)"
    }
    return "\(campaign["name"].shown): \(campaign["state"].shown)\n" + steps.joined()
  }

  private static func plan(_ answer: JSON) -> String {
    let rows = answer["days"].items.map { day in
      [day["date"].shown, day["total"].shown]
        + day["steps"].items.map { "step \(($0["position"].number ?? 0) + 1): \($0["count"].shown)" }
    }
    let trial = answer["trial"].isTrue ? "Nobody is in the campaign yet; this is what it would be with every approved lead.\n" : ""
    return rows.isEmpty ? "Nothing is to come." : trial + ProductCommands.table(rows)
  }

  private static func move(_ context: Context, _ event: String) async throws -> Int32 {
    try await ProductCommands.print(context, "POST", "/api/campaigns/\(ProductCommands.first(context))/\(event)") {
      "It is \($0["campaign"]["state"].shown) now."
    }
  }

  private static func create(_ context: Context) async throws -> Int32 {
    let arguments = context.arguments
    guard let name = arguments.value("--name") else { throw UsageError("campaign create needs --name.") }
    guard arguments.has("--subject") else { throw UsageError("campaign create needs --subject.") }
    var campaign: [(String, JSON)] = [("name", .string(name)), ("steps", .array(try steps(arguments)))]
    if let window = arguments.value("--window") { campaign.append(("window", .string(window))) }
    if let cap = try context.number("--daily-cap", in: 1...10_000) { campaign.append(("daily_cap", .int(Int64(cap)))) }
    for field in CampaignPace.fields {
      let option = "--" + field.name.replacing("_", with: "-")
      if let limit = try context.number(option, in: field.range) { campaign.append((field.name, .int(Int64(limit)))) }
    }
    if let approval = arguments.value("--approval") { campaign.append(("approval", .string(approval))) }
    if arguments.has("--stop-company") { campaign.append(("stop_company", .bool(true))) }
    if let leads = arguments.value("--leads") {
      campaign.append(("leads", leads == "all-approved" ? .string(leads) : .texts(leads.split(separator: ",").map(String.init))))
    }
    return try await ProductCommands.print(context, "POST", "/api/campaigns", .pairs(campaign)) { answer in
      let campaign = answer["campaign"]
      return
        "Made “\(campaign["name"].shown)” (\(campaign["id"].shown)) with \(campaign["counts"]["enrolled"].shown) leads; its mails wait for approval."
    }
  }

  /// The mails, as many as there are texts; the options of each kind count in their order.
  private static func steps(_ arguments: Arguments) throws -> [JSON] {
    let bodies = arguments.options["--body"] ?? []
    let (subjects, htmls) = (arguments.options["--subject"] ?? [], arguments.options["--html"] ?? [])
    let waits = arguments.options["--wait"] ?? []
    guard !bodies.isEmpty else { throw UsageError("campaign create needs --body.") }
    for (option, count, most) in [
      ("--subject", subjects.count, bodies.count), ("--html", htmls.count, bodies.count), ("--wait", waits.count, bodies.count - 1),
    ] {
      guard count <= most else {
        throw UsageError(
          "There are \(count) times \(option) for \(bodies.count) mails\(option == "--wait" ? "; the first has no wait" : "").")
      }
    }
    return try bodies.enumerated().map { index, body in
      var members: [(String, JSON)] = [("text", .string(try TextCommands.file(body)))]
      if index < subjects.count { members.append(("subject", .string(try subject(subjects[index])))) }
      if index < htmls.count { members.append(("html", .string(try TextCommands.file(htmls[index])))) }
      if index > 0, index <= waits.count { members += try wait(waits[index - 1]) }
      return .pairs(members)
    }
  }

  private static func subject(_ text: String) throws -> String {
    guard Files.exists(text) else { return text }
    return try TextCommands.file(text).split(separator: "\n").first.map(String.init) ?? ""
  }

  private static func wait(_ text: String) throws(UsageError) -> [(String, JSON)] {
    let isDays = text.hasSuffix("d")
    guard let count = Int(isDays ? String(text.dropLast()) : text), (0...Wait.longest).contains(count) else {
      throw UsageError("“\(text)” is no wait; write business days such as 3, or 3d for days of 24 hours.")
    }
    return [("wait", .int(Int64(count))), ("wait_unit", .string((isDays ? Wait.Unit.days : .businessDays).rawValue))]
  }
}
