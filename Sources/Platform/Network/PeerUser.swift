import CSystem
import Glibc

/// Tells which user of this computer is at the other end of a loopback connection.
public struct PeerUser: Sendable {
  private static let loopback: UInt32 = 0x7F00_0001
  /// Bytes of /proc/net/tcp that are read; a line has 150.
  private static let tableBytes = 16 << 20

  /// A look-up; it opens what it needs for each question, so it holds nothing.
  public init() {}

  /// The user id of the process that holds the other end of a connection to 127.0.0.1.
  /// - Parameters:
  ///   - peerPort: the other end's port.
  ///   - ownPort: the port that we listen on.
  /// - Returns: nil where neither sock_diag(7) nor /proc/net/tcp tells, or the other end is closed already.
  public func userID(peerPort: UInt16, ownPort: UInt16) -> UInt32? {
    viaDiag(peerPort: peerPort, ownPort: ownPort) ?? viaTable(peerPort: peerPort, ownPort: ownPort)
  }

  /// The user id of the other end of an accepted IPv4 loopback connection; nil for any other socket.
  public func userID(ofSocket descriptor: Int32) -> UInt32? {
    guard let peer = Self.end(descriptor, getpeername), let own = Self.end(descriptor, getsockname),
      peer.address == Self.loopback, own.address == Self.loopback
    else { return nil }
    return userID(peerPort: peer.port, ownPort: own.port)
  }

  func viaDiag(peerPort: UInt16, ownPort: UInt16) -> UInt32? {
    let number = cs_open_diag()
    guard number >= 0 else { return nil }
    let socket = Descriptor(number)
    var user: UInt32 = 0
    return cs_ask_diag(socket.number, Self.loopback, peerPort, Self.loopback, ownPort, &user) == 0 ? user : nil
  }

  func viaTable(peerPort: UInt16, ownPort: UInt16) -> UInt32? {
    guard let bytes = try? Self.procBytes("/proc/net/tcp") else { return nil }
    return Self.find(peerPort: peerPort, ownPort: ownPort, in: String(decoding: bytes, as: UTF8.self))
  }

  /// Finds a connection in the text of /proc/net/tcp (proc(5)): local and remote end in hexadecimal, state, …, uid, timeout, inode.
  static func find(peerPort: UInt16, ownPort: UInt16, in table: String) -> UInt32? {
    let (local, remote) = (hexadecimal(peerPort), hexadecimal(ownPort))
    for line in table.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: " ", omittingEmptySubsequences: true)
      guard fields.count > 9, fields[1] == local, fields[2] == remote else { continue }
      // Inode 0: closed by its process, the user shown is no evidence.
      return fields[9] == "0" ? nil : UInt32(fields[7])
    }
    return nil
  }

  /// 127.0.0.1 stands there as the kernel's word, which is reversed on little-endian machines.
  private static func hexadecimal(_ port: UInt16) -> String {
    let address = String(loopback.bigEndian, radix: 16, uppercase: true)
    let digits = String(port, radix: 16, uppercase: true)
    return pad(address, 8) + ":" + pad(digits, 4)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func procBytes(_ path: String) throws(SystemError) -> [UInt8] {
    let file = try Descriptor.open(path, O_RDONLY)
    var bytes: [UInt8] = []
    while bytes.count < tableBytes {
      let piece = try file.read(atMost: 64 << 10)
      if piece.isEmpty { break }
      bytes += piece
    }
    return bytes
  }

  private static func end(
    _ descriptor: Int32, _ ask: (Int32, UnsafeMutablePointer<sockaddr>, UnsafeMutablePointer<socklen_t>) -> Int32
  ) -> (address: UInt32, port: UInt16)? {
    var address = sockaddr_in()
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let code = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { ask(descriptor, $0, &size) }
    }
    guard code == 0, address.sin_family == sa_family_t(AF_INET) else { return nil }
    return (UInt32(bigEndian: address.sin_addr.s_addr), UInt16(bigEndian: address.sin_port))
  }
}
