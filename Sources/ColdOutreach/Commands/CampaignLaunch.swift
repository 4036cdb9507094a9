import API
import Finding
import JSONText
import Outreach

/// The commands that look at the leads of a campaign before it starts, and start it.
enum CampaignLaunch {
  /// `campaign lacks`.
  static let lacks = Command(
    "campaign lacks", "Says what leads lack for mails of a campaign that are not written yet; 1 where something is missing.",
    operands: .exactly("ID"),
    options: [.choice("--part", ["enrolled", "approved"], "Leads of the campaign, or the approved ones that could be added.")]
  ) { context in
    let (id, part) = (ProductCommands.first(context), context.arguments.value("--part") ?? "enrolled")
    let found = try await Door.with(context) { door in try await report(of: id, part, door) }
    ProductCommands.show(found, context, text)
    return found["affected"].count > 0 ? 1 : 0
  }

  /// `campaign start`.
  static let start = Command(
    "campaign start", "Lets a campaign send. Where leads lack something that its mails need, it says so and waits for a choice.",
    operands: .exactly("ID"),
    options: [
      .choice("--lacking", ["leave-out", "hold"], "Leaves such leads out, or holds each before the mail that can't be written."),
      .value("--instead", "NAME=WORDS", "What the mails say where a value is not known; once more for each."),
    ]
  ) { context in
    var body: [(String, JSON)] = []
    if let choice = context.arguments.value("--lacking") { body.append(("lacking", .string(choice.replacing("-", with: "_")))) }
    let instead = try (context.arguments.options["--instead"] ?? []).map(pair)
    if !instead.isEmpty { body.append(("instead", .pairs(instead))) }
    return try await ProductCommands.print(
      context, "POST", "/api/campaigns/\(ProductCommands.first(context))/start", .pairs(body)
    ) { answer in
      let (state, count) = (answer["campaign"]["state"].shown, answer["lacking"].count)
      guard count > 0 else { return "It is \(state) now." }
      let leads = count == 1 ? "1 lead lacks" : "\(count) leads lack"
      let fate = context.arguments.value("--lacking") == "hold" ? "held before the mail that can't be written" : "left out"
      return "It is \(state) now. \(leads) something and \(count == 1 ? "is" : "are") \(fate)."
    }
  }

  private static func pair(_ text: String) throws(UsageError) -> (String, JSON) {
    guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
      throw UsageError("“\(text)” is not possible for --instead; write it like city=\"your town\".")
    }
    return (String(text[..<equals]), .string(String(text[text.index(after: equals)...])))
  }

  /// The report over all leads, page after page.
  static func report(of id: String, _ part: String, _ door: Door) async throws -> JSON {
    var (pages, after) = ([JSON](), Int64(0))
    while true {
      let page = try await door.send("GET", "/api/campaigns/\(id)/lacks?part=\(part)&after=\(after)")
      pages.append(page)
      guard let next = page["next"].number else { break }
      after = next
    }
    return .members([
      "looked_at": sum(pages, "looked_at"), "without_email": sum(pages, "without_email"), "affected": sum(pages, "affected"),
      "missing": .array(
        joined(pages.flatMap { $0["missing"].items }, by: ["name"]) { rows in
          let mails = Set(rows.flatMap { $0["mails"].items.map(\.count) })
          return ("mails", .array(mails.sorted().map { .int(Int64($0)) }))
        }),
      "troubles": .array(joined(pages.flatMap { $0["troubles"].items }, by: ["mail", "field", "line", "detail"]) { _ in nil }),
    ])
  }

  private static func sum(_ pages: [JSON], _ name: String) -> JSON { .int(Int64(pages.map { $0[name].count }.reduce(0, +))) }

  /// Rows of several pages that are about the same, as one with the sum of their counts; the most frequent first.
  private static func joined(_ rows: [JSON], by names: [String], _ more: ([JSON]) -> (String, JSON)?) -> [JSON] {
    var groups: [[JSON]] = []
    for row in rows {
      if let at = groups.firstIndex(where: { group in names.allSatisfy { group[0][$0] == row[$0] } }) {
        groups[at].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups.map { group in
      var members = names.map { ($0, group[0][$0]) } + [("count", sum(group, "count"))]
      if let one = more(group) { members.append(one) }
      members.append(("examples", .array(Array(group.flatMap { $0["examples"].items }.prefix(3)))))
      return JSON.pairs(members)
    }.sorted { $0["count"].count > $1["count"].count }
  }

  /// The report in words.
  static func text(_ report: JSON) -> String {
    let (affected, all) = (report["affected"].count, report["looked_at"].count)
    guard affected > 0 else {
      return all == 0 ? "There is no such lead." : "Nothing is missing for \(all) \(all == 1 ? "lead" : "leads")."
    }
    let missing = report["missing"].items.map { row in
      [
        row["name"].shown, "\(row["count"].count) lack it",
        "step " + row["mails"].items.map { "\($0.count + 1)" }.joined(separator: ", "),
      ]
    }
    let troubles = report["troubles"].items.map { row in
      [row["detail"].shown, "\(row["count"].count) leads", "step \(row["mail"].count + 1), \(row["field"].shown)"]
    }
    return "For \(affected) of \(all) leads something is missing, so a mail to them can't be written.\n"
      + ProductCommands.table(missing + troubles)
      + "\nSay what to write instead (campaign start --instead NAME=WORDS), leave them out (--lacking leave-out) or hold them there (--lacking hold)."
  }
}
