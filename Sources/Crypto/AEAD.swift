import COpenSSL

/// Sealing with AES-256-GCM: random 96-bit nonce, ciphertext, 128-bit tag (NIST SP 800-38D).
///
/// With random nonces one key is good for about four thousand million sealings.
public enum AEAD {
  /// The nonce at the front, in bytes.
  public static let nonceCount = 12
  /// The tag at the end, in bytes.
  public static let tagCount = 16

  /// Seals bytes; the context is not stored, but must be the same when they are opened.
  /// - Throws: `CryptoError` when there is no randomness or no memory.
  public static func seal(_ plain: [UInt8], with key: SymmetricKey, context: [UInt8]) throws(CryptoError) -> [UInt8] {
    try seal(plain, with: key, context: context, nonce: Random.bytes(nonceCount))
  }

  /// Opens what `seal` made.
  /// - Throws: `CryptoError.notAuthentic` for any change, another key or another context.
  public static func open(_ sealed: [UInt8], with key: SymmetricKey, context: [UInt8]) throws(CryptoError) -> [UInt8] {
    let cipher = try Library.cipher()
    let count = sealed.count - nonceCount - tagCount
    guard count >= 0 else { throw .notAuthentic }
    var plain = [UInt8](repeating: 0, count: count)
    let result = sealed.withUnsafeBufferPointer { sealed -> Int32 in
      guard let nonce = sealed.baseAddress else { return 0 }
      return key.secret.lend { secret, _ in
        copenssl_gcm_open(
          cipher, secret, nonce, context, context.count, nonce + nonceCount, count, nonce + nonceCount + count, &plain)
      }
    }
    guard result == 1 else { throw .notAuthentic }
    return plain
  }

  /// For the published vectors, which fix the nonce.
  static func seal(
    _ plain: [UInt8], with key: SymmetricKey, context: [UInt8], nonce: [UInt8]
  ) throws(CryptoError) -> [UInt8] {
    let cipher = try Library.cipher()
    guard nonce.count == nonceCount else { throw .invalidParameter("nonce") }
    var sealed = nonce + [UInt8](repeating: 0, count: plain.count + tagCount)
    let result = sealed.withUnsafeMutableBufferPointer { sealed -> Int32 in
      guard let out = sealed.baseAddress else { return 0 }
      return key.secret.lend { secret, _ in
        copenssl_gcm_seal(
          cipher, secret, nonce, context, context.count, plain, plain.count, out + nonceCount, out + nonceCount + plain.count)
      }
    }
    guard result == 1 else { throw .unavailable("AES-256-GCM") }
    return sealed
  }
}
