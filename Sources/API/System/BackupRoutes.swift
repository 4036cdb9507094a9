import Engine
import JSONText
import Net
import Outreach
import Store

/// Backups and the audit trail.
enum BackupRoutes {
  /// Every route of backups and the trail.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/backups", "Every backup, newest first") { _ in
        let onlyHere = try await services.base.read { work in try Protection.isOnlyReadableHere(in: work) }
        return .json(
          .members([
            "data": .array(services.backups.list().map(json)), "next_cursor": nil, "only_here": .bool(onlyHere),
            "second": .members([
              "folder": .text(services.backups.secondFolder), "state": .string(services.backups.secondState.rawValue),
            ]),
          ]))
      },
      .post("/api/backups/copy", "Copy the newest backup to the second folder now") { _ in
        try await services.backups.copyToSecond()
        return .json(.members(["state": .string(services.backups.secondState.rawValue)]))
      },
      .post("/api/backups/file", "What is inside a backup file anywhere on this computer") { request in
        let path = try RequestBody(request).needText("path")
        return .json(try await inside(try await files(services).look(path), services))
      },
      .post("/api/backups/file/restore", "Swap the base for a backup file and start again, frozen") { request in
        let body = try RequestBody(request)
        try await files(services).goBack(try body.needText("path"), try body.text("recovery_key"), request.acting)
        return .json(.members([:]), status: 202)
      },
      .get("/api/backups/{name}", "What is inside a backup") { request in
        .json(try await inside(try await services.backups.contents(request.parameters["name"] ?? ""), services))
      },
      .post("/api/backups", "Make a backup now") { request in
        .json(json(try await services.backups.create(reason: "manual", as: request.acting)), status: 201)
      },
      .post("/api/backups/{name}/verify", "Check a backup") { request in
        .json(.members(["problems": .texts(try await services.backups.verify(request.parameters["name"] ?? ""))]))
      },
      .post("/api/backups/{name}/restore", "Swap the base for a backup and start again, frozen") { request in
        try await services.restore(request.parameters["name"] ?? "", request.acting)
        return .json(.members([:]), status: 202)
      },
      .get("/api/audit", "The trail, newest first", query: ["limit", "cursor"]) { try await trail($0, services) },
      .post("/api/audit/verify", "Check the trail's chain") { _ in
        let head = services.auditHead()
        let (checked, problem) = try await services.base.read { work in try AuditTable.verify(expected: head, in: work) }
        return .json(.members(["ok": .bool(problem == nil), "checked": .number(checked), "problem": .text(problem)]))
      },
    ]
  }

  private static func json(_ entry: Backups.Entry) -> JSON {
    .members([
      "name": .string(entry.name), "created_at": .time(entry.createdAt), "bytes": .number(entry.bytes),
      "verified": entry.verified.map(JSON.bool) ?? .null, "reason": .string(entry.reason), "portable": .bool(entry.isPortable),
    ])
  }

  private static func files(_ services: Services) throws(Fault) -> BackupFiles {
    guard let files = services.backups.files else { throw Fault(.unsupported, "This is not possible here.") }
    return files
  }

  private static func inside(_ contents: BackupContents, _ services: Services) async throws -> JSON {
    .members([
      "inside": json(contents.figures), "now": json(try await services.backups.present()), "newer": .bool(contents.isNewer),
      "access": .string(contents.access.rawValue), "changed_at": contents.figures.changedAt.map(JSON.time) ?? .null,
    ])
  }

  private static func json(_ figures: BaseFigures) -> JSON {
    .members([
      "leads": .number(figures.leads), "messages": .number(figures.messages), "replies": .number(figures.replies),
      "campaigns": .number(figures.campaigns),
    ])
  }

  private static func trail(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (cursor, limit) = (try request.rowCursor(), try request.limit(100))
    let (entries, names) = try await services.base.read { work in
      let entries = try AuditTable.page(before: cursor, limit: limit + 1, in: work)
      return (entries, try entries.map { try Activity.name(behind: $0, in: work) })
    }
    return .json(
      .members([
        "data": .array(
          zip(entries, names).prefix(limit).map { entry, name in
            .members([
              "id": .number(entry.number), "at": .time(entry.at), "actor": .string(entry.acting.actor.rawValue),
              "action": .string(entry.action),
              "entity": .string(entry.entity), "entity_id": .text(entry.entityID), "about": .text(name),
              "before": .map(entry.before.mapValues(JSON.string)),
              "after": .map(entry.after.mapValues(JSON.string)), "request_id": .text(entry.acting.requestID),
            ])
          }), "next_cursor": .text(entries.count > limit ? String(entries[limit - 1].number) : nil),
      ]))
  }
}
