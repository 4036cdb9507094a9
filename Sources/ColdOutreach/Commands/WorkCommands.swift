import API
import Engine
import JSONText
import Outreach
import Platform

/// `send --due-now`: one pass of the queue, here or in the instance that runs.
enum SendCommand {
  /// Runs the command.
  static func run(_ context: Context) async throws -> Int32 {
    guard context.arguments.has("--due-now") else { throw UsageError("send needs --due-now.") }
    let answer = try await Door.with(context) { door -> JSON in
      switch door {
      case .own(let app, _):
        let pass = try await app.sendDueNow()
        return .members([
          "sent": .int(Int64(pass.sent)), "failed": .int(Int64(pass.failed)), "unsure": .int(Int64(pass.unsure)),
          "why": pass.closed.map {
            .members(["gate": .string($0.name.rawValue), "detail": .string($0.detail), "opens_at": .time($0.opensAt)])
          } ?? .null,
        ])
      case .running: return try await JobWait.run("/api/jobs/send", through: door)
      }
    }
    ProductCommands.show(answer, context) { answer in
      answer["state"] != .null
        ? "The pass is \(answer["state"].shown)."
        : "\(answer["sent"].shown) sent, \(answer["failed"].shown) not, \(answer["unsure"].shown) unsure. \(answer["why"]["detail"].shown)"
    }
    return answer["state"].shown == "failed" ? 1 : 0
  }
}

/// `inbox check`: reads the mailbox, here or in the instance that runs.
enum InboxCommand {
  /// Runs the command.
  static func run(_ context: Context) async throws -> Int32 {
    let answer = try await Door.with(context) { door -> JSON in
      switch door {
      case .own(let app, _):
        let found = try await app.checkInboxNow()
        return .members([
          "read": .int(Int64(found.read)), "replies": .int(Int64(found.replies)), "possible": .int(Int64(found.possible)),
          "bounces": .int(Int64(found.bounces)),
        ])
      case .running: return try await JobWait.run("/api/jobs/check_inbox", through: door)
      }
    }
    ProductCommands.show(answer, context) { answer in
      answer["state"] != .null
        ? answer["error"].shown.isEmpty ? "The mailbox was read." : answer["error"].shown
        : "\(answer["read"].shown) mails looked at: \(answer["replies"].shown) replies, \(answer["bounces"].shown) bounces, \(answer["possible"].shown) to decide."
    }
    return answer["state"].shown == "failed" ? 1 : 0
  }
}

/// Waiting for a job of the instance that runs.
enum JobWait {
  private static let seconds = 900

  /// Starts a job and waits until it is over. Returns its status.
  static func run(_ path: String, _ body: JSON? = nil, through door: Door) async throws -> JSON {
    let id = try await door.send("POST", path, body)["job_id"].shown
    for _ in 0..<(seconds * 10) {
      let job = try await door.send("GET", "/api/jobs/\(id)/status")
      if ["completed", "failed", "cancelled"].contains(job["state"].shown) { return job }
      try await Task.sleep(for: .milliseconds(100))
    }
    throw Fault(.upstream, "The job still runs; look at it in the program.")
  }
}

/// `setup --from` and `validate`.
enum SetupCommand {
  /// Stores what an `.env` file says.
  static func run(_ context: Context) async throws -> Int32 {
    guard let path = context.arguments.value("--from") else { throw UsageError("setup needs --from FILE.env.") }
    let file = SettingsImport(try TextCommands.file(path))
    let body = JSON.members(["values": .map(file.values.mapValues(JSON.string))])
    // What doesn't fit together is judged with what is stored already; the file alone says only what can't be read.
    let after = try await Door.with(context) { door in
      _ = try await door.send("PATCH", "/api/settings", body)
      _ = try await door.send("POST", "/api/setup/complete")
      return try await door.send("GET", "/api/settings/problems")["problems"].items
    }
    let own = file.problems.filter { $0.setting.hasPrefix("line ") || file.values[$0.setting] == nil }.map {
      JSON.members(["key": .string($0.setting), "detail": .string($0.detail), "level": .string($0.weight.rawValue)])
    }
    let problems = own + after.filter { problem in !own.contains { $0["key"] == problem["key"] } }
    let unknown = file.problems.filter { SettingsCatalogue.setting($0.setting) == nil && !$0.setting.hasPrefix("line ") }
    let answer = JSON.members([
      "stored": .int(Int64(file.values.count)), "unknown": .texts(unknown.map { "\($0.setting): \($0.detail)" }),
      "problems": .array(problems),
    ])
    ProductCommands.show(answer, context) { _ in
      (["\(file.values.count) settings stored."] + problems.map(line)).joined(separator: "\n")
    }
    return own.contains { $0["level"].shown == "error" } ? 1 : 0
  }

  private static func line(_ problem: JSON) -> String {
    "\(problem["level"].shown)  \(problem["key"].shown): \(problem["detail"].shown)"
  }

  /// Prints every problem of the settings.
  static func validate(_ context: Context) async throws -> Int32 {
    try await ProductCommands.print(
      context, "GET", "/api/settings/problems", fails: { $0["problems"].items.contains { $0["level"].shown == "error" } }
    ) { answer in
      let problems = answer["problems"].items
      return problems.isEmpty
        ? "The settings are fine."
        : problems.map(line).joined(separator: "\n")
    }
  }
}
