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
    guard chunked else { return try send(bytes, []) }
    try send(Array("\(String(bytes.count, radix: 16))\r\n".utf8), bytes + [0x0D, 0x0A])
  }

  var isClosed: Bool { isStopping() || Socket.peerHasClosed(descriptor) }

  func wait(for wake: Int32, seconds: Double) {
    Socket.wait(descriptor, orReadable: wake, seconds: seconds)
  }

  /// Ends the content.
  func finish() throws(NetworkError) {
    if chunked { try send(Array("0\r\n\r\n".utf8), []) }
  }

  private func send(_ head: [UInt8], _ body: [UInt8]) throws(NetworkError) {
    let seconds = timeoutSeconds + Double((head.count + body.count) / ServerConfiguration.minimumBytesASecond)
    try Socket.send(descriptor, head, body, until: Clock.milliseconds + Int(seconds * 1000))
  }
}
