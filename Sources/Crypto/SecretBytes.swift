import COpenSSL

/// Secret bytes in memory of their own, overwritten when the last owner lets go.
///
/// `@unchecked Sendable` because the memory is written by `init` only.
final class SecretBytes: @unchecked Sendable {
  private let memory: UnsafeMutableRawBufferPointer

  init(_ bytes: some Collection<UInt8>) {
    memory = .allocate(byteCount: bytes.count, alignment: 1)
    memory.copyBytes(from: bytes)
  }

  /// Fresh random bytes from the generator that OpenSSL keeps for secrets.
  init(random count: Int) throws(CryptoError) {
    memory = .allocate(byteCount: count, alignment: 1)
    try Library.require()
    guard let length = Int32(exactly: count), RAND_priv_bytes(memory.baseAddress?.assumingMemoryBound(to: UInt8.self), length) == 1
    else { throw .unavailable("randomness") }
  }

  deinit {
    OPENSSL_cleanse(memory.baseAddress, memory.count)
    memory.deallocate()
  }

  var copy: [UInt8] { [UInt8](memory) }

  /// Lends the bytes without a copy.
  func lend<T>(_ body: (UnsafePointer<UInt8>?, Int) -> T) -> T {
    body(UnsafePointer(memory.baseAddress?.assumingMemoryBound(to: UInt8.self)), memory.count)
  }
}
