import Engine
import JSONText
import Net
import Outreach

/// The practice mailbox: reading as the recipient, and answering as them.
enum PracticeRoutes {
  /// Every route of the practice mailbox.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/practice", "The newest mails in the practice mailbox", query: ["limit"]) { request in
        let mails = try await services.practice.list(limit: try request.limit(200))
        return .json(.members(["data": .array(mails.map { .object(members($0)) }), "next_cursor": nil]))
      },
      .get("/api/practice/{id}", "A mail as the recipient would see it") { request in
        let item = try await services.practice.get(request.parameters["id"] ?? "")
        return .json(
          .object(
            members(item) + [
              .init(name: "text", value: .string(item.mail.body)), .init(name: "has_html", value: .bool(item.mail.html != nil)),
              .init(name: "raw", value: .string(String(decoding: item.raw, as: UTF8.self))),
            ]))
      },
      .get("/api/practice/{id}/html", "Its HTML, for a sandboxed frame") { request in
        guard let html = try await services.practice.get(request.parameters["id"] ?? "").mail.html else {
          throw Fault(.notFound, "This mail is plain text.")
        }
        return MessageRoutes.frame(Practice.clean(html: html))
      },
      .post("/api/practice/{id}/reply", "Answer as the recipient") { request in
        let body = try RequestBody(request)
        let kind = try body.choice("kind", Practice.Answer.self) ?? .reply
        try await services.practice.answer(
          request.parameters["id"] ?? "", kind, text: try body.text("text") ?? "", as: request.acting)
        await services.scheduler.wake()
        return .json(.members([:]), status: 202)
      },
    ]
  }

  private static func members(_ item: Practice.Item) -> [JSON.Member] {
    [
      .init(name: "id", value: .string(item.id)), .init(name: "to", value: .text(item.mail.to.first?.address)),
      .init(name: "to_name", value: .text(item.mail.to.first?.name)), .init(name: "from", value: .text(item.mail.from?.address)),
      .init(name: "from_name", value: .text(item.mail.from?.name)), .init(name: "subject", value: .string(item.mail.subject)),
      .init(name: "at", value: .time(item.at)), .init(name: "answered", value: .bool(item.answered)),
    ]
  }
}
