import Engine
import JSONText
import Net
import Outreach

/// What helps to find a fault: where the room goes, and a bundle for somebody who helps.
enum DiagnosticsRoutes {
  /// Both.
  static func all(_ services: Services) -> [Route] {
    [
      .get("/api/system/disk", "Where the room on the disk goes") { _ in
        let use = try await services.diskUse()
        return .json(
          .members([
            "data": .array(use.parts.map { .members(["name": .string($0.name), "bytes": .int($0.bytes)]) }),
            "free": use.free.map { .number($0) } ?? .null, "reusable": .number(use.reusable),
          ]))
      },
      .get("/api/system/diagnostics", "Versions, counts, checks and logs without personal data, as a ZIP") { _ in
        HTTPResponse(
          status: 200,
          headers: [
            "Content-Type": "application/zip", "Content-Disposition": "attachment; filename=\"cold-outreach-diagnostics.zip\"",
          ], body: try await services.diagnostics())
      },
    ]
  }
}
