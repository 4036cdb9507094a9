import CSystem
import Glibc

/// A name server's answer, read with care: it comes from the network (RFC 1035 §4).
struct DNSMessage {
  /// One answer record: where its data lies.
  struct Record {
    let type: UInt16
    let offset: Int
    let length: Int
  }

  private let bytes: [UInt8]
  private let records: [Record]

  /// Reads an answer; nil where it is cut off or broken.
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard bytes.count >= 12 else { return nil }
    var offset = 12
    // §4.1.1: counts of questions and answers.
    for _ in 0..<(Int(bytes[4]) << 8 | Int(bytes[5])) {
      guard let length = Self.nameLength(bytes, offset) else { return nil }
      offset += length + 4
    }
    var records: [Record] = []
    for _ in 0..<(Int(bytes[6]) << 8 | Int(bytes[7])) {
      guard let length = Self.nameLength(bytes, offset), offset + length + 10 <= bytes.count else { return nil }
      let head = offset + length
      // §4.1.3: type, class, 32 bits of time to live, length of the data.
      let size = Int(bytes[head + 8]) << 8 | Int(bytes[head + 9])
      guard head + 10 + size <= bytes.count else { return nil }
      records.append(Record(type: UInt16(bytes[head]) << 8 | UInt16(bytes[head + 1]), offset: head + 10, length: size))
      offset = head + 10 + size
    }
    self.records = records
  }

  /// The answers of one type; others, such as the CNAMEs on the way, are left out.
  func answers(type: UInt16) -> [Record] { records.filter { $0.type == type } }

  /// Two bytes as a number.
  func number(at offset: Int) -> UInt16? {
    offset >= 0 && offset + 1 < bytes.count ? UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1]) : nil
  }

  /// An address of 4 or 16 bytes as text.
  func address(at offset: Int, length: Int) -> String? {
    guard length == 4 || length == 16, offset >= 0, offset + length <= bytes.count else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = length == 4 ? AF_INET : AF_INET6
    let found = bytes[offset..<offset + length].withUnsafeBytes { inet_ntop(family, $0.baseAddress, &text, socklen_t(text.count)) }
    return found == nil ? nil : String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// A name, pointers followed, without a final dot; empty for the root.
  func name(at offset: Int) -> String? {
    guard offset >= 0, offset < bytes.count else { return nil }
    var text = [CChar](repeating: 0, count: 1025)
    guard cs_dns_name(bytes, bytes.count, offset, &text, Int32(text.count)) >= 0 else { return nil }
    let name = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return name == "." ? "" : name
  }

  /// The character strings of a TXT record, joined (§3.3.14).
  func text(at offset: Int, length: Int) -> String? {
    var (position, result) = (offset, [UInt8]())
    let end = offset + length
    guard offset >= 0, end <= bytes.count else { return nil }
    while position < end {
      let size = Int(bytes[position])
      guard position + 1 + size <= end else { return nil }
      result += bytes[(position + 1)..<(position + 1 + size)]
      position += 1 + size
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func nameLength(_ bytes: [UInt8], _ offset: Int) -> Int? {
    var text = [CChar](repeating: 0, count: 1025)
    let length = cs_dns_name(bytes, bytes.count, offset, &text, Int32(text.count))
    return length >= 0 ? Int(length) : nil
  }
}
