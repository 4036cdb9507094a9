import Engine
import JSONText
import Net
import Outreach
import Store

/// Mailboxes: how each does, and adding, changing, trying, pausing and removing them.
enum MailboxRoutes {
  /// Every route of mailboxes.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/mailboxes", "Every mailbox and how it does") { _ in .json(try await list(services)) },
      .post("/api/mailboxes", "Add a mailbox") { request in
        let id = try await services.mailboxes.add(try change(request), as: request.acting)
        await services.scheduler.wake()
        return .json(try await one(id, services), status: 201)
      },
      .post("/api/mailboxes/test", "Try a mailbox step by step as it would be; nothing is kept or sent") {
        try await test($0, services)
      },
      .get("/api/mailboxes/{id}", "One mailbox, with what stands against removing it") { request in
        .json(try await one(try request.id(Mailbox.self), services))
      },
      .patch("/api/mailboxes/{id}", "Change a mailbox; a password that is not named stays") { request in
        let id = try request.id(Mailbox.self)
        let version = try RequestBody(request).int("version")
        try await services.mailboxes.change(id, try change(request), version: version, as: request.acting)
        await services.scheduler.wake()
        return .json(try await one(id, services))
      },
      .delete("/api/mailboxes/{id}", "Remove a mailbox that nothing needs any more") { request in
        try await services.mailboxes.remove(try request.id(Mailbox.self), as: request.acting)
        return .json(try await list(services))
      },
      .post("/api/mailboxes/{id}/pause", "Pause a mailbox") { try await move($0, .pause, services) },
      .post("/api/mailboxes/{id}/resume", "Let a mailbox go on") { try await move($0, .resume, services) },
      .post("/api/mailboxes/{id}/hand_over", "Give leads that had no mail yet to another mailbox, to be approved anew") { request in
        let (from, to) = (try request.id(Mailbox.self), try RequestBody(request).needText("to"))
        let target = Mailbox.ID(rawValue: to)
        try HandOver.check(from: from, to: target, services.settings.policy)
        let id = try await SystemRoutes.enqueue(HandOver(from: from, to: target), request, services)
        return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
      },
      .get("/api/campaigns/{id}/mailboxes", "The mailboxes that a campaign gives to new leads; none means all that take them") {
        request in
        .json(try await ofCampaign(try request.id(Campaign.self), services))
      },
      .post("/api/campaigns/{id}/mailboxes", "Name the mailboxes of a campaign; leads keep the one that they have") { request in
        let id = try request.id(Campaign.self)
        let named = try RequestBody(request).texts("mailbox_ids") ?? []
        try await services.mailboxes.set(named.map(Mailbox.ID.init(rawValue:)), of: id, as: request.acting)
        return .json(try await ofCampaign(id, services))
      },
    ]
  }

  /// How a mailbox stands, for Today, System and scripts.
  static func figures(_ one: MailboxFigures) -> JSON {
    .members([
      "id": .string(one.mailbox.id.rawValue), "title": .string(one.title), "state": .string(one.mailbox.state.rawValue),
      "reason": .text(one.mailbox.reason), "cause": .text(cause(one)), "offline": .bool(one.mailbox.isOffline),
      "retry_at": .time(one.mailbox.retryAt), "sent_today": .number(one.day.count), "limit_today": .number(one.limitDay),
      "waiting": .number(one.waiting),
    ])
  }

  private static func cause(_ one: MailboxFigures) -> String? {
    one.mailbox.state == .paused ? one.cause?.rawValue ?? "sign_in" : nil
  }

  private static func change(_ request: HTTPRequest) throws -> Mailboxes.Change {
    let body = try RequestBody(request)
    var change = Mailboxes.Change()
    (change.name, change.takesLeads) = (try body.text("name"), try body.bool("takes_leads"))
    change.values = try body.flatTexts("values") ?? [:]
    return change
  }

  private static func list(_ services: Services) async throws -> JSON {
    let figures = try await services.status.mailboxes()
    let accounts = try await services.base.read { work in try MailboxTable.accounts(in: work) }
    let takes = try await services.base.read { work in try MailboxTable.takesLeads(Mailbox.primary, in: work) }
    return .members([
      "data": .array(
        figures.map { one in
          let account =
            accounts.first { $0.id == one.mailbox.id } ?? Mailbox.Account(id: one.mailbox.id, values: [:], takesLeads: takes)
          return json(one, account, services.settings)
        })
    ])
  }

  private static func one(_ id: Mailbox.ID, _ services: Services) async throws -> JSON {
    let (all, ties) = try await (list(services), services.base.read { work in try Mailboxes.ties(of: id, in: work) })
    guard case .object(let members) = all, case .array(let rows)? = members.first?.value,
      let row = rows.first(where: { $0.text(of: "id") == id.rawValue }), case .object(let fields) = row
    else { throw Fault(.notFound, "There is no such mailbox.") }
    return .object(fields + [JSON.Member(name: "ties", value: .texts(ties))])
  }

  private static func json(_ one: MailboxFigures, _ account: Mailbox.Account, _ settings: Settings) -> JSON {
    let isPractice = one.mailbox.id == Mailbox.practice
    let policy = settings.policy.of(one.mailbox.id)
    let isOwn = !account.values.isEmpty
    let names = Mailbox.Account.names.compactMap { SettingsCatalogue.setting($0) }
    return .members([
      "id": .string(one.mailbox.id.rawValue), "provider": .string(isPractice ? "practice" : "smtp"),
      "is_primary": .bool(one.mailbox.id == Mailbox.primary), "name": .string(account.name), "title": .string(one.title),
      "address": .string(isPractice ? "Practice mailbox" : policy.sender.address), "from_name": .string(policy.sender.name),
      "state": .string(one.mailbox.state.rawValue), "paused_reason": .text(one.mailbox.reason), "cause": .text(cause(one)),
      "offline": .bool(one.mailbox.isOffline), "retry_at": .time(one.mailbox.retryAt),
      "health": .members(["last_ok_at": .time(one.mailbox.lastOKAt), "last_error": .text(one.mailbox.reason)]),
      "sent_today": .number(isPractice ? nil : one.day.count), "limit_today": .number(isPractice ? nil : one.limitDay),
      "waiting": .number(one.waiting), "takes_leads": .bool(account.takesLeads), "version": .number(account.version),
      "can_read": .bool(isPractice || policy.imap != nil),
      "values": .map(
        Dictionary(uniqueKeysWithValues: names.filter { isOwn && !$0.isSecret }.map { ($0.name, .text(account.values[$0.name])) })),
      "secrets_set": .texts(names.filter { $0.isSecret && account.values[$0.name] != nil }.map(\.name)),
    ])
  }

  private static func test(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let id = try RequestBody(request).text("id").map(Mailbox.ID.init(rawValue:))
    let (smtp, imap) = try await services.mailboxes.servers(of: id, with: try change(request))
    let steps = await services.tryServers(smtp, imap)
    return .json(
      .members(["ok": .bool(!steps.isEmpty && steps.allSatisfy(\.ok)), "steps": .array(steps.map(SettingRoutes.json))]))
  }

  private static func ofCampaign(_ id: Campaign.ID, _ services: Services) async throws -> JSON {
    let named = try await services.base.read { work in
      _ = try CampaignTable.get(id, in: work)
      return try CampaignMailboxTable.list(of: id, in: work)
    }
    return .members(["mailbox_ids": .texts(named.map(\.rawValue))])
  }

  private static func move(_ request: HTTPRequest, _ event: MailboxState.Event, _ services: Services) async throws -> HTTPResponse {
    try await services.mailboxes.move(try request.id(Mailbox.self), event, as: request.acting)
    await services.scheduler.wake()
    return .json(try await list(services))
  }
}

extension JSON {
  /// A text member; nil where there is none.
  fileprivate func text(of name: String) -> String? {
    guard case .object(let members) = self, case .string(let text)? = members.first(where: { $0.name == name })?.value else {
      return nil
    }
    return text
  }
}
