/// Takes the content of a request piece by piece, so that a large upload never lies in memory as a whole.
///
/// It lives as long as the request: where the client breaks off, the handler never runs and the receiver just goes away, so what it
/// began (a file) is cleaned up by its `deinit`.
public protocol HTTPBodyReceiver: AnyObject, Sendable {
  /// Takes the next piece, on the connection's thread.
  /// - Throws: what becomes the answer; the rest of the content is not read then.
  func receive(_ bytes: [UInt8]) throws
}
