import CCurl
import Net

/// Asks outside servers over HTTP/1.1 through libcurl; waits on a thread of its own, never on the task pool.
///
/// Requests to public addresses only have a pool of connections of their own, so that none reuses a connection to elsewhere.
public final class CurlClient: HTTPClient {
  private let open: Transfers
  private let publicOnly: Transfers
  private let extraCAFile: String?

  /// A client.
  /// - Parameter extraCAFile: a private CA bundle to trust besides the system's; nil for the system's only.
  public init(extraCAFile: String? = nil) {
    self.extraCAFile = extraCAFile
    (open, publicOnly) = (Transfers(), Transfers())
  }

  deinit {
    open.stop()
    publicOnly.stop()
  }

  /// - Throws: `.refusedAddress`, `.tooManyRedirects`, `.tooLarge`, `.cancelled`, or the step that failed.
  public func send(_ request: ClientRequest) async throws(NetworkError) -> ClientResponse {
    let start = ContinuousClock.now
    var current = request
    var redirects = 0
    while true {
      let used = start.duration(to: .now).components
      current.timeoutSeconds = request.timeoutSeconds - Double(used.seconds) - Double(used.attoseconds) / 1e18
      guard current.timeoutSeconds > 0 else { throw NetworkError(.timeout, "The server did not answer in time.") }
      let response = try await exchange(current)
      guard request.maximumRedirects > 0, let next = try Redirect.request(after: response, to: current) else { return response }
      redirects += 1
      guard redirects <= request.maximumRedirects else {
        throw NetworkError(.tooManyRedirects, "The server sends from one address to the next without an end.")
      }
      current = next
    }
  }

  private func exchange(_ request: ClientRequest) async throws(NetworkError) -> ClientResponse {
    let transfer = try Transfer(request, extraCAFile: extraCAFile)
    let transfers = request.addresses == .publicOnly ? publicOnly : open
    return try await transfers.run(transfer).get()
  }
}

/// What a redirect (RFC 9110 §15.4) makes of a request.
enum Redirect {
  /// Headers that are for one server only and must not follow to another.
  static let credentialHeaders = ["authorization", "cookie", "proxy-authorization", "x-api-key", "x-goog-api-key"]

  /// The request that a redirect asks for; nil where the answer is none.
  /// - Throws: `.protocolError` where it leads to something that is no http or https URL.
  static func request(after response: ClientResponse, to request: ClientRequest) throws(NetworkError) -> ClientRequest? {
    guard [301, 302, 303, 307, 308].contains(response.status), let location = response.headers["location"] else { return nil }
    guard let old = WebURL(request.url), let new = WebURL(location, relativeTo: request.url) else {
      throw NetworkError(.protocolError, "The server redirects to something that is no web address.")
    }
    var next = request
    next.url = new.text
    let toGet = response.status == 303 ? request.method != "HEAD" : response.status <= 302 && request.method == "POST"
    if toGet {
      (next.method, next.body) = ("GET", [])
      next.headers["content-type"] = nil
      next.headers["content-encoding"] = nil
    }
    if old.origin != new.origin { for name in credentialHeaders { next.headers[name] = nil } }
    return next
  }
}

/// A URL as libcurl itself takes it apart, so that what is checked is what is connected to.
struct WebURL {
  /// The whole URL, without a fragment.
  let text: String
  /// Scheme, host and port.
  let origin: String
  /// The host's name or address.
  let host: String

  /// Reads an http or https URL without credentials; nil for anything else.
  /// - Parameter base: what a relative one is relative to (RFC 3986 §5).
  init?(_ text: String, relativeTo base: String? = nil) {
    guard !text.utf8.contains(where: { $0 <= 0x20 || $0 == 0x7F }), let url = curl_url() else { return nil }
    defer { curl_url_cleanup(url) }
    if let base, curl_url_set(url, CURLUPART_URL, base, 0) != CURLUE_OK { return nil }
    guard curl_url_set(url, CURLUPART_URL, text, 0) == CURLUE_OK else { return nil }
    curl_url_set(url, CURLUPART_FRAGMENT, nil, 0)
    let part = { (part: CURLUPart, flags: Int32) -> String? in
      var value: UnsafeMutablePointer<CChar>?
      guard curl_url_get(url, part, &value, UInt32(flags)) == CURLUE_OK, let value else { return nil }
      defer { curl_free(value) }
      return String(cString: value)
    }
    guard let scheme = part(CURLUPART_SCHEME, 0), scheme == "http" || scheme == "https", part(CURLUPART_USER, 0) == nil,
      let host = part(CURLUPART_HOST, 0), let port = part(CURLUPART_PORT, CURLU_DEFAULT_PORT),
      let whole = part(CURLUPART_URL, 0)
    else { return nil }
    (self.text, self.host) = (whole, host)
    origin = "\(scheme)://\(host.lowercased()):\(port)"
  }
}
