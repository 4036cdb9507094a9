import CCurl
import Glibc
import Net
import Synchronization

/// A signed-in connection that libcurl made (CURLOPT_CONNECT_ONLY) and now carries our bytes through its TLS.
///
/// `@unchecked Sendable`: the handle is used by one thread at a time, as `ByteStream` demands; only `interrupt` comes from others.
final class CurlStream: ByteStream, @unchecked Sendable {
  let greetingLines: [String]
  private let wake: WakeSignal
  private var handle: EasyHandle?
  private let socket: curl_socket_t

  /// Takes over a connected handle.
  /// - Returns: nil where the connection is gone already, or descriptors are out.
  init?(_ handle: EasyHandle, greetingLines: [String]) {
    var socket: curl_socket_t = -1
    guard ccurl_get_socket(handle.raw, &socket) == CURLE_OK, socket >= 0, let wake = WakeSignal() else { return nil }
    (self.handle, self.socket, self.wake, self.greetingLines) = (handle, socket, wake, greetingLines)
  }

  func read(limit: Int, until deadline: ContinuousClock.Instant) throws(NetworkError) -> [UInt8] {
    while true {
      let raw = try usable()
      var code = CURLE_OK
      // Before any wait: TLS may hold bytes that are decrypted already, and the socket would stay silent about them.
      let bytes = [UInt8](unsafeUninitializedCapacity: max(1, limit)) { buffer, count in
        code = curl_easy_recv(raw, buffer.baseAddress, buffer.count, &count)
        count = code == CURLE_OK ? min(count, buffer.count) : 0
      }
      switch code {
      case CURLE_OK: return bytes
      case CURLE_AGAIN: try wait(for: Int16(POLLIN), until: deadline)
      default: throw NetworkError(.closed, "The server broke the connection.")
      }
    }
  }

  func write(_ bytes: [UInt8], until deadline: ContinuousClock.Instant) throws(NetworkError) {
    var sent = 0
    while sent < bytes.count {
      let raw = try usable()
      var count = 0
      let code = bytes[sent...].withUnsafeBytes { curl_easy_send(raw, $0.baseAddress, $0.count, &count) }
      switch code {
      case CURLE_OK: sent += count
      case CURLE_AGAIN: try wait(for: Int16(POLLOUT), until: deadline)
      default: throw NetworkError(.closed, "The server broke the connection.")
      }
    }
  }

  func interrupt() { wake.raise() }

  func close() { handle = nil }

  private func usable() throws(NetworkError) -> UnsafeMutableRawPointer {
    if wake.isRaised { throw NetworkError(.cancelled, "The connection was broken off.") }
    guard let handle else { throw NetworkError(.closed, "The connection is closed.") }
    return handle.raw
  }

  private func wait(for events: Int16, until deadline: ContinuousClock.Instant) throws(NetworkError) {
    while true {
      let left = ContinuousClock.now.duration(to: deadline)
      guard left > .zero else { throw NetworkError(.timeout, "The server did not answer in time.") }
      let (seconds, attoseconds) = left.components
      // Rounded up, so that the wait doesn't end a moment before the deadline and turn into a busy loop.
      let milliseconds = min(seconds, 3600) * 1000 + attoseconds / 1_000_000_000_000_000 + 1
      var waits = [pollfd(fd: socket, events: events, revents: 0), pollfd(fd: wake.descriptor, events: Int16(POLLIN), revents: 0)]
      let ready = poll(&waits, 2, Int32(milliseconds))
      if ready > 0 { return }
      if ready < 0, errno != EINTR { throw NetworkError(.closed, "The connection can't be waited for.") }
    }
  }
}

/// An eventfd that, once raised, stays raised: ends the waits of one stream from any thread.
final class WakeSignal: Sendable {
  /// The descriptor to poll beside the socket.
  let descriptor: Int32
  private let raised = Atomic<Bool>(false)

  /// A signal not yet raised; nil where descriptors are out.
  init?() {
    descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
    guard descriptor >= 0 else { return nil }
  }

  deinit { _ = Glibc.close(descriptor) }

  /// Whether it was raised.
  var isRaised: Bool { raised.load(ordering: .acquiring) }

  /// Raises it for good.
  func raise() {
    raised.store(true, ordering: .releasing)
    eventfd_write(descriptor, 1)
  }
}
