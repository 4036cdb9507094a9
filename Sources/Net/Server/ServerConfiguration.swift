/// How the server listens, and how long it waits for what.
public struct ServerConfiguration: Sendable {
  /// The port on 127.0.0.1; 0 for any free one.
  public var port: UInt16 = 0
  /// A socket that already listens, taken over and closed by the server; nil to make one.
  public var listeningSocket: Int32?
  /// Connections served at once; past it the idle ones are closed first, then newcomers get 503.
  public var maximumConnections = 64
  public var limits = HTTPLimits()
  /// From the first byte of a request to the end of its head; then 408.
  public var headerTimeoutSeconds = 10.0
  /// From an answer to the next request; then the connection is closed.
  public var idleTimeoutSeconds = 60.0
  /// For the content of a request, and a second more for every 16 KiB that came; then 408.
  public var bodyTimeoutSeconds = 30.0
  /// For one write of an answer, and a second more for every 16 KiB of it; then the connection is closed.
  public var writeTimeoutSeconds = 30.0
  /// For a handler; then it is cancelled and the answer is 503.
  public var handlerTimeoutSeconds = 300.0
  /// Looks up the user id of a peer's process by (our port, its port); called once a connection on the connection's thread.
  public var peerUID: @Sendable (UInt16, UInt16) -> UInt32? = { _, _ in nil }

  /// The server of the product on any free port.
  public init() {}

  /// Address space of a connection's thread. Handlers run on it, so it is more than the parser needs; untouched pages cost nothing.
  static let stackBytes = 1024 * 1024
  /// Bytes a second that a slow but honest peer must manage.
  static let minimumBytesASecond = 16 * 1024
  /// How long a refused client may go on sending before we close for good (RFC 9112 §9.6).
  static let lingerMilliseconds = 2000
}
