import COpenSSL
import Synchronization

/// SHA-256 and HMAC-SHA-256 of bytes in memory.
public enum Hash {
  /// The length of every hash, in bytes.
  public static let count = 32

  /// SHA-256 (FIPS 180-4). - Throws: `CryptoError` when there is no memory.
  public static func sha256(_ bytes: [UInt8]) throws(CryptoError) -> [UInt8] {
    let digest = try Library.digest()
    var hash = [UInt8](repeating: 0, count: count)
    guard EVP_Digest(bytes, bytes.count, &hash, nil, digest, nil) == 1 else { throw .unavailable("SHA-256") }
    return hash
  }

  /// HMAC-SHA-256 (RFC 2104). - Throws: `CryptoError` when there is no memory.
  public static func hmacSHA256(_ message: [UInt8], key: SymmetricKey) throws(CryptoError) -> [UInt8] {
    try KeyedHash(key).hash(message)
  }

  /// HMAC-SHA-256 with a key of any length (RFC 2104). - Throws: `CryptoError` when there is no memory.
  public static func hmacSHA256(_ message: [UInt8], key: [UInt8]) throws(CryptoError) -> [UInt8] {
    try KeyedHash(bytes: key).hash(message)
  }
}

/// HMAC-SHA-256 under one key for many messages: the key is prepared once, which is four times as fast for a short word.
public final class KeyedHash: Sendable {
  private let context: Mutex<Context>

  /// Owns OpenSSL's context. `@unchecked Sendable` because the mutex around it keeps it to one thread at a time.
  private struct Context: ~Copyable, @unchecked Sendable {
    let pointer: OpaquePointer
    deinit { EVP_MAC_CTX_free(pointer) }
  }

  /// Prepares a key. - Throws: `CryptoError` when there is no memory.
  public convenience init(_ key: SymmetricKey) throws(CryptoError) {
    let mac = try Library.mac()
    try self.init(key.secret.lend { copenssl_hmac_new(mac, $0, $1) })
  }

  /// Prepares a key of any length. - Throws: `CryptoError` when there is no memory.
  public convenience init(bytes: [UInt8]) throws(CryptoError) {
    try self.init(copenssl_hmac_new(Library.mac(), bytes, bytes.count))
  }

  private init(_ pointer: OpaquePointer?) throws(CryptoError) {
    guard let pointer else { throw .unavailable("HMAC") }
    context = Mutex(Context(pointer: pointer))
  }

  /// The keyed hash of one message, 32 bytes. - Throws: `CryptoError` when there is no memory.
  public func hash(_ message: [UInt8]) throws(CryptoError) -> [UInt8] {
    var out = [UInt8](repeating: 0, count: Hash.count)
    let result = context.withLock { copenssl_hmac($0.pointer, message, message.count, &out) }
    guard result == 1 else { throw .unavailable("HMAC") }
    return out
  }
}

/// SHA-256 of bytes that come piece by piece, such as a file; used once.
public struct SHA256: ~Copyable {
  private let context: OpaquePointer

  /// Begins a hash. - Throws: `CryptoError` when there is no memory.
  public init() throws(CryptoError) {
    context = try Self.begin()
  }

  private static func begin() throws(CryptoError) -> OpaquePointer {
    let digest = try Library.digest()
    guard let context = EVP_MD_CTX_new() else { throw .unavailable("SHA-256") }
    guard EVP_DigestInit_ex2(context, digest, nil) == 1 else {
      EVP_MD_CTX_free(context)
      throw .unavailable("SHA-256")
    }
    return context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds the next piece. - Throws: `CryptoError` when the library fails.
  public mutating func update(_ bytes: [UInt8]) throws(CryptoError) {
    guard EVP_DigestUpdate(context, bytes, bytes.count) == 1 else { throw .unavailable("SHA-256") }
  }

  /// The hash of all pieces, 32 bytes. - Throws: `CryptoError` when the library fails.
  public consuming func finish() throws(CryptoError) -> [UInt8] {
    var hash = [UInt8](repeating: 0, count: Hash.count)
    guard EVP_DigestFinal_ex(context, &hash, nil) == 1 else { throw .unavailable("SHA-256") }
    return hash
  }
}
