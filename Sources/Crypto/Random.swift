import COpenSSL

/// Random bytes fit for nonces, tokens and salts.
public enum Random {
  /// Fresh random bytes.
  /// - Throws: `CryptoError` when the system gives no randomness, or for a negative count.
  public static func bytes(_ count: Int) throws(CryptoError) -> [UInt8] {
    try Library.require()
    guard let length = Int32(exactly: count), length >= 0 else { throw .invalidParameter("count of random bytes") }
    guard length > 0 else { return [] }
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, length) == 1 else { throw .unavailable("randomness") }
    return bytes
  }
}

/// Compares two secrets in a time that depends on their lengths only.
public func constantTimeEqual(_ one: [UInt8], _ other: [UInt8]) -> Bool {
  guard one.count == other.count else { return false }
  guard !one.isEmpty else { return true }
  return CRYPTO_memcmp(one, other, one.count) == 0
}
