import Foundation
import Glibc
import Testing

@testable import Platform

@Suite struct NetworkTests {
  @Test func `a way out is a default route that is up, not rejected and not the loopback`() {
    let head = "Iface Destination Gateway Flags RefCnt Use Metric Mask MTU Window IRTT\n"
    let zeros = String(repeating: "0", count: 32)
    let rows: [(four: String, six: String, expected: Bool)] = [
      (head + "wlan0 00000000 0102A8C0 0003 0 0 600 00000000 0 0 0\n", "", true),
      (head + "wlan0 0002A8C0 00000000 0001 0 0 600 00FFFFFF 0 0 0\n", "", false),
      (head + "wlan0 00000000 0102A8C0 0000 0 0 600 00000000 0 0 0\n", "", false), (head, "", false),
      ("", "\(zeros) 00 \(zeros) 00 \(zeros) ffffffff 00000001 00000001 00200200       lo\n", false),
      ("", "\(zeros) 00 \(zeros) 00 fe80\(zeros.dropFirst(4)) 00000400 00000001 00000000 00450003    wlan0\n", true),
      ("", "fe80\(zeros.dropFirst(4)) 40 \(zeros) 00 \(zeros) 00000100 00000001 00000000 00000001    wlan0\n", false),
    ]
    for row in rows { #expect(Routes.hasDefault(four: row.four, six: row.six) == row.expected, "\(row)") }
  }

  @Test func `the other end of a loopback connection is this user, by both ways`() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = bind(listener, $0, size)
        _ = listen(listener, 1)
        _ = getsockname(listener, $0, &size)
        _ = connect(client, $0, size)
      }
    }
    let accepted = accept(listener, nil, nil)
    defer { close(accepted) }
    let peer = PeerUser()
    #expect(peer.userID(ofSocket: accepted) == getuid())
    let ports = try #require(Self.ports(accepted))
    #expect(peer.viaDiag(peerPort: ports.peer, ownPort: ports.own) == getuid())
    #expect(peer.viaTable(peerPort: ports.peer, ownPort: ports.own) == getuid())
    // The other way round it is our own end; a port that nobody holds is nobody's.
    #expect(peer.userID(peerPort: 1, ownPort: ports.own) == nil)
    close(client)
    #expect(peer.userID(ofSocket: accepted) == nil)
  }

  @Test func `another user's connection is told apart in the table`() {
    let table = """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 11 1 0000000000000000 100 0 0 10 0
         1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 12 1 0000000000000000 100 0 0 10 0
         2: 0100007F:C350 0100007F:1F90 01 00000000:00000000 00:00000000 00000000  1234        0 13 1 0000000000000000 100 0 0 10 0
         3: 0100007F:C351 0100007F:1F90 06 00000000:00000000 03:00000000 00000000     0        0 0 3 0000000000000000
      """
    let rows: [(UInt16, UInt32?)] = [(50000, 1234), (50001, nil), (50002, nil)]
    for (port, user) in rows { #expect(PeerUser.find(peerPort: port, ownPort: 8080, in: table) == user, "\(port)") }
  }

  @Test func `an answer of a name server is read, and a broken one is not`() {
    // example.org MX 10 mail.example.org, TXT "v=spf1" " -all"; names by pointers to offset 12.
    let head: [UInt8] = [0, 1, 0x81, 0x80, 0, 1, 0, 2, 0, 0, 0, 0]
    let question: [UInt8] = [7] + Array("example".utf8) + [3] + Array("org".utf8) + [0, 0, 15, 0, 1]
    let mail: [UInt8] = [0xC0, 12, 0, 15, 0, 1, 0, 0, 0, 60, 0, 9, 0, 10, 4] + Array("mail".utf8) + [0xC0, 12]
    let text: [UInt8] = [0xC0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 13, 6] + Array("v=spf1".utf8) + [5] + Array(" -all".utf8)
    let bytes = head + question + mail + text
    let message = DNSMessage(bytes)
    let exchange = message?.answers(type: 15).first
    #expect(exchange.flatMap { message?.name(at: $0.offset + 2) } == "mail.example.org")
    #expect(exchange.flatMap { message?.number(at: $0.offset) } == 10)
    let record = message?.answers(type: 16).first
    #expect(record.flatMap { message?.text(at: $0.offset, length: $0.length) } == "v=spf1 -all")
    for length in 0..<bytes.count { #expect(DNSMessage(Array(bytes.prefix(length))) == nil, "\(length)") }
  }

  @Test func `names that are no names are never asked`() {
    for name in ["", "a b", String(repeating: "a", count: 254), "ä.example"] {
      #expect(DNS().mailExchanges(name) == .noSuchName, "\(name)")
    }
  }

  private static func ports(_ descriptor: Int32) -> (peer: UInt16, own: UInt16)? {
    var (peer, own) = (sockaddr_in(), sockaddr_in())
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    withUnsafeMutablePointer(to: &peer) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getpeername(descriptor, $0, &size) }
    }
    withUnsafeMutablePointer(to: &own) {
      _ = $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
    }
    return (UInt16(bigEndian: peer.sin_port), UInt16(bigEndian: own.sin_port))
  }
}
