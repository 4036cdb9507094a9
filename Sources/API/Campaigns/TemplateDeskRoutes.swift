import Engine
import JSONText
import Net
import Outreach
import Store

/// What the editor of mails asks: previews, what leads lack, the other body, tests to oneself.
enum TemplateDeskRoutes {
  /// Every route of the editor.
  static func all(_ services: Services) -> [Route] {
    [
      .post("/api/preview", "Render templates with a lead, by the renderer that sends") { try await preview($0, services) },
      .get("/api/preview/{id}/html", "The HTML of a preview, for a sandboxed frame") {
        MessageRoutes.frame(try services.frames.html($0.parameters["id"] ?? ""))
      },
      .post("/api/signature-preview", "How a mailbox's mails end, as they are written or as a signature is typed") { request in
        let body = try RequestBody(request)
        let (text, html) = Preview.ending(
          policy: services.settings.policy, mailbox: try body.text("mailbox_id").map(Mailbox.ID.init(rawValue:)),
          text: try body.text("text"), html: try body.text("html"))
        return .json(
          .members(["footer": .string(text), "html_path": .string("/api/preview/\(services.frames.keep(html))/html")]))
      },
      .get("/api/template-variables", "What is known of the leads of an audience, and of how many", query: ["audience"]) {
        try await variables($0, services)
      },
      .get("/api/template-help", "What can be written in a template") { _ in help },
      .post("/api/template-check", "What the leads of an audience lack for mails, page by page") { try await check($0, services) },
      .post("/api/template-convert", "HTML from a text, or a text from HTML") { try convert($0) },
      .post("/api/test-mails", "Send a mail to your own address, to see it arrive") { try await test($0, services) },
    ]
  }

  private static func preview(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (preview, lead) = try await rendered(RequestBody(request), services)
    let path = preview.html.map { "/api/preview/\(services.frames.keep($0 + preview.htmlFooter))/html" }
    return .json(
      .members([
        "subject": .string(preview.subject), "text": .string(preview.text), "html": .text(preview.html), "html_path": .text(path),
        "footer": .string(preview.textFooter), "errors": .array(preview.problems.map(problem)),
        "lint": .array(preview.lint.map(LintShape.json)), "example_opening": .bool(preview.hasExampleOpening),
        "variables": .array(preview.variables.map { .members(["name": .string($0.name), "example": .string($0.example)]) }),
        "lead": lead.map { .members(["id": .string($0.id.rawValue), "business_name": .string($0.details.businessName)]) } ?? .null,
      ]))
  }

  /// The templates of a request with its lead; without one with the newest lead that can be mailed, else with an invented one.
  private static func rendered(_ body: RequestBody, _ services: Services) async throws -> (Preview.Result, Lead?) {
    let (subject, text) = (try body.text("subject") ?? "", try body.text("text") ?? "")
    let html = try body.text("html").flatMap { $0.isEmpty ? nil : $0 }
    let id = try body.text("lead_id").map(Lead.ID.init(rawValue:))
    let campaign = try body.text("campaign_id").map(Campaign.ID.init(rawValue:))
    let step = try body.text("step_id").map(Step.ID.init(rawValue:))
    let (lead, manner, opening) = try await services.base.read { work -> (Lead?, ContentBuilder.Manner, String?) in
      let manner = try campaign.map { ContentBuilder.Manner(try CampaignTable.get($0, in: work)) } ?? .init()
      if let id {
        let opening = try step.flatMap { try ProposalTable.opening(lead: id, step: $0, in: work) }
        return (try LeadTable.get(id, in: work), manner, opening)
      }
      var filter = LeadFilter()
      filter.hasEmail = true
      return (try LeadList.page(filter, cursor: nil, limit: 1, in: work).leads.first, manner, nil)
    }
    let preview = Preview(policy: services.settings.policy, manner: manner, opening: opening, isOfStep: step != nil)
    return (preview.render(subject: subject, text: text, html: html, lead: lead), lead)
  }

  private static func problem(_ problem: ContentBuilder.Problem) -> JSON {
    .members(["field": .string(problem.field), "line": .int(Int64(problem.line)), "detail": .string(problem.detail)])
  }

  private static func audience(_ text: String?) -> LeadAudience {
    switch text {
    case nil, "", "approved": .approved
    case "all": .all
    case .some(let id): .campaign(Campaign.ID(rawValue: id))
    }
  }

  private static func variables(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (audience, policy) = (audience(request.queryValue("audience")), services.settings.policy)
    let offers = services.settings.values[.geminiModel].map { !$0.isEmpty } ?? false
    let (found, total) = try await services.base.read { work in
      (try TemplateVariables.of(audience, policy: policy, offersOpenings: offers, in: work), try audience.count(in: work))
    }
    return .json(
      .members([
        "data": .array(
          found.variables.map {
            .members([
              "name": .string($0.name), "group": .string($0.group.rawValue), "have": .int(Int64($0.have)),
              "example": .string($0.example),
            ])
          }),
        "looked_at": .int(Int64(found.lookedAt)), "total": .int(Int64(total)), "cut": .bool(found.isCut),
      ]))
  }

  private static let help = HTTPResponse.json(
    .members([
      "data": .array(
        TemplateHelp.sections.map { section in
          .members([
            "title": .string(section.title),
            "entries": .array(
              section.entries.map {
                .members(["source": .string($0.source), "result": .string($0.result), "text": .string($0.text)])
              }),
          ])
        })
    ]))

  private static func check(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let mails = try TemplateRoutes.mails(body) ?? []
    let most = Step.most * Step.mostVariants
    guard (1...most).contains(mails.count) else {
      throw Fault(.badInput, "Say which mails.", fields: [.init("steps", "must hold 1 to \(most) mails")])
    }
    let (audience, after) = (audience(try body.text("audience")), try body.int("after") ?? 0)
    let check = TemplateCheck(policy: services.settings.policy)
    let (page, total) = try await services.base.read { work in
      (try check.page(mails, audience, after: after, in: work), after == 0 ? try audience.count(in: work) : nil)
    }
    return .json(LackShape.json(page, total: total))
  }

  private static func convert(_ request: HTTPRequest) throws -> HTTPResponse {
    let body = try RequestBody(request)
    if let text = try body.text("text") { return .json(.members(["html": .string(BodyConversion.html(fromText: text))])) }
    return .json(.members(["text": .string(BodyConversion.text(fromHTML: try body.needText("html")))]))
  }

  /// A mail that is there already, by its id, or templates rendered with a lead.
  private static func test(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    var content: TestMails.Content
    if let id = try body.text("message_id").map(Message.ID.init(rawValue:)) {
      let message = try await services.base.read { work in try MessageTable.get(id, in: work) }
      content = .init(subject: message.content.subject, text: message.content.text, html: message.content.html)
      content.files = message.content.attachments.map { Attachments.Wish(id: $0.id, name: $0.name) }
    } else {
      let preview = try await rendered(body, services).0
      guard preview.problems.isEmpty else {
        throw Fault(
          .badInput, "The mail can't be written yet.", fields: preview.problems.map { Fault.Field($0.field, $0.detail) })
      }
      content = .init(
        subject: preview.subject, text: preview.text + preview.textFooter, html: preview.html.map { $0 + preview.htmlFooter })
      content.files = try AttachmentShape.wishes(body) ?? []
    }
    let result = try await services.tests(content, request.acting)
    return .json(
      .members([
        "outcome": .string(result.outcome.rawValue), "mode": .string(result.mode.rawValue), "to": .string(result.to),
        "detail": .string(result.detail),
      ]))
  }
}
