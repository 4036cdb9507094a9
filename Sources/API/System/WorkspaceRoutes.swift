import Engine
import JSONText
import Net
import Outreach

/// Moving everything to another computer.
enum WorkspaceRoutes {
  /// Both directions.
  static func all(_ services: Services) -> [Route] {
    [
      .post("/api/workspace/export", "Write everything into one file under a passphrase") { request in
        let body = try RequestBody(request)
        let bytes = try await workspace(services).export(
          to: try body.needText("path"), passphrase: try body.needText("passphrase"), stops: try body.needBool("stop"),
          as: request.acting)
        return .json(.members(["bytes": .number(bytes)]), status: 201)
      },
      .post("/api/workspace/import", "Take over everything from such a file and start again, sending nothing") { request in
        let body = try RequestBody(request)
        try await workspace(services).take(
          from: try body.needText("path"), passphrase: try body.needText("passphrase"), as: request.acting)
        return .json(.members([:]), status: 202)
      },
    ]
  }

  private static func workspace(_ services: Services) throws(Fault) -> Workspace {
    guard let workspace = services.workspace else { throw Fault(.unsupported, "This is not possible here.") }
    return workspace
  }
}
