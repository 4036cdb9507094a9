import Engine
import JSONText
import Net
import Outreach
import Store

/// The outbox: reading, approving and steering mails.
enum MessageRoutes {
  /// Every route of messages.
  static func all(_ services: Services) -> [Route] {
    [
      .get(
        "/api/messages", "A page of mails, newest first",
        query: ["state", "campaign_id", "lead_id", "kind", "q", "limit", "cursor"]
      ) {
        try await list($0, services)
      },
      .post("/api/messages/bulk", "Approve, cancel or retry many mails") { try await bulk($0, services) },
      .get("/api/messages/{id}", "A mail with text, lint, timeline and ledger") { try await show($0, services) },
      .patch("/api/messages/{id}", "Edit a mail; its approval is void") { try await edit($0, services) },
      .get("/api/messages/{id}/html", "The HTML of a mail, for a sandboxed frame") { try await html($0, services) },
      .get("/api/messages/{id}/raw", "The source of a mail", query: ["download"]) { try await raw($0, services) },
      .post("/api/messages/{id}/approve", "Approve exactly what was seen, by its hash") { try await approve($0, services) },
      .post("/api/messages/{id}/unapprove", "Take an approval back") { request in
        try await answer(try await services.messages.unapprove(try request.id(Message.self), as: request.acting), services)
      },
      .post("/api/messages/{id}/cancel", "Cancel a mail that has not left") { request in
        try await answer(try await services.messages.cancel(try request.id(Message.self), as: request.acting), services)
      },
      .post("/api/messages/{id}/retry", "Try a failed mail again") { request in
        try await answer(try await services.messages.retry(try request.id(Message.self), as: request.acting), services)
      },
      .post("/api/messages/{id}/resolve", "Say what became of an unsure mail") { try await resolve($0, services) },
      .post("/api/messages/{id}/send", "Let an approved mail go") { request in
        let message = try await services.messages.sendNow(try request.id(Message.self), as: request.acting)
        try await SystemRoutes.send(request, services)
        return try await answer(message, services)
      },
      .post("/api/messages/{id}/reschedule", "Move a waiting mail to another time") { try await reschedule($0, services) },
    ]
  }

  /// What the frame of a mail's HTML may do: nothing but look.
  static let framePolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"

  /// HTML of a mail for a frame.
  static func frame(_ html: String) -> HTTPResponse {
    HTTPResponse(
      status: 200, headers: ["Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": framePolicy],
      body: Array(html.utf8))
  }

  private static func answer(_ message: Message, _ services: Services) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in .members(["message": try MessageShape.json(message, services: services, in: work)]) })
  }

  private static func list(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    var filter = MessageFilter()
    for word in request.queryValue("state")?.split(separator: ",") ?? [] {
      guard let state = MessageState(rawValue: String(word)) else {
        throw Fault(.badInput, "The request can't be understood.", fields: [.init("state", "“\(word)” is no state of a mail")])
      }
      filter.states.append(state)
    }
    filter.campaign = request.queryValue("campaign_id").flatMap { $0.isEmpty ? nil : Campaign.ID(rawValue: $0) }
    filter.lead = request.queryValue("lead_id").flatMap { $0.isEmpty ? nil : Lead.ID(rawValue: $0) }
    filter.query = request.queryValue("q").flatMap { $0.isEmpty ? nil : $0 }
    filter.kind = try request.queryChoice("kind", MessageKind.self)
    let (wanted, cursor, limit) = (filter, try request.rowCursor(), try request.limit())
    return .json(
      try await services.base.read { work in
        let page = try MessageList.page(wanted, before: cursor, limit: limit, in: work)
        return .members([
          "data": .array(try page.messages.map { try MessageShape.json($0, services: services, in: work) }),
          "next_cursor": .text(page.next.map { String($0) }),
          "counts": .members(["by_state": .map(try MessageList.counts(in: work).mapValues { .int(Int64($0)) })]),
        ])
      })
  }

  private static func show(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Message.self)
    return .json(
      try await services.base.read { work in
        let message = try MessageTable.get(id, in: work)
        let lead = try LeadTable.get(message.leadID, in: work)
        let lint =
          Lint.findings(
            subject: message.content.subject, text: message.content.text, html: message.content.html,
            policy: services.settings.policy, country: lead.details.country, to: message.content.to.address
          ) + Lint.missing(in: message.content.text, policy: services.settings.policy)
          + Lint.findings(files: message.content.attachments, isFirst: message.position == 0)
          + (try Proposals.lint(message, in: work))
        return .members([
          "message": try MessageShape.json(message, services: services, in: work), "text": .string(message.content.text),
          // A follow-up does answer in the conversation that its “Re:” names.
          "html": .text(message.content.html),
          "lint": .array(
            message.kind == .campaign
              ? lint.filter { $0.code != "false_reply" || message.position == 0 }.map(LintShape.json) : []),
          "events": .array(try MessageTable.events(of: message, in: work).map { LeadShape.json($0) }),
          "attempts": .array(try SendAttemptTable.list(of: id, in: work).map { MessageShape.json($0) }),
          "lead": LeadShape.json(lead), "sequence": .array(try sequence(of: message, services, in: work)),
        ])
      })
  }

  /// The mails of the same sequence that are not cancelled, this one among them, with what each says.
  private static func sequence(of message: Message, _ services: Services, in work: Work) throws -> [JSON] {
    guard let id = message.enrollmentID else { return [] }
    let steps = try message.campaignID.map { try StepTable.list(of: $0, in: work) } ?? []
    return try MessageTable.list(of: id, in: work).map { one in
      let step = steps.first { $0.id == one.stepID }
      return .members([
        "id": .string(one.id.rawValue), "step": .int(Int64(one.position)), "state": .string(one.state.rawValue),
        "hash": .string(one.contentHash), "subject": .string(one.content.subject), "text": .string(one.content.text),
        "html": .text(one.content.html), "attachments": AttachmentShape.json(one.content.attachments),
        "version": .int(Int64(one.version)), "sent_at": .time(one.sentAt),
        "wait": .text(step.map { $0.wait.words }), "why": try MessageShape.why(one, services: services, in: work),
      ])
    }
  }

  private static func edit(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let html: String?? = body.has("html") ? .some(try body.text("html").flatMap { $0.isEmpty ? nil : $0 }) : nil
    return try await answer(
      try await services.messages.edit(
        try request.id(Message.self), version: try body.needInt("version"), subject: try body.text("subject"),
        text: try body.text("text"), html: html, files: try AttachmentShape.wishes(body),
        as: request.acting), services)
  }

  private static func approve(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let hash = try RequestBody(request).needText("hash")
    return try await answer(
      try await services.messages.approve(try request.id(Message.self), seen: hash, as: request.acting), services)
  }

  private static func resolve(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let outcome = try RequestBody(request).needText("outcome")
    guard ["sent", "not_sent"].contains(outcome) else {
      throw Fault(.badInput, "The request can't be understood.", fields: [.init("outcome", "must be sent or not_sent")])
    }
    return try await answer(
      try await services.messages.resolve(try request.id(Message.self), sent: outcome == "sent", as: request.acting), services)
  }

  private static func reschedule(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let moment = try RequestBody(request).int("not_before").map { Timestamp(rawValue: Int64($0)) }
    return try await answer(
      try await services.messages.reschedule(try request.id(Message.self), to: moment, as: request.acting), services)
  }

  private static func html(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Message.self)
    let message = try await services.base.read { work in try MessageTable.get(id, in: work) }
    guard let html = message.content.html else { throw Fault(.notFound, "This mail is plain text.") }
    return frame(html)
  }

  private static func raw(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Message.self)
    let mail = try await services.base.read { work in
      let message = try MessageTable.get(id, in: work)
      var mail = OutgoingMail(message, at: message.sentAt ?? message.composedAt)
      mail.attachments = try Attachments.load(message.content.attachments, in: work)
      return mail
    }
    let bytes = try services.composer.bytes(of: mail)
    guard request.queryValue("download") == "true" else {
      return HTTPResponse(status: 200, headers: ["Content-Type": "text/plain; charset=utf-8"], body: bytes)
    }
    let name = "attachment; filename=\"mail-\(id).eml\""
    return HTTPResponse(status: 200, headers: ["Content-Type": "message/rfc822", "Content-Disposition": name], body: bytes)
  }

  private static func bulk(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let action = try body.needText("action")
    var changed: Int64 = 0
    var skipped: [JSON] = []
    for item in try body.list("items") ?? [] {
      guard case .object(let members) = item else { continue }
      let one = RequestBody(members: members)
      let id = Message.ID(rawValue: try one.needText("id"))
      do {
        switch action {
        case "approve": _ = try await services.messages.approve(id, seen: try one.needText("hash"), as: request.acting)
        case "cancel": _ = try await services.messages.cancel(id, as: request.acting)
        case "retry": _ = try await services.messages.retry(id, as: request.acting)
        case "send": _ = try await services.messages.sendNow(id, as: request.acting)
        default: throw Fault(.unsupported, "The action must be approve, cancel, retry or send.")
        }
        changed += 1
      } catch let fault as Fault where fault.code != .unsupported {
        skipped.append(.members(["id": .string(id.rawValue), "detail": .string(fault.detail)]))
      }
    }
    if action == "send" { try await SystemRoutes.send(request, services) }
    return .json(
      .members([
        "changed": .int(changed), "skipped": .array(Array(skipped.prefix(50))), "skipped_count": .int(Int64(skipped.count)),
      ]))
  }
}
