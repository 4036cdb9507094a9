/// What the parser knows of a request once its header section is complete.
public struct HTTPRequestHead: Sendable, Hashable {
  /// How the content is framed (RFC 9112 §6.3).
  public enum Framing: Sendable, Hashable {
    /// No content follows.
    case none
    /// So many bytes follow.
    case length(Int)
    /// Chunks follow.
    case chunked
  }

  public var method: String
  /// Decoded and absolute, without dot segments; `*` for `OPTIONS *`.
  public var path: String
  /// Raw, without `?`.
  public var query: String
  public var headers: HTTPHeaders
  /// 0 for HTTP/1.0, 1 for HTTP/1.1 and what claims to be a later minor version (RFC 9110 §2.5).
  public var minorVersion: Int
  public var framing: Framing
  /// The client waits for `100 Continue` before it sends content (RFC 9110 §10.1.1).
  public var expectsContinue: Bool
  /// Whether the client lets the connection live on (RFC 9112 §9.3); HTTP/1.0 is always closed.
  public var keepsAlive: Bool

  /// Whether content follows.
  public var hasBody: Bool { framing != .none && framing != .length(0) }
}

/// Collects one request's head line by line and judges it at its end.
struct HeadBuilder {
  var method = ""
  var target: RequestTarget?
  var minorVersion = 1
  var headers = HTTPHeaders()
  /// Bytes of field lines so far, line ends included.
  var headerBytes = 0

  private var hosts = 0
  private var contentLength: Int?
  private var hasTransferEncoding = false
  private var chunked = false
  private var unknownCoding = false
  private var expectsContinue = false
  private var unknownExpectation = false
  private var closes = false

  /// Reads `method SP request-target SP HTTP-version` (RFC 9112 §3); only single spaces part them.
  mutating func readRequestLine(_ bytes: [UInt8], _ line: Range<Int>, limits: HTTPLimits) throws(HTTPFailure) {
    var end = line.lowerBound
    while end < line.upperBound, HTTPGrammar.isTokenByte(bytes[end]) { end += 1 }
    guard end > line.lowerBound, end < line.upperBound, bytes[end] == HTTPGrammar.space else {
      throw HTTPFailure(400, "The request line is malformed.")
    }
    guard end - line.lowerBound <= limits.methodBytes else { throw HTTPFailure(501, "The method is unknown.") }
    method = Self.methodName(bytes, line.lowerBound..<end)
    var targetEnd = end + 1
    while targetEnd < line.upperBound, bytes[targetEnd] != HTTPGrammar.space { targetEnd += 1 }
    minorVersion = try Self.minorVersion(bytes, min(targetEnd + 1, line.upperBound)..<line.upperBound)
    // RFC 9110 §9.3.6: CONNECT is for proxies; its authority form is no path.
    guard method != "CONNECT" else { throw HTTPFailure(501, "CONNECT is not supported.") }
    target = try RequestTarget(bytes, (end + 1)..<targetEnd, method: method)
  }

  /// Reads one field line (RFC 9112 §5).
  mutating func readField(_ bytes: [UInt8], _ line: Range<Int>, limits: HTTPLimits) throws(HTTPFailure) {
    let (nameRange, valueRange) = try Self.splitField(bytes, line)
    guard headers.fields.count < limits.headerFields else { throw HTTPFailure(431, "There are too many header fields.") }
    let value = String(decoding: bytes[valueRange], as: UTF8.self)
    headers.add(String(decoding: bytes[nameRange], as: UTF8.self), value)
    switch nameRange.count {
    case 4 where HTTPGrammar.equals(bytes, nameRange, "host"):
      hosts += 1
      guard HTTPGrammar.isAuthority(bytes, valueRange) else { throw HTTPFailure(400, "The Host field is malformed.") }
    case 6 where HTTPGrammar.equals(bytes, nameRange, "expect"):
      if HTTPGrammar.equals(bytes, valueRange, "100-continue") { expectsContinue = true } else { unknownExpectation = true }
    case 10 where HTTPGrammar.equals(bytes, nameRange, "connection"):
      forEachListItem(bytes, valueRange) { if HTTPGrammar.equals(bytes, $0, "close") { closes = true } }
    case 14 where HTTPGrammar.equals(bytes, nameRange, "content-length"):
      // RFC 9110 §8.6 lets us refuse a repeated length even where both agree: two readers may pick differently.
      guard contentLength == nil, let length = HTTPGrammar.decimal(bytes, valueRange) else {
        throw HTTPFailure(400, "Content-Length is malformed or repeated.")
      }
      contentLength = length
    case 17 where HTTPGrammar.equals(bytes, nameRange, "transfer-encoding"):
      try readCodings(bytes, valueRange)
    default: break
    }
  }

  /// Checks one field line and finds its parts; trailers are checked so and then dropped.
  static func splitField(_ bytes: [UInt8], _ line: Range<Int>) throws(HTTPFailure) -> (name: Range<Int>, value: Range<Int>) {
    // RFC 9112 §5.2 and §2.2: neither obs-fold nor white space before the first field.
    guard let first = line.first, bytes[first] != HTTPGrammar.space, bytes[first] != HTTPGrammar.tab else {
      throw HTTPFailure(400, "A header line is folded.")
    }
    var end = line.lowerBound
    while end < line.upperBound, HTTPGrammar.isTokenByte(bytes[end]) { end += 1 }
    // RFC 9112 §5.1: no white space between name and colon.
    guard end > line.lowerBound, end < line.upperBound, bytes[end] == HTTPGrammar.colon else {
      throw HTTPFailure(400, "A header name is malformed.")
    }
    for index in (end + 1)..<line.upperBound where !HTTPGrammar.isValueByte(bytes[index]) {
      throw HTTPFailure(400, "A header value holds a control character.")
    }
    return (line.lowerBound..<end, HTTPGrammar.trimmed(bytes, (end + 1)..<line.upperBound))
  }

  /// Judges the whole head.
  mutating func finished() throws(HTTPFailure) -> HTTPRequestHead {
    guard let target else { throw HTTPFailure(400, "The request line is malformed.") }
    // RFC 9112 §3.2: exactly one Host in HTTP/1.1; more than one is wrong in any version.
    guard hosts == 1 || (hosts == 0 && minorVersion == 0) else { throw HTTPFailure(400, "There must be one Host field.") }
    if let authority = target.authority { headers["Host"] = authority }
    let framing = try framing()
    // RFC 9110 §10.1.1: an unknown expectation is 417; HTTP/1.0 knows none.
    if minorVersion > 0, unknownExpectation { throw HTTPFailure(417, "The expectation is unknown.") }
    return HTTPRequestHead(
      method: method, path: target.path, query: target.query, headers: headers, minorVersion: minorVersion, framing: framing,
      expectsContinue: expectsContinue && minorVersion > 0, keepsAlive: minorVersion > 0 && !closes)
  }

  private func framing() throws(HTTPFailure) -> HTTPRequestHead.Framing {
    guard hasTransferEncoding else { return contentLength.map { .length($0) } ?? .none }
    // RFC 9112 §6.1: a Transfer-Encoding in HTTP/1.0 is faulty framing; §6.3: with a Content-Length it is an attack.
    guard minorVersion > 0, contentLength == nil else { throw HTTPFailure(400, "Transfer-Encoding is not allowed here.") }
    // RFC 9112 §6.1: a coding that the server does not know is 501.
    guard !unknownCoding else { throw HTTPFailure(501, "The transfer coding is unknown.") }
    guard chunked else { throw HTTPFailure(400, "Transfer-Encoding is empty.") }
    return .chunked
  }

  private mutating func readCodings(_ bytes: [UInt8], _ value: Range<Int>) throws(HTTPFailure) {
    hasTransferEncoding = true
    var afterChunked = false
    forEachListItem(bytes, value) { item in
      // RFC 9112 §6.1 and §6.3: chunked comes once, and last.
      if chunked { afterChunked = true }
      if HTTPGrammar.equals(bytes, item, "chunked") { chunked = true } else { unknownCoding = true }
    }
    if afterChunked { throw HTTPFailure(400, "The chunked coding must come once and last.") }
  }

  /// Calls back for every non-empty item of a comma-separated list (RFC 9110 §5.6.1.2).
  private func forEachListItem(_ bytes: [UInt8], _ range: Range<Int>, _ visit: (Range<Int>) -> Void) {
    var start = range.lowerBound
    for index in range where bytes[index] == 0x2C {
      let item = HTTPGrammar.trimmed(bytes, start..<index)
      if !item.isEmpty { visit(item) }
      start = index + 1
    }
    let item = HTTPGrammar.trimmed(bytes, start..<range.upperBound)
    if !item.isEmpty { visit(item) }
  }

  private static func methodName(_ bytes: [UInt8], _ range: Range<Int>) -> String {
    String(decoding: bytes[range], as: UTF8.self)
  }

  /// Reads `HTTP/1.x` (RFC 9112 §2.3), upper case only.
  private static func minorVersion(_ bytes: [UInt8], _ range: Range<Int>) throws(HTTPFailure) -> Int {
    let start = range.lowerBound
    guard range.count == 8, HTTPGrammar.equals(bytes, start..<(start + 5), "http/"), bytes[start] == 0x48, bytes[start + 1] == 0x54,
      bytes[start + 2] == 0x54, bytes[start + 3] == 0x50, bytes[start + 5] &- 0x30 <= 9, bytes[start + 6] == 0x2E,
      bytes[start + 7] &- 0x30 <= 9
    else { throw HTTPFailure(400, "The request line is malformed.") }
    // RFC 9110 §15.6.6: another major version is 505.
    guard bytes[start + 5] == 0x31 else { throw HTTPFailure(505, "Only HTTP/1.1 is spoken here.") }
    return bytes[start + 7] == 0x30 ? 0 : 1
  }
}
