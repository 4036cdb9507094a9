import API
import JSONText
import Net
import Outreach
import Platform

/// The product as a command reaches it: the instance that runs, or the base opened in this process. Both speak the HTTP interface.
enum Door: Sendable {
  case running(RunningInstance)
  case own(Application, Router)

  /// Runs a command's work behind the door, and closes what was opened for it.
  static func with<T: Sendable>(_ context: Context, _ work: @Sendable (Door) async throws -> T) async throws -> T {
    let folders = try context.folders()
    switch try RunningInstance.holder(folders) {
    case .other(let instance): return try await work(.running(instance))
    case .us(let lock):
      defer { withExtendedLifetime(lock) {} }
      let app = try await openHere(context, folders)
      do {
        let router = try Router(Routes.all(app.services), hooks: hooks)
        let result = try await work(.own(app, router))
        await app.stop()
        return result
      } catch {
        await app.stop()
        throw error
      }
    }
  }

  /// Asks for JSON.
  /// - Throws: what the product says is wrong.
  func send(_ method: String, _ path: String, _ body: JSON? = nil) async throws -> JSON {
    let bytes = try await raw(method, path, body: body?.bytes ?? Array("{}".utf8))
    guard !bytes.isEmpty else { return .null }
    return try JSON(parsing: bytes)
  }

  /// Asks for bytes.
  func raw(_ method: String, _ path: String, body: [UInt8] = [], type: String = "application/json") async throws -> [UInt8] {
    switch self {
    case .running(let instance):
      return try await instance.send(method, path, body: method == "GET" ? [] : body, type: type, seconds: 600)
    case .own(_, let router):
      let parts = path.split(separator: "?", maxSplits: 1)
      var request = HTTPRequest(
        method: method, path: String(parts[0]), query: parts.count > 1 ? String(parts[1]) : "", headers: ["Content-Type": type],
        body: method == "GET" ? [] : body, id: RandomText.hex(bytes: 8))
      request.principal = .bearer
      let collector = Collector()
      let response = await router.respond(to: request)
      switch response.body {
      case .bytes(let bytes): try collector.write(bytes)
      case .stream(let stream): try await OwnThread.run { try stream(collector) }
      }
      guard response.status < 400 else { throw RunningInstance.fault(.init(status: response.status, body: collector.bytes)) }
      return collector.bytes
    }
  }

  private static var hooks: Router.Hooks {
    var hooks = Router.Hooks()
    hooks.failed = { error, request in Problem(error, request: request).response }
    return hooks
  }

  private static func openHere(_ context: Context, _ folders: Folders) async throws -> Application {
    guard let resources = FrontEnd.resources(option: context.arguments.value("--resources"), program: ThisProcess.programPath)
    else {
      throw Fault(.notConfigured, "The program's files are missing. Install it again, or name their folder with --resources.")
    }
    do {
      let secret = try await KeyOpening.secretForCommand(folders, context)
      return try await Application.open(
        .init(
          folders: folders, resources: resources, environment: context.environment, log: NoLog(), logs: nil, passphrase: secret
        ) {})
    } catch let fault as Fault { throw fault } catch let trouble as StartTrouble {
      throw Fault(.locked, trouble.detail.isEmpty ? trouble.title : trouble.detail)
    } catch {
      let trouble = StartTrouble(opening: error)
      throw Fault(.storage, trouble.text)
    }
  }
}

/// Takes a streamed answer whole.
private final class Collector: HTTPBodyWriter, @unchecked Sendable {
  private(set) var bytes: [UInt8] = []
  var isClosed: Bool { false }
  func write(_ piece: [UInt8]) throws(NetworkError) { bytes += piece }
}
