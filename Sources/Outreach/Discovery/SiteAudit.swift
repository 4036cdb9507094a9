/// What a service that measures web sites says of one.
public struct SiteAudit: Sendable, Hashable {
  /// As it was asked for.
  public var website: String
  /// 0 to 100, how well the page is made; nil where it could not be read.
  public var score: Int?
  /// Signs of quality by the names that reading a site gives them: `https`, `title`, `description`, `fast`, `answers`.
  public var signs: [String: Bool]
  /// How high its domain ranks, 0 to 1000; nil where it was not asked for or is not known.
  public var rank: Int?

  /// An audit by its parts.
  public init(_ website: String, score: Int? = nil, signs: [String: Bool] = [:], rank: Int? = nil) {
    (self.website, self.score, self.signs, self.rank) = (website, score, signs, rank)
  }
}

/// Some audits, and what they cost.
public struct SiteAudits: Sendable, Hashable {
  /// Of the sites that could be measured.
  public var audits: [SiteAudit]
  /// Millionths of a US dollar.
  public var costMicros: Int
  /// What was asked for and could not be had, for the person; nil where all was.
  public var lack: String?

  /// Audits with their price.
  public init(_ audits: [SiteAudit], costMicros: Int, lack: String? = nil) {
    (self.audits, self.costMicros, self.lack) = (audits, costMicros, lack)
  }
}

/// Measures web sites, at a price.
public protocol SiteAuditor: Sendable {
  /// The name of the service as facts carry it.
  var source: String { get }
  /// Sites of one call.
  var mostSites: Int { get }

  /// Whether it is ready to be used; nil, or what is missing.
  func problem() -> Fault?

  /// The most that so many sites can cost, in millionths of a US dollar.
  func mostCostMicros(sites: Int, ranks: Bool) -> Int

  /// Measures the first page of some sites, at most `mostSites`.
  /// - Parameter ranks: whether the rank of their domains is asked for too.
  /// - Throws: `.refused` where the balance is used up, `.rateLimited`, `.notConfigured`, `.upstream`, `.offline`; then nothing was measured.
  func audit(_ websites: [String], ranks: Bool) async throws(Fault) -> SiteAudits
}
