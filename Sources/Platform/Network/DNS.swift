import CSystem
import Glibc

/// Asks the system's name servers for records (RFC 1035). Blocks: on a thread of its own.
public struct DNS: Sendable {
  /// What a question came to.
  public enum Answer<Record: Sendable & Hashable>: Sendable, Hashable {
    /// The records, sorted; never empty.
    case records([Record])
    /// The name exists, but has no such record.
    case none
    /// There is no such name (NXDOMAIN).
    case noSuchName
    /// Nobody answered: offline, or the server is ill. Says nothing about the name.
    case unknown
  }

  /// A mail exchange (RFC 5321 §5.1).
  public struct MailExchange: Sendable, Hashable {
    /// Lower is tried first.
    public let preference: Int
    /// The host's name without a final dot; empty for a null MX (RFC 7505): takes no mail at all.
    public let host: String
  }

  /// A host that offers a service (RFC 2782).
  public struct Service: Sendable, Hashable {
    /// Lower is tried first.
    public let priority: Int
    /// Higher is tried more often among equals.
    public let weight: Int
    public let port: Int
    /// The host's name without a final dot; empty: the service is not offered.
    public let host: String
  }

  /// Seconds that one try may take.
  public var secondsATry = 3
  /// Tries over all name servers.
  public var tries = 2
  /// An IPv4 name server to ask instead of the system's.
  public var server: (address: String, port: UInt16)?

  private static let answerBytes = 64 << 10
  private static let (typeMX, typeTXT, typeA, typeAAAA): (Int32, Int32, Int32, Int32) = (15, 16, 1, 28)
  private static let (typePTR, typeSRV): (Int32, Int32) = (12, 33)

  /// With careful limits: 2 tries of 3 s.
  public init() {}

  /// The mail exchanges of a domain, best first.
  public func mailExchanges(_ domain: String) -> Answer<MailExchange> {
    ask(domain, Self.typeMX) { message, record in
      guard record.length > 2, let name = message.name(at: record.offset + 2) else { return nil }
      return MailExchange(preference: Int(message.number(at: record.offset) ?? 0), host: name)
    }.sorted { ($0.preference, $0.host) < ($1.preference, $1.host) }
  }

  /// The texts of a name; the pieces of one record are joined (RFC 7208 §3.3).
  public func texts(_ name: String) -> Answer<String> {
    ask(name, Self.typeTXT) { message, record in message.text(at: record.offset, length: record.length) }.sorted { $0 < $1 }
  }

  /// The addresses of a name, IPv4 before IPv6.
  public func addresses(_ name: String) -> Answer<String> {
    let four = ask(name, Self.typeA) { message, record in message.address(at: record.offset, length: record.length) }
    if case .none = four {
      return ask(name, Self.typeAAAA) { message, record in message.address(at: record.offset, length: record.length) }
    }
    return four
  }

  /// The names of an address (RFC 1035 §3.5, RFC 3596 §2.5); `.noSuchName` for what is no address.
  public func names(ofAddress address: String) -> Answer<String> {
    guard let name = Self.reverseName(of: address) else { return .noSuchName }
    return ask(name, Self.typePTR) { message, record in message.name(at: record.offset) }
  }

  /// The name under which an address's names are asked for; nil for what is none.
  static func reverseName(of address: String) -> String? {
    var four = in_addr()
    if inet_pton(AF_INET, address, &four) == 1 {
      return address.split(separator: ".").reversed().joined(separator: ".") + ".in-addr.arpa"
    }
    var six = in6_addr()
    guard inet_pton(AF_INET6, address, &six) == 1 else { return nil }
    let bytes = withUnsafeBytes(of: &six) { Array($0) }
    let digits = bytes.reversed().flatMap { [String($0 & 15, radix: 16), String($0 >> 4, radix: 16)] }
    return digits.joined(separator: ".") + ".ip6.arpa"
  }

  /// The hosts that offer a service (RFC 2782), best first: `_imaps._tcp.example.org`. A host without a name means: not offered.
  public func services(_ name: String) -> Answer<Service> {
    ask(name, Self.typeSRV) { message, record in
      guard record.length > 6, let host = message.name(at: record.offset + 6) else { return nil }
      return Service(
        priority: Int(message.number(at: record.offset) ?? 0), weight: Int(message.number(at: record.offset + 2) ?? 0),
        port: Int(message.number(at: record.offset + 4) ?? 0), host: host)
    }.sorted { ($0.priority, -$0.weight, $0.host) < ($1.priority, -$1.weight, $1.host) }
  }

  /// Whether a name has an IPv4 or IPv6 address.
  public func hasAddress(_ name: String) -> Answer<Bool> {
    let four = ask(name, Self.typeA) { _, _ in true }
    if case .none = four { return ask(name, Self.typeAAAA) { _, _ in true } }
    return four
  }

  private func ask<Record: Sendable & Hashable>(
    _ name: String, _ type: Int32, _ read: (DNSMessage, DNSMessage.Record) -> Record?
  ) -> Answer<Record> {
    guard name.utf8.count <= 253, !name.isEmpty, name.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return .noSuchName }
    var bytes = [UInt8](repeating: 0, count: Self.answerBytes)
    var trouble: Int32 = 0
    let length = cs_dns_query(
      name, type, Int32(secondsATry), Int32(tries), server?.address, server?.port ?? 0, &bytes, Int32(bytes.count), &trouble)
    guard length >= 0 else {
      switch trouble {
      case HOST_NOT_FOUND: return .noSuchName
      case NO_DATA: return .none
      default: return .unknown
      }
    }
    guard let message = DNSMessage(Array(bytes.prefix(Int(length)))) else { return .unknown }
    let records = message.answers(type: UInt16(type)).compactMap { read(message, $0) }
    return records.isEmpty ? .none : .records(records)
  }
}

extension DNS.Answer {
  /// The same answer with its records in order.
  fileprivate func sorted(_ before: (Record, Record) -> Bool) -> Self {
    if case .records(let records) = self { return .records(records.sorted(by: before)) }
    return self
  }
}
