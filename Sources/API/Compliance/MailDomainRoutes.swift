import Engine
import JSONText
import Net
import Outreach
import Store

/// Whether the domain of a lead's address takes mail.
enum MailDomainRoutes {
  /// Every route of it.
  static func all(_ services: Services) -> [Route] {
    [
      .post("/api/leads/{id}/mail-domain", "Look up anew whether the domain of a lead's address takes mail") { request in
        let known = try await MailDomains.again(
          try request.id(Lead.self), policy: services.settings.policy, as: request.acting, base: services.base)
        await services.scheduler.wake()
        return .json(.members(["mail_domain": json(known)]), status: 202)
      }
    ]
  }

  /// A verdict in words; null where nobody looked.
  static func json(_ known: KnownMailDomain?) -> JSON {
    guard let known else { return .null }
    return .members([
      "verdict": .string(known.verdict.rawValue), "failing": .bool(known.verdict.isFailing), "detail": .string(known.verdict.words),
      "at": .time(known.at),
    ])
  }
}
