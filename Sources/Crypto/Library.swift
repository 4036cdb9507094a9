import COpenSSL

/// The algorithms of libcrypto, looked up once: a look-up for each call costs more than the hash of a word.
enum Library {
  /// Read no configuration file of the computer: what is sealed here must not depend on it.
  private static let started = copenssl_start() == 1

  // Immutable and reference-counted inside OpenSSL, so any thread may use them.
  private nonisolated(unsafe) static let gcm = started ? EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) : nil
  private nonisolated(unsafe) static let sha256 = started ? EVP_MD_fetch(nil, "SHA256", nil) : nil
  private nonisolated(unsafe) static let hmac = started ? EVP_MAC_fetch(nil, "HMAC", nil) : nil
  private nonisolated(unsafe) static let hkdf = started ? EVP_KDF_fetch(nil, "HKDF", nil) : nil

  static func require() throws(CryptoError) {
    guard started else { throw .unavailable("start") }
  }

  static func cipher() throws(CryptoError) -> OpaquePointer { try present(gcm, "AES-256-GCM") }
  static func digest() throws(CryptoError) -> OpaquePointer { try present(sha256, "SHA-256") }
  static func mac() throws(CryptoError) -> OpaquePointer { try present(hmac, "HMAC") }
  static func derivation() throws(CryptoError) -> OpaquePointer { try present(hkdf, "HKDF") }

  private static func present(_ algorithm: OpaquePointer?, _ name: String) throws(CryptoError) -> OpaquePointer {
    guard let algorithm else { throw .unavailable(name) }
    return algorithm
  }
}
