import Crypto
import Outreach

/// The key file as text: the key ring itself, or sealed under a wrapping key that a passphrase and the recovery key open.
///
/// Sealed, it is lines: a heading, `scrypt N r p salt`, `by-passphrase` and `by-recovery` (the wrapping key, sealed), and `ring`. So a
/// new passphrase wraps 32 bytes anew and touches nothing else, and a new data key needs no passphrase while the program is open.
struct KeyFile: Sendable {
  /// Why a key file does not open.
  enum Trouble: Error, Sendable, Hashable {
    /// It is protected, and nothing was entered.
    case needsSecret
    /// What was entered is neither the passphrase nor the recovery key.
    case wrongSecret
    /// It is no key file, or damaged.
    case unreadable
  }

  /// What guards a protected file.
  struct Wrapping: Sendable {
    /// Seals the ring in the file.
    let key: SymmetricKey
    /// `scrypt N r p salt`, as it stands in the file.
    let recipe: ScryptRecipe
    /// The wrapping key, sealed under the passphrase.
    let byPassphrase: [UInt8]

    /// Wraps under a new passphrase.
    /// - Parameter key: the wrapping key that is kept; nil makes one.
    init(passphrase: String, cost: UInt64, key: SymmetricKey? = nil) throws {
      recipe = ScryptRecipe(cost: cost, salt: try Random.bytes(16))
      self.key = try key ?? SymmetricKey.random()
      byPassphrase = try AEAD.seal(self.key.bytes, with: recipe.key(from: passphrase), context: KeyFile.passphraseContext)
    }

    fileprivate init(key: SymmetricKey, recipe: ScryptRecipe, byPassphrase: [UInt8]) {
      (self.key, self.recipe, self.byPassphrase) = (key, recipe, byPassphrase)
    }

    /// Whether this is the passphrase. Slow on purpose.
    func opens(with passphrase: String) throws -> Bool {
      (try? AEAD.open(byPassphrase, with: recipe.key(from: passphrase), context: KeyFile.passphraseContext)) == key.bytes
    }
  }

  /// The keys.
  var ring: KeyRing
  /// Nil for a file that whoever can read it can use.
  var wrapping: Wrapping?

  private static let heading = "cold-outreach keys 2"
  private static let passphraseContext = Array("key file, by passphrase".utf8)
  private static let recoveryContext = Array("key file, by recovery key".utf8)
  private static let ringContext = Array("key file, ring".utf8)

  /// A file of these keys.
  init(ring: KeyRing, wrapping: Wrapping? = nil) { (self.ring, self.wrapping) = (ring, wrapping) }

  /// Whether a text is a protected key file.
  static func isProtected(_ text: String) -> Bool { text.hasPrefix(heading + "\n") }

  /// Reads a file.
  /// - Parameter secret: the passphrase, or the recovery key as printed; nil where nobody was asked yet. Slow where it is needed.
  /// - Throws: `Trouble`.
  init(text: String, secret: String?) throws {
    guard Self.isProtected(text) else {
      guard let ring = try? KeyRing(text: text) else { throw Trouble.unreadable }
      self.init(ring: ring)
      return
    }
    guard let secret, !secret.isEmpty else { throw Trouble.needsSecret }
    let lines = Dictionary(
      text.split(separator: "\n").dropFirst().map { line in
        let words = line.split(separator: " ")
        return (String(words[0]), words.dropFirst().map(String.init))
      }, uniquingKeysWith: { first, _ in first })
    func bytes(_ name: String) -> [UInt8]? { lines[name]?.first.flatMap(Base64URL.decode) }
    guard let recipe = lines["scrypt"].flatMap(ScryptRecipe.init(words:)), let byPassphrase = bytes("by-passphrase"),
      let sealedRing = bytes("ring")
    else { throw Trouble.unreadable }
    guard let key = Self.wrappingKey(secret, recipe, byPassphrase, byRecovery: bytes("by-recovery")) else {
      throw Trouble.wrongSecret
    }
    guard let ring = Self.ring(sealedRing, key) else { throw Trouble.unreadable }
    self.init(ring: ring, wrapping: Wrapping(key: key, recipe: recipe, byPassphrase: byPassphrase))
  }

  /// The keys in a text that lies open, or that the wrapping key of this file opens; nil where neither is so.
  func ring(in text: String) -> KeyRing? {
    guard Self.isProtected(text) else { return try? KeyRing(text: text) }
    let sealed = text.split(separator: "\n").first { $0.hasPrefix("ring ") }?.dropFirst(5)
    guard let wrapping, let sealed = sealed.flatMap({ Base64URL.decode(String($0)) }) else { return nil }
    return Self.ring(sealed, wrapping.key)
  }

  private static func ring(_ sealed: [UInt8], _ key: SymmetricKey) -> KeyRing? {
    guard let plain = try? AEAD.open(sealed, with: key, context: ringContext) else { return nil }
    return try? KeyRing(text: String(decoding: plain, as: UTF8.self))
  }

  /// The file's text.
  func text() throws -> String {
    guard let wrapping else { return ring.text }
    var lines = [
      Self.heading, "scrypt " + wrapping.recipe.words, "by-passphrase " + Base64URL.encode(wrapping.byPassphrase),
    ]
    if let recovery = ring.recoveryKey {
      lines.append(
        "by-recovery " + Base64URL.encode(try AEAD.seal(wrapping.key.bytes, with: recovery, context: Self.recoveryContext)))
    }
    lines.append(
      "ring " + Base64URL.encode(try AEAD.seal(Array(ring.text.utf8), with: wrapping.key, context: Self.ringContext)))
    return lines.joined(separator: "\n") + "\n"
  }

  private static func wrappingKey(
    _ secret: String, _ recipe: ScryptRecipe, _ byPassphrase: [UInt8], byRecovery: [UInt8]?
  ) -> SymmetricKey? {
    // The recovery key carries a check, so a passphrase is hardly ever taken for one; if so it is tried as both.
    if let byRecovery, let recovery = try? RecoveryKey(reading: secret),
      let plain = try? AEAD.open(byRecovery, with: recovery.key, context: recoveryContext)
    {
      return SymmetricKey(bytes: plain)
    }
    guard let key = try? recipe.key(from: secret), let plain = try? AEAD.open(byPassphrase, with: key, context: passphraseContext)
    else { return nil }
    return SymmetricKey(bytes: plain)
  }
}

/// How a passphrase becomes a key; stored beside what the key seals, so that a later version may ask for more work.
struct ScryptRecipe: Sendable {
  /// 2¹⁷: 128 MiB and about half a second, the least that OWASP's Password Storage Cheat Sheet names for scrypt (r = 8, p = 1).
  static let usualCost: UInt64 = 1 << 17

  private let cost: UInt64
  private let blockSize: UInt64
  private let parallel: UInt64
  private let salt: [UInt8]

  init(cost: UInt64, salt: [UInt8]) { (self.cost, blockSize, parallel, self.salt) = (cost, 8, 1, salt) }

  /// From the words of its line; nil for others. Whether they are reasonable is what `KeyDerivation` says.
  init?(words: [String]) {
    guard words.count == 4, let cost = UInt64(words[0]), let blockSize = UInt64(words[1]), let parallel = UInt64(words[2]),
      let salt = Base64URL.decode(words[3])
    else { return nil }
    (self.cost, self.blockSize, self.parallel, self.salt) = (cost, blockSize, parallel, salt)
  }

  /// The words of its line.
  var words: String { "\(cost) \(blockSize) \(parallel) \(Base64URL.encode(salt))" }

  /// The key of a passphrase. Blocks for half a second.
  func key(from passphrase: String) throws -> SymmetricKey {
    let bytes = try KeyDerivation.scrypt(
      password: Array(passphrase.utf8), salt: salt, N: cost, r: blockSize, p: parallel, length: SymmetricKey.count)
    guard let key = SymmetricKey(bytes: bytes) else { throw CryptoError.notAuthentic }
    return key
  }
}
