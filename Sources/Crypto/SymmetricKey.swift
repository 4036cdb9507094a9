/// A secret of 32 bytes that prints as dots and is wiped from memory when it is dropped.
public struct SymmetricKey: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// How long every key is, in bytes.
  public static let count = 32

  let secret: SecretBytes

  /// A new random key.
  public static func random() throws(CryptoError) -> SymmetricKey {
    SymmetricKey(secret: try SecretBytes(random: count))
  }

  /// A key from its bytes; nil unless there are exactly 32.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.count else { return nil }
    secret = SecretBytes(bytes)
  }

  init(secret: SecretBytes) { self.secret = secret }

  /// A copy of the bytes, to be wrapped or stored; the copy is not wiped.
  public var bytes: [UInt8] { secret.copy }

  /// Dots.
  public var description: String { "••••••••" }
  /// Dots.
  public var debugDescription: String { description }
  /// Nothing to look into.
  public var customMirror: Mirror { Mirror(self, children: [:]) }

  /// Compares in constant time.
  public static func == (one: SymmetricKey, other: SymmetricKey) -> Bool { constantTimeEqual(one.bytes, other.bytes) }
}
