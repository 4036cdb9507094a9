/// Writes the pieces of a streamed answer to the socket, as chunks (RFC 9112 §7.1) where the client knows them.
final class SocketBodyWriter: HTTPBodyWriter {
  private let descriptor: Int32
  private let chunked: Bool
  private let timeoutSeconds: Double
  private let isStopping: () -> Bool

  /// A writer for the time of one answer.
  init(_ descriptor: Int32, chunked: Bool, timeoutSeconds: Double, isStopping: @escaping () -> Bool) {
    (self.descriptor, self.chunked, self.timeoutSeconds, self.isStopping) = (descriptor, chunked, timeoutSeconds, isStopping)
  }

  func write(_ bytes: [UInt8]) throws(NetworkError) {
    // An empty chunk would end the content.
    guard !bytes.isEmpty else { return }
    guard chunked else { return try Socket.send(descriptor, bytes, seconds: timeoutSeconds) }
    try Socket.send(
      descriptor, Array("\(String(bytes.count, radix: 16))\r\n".utf8), bytes + [0x0D, 0x0A], seconds: timeoutSeconds)
  }

  var isClosed: Bool { isStopping() || Socket.peerHasClosed(descriptor) }

  func wait(for wake: Int32, seconds: Double) {
    Socket.wait(descriptor, orReadable: wake, seconds: seconds)
  }

  /// Ends the content.
  func finish() throws(NetworkError) {
    if chunked { try Socket.send(descriptor, Array("0\r\n\r\n".utf8), seconds: timeoutSeconds) }
  }
}
