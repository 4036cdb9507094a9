import Engine
import JSONText
import Net
import Outreach
import Store

/// Leads, also under `/api/prospects` for scripts that know them by that name.
enum LeadRoutes {
  /// Every route of leads.
  static func all(_ services: Services) -> [Route] {
    routes("/api/leads", services) + routes("/api/prospects", services).map(\.hidden)
  }

  private static let filters = [
    "q", "state", "review_status", "source", "tag", "country", "has_email", "outcome", "site", "sort", "order", "limit", "cursor",
  ]

  private static func routes(_ path: String, _ services: Services) -> [Route] {
    [
      .get(path, "A page of leads, with maintained counts", query: filters) { try await list($0, services) },
      .post(path, "Add a lead by hand") { try await add($0, services) },
      .post(path + "/bulk", "Do one thing to many leads") { try await bulk($0, services) },
      .get(path + "/{id}", "A lead with facts, timeline, mails and replies") { try await show($0, services) },
      .patch(path + "/{id}", "Change a lead that was read at a version") { try await edit($0, services) },
      .post(path + "/{id}/approve", "Approve a lead") { try await decide($0, .approve, services) },
      .post(path + "/{id}/reject", "Reject a lead") { try await decide($0, .reject, services) },
      .post(path + "/{id}/reopen", "Put a lead back into review") { try await decide($0, .reopen, services) },
      .post(path + "/{id}/compose", "Write the mail of a campaign to a lead") { try await compose($0, services) },
      .post(path + "/{id}/send", "Let a lead's approved mail go") { try await send($0, services) },
    ]
  }

  /// The filter that a query names.
  static func filter(_ request: HTTPRequest) throws(Fault) -> LeadFilter {
    try filter { name in request.queryValue(name).flatMap { $0.isEmpty ? nil : $0 } }
  }

  private static func filter(_ value: (String) -> String?) throws(Fault) -> LeadFilter {
    func word<T: RawRepresentable & CaseIterable>(_ name: String, _ text: String, _: T.Type) throws(Fault) -> T
    where T.RawValue == String {
      guard let found = T(rawValue: text) else {
        throw Fault(
          .badInput, "The request can't be understood.",
          fields: [.init(name, "must be one of \(T.allCases.map(\.rawValue).joined(separator: ", "))")])
      }
      return found
    }
    var filter = LeadFilter()
    filter.query = value("q")
    if let states = value("state") {
      for state in states.split(separator: ",") { filter.states.append(try word("state", String(state), LeadState.self)) }
    }
    if let review = value("review_status") { filter.review = try word("review_status", review, ReviewStatus.self) }
    if let outcome = value("outcome") { filter.outcome = try word("outcome", outcome, LeadOutcome.self) }
    if let sort = value("sort") { filter.sort = try word("sort", sort, LeadFilter.Sort.self) }
    (filter.source, filter.tag, filter.country) = (value("source"), value("tag"), value("country"))
    filter.siteFailed = value("site") == "failed"
    filter.hasEmail = value("has_email").map { $0 == "true" || $0 == "1" }
    filter.ascending = value("order").map { $0 == "asc" } ?? (filter.sort == .businessName)
    return filter
  }

  private static func list(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (filter, limit) = (try filter(request), try request.limit())
    let cursor = request.queryValue("cursor").flatMap { $0.isEmpty ? nil : $0 }
    return .json(
      try await services.base.read { work in
        let page = try LeadList.page(filter, cursor: cursor, limit: limit, in: work)
        let counts = try LeadList.counts(in: work)
        return .members([
          "data": .array(page.leads.map { LeadShape.json($0) }), "next_cursor": .text(page.next),
          "counts": .members([
            "total": .int(Int64(counts.states.values.reduce(0, +))), "by_state": .map(counts.states.mapValues { .int(Int64($0)) }),
            "by_review": .map(counts.reviews.mapValues { .int(Int64($0)) }),
          ]),
        ])
      })
  }

  private static func add(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let lead = try await services.leads.add(try edit(of: RequestBody(request)), as: request.acting)
    let twin = try await services.base.read { work in try LeadTable.twins(of: lead.details, in: work).first { $0.id != lead.id } }
    return .json(.members(["lead": LeadShape.json(lead), "duplicate_of": .text(twin?.id.rawValue)]), status: 201)
  }

  private static func edit(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let id = try request.id(Lead.self)
    let lead = try await services.leads.edit(id, version: try body.needInt("version"), try edit(of: body), as: request.acting)
    return .json(.members(["lead": LeadShape.json(lead)]))
  }

  private static func edit(of body: RequestBody) throws(Fault) -> Leads.Edit {
    var edit = Leads.Edit()
    let special: Set<String> = ["version", "latitude", "longitude", "domain_authority", "outcome", "tags", "custom"]
    for name in body.names where !special.contains(name) { edit.texts[name] = try body.text(name) ?? "" }
    if body.has("latitude") { edit.latitude = .some(try body.double("latitude")) }
    if body.has("longitude") { edit.longitude = .some(try body.double("longitude")) }
    if body.has("domain_authority") { edit.domainAuthority = .some(try body.int("domain_authority")) }
    edit.outcome = try body.choice("outcome", LeadOutcome.self)
    edit.tags = try body.texts("tags")
    edit.custom = try body.flatTexts("custom")?.compactMapValues { $0 }
    return edit
  }

  private static func show(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Lead.self)
    return .json(
      try await services.base.read { work in
        let lead = try LeadTable.get(id, in: work)
        let messages = try MessageList.of(id, in: work)
        let others =
          try lead.details.domain.map { try LeadTable.find(domain: $0, limit: 20, in: work).filter { $0.id != id } } ?? []
        let mode = services.settings.policy.mode.sendMode
        let suppressed = try lead.details.email.flatMap { try SuppressionTable.reason(for: $0, mode: mode, in: work) } != nil
        let domain = MailDomainRoutes.json(try lead.details.email.flatMap { try MailDomainTable.of($0, in: work) })
        let remarks: [String] = lead.details.email.map { Lint.findings(address: $0).map(\.text) } ?? []
        let notes = JSON.texts(remarks)
        let company = others.map { other -> JSON in
          .members(["id": .string(other.id.rawValue), "business_name": .string(other.details.businessName)])
        }
        return .members([
          "lead": LeadShape.json(lead, suppressed: suppressed, companyLeads: others.count),
          "zone": LeadShape.json(
            services.zones.recipientZone(
              lead.details.whereabouts, sender: services.settings.policy.sender.timeZone, at: work.now)),
          "email_verdict": VerifyRoutes.json(try EmailVerdictTable.of(id, in: work)),
          "mail_domain": domain, "address_notes": notes,
          "site_problem": .text(try SiteFailureTable.detail(of: id, in: work)),
          "evidence": .array(try EvidenceTable.list(of: id, in: work).map { LeadShape.json($0) }),
          "facts": .array(try LeadEventTable.facts(of: id, in: work).map { LeadShape.json($0) }),
          "events": .array(try LeadEventTable.list(of: id, in: work).map { LeadShape.json($0) }),
          "messages": .array(try messages.map { try MessageShape.json($0, services: services, in: work) }),
          "replies": .array(try ReplyTable.of(id, in: work).map { try MessageShape.json($0, in: work) }),
          "why_not_now": SequenceRoutes.json(
            try WhyNot.of(id, policy: services.settings.policy, zones: services.zones, in: work)),
          "others": .array(company),
        ])
      })
  }

  private static func decide(_ request: HTTPRequest, _ decision: Leads.Decision, _ services: Services) async throws -> HTTPResponse
  {
    let lead = try await services.leads.decide(try request.id(Lead.self), decision, as: request.acting)
    return .json(.members(["lead": LeadShape.json(lead)]))
  }

  private static func compose(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Lead.self)
    let campaign = try await CampaignRoutes.campaign(named: try RequestBody(request).text("campaign_id"), services)
    let result = try await services.campaigns.enroll(.these([id]), in: campaign, as: request.acting)
    if let problem = result.skipped.first { throw Fault(.refused, problem.detail) }
    return .json(
      try await services.base.read { work in
        let message = try MessageList.of(id, in: work).last
        return .members(["message": try message.map { try MessageShape.json($0, services: services, in: work) } ?? .null])
      })
  }

  private static func send(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Lead.self)
    let message = try await services.base.read { work in
      try MessageList.of(id, in: work).last { [.approved, .queued].contains($0.state) }
    }
    guard var message else { throw Fault(.illegalState, "This lead has no approved mail.") }
    if message.state == .approved { message = try await services.messages.sendNow(message.id, as: request.acting) }
    try await SystemRoutes.send(request, services)
    let shown = message
    return .json(
      try await services.base.read { work in .members(["message": try MessageShape.json(shown, services: services, in: work)]) })
  }

  private static func bulk(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let act = try act(body)
    let ids: [Lead.ID]
    if let named = try body.texts("ids") {
      ids = named.map(Lead.ID.init(rawValue:))
    } else if let fields = try body.flatTexts("filter") {
      let filter = try filter { fields[$0].flatMap { $0 } }
      ids = try await services.base.read { work in try LeadList.ids(filter, limit: Leads.maximumBulk, in: work) }
    } else {
      throw Fault(.badInput, "Say which leads are meant.", fields: [.init("ids", "or filter is missing")])
    }
    let result = try await services.leads.bulk(act, ids: ids, as: request.acting)
    return .json(
      .members([
        "changed": .int(Int64(result.changed)), "skipped_count": .int(Int64(result.skippedCount)),
        "skipped": .array(result.skipped.map { .members(["id": .string($0.id.rawValue), "detail": .string($0.detail)]) }),
      ]))
  }

  private static func act(_ body: RequestBody) throws(Fault) -> Leads.BulkAct {
    let name = try body.needText("action")
    if let decision = Leads.Decision(rawValue: name) { return .decide(decision) }
    switch name {
    case "restore": return .restore
    case "tag": return .tag(try body.needText("value"))
    case "untag": return .untag(try body.needText("value"))
    case "outcome":
      guard let outcome = try body.choice("value", LeadOutcome.self) else {
        throw Fault(.badInput, "Say which outcome.", fields: [.init("value", "is missing")])
      }
      return .outcome(outcome)
    default:
      throw Fault(
        .badInput, "The request can't be understood.",
        fields: [.init("action", "must be one of approve, reject, reopen, restore, tag, untag, outcome")])
    }
  }
}
