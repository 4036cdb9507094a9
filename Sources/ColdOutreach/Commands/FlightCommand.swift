import API
import Finding
import JSONText
import Outreach

/// The command of the flight simulator.
enum FlightCommand {
  /// Its row for the program's table.
  static let all: [Command] = [
    Command(
      "campaign simulate", "Flies a campaign with made-up recipients, on a copy of your data: every mail, hour and limit.",
      operands: .exactly("ID"),
      options: [
        .value("--days", "N", "How long at most; 60 where not given."),
        .value("--seed", "N", "Other recipients for another number."),
      ]
    ) { context in
      var body: [String: JSON] = [:]
      for name in ["days", "seed"] {
        guard let text = context.arguments.value("--\(name)") else { continue }
        guard let number = Int64(text) else { throw UsageError("--\(name) needs a whole number.") }
        body[name] = .int(number)
      }
      return try await ProductCommands.print(
        context, "POST", "/api/campaigns/\(ProductCommands.first(context))/simulate", .map(body)
      ) { text($0["flight"]) }
    }
  ]

  private static func text(_ flight: JSON) -> String {
    let days = flight["days"].items.map { day in
      [day["date"].shown, "\(day["sent"].shown) sent", day["limit"]["detail"].shown]
    }
    let mails = flight["entries"].items.map { entry in
      [entry["local"].shown, entry["zone"].shown, entry["kind"].shown.replacing("_", with: " "), entry["business_name"].shown]
    }
    let left = flight["left_out"].items.map { [$0["business_name"].shown, $0["reason"].shown] }
    let parts = [
      ProductCommands.table(mails), ProductCommands.table(days), left.isEmpty ? "" : "Left out:\n" + ProductCommands.table(left),
    ]
    return parts.filter { !$0.isEmpty }.joined(separator: "\n\n")
  }
}
