import JSONText
import Net
import Outreach

/// Sends tasks to DataForSEO and reads what became of them.
/// Source: docs.dataforseo.com/v3 (envelope) and appendix/errors, read in May 2026.
struct DataForSEOClient: Sendable {
  private static let waitSeconds = 120.0
  static let noAccount = Fault(.notConfigured, "DataForSEO needs its login and API password. Enter them under Settings.")

  let client: ServiceClient
  let base: String
  let account: @Sendable () -> (login: String, password: String)?
  let turnstile: Turnstile

  struct Answer<T: Decodable>: Decodable {
    let status_code: Int
    let cost: Double?
    let tasks: [Task]?
    struct Task: Decodable {
      let id: String?
      let status_code: Int
      let cost: Double?
      let result: [T]?
      let data: Asked?
    }
    /// What was asked, as far as it names a page.
    struct Asked: Decodable { let url: String? }
  }

  /// Tasks are a list, also a single one.
  func body(_ value: some Encodable) throws(Fault) -> [UInt8] {
    do { return try JSON.encode(value) } catch { throw Fault(.badInput, "The search can't be written down.") }
  }

  /// Sends one task whose result comes at once.
  func call<T: Decodable>(_ method: String, _ path: String, _ body: [UInt8], _: T.Type) async throws(Fault) -> (T?, Double) {
    let task = try await task(method, path, body, T.self)
    switch task.status_code {
    case 20_000: return (task.result?.first, task.cost ?? 0)
    // Nothing was found: a finished result, and billed.
    case 40_102: return (nil, task.cost ?? 0)
    default: throw Self.fault(task.status_code)
    }
  }

  /// Sends one task; its own code says how it went, since HTTP says 200 almost always.
  func task<T: Decodable>(_ method: String, _ path: String, _ body: [UInt8], _: T.Type) async throws(Fault) -> Answer<T>.Task {
    let answer = try await answer(method, path, body, T.self)
    guard let task = answer.tasks?.first else { throw Self.fault(answer.status_code) }
    return task
  }

  /// Sends some tasks at once.
  func answer<T: Decodable>(_ method: String, _ path: String, _ body: [UInt8], _: T.Type) async throws(Fault) -> Answer<T> {
    guard let account = account() else { throw Self.noAccount }
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The request was cancelled.") }
    let secret = Base64.encoded("\(account.login):\(account.password)".utf8)
    var request = ClientRequest(
      method, base + path, headers: ["Authorization": "Basic \(secret)", "Content-Type": "application/json"], body: body)
    request.timeoutSeconds = Self.waitSeconds
    let response = try await client.send(request)
    switch response.status {
    case 200: return try client.decode(Answer<T>.self, response)
    case 401:
      throw Fault(
        .notConfigured, "DataForSEO rejected the login. It wants the API password from its dashboard, not the one of the web site.")
    case 402: throw Self.fault(40_200)
    default: throw client.fault(for: response)
    }
  }

  /// docs.dataforseo.com/v3/appendix/errors
  static func fault(_ code: Int) -> Fault {
    switch code {
    case 40_100: Fault(.notConfigured, "DataForSEO rejected the login. Check it under Settings.")
    case 40_200, 40_210: Fault(.refused, "Your DataForSEO balance is used up.")
    case 40_201, 40_204: Fault(.refused, "Your DataForSEO account may not use this service.")
    case 40_203: Fault(.refused, "Today's spending limit at DataForSEO is reached.")
    case 40_202, 40_205: Fault(.rateLimited, "DataForSEO asks to slow down. It is tried again later.")
    case 40_501: Fault(.badInput, "DataForSEO does not understand the search.")
    default: Fault(.upstream, "DataForSEO could not do it (\(code)). It is tried again later.")
    }
  }
}
