import Net
import Synchronization

/// An HTTP client whose answers a test writes; it keeps what was asked.
public final class ScriptedHTTP: HTTPClient {
  private let answer: @Sendable (ClientRequest) throws(NetworkError) -> ClientResponse
  private let kept = Mutex<[ClientRequest]>([])

  /// A client that answers by a function.
  public init(_ answer: @escaping @Sendable (ClientRequest) throws(NetworkError) -> ClientResponse) { self.answer = answer }

  /// A client for pages by URL; everything else is a 404.
  public convenience init(pages: [String: String], type: String = "text/html; charset=utf-8") {
    self.init { request in
      guard let page = pages[request.url] else { return ClientResponse(status: 404, headers: [:], body: [], url: request.url) }
      return ClientResponse(
        status: 200, headers: ["Content-Type": request.url.hasSuffix("robots.txt") ? "text/plain" : type], body: Array(page.utf8),
        url: request.url)
    }
  }

  /// What was asked so far.
  public var requests: [ClientRequest] { kept.withLock { $0 } }

  public func send(_ request: ClientRequest) async throws(NetworkError) -> ClientResponse {
    kept.withLock { $0.append(request) }
    return try answer(request)
  }
}
