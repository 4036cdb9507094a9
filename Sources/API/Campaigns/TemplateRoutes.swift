import Engine
import JSONText
import Net
import Outreach
import Store

/// The mails to begin with: those that come with the program, and the person's own.
enum TemplateRoutes {
  /// Every route of templates.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/starters", "The mails that come with the program to begin with") { _ in starters(services) },
      .get("/api/templates", "The person's own templates") { _ in try await list(services) },
      .post("/api/templates", "Keep a template") { try await create($0, services) },
      .get("/api/templates/{id}", "A template with its earlier versions") {
        try await show(try $0.id(MailTemplate.self), services)
      },
      .patch("/api/templates/{id}", "Change a template; what it said before is kept") { try await edit($0, services) },
      .delete("/api/templates/{id}", "Remove a template; it can be brought back") { try await remove($0, services) },
      .post("/api/templates/{id}/restore", "Make a template what it was at a version") { try await restore($0, services) },
    ]
  }

  private static func starters(_ services: Services) -> HTTPResponse {
    let rows = services.starters.all().map { starter in
      JSON.members([
        "id": .string(starter.id), "name": .string(starter.name), "trade": .string(starter.trade),
        "language": .string(starter.language), "steps": .array(starter.mails.map(json)),
      ])
    }
    return .json(.members(["data": .array(rows), "next_cursor": nil]))
  }

  private static func list(_ services: Services) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in
        .members(["data": .array(try TemplateTable.list(in: work).map { json($0) }), "next_cursor": nil])
      })
  }

  private static func show(_ id: MailTemplate.ID, _ services: Services, status: Int = 200) async throws -> HTTPResponse {
    .json(
      try await services.base.read { work in
        .members([
          "template": json(try TemplateTable.get(id, in: work)),
          "versions": .array(try TemplateTable.versions(of: id, in: work).map { json($0) }),
        ])
      }, status: status)
  }

  private static func create(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let made = try await services.templates.create(
      name: try body.needText("name"), mails: try mails(body) ?? [], files: try files(body), as: request.acting)
    return try await show(made.id, services, status: 201)
  }

  private static func edit(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let body = try RequestBody(request)
    let id = try request.id(MailTemplate.self)
    _ = try await services.templates.edit(
      id, version: try body.needInt("version"), name: try body.text("name"), mails: try mails(body), files: try files(body),
      as: request.acting)
    return try await show(id, services)
  }

  private static func remove(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    try await services.templates.remove(try request.id(MailTemplate.self), as: request.acting)
    return HTTPResponse(status: 204)
  }

  private static func restore(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try request.id(MailTemplate.self)
    _ = try await services.templates.restore(id, version: try RequestBody(request).needInt("version"), as: request.acting)
    return try await show(id, services)
  }

  private static func json(_ template: MailTemplate) -> JSON {
    .members([
      "id": .string(template.id.rawValue), "name": .string(template.name), "steps": .array(template.mails.map(json)),
      "version": .int(Int64(template.version)), "updated_at": .time(template.updatedAt),
    ])
  }

  private static func json(_ mail: MailTemplate.Mail) -> JSON {
    .members([
      "subject": .string(mail.subject), "text": .string(mail.text), "html": .text(mail.html), "wait": .int(Int64(mail.wait)),
      "wait_unit": .string("business_days"), "attachments": AttachmentShape.json(mail.attachments),
    ])
  }

  /// The mails of a request under `steps`; nil where it names none.
  static func mails(_ body: RequestBody) throws(Fault) -> [MailTemplate.Mail]? {
    guard let list = try body.list("steps") else { return nil }
    return try list.map { item throws(Fault) -> MailTemplate.Mail in
      guard case .object(let members) = item else {
        throw Fault(.badInput, "The request can't be understood.", fields: [.init("steps", "must hold objects")])
      }
      let mail = RequestBody(members: members)
      return MailTemplate.Mail(
        subject: try mail.text("subject") ?? "", text: try mail.text("text") ?? "",
        html: try mail.text("html").flatMap { $0.isEmpty ? nil : $0 }, wait: max(0, try mail.int("wait") ?? 0))
    }
  }

  /// The files of each of those mails; nil for a mail that says nothing of them.
  private static func files(_ body: RequestBody) throws(Fault) -> [[Attachments.Wish]?] {
    try (body.list("steps") ?? []).map { item throws(Fault) -> [Attachments.Wish]? in
      guard case .object(let members) = item else { return nil }
      return try AttachmentShape.wishes(RequestBody(members: members))
    }
  }
}
