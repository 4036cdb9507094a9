import CSystem
import Finding
import Glibc

/// TCP on 127.0.0.1: listening for our server, and asking a running instance.
public enum Loopback {
  /// Connections that wait for `accept` at most.
  private static let backlog: Int32 = 128

  /// A socket that listens, closed on exec.
  /// - Parameter port: 0 for any free one.
  /// - Returns: the socket, which is the caller's to close, and its port.
  /// - Throws: `EADDRINUSE` where another program has the port.
  public static func listen(port: UInt16) throws(SystemError) -> (socket: Int32, port: UInt16) {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("open a socket") }
    // Connections of the last start that are still ending must not keep the port.
    var on: Int32 = 1
    setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = address(port: port)
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        bind(number, plain, size) == 0 && Glibc.listen(number, backlog) == 0 && getsockname(number, plain, &size) == 0
      }
    }
    guard code else {
      let reason = errno
      close(number)
      throw SystemError("listen on port \(port)", code: reason)
    }
    return (number, UInt16(bigEndian: address.sin_port))
  }

  /// Another descriptor of a socket, closed on exec.
  /// - Throws: where the process has no descriptor left.
  public static func duplicate(_ socket: Int32) throws(SystemError) -> Int32 {
    let copy = cs_duplicate(socket, 3)
    guard copy >= 0 else { throw SystemError("duplicate a socket") }
    return copy
  }

  /// Connects to a port of this computer.
  /// - Throws: `ECONNREFUSED` where nobody listens.
  static func connect(port: UInt16, seconds: Int) throws(SystemError) -> Descriptor {
    let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw SystemError("open a socket") }
    let descriptor = Descriptor(number)
    var limit = timeval(tv_sec: max(1, seconds), tv_usec: 0)
    for option in [SO_SNDTIMEO, SO_RCVTIMEO] {
      setsockopt(number, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = address(port: port)
    let code = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { plain in
        retrying { Glibc.connect(number, plain, socklen_t(MemoryLayout<sockaddr_in>.size)) }
      }
    }
    guard code == 0 else { throw SystemError("connect to port \(port)") }
    return descriptor
  }

  private static func address(port: UInt16) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return address
  }
}

/// Asks a running instance over HTTP, for commands. Speaks HTTP/1.0, so that the end of the connection is the end of the answer.
public struct LoopbackClient: Sendable {
  /// What came back.
  public struct Answer: Sendable, Hashable {
    /// 200 to 599.
    public let status: Int
    public let body: [UInt8]

    /// An answer by its parts.
    public init(status: Int, body: [UInt8]) { (self.status, self.body) = (status, body) }
  }

  private let port: UInt16
  private let token: String
  /// Bytes of an answer at most.
  public static let answerBytes = 256 << 20

  /// A client for the instance on a port.
  public init(port: UInt16, token: String) { (self.port, self.token) = (port, token) }

  /// Sends a request and waits for the answer. Blocks: on a thread of its own.
  /// - Parameter seconds: for each read or write.
  /// - Throws: `ECONNREFUSED` where nobody listens, `EAGAIN` where the time is over, `EPROTO` where the answer is none of HTTP.
  public func send(_ method: String, _ path: String, body: [UInt8] = [], type: String = "application/json", seconds: Int = 60)
    throws(SystemError) -> Answer
  {
    let socket = try Loopback.connect(port: port, seconds: seconds)
    guard path.hasPrefix("/") else { throw SystemError("ask for", path: path, code: EINVAL) }
    // A name that somebody typed may have blanks and letters of any language.
    let path = path.utf8.reduce(into: "") { path, byte in
      path += (0x21...0x7E).contains(byte) ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }
    var head = "\(method) \(path) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\nAuthorization: Bearer \(token)\r\n"
    if method != "GET" { head += "Content-Type: \(type)\r\nContent-Length: \(body.count)\r\n" }
    try socket.write(Array((head + "\r\n").utf8))
    // A server that refuses before it has read everything has answered; the answer counts.
    try? socket.write(body)
    var bytes: [UInt8] = []
    while true {
      let piece = try socket.read(atMost: 64 << 10)
      if piece.isEmpty { break }
      bytes += piece
      guard bytes.count <= Self.answerBytes else { throw SystemError("read the answer", code: EFBIG) }
    }
    guard let answer = Self.parse(bytes) else { throw SystemError("read the answer", code: EPROTO) }
    return answer
  }

  /// Reads a whole answer; nil where it is none, or shorter than it says.
  static func parse(_ bytes: [UInt8]) -> Answer? {
    let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
    guard let range = bytes.firstRange(of: end) else { return nil }
    let lines = String(decoding: bytes[..<range.lowerBound], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count >= 2, words[0].hasPrefix("HTTP/1."), let status = Int(words[1]), (200...599).contains(status) else {
      return nil
    }
    let body = Array(bytes[range.upperBound...])
    for line in lines.dropFirst() where line.lowercased().hasPrefix("content-length:") {
      guard Int(line.dropFirst(15).filter { $0 != " " }) == body.count else { return nil }
    }
    return Answer(status: status, body: body)
  }
}
