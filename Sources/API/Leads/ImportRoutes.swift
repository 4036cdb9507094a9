import Engine
import JSONText
import Net
import Outreach
import Store

/// Leads from files, and everything out as files.
enum ImportRoutes {
  /// Every route of imports and exports.
  static func all(_ services: Services) -> [Route] { uploads(services.imports) + runs(services) + exports(services) }

  private static func uploads(_ imports: Imports) -> [Route] {
    [
      .get("/api/imports", "The newest imports") { _ in
        .json(.members(["data": .array(try await imports.list().map(json)), "next_cursor": nil]))
      },
      .post("/api/imports", "Begin an upload") { request in
        let body = try RequestBody(request)
        let run = try await imports.create(name: try body.text("name") ?? "", size: try body.needInt("size"), as: request.acting)
        return .json(.members(["id": .string(run.id.rawValue)]), status: 201)
      },
      .put(
        "/api/imports/{id}/content", maximumBodyBytes: Imports.maximumPieceBytes, summary: "A piece of the file", query: ["offset"],
        handler: { request in
          guard let offset = request.queryValue("offset").flatMap({ Int($0) }) else {
            throw Fault(.badInput, "The request can't be understood.", fields: [.init("offset", "must be a whole number")])
          }
          let received = try await imports.receive(request.body, at: offset, of: try request.id(ImportRun.self))
          return .json(.members(["received": .number(received)]))
        }),
    ]
  }

  private static func runs(_ services: Services) -> [Route] {
    let imports = services.imports
    return [
      .post("/api/imports/{id}/inspect", "What the file holds") { request in
        try coded(try await imports.inspect(try request.id(ImportRun.self)))
      },
      .post("/api/imports/{id}/preview", "What an import would do") { request in
        try coded(try await imports.preview(try request.id(ImportRun.self), mapping: try mapping(request)))
      },
      .post("/api/imports/{id}/run", "Import") { request in
        let id = try await imports.run(try request.id(ImportRun.self), mapping: try mapping(request), as: request.acting)
        await services.scheduler.wake()
        return .json(.members(["job_id": .string(id.rawValue)]), status: 202)
      },
      .post("/api/imports/{id}/cancel", "Stop an import; what is done stays") { request in
        let id = try request.id(ImportRun.self)
        try await imports.cancel(id, as: request.acting)
        return .json(json(try await imports.get(id)))
      },
      .get("/api/imports/{id}", "An import") { request in .json(json(try await imports.get(try request.id(ImportRun.self)))) },
      .get("/api/imports/{id}/failed.csv", "The rows that could not be imported, with the reason") { request in
        let id = try await imports.get(try request.id(ImportRun.self)).id
        return try await file("failed-rows.csv", ExportFormat.csv.mediaType) { write in
          try await imports.failedRows(of: id, write: write)
        }
      },
    ]
  }

  private static func exports(_ services: Services) -> [Route] {
    [
      .get(
        "/api/leads/export", "Leads as a file",
        query: ["format", "q", "state", "review_status", "source", "tag", "country", "has_email", "outcome"]
      ) {
        request in
        let filter = try LeadRoutes.filter(request)
        return try await export(.leads, request, services, filter)
      },
      .post("/api/leads/export", "Some leads as a file, by their ids") { request in
        let body = try RequestBody(request)
        guard let ids = try body.texts("ids"), ids.count <= Leads.maximumBulk else {
          throw Fault(.badInput, "Say which leads are meant.", fields: [.init("ids", "is missing or too long")])
        }
        let format = try body.choice("format", ExportFormat.self) ?? .csv
        let (acting, picked) = (request.acting, ids.map(Lead.ID.init(rawValue:)))
        return try await file("leads.\(format.rawValue)", format.mediaType) { write in
          _ = try await services.exports.export(.leads, as: format, picked: picked, by: acting, write: write)
        }
      },
      .get("/api/export/{kind}", "Leads, messages, replies or the trail as a file", query: ["format"]) { request in
        guard let kind = ExportKind(rawValue: request.parameters["kind"] ?? "") else {
          throw Fault(.notFound, "This can't be exported.")
        }
        return try await export(kind, request, services, LeadFilter())
      },
    ]
  }

  private static func mapping(_ request: HTTPRequest) throws -> ImportMapping {
    guard let wire = try RequestBody(request).flatTexts("mapping") else {
      throw Fault(.badInput, "Say what each column is.", fields: [.init("mapping", "is missing")])
    }
    return try ImportMapping(wire: wire)
  }

  private static func coded(_ value: some Encodable) throws -> HTTPResponse {
    HTTPResponse(status: 200, headers: ["Content-Type": "application/json"], body: try JSON.encode(value, .snakeCase))
  }

  private static func export(_ kind: ExportKind, _ request: HTTPRequest, _ services: Services, _ filter: LeadFilter) async throws
    -> HTTPResponse
  {
    let format = try request.queryChoice("format", ExportFormat.self) ?? .csv
    let acting = request.acting
    return try await file("\(kind.rawValue).\(format.rawValue)", format.mediaType) { write in
      _ = try await services.exports.export(kind, as: format, leads: filter, by: acting, write: write)
    }
  }

  /// An answer that is written while it is made, so that memory stays bounded.
  private static func file(
    _ name: String, _ type: String, _ body: @escaping @Sendable (@Sendable ([UInt8]) async throws -> Void) async throws -> Void
  ) async throws -> HTTPResponse {
    HTTPResponse(status: 200, headers: ["Content-Type": type, "Content-Disposition": "attachment; filename=\"\(name)\""]) {
      writer in
      try FileStream.run(into: writer, body)
    }
  }

  private static func json(_ run: ImportRun) -> JSON {
    .members([
      "id": .string(run.id.rawValue), "name": .string(run.name), "state": .string(run.state.rawValue),
      "imported": .number(run.imported),
      "updated": .number(run.updated), "skipped": .number(run.skipped), "failed": .number(run.failed),
      "records": .number(run.records),
      "position": .number(run.position), "error": .text(run.error), "created_at": .time(run.createdAt),
      "finished_at": .time(run.finishedAt), "job_id": .text(run.job?.rawValue),
    ])
  }
}
