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
    var (checks, seen) = ([HealthCheck](), Set<String>())
    for mailbox in policy.mailboxes {
      let one = policy.of(mailbox)
      let domain = one.sender.address.split(separator: "@").last.map { $0.lowercased() } ?? ""
      // Two mailboxes of one domain and server share their records.
      guard seen.insert("\(domain) \(one.smtp?.host ?? "")").inserted else { continue }
      checks += await check(one, prefix: policy.mailboxes.count > 1 ? "\(domain): " : "")
    }
    return checks
  }

  private static func check(_ policy: Policy, prefix: String) async -> [HealthCheck] {
    let host = policy.smtp?.host ?? ""
    let isOwn = !host.isEmpty && !Setting.isLoopback(host) && MailPresets.preset(forServer: host) == nil
    return await Preflight(records: DNSRecords()).check(address: policy.sender.address, ownServer: isOwn ? host : nil).map {
      HealthCheck(name: prefix + $0.name, ok: $0.ok, detail: $0.detail, advice: $0.advice)
    }
  }
}
