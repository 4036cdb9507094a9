/// A request as the server's parser made it, and as handlers read it.
public struct HTTPRequest: Sendable {
  /// Upper-case method token.
  public var method: String
  /// The decoded absolute path, starting with `/`, without dot segments and encoded slashes; `*` for `OPTIONS *`.
  public var path: String
  /// The raw query without `?`, or empty.
  public var query: String
  public var headers: HTTPHeaders
  public var body: [UInt8]
  /// What took the content where the route has a receiver; nil where there was no content.
  public var receiver: (any HTTPBodyReceiver)?
  /// The values of `{name}` segments of the route, percent-decoded.
  public var parameters: [String: String]
  /// The user id of the peer's process; nil where it can't be told.
  public var peerUID: UInt32?
  /// Ties the answer, the jobs it makes and the log lines together; 16 hexadecimal characters.
  public var id: String
  /// Set by the guard once it knows who asks: a session or the bearer token.
  public var principal: Principal?
  /// The path of the route that answers, with its `{name}` segments; set by the router, nil where none matches.
  public var route: String?
  /// When its head was there.
  public let startedAt = ContinuousClock.now

  /// Who asks, as the guard found.
  public enum Principal: Sendable, Hashable {
    /// The browser, by the id of its session.
    case session(String)
    /// A script with the bearer token.
    case bearer
  }

  /// A request by its parts.
  public init(method: String, path: String, query: String = "", headers: HTTPHeaders = [:], body: [UInt8] = [], id: String = "") {
    (self.method, self.path, self.query, self.headers, self.body, self.id) = (method, path, query, headers, body, id)
    (parameters, peerUID, principal, receiver) = ([:], nil, nil, nil)
  }

  /// The first value of a query field, form-decoded; nil where it is absent.
  public func queryValue(_ name: String) -> String? { queryFields.first { $0.name == name }?.value }

  /// Every query field in order, form-decoded (`+` is a space); broken escapes stay as they are.
  public var queryFields: [(name: String, value: String)] { Self.formFields(query) }

  /// The fields of an `application/x-www-form-urlencoded` text.
  public static func formFields(_ text: String) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (decoded(parts[0]), parts.count > 1 ? decoded(parts[1]) : "")
    }
  }

  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == 0x25, index + 2 < source.count, let high = hex(source[index + 1]), let low = hex(source[index + 2]) {
        bytes.append(high << 4 | low)
        index += 3
      } else {
        bytes.append(source[index] == 0x2B ? 0x20 : source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }
}
