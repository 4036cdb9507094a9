/// Which addresses a request may reach; checked on the address that is really connected to, redirects included.
public enum AddressPolicy: Sendable {
  /// Any, for services that the user set up.
  case any
  /// Public unicast only: no private, loopback, link-local or metadata address. For sites from the outside.
  case publicOnly
}

/// A request to an outside server.
public struct ClientRequest: Sendable {
  public var method: String
  /// An absolute http or https URL, host in A-labels.
  public var url: String
  public var headers: HTTPHeaders
  public var body: [UInt8]
  /// For the whole exchange.
  public var timeoutSeconds: Double
  /// More content than this ends with `.tooLarge`.
  public var maximumBodyBytes: Int
  /// 0 gives redirects to the caller.
  public var maximumRedirects: Int
  public var addresses: AddressPolicy

  /// A request with careful defaults: 30 s, 8 MiB, no redirects followed.
  public init(_ method: String, _ url: String, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    (self.method, self.url, self.headers, self.body) = (method, url, headers, body)
    (timeoutSeconds, maximumBodyBytes, maximumRedirects, addresses) = (30, 8 << 20, 0, .any)
  }
}

/// An outside server's answer; content is decoded from gzip already.
public struct ClientResponse: Sendable {
  public var status: Int
  public var headers: HTTPHeaders
  public var body: [UInt8]
  /// The URL that answered, after redirects.
  public var url: String

  /// An answer by its parts.
  public init(status: Int, headers: HTTPHeaders, body: [UInt8], url: String) {
    (self.status, self.headers, self.body, self.url) = (status, headers, body, url)
  }
}

/// Asks outside servers over HTTP/1.1.
public protocol HTTPClient: Sendable {
  /// Sends a request and waits for the whole answer. Cancelling the task breaks it off.
  func send(_ request: ClientRequest) async throws(NetworkError) -> ClientResponse
}
