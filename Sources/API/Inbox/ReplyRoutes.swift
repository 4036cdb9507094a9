import Engine
import JSONText
import Net
import Outreach
import Store

/// The inbox: replies, answers and the practice mailbox.
enum ReplyRoutes {
  /// Every route of replies.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/replies", "A page of replies, newest first", query: ["state", "class", "match", "q", "limit", "cursor"]) {
        try await list($0, services)
      },
      .get("/api/replies/{id}", "A reply with its thread") { try await show($0, services) },
      .patch("/api/replies/{id}", "Correct what a reply means") { request in
        guard let found = try RequestBody(request).choice("class", IncomingMail.ReplyClass.self) else {
          throw Fault(.badInput, "Say what the reply means.", fields: [.init("class", "is missing")])
        }
        return try await answer(
          try await services.replies.classify(try request.id(Reply.self), as: found, by: request.acting), services)
      },
      .get("/api/replies/{id}/html", "The HTML of a reply, for a sandboxed frame") { try await html($0, services) },
      .post("/api/replies/{id}/done", "Mark a reply as done") { request in
        try await answer(try await services.replies.set(try request.id(Reply.self), state: .done, as: request.acting), services)
      },
      .post("/api/replies/{id}/reopen", "Open a reply again") { request in
        try await answer(try await services.replies.set(try request.id(Reply.self), state: .open, as: request.acting), services)
      },
      .post("/api/replies/{id}/confirm", "Say that a possible match is this lead's answer") { request in
        try await answer(try await services.replies.confirm(try request.id(Reply.self), as: request.acting), services)
      },
      .post("/api/replies/{id}/dismiss", "Say that a possible match is not") { request in
        try await answer(try await services.replies.dismiss(try request.id(Reply.self), as: request.acting), services)
      },
      .post("/api/replies/{id}/answer", "Answer in the thread; can be taken back for 30 s") { request in
        let body = try RequestBody(request)
        let message = try await services.replies.answer(
          try request.id(Reply.self), text: try body.needText("text"), files: try AttachmentShape.wishes(body) ?? [],
          as: request.acting)
        await services.scheduler.wake()
        return .json(
          try await services.base.read { work in .members(["message": try MessageShape.json(message, services: services, in: work)])
          })
      },
    ]
  }

  private static func answer(_ reply: Reply, _ services: Services) async throws -> HTTPResponse {
    .json(try await services.base.read { work in .members(["reply": try MessageShape.json(reply, in: work)]) })
  }

  private static func list(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let state = try request.queryChoice("state", Reply.State.self)
    let replyClass = try request.queryChoice("class", IncomingMail.ReplyClass.self)
    let match = try request.queryChoice("match", Reply.Match.self)
    let (cursor, limit) = (try request.rowCursor(), try request.limit())
    let query = request.queryValue("q").flatMap { $0.isEmpty ? nil : $0 }
    return .json(
      try await services.base.read { work in
        let page = try ReplyTable.page(
          state: state, replyClass: replyClass, match: match, query: query, before: cursor, limit: limit, in: work)
        let counts = try ReplyTable.counts(in: work)
        return .members([
          "data": .array(try page.replies.map { try MessageShape.json($0, in: work) }),
          "next_cursor": .text(page.next.map { String($0) }),
          "counts": .members([
            "open": .number(counts["certain.open"] ?? 0), "possible": .number(counts["possible.open"] ?? 0),
            "done": .number(counts["certain.done"] ?? 0),
            "by_class": .map(try ReplyTable.classes(in: work).mapValues { .int(Int64($0)) }),
          ]),
        ])
      })
  }

  private static func show(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Reply.self)
    return .json(
      try await services.base.read { work in
        let reply = try ReplyTable.get(id, in: work)
        let sent = try MessageList.of(reply.leadID, in: work).filter { $0.state != .cancelled && $0.state != .composed }
        let received = try ReplyTable.of(reply.leadID, in: work).filter { $0.match != .dismissed }
        let thread =
          // A mail server tells whole seconds: within one, what answers comes after what it answers.
          sent.map { (at: ($0.sentAt ?? $0.composedAt).rawValue / 1000 * 2, json: item($0)) }
          + received.map { (at: $0.receivedAt.rawValue / 1000 * 2 + 1, json: item($0)) }
        return .members([
          "reply": try MessageShape.json(reply, in: work), "thread": .array(thread.sorted { $0.at < $1.at }.map(\.json)),
          "text": .string(reply.content.text), "body": .string(reply.content.body), "has_html": .bool(reply.content.html != nil),
          "suggestion": services.replies.suggestion(for: reply).map { .members(["text": .string($0)]) } ?? .null,
        ])
      })
  }

  private static func item(_ message: Message) -> JSON {
    .members([
      "direction": "out", "id": .string(message.id.rawValue), "subject": .string(message.content.subject),
      "attachments": AttachmentShape.json(message.content.attachments),
      "text": .string(message.content.text),
      "at": .time(message.sentAt ?? message.notBefore ?? message.composedAt), "state": .string(message.state.rawValue),
    ])
  }

  private static func item(_ reply: Reply) -> JSON {
    .members([
      "direction": "in", "id": .string(reply.id.rawValue), "subject": .string(reply.content.subject),
      "text": .string(reply.content.text),
      "at": .time(reply.receivedAt), "state": .string(reply.kind.rawValue),
    ])
  }

  private static func html(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(Reply.self)
    let reply = try await services.base.read { work in try ReplyTable.get(id, in: work) }
    guard let html = reply.content.html else { throw Fault(.notFound, "This reply is plain text.") }
    return MessageRoutes.frame(Practice.clean(html: html))
  }
}
