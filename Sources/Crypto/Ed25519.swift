import COpenSSL

/// Signatures that anyone can check with a public key (RFC 8032).
public enum Ed25519 {
  /// A signature's length, in bytes.
  public static let signatureCount = 64
  /// A public key's length, in bytes.
  public static let publicKeyCount = 32

  /// A new private key: the 32-byte seed of RFC 8032 §5.1.5.
  public static func generate() throws(CryptoError) -> SymmetricKey { try SymmetricKey.random() }

  /// The public key of a private one, 32 bytes.
  public static func publicKey(of seed: SymmetricKey) throws(CryptoError) -> [UInt8] {
    try Library.require()
    var out = [UInt8](repeating: 0, count: publicKeyCount)
    guard seed.secret.lend({ bytes, _ in copenssl_ed25519_public(bytes, &out) }) == 1 else { throw .unavailable("Ed25519") }
    return out
  }

  /// Signs a message; the same message and key always give the same 64 bytes.
  public static func sign(_ message: [UInt8], with seed: SymmetricKey) throws(CryptoError) -> [UInt8] {
    try Library.require()
    var out = [UInt8](repeating: 0, count: signatureCount)
    let result = seed.secret.lend { bytes, _ in copenssl_ed25519_sign(bytes, message, message.count, &out) }
    guard result == 1 else { throw .unavailable("Ed25519") }
    return out
  }

  /// Whether a signature is good; false too for a key or signature of the wrong length.
  public static func verify(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
    guard signature.count == signatureCount, publicKey.count == publicKeyCount, (try? Library.require()) != nil else {
      return false
    }
    return copenssl_ed25519_verify(publicKey, signature, message, message.count) == 1
  }
}
