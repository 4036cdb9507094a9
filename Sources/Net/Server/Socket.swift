import CZlib
import Glibc

/// The socket calls of the server, each without surprises: no signals, no inherited descriptors.
enum Socket {
  /// How a wait ended.
  enum Readiness { case ready, timedOut }

  /// A listening socket on 127.0.0.1.
  /// - Parameter port: 0 lets the system choose.
  /// - Throws: `.connect` where the port is taken or not allowed.
  static func listen(port: UInt16) throws(NetworkError) -> Int32 {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw NetworkError(.connect, "No socket could be made.") }
    // Without this a restart would wait a minute for old connections to be forgotten.
    set(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = withSocketAddress(&address) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    guard bound == 0, Glibc.listen(descriptor, 128) == 0 else {
      Glibc.close(descriptor)
      throw NetworkError(.connect, "Port \(port) on 127.0.0.1 can't be used; another program may have it.")
    }
    return descriptor
  }

  /// The port of our side or the peer's; nil where the socket is no IPv4 socket.
  static func port(of descriptor: Int32, peer: Bool) -> UInt16? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let result = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        peer ? getpeername(descriptor, $0, &size) : getsockname(descriptor, $0, &size)
      }
    }
    return result == 0 && address.sin_family == sa_family_t(AF_INET) ? UInt16(bigEndian: address.sin_port) : nil
  }

  /// Sets an integer option; one that the system lacks is no reason to stop.
  static func set(_ descriptor: Int32, _ level: Int32, _ option: Int32, _ value: Int32) {
    var value = value
    setsockopt(descriptor, level, option, &value, socklen_t(MemoryLayout<Int32>.size))
  }

  /// How long a plain `recv` waits.
  static func setReceiveTimeout(_ descriptor: Int32, seconds: Double) {
    var time = timeval(tv_sec: Int(seconds), tv_usec: Int((seconds - Double(Int(seconds))) * 1_000_000))
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
  }

  /// Waits until a descriptor is readable or writable, or has failed.
  /// - Parameter deadline: in milliseconds of `Clock`.
  static func wait(_ descriptor: Int32, for events: Int32, until deadline: Int) -> Readiness {
    while true {
      var item = pollfd(fd: descriptor, events: Int16(events), revents: 0)
      let left = deadline - Clock.milliseconds
      guard left > 0 else { return .timedOut }
      let count = poll(&item, 1, Int32(min(left, 1_000_000)))
      if count > 0 || (count < 0 && errno != EINTR) { return .ready }
    }
  }

  /// Sends a head and a body in one call where possible.
  /// - Parameter seconds: how long the peer may take nothing at all; for the whole it has a second more for every 16 KiB.
  /// - Throws: `.timeout` for a reader who is slower, `.closed` for one who is gone.
  static func send(_ descriptor: Int32, _ head: [UInt8], _ body: [UInt8] = [], seconds: Double) throws(NetworkError) {
    let total = head.count + body.count
    var sent = 0
    var deadline: Int?
    while sent < total {
      let count = head.withUnsafeBytes { head in body.withUnsafeBytes { body in sendOnce(descriptor, head, body, skipping: sent) } }
      if count > 0 {
        sent += count
      } else if count < 0, errno == EAGAIN {
        let now = Clock.milliseconds
        let patience = Int(seconds * 1000)
        let end = deadline ?? now + patience + total / ServerConfiguration.minimumBytesASecond * 1000
        deadline = end
        guard wait(descriptor, for: POLLOUT, until: min(end, now + patience)) == .ready else {
          throw NetworkError(.timeout, "The peer reads too slowly.")
        }
      } else if count == 0 || errno != EINTR {
        throw NetworkError(.closed, "The peer has closed the connection.")
      }
    }
  }

  private static func sendOnce(
    _ descriptor: Int32, _ head: UnsafeRawBufferPointer, _ body: UnsafeRawBufferPointer, skipping sent: Int
  )
    -> Int
  {
    let first = min(sent, head.count)
    let flags = Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT)
    let pieces = (UnsafeRawBufferPointer(rebasing: head[first...]), UnsafeRawBufferPointer(rebasing: body[(sent - first)...]))
    if pieces.1.isEmpty { return Glibc.send(descriptor, pieces.0.baseAddress, pieces.0.count, flags) }
    return withUnsafeTemporaryAllocation(of: iovec.self, capacity: 2) { vectors in
      vectors.initializeElement(
        at: 0, to: iovec(iov_base: UnsafeMutableRawPointer(mutating: pieces.0.baseAddress), iov_len: pieces.0.count))
      vectors.initializeElement(
        at: 1, to: iovec(iov_base: UnsafeMutableRawPointer(mutating: pieces.1.baseAddress), iov_len: pieces.1.count))
      var message = msghdr()
      message.msg_iov = vectors.baseAddress
      message.msg_iovlen = 2
      return sendmsg(descriptor, &message, flags)
    }
  }

  /// Whether the peer has closed its side, or we ours; answers at once.
  static func peerHasClosed(_ descriptor: Int32) -> Bool {
    var item = pollfd(fd: descriptor, events: net_poll_peer_closed, revents: 0)
    return poll(&item, 1, 0) > 0 && item.revents != 0
  }

  /// Waits until `wake` is readable or the peer of `descriptor` is gone.
  static func wait(_ descriptor: Int32, orReadable wake: Int32, seconds: Double) {
    withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { items in
      items.initializeElement(at: 0, to: pollfd(fd: descriptor, events: net_poll_peer_closed, revents: 0))
      items.initializeElement(at: 1, to: pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
      _ = poll(items.baseAddress, 2, Int32(min(max(0, seconds), 1_000_000) * 1000) + 1)
    }
  }

  /// Waits for a client or for the signal to stop; looks up once an hour all the same.
  static func waitForConnection(_ listener: Int32, wake: Int32) {
    withUnsafeTemporaryAllocation(of: pollfd.self, capacity: 2) { items in
      items.initializeElement(at: 0, to: pollfd(fd: listener, events: Int16(POLLIN), revents: 0))
      items.initializeElement(at: 1, to: pollfd(fd: wake, events: Int16(POLLIN), revents: 0))
      _ = poll(items.baseAddress, 2, 3_600_000)
    }
  }

  /// A descriptor that `signal` makes readable; -1 where there is none left.
  static func makeSignal() -> Int32 { net_event_descriptor() }

  /// Makes a signal readable until `clear`.
  static func signal(_ descriptor: Int32) {
    var one: UInt64 = 1
    _ = write(descriptor, &one, 8)
  }

  /// Makes a signal unreadable again.
  static func clear(_ descriptor: Int32) {
    var count: UInt64 = 0
    _ = read(descriptor, &count, 8)
  }

  private static func withSocketAddress(_ address: inout sockaddr_in, _ body: (UnsafePointer<sockaddr>) -> Int32) -> Int32 {
    withUnsafePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
  }
}
