import Glibc
import JSONText
import Outreach
import Platform

/// The instance that holds the home's lock, as a command sees it: everything goes through its HTTP interface.
struct RunningInstance: Sendable {
  /// What it wrote about itself.
  let file: RuntimeFile
  private static let startSeconds = 5.0

  /// Who may write the base: we, or another process.
  enum Holder: Sendable {
    /// We, as long as the lock lives.
    case us(FileLock)
    /// The instance that runs.
    case other(RunningInstance)
  }

  /// Takes the lock, or finds the instance that has it. Blocks up to five seconds while that one is still starting.
  /// - Throws: `.locked` where a process holds the lock and tells nothing about itself; `.storage` where the home can't be written.
  static func holder(_ folders: Folders) throws(Fault) -> Holder {
    let deadline = ContinuousClock.now + .seconds(startSeconds)
    do throws(SystemError) {
      try Files.makePrivateFolder(folders.data)
      while true {
        switch try FileLock.take(folders.lockFile) {
        case .taken(let lock):
          // Whoever wrote it has ended.
          try? Files.remove(folders.runtimeFile)
          return .us(lock)
        case .held(let pid):
          if let file = RuntimeFile.read(folders.runtimeFile), pid == nil || file.pid == pid {
            return .other(RunningInstance(file: file))
          }
          guard ContinuousClock.now < deadline else {
            let who = pid.map { " (process \($0))" } ?? ""
            throw SystemError("reach the program that runs already\(who)", path: folders.lockFile, code: EBUSY)
          }
          usleep(20_000)
        }
      }
    } catch {
      guard error.code == EBUSY else { throw Fault(.storage, "The program \(error).") }
      throw Fault(.locked, "The program \(error). Wait a moment; if it lasts, end that process.")
    }
  }

  /// The instance that runs, without taking the lock; nil for none.
  static func find(_ folders: Folders) -> RunningInstance? {
    guard Files.exists(folders.lockFile), let file = RuntimeFile.read(folders.runtimeFile) else { return nil }
    guard case .held? = try? FileLock.take(folders.lockFile) else { return nil }
    return RunningInstance(file: file)
  }

  /// Asks it.
  /// - Throws: `.offline` where it does not answer, else what it says is wrong.
  func send(_ method: String, _ path: String, body: [UInt8] = [], type: String = "application/json", seconds: Int = 60) async throws
    -> [UInt8]
  {
    let client = LoopbackClient(port: file.port, token: file.token)
    let answer: LoopbackClient.Answer
    do {
      answer = try await OwnThread.run { try client.send(method, path, body: body, type: type, seconds: seconds) }
    } catch {
      throw Fault(.offline, "The program that runs (process \(file.pid)) does not answer: \(error).")
    }
    guard answer.status < 400 else { throw Self.fault(answer) }
    return answer.body
  }

  /// A new address that lets a browser in once.
  /// - Throws: as `send`.
  func loginURL() async throws -> String {
    struct Answer: Decodable { let login_url: String }
    let body = try await send("POST", "/api/login-codes", body: Array("{}".utf8), seconds: 10)
    return try JSON.decode(Answer.self, from: body).login_url
  }

  /// What an answer says is wrong.
  static func fault(_ answer: LoopbackClient.Answer) -> Fault {
    struct Body: Decodable {
      struct Item: Decodable { let name: String, detail: String }
      let detail: String
      let errors: [Item]?
    }
    guard let body = try? JSON.decode(Body.self, from: answer.body) else {
      return Fault(.upstream, "The program that runs answered with status \(answer.status).")
    }
    return Fault(.refused, body.detail, fields: (body.errors ?? []).map { Fault.Field($0.name, $0.detail) })
  }
}
