import Foundation
import Testing

@testable import Net

/// A client that sends exactly the bytes it is given, over a real socket, and waits at most five seconds for anything.
final class RawClient {
  /// Seconds until something counts as hanging: long, because a busy computer is no fault of the server.
  static let patience = 300.0

  let descriptor: Int32
  private var isOpen = true

  init(_ port: UInt16) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    #expect(result == 0)
    Socket.setReceiveTimeout(descriptor, seconds: Self.patience)
  }

  deinit { close() }

  func close() {
    if isOpen { Glibc.close(descriptor) }
    isOpen = false
  }

  /// Closes with a reset instead of a goodbye.
  func reset() {
    var option = linger(l_onoff: 1, l_linger: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    close()
  }

  @discardableResult
  func send(_ text: String) -> Self {
    try? Socket.send(descriptor, Array(text.utf8), seconds: Self.patience)
    return self
  }

  func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Everything until the server closes, or patience is over ("…").
  func readAll() -> String { read(until: "", count: .max) }

  /// Everything until a text has come so many times.
  func read(until marker: String, count: Int = 1) -> String {
    let marker = Array(marker.utf8)
    var received: [UInt8] = []
    var (looked, found) = (0, 0)
    var piece = [UInt8](repeating: 0, count: 65536)
    let deadline = Clock.milliseconds + Int(Self.patience * 1000)
    while Clock.milliseconds < deadline {
      let bytes = recv(descriptor, &piece, piece.count, 0)
      if bytes < 0, errno == EAGAIN { return String(decoding: received, as: UTF8.self) + "…" }
      guard bytes > 0 else { break }
      received += piece[..<bytes]
      guard !marker.isEmpty else { continue }
      while looked + marker.count <= received.count {
        let isHere = received[looked] == marker[0] && received[looked..<(looked + marker.count)].elementsEqual(marker)
        if isHere { found += 1 }
        looked += isHere ? marker.count : 1
      }
      if found >= count { break }
    }
    return String(decoding: received, as: UTF8.self)
  }

  /// Whether the server has closed the connection, seen within patience.
  func isClosedByServer() -> Bool {
    var byte: UInt8 = 0
    let count = recv(descriptor, &byte, 1, 0)
    return count == 0 || (count < 0 && errno == ECONNRESET)
  }
}

/// Runs a server for the time of a test, and expects it to stop well.
func withServer(
  _ routes: [Route], hooks: Router.Hooks = Router.Hooks(), configure: (inout ServerConfiguration) -> Void = { _ in },
  _ body: (UInt16, HTTPServer) throws -> Void
) throws {
  var configuration = ServerConfiguration()
  configure(&configuration)
  let server = HTTPServer(configuration, router: try Router(routes, hooks: hooks))
  let port = try server.start()
  defer { #expect(server.stop(within: RawClient.patience)) }
  try body(port, server)
}

/// Asks again and again, until something holds or patience is over.
func eventually(_ condition: () -> Bool) -> Bool {
  let deadline = Clock.milliseconds + Int(RawClient.patience * 1000)
  while !condition() {
    guard Clock.milliseconds < deadline else { return false }
    usleep(1000)
  }
  return true
}

extension HTTPResponse {
  /// A plain answer.
  static func text(_ text: String, status: Int = 200) -> HTTPResponse {
    HTTPResponse(status: status, headers: ["Content-Type": "text/plain"], body: Array(text.utf8))
  }
}
