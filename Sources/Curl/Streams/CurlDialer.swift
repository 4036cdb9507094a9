import CCurl
import Net

/// Opens mail connections through libcurl: TCP, TLS or STARTTLS, greeting and sign-in; certificates are always verified.
public struct CurlDialer: StreamDialer {
  /// The last lines of the server that are shown where a sign-in failed.
  static let shownLines = 4

  /// A dialer; it has no state.
  public init() {}

  public func dial(_ target: StreamTarget) throws(NetworkError) -> any ByteStream {
    try Self.check(target)
    guard let handle = EasyHandle() else { throw NetworkError(.connect, "There is not enough memory for a connection.") }
    let lines = LineCollector()
    lines.listen(to: handle)
    // Unprotected only to this computer itself, checked on the very address, whatever the name resolves to.
    let gate = AddressGate(target.security == .none ? .loopbackOnly : .any)
    gate.guardSockets(of: handle)
    try Self.prepare(handle, for: target)
    let code = curl_easy_perform(handle.raw)
    if gate.refused, code != CURLE_OK { throw Self.unprotected(target.host) }
    guard code == CURLE_OK else { throw DialFailure(code, handle, target, lines).error }
    try Self.checkSignIn(target, lines)
    detach(handle)
    guard let stream = CurlStream(handle, greetingLines: lines.lines) else {
      throw NetworkError(.closed, "\(target.host) closed the connection after the sign-in.")
    }
    return stream
  }

  /// Takes away the pointers to what lives only while dialing.
  private func detach(_ handle: EasyHandle) {
    handle.set(CURLOPT_HEADERFUNCTION, sink: { _, size, count, _ in size.multipliedReportingOverflow(by: count).partialValue })
    handle.set(CURLOPT_HEADERDATA, nil)
    handle.set(CURLOPT_OPENSOCKETDATA, nil)
  }

  private static func check(_ target: StreamTarget) throws(NetworkError) {
    let plain = { (text: String) in !text.utf8.contains { $0 < 0x20 || $0 == 0x7F } }
    let secret =
      switch target.signIn {
      case .password(let value), .bearer(let value): value
      case .anonymous: ""
      }
    guard plain(target.username), plain(secret), plain(target.clientName) else {
      throw NetworkError(.login, "User name and password can't hold line breaks or control characters.")
    }
    guard let host = URLHost.written(target.host), !host.isEmpty else {
      throw NetworkError(.dns, "“\(target.host)” is no host name.")
    }
    guard (1...65535).contains(target.port) else { throw NetworkError(.connect, "\(target.port) is no port number.") }
    guard target.connectTimeoutSeconds > 0 else { throw NetworkError(.timeout, "There was no time left to connect.") }
  }

  private static func prepare(_ handle: EasyHandle, for target: StreamTarget) throws(NetworkError) {
    let scheme = target.service.rawValue + (target.security == .tls ? "s" : "")
    let path = target.service == .smtp ? URLHost.escaped(target.clientName) : ""
    handle.set(CURLOPT_PROTOCOLS_STR, scheme)
    handle.set(CURLOPT_URL, "\(scheme)://\(URLHost.written(target.host) ?? ""):\(target.port)/\(path)")
    handle.set(CURLOPT_CONNECT_ONLY, 1)
    // A kept plain connection would be used even though TLS is demanded now (libcurl before 8.17).
    // The handle is never performed again, so FORBID_REUSE adds nothing; with CONNECT_ONLY it would hang up at once.
    handle.set(CURLOPT_FRESH_CONNECT, 1)
    if target.security == .starttls { handle.set(CURLOPT_USE_SSL, ccurl_use_ssl_all()) }
    let milliseconds = Int(min(target.connectTimeoutSeconds, 3600) * 1000)
    handle.set(CURLOPT_CONNECTTIMEOUT_MS, max(1, milliseconds))
    handle.set(CURLOPT_TIMEOUT_MS, max(1, milliseconds))
    setSignIn(handle, target)
    try Certificates.apply(to: handle, extraFile: target.extraCAFile)
    if handle.refusedOption != nil {
      throw NetworkError(.protocolError, "This build's libcurl lacks an option that a mail connection needs.")
    }
  }

  private static func setSignIn(_ handle: EasyHandle, _ target: StreamTarget) {
    switch target.signIn {
    case .password(let password):
      handle.set(CURLOPT_USERNAME, target.username)
      handle.set(CURLOPT_PASSWORD, password)
      // With TLS always on, the plain mechanisms are the ones that every server gets right.
      if target.service == .smtp { handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN") }
    case .bearer(let token):
      handle.set(CURLOPT_USERNAME, target.username)
      handle.set(CURLOPT_XOAUTH2_BEARER, token)
      handle.set(CURLOPT_LOGIN_OPTIONS, "AUTH=XOAUTH2")
    case .anonymous: break
    }
  }

  /// libcurl goes on without a word where an SMTP server offers no sign-in that it knows; we must not.
  private static func checkSignIn(_ target: StreamTarget, _ lines: LineCollector) throws(NetworkError) {
    if case .anonymous = target.signIn { return }
    guard target.service == .smtp, !lines.contains(code: "235") else { return }
    throw NetworkError(
      .login, "\(target.host) offers no sign-in at port \(target.port). Try port 465 with TLS or 587 with STARTTLS.",
      serverLines: lines.last(shownLines))
  }

  private static func unprotected(_ host: String) -> NetworkError {
    NetworkError(.refusedAddress, "A connection without TLS is allowed to this computer only, and \(host) is another one.")
  }
}

/// How host and names are written in a URL.
enum URLHost {
  /// A host name or address as a URL has it, IPv6 in brackets; nil where it holds a character that no host has.
  static func written(_ host: String) -> String? {
    if host.contains(":") {
      return host.utf8.allSatisfy { isHexDigit($0) || $0 == 0x3A || $0 == 0x2E } ? "[\(host)]" : nil
    }
    let allowed = host.utf8.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    return allowed && host.utf8.count <= 253 ? host : nil
  }

  /// Percent-encoded for a path segment (RFC 3986 §2.1).
  static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if isAlphanumeric(byte) || byte == 0x2D || byte == 0x2E || byte == 0x5F {
        bytes.append(byte)
      } else {
        bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}
