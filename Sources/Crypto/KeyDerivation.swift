import COpenSSL

/// Keys made from other keys (HKDF) or from what a person remembers (scrypt).
public enum KeyDerivation {
  /// HKDF with SHA-256 gives at most this many bytes (RFC 5869 §2.3).
  public static let longestHKDF = 255 * 32
  /// OpenSSL takes this much of `info`, in bytes.
  public static let longestInfo = 1_024
  /// The memory that one scrypt may use, in bytes: enough for N = 2¹⁷, r = 8.
  public static let scryptMemory: UInt64 = 160 << 20
  /// The most work that one scrypt may be told to do, as N · r · p: about eight seconds.
  public static let scryptWork: UInt64 = 1 << 24

  /// HKDF-SHA-256, extract and expand (RFC 5869).
  /// - Throws: `CryptoError.invalidParameter` for an empty key or a length outside 1…8160.
  public static func hkdfSHA256(key: [UInt8], salt: [UInt8], info: [UInt8], length: Int) throws(CryptoError) -> [UInt8] {
    guard !key.isEmpty else { throw .invalidParameter("key") }
    guard (1...longestHKDF).contains(length) else { throw .invalidParameter("length") }
    guard info.count <= longestInfo else { throw .invalidParameter("info") }
    let hkdf = try Library.derivation()
    var out = [UInt8](repeating: 0, count: length)
    guard copenssl_hkdf(hkdf, key, key.count, salt, salt.count, info, info.count, &out, length) == 1 else {
      throw .unavailable("HKDF")
    }
    return out
  }

  /// A key for one purpose, from another key. - Throws: As the other one.
  public static func subkey(of key: SymmetricKey, for purpose: String) throws(CryptoError) -> SymmetricKey {
    let bytes = try hkdfSHA256(key: key.bytes, salt: [], info: Array(purpose.utf8), length: SymmetricKey.count)
    return SymmetricKey(secret: SecretBytes(bytes))
  }

  /// scrypt (RFC 7914); slow and hungry on purpose, so never call it on Swift's task pool.
  /// - Parameters:
  ///   - N: The cost: a power of two above 1.
  ///   - r: The block size; 8 is usual.
  ///   - p: How often it is done; 1 is usual.
  /// - Throws: `CryptoError.invalidParameter` outside RFC 7914 §2, or beyond `scryptMemory` or `scryptWork`.
  public static func scrypt(
    password: [UInt8], salt: [UInt8], N: UInt64, r: UInt64, p: UInt64, length: Int
  ) throws(CryptoError) -> [UInt8] {
    try Library.require()
    guard N > 1, N & (N &- 1) == 0, N <= 1 << 30 else { throw .invalidParameter("N") }
    guard (1...1_024).contains(r) else { throw .invalidParameter("r") }
    guard (1...1_024).contains(p) else { throw .invalidParameter("p") }
    guard (1...1_024).contains(length) else { throw .invalidParameter("length") }
    guard password.count <= 1 << 16, salt.count <= 1 << 16 else { throw .invalidParameter("password or salt") }
    // All three are small by now, so nothing overflows.
    guard 128 * r * (N + p + 2) <= scryptMemory else { throw .invalidParameter("memory") }
    guard N * r * p <= scryptWork else { throw .invalidParameter("work") }
    var out = [UInt8](repeating: 0, count: length)
    // With a byte more than is read: OpenSSL takes a nil password for "check the parameters only".
    var terminated = password.map { CChar(bitPattern: $0) } + [0]
    defer { OPENSSL_cleanse(&terminated, terminated.count) }
    let result = EVP_PBE_scrypt(terminated, password.count, salt, salt.count, N, r, p, scryptMemory, &out, length)
    guard result == 1 else { throw .unavailable("scrypt") }
    return out
  }
}
