import Engine
import JSONText
import Net
import Outreach
import Store

/// The table of scores: what is in force, what was, and what another would change.
enum ScoreRoutes {
  private static let history = 20

  /// Every route of it.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/score-rules", "The table by which leads are scored") { _ in .json(try await table(services)) },
      .post("/api/score-rules", "Change the table; all leads are scored anew") { request in
        try await services.scoring.change(try rules(request), as: request.acting)
        await services.scheduler.wake()
        return .json(try await table(services))
      },
      .post("/api/score-rules/preview", "What another table would change") { request in
        .json(json(try await services.scoring.preview(try rules(request))))
      },
    ]
  }

  private static func rules(_ request: HTTPRequest) throws -> [ScoreRule] {
    try (try RequestBody(request).list("rules") ?? []).map { item throws(Fault) -> ScoreRule in
      guard case .object(let members) = item else {
        throw Fault(.badInput, "A rule must be an object.", fields: [.init("rules", "must hold objects")])
      }
      let row = RequestBody(members: members)
      guard let sign = try row.choice("sign", ScoreRule.Sign.self) else {
        throw Fault(.badInput, "A rule needs its sign.", fields: [.init("sign", "is missing")])
      }
      return ScoreRule(sign, try row.needInt("points"), try row.text("value") ?? "")
    }
  }

  private static func table(_ services: Services) async throws -> JSON {
    try await services.base.read { work in
      .members([
        "data": json(try Scoring.rules(in: work)), "standard": json(ScoreRule.standard),
        "history": .array(
          try ScoreTable.list(limit: history, in: work).map { entry in
            .members(["at": .time(entry.at), "actor": .string(entry.actor.rawValue), "rules": json(entry.rules)])
          }),
      ])
    }
  }

  private static func json(_ rules: [ScoreRule]) -> JSON {
    .array(rules.map { .members(["sign": .string($0.sign.rawValue), "points": .number($0.points), "value": .string($0.value)]) })
  }

  private static func json(_ preview: Scoring.Preview) -> JSON {
    func counts(_ classes: [ScoreClass: Int]) -> JSON {
      .map(Dictionary(uniqueKeysWithValues: ScoreClass.allCases.map { ($0.rawValue, JSON.number(classes[$0] ?? 0)) }))
    }
    return .members([
      "leads": .number(preview.leads), "changed": .number(preview.changed), "before": counts(preview.before),
      "after": counts(preview.after),
      "movers": .array(
        preview.movers.map {
          .members([
            "id": .string($0.id.rawValue), "business_name": .string($0.name), "before": .number($0.before),
            "after": .number($0.after),
          ])
        }),
    ])
  }
}
