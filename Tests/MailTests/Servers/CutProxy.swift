import Foundation
import Synchronization

/// Stands between client and server and cuts the connection after so many octets of one direction.
final class CutProxy: Sendable {
  /// Which octets are counted.
  enum Side: CaseIterable { case client, server }

  let port: Int
  private let listener: Int32
  private let (target, side, limit): (Int, Side, Int)
  private let passedOctets = Mutex([Side.client: 0, .server: 0])

  /// Octets of a side that went through before the cut.
  func passed(_ side: Side) -> Int { passedOctets.withLock { $0[side] ?? 0 } }

  /// Listens on loopback for one connection to a port.
  init(to target: Int, cutting side: Side, after limit: Int) {
    (self.target, self.side, self.limit) = (target, side, limit)
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    port = Self.with(port: 0) { raw in
      _ = bind(listener, raw, length)
      _ = listen(listener, 4)
      _ = getsockname(listener, raw, &length)
    }
    Foundation.Thread { [self] in serve() }.start()
  }

  private static func with(port: Int, _ body: (UnsafeMutablePointer<sockaddr>) -> Void) -> Int {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, body) }
    return Int(UInt16(bigEndian: address.sin_port))
  }

  private func serve() {
    let client = accept(listener, nil, nil)
    let server = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    _ = Self.with(port: target) { _ = connect(server, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
    close(listener)
    var ends = [pollfd(fd: client, events: Int16(POLLIN), revents: 0), pollfd(fd: server, events: Int16(POLLIN), revents: 0)]
    while limit > 0, poll(&ends, 2, 10_000) > 0 {
      if ends[0].revents != 0, !pass(from: client, to: server, .client) { break }
      if ends[1].revents != 0, !pass(from: server, to: client, .server) { break }
    }
    close(client)
    close(server)
  }

  /// Passes what is there on; false at the cut or the end.
  private func pass(from: Int32, to: Int32, _ which: Side) -> Bool {
    let most = which == side ? min(4096, limit - passed(which)) : 4096
    var buffer = [UInt8](repeating: 0, count: most)
    let count = recv(from, &buffer, most, 0)
    guard count > 0 else { return false }
    var sent = 0
    while sent < count {
      let done = buffer[sent..<count].withUnsafeBytes { send(to, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard done > 0 else { return false }
      sent += done
    }
    passedOctets.withLock { $0[which, default: 0] += count }
    return which != side || passed(which) < limit
  }
}
