/// An address that a service knows of, with how sure it is.
public struct FoundAddress: Sendable, Hashable {
  public var address: String
  /// Empty where the service does not name anybody.
  public var name: String
  /// The person's role in the company; empty where it is not told.
  public var position: String
  /// 0 to 100.
  public var confidence: Int
  /// True for `info@` and its like.
  public var isGeneric: Bool
  /// The page where the service saw it; nil where it does not say.
  public var source: String?

  /// An address by its parts.
  public init(_ address: String, name: String, position: String, confidence: Int, isGeneric: Bool, source: String?) {
    (self.address, self.name, self.position) = (address, name, position)
    (self.confidence, self.isGeneric, self.source) = (confidence, isGeneric, source)
  }
}

/// Finds addresses of a company.
public protocol EmailFinder: Sendable {
  /// The addresses at a domain, the surest first; empty where none is known.
  /// - Throws: `.rateLimited` where to try later, `.notConfigured`, `.refused` where the plan is used up.
  func addresses(at domain: String) async throws(Fault) -> [FoundAddress]
}
