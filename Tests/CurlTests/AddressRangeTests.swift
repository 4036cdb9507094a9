import Foundation
import Testing

@testable import Curl

@Suite struct `Address ranges` {
  @Test func `only public unicast is public`() {
    let rows: [(String, Bool)] = [
      ("8.8.8.8", true), ("93.184.216.34", true), ("0.0.0.0", false), ("0.1.2.3", false), ("10.0.0.1", false),
      ("100.64.0.1", false), ("100.127.255.255", false), ("100.128.0.1", true), ("127.0.0.1", false), ("127.9.9.9", false),
      ("169.254.169.254", false), ("172.16.0.1", false), ("172.31.255.255", false), ("172.32.0.1", true), ("192.0.0.8", false),
      ("192.0.1.1", true), ("192.0.2.1", false), ("192.88.99.1", false), ("192.168.1.1", false), ("198.18.0.1", false),
      ("198.19.255.255", false), ("198.20.0.1", true), ("198.51.100.1", false), ("203.0.113.1", false), ("224.0.0.1", false),
      ("239.255.255.255", false), ("240.0.0.1", false), ("255.255.255.255", false), ("::", false), ("::1", false),
      ("::ffff:127.0.0.1", false), ("::ffff:10.0.0.1", false), ("::ffff:8.8.8.8", true), ("::127.0.0.1", false),
      ("64:ff9b::7f00:1", false), ("64:ff9b::808:808", true), ("64:ff9b:1::808:808", false), ("100::1", false),
      ("2001::1", false), ("2001:db8::1", false), ("2002:7f00:1::", false), ("2606:4700::1111", true), ("2a00:1450::1", true),
      ("3fff::1", false), ("fc00::1", false), ("fd00::1", false), ("fe80::1", false), ("fec0::1", false), ("ff02::1", false),
    ]
    for (text, expected) in rows { #expect(AddressRange.isPublic(bytes(text)) == expected, "\(text)") }
    for count in [0, 3, 5, 15, 17] { #expect(!AddressRange.isPublic([UInt8](repeating: 8, count: count))) }
  }

  @Test func `loopback is this computer only`() {
    let rows = [
      ("127.0.0.1", true), ("127.255.0.1", true), ("::1", true), ("::ffff:127.0.0.1", true), ("128.0.0.1", false), ("::", false),
      ("::2", false),
    ]
    for (text, expected) in rows { #expect(AddressRange.isLoopback(bytes(text)) == expected, "\(text)") }
  }

  private func bytes(_ text: String) -> [UInt8] {
    var four = in_addr()
    if inet_pton(AF_INET, text, &four) == 1 { return withUnsafeBytes(of: four) { Array($0) } }
    var six = in6_addr()
    return inet_pton(AF_INET6, text, &six) == 1 ? withUnsafeBytes(of: six) { Array($0) } : []
  }
}
