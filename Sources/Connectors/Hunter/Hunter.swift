import Finding
import JSONText
import Net
import Outreach

/// Hunter's domain search and verifier. Source: hunter.io/api-documentation/v2, status table read in August 2026.
public struct Hunter: EmailFinder, EmailVerifier {
  /// The public server.
  public static let publicServer = "https://api.hunter.io/v2"
  private static let limit = "10"

  public var source: String { "hunter" }

  /// What the person is told about it.
  public static let info = ConnectorInfo(
    id: "hunter", name: "Hunter", summary: "Finds addresses at a company's domain and tells whether an address takes mail.",
    terms:
      "You need an account of your own; whoever asked Hunter not to be found is not shown, and goes onto your list of people never to write to.",
    termsURL: "https://hunter.io/terms-of-service", cost: "your plan's credits", settings: ["HUNTER_IO_API_KEY"])
  private let client: ServiceClient
  private let base: String
  private let key: @Sendable () -> String?
  private let turnstile: Turnstile

  /// A connection. - Parameter key: asked before each call, since a person may change it.
  public init(
    http: any HTTPClient, base: String = Hunter.publicServer, key: @escaping @Sendable () -> String?,
    turnstile: Turnstile = Turnstile(gapSeconds: 0.15)
  ) {
    (client, self.base, self.key, self.turnstile) = (ServiceClient(service: "Hunter", http: http), base, key, turnstile)
  }

  private struct Envelope<T: Decodable>: Decodable { let data: T? }
  private struct Errors: Decodable {
    let errors: [One]
    struct One: Decodable {
      let id: String?
      let details: String?
    }
  }
  private struct Search: Decodable {
    let emails: [Email]
    struct Email: Decodable {
      let value: String
      let type: String?
      let confidence: Int?
      let sources: [Source]?
      let first_name: String?
      let last_name: String?
      let position: String?
    }
    struct Source: Decodable { let uri: String? }
  }
  private struct Verification: Decodable { let status: String? }
  private struct Account: Decodable {
    let plan_name: String?
    let reset_date: String?
    let requests: Requests?
    struct Requests: Decodable { let credits: Credits? }
    /// `used` may be a fraction.
    struct Credits: Decodable {
      let used: Double?
      let available: Double?
    }
  }

  public func addresses(at domain: String) async throws(Fault) -> [FoundAddress] {
    let response = try await get("domain-search", [("domain", domain), ("limit", Self.limit)])
    let found = try client.decode(Envelope<Search>.self, response).data?.emails ?? []
    return found.map { email in
      FoundAddress(
        email.value, name: [email.first_name, email.last_name].compactMap { $0 }.joined(separator: " "),
        position: email.position ?? "",
        confidence: email.confidence ?? 0, isGeneric: email.type == "generic", source: email.sources?.first?.uri)
    }.sorted { $0.confidence > $1.confidence }
  }

  public func verdict(on address: String) async throws(Fault) -> EmailVerdict {
    let response = try await get("email-verifier", [("email", address)])
    // 202: it still runs, the same call costs nothing more; 222: the mail server answered oddly.
    guard response.status == 200 else {
      throw Fault(.rateLimited, "Hunter is still checking the address. It is asked again later.")
    }
    // `webmail` says that a provider of mail for everybody tells nobody who has an address there.
    return try client.decode(Envelope<Verification>.self, response).data?.status.flatMap(EmailVerdict.init(rawValue:)) ?? .unknown
  }

  /// What is left of the plan; free of charge.
  public func test() async throws(Fault) -> String {
    guard let quota = try await quota() else { return "Hunter answers." }
    let plan = quota.plan.isEmpty ? "" : " (plan \(quota.plan))"
    return "Hunter answers: \(Int(told: quota.used.rounded(.up))) of \(Int(told: quota.available)) credits are used\(plan)."
  }

  public func quota() async throws(Fault) -> ServiceQuota? {
    let account = try client.decode(Envelope<Account>.self, try await get("account", [])).data
    guard let credits = account?.requests?.credits, let used = credits.used, let available = credits.available else { return nil }
    return ServiceQuota(plan: account?.plan_name ?? "", used: used, available: available, resetsOn: account?.reset_date)
  }

  private func get(_ path: String, _ query: [(String, String)]) async throws(Fault) -> ClientResponse {
    guard let key = key(), !key.isEmpty else { throw Fault(.notConfigured, "Hunter needs its key. Enter it under Settings.") }
    do { try await turnstile.pass() } catch { throw Fault(.upstream, "The request was cancelled.") }
    let url = "\(base)/\(path)" + (query.isEmpty ? "" : "?" + FormText.encoded(query))
    let response = try await client.send(ClientRequest("GET", url, headers: ["X-API-KEY": key, "Accept": "application/json"]))
    guard !(200..<300).contains(response.status) else { return response }
    throw fault(response)
  }

  /// 403 is the rate of calls, not a permission; 429 is the plan (hunter.io/api-documentation/v2#errors).
  private func fault(_ response: ClientResponse) -> Fault {
    let said = (try? JSON.decode(Errors.self, from: response.body))?.errors.first?.details ?? ""
    switch response.status {
    case 400: return Fault(.badInput, "Hunter can't look this up; it may not be a mail domain, or its owner asked not to be found.")
    case 403: return Fault(.rateLimited, "Hunter asks to slow down. It is tried again later.")
    case 429 where said.contains("billing period") || said.contains("limit for the number"):
      return Fault(.refused, "Your Hunter plan is used up for this month.")
    case 429: return Fault(.rateLimited, "Hunter asks to slow down. It is tried again later.")
    case 451:
      return Fault(.forbidden, "The person behind this address asked Hunter not to be looked up, so nobody may write to it.")
    default: return client.fault(for: response)
    }
  }
}
