import Engine
import JSONText
import Net
import Outreach

/// What is held about a person, erasing it, and how long leads are kept.
enum PrivacyRoutes {
  /// Every route of privacy.
  static func all(_ services: Services) -> [Route] {
    let (privacy, retention) = (
      Privacy(base: services.base, journal: services.backups.disk.journal, imports: services.imports),
      Retention(base: services.base, journal: services.backups.disk.journal)
    )
    return [
      .post("/api/privacy/find", "Who has an address, or is a lead, and how much is held") { request in
        let person = try await privacy.find(try whom(RequestBody(request)))
        return .json(
          .members([
            "lead_id": .text(person.leads.first?.rawValue), "leads": .number(person.leads.count), "names": .texts(person.names),
            "messages": .number(person.messages),
            "replies": .number(person.replies), "suppressed": .text(person.suppressed?.rawValue),
          ]))
      },
      .get("/api/leads/{id}/holdings", "Everything that is held about a person, as a ZIP with one page") { request in
        let zip = try await privacy.holdings(of: try request.id(Lead.self), as: request.acting)
        return HTTPResponse(
          status: 200,
          headers: [
            "Content-Type": "application/zip", "Content-Disposition": "attachment; filename=\"what-is-held.zip\"",
          ], body: zip)
      },
      .post("/api/privacy/erase", "Erase who has an address, or is a lead, for good") { request in
        let body = try RequestBody(request)
        guard try body.bool("confirmed") == true else {
          throw Fault(.badInput, "Erasing can't be undone; confirm it.", fields: [.init("confirmed", "must be true")])
        }
        let count = try await privacy.erase(try whom(body), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["erased": .number(count)]))
      },
      .get("/api/retention", "How long leads are kept") { _ in .json(try await state(retention, nil)) },
      .post("/api/retention/preview", "What rules would erase now") { request in
        .json(try await state(retention, try rules(request)))
      },
      .post("/api/retention/run", "Erase now what the rules in force say") { _ in
        let count = try await retention.apply()
        await services.scheduler.wake()
        return .json(.members(["erased": .number(count)]))
      },
      .post("/api/retention", "Put rules into force") { request in
        try await retention.set(try rules(request), as: request.acting)
        return .json(try await state(retention, nil))
      },
    ]
  }

  private static func whom(_ body: RequestBody) throws -> Privacy.Whom {
    if let id = try body.text("lead_id") { return .lead(Lead.ID(rawValue: id)) }
    return .address(try body.needText("email"))
  }

  private static func rules(_ request: HTTPRequest) throws -> Retention.Rules {
    var rules = Retention.Rules()
    let body = try RequestBody(request)
    for group in Retention.Group.allCases { rules.days[group] = try body.int(group.rawValue) }
    return try rules.checked()
  }

  /// - Parameter asked: rules to preview; nil for those in force.
  private static func state(_ retention: Retention, _ asked: Retention.Rules?) async throws -> JSON {
    let rules: Retention.Rules
    if let asked { rules = asked } else { rules = try await retention.rules() }
    let found = try await retention.preview(rules)
    return .members([
      "data": .array(
        Retention.Group.allCases.map { group in
          .members([
            "group": .string(group.rawValue), "days": rules.days[group].map { .number($0) } ?? .null,
            "would_erase": .number(found[group]?.count ?? 0), "examples": .texts(found[group]?.examples ?? []),
          ])
        })
    ])
  }
}
