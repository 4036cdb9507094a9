import CCurl
import Glibc

/// What kind of place an IP address is: decides what a request from outside data may reach.
/// Source: the IANA special-purpose address registries (RFC 6890 and its updates).
enum AddressRange {
  /// IPv4 networks that are not the public internet: address and prefix length.
  private static let specialIPv4: [(UInt32, UInt32)] = [
    (0x0000_0000, 8), (0x0A00_0000, 8), (0x6440_0000, 10), (0x7F00_0000, 8), (0xA9FE_0000, 16), (0xAC10_0000, 12),
    (0xC000_0000, 24), (0xC000_0200, 24), (0xC058_6300, 24), (0xC0A8_0000, 16), (0xC612_0000, 15), (0xC633_6400, 24),
    (0xCB00_7100, 24), (0xE000_0000, 4), (0xF000_0000, 4),
  ]

  /// Whether four (IPv4) or sixteen (IPv6) bytes are a public unicast address.
  static func isPublic(_ bytes: [UInt8]) -> Bool {
    switch bytes.count {
    case 4: isPublicIPv4(bytes[...])
    case 16: isPublicIPv6(bytes)
    default: false
    }
  }

  /// Whether the bytes are this computer's own address.
  static func isLoopback(_ bytes: [UInt8]) -> Bool {
    if bytes.count == 4 { return bytes[0] == 127 }
    guard bytes.count == 16 else { return false }
    if isMapped(bytes) { return bytes[12] == 127 }
    return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1
  }

  /// The address bytes of a socket address; empty for families that we don't use.
  static func bytes(of address: UnsafePointer<sockaddr>, length: UInt32) -> [UInt8] {
    let raw = UnsafeRawPointer(address)
    switch Int32(address.pointee.sa_family) {
    case AF_INET where length >= UInt32(MemoryLayout<sockaddr_in>.size):
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in.self).sin_addr) { Array($0) }
    case AF_INET6 where length >= UInt32(MemoryLayout<sockaddr_in6>.size):
      return withUnsafeBytes(of: raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr) { Array($0) }
    default: return []
    }
  }

  private static func isPublicIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
    let value = bytes.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return !specialIPv4.contains { network, length in (value ^ network) >> (32 - length) == 0 }
  }

  private static func isPublicIPv6(_ bytes: [UInt8]) -> Bool {
    if isMapped(bytes) { return isPublicIPv4(bytes[12...]) }
    // NAT64's well-known prefix 64:ff9b::/96 carries an IPv4 address (RFC 6052 §2.1); its local one (RFC 8215) is not public.
    if bytes.starts(with: [0x00, 0x64, 0xFF, 0x9B]) {
      return bytes[4..<12].allSatisfy { $0 == 0 } && isPublicIPv4(bytes[12...])
    }
    // Global unicast is 2000::/3 (RFC 4291 §2.4); the rest, link-local, fc00::/7, multicast and ::1 too, is not.
    guard bytes[0] & 0xE0 == 0x20 else { return false }
    let first = UInt16(bytes[0]) << 8 | UInt16(bytes[1])
    let second = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
    // 6to4 and Teredo tunnel to an IPv4 address; 2001::/23 is for protocols, 2001:db8::/32 and 3fff::/20 for documentation.
    if first == 0x2002 || (first == 0x2001 && (second < 0x0200 || second == 0x0DB8)) { return false }
    return !(first == 0x3FFF && second < 0x1000)
  }

  private static func isMapped(_ bytes: [UInt8]) -> Bool {
    bytes[..<10].allSatisfy { $0 == 0 } && bytes[10] == 0xFF && bytes[11] == 0xFF
  }
}

/// Decides on every address just before libcurl connects to it, and remembers whether one was refused.
final class AddressGate {
  /// Which addresses may be connected to.
  enum Rule { case any, publicOnly, loopbackOnly }

  /// Which addresses may be connected to.
  let rule: Rule
  /// Whether an address was refused.
  private(set) var refused = false

  /// A gate by its rule.
  init(_ rule: Rule) { self.rule = rule }

  /// Puts the gate before every socket of a handle. The gate must outlive the transfer.
  func guardSockets(of handle: EasyHandle) {
    handle.set(CURLOPT_OPENSOCKETDATA, Unmanaged.passUnretained(self).toOpaque())
    handle.set(opensocket: { context, _, address in
      guard let context, let address else { return -1 }
      return Unmanaged<AddressGate>.fromOpaque(context).takeUnretainedValue().open(address)
    })
  }

  private func open(_ address: UnsafeMutablePointer<curl_sockaddr>) -> curl_socket_t {
    guard let target = ccurl_address(address) else { return -1 }
    let bytes = AddressRange.bytes(of: target, length: address.pointee.addrlen)
    guard allows(bytes) else {
      refused = true
      return -1
    }
    let type = address.pointee.socktype | Int32(SOCK_CLOEXEC.rawValue)
    return socket(address.pointee.family, type, address.pointee.protocol)
  }

  private func allows(_ bytes: [UInt8]) -> Bool {
    switch rule {
    case .any: !bytes.isEmpty
    case .publicOnly: AddressRange.isPublic(bytes)
    case .loopbackOnly: AddressRange.isLoopback(bytes)
    }
  }
}
