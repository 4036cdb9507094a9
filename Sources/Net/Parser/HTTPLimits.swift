/// How much a request may hold; past a limit the connection gets its answer and is closed.
public struct HTTPLimits: Sendable, Hashable {
  /// Bytes of the request line without its line end; more is 414 (RFC 9112 §3 asks for at least 8000).
  public var requestLineBytes = 8 * 1024
  /// Bytes of all field lines together, line ends included; more is 431 (RFC 6585 §5).
  public var headerBytes = 32 * 1024
  /// Number of field lines; more is 431.
  public var headerFields = 100
  /// Bytes of the method; a longer one is no method of ours: 501 (RFC 9112 §3).
  public var methodBytes = 16
  /// Bytes of one chunk-size line with its extensions; more is 400 (RFC 9112 §7.1.1).
  public var chunkLineBytes = 256
  /// Bytes of all chunk extensions of one body; more is 400 (RFC 9112 §7.1.1 warns of floods of them).
  public var chunkExtensionBytes = 16 * 1024
  /// Bytes of content until the route's own limit is set; more is 413.
  public var bodyBytes = 1024 * 1024

  /// The limits of the product.
  public init() {}
}

/// Why a request is refused: the status to answer with before the connection closes.
public struct HTTPFailure: Error, Sendable, Hashable {
  /// 400 to 599.
  public let status: Int
  /// One sentence without anything from the request, fit for logs.
  public let detail: String

  /// A refusal.
  public init(_ status: Int, _ detail: String) { (self.status, self.detail) = (status, detail) }
}
