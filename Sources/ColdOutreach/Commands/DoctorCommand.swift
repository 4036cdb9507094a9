import API
import JSONText
import Outreach

/// `doctor`: every common fault with what to do about it; also where the data can't be opened, which is when it is needed most.
enum DoctorCommand {
  /// The row of the program's table.
  static let command = Command("doctor", "Looks for common faults and says what to do.") { try await run($0) }

  private static func run(_ context: Context) async throws -> Int32 {
    let answer = try await checks(context)
    ProductCommands.show(answer, context) { answer in
      answer["checks"].items.map { check in
        let mark = check["ok"] == .null ? "?" : check["ok"].isTrue ? "✓" : "✗"
        let advice = check["advice"].shown
        return "\(mark) \(check["name"].shown): \(check["detail"].shown)\(advice.isEmpty ? "" : " " + advice)"
      }.joined(separator: "\n")
    }
    return answer["checks"].items.contains { $0["ok"] == .bool(false) } ? 1 : 0
  }

  private static func checks(_ context: Context) async throws -> JSON {
    do {
      return try await Door.with(context) { door in try await door.send("GET", "/api/system/health?domain=1&network=1") }
    } catch let fault as Fault {
      let folders = try context.folders()
      let first = HealthCheck(name: fault.code == .offline ? "Program" : "Database", ok: false, detail: fault.detail)
      return HealthCheck.json(
        [first, Health.disk(folders)] + (await Health.computer(folders, nil, environment: context.environment)))
    }
  }
}
