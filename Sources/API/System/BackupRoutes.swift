import Engine
import Net
import Outreach
import Store

/// Backups and the audit trail.
enum BackupRoutes {
  /// Every route of backups and the trail.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/backups", "Every backup, newest first") { _ in
        .json(.members(["data": .array(services.backups.list().map(json)), "next_cursor": nil]))
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
      "name": .string(entry.name), "created_at": .time(entry.createdAt), "bytes": .number(entry.bytes), "verified": true,
      "reason": .string(entry.reason),
    ])
  }

  private static func trail(_ request: HTTPRequest, _ services: Services) async throws -> HTTPResponse {
    let (cursor, limit) = (try request.rowCursor(), try request.limit(100))
    let entries = try await services.base.read { work in try AuditTable.page(before: cursor, limit: limit + 1, in: work) }
    return .json(
      .members([
        "data": .array(
          entries.prefix(limit).map { entry in
            .members([
              "id": .number(entry.number), "at": .time(entry.at), "actor": .string(entry.acting.actor.rawValue),
              "action": .string(entry.action),
              "entity": .string(entry.entity), "entity_id": .text(entry.entityID),
              "before": .map(entry.before.mapValues(JSON.string)),
              "after": .map(entry.after.mapValues(JSON.string)), "request_id": .text(entry.acting.requestID),
            ])
          }), "next_cursor": .text(entries.count > limit ? String(entries[limit - 1].number) : nil),
      ]))
  }
}
