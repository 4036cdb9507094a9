import API
import Engine
import Mail
import Outreach

/// Whether receivers can tell that mail from the person's addresses is theirs.
enum DomainCheck {
  /// Looks at the domain of each address that mail leaves from.
  static func run(_ settings: Settings) async -> [HealthCheck] {
    let policy = settings.policy
    guard policy.mode != .practice else {
      return [
        HealthCheck(name: "Domain", ok: nil, detail: "Practice: nothing leaves this computer, so the domain does not matter yet.")
      ]
    }
    let host = policy.smtp?.host ?? ""
    let isOwn = !host.isEmpty && !Setting.isLoopback(host) && MailPresets.preset(forServer: host) == nil
    return await Preflight(records: DNSRecords()).check(address: policy.sender.address, ownServer: isOwn ? host : nil).map {
      HealthCheck(name: $0.name, ok: $0.ok, detail: $0.detail, advice: $0.advice)
    }
  }
}
