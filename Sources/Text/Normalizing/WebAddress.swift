/// The address of a web page, written in one way (RFC 3986 §6).
public struct WebAddress: Hashable, Sendable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// In lower case with A-labels, or an IP address.
  public let host: String
  /// Nil for the scheme's own port.
  public let port: Int?
  /// Starts with `/`, or is empty.
  public let path: String
  /// Without the question mark and without tracking parameters; nil where there is none.
  public let query: String?

  /// Bytes of an address that is looked at.
  static let maximumBytes = 4096

  /// Reads an address as people paste it; `https` where no scheme is given. Nil for other schemes and for what is no host.
  public init?(_ text: some StringProtocol) {
    guard text.utf8.count <= Self.maximumBytes else { return nil }
    let trimmed = InvisibleText.removed(from: text)
    guard let (scheme, rest) = Self.scheme(of: trimmed) else { return nil }
    let end = rest.firstIndex { "/?#\\".contains($0) } ?? rest.endIndex
    var authority = rest[..<end]
    if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
    guard let (host, port) = Self.host(of: authority) else { return nil }
    self.scheme = scheme
    self.host = host
    self.port = port == (scheme == "https" ? 443 : 80) ? nil : port
    let tail = rest[end...].prefix { $0 != "#" }
    let mark = tail.firstIndex(of: "?") ?? tail.endIndex
    path = Self.path(tail[..<mark])
    query = Self.query(tail[mark...].dropFirst())
  }

  /// The normalised address.
  public var description: String {
    scheme + "://" + key(host: host)
  }

  /// What two addresses of one page share: no scheme, no `www.`.
  public var comparisonKey: String {
    key(host: host.hasPrefix("www.") ? String(host.dropFirst(4)) : host)
  }

  private func key(host: String) -> String {
    host + (port.map { ":\($0)" } ?? "") + path + (query.map { "?" + $0 } ?? "")
  }

  private static func scheme(of text: String) -> (String, Substring)? {
    let lower = text.prefix(10).lowercased()
    for scheme in ["https", "http"] where lower.hasPrefix(scheme + ":") {
      return (scheme, text.dropFirst(scheme.count + 1).drop { $0 == "/" || $0 == "\\" })
    }
    if text.hasPrefix("//") { return ("https", text.dropFirst(2)) }
    // "mailto:x" and "javascript:x" are no pages; "example.com:8080" is one.
    if let colon = text.firstIndex(of: ":"), !text[..<colon].contains("/"),
      text[text.index(after: colon)...].first?.isNumber != true
    {
      return nil
    }
    return ("https", text[...])
  }

  private static func host(of authority: Substring) -> (String, Int?)? {
    var name = authority
    var port: Int?
    if let colon = authority.lastIndex(of: ":"), !authority.hasSuffix("]") {
      let digits = authority[authority.index(after: colon)...]
      guard digits.isEmpty || UInt16(digits) != nil else { return nil }
      port = UInt16(digits).map { Int($0) }
      name = authority[..<colon]
    }
    if name.hasPrefix("[") {
      let inner = name.dropFirst().dropLast()
      return name.hasSuffix("]") && !inner.isEmpty && inner.allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
        ? (name.lowercased(), port) : nil
    }
    guard let host = Domain.ascii(PercentEncoding.decoded(String(name))), host.contains(".") || host == "localhost" else {
      return nil
    }
    return (host, port)
  }

  /// The path without dot segments and without a slash at its end (RFC 3986 §5.2.4).
  private static func path(_ text: Substring) -> String {
    var out: [Substring] = []
    for segment in text.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
      if segment == ".." {
        if !out.isEmpty { out.removeLast() }
      } else if segment != "." {
        out.append(segment)
      }
    }
    while out.last?.isEmpty == true { out.removeLast() }
    return out.map { "/" + PercentEncoding.normalized($0) }.joined()
  }

  private static func query(_ text: Substring) -> String? {
    let kept = text.split(separator: "&").filter { part in
      let name = part.prefix { $0 != "=" }.lowercased()
      return !trackingNames.contains(name) && !trackingPrefixes.contains { name.hasPrefix($0) }
    }
    return kept.isEmpty ? nil : kept.map { PercentEncoding.normalized($0) }.joined(separator: "&")
  }

  private static let trackingPrefixes = ["utm_", "mtm_", "pk_", "piwik_", "matomo_", "hsa_", "_hs", "oly_", "ga_", "at_"]
  private static let trackingNames: Set<String> = [
    "gclid", "gclsrc", "dclid", "gbraid", "wbraid", "fbclid", "msclkid", "yclid", "ttclid", "twclid", "li_fat_id", "igshid", "igsh",
    "mc_cid", "mc_eid", "_ga", "_gl",
    "hsctatracking", "vero_id", "wickedid", "mkt_tok", "y_source", "_openstat", "srsltid", "cmpid", "s_cid", "rb_clickid", "epik",
    "sc_cid",
  ]
}
