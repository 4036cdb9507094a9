import Outreach

/// Message-IDs (RFC 5322 §3.6.4): who they name must never be named again.
public enum MessageID {
  /// Octets of an id; longer ones don't fit a folded line (§2.1.1).
  static let maximumLength = 250

  /// An id of our own: the token at the sender's domain.
  /// - Parameters:
  ///   - domain: the sender's domain in A-labels.
  ///   - token: random, unique for ever: letters, digits, `.`, `-` and `_`.
  /// - Throws: `.badInput` where either could not stand in an id.
  public static func make(domain: String, token: String) throws(Fault) -> String {
    let id = "<\(token)@\(domain)>"
    guard !token.isEmpty, !domain.isEmpty, isWellFormed(id) else {
      throw Fault(.badInput, "A Message-ID can't be made for the domain “\(domain)”.")
    }
    return id
  }

  /// Whether an id can be written as it is: `<left@right>`, printable ASCII without blanks and inner brackets.
  public static func isWellFormed(_ id: String) -> Bool {
    let bytes = Array(id.utf8)
    guard bytes.count >= 5, bytes.count <= maximumLength, bytes.first == 0x3C, bytes.last == 0x3E else { return false }
    let inner = bytes[1..<(bytes.count - 1)]
    guard inner.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x3C && $0 != 0x3E }) else { return false }
    guard let at = inner.lastIndex(of: 0x40) else { return false }
    return at > inner.startIndex && at < inner.endIndex - 1
  }
}
