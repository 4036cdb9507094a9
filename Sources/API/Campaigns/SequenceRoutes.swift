import Engine
import JSONText
import Net
import Outreach
import Store

/// Sequences: a campaign's calendar, results and leads, tasks for the person, and why a lead gets nothing now.
enum SequenceRoutes {
  /// Every route of sequences.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/campaigns/{id}/plan", "The calendar of a campaign: when each step of each lead will come") {
        try await plan(try $0.id(Campaign.self), services)
      },
      .get("/api/campaigns/{id}/results", "How each step and variant fared") {
        try await results(try $0.id(Campaign.self), services)
      },
      .get("/api/campaigns/{id}/leads", "The leads of a campaign, with what comes next", query: ["limit", "cursor"]) {
        try await leads($0, services)
      },
      .post("/api/enrollments/{id}/approve", "Approve a lead's whole sequence exactly as seen, by the hash of each mail") {
        try await approve($0, services)
      },
      .post("/api/enrollments/{id}/stop", "End a lead's sequence") { request in
        let one = try await services.campaigns.stop(try request.id(Enrollment.self), as: request.acting)
        return try await answer(one, services)
      },
      .post("/api/enrollments/{id}/resume", "Take up a lead's sequence that was stopped") { request in
        let one = try await services.campaigns.resume(try request.id(Enrollment.self), as: request.acting)
        return try await answer(one, services)
      },
      .get("/api/leads/{id}/why", "Why a lead gets no mail now, and when that ends") { request in
        let id = try request.id(Lead.self)
        let (policy, zones) = (services.settings.policy, services.zones)
        return .json(
          try await services.base.read { work in .members(["why": json(try WhyNot.of(id, policy: policy, zones: zones, in: work))])
          })
      },
      .get("/api/tasks", "What the person has to do in sequences, the most urgent first", query: ["limit"]) { request in
        let limit = try request.limit()
        return .json(
          try await services.base.read { work in
            .members([
              "data": .array(try TaskTable.open(dueBy: work.now, limit: limit, in: work).map { try json($0, in: work) }),
              "count": .int(Int64(try TaskTable.countOpen(dueBy: work.now, in: work))), "next_cursor": nil,
            ])
          })
      },
      .post("/api/tasks/{id}/done", "Say that a task was done; its lead's sequence goes on") { request in
        let task = try await services.campaigns.finish(try request.id(PersonTask.self), as: request.acting)
        return .json(try await services.base.read { work in .members(["task": try json(task, in: work)]) })
      },
    ]
  }

  /// The answer to “why not now?” as JSON.
  static func json(_ why: WhyNot) -> JSON {
    .members([
      "gate": .string(why.gate), "detail": .string(why.detail), "opens_at": .time(why.opensAt),
      "message_id": .text(why.message?.rawValue),
    ])
  }

  private static func json(_ task: PersonTask, in work: Work) throws -> JSON {
    let lead = try LeadTable.find(task.leadID, in: work)
    return .members([
      "id": .string(task.id.rawValue), "kind": .string(task.kind.rawValue), "state": .string(task.state.rawValue),
      "mode": .string(task.mode.rawValue), "text": .string(task.text), "due_at": .time(task.dueAt), "done_at": .time(task.doneAt),
      "lead_id": .string(task.leadID.rawValue), "lead_name": .string(lead?.details.businessName ?? ""),
      "contact_name": .text(lead?.details.contactName), "phone": .text(lead?.details.phone),
      "website": .text(lead?.details.website),
      "address": .text(lead?.details.text("address")), "campaign_id": .string(task.campaignID.rawValue),
      "campaign_name": .string(try CampaignTable.get(task.campaignID, in: work).name),
    ])
  }

  private static func json(_ one: Enrollment, _ services: Services, in work: Work) throws -> JSON {
    let lead = try LeadTable.get(one.leadID, in: work)
    let why = try WhyNot.of(one, lead, policy: services.settings.policy, zones: services.zones, in: work)
    return .members([
      "id": .string(one.id.rawValue), "lead_id": .string(one.leadID.rawValue), "lead_name": .string(lead.details.businessName),
      "state": .string(one.state.rawValue), "position": .int(Int64(one.position)), "last_at": .time(one.lastAt),
      "away_until": .time(one.awayUntil), "reason": .text(one.reason), "why": json(why),
    ])
  }

  private static func answer(_ one: Enrollment, _ services: Services) async throws -> HTTPResponse {
    .json(try await services.base.read { work in .members(["enrollment": try json(one, services, in: work)]) })
  }

  private static func leads(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (id, limit, cursor) = (try request.id(Campaign.self), try request.limit(), request.queryValue("cursor"))
    return .json(
      try await services.base.read { work in
        _ = try CampaignTable.get(id, in: work)
        let page = try EnrollmentTable.page(of: id, after: cursor.flatMap { $0.isEmpty ? nil : $0 }, limit: limit + 1, in: work)
        return .members([
          "data": .array(try page.prefix(limit).map { try json($0, services, in: work) }),
          "next_cursor": .text(page.count > limit ? page[limit - 1].id.rawValue : nil),
        ])
      })
  }

  private static func approve(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    var seen: [Message.ID: String] = [:]
    for item in try RequestBody(request).list("items") ?? [] {
      guard case .object(let members) = item else {
        throw Fault(.badInput, "The request can't be understood.", fields: [.init("items", "must hold objects")])
      }
      let one = RequestBody(members: members)
      seen[Message.ID(rawValue: try one.needText("id"))] = try one.needText("hash")
    }
    let (approved, id) = (seen, try request.id(Enrollment.self))
    let messages = try await services.messages.approve(sequence: id, seen: approved, as: request.acting)
    return .json(
      try await services.base.read { work in
        .members(["messages": .array(try messages.map { try MessageShape.json($0, services: services, in: work) })])
      })
  }

  private static func plan(_ id: Campaign.ID, _ services: Services) async throws -> HTTPResponse {
    let (policy, zones) = (services.settings.policy, services.zones)
    let plan = try await services.base.read { work in try CampaignPlan.of(id, policy: policy, zones: zones, in: work) }
    return .json(PlanShape.json(plan, policy: policy, zones: zones))
  }

  private static func results(_ id: Campaign.ID, _ services: Services) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in
        _ = try CampaignTable.get(id, in: work)
        let rows = try StepResults.of(id, in: work)
        let done = try StepResults.tasksDone(of: id, in: work)
        return .members([
          "steps": .array(
            try StepTable.list(of: id, in: work).map { step in
              ResultShape.json(step, rows.filter { $0.step == step.id }, done: done[step.id] ?? 0)
            })
        ])
      })
  }
}

/// A campaign's calendar as JSON: figures by day, and the first entries.
enum PlanShape {
  private static let mostEntries = 300

  static func json(_ plan: CampaignPlan, policy: Policy, zones: any ZoneSource) -> JSON {
    var days: [(date: String, steps: [Int: Int])] = []
    for entry in plan.entries {
      let offset = zones.offset(of: policy.sender.timeZone, at: entry.at) ?? 0
      let date = CivilTime(entry.at, offset: offset).date
      if days.last?.date != date { days.append((date, [:])) }
      days[days.count - 1].steps[entry.position, default: 0] += 1
    }
    return .members([
      "trial": .bool(plan.isTrial), "cut": .bool(plan.isCut), "leads_looked_at": .int(Int64(CampaignPlan.mostLeads)),
      "total": .int(Int64(plan.entries.count)), "ends_at": .time(plan.entries.last?.at),
      "days": .array(
        days.map { day in
          .members([
            "date": .string(day.date), "total": .int(Int64(day.steps.values.reduce(0, +))),
            "steps": .array(
              day.steps.sorted { $0.key < $1.key }.map {
                .members(["position": .int(Int64($0.key)), "count": .int(Int64($0.value))])
              }),
          ])
        }),
      "entries": .array(
        plan.entries.prefix(mostEntries).map {
          .members([
            "at": .time($0.at), "lead_id": .string($0.lead.rawValue), "lead_name": .string($0.leadName),
            "position": .int(Int64($0.position)), "kind": .string($0.kind.rawValue), "zone": .text($0.zone),
          ])
        }),
    ])
  }
}

/// How a step fared as JSON, with an honest word on its variants.
enum ResultShape {
  static func json(_ step: Step, _ rows: [StepResults.Row], done: Int) -> JSON {
    let scores = step.variants.map { variant in
      let row = rows.first { $0.variant == variant.key }
      return VariantContest.Score(key: variant.key, sent: row?.sent ?? 0, replied: row?.replied ?? 0)
    }
    return .members([
      "step_id": .string(step.id.rawValue), "position": .int(Int64(step.position)), "kind": .string(step.kind.rawValue),
      "done": .int(Int64(done)), "sent": .int(Int64(rows.reduce(0) { $0 + $1.sent })),
      "replied": .int(Int64(rows.reduce(0) { $0 + $1.replied })), "bounced": .int(Int64(rows.reduce(0) { $0 + $1.bounced })),
      "unsubscribed": .int(Int64(rows.reduce(0) { $0 + $1.unsubscribed })),
      "variants": .array(
        step.variants.map { variant in
          let row = rows.first { $0.variant == variant.key } ?? StepResults.Row(step: step.id, variant: variant.key)
          return .members([
            "key": .int(Int64(variant.key)), "sent": .int(Int64(row.sent)), "replied": .int(Int64(row.replied)),
            "bounced": .int(Int64(row.bounced)), "unsubscribed": .int(Int64(row.unsubscribed)),
          ])
        }), "verdict": verdict(VariantContest.verdict(scores)),
    ])
  }

  private static func verdict(_ verdict: VariantContest.Verdict) -> JSON {
    switch verdict {
    case .none: .null
    case .tooFew: .members(["winner": nil, "leader": nil, "probability": nil, "least": .int(Int64(VariantContest.least))])
    case .open(let key, let probability):
      .members([
        "winner": nil, "leader": .int(Int64(key)), "probability": .double(probability), "least": .int(Int64(VariantContest.least)),
      ])
    case .winner(let key, let probability):
      .members([
        "winner": .int(Int64(key)), "leader": .int(Int64(key)), "probability": .double(probability),
        "least": .int(Int64(VariantContest.least)),
      ])
    }
  }
}
