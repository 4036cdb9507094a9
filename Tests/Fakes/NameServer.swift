import Foundation
import Glibc
import Synchronization

/// A name server on loopback, over real UDP and TCP sockets (RFC 1035 §4.2), that says what a test wants of each name.
public final class NameServer: Sendable {
  /// What it answers to one question.
  public enum Reply: Sendable {
    /// Mail exchanges with their preference; an empty host is the root, a null MX (RFC 7505).
    case exchanges([(preference: UInt16, host: String)])
    /// IPv4 addresses.
    case addresses([String])
    /// The name exists, but has nothing of the kind (NOERROR without answers).
    case nothing
    /// NXDOMAIN.
    case noSuchName
    /// SERVFAIL: the server is ill.
    case failure
    /// No answer at all.
    case silence
    /// Cut off over UDP, whole over TCP (RFC 7766 §5).
    indirect case truncated(Reply)
  }

  /// 15 for MX, 1 for A, 28 for AAAA.
  public typealias Kind = UInt16
  /// MX.
  public static let mx: Kind = 15
  /// A.
  public static let a: Kind = 1

  /// The port of both sockets.
  public let port: UInt16
  private let (udp, tcp): (Int32, Int32)
  private let state: Mutex<(names: [String: Reply], asked: [String], overTCP: Int)>

  /// A server that knows these names, as `MX firm.de`; others don't exist.
  public init(_ names: [String: Reply]) throws {
    state = Mutex((names, [], 0))
    guard let made = (0..<20).reduce(nil, { made, _ in made ?? Self.sockets() }) else { throw POSIXError(.EADDRINUSE) }
    (udp, tcp, port) = made
    let (own, stream) = (udp, tcp)
    Thread.detachNewThread { [weak self] in
      var buffer = [UInt8](repeating: 0, count: 4096)
      while true {
        var peer = sockaddr_in()
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = withUnsafeMutablePointer(to: &peer) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { recvfrom(own, &buffer, 4096, 0, $0, &length) }
        }
        guard count > 0 else { return }
        guard let answer = self?.answer(Array(buffer.prefix(count)), overTCP: false) else { continue }
        _ = withUnsafePointer(to: &peer) {
          $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { sendto(own, answer, answer.count, 0, $0, length) }
        }
      }
    }
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(stream, nil, nil)
        guard client >= 0 else { return }
        var head = [UInt8](repeating: 0, count: 2)
        var body = [UInt8](repeating: 0, count: 4096)
        if recv(client, &head, 2, Int32(MSG_WAITALL)) == 2 {
          let size = Int(head[0]) << 8 | Int(head[1])
          if size <= 4096, recv(client, &body, size, Int32(MSG_WAITALL)) == size,
            let answer = self?.answer(Array(body.prefix(size)), overTCP: true)
          {
            let whole = [UInt8(answer.count >> 8), UInt8(answer.count & 255)] + answer
            _ = send(client, whole, whole.count, Int32(MSG_NOSIGNAL))
          }
        }
        close(client)
      }
    }
  }

  /// Two sockets of one port; nil where it was free for UDP only.
  private static func sockets() -> (udp: Int32, tcp: Int32, port: UInt16)? {
    let (udp, tcp) = (socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0), socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let isBound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { generic in
        bind(udp, generic, size) == 0 && getsockname(udp, generic, &size) == 0 && bind(tcp, generic, size) == 0
          && listen(tcp, 16) == 0
      }
    }
    if isBound { return (udp, tcp, UInt16(bigEndian: address.sin_port)) }
    close(udp)
    close(tcp)
    return nil
  }

  deinit {
    shutdown(udp, Int32(SHUT_RDWR))
    shutdown(tcp, Int32(SHUT_RDWR))
    close(udp)
    close(tcp)
  }

  /// Says something else of a name from now on.
  public func set(_ name: String, _ reply: Reply) { state.withLock { $0.names[name] = reply } }
  /// What it was asked, as `MX firm.de`, oldest first.
  public var asked: [String] { state.withLock { $0.asked } }
  /// How many questions came over TCP.
  public var overTCP: Int { state.withLock { $0.overTCP } }

  private func answer(_ question: [UInt8], overTCP: Bool) -> [UInt8]? {
    guard question.count > 12 else { return nil }
    var (labels, at) = ([String](), 12)
    while at < question.count, question[at] > 0 {
      let end = at + 1 + Int(question[at])
      guard end <= question.count else { return nil }
      labels.append(String(decoding: question[(at + 1)..<end], as: UTF8.self))
      at = end
    }
    guard at + 5 <= question.count else { return nil }
    let kind = UInt16(question[at + 1]) << 8 | UInt16(question[at + 2])
    let name = "\([1: "A", 15: "MX", 28: "AAAA"][kind] ?? "\(kind)") \(labels.joined(separator: ".").lowercased())"
    let reply = state.withLock { state -> Reply in
      state.asked.append(name)
      if overTCP { state.overTCP += 1 }
      return state.names[name] ?? .noSuchName
    }
    return wire(reply, question: Array(question[12..<(at + 5)]), id: Array(question[0..<2]), overTCP: overTCP)
  }

  private func wire(_ reply: Reply, question: [UInt8], id: [UInt8], overTCP: Bool) -> [UInt8]? {
    // §4.1.1: an answer, recursion desired and available.
    func head(_ code: UInt8, _ answers: Int, cut: Bool = false) -> [UInt8] {
      id + [cut ? 0x83 : 0x81, 0x80 | code, 0, 1, 0, UInt8(answers), 0, 0, 0, 0] + question
    }
    func record(_ kind: UInt8, _ data: [UInt8]) -> [UInt8] {
      [0xC0, 12, 0, kind, 0, 1, 0, 0, 0, 60, UInt8(data.count >> 8), UInt8(data.count & 255)] + data
    }
    switch reply {
    case .exchanges(let all):
      return head(0, all.count)
        + all.flatMap { one in
          record(
            15,
            [UInt8(one.preference >> 8), UInt8(one.preference & 255)]
              + one.host.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0])
        }
    case .addresses(let all):
      return head(0, all.count) + all.flatMap { one in record(1, one.split(separator: ".").compactMap { UInt8($0) }) }
    case .nothing: return head(0, 0)
    case .noSuchName: return head(3, 0)
    case .failure: return head(2, 0)
    case .silence: return nil
    case .truncated(let whole):
      return overTCP ? wire(whole, question: question, id: id, overTCP: true) : head(0, 0, cut: true)
    }
  }
}
