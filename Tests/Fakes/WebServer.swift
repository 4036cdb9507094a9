import Foundation
import Platform
import Synchronization

/// A web server on loopback that answers each connection's first request as a function says, byte for byte.
public final class WebServer: Sendable {
  public let port: Int
  private let listener: Int32
  private let isOpen = Mutex(true)
  private let requests = Mutex<[String]>([])

  /// What was asked so far, each request whole.
  public var heard: [String] { requests.withLock { $0 } }

  /// Its address, for a service's base.
  public var base: String { "http://127.0.0.1:\(port)" }

  /// Starts to listen. - Parameter answer: the raw answer to a request; nil leaves the connection silent.
  public init(_ answer: @escaping @Sendable (String) -> [UInt8]?) {
    guard let (socket, port) = try? Loopback.listen(port: 0) else { fatalError("no port of this computer is free") }
    (listener, self.port) = (socket, Int(port))
    Thread { [self] in
      while true {
        let client = accept(listener, nil, nil)
        if client < 0 { return }
        Thread { [self] in serve(client, answer) }.start()
      }
    }.start()
  }

  /// A whole answer with its length.
  public static func page(_ status: String = "200 OK", _ headers: [String] = [], _ body: [UInt8] = []) -> [UInt8] {
    let head = ["HTTP/1.1 \(status)", "Content-Length: \(body.count)", "Connection: close"] + headers
    return Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + body
  }

  /// A whole answer of JSON with a status line such as `429 Too Many Requests`.
  public static func json(_ status: String, _ text: String) -> [UInt8] {
    page(status, ["Content-Type: application/json; charset=utf-8"], Array(text.utf8))
  }

  /// A good answer of JSON.
  public static func json(_ text: String) -> [UInt8] { json("200 OK", text) }

  /// Closes it.
  public func stop() {
    // Closed once: a second time the number may be another test's file.
    let isFirst = isOpen.withLock { isOpen in
      defer { isOpen = false }
      return isOpen
    }
    guard isFirst else { return }
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ client: Int32, _ answer: (String) -> [UInt8]?) {
    defer { close(client) }
    var text = ""
    while !isWhole(text) {
      guard let more = receive(client) else { return }
      text += more
    }
    requests.withLock { $0.append(text) }
    guard let bytes = answer(text) else {
      while receive(client) != nil {}
      return
    }
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(client, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      if count <= 0 { return }
      sent += count
    }
  }

  private func isWhole(_ text: String) -> Bool {
    guard let end = text.range(of: "\r\n\r\n") else { return false }
    let length = text.lowercased().range(of: "content-length: ").map { text[$0.upperBound...].prefix { $0.isNumber } } ?? "0"
    return text[end.upperBound...].utf8.count >= Int(length) ?? 0
  }

  private func receive(_ client: Int32) -> String? {
    var bytes = [UInt8](repeating: 0, count: 8192)
    let count = recv(client, &bytes, bytes.count, 0)
    return count > 0 ? String(decoding: bytes[..<count], as: UTF8.self) : nil
  }
}
