import CCurl
import Net

/// One request on its way: the handle, what has come so far, and what to say at its end.
///
/// `@unchecked Sendable`: made by the caller, then touched by the transfers' thread only.
final class Transfer: @unchecked Sendable {
  /// More header octets than this end the transfer.
  static let maximumHeaderBytes = 128 << 10

  /// libcurl's handle for it.
  let handle: EasyHandle
  private let gate: AddressGate
  private let request: ClientRequest
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private var headers = HTTPHeaders()
  private var headerBytes = 0
  private var body: [UInt8] = []
  private var tooLarge = false

  /// A transfer ready to run.
  /// - Throws: `.protocolError` for a request that can't be written safely, `.tls` for an unreadable CA file.
  init(_ request: ClientRequest, extraCAFile: String?) throws(NetworkError) {
    guard let url = WebURL(request.url) else { throw NetworkError(.protocolError, "That is no http or https address.") }
    guard let handle = EasyHandle() else { throw NetworkError(.connect, "There is not enough memory for a connection.") }
    (self.handle, self.request) = (handle, request)
    gate = AddressGate(request.addresses == .publicOnly ? .publicOnly : .any)
    gate.guardSockets(of: handle)
    handle.set(CURLOPT_URL, url.text)
    handle.set(CURLOPT_PROTOCOLS_STR, "http,https")
    handle.set(CURLOPT_HTTP_VERSION, ccurl_http_version_1_1())
    handle.set(CURLOPT_FOLLOWLOCATION, 0)
    handle.set(CURLOPT_ACCEPT_ENCODING, "gzip")
    handle.set(CURLOPT_PROXY, "")
    let milliseconds = max(1, Int(min(request.timeoutSeconds, 86_400) * 1000))
    handle.set(CURLOPT_TIMEOUT_MS, milliseconds)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds)
    try Certificates.apply(to: handle, extraFile: extraCAFile)
    try setMethod()
    try setHeaders()
    setSinks()
    if handle.refusedOption != nil {
      throw NetworkError(.protocolError, "This build's libcurl lacks an option that a web request needs.")
    }
  }

  deinit { curl_slist_free_all(headerList) }

  /// What became of it.
  func result(_ code: CURLcode) -> Result<ClientResponse, NetworkError> {
    if tooLarge { return .failure(NetworkError(.tooLarge, "The answer is larger than \(request.maximumBodyBytes) bytes.")) }
    if gate.refused, code != CURLE_OK {
      return .failure(NetworkError(.refusedAddress, "The address leads into a private network, which is not looked at."))
    }
    guard code == CURLE_OK else { return .failure(failure(code, WebURL(request.url)?.host ?? "the server")) }
    var headers = headers
    // The content is decoded already; these two describe what it was before.
    if headers["content-encoding"] != nil { (headers["content-encoding"], headers["content-length"]) = (nil, nil) }
    let status = handle.number(CURLINFO_RESPONSE_CODE)
    return .success(ClientResponse(status: status, headers: headers, body: body, url: request.url))
  }

  private func failure(_ code: CURLcode, _ place: String) -> NetworkError {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: return ConnectFailure.unknownHost(place)
    case CURLE_COULDNT_CONNECT: return ConnectFailure.noConnection(place, errno: handle.number(CURLINFO_OS_ERRNO))
    case CURLE_OPERATION_TIMEDOUT: return NetworkError(.timeout, "\(place) did not answer in time.")
    case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER:
      return CertificateFailure(code, handle, host: place, port: handle.number(CURLINFO_PRIMARY_PORT)).error
    case CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_PARTIAL_FILE:
      return NetworkError(.closed, "\(place) broke the connection.")
    default: return NetworkError(.protocolError, "\(place) answered something that is not proper HTTP.")
    }
  }

  private func setMethod() throws(NetworkError) {
    let token = { (byte: UInt8) in (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x2D }
    guard !request.method.isEmpty, request.method.utf8.allSatisfy(token) else {
      throw NetworkError(.protocolError, "That is no HTTP method.")
    }
    let hasBody = !request.body.isEmpty || ["POST", "PUT", "PATCH"].contains(request.method)
    if request.method == "HEAD" {
      handle.set(CURLOPT_NOBODY, 1)
    } else if hasBody {
      handle.set(CURLOPT_POST, 1)
      handle.set(body: request.body)
      handle.set(CURLOPT_CUSTOMREQUEST, request.method)
    } else if request.method == "GET" {
      handle.set(CURLOPT_HTTPGET, 1)
    } else {
      handle.set(CURLOPT_CUSTOMREQUEST, request.method)
    }
  }

  /// - Throws: `.protocolError` for a name or value that would break out of its line (RFC 9110 §5.5).
  private func setHeaders() throws(NetworkError) {
    // No waiting for "100 Continue", and no media type that the caller did not name.
    var lines = ["Expect:"]
    if request.headers["content-type"] == nil { lines.append("Content-Type:") }
    for field in request.headers.fields {
      let nameIsToken = !field.name.isEmpty && field.name.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x3A && $0 != 0x3B }
      let valueIsText = field.value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
      guard nameIsToken, valueIsText else {
        throw NetworkError(.protocolError, "A request header holds a character that none may.")
      }
      let empty = field.value.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 }
      lines.append(empty ? "\(field.name);" : "\(field.name): \(field.value)")
    }
    for line in lines { headerList = curl_slist_append(headerList, line) ?? headerList }
    handle.set(CURLOPT_HTTPHEADER, list: headerList)
  }

  private func setSinks() {
    let context = Unmanaged.passUnretained(self).toOpaque()
    handle.set(CURLOPT_HEADERDATA, context)
    handle.set(CURLOPT_WRITEDATA, context)
    handle.set(
      CURLOPT_HEADERFUNCTION,
      sink: { bytes, size, count, context in
        Transfer.take(bytes, size, count, context) { $0.addHeader($1) }
      })
    handle.set(
      CURLOPT_WRITEFUNCTION,
      sink: { bytes, size, count, context in
        Transfer.take(bytes, size, count, context) { $0.addBody($1) }
      })
  }

  /// Hands a callback's bytes to its transfer.
  /// - Returns: the count taken; less than given makes libcurl stop.
  private static func take(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
    _ use: (Transfer, UnsafeRawBufferPointer) -> Bool
  ) -> Int {
    let (total, overflow) = size.multipliedReportingOverflow(by: count)
    guard let bytes, let context, !overflow else { return 0 }
    let transfer = Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    return use(transfer, UnsafeRawBufferPointer(start: bytes, count: total)) ? total : 0
  }

  private func addHeader(_ line: UnsafeRawBufferPointer) -> Bool {
    headerBytes += line.count
    guard headerBytes <= Self.maximumHeaderBytes else {
      tooLarge = true
      return false
    }
    let text = String(decoding: line, as: UTF8.self)
    if text.hasPrefix("HTTP/") {
      // A new answer begins: what came before was informational (RFC 9110 §15.2).
      headers = HTTPHeaders()
    } else if let colon = text.firstIndex(of: ":") {
      let value = text[text.index(after: colon)...].drop { $0 == " " || $0 == "\t" }
      let end = value.lastIndex { !$0.isWhitespace }
      headers.add(String(text[..<colon]), end.map { String(value[...$0]) } ?? "")
    }
    return true
  }

  private func addBody(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard body.count + bytes.count <= request.maximumBodyBytes else {
      tooLarge = true
      return false
    }
    body += bytes
    return true
  }
}
