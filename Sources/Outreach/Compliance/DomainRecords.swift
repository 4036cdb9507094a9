/// What name servers answered to one question.
public enum RecordAnswer: Sendable, Hashable {
  /// The records; never empty.
  case records([String])
  /// The name exists, but has no such record.
  case none
  /// There is no such name.
  case noSuchName
  /// Nobody answered: that says nothing about the name.
  case unknown

  /// The records; empty where there are none or nobody answered.
  public var list: [String] { if case .records(let records) = self { records } else { [] } }
  /// Whether nobody answered.
  public var isUnknown: Bool { self == .unknown }
}

/// The system's name servers. Names are A-labels.
public protocol DomainRecords: Sendable {
  /// The hosts that take a domain's mail, best first; an empty name is a null MX (RFC 7505).
  func exchanges(of domain: String) async -> RecordAnswer
  /// The texts of a name.
  func texts(of name: String) async -> RecordAnswer
  /// The addresses of a host, IPv4 before IPv6.
  func addresses(of host: String) async -> RecordAnswer
  /// The names of an address.
  func names(of address: String) async -> RecordAnswer
}
