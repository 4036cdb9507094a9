/// What somebody who checked an address found: whether it takes mail.
public enum EmailVerdict: String, Sendable, Codable, CaseIterable {
  case valid, invalid
  /// The server takes mail for any name, so nobody can say.
  case acceptAll = "accept_all"
  /// An address of a service that gives them away for minutes.
  case disposable
  case unknown

  /// Whether mail to the address would come back, or reach nobody.
  public var isBad: Bool { self == .invalid || self == .disposable }
}

/// A verdict with who gave it and when; it is about the address that the lead had then.
public struct KnownVerdict: Sendable, Hashable {
  public var verdict: EmailVerdict
  /// `hunter`, `csv` …
  public var source: String
  public var at: Timestamp

  /// A verdict by its parts.
  public init(_ verdict: EmailVerdict, source: String, at: Timestamp) {
    (self.verdict, self.source, self.at) = (verdict, source, at)
  }
}

/// What a person's plan with a service still gives.
public struct ServiceQuota: Sendable, Hashable {
  /// The plan's name; empty where it is not told.
  public var plan: String
  /// May be a fraction: some calls cost half a credit.
  public var used: Double
  public var available: Double
  /// The day on which the plan begins anew, as the service writes it; nil where it is not told.
  public var resetsOn: String?

  /// A quota by its parts.
  public init(plan: String, used: Double, available: Double, resetsOn: String?) {
    (self.plan, self.used, self.available, self.resetsOn) = (plan, used, available, resetsOn)
  }
}

/// Tells whether an address takes mail.
public protocol EmailVerifier: Sendable {
  /// The name of the service as facts carry it: `hunter`.
  var source: String { get }

  /// - Throws: `.rateLimited` where the answer is not there yet, `.refused` where the plan is used up, `.forbidden` where the person behind the
  ///   address asked not to be looked up, `.badInput` where it can't be checked.
  func verdict(on address: String) async throws(Fault) -> EmailVerdict

  /// What the plan still gives; nil where the service does not say. Free of charge.
  func quota() async throws(Fault) -> ServiceQuota?
}
