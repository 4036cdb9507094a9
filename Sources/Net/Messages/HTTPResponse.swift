/// An answer as handlers make it; the server adds Date, Content-Length and Connection.
public struct HTTPResponse: Sendable {
  /// Where the content comes from.
  public enum Body: Sendable {
    /// All of it at once.
    case bytes([UInt8])
    /// Written piece by piece on the connection's own thread, chunked; ends when the closure returns or the peer is gone.
    case stream(@Sendable (any HTTPBodyWriter) throws -> Void)
  }

  /// 200 to 599.
  public var status: Int
  public var headers: HTTPHeaders
  public var body: Body

  /// An answer by its parts.
  public init(status: Int, headers: HTTPHeaders = [:], body: [UInt8] = []) {
    (self.status, self.headers, self.body) = (status, headers, .bytes(body))
  }

  /// An answer whose content is written piece by piece.
  public init(status: Int, headers: HTTPHeaders, stream: @escaping @Sendable (any HTTPBodyWriter) throws -> Void) {
    (self.status, self.headers, body) = (status, headers, .stream(stream))
  }
}

/// Takes the pieces of a streamed answer.
public protocol HTTPBodyWriter: AnyObject {
  /// Sends a piece now. - Throws: `NetworkError` when the peer is gone or too slow.
  func write(_ bytes: [UInt8]) throws(NetworkError)
  /// Whether the server is stopping or the peer has closed; a stream that waits asks now and then.
  var isClosed: Bool { get }
}
