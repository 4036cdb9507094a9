/// What name servers told of where a domain's mail goes (RFC 5321 §5.1).
public enum MailDomainVerdict: String, Codable, CaseIterable, Sendable {
  /// It has a host that takes its mail.
  case takes
  /// It says itself that it takes none (RFC 7505).
  case nullMX = "null_mx"
  /// There is no such domain.
  case noDomain = "no_domain"
  /// It exists, but nothing takes its mail: neither an MX record nor an address, or mail hosts that do not exist.
  case noHost = "no_host"
  /// Nobody answered: that says nothing about the domain, and closes no gate.
  case unknown

  /// Whether mail to the domain can't arrive.
  public var isFailing: Bool { [.nullMX, .noDomain, .noHost].contains(self) }

  /// What was found, for the person.
  public var words: String {
    switch self {
    case .takes: "Its mail has a server to go to."
    case .nullMX: "The domain says that it takes no mail."
    case .noDomain: "There is no such domain."
    case .noHost: "The domain has no server that takes mail."
    case .unknown: "The name servers did not answer, so this could not be told."
    }
  }
}

/// A verdict on a domain, and when it was given.
public struct KnownMailDomain: Sendable, Hashable {
  /// For so long a failing domain keeps mail back; then it has to be seen failing again.
  public static let countsForSeconds = 7 * 86_400

  public var verdict: MailDomainVerdict
  /// When name servers last told it; for `unknown`, when they were last asked in vain.
  public var at: Timestamp

  /// A verdict by its parts.
  public init(_ verdict: MailDomainVerdict, at: Timestamp) { (self.verdict, self.at) = (verdict, at) }

  /// Whether it keeps mail back at a moment.
  public func isFailing(at now: Timestamp) -> Bool { verdict.isFailing && at > now.adding(seconds: -Self.countsForSeconds) }
}
