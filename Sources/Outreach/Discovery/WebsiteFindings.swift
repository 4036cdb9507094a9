/// What a business's own web site tells about it.
public struct WebsiteFindings: Sendable, Hashable {
  /// An e-mail address and how it stood there.
  public struct Address: Sendable, Hashable {
    /// What kind of address it is.
    public enum Kind: String, Sendable, Codable, CaseIterable {
      /// Of a person: `anna.berg@…`.
      case person
      /// Of a function that people read: `info@…`.
      case role
      /// Nobody reads it, or it is for machines: `noreply@…`, `abuse@…`.
      case machine
    }

    public var address: String
    public var kind: Kind
    /// The page where it stood.
    public var url: String
    /// The words around it, as the page shows them.
    public var excerpt: String

    /// An address by its parts.
    public init(_ address: String, kind: Kind, url: String, excerpt: String) {
      (self.address, self.kind, self.url, self.excerpt) = (address, kind, url, excerpt)
    }
  }

  /// A fact under a lead's field name, and where it stood.
  public struct Fact: Sendable, Hashable {
    public var field: String
    public var value: String
    public var url: String

    /// A fact by its parts.
    public init(_ field: String, _ value: String, url: String) { (self.field, self.value, self.url) = (field, value, url) }
  }

  /// A page that was read.
  public struct Page: Sendable, Hashable {
    public var url: String
    public var title: String
    /// The first words that a person sees; kept as evidence.
    public var excerpt: String
    /// SHA-256 of the bytes, as hex; empty until the store computes it.
    public var bytes: [UInt8]

    /// A page by its parts.
    public init(url: String, title: String, excerpt: String, bytes: [UInt8]) {
      (self.url, self.title, self.excerpt, self.bytes) = (url, title, excerpt, bytes)
    }
  }

  /// Best first: on the business's own domain before others, persons and roles before machines.
  public var addresses: [Address] = []
  public var facts: [Fact] = []
  public var pages: [Page] = []
  /// BCP 47, as the pages declare it; nil where they don't.
  public var language: String?
  /// Signs of quality for the score: `https`, `mobile`, `slow` …, by name.
  public var signs: [String: Bool] = [:]
  /// What is in use: `wordpress`, `shopify` …
  public var technologies: [String] = []
  /// Why less was read than could have been; nil where all was.
  public var limit: String?

  /// Nothing found yet.
  public init() {}
}

/// Reads a business's own web site, politely.
public protocol WebsiteReader: Sendable {
  /// Reads the home page and those that tell who is behind it.
  /// - Throws: `.upstream` or `.offline` where the site does not answer, `.refused` where robots.txt or our own guard says no.
  func read(_ website: String, maximumPages: Int) async throws(Fault) -> WebsiteFindings
}
