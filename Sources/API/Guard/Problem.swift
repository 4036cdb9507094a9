import JSONText
import Net
import Outreach

/// An error of the disk that the person can put right.
public protocol DiskError: Error {
  /// Whether there is no room.
  var isDiskFull: Bool { get }
  /// Whether it can't be written at all.
  var isReadOnly: Bool { get }
}

/// The only place where an error becomes an answer: `application/problem+json` (RFC 9457).
public struct Problem: Sendable, Encodable, Hashable {
  /// One field at fault.
  public struct FieldError: Sendable, Encodable, Hashable {
    public let name: String
    public let detail: String
  }

  /// `/problems/` and a word that scripts can rely on.
  public let type: String
  /// The kind in words.
  public let title: String
  /// As in the status line.
  public let status: Int
  /// What happened and what to do.
  public let detail: String
  /// The fields at fault; left out where there are none.
  public let errors: [FieldError]?
  /// Where the log tells more; only with status 500.
  public let incident: String?
  /// The same as in the logs.
  public let requestID: String?

  private enum CodingKeys: String, CodingKey {
    case type, title, status, detail, errors, incident
    case requestID = "request_id"
  }

  /// What a person may see of an error.
  /// - Parameter incident: stands in the log beside the text of an error that nobody may see.
  public init(_ error: any Error, request: HTTPRequest?) {
    switch error {
    case let fault as Fault: self.init(fault, request: request)
    case let failure as HTTPFailure:
      self.init("http-\(failure.status)", HTTPStatus.reason(failure.status), failure.status, failure.detail, request: request)
    case let error as any DiskError where error.isDiskFull:
      self.init(Fault(.storage, "The disk is full. Free some space, then try again."), request: request)
    case let error as any DiskError where error.isReadOnly:
      self.init(
        Fault(.storage, "The disk can't be written. Look whether it is read-only, or the folder not yours."), request: request)
    default:
      let incident = request.flatMap { $0.id.isEmpty ? nil : $0.id } ?? RandomText.hex(bytes: 8)
      self.init(
        "internal", "Something went wrong", 500,
        "Something went wrong in the program; nothing more was changed. The log tells more under incident \(incident).",
        incident: incident, request: request)
    }
  }

  private init(_ fault: Fault, request: HTTPRequest?) {
    let (name, title, status) = Self.kind(fault.code)
    let errors = fault.fields.map { FieldError(name: $0.name, detail: $0.detail) }
    self.init(name, title, status, fault.detail, errors: errors.isEmpty ? nil : errors, request: request)
  }

  private init(
    _ name: String, _ title: String, _ status: Int, _ detail: String, errors: [FieldError]? = nil, incident: String? = nil,
    request: HTTPRequest?
  ) {
    (type, self.title, self.status, self.detail) = ("/problems/\(name)", title.isEmpty ? "Error" : title, status, detail)
    (self.errors, self.incident, requestID) = (errors, incident, request.flatMap { $0.id.isEmpty ? nil : $0.id })
  }

  /// The answer.
  public var response: HTTPResponse {
    let body = (try? JSON.encode(self, JSONBody.style)) ?? Array(#"{"title":"Error","status":\#(status)}"#.utf8)
    return HTTPResponse(status: status, headers: ["Content-Type": "application/problem+json"], body: body)
  }

  /// The word, the title and the status of a kind of fault.
  private static func kind(_ code: Fault.Code) -> (String, String, Int) {
    switch code {
    case .badInput: ("bad-input", "Something is not right in what was entered", 400)
    case .notFound: ("not-found", "There is no such thing", 404)
    case .conflict: ("conflict", "It conflicts with something that is there", 409)
    case .stale: ("stale", "It was changed meanwhile", 409)
    case .illegalState: ("illegal-state", "This is not possible now", 409)
    case .notConfigured: ("not-configured", "Something has to be set up first", 409)
    case .refused: ("refused", "This is not allowed", 422)
    case .unauthorized: ("unauthorized", "You are not signed in", 401)
    case .forbidden: ("forbidden", "This is not allowed from here", 403)
    case .rateLimited: ("rate-limited", "Too many requests", 429)
    case .tooLarge: ("too-large", "This is too large", 413)
    case .upstream: ("upstream", "Another service did not do its part", 502)
    case .offline: ("offline", "The network can't be reached", 503)
    case .locked: ("locked", "The data is locked", 423)
    case .storage: ("storage", "The data can't be written", 507)
    case .unsupported: ("unsupported", "This kind of content is not supported", 415)
    }
  }
}
