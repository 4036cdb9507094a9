import Engine
import Net
import Outreach
import Store

/// Figures in the text format of Prometheus (version 0.0.4), for who watches programs with it; nothing personal is in them.
enum MetricsRoute {
  /// The route; a script's token or a session is needed, as everywhere.
  static func route(_ services: Services) -> Route {
    .get("/metrics", "Figures in the text format of Prometheus") { _ in
      let overview = try await services.status.overview()
      let leads = try await services.base.read { work in try LeadList.counts(in: work).states }
      let messages = try await services.base.read { work in try MessageList.counts(in: work) }
      let text =
        family("leads", "Leads by state.", leads.map { ("state", "\($0.key)", $0.value) })
        + family("messages", "Mails by state.", messages.map { ("state", $0.key, $0.value) })
        + family("jobs", "Jobs by state.", overview.jobs.map { ("state", $0.key, $0.value) })
        + family("limit_used", "Mails that count against a limit.", overview.limits.map { ("limit", $0.name, $0.used) })
        + family(
          "send_attempts_24h", "Tries to send in 24 hours.",
          [
            ("outcome", "all", overview.attempts24h), ("outcome", "failed", overview.failures24h),
          ])
      return HTTPResponse(
        status: 200, headers: ["Content-Type": "text/plain; version=0.0.4; charset=utf-8"], body: Array(text.utf8))
    }
  }

  /// One figure with a label for each of its values, sorted so that two answers compare.
  private static func family(_ name: String, _ help: String, _ values: [(label: String, value: String, number: Int)]) -> String {
    let name = "cold_outreach_\(name)"
    let lines = values.map { "\(name){\($0.label)=\"\($0.value)\"} \($0.number)" }.sorted().joined(separator: "\n")
    return "# HELP \(name) \(help)\n# TYPE \(name) gauge\n\(lines)\(lines.isEmpty ? "" : "\n")"
  }
}
