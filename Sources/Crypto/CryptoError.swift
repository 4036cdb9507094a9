/// Why a cryptographic operation gave no result; it never carries a key or a text.
public enum CryptoError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The sealed bytes were changed, cut, or belong to another key or context.
  case notAuthentic
  /// A key, salt or length is outside what the operation takes; says which.
  case invalidParameter(String)
  /// The library could not do it: no memory, no randomness, or an algorithm it was built without.
  case unavailable(String)

  /// One sentence for the log.
  public var description: String {
    switch self {
    case .notAuthentic: "The sealed data is damaged, or it was sealed with another key."
    case .invalidParameter(let what): "Not usable for this operation: \(what)."
    case .unavailable(let what): "The cryptographic library could not do this: \(what)."
    }
  }
}
