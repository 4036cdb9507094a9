import Glibc

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
  /// Waits until a descriptor is readable, the peer is gone, the server stops, or the time is over.
  func wait(for descriptor: Int32, seconds: Double)
}

extension HTTPBodyWriter {
  /// Waits for the descriptor alone, at most a second, so that the caller asks `isClosed` again.
  public func wait(for descriptor: Int32, seconds: Double) {
    var item = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    _ = poll(&item, 1, Int32(min(max(0, seconds), 1) * 1000))
  }
}
